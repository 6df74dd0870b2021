"""The words that raise the alarm, measured on texts of our own: daily bread beside what must not be missed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core import alarm_words
from mailflow.core.alarm_words import alarm_in
from mailflow.core.safeguarding_terms import CheckItem, Safeguarding
from mailflow.policies import available, load

AT_RISK = (
    "Your worker hit my son on Saturday.",
    "He was slapped by one of the staff in front of the other children.",
    "My daughter came home with bruises on both arms.",
    "The keyworker grabbed her by the wrist and dragged her to the door.",
    "She told me that a man at the centre touched her.",
    "I found out that my child was left alone in the garden for an hour.",
    "Nobody was watching when he climbed the fence.",
    "A member of staff shook the baby because it would not stop crying.",
    "My little boy says he is scared of Mr Brown and will not say why.",
    "He was locked in the cupboard as a punishment.",
    "The nursery left my toddler unattended in the pram outside.",
    "My son was burned by hot tea that was put within his reach.",
    "They strapped to a chair, that is what she told us.",
    "She was force fed at lunch again.",
    "Someone made sexual remarks to my fourteen year old.",
    "I think one of your volunteers is grooming teenagers online.",
    "My ex uses contact time to threaten the kids.",
    "After the visit she talked about suicide.",
    "He says he wants to kill himself since the session.",
    "The worker smelled of alcohol when she drove the children.",
    "My daughter went missing from your care for forty minutes.",
    "He wandered off to the road and a stranger brought him back.",
    "I want to report abuse. My brother is abused in your home.",
    "A resident was punched by another one and nobody did anything.",
    "The helper pinched him until he cried.",
    "Two staff restrained my son face down on the floor.",
    "She was bitten three times by the same child in one week.",
    "There were marks on his neck when I picked him up.",
    "He was taken to hospital after the fall and nobody rang us.",
    "The carer screamed at my daughter until she wet herself.",
    "My son was undressed in front of the whole group.",
    "Your driver had no seats, the children were not safe.",
    "I am afraid of what he does to her when I am not there. He has hurt her before.",
    "The babies are neglected, nappies are never changed.",
)
DAILY_BREAD = (
    "The handover was forty minutes late and nobody told me.",
    "Nobody rang me back about the invoice.",
    "You charged us twice for the same session.",
    "My daughter loves the sessions but the room is always cold.",
    "We have been waiting for a place since June and my son is still on the list.",
    "The worker was rude to me at reception.",
    "I was not informed that the contact centre would be closed on Easter Monday.",
    "The report has my name wrong, and my son's birthday too.",
    "Your email was a bit late, and the children were disappointed.",
    "The price rise hit us hard.",
    "I hit the roof when I read your letter.",
    "You keep dragging your feet over our application.",
    "The toys were old and the books were torn.",
    "My child's coat was lost and never found.",
    "She pulled out of the session without telling us, and he was sad.",
    "Could somebody please get in touch with me about my daughter's place?",
    "The new timetable does not suit us.",
    "The food was cold and he would not eat it.",
    "The nappies came in the wrong size again.",
    "Your staff spoke over me in the meeting.",
    "I do not agree with the notes of our meeting.",
    "Please send me the complaints policy.",
    "The car park was full and we were late for the visit.",
    "We were promised the same worker each week and had five in a month.",
    "The letter hurt my feelings.",
    "My son missed the trip because nobody told us the date had moved.",
    "The form asks for things that are none of your business.",
    "I was told one thing by the manager and another by the worker.",
    "The volunteer was late, so my daughter waited with me in the hall.",
    "The refund has not come.",
    "No harm done, but please check your calendar next time.",
    "He got no certificate at the end of the course.",
    "The music was too loud for the little ones.",
    "Thank you for the lovely afternoon, the children were happy.",
)


@pytest.mark.parametrize("policy", available())
def test_hardly_anything_is_missed_and_the_daily_bread_raises_few_alarms(policy: str) -> None:
    terms = load(policy).policy.safeguarding
    assert terms is not None
    missed = [text for text in AT_RISK if alarm_in(text, terms) is None]
    false = [text for text in DAILY_BREAD if alarm_in(text, terms) is not None]
    assert len(AT_RISK) + len(DAILY_BREAD) >= 60
    assert len(missed) <= len(AT_RISK) * 0.03, missed
    assert len(false) <= len(DAILY_BREAD) * 0.06, false


def terms(**words: tuple[str, ...]) -> Safeguarding:
    """Return a policy's table with these words."""
    return Safeguarding(lead="lead", checklist=(CheckItem(what="look"),), **words)


HIT = terms(harm=("hit", "slap*"), people=("my son",), harmless=("hit the roof",), phrases=("child abuse",))


@pytest.mark.parametrize(
    ("text", "is_raised"),
    [
        ("You hit my son.", True),
        ("You HIT\nMy Son.", True),
        ("You slapped my son.", True),
        ("You hit. My son was there.", False),  # another sentence
        ("My son? I hit the roof!", False),
        ("I hit the roof, and you hit my son.", True),
        ("You hit a b c d e f g my son", True),
        ("You hit a b c d e f g h my son", False),
        ("You hitched a lift with my son.", False),
        ("It is child abuse.", True),
        ("", False),
    ],
)
def test_harm_counts_near_a_person_in_the_same_sentence(text: str, is_raised: bool) -> None:
    assert (alarm_in(text, HIT) is not None) is is_raised


def test_what_raised_the_alarm_is_told() -> None:
    assert alarm_in("You slapped my son.", HIT) == "it says \u201cslapped\u201d near \u201cmy son\u201d"


def test_without_words_nothing_is_found() -> None:
    assert alarm_in("You hit my son.", terms()) is None


def test_a_text_made_to_be_slow_is_not() -> None:
    started = time.process_time()
    alarm_in("hit my " * 40_000, HIT)
    alarm_in("hit my son " * 20_000, HIT)
    alarm_in("hit the roof " * 20_000, HIT)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("policy", sorted(available()))
def test_every_word_of_a_policy_is_found_wherever_it_stands(policy: str) -> None:
    terms = load(policy).policy.safeguarding
    assert terms is not None
    for sign in (*terms.phrases, *terms.harm):
        said = sign.replace("*", "xyz").capitalize()
        text = f"Dear all,\n\nI write about Monday. {said} - my child - and nobody answered!\n\nThank you."
        if sign in terms.phrases or terms.people:
            assert alarm_in(text, terms) is not None, sign


@given(st.text(st.sampled_from("ab'_ .\u2019-é\n1\u200b")))
def test_the_quick_way_to_the_words_finds_the_same(text: str) -> None:
    folded = alarm_words._folded(text)
    assert alarm_words._words_of(folded) - {""} == set(alarm_words._WORD.findall(folded))

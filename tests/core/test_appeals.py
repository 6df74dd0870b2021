"""Subjects as people write them: what is an appeal, what is none, and what a person must say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.appeals import read_appeal, without_prefixes
from mailflow.core.policy import APPEAL_KEYWORDS

OURS = "[LC-2020-0001] Our answer to your complaint"
WORDS = (*APPEAL_KEYWORDS, "reconsideration")

APPEALS = (
    "Appeal",
    "APPEAL",
    "appeal.",
    "Appeal!",
    "(appeal)",
    "“Appeal”",
    "Re: APPEAL",
    "RE: Re: re: Appeal",
    "RE : Appeal",
    "AW: Appeal",
    "Antw: Appeal",
    "Antwort: Appeal",
    "SV: Appeal",
    "VS: Appeal",
    "Vl: Appeal",
    "TR: Appeal",
    "RV: Appeal",
    "R: Appeal",
    "I: Appeal",
    "Enc: Appeal",
    "Odp: Appeal",
    "Ynt: Appeal",
    "Atb: Appeal",
    "Απ: Appeal",
    "Ответ: Appeal",
    "回复: Appeal",
    "回复：Appeal",
    "답장: Appeal",
    "Re[2]: Appeal",
    "Re^2: Appeal",
    "Re(3): Appeal",
    "Fwd: WG: Appeal",
    f"Appeal Re: {OURS}",
    f"Re: {OURS} - APPEAL",
    f"Re: {OURS.upper()} appeal",
    "I want to appeal",
    "I'd like to appeal your decision",
    "Appeal against your decision of 5 May",
    "Your letter of 5 May: appeal",
    "Stage 2 appeal",
    "We wish to escalate this",
    "Escalation",
    "Please reconsider",
    "Request for reconsideration",
    "I am dissatisfied",
    "Unhappy  with the   outcome",
    "Review, please",
    "Appealing this",
    "appeal\u00a0now",
    "Not satisfied: appeal",
    "I don't agree, I appeal",
    "I cannot accept this - please review",
    "No, I appeal",
    "That is not fair. Appeal",
    "not happy and unhappy with the outcome",
)
NOT_APPEALS = (
    "",
    "Re:",
    f"Re: {OURS}",
    f"SV: {OURS}",
    "Thank you",
    "I appealed last week",
    "The reviewer was kind",
    "Preview of the rota",
    "Dear appeals team",
    "I do not wish to appeal",
    "I do not want to appeal",
    "I don't want to appeal",
    "I don’t want to appeal",
    "No appeal",
    "no further appeal",
    "Not appealing",
    "I will not be appealing",
    "We won't escalate this",
    "I am not dissatisfied",
    "not unhappy with the outcome",
    "I accept it without a review",
    "I am never going to appeal",
    "There is no need to escalate",
    "We have decided not to appeal",
    "I am not going to ask for a review",
    "I no longer wish to appeal",
    "Neither appeal nor review",
    "RE: I do not wish to make an appeal",
)
IN_DOUBT = (
    "How do I appeal?",
    "Can I appeal",
    "Should I appeal?",
    "appeal?",
    "Perhaps I should appeal",
    "I am considering an appeal",
    "Unsure whether to appeal",
    "May I ask for a review",
    "I do not wish to appeal, but please review it",
    "Not an appeal, but I am dissatisfied",
    "I withdraw my appeal",
    "Cancel the appeal",
    "Thank you for your review",
    "Thanks for the review",
)


@pytest.mark.parametrize("subject", APPEALS)
def test_a_word_by_itself_is_an_appeal(subject: str) -> None:
    assert read_appeal(subject, (OURS,), WORDS).is_appeal


@pytest.mark.parametrize("subject", NOT_APPEALS)
def test_no_word_or_a_word_taken_back_is_a_reply(subject: str) -> None:
    reading = read_appeal(subject, (OURS,), WORDS)
    assert not reading.is_appeal and not reading.is_perhaps, reading.because


@pytest.mark.parametrize("subject", IN_DOUBT)
def test_a_question_or_two_minds_are_for_a_person(subject: str) -> None:
    reading = read_appeal(subject, (OURS,), WORDS)
    assert reading.is_perhaps and not reading.is_appeal, reading.because


def test_the_table_is_worth_its_name() -> None:
    assert len({*APPEALS, *NOT_APPEALS, *IN_DOUBT}) >= 90


def test_a_word_of_our_own_subject_is_not_the_complainants() -> None:
    ours = "[LC-2020-0001] About the review of your complaint"
    assert not read_appeal(f"Re: {ours}", (ours,), WORDS).is_appeal
    assert read_appeal(f"Re: {ours}", (), WORDS).is_appeal


def test_a_stage_with_its_own_words_knows_no_others() -> None:
    assert not read_appeal("Please reconsider", (), ("appeal",)).is_appeal
    assert read_appeal("To the board", (), ("board",)).is_appeal


def test_prefixes_go_however_many_there_are() -> None:
    assert without_prefixes("Re: AW: Fwd: SV: hello") == "hello"
    assert without_prefixes("Review: hello") == "Review: hello"


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=4))
def test_no_subject_breaks_it_and_every_answer_has_its_reason(subject: str, ours: list[str]) -> None:
    reading = read_appeal(subject, ours, WORDS)
    assert reading.because
    assert not (reading.is_appeal and reading.is_perhaps)


@pytest.mark.parametrize("subject", ["not " * 20_000, "re: " * 20_000 + "appeal", "not to " * 10_000 + "appeal"])
def test_a_very_long_subject_is_read_in_no_time(subject: str) -> None:
    assert read_appeal(subject, (OURS,), WORDS).because

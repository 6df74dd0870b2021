"""Whom a text names, who deals with a case then, and that nothing of it reaches whom it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailflow.core.case import Case
from mailflow.core.conflicts import named_in, watchers
from mailflow.core.decide import decide, on_message, wake_at
from mailflow.core.decide.wall import may_reach
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office, Officer
from mailflow.core.thread import Threaded, Writer, thread
from mailflow.core.trigger import MessageArrived, TimePassed
from tests.core.cast import BORN, arrived, mail, notice, office

FAMILY = "p@mail.example"


def staffed(policy: str = "libra-children-services") -> Office:
    """Return an office whose people have names of their own; Will's is an everyday word too."""
    named = {"coordinator": "Ada O\u2019Neill", "ceo": "Will Young", "keyworker": "Dr Kim Park"}
    here = office(policy)
    people = (replace(one, name=named.get(one.roles[0], one.name)) for one in here.staff)
    return replace(here, staff=tuple(people))


def opened(here: Office, text: str, subject: str = "Handover", at: datetime = BORN) -> tuple[Case, Decision]:
    """Return the case that a complaint opens, with its decision."""
    stranger = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    decision = on_message(stranger, arrived(mail(FAMILY, subject, text), at), here)
    first = decision.facts[0]
    assert isinstance(first.event, CaseOpened)
    facts = (replace(first, event=replace(first.event, ref="LC-2020-0001")), *decision.facts[1:])
    return fold(facts), decision


def told(case: Case, sender: str, text: str, here: Office, subject: str = "Re: x") -> tuple[Case, Decision]:
    """Return the case after a mail, and what followed from it."""
    message = mail(sender, subject, text)
    trigger: MessageArrived = replace(
        arrived(message, case.moved_at + timedelta(hours=1), 7), answers=notice(case.ref, sender)
    )
    answering = replace(message, references=("<n@x>",))
    ours = {"<n@x>": notice(case.ref, sender)}
    placed = thread(answering, here, ours=ours, theirs={}, cases={case.ref: case})
    decision = decide(case, trigger, here, placed)
    return (fold(decision.facts, case) if decision.facts else case), decision


def written_to(decision: Decision) -> set[str]:
    """Return the parts, before the at sign, of the staff who are written to."""
    return {one.to.address.partition("@")[0] for one in decision.letters if one.audience is not Audience.COMPLAINANT}


@pytest.mark.parametrize(
    "text",
    [
        "Ada was rude to me.",
        "Ada's answer was rude.",
        "It was ADA.  no: it was ada, or rather O'Neill.",
        "I rang Ada\nO\u2019Neill twice.",
        "The coordinator shouted at him.",
        "Your Co-ordinator shouted.",
        "the LCS Contact\nCoordinator never rang",
        "I wrote to COORDINATOR@office.example twice.",
        "Dear Ada, it was late.",
        "ADA WAS RUDE TO MY SON AND NOBODY CARES",
    ],
)
def test_a_text_names_somebody_by_name_address_or_role(text: str) -> None:
    assert "coordinator@office.example" in named_in(text, staffed())


@pytest.mark.parametrize(
    "text",
    [
        "The handover was late.",
        "Adam saw it in Canada, and her coordinatory skills.",
        "We shall coordinate it.",
        "xcoordinator@office.example wrote.",
    ],
)
def test_a_text_that_only_looks_like_it_names_nobody(text: str) -> None:
    assert "coordinator@office.example" not in named_in(text, staffed())


WRITTEN_TO = (
    "Handover\nDear Contact Coordinator,\nthe handover was late. I look forward to hearing from you.\nYours sincerely",
    "Handover\n\nDear Co-ordinator, it was late.",
    "Handover\nTo the LCS Contact Coordinator\n\nIt was late, and your staff did not ring. Thank you for your time.",
    "Handover\nGood morning Coordinator!\nCould you please look into this? I am writing to you as it was late.",
)
COMPLAINED_OF = (
    "Handover\nDear Contact Coordinator,\nyou were rude to my son.",
    "Handover\nDear Coordinator,\nyour tone on Friday was rude.",
    "Handover\nDear Coordinator,\nthe coordinator was rude.",
    "Handover\nDear Coordinator was rude to me.",
    "Handover\nIt was late.\nIt was cold.\nDear Coordinator, no more of this.",
    "Handover\nDear Ada,\nit was late.",
    "Handover\nDear coordinator@office.example,\nit was late.",
)


@pytest.mark.parametrize("text", WRITTEN_TO)
def test_a_part_in_a_mere_greeting_is_whom_they_write_to(text: str) -> None:
    assert "coordinator@office.example" not in named_in(text, staffed())


@pytest.mark.parametrize("text", COMPLAINED_OF)
def test_a_greeting_that_goes_on_to_speak_of_its_reader_or_has_a_name_still_names_them(text: str) -> None:
    assert "coordinator@office.example" in named_in(text, staffed())


def test_a_name_counts_in_its_own_capitals_only() -> None:
    here = staffed("stepping-stones")
    assert "ceo@office.example" in named_in("It was Will who said so.", here)
    assert "ceo@office.example" not in named_in("You will see young people there.", here)
    assert "keyworker@office.example" not in named_in("The Dr came.", here)


def test_a_high_chair_is_not_the_chair() -> None:
    assert "chair@office.example" not in named_in("He fell from his high chair.", staffed())
    assert "chair@office.example" in named_in("The Chair never answered.", staffed())


@pytest.mark.parametrize(
    ("policy", "text", "goes"),
    [
        ("libra-children-services", "Your coordinator was rude.", "complaints_officer"),
        ("libra-children-services", "The coordinator and the Complaints Officer were rude.", "senior_leader"),
        ("stepping-stones", "My key worker was rude.", "womens_service_manager"),
        ("little-footsteps", "The Complaints Handler was rude.", "mediator"),
        ("big-bums-little-bums", "The complaints lead was rude.", "complaints_officer"),
        ("childrens-links", "The Complaints Manager was rude.", "trustee"),
    ],
)
def test_a_complaint_that_names_its_handler_goes_to_who_stands_in(policy: str, text: str, goes: str) -> None:
    case, decision = opened(staffed(policy), text)
    assert [one.role for one in case.handlers] == [goes]
    assert case.is_suspected and case.about is None and "conflict" in case.tags
    [letter] = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert "#about nobody" in str(letter.facts["remark"])
    assert not written_to(decision) & {one.partition("@")[0] for one in case.sealed_from}


@pytest.mark.clause("SS-1.4", "SS-2.5")
def test_about_the_ceo_goes_to_the_chair_and_the_ceo_gets_no_copy() -> None:
    here = staffed("stepping-stones")
    case, decision = opened(here, "The Chief Executive was rude.", "Formal complaint")
    assert [one.role for one in case.handlers] == ["chair_of_trustees"]
    assert "ceo" not in written_to(decision)
    case, decision = opened(here, "The Chief Executive was rude.")
    assert [one.role for one in case.handlers] == ["keyworker"] and "conflict" not in case.tags
    assert "ceo" not in written_to(decision), "no copy to whom the text names"
    case, decision = opened(here, "It was cold.")
    assert "ceo" in written_to(decision)


def test_the_stand_in_hands_it_back_with_about_nobody() -> None:
    here = staffed()
    case, _ = opened(here, "Ada was there, but it was the heating.")
    case, decision = told(case, "complaints_officer@office.example", "#about nobody", here)
    assert [one.role for one in case.handlers] == ["coordinator"]
    assert not case.sealed_from and not case.is_suspected and "conflict" not in case.tags
    assert written_to(decision) == {"coordinator", "complaints_officer"}
    case, decision = told(case, "coordinator@office.example", "#note\nA note.", here)
    assert decision.pen is None


def test_the_stand_in_confirms_it_and_the_case_says_so() -> None:
    here = staffed()
    case, _ = opened(here, "Ada was rude.")
    case, decision = told(case, "complaints_officer@office.example", "#about coordinator", here)
    assert case.about == "coordinator" and case.sealed_from == ("coordinator@office.example",)
    assert not case.is_suspected and [one.role for one in case.handlers] == ["complaints_officer"]
    assert written_to(decision) == {"complaints_officer"}


@pytest.mark.parametrize("who", ["coordinator", "Contact Coordinator", "the co-ordinator", "Ada", "Ada O\u2019Neill"])
def test_staff_say_whom_it_is_about_and_it_leaves_that_person(who: str) -> None:
    here = staffed()
    case, _ = opened(here, "It was late.")
    case, decision = told(case, "coordinator@office.example", f"#about {who}", here)
    assert case.sealed_from == ("coordinator@office.example",)
    assert [one.role for one in case.handlers] == ["complaints_officer"]
    assert "conflict" in case.tags
    left = [one for one in decision.letters if may_reach(one.to.address, one.audience, case)]
    assert {one.to.address for one in left} == {"complaints_officer@office.example"}


def test_about_somebody_unknown_is_refused_with_the_names() -> None:
    here = staffed()
    case, _ = opened(here, "It was late.")
    after, decision = told(case, "coordinator@office.example", "#about Zoe", here)
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
    assert after.sealed_from == () and after.handlers == case.handlers


def test_whom_it_is_about_is_a_stranger_to_it_and_learns_nothing() -> None:
    here = staffed()
    case, _ = opened(here, "Ada was rude.")
    after, decision = told(case, "coordinator@office.example", "#outcome not upheld\nNothing in it.", here)
    assert after == case and decision.pen is not None and case.ref not in decision.pen
    [letter] = decision.letters
    assert letter.kind is LetterKind.DIRECTIVE_ERROR and letter.stage is None
    assert case.ref not in str(letter), "it says what a reference that nobody has gets said"


def test_a_case_cannot_be_assigned_to_whom_it_is_about() -> None:
    here = staffed()
    case, _ = opened(here, "Ada was rude.")
    after, decision = told(case, "complaints_officer@office.example", "#assign coordinator@office.example", here)
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
    assert after.handlers == case.handlers


def test_at_a_later_stage_too_it_goes_past_whom_it_is_about() -> None:
    here = staffed()
    case, _ = opened(here, "The Complaints Officer was rude.")
    assert [one.role for one in case.handlers] == ["coordinator"] and not case.sealed_from
    case, _ = told(case, "coordinator@office.example", "#stage stage-2", here)
    assert [one.role for one in case.handlers] == ["senior_leader"]
    assert case.is_suspected and case.sealed_from == ("complaints_officer@office.example",)


def test_where_everybody_is_named_the_admin_is_told_without_a_word_of_it() -> None:
    here = office()
    only = replace(here, staff=(Officer(name="Jo", address="jo@office.example", roles=tuple(here.policy.roles)),))
    case, decision = opened(only, "Jo hit my canary.")
    assert case.handlers == () and written_to(decision) == {"admin"}
    [letter] = [one for one in decision.letters if one.audience is Audience.ADMIN]
    assert "canary" not in str(letter.facts) and letter.text_of == ()


def test_an_admin_whom_the_case_is_about_does_not_hear_of_it() -> None:
    here = replace(staffed(), admin="coordinator@office.example")
    case, _ = opened(here, "Ada was rude.")
    assert watchers(here, case) == ("complaints_officer@office.example",)
    assert watchers(here, None) == ("coordinator@office.example",)


def test_an_admin_who_is_shut_out_of_a_case_without_handlers_is_passed_by_for_all_others() -> None:
    here = staffed()
    here = replace(here, admin="coordinator@office.example")
    everybody = "Ada and the Complaints Officer and the senior leader and the Chair were rude."
    case, decision = opened(here, everybody)
    assert case.handlers == () and case.is_sealed_from("coordinator@office.example")
    told_ = written_to(decision)
    assert "coordinator" not in told_ and told_ == {
        one.key.partition("@")[0] for one in here.staff if not case.is_sealed_from(one.address)
    }


def test_the_other_side_of_a_mediation_cannot_be_whom_the_case_is_about() -> None:
    here = staffed()
    case, _ = opened(here, "Ada was rude.")
    after, decision = told(case, "complaints_officer@office.example", "#party Ada <Coordinator@office.example>", here)
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR] and after.parties == ()


def test_whoever_is_the_other_side_hears_nothing_once_it_is_about_them() -> None:
    here = staffed()
    case, _ = opened(here, "It was late.")
    case, _ = told(case, "coordinator@office.example", "#party Chair <chair@office.example>", here)
    assert may_reach("chair@office.example", Audience.COMPLAINANT, case)
    case, _ = told(case, "coordinator@office.example", "#about chair", here)
    assert not may_reach("Chair@office.example", Audience.COMPLAINANT, case)
    assert may_reach(FAMILY, Audience.COMPLAINANT, case)


def anew(here: Office, earlier: tuple[Case, ...], sender: str = FAMILY, text: str = "It is still late.") -> Decision:
    """Return what a mail without any mark of a case comes to, from somebody who has a part in earlier ones."""
    stranger = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    trigger = replace(arrived(mail(sender, "Handover", text), BORN + timedelta(days=9)), earlier_cases=earlier)
    return on_message(stranger, trigger, here)


def test_whom_an_earlier_case_is_about_does_not_get_the_next_one_of_the_same_person() -> None:
    here = staffed()
    earlier, _ = opened(here, "Ada was rude.")
    decision = anew(here, (earlier,))
    assert written_to(decision) == {"complaints_officer"}
    [notice_] = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert earlier.ref in str(notice_.facts["remark"]) and "#about nobody" in str(notice_.facts["remark"])


def test_the_other_side_of_a_case_with_a_wall_does_not_reach_past_it_either() -> None:
    here = staffed()
    earlier, _ = opened(here, "Ada was rude.")
    earlier, _ = told(earlier, "complaints_officer@office.example", "#party Sam <sam@mail.example>", here)
    assert written_to(anew(here, (earlier,), "Sam@mail.example")) == {"complaints_officer"}
    assert written_to(anew(here, (earlier,), "tom@mail.example")) == {"coordinator"}, "nobody of that case"


@pytest.mark.clause("SS-2.1")
def test_a_problem_that_recurs_is_a_case_linked_to_the_old_one_and_goes_to_stage_2_by_one_line() -> None:
    here = office("stepping-stones")
    earlier, _ = opened(here, "It was late.")
    decision = anew(here, (earlier,))
    first = decision.facts[0]
    assert isinstance(first.event, CaseOpened)
    case = fold((replace(first, event=replace(first.event, ref="LC-2020-0002")), *decision.facts[1:]))
    assert case.linked == (earlier.ref,)
    [notice_] = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert "complained before: LC-2020-0001." in str(notice_.facts["remark"])
    assert "#stage stage-2 (SS-2.1)" in str(notice_.facts["remark"])
    case, _ = told(case, "keyworker@office.example", "#stage stage-2", here)
    assert case.stage == "stage-2" and case.linked == (earlier.ref,)


def test_a_first_complaint_is_linked_to_nothing() -> None:
    case, decision = opened(office("stepping-stones"), "It was late.")
    assert case.linked == ()
    [notice_] = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert notice_.facts["remark"] == ""


# --- nobody is left -----------------------------------------------------------------------------------------------


def with_nobody_left(admin: str = "admin@office.example") -> tuple[Case, Office]:
    """Return a case with an office in which everybody who could deal with it is named by it."""
    here = office()
    only = Officer(name="Jo", address="jo@office.example", roles=tuple(here.policy.roles))
    warden = Officer(name="Win", address="win@office.example", roles=())
    here = replace(here, admin=admin, staff=(only, warden))
    case, _ = opened(here, "Jo hid my canary.")
    assert case.handlers == () and case.is_sealed_from("jo@office.example")
    return case, here


@pytest.mark.parametrize(("admin", "hears"), [("admin@office.example", "admin"), ("jo@office.example", "win")])
def test_where_nobody_is_left_reminders_go_on_to_who_watches_without_a_word_of_it(admin: str, hears: str) -> None:
    case, here = with_nobody_left(admin)
    marks = []
    while (at := wake_at(case, here)) is not None and at < BORN + timedelta(days=40):
        decision = decide(case, TimePassed(now=at), here)
        case = fold(decision.facts, case)
        assert written_to(decision) <= {hears} and all(one.text_of == () for one in decision.letters)
        assert "canary" not in str(decision.letters)
        told_ = [one for one in decision.letters if one.audience is Audience.ADMIN]
        assert all("was promised by" in str(one.facts) for one in told_)
        marks += [at.date() for _ in told_]
    assert len(marks) >= 3, "two reminders and the breach"


def test_where_nobody_is_left_a_later_mail_does_not_go_unheard() -> None:
    case, here = with_nobody_left()
    after, decision = told(case, FAMILY, "Another canary.", here)
    assert written_to(decision) == {"admin"} and "canary" not in str(decision.letters[0].facts)
    assert after.moved_at > case.moved_at, "it is on the case"


def test_where_everybody_is_away_the_one_in_charge_gets_it_all_the_same() -> None:
    here = staffed()
    away = ((BORN.date(), BORN.date() + timedelta(days=60)),)
    here = replace(here, staff=tuple(replace(one, away=away) for one in here.staff))
    case, decision = opened(here, "It was late.")
    assert written_to(decision) == {"coordinator"}
    _, decision = told(case, FAMILY, "Still late.", here)
    assert written_to(decision) == {"coordinator"}

"""The other side of a mediation writes: who reads it, what it moves, and what is not sent on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.case import Case
from mailflow.core.decide import decide
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import AppealMade, StageOpened
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office
from mailflow.core.thread import Writer, thread
from tests.core.cast import arrived, mail, notice, office
from tests.core.test_conflicts import FAMILY, opened, told

SAM = "Sam@nanny.example"
FEET = office("little-footsteps")
HANDLER = "complaints_handler@office.example"


def between_two(here: Office = FEET) -> Case:
    """Return a case with another side, a mediator and a day for both."""
    case, _ = opened(here, "She did not come.")
    case, _ = told(case, HANDLER, f"#party Sam <{SAM}>\n#panel Mediator", here)
    case, _ = told(case, HANDLER, "#mediation 16 November 2020 14:00, Hall", here)
    return case


def writes(case: Case, here: Office, text: str, subject: str = "Re: x") -> Decision:
    message = replace(mail(SAM.lower(), subject, text), references=("<n@x>",))
    ours = {"<n@x>": notice(case.ref, SAM, "meeting-invitation")}
    placed = thread(message, here, ours=ours, theirs={}, cases={case.ref: case})
    assert placed.writer is Writer.OTHER_SIDE
    return decide(case, arrived(message, case.moved_at + timedelta(hours=1), 77), here, placed)


@pytest.mark.clause("LF-6.2")
def test_it_goes_to_the_handler_and_the_mediator_and_to_nobody_else() -> None:
    decision = writes(between_two(), FEET, "I was there.")
    assert {one.to.address.partition("@")[0] for one in decision.letters} == {"complaints_handler", "mediator"}
    assert {one.kind for one in decision.letters} == {LetterKind.HANDLER_NOTICE} and decision.pen is None


@pytest.mark.clause("LF-6.2")
@pytest.mark.parametrize("subject", ["Appeal", "Independent review", "reconsider"])
def test_a_word_that_opens_the_next_stage_for_the_complainant_opens_nothing_for_the_other_side(subject: str) -> None:
    case = between_two()
    decision = writes(case, FEET, "Please.", subject)
    after = fold(decision.facts, case)
    assert not any(isinstance(one.event, AppealMade | StageOpened) for one in decision.facts)
    assert after.stage == case.stage and after.tags == case.tags and after.thread == case.thread
    assert "#stage independent-review (LF-6.2)" in str(decision.letters[0].facts["remark"])


def test_it_answers_no_doubt_and_stops_no_clock() -> None:
    case = between_two()
    after = fold(writes(case, FEET, "Thank you, I accept.").facts, case)
    assert after.deadlines == case.deadlines and after.doubtful_appeal is None
    assert after.stage_messages == case.stage_messages and after.from_other_side == (77,)


def test_whom_the_case_is_about_does_not_read_it_though_on_the_panel() -> None:
    case, _ = told(between_two(), HANDLER, "#about mediator", FEET)
    assert {one.to.address for one in writes(case, FEET, "Hello.").letters} == {HANDLER}


@pytest.mark.parametrize("top", ["", "#send anyway\n"])
def test_a_plain_answer_to_it_is_not_relayed_to_the_complainant(top: str) -> None:
    case = between_two()
    case = fold(writes(case, FEET, "I was there.").facts, case)
    about_it = replace(notice(case.ref, HANDLER), message=77)
    message = replace(mail(HANDLER, "Re: x", f"{top}Thank you, Sam."), references=("<n@x>",))
    placed = thread(message, FEET, ours={"<n@x>": about_it}, theirs={}, cases={case.ref: case})
    trigger = arrived(message, case.moved_at + timedelta(hours=1), 78, answers=about_it)
    decision = decide(case, trigger, FEET, placed)
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
    about_family = replace(notice(case.ref, HANDLER), message=1)
    placed = thread(message, FEET, ours={"<n@x>": about_family}, theirs={}, cases={case.ref: case})
    sent = decide(case, replace(trigger, answers=about_family), FEET, placed)
    assert [one.to.address for one in sent.letters if one.audience is Audience.COMPLAINANT] == [FAMILY]


def test_words_of_alarm_from_the_other_side_raise_the_alarm_too() -> None:
    case = between_two()
    decision = writes(case, FEET, "Her father hit the child with a belt.")
    assert LetterKind.SAFEGUARDING_ALERT in [one.kind for one in decision.letters]

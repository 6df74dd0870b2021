"""The clocks of the law: set when a case opens, taken along from stage to stage, met by a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mailflow.core.case import Case, Complainant, Outcome, What
from mailflow.core.decide import decide, on_message, wake_at
from mailflow.core.decide.opening import open_stage
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, Fact, OutcomeGiven, StageDecided
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import LetterLeft, TimePassed
from mailflow.policies import laws
from tests.core.cast import BORN, arrived, mail, office

EYFS, DATA = "EYFS statutory framework, section 3, Complaints", "Data Protection Act 2018, section 164A(3)"
LATER = BORN + timedelta(days=8)


def bound(*names: str) -> Office:
    """Return Stepping Stones, bound by laws."""
    return replace(office("stepping-stones"), laws=laws(names) if names else ())


def begun(here: Office) -> Case:
    threaded = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    facts = on_message(threaded, arrived(mail("p@mail.example", "Hello", "It was late."), BORN), here).facts
    assert isinstance(facts[0].event, CaseOpened)
    return fold((replace(facts[0], event=replace(facts[0].event, ref="LC-2020-0001")), *facts[1:]))


def moved(here: Office, case: Case, stage: str, at: datetime = LATER) -> Case:
    facts, _ = open_stage(
        case,
        None,
        here.policy.stage(stage),
        here,
        since=at,
        because="directive",
        by="Ada",
        message=2,
        thread=None,
    )
    return fold(facts, case)


def left(here: Office, case: Case, kind: str, at: datetime = LATER) -> Case:
    return fold(decide(case, LetterLeft(letter=1, kind=kind, stage=case.stage, at=at), here).facts, case)


def clocks(case: Case) -> list[tuple[str, date, bool]]:
    """Return each clock of the law: its stage, its day, and whether it runs."""
    return [(one.stage, one.due.due_on, one.is_running) for one in case.deadlines if one.what is What.STATUTORY]


def test_without_a_law_there_is_no_clock_of_one() -> None:
    assert clocks(begun(bound())) == []


def test_the_early_years_framework_gives_twenty_eight_days_from_the_complaint() -> None:
    (one,) = [one for one in begun(bound("eyfs")).deadlines if one.what is What.STATUTORY]
    assert (one.source, one.stage, one.due.due_on, one.due.anchor_at) == (EYFS, "stage-1", date(2020, 11, 30), BORN)


def test_the_clock_goes_along_to_the_next_stage_until_it_is_met() -> None:
    here = bound("eyfs")
    case = moved(here, begun(here), "stage-2")
    assert clocks(case) == [("stage-1", date(2020, 11, 30), False), ("stage-2", date(2020, 11, 30), True)]
    governing = min(
        (one for one in case.deadlines if one.is_running and one.what is not What.ACKNOWLEDGE),
        key=lambda one: one.due.due_at,
    )
    assert governing.what is What.STATUTORY, "30 November is before 8 December"


def test_the_first_outcome_meets_it_and_no_later_stage_sets_it_again() -> None:
    here = bound("eyfs")
    case = left(here, begun(here), "acknowledgement")
    assert clocks(case) == [("stage-1", date(2020, 11, 30), True)]
    given = OutcomeGiven(stage="stage-1", outcome=Outcome.NOT_UPHELD, message=2)
    answered = left(here, fold((Fact(at=LATER, by="Ada", event=given),), case), "outcome")
    assert clocks(answered) == [("stage-1", date(2020, 11, 30), False)]
    assert clocks(moved(here, answered, "stage-2")) == clocks(answered)


def test_a_referral_meets_it_and_a_question_does_not() -> None:
    here = bound("eyfs")
    assert clocks(left(here, begun(here), "question"))[0][2]
    assert not clocks(left(here, begun(here), "referral"))[0][2]


def test_an_acknowledgement_meets_the_clock_of_data_protection_whose_first_day_is_that_of_receipt() -> None:
    here = bound("data-protection-complaint")
    case = begun(here)
    assert clocks(case) == [("stage-1", date(2020, 12, 1), True)]
    met = left(here, case, "acknowledgement")
    assert clocks(met) == [("stage-1", date(2020, 12, 1), False)]
    assert clocks(moved(here, met, "stage-2")) == clocks(met)


def test_an_acknowledgement_that_has_not_left_is_still_owed_at_the_next_stage() -> None:
    here = bound("data-protection-complaint")
    assert clocks(moved(here, begun(here), "stage-2"))[1] == ("stage-2", date(2020, 12, 1), True)


def test_nobody_without_an_address_is_owed_an_acknowledgement_by_law() -> None:
    here = bound("eyfs", "data-protection-complaint")
    case = replace(begun(bound()), complainant=Complainant(name="Sam"))
    assert clocks(moved(here, case, "stage-2")) == [("stage-2", date(2020, 11, 30), True)]


@pytest.mark.parametrize("name", ["lado", "ofsted", "subject-access"])
def test_what_only_some_complaints_call_for_is_not_promised_on_all(name: str) -> None:
    assert clocks(begun(bound(name))) == []


def test_a_law_that_is_switched_on_later_asks_for_nothing_that_has_happened() -> None:
    here = bound("eyfs", "data-protection-complaint")
    before = begun(bound())
    assert clocks(moved(here, before, "stage-2")) == [("stage-2", date(2020, 11, 30), True)]
    decided = StageDecided(stage="stage-1", outcome=Outcome.UPHELD, sent_at=LATER, final=False, close_on=None)
    assert clocks(moved(here, fold((Fact(at=LATER, by="Ada", event=decided),), before), "stage-2")) == []


def test_a_law_that_was_switched_off_leaves_its_clock_to_the_answer() -> None:
    case = begun(bound("data-protection-complaint"))
    assert clocks(left(bound(), case, "acknowledgement"))[0][2]
    assert not clocks(left(bound(), case, "outcome"))[0][2]


def test_staff_are_reminded_of_an_answer_that_a_law_wants_and_not_of_what_goes_by_itself() -> None:
    answer, acknowledgement = bound("eyfs"), bound("data-protection-complaint")
    first = wake_at(begun(answer), answer)
    assert first is not None and answer.calendar.day_of(first) == date(2020, 11, 26)
    late = wake_at(begun(acknowledgement), acknowledgement)
    assert late is not None and acknowledgement.calendar.day_of(late) == date(2020, 12, 2)
    letters = decide(begun(acknowledgement), TimePassed(now=late), acknowledgement).letters
    assert [(one.kind.value, one.facts["what"]) for one in letters] == [("breach-notice", "acknowledge")]

"""A letter leaves: what it meets, decides and closes, and from which day the complainant's window runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailflow.core.case import Case, Deadline, Outcome, Status, What
from mailflow.core.decide import decide
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact, OutcomeGiven, StageOpened
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import LetterLeft
from tests.core.cast import arrived, case, mail, office

PRINTED_AT = datetime(2020, 11, 9, 10, 0, tzinfo=UTC)


def given(here: Office, outcome: Outcome = Outcome.NOT_UPHELD, stage: str = "stage-1") -> Case:
    """Return a case whose outcome is queued and prints its window: two weeks from 9 November."""
    appeal = here.policy.stage(stage).appeal
    window = here.calendar.due(PRINTED_AT, appeal.within, appeal.source) if appeal and appeal.within else None
    events = (
        StageOpened(stage=stage, since=PRINTED_AT, handlers=(), because="complaint"),
        OutcomeGiven(stage=stage, outcome=outcome, message=1, window=window),
    )
    return fold(tuple(Fact(at=PRINTED_AT, by="Ada", event=one) for one in events), case())


def left(here: Office, before: Case, at: datetime) -> Case:
    trigger = LetterLeft(letter=1, kind="outcome", stage=before.stage, at=at)
    return fold(decide(before, trigger, here).facts, before)


def window(after: Case) -> Deadline | None:
    return after.deadline(What.APPEAL, after.stage)


@pytest.mark.parametrize(
    ("sent_at", "last_day"),
    [
        (PRINTED_AT, date(2020, 11, 23)),
        (datetime(2020, 11, 9, 23, 59, 59, tzinfo=UTC), date(2020, 11, 23)),
        (datetime(2020, 11, 10, 0, 0, tzinfo=UTC), date(2020, 11, 24)),
        (datetime(2020, 12, 14, 9, 0, tzinfo=UTC), date(2020, 12, 28)),
    ],
)
def test_the_window_follows_the_day_of_sending(sent_at: datetime, last_day: date) -> None:
    found = window(left(office(), given(office()), sent_at))
    assert found is not None and found.due.due_on == last_day and found.source == "LC-5.1"


def test_the_window_is_never_shorter_than_the_letter_says() -> None:
    here = office()
    before = given(here)
    assert before.printed_window is not None
    later = replace(before.printed_window, due_at=here.calendar.end_of(date(2020, 11, 30)))
    found = window(left(here, replace(before, printed_window=later), PRINTED_AT))
    assert found is not None and found.due.due_on == date(2020, 11, 30)


def test_a_case_with_a_window_closes_when_it_ends() -> None:
    after = left(office(), given(office()), PRINTED_AT)
    assert after.status is Status.DECIDED and after.close_on is not None
    assert after.close_on.due_on == date(2020, 11, 23)


def test_a_case_without_a_window_closes_three_months_after_the_sending() -> None:
    here = office("little-footsteps")
    after = left(here, given(here, stage="formal-review"), datetime(2020, 11, 30, 9, 0, tzinfo=UTC))
    assert window(after) is None and after.close_on is not None
    assert after.close_on.due_on == date(2021, 2, 28)  # 30 February does not exist


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.REFERRED])
def test_what_is_withdrawn_or_referred_closes_at_once(outcome: Outcome) -> None:
    after = left(office(), given(office(), outcome), PRINTED_AT)
    assert after.status is Status.CLOSED and window(after) is None


def test_the_last_outcome_closes_at_once() -> None:
    after = left(office(), given(office(), stage="stage-3"), PRINTED_AT)
    assert after.status is Status.CLOSED and after.ended


def test_a_letter_of_a_stage_that_was_left_decides_nothing() -> None:
    here = office()
    before = fold(
        (
            Fact(
                at=PRINTED_AT, by="Ada", event=StageOpened(stage="stage-2", since=PRINTED_AT, handlers=(), because="x")
            ),
        ),
        given(here),
    )
    trigger = LetterLeft(letter=1, kind="outcome", stage="stage-1", at=PRINTED_AT)
    after = fold(decide(before, trigger, here).facts, before)
    assert after.status is Status.OPEN and after.stage == "stage-2" and after.outcome is None


def test_a_stage_that_is_answered_a_second_time_is_decided_a_second_time() -> None:
    here = office()
    once = left(here, given(here), PRINTED_AT)
    again_at = datetime(2020, 11, 20, 9, 0, tzinfo=UTC)
    twice = fold(
        (
            Fact(at=again_at, by="Ada", event=StageOpened(stage="stage-1", since=again_at, handlers=(), because="x")),
            Fact(at=again_at, by="Ada", event=OutcomeGiven(stage="stage-1", outcome=Outcome.UPHELD, message=2)),
        ),
        once,
    )
    after = left(here, twice, again_at)
    found = window(after)
    assert after.status is Status.DECIDED and found is not None and found.due.due_on == date(2020, 12, 4)


@pytest.mark.parametrize(
    ("received_at", "stage", "tags"),
    [
        (datetime(2020, 11, 23, 23, 59, 59, tzinfo=UTC), "stage-2", ("appeal",)),
        (datetime(2020, 11, 24, 0, 0, 0, tzinfo=UTC), "stage-1", ("late",)),
    ],
)
def test_the_last_second_of_the_window_is_in_time_and_the_next_is_not(
    received_at: datetime, stage: str, tags: tuple[str, ...]
) -> None:
    here = office()
    decided = left(here, given(here), PRINTED_AT)
    trigger = arrived(mail("p@mail.example", "Appeal"), received_at)
    threaded = Threaded(writer=Writer.COMPLAINANT, case=decided, because="x")
    after = fold(decide(decided, trigger, here, threaded).facts, decided)
    assert (after.stage, after.tags) == (stage, tags)

"""What is counted in which period: each thing once, on the day on which it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from mailflow.core.case import Case, Deadline, What
from mailflow.reports.figures import Figures, History, Period, count
from tests.core.cast import BORN, case
from tests.reports.told_of import office

NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
NOVEMBER = Period(first=date(2020, 11, 1), last=date(2020, 11, 30))
DECEMBER = Period(first=date(2020, 12, 1), last=date(2020, 12, 31))


def answered(at: datetime | None) -> Case:
    """A complaint of Monday 2 November whose answer was due by Monday 30 November."""
    limit = office().policy.stage("stage-1").respond[0]
    due = office().calendar.due(BORN, limit.within, limit.source)
    deadline = Deadline(what=What.RESPOND, stage="stage-1", source=limit.source, due=due, set_at=BORN, met_at=at)
    return replace(case(), deadlines=(deadline,))


def of(one: Case, period: Period, now: datetime = NOW) -> Figures:
    return count((History(case=one, facts=()),), period, office().policy, office().calendar, now)


def kept_and_broken(one: Case, period: Period, now: datetime = NOW) -> list[tuple[int, int]]:
    return [(each.kept, each.broken) for each in of(one, period, now).promises]


def test_a_complaint_counts_on_the_day_of_its_receipt_in_the_organisations_zone() -> None:
    last_second = replace(case(), first_received_at=datetime(2020, 11, 30, 23, 59, 59, tzinfo=UTC))
    midnight = replace(case(), first_received_at=datetime(2020, 12, 1, 0, 0, tzinfo=UTC))
    assert sum(of(last_second, NOVEMBER).channels.values()) == 1
    assert sum(of(midnight, NOVEMBER).channels.values()) == 0
    assert sum(of(midnight, DECEMBER).channels.values()) == 1


def test_an_answer_on_its_last_day_is_in_time_and_one_on_the_next_is_late() -> None:
    assert kept_and_broken(answered(datetime(2020, 11, 30, 23, 59, 59, tzinfo=UTC)), NOVEMBER) == [(1, 0)]
    assert kept_and_broken(answered(datetime(2020, 12, 1, 0, 0, tzinfo=UTC)), NOVEMBER) == [(0, 1)]


def test_what_was_met_late_belongs_to_the_period_in_which_it_fell_due_and_to_no_other() -> None:
    late = answered(datetime(2020, 12, 9, 12, tzinfo=UTC))
    assert kept_and_broken(late, NOVEMBER) == [(0, 1)]
    assert kept_and_broken(late, DECEMBER) == []


def test_what_is_not_due_yet_is_neither_kept_nor_broken() -> None:
    waiting = answered(None)
    assert kept_and_broken(waiting, NOVEMBER, datetime(2020, 11, 30, 23, 59, 59, tzinfo=UTC)) == []
    assert kept_and_broken(waiting, NOVEMBER, datetime(2020, 12, 1, 0, 0, tzinfo=UTC)) == [(0, 1)]


def test_what_ended_with_its_stage_is_not_counted() -> None:
    left = answered(None)
    left = replace(left, deadlines=(replace(left.deadlines[0], ended=True),))
    assert kept_and_broken(left, NOVEMBER) == []


def test_days_are_counted_for_what_was_met() -> None:
    assert of(answered(datetime(2020, 11, 12, 8, tzinfo=UTC)), NOVEMBER).promises[0].days == (10,)
    assert of(answered(None), NOVEMBER).promises[0].days == ()


def test_without_an_earlier_case_there_is_no_period_before() -> None:
    assert of(case(), NOVEMBER).before is None
    assert of(case(), DECEMBER).before == 1

"""Reports follow each other without a gap and without an overlap, on the days that the policy sets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from mailflow.core.report_terms import Reporting
from mailflow.reports.figures import Period
from mailflow.reports.periods import DueReport, due_report, period_of
from tests.reports.told_of import office

CALENDAR = office().calendar
SINCE = date(2020, 2, 10)
MEETINGS = (date(2021, 3, 16), date(2020, 5, 12), date(2020, 9, 8))


def rules(**told: object) -> Reporting:
    return Reporting.model_validate({"to": "chair", "source": "LC-8.1", **told})


def due(report: Reporting, at: datetime, since: date = SINCE) -> DueReport | None:
    return due_report(report, MEETINGS, since, CALENDAR, at)


def days(found: DueReport | None) -> tuple[date, date] | None:
    return (found.period.first, found.period.last) if found else None


def test_the_report_of_a_year_is_due_at_eight_on_the_first_day_of_the_next() -> None:
    yearly = rules(every="year", year_begins="1 April")
    assert due(yearly, datetime(2020, 4, 1, 6, 59, 59, tzinfo=UTC)) is None
    assert days(due(yearly, datetime(2020, 4, 1, 7, tzinfo=UTC))) == (date(2019, 4, 1), date(2020, 3, 31))


def test_a_year_that_ended_before_anything_was_on_record_is_not_told_of() -> None:
    yearly = rules(every="year")
    assert due(yearly, datetime(2020, 6, 1, tzinfo=UTC)) is None
    assert days(due(yearly, datetime(2021, 1, 1, 8, tzinfo=UTC))) == (date(2020, 1, 1), date(2020, 12, 31))


def test_the_report_for_a_meeting_is_due_a_week_before_it_and_tells_of_all_since_the_last_one() -> None:
    for_meetings = rules(every="meeting")
    assert due(for_meetings, datetime(2020, 5, 5, 6, 59, tzinfo=UTC)) is None
    first = due(for_meetings, datetime(2020, 5, 5, 7, tzinfo=UTC))
    assert days(first) == (SINCE, date(2020, 5, 4))
    assert first is not None and first.meeting == date(2020, 5, 12)
    assert days(due(for_meetings, datetime(2020, 9, 1, 7, tzinfo=UTC))) == (date(2020, 5, 5), date(2020, 8, 31))


def test_without_meetings_there_is_no_report_for_one() -> None:
    assert due_report(rules(every="meeting"), (), SINCE, CALENDAR, datetime(2021, 1, 1, tzinfo=UTC)) is None


def test_a_policy_that_says_nothing_of_mailing_mails_nothing() -> None:
    on_demand = Reporting.model_validate({"source": "LF-3"})
    assert due(on_demand, datetime(2021, 6, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "report",
    [
        rules(every="year"),
        rules(every="year", year_begins="31 August"),
        rules(every="quarter"),
        rules(every="quarter", year_begins="31 January"),
        rules(every="meeting"),
    ],
)
def test_no_day_is_told_of_twice_so_nobody_can_subtract_one_report_from_another(report: Reporting) -> None:
    found: list[DueReport] = []
    at = datetime(2020, 3, 1, 12, tzinfo=UTC)
    while at < datetime(2024, 3, 1, tzinfo=UTC):
        one = due(report, at)
        if one is not None and one not in found:
            found.append(one)
        at += timedelta(days=1)
    assert len(found) >= 3
    for earlier, later in pairwise(found):
        assert later.period.first == earlier.period.last + timedelta(days=1)
    assert len({one.key for one in found}) == len(found)


def test_what_is_asked_for_without_days_is_the_year_so_far() -> None:
    today = date(2020, 11, 2)
    assert period_of(None, None, None, today) == Period(first=date(2020, 1, 1), last=today)
    april = rules(every="year", year_begins="1 April")
    assert period_of(None, date(2020, 3, 31), april, today) == Period(first=date(2019, 4, 1), last=date(2020, 3, 31))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end on"):
        period_of(date(2020, 2, 2), date(2020, 2, 1), None, date(2020, 3, 1))


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ((2020, 1, 1), (2020, 12, 31), ((2019, 1, 1), (2019, 12, 31))),
        ((2020, 1, 1), (2020, 3, 31), ((2019, 10, 1), (2019, 12, 31))),
        ((2020, 3, 10), (2020, 3, 19), ((2020, 2, 29), (2020, 3, 9))),
    ],
)
def test_the_period_before_is_as_long(
    first: tuple[int, int, int], last: tuple[int, int, int], before: tuple[tuple[int, int, int], tuple[int, int, int]]
) -> None:
    period = Period(first=date(*first), last=date(*last))
    assert period.before == Period(first=date(*before[0]), last=date(*before[1]))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"every": "year"}, None),
        ({"every": None}, "to and every belong together"),
        ({"every": "year", "year_begins": "31 April"}, "is no day of every year"),
        ({"every": "year", "year_begins": "29 February"}, "is no day of every year"),
        ({"every": "year", "fewest": 2}, "greater than or equal to 3"),
    ],
)
def test_what_a_policy_may_say_of_reports(told: dict[str, object], says: str | None) -> None:
    if says is None:
        assert rules(**told).fewest == 3
    else:
        with pytest.raises(ValueError, match=says):
            rules(**told)

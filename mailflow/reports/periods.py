"""Of which days a report tells, and when the next one is due by the policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailflow.core.days import Calendar
from mailflow.core.report_terms import Reporting, day_of_year
from mailflow.reports.figures import Period

#: The hour, local time, at which reports leave.
MORNING = 8
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """A report that the policy wants sent. ``meeting``: the day it is for, where it is for a meeting."""

    period: Period
    meeting: date | None = None

    @property
    def key(self) -> str:
        """What no two reports of one office share: their days."""
        return f"report:{self.period.first}/{self.period.last}"


def due_report(
    report: Reporting, meetings: Sequence[date], since: date, calendar: Calendar, now: datetime
) -> DueReport | None:
    """Return the latest report that is due by now, whether or not it was sent; None where there is none yet.

    Reports follow each other without a gap and without telling of a day twice: nobody can subtract one from another.

    Args:
        report: What the policy says.
        meetings: The days of the meetings, in any order.
        since: The first day that is on record. A period that ended before it is not told of.
        calendar: Whose mornings are meant.
        now: The present.
    """
    last_day = calendar.day_of(now)
    if calendar.at_local(last_day, MORNING) > now:
        last_day -= _ONE_DAY
    if report.every == "meeting":
        due = _for_meeting(report, meetings, since, last_day)
    elif report.every is not None:
        due = _of_the_year(report, last_day)
    else:
        due = None
    return due if due is not None and due.period.last >= since else None


def period_of(first: date | None, last: date | None, report: Reporting | None, today: date) -> Period:
    """Return the days that somebody asks for; what is left out is the year of the policy that ``last`` is in.

    Raises:
        ValueError: It ends before it begins.
    """
    until = last or today
    begin = first or _year_begin(day_of_year(report.year_begins if report else "1 January"), until)
    if until < begin:
        raise ValueError(f"a report from {begin} cannot end on {until}; write the earlier day behind --from")
    return Period(first=begin, last=until)


def _for_meeting(report: Reporting, meetings: Sequence[date], since: date, last_day: date) -> DueReport | None:
    days = sorted((day - timedelta(days=report.before), day) for day in set(meetings))
    past = [one for one in days if one[0] <= last_day]
    if not past:
        return None
    send_on, meeting = past[-1]
    begin = past[-2][0] if len(past) > 1 else min(since, send_on - _ONE_DAY)
    return DueReport(period=Period(first=begin, last=send_on - _ONE_DAY), meeting=meeting)


def _of_the_year(report: Reporting, last_day: date) -> DueReport:
    begins = sorted(_beginnings(report, last_day))
    current = max(day for day in begins if day <= last_day)
    before = max(day for day in begins if day < current)
    return DueReport(period=Period(first=before, last=current - _ONE_DAY))


def _beginnings(report: Reporting, around: date) -> Iterator[date]:
    """Yield the first days of the years, or quarters, around a day."""
    month, day = day_of_year(report.year_begins)
    step = 3 if report.every == "quarter" else 12
    for year in range(around.year - 2, around.year + 2):
        for later in range(0, 12, step):
            carried, at = divmod(month - 1 + later, 12)
            yield _day_in(year + carried, at + 1, day)


def _day_in(year: int, month: int, day: int) -> date:
    """Return a day of a month, or its last one where the month is shorter."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), following - _ONE_DAY)


def _year_begin(begins: tuple[int, int], day: date) -> date:
    this_year = _day_in(day.year, *begins)
    return this_year if this_year <= day else _day_in(day.year - 1, *begins)

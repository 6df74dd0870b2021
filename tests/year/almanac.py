"""A slow count of days, for the year's reckoning: it walks from day to day and shares nothing with ``core/days.py``.

Source: CLAUSES.md, "How time is counted"; gov.uk/bank-holidays for England, 2020 and 2021.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)

BANK_HOLIDAYS = {
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2020: ("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"),
        2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    }.items()
    for day in days
}
#: The organisation's own closure days, as mailflow.toml writes them, both ends included.
CLOSED = ("2020-12-24", "2021-01-01")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_of(at: datetime) -> date:
    """Return the day in London."""
    return at.astimezone(LONDON).date()


def at_local(day: date, hours: int, minutes: int = 0, seconds: int = 0) -> datetime:
    """Return a time of London's clocks, in UTC."""
    return datetime.combine(day, time(hours, minutes, seconds), LONDON).astimezone(UTC)


def morning(day: date) -> datetime:
    """Return eight o'clock."""
    return at_local(day, 8)


def last_second(day: date) -> datetime:
    """Return the second before the next day's midnight."""
    return at_local(day + ONE_DAY, 0) - timedelta(seconds=1)


@cache
def is_worked(day: date) -> bool:
    """Say whether a day is Monday to Friday, no bank holiday and no closure day."""
    closed = date.fromisoformat(CLOSED[0]) <= day <= date.fromisoformat(CLOSED[1])
    return day.strftime("%a") not in ("Sat", "Sun") and day not in BANK_HOLIDAYS and not closed


@cache
def after(at: datetime, rule: str) -> datetime:
    """Return the last second of a span such as ``28 working days`` from a moment; hours are elapsed ones."""
    number, unit = rule.split(" ", 1)
    left, day = int(number), day_of(at)
    unit = unit.rstrip("s")
    if unit == "hour":
        return at + timedelta(seconds=3600 * left)
    if unit == "month":
        return last_second(_months_on(day, left))
    if unit == "week":
        left *= 7
    while left:
        day += ONE_DAY
        if unit != "working day" or is_worked(day):
            left -= 1
    return last_second(day)


def _months_on(day: date, months: int) -> date:
    wanted = day.day
    while months:
        day += ONE_DAY
        if day.day == 1:
            months -= 1
    while day.day < wanted and (day + ONE_DAY).month == day.month:
        day += ONE_DAY
    return day


@cache
def worked_day_before(day: date, n: int) -> date:
    """Return the n-th working day before a day."""
    while n:
        day -= ONE_DAY
        n -= is_worked(day)
    return day


def spelled(at: datetime) -> str:
    """Return a day as letters write it: ``Friday 4 December 2020``."""
    day = day_of(at)
    return f"{_NAMES[day.weekday()]} {day.day} {day.strftime('%B')} {day.year}"

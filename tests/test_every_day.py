"""Every day from 2020 to 2035, every rule of the five policies, every UK region: against a slow count of its own kind.

The slow count shares nothing with ``core/days.py``: it walks from hour to hour or from day to day, asks
``strftime`` for the weekday and the zone for the date, and takes holidays from the government's own file for its years.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from mailflow import policies
from mailflow.core.days import Calendar, Duration

LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
DIVISIONS = {
    "GB-ENG": "common.nations.england-and-wales_slug",
    "GB-WLS": "common.nations.england-and-wales_slug",
    "GB-SCT": "common.nations.scotland_slug",
    "GB-NIR": "common.nations.northern-ireland_slug",
}


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def every_rule() -> dict[str, list[str]]:
    """Each length of time that a rule of the five policies counts, with the clauses that count it."""
    found: dict[str, list[str]] = {}
    for name in policies.available():
        policy = policies.load(name).policy
        found.setdefault(str(policy.close_after), []).append(f"{name} close_after")
        for stage in policy.stages:
            limits = [*stage.respond, *(limit for limit in (stage.acknowledge, stage.meet) if limit)]
            for limit in limits:
                found.setdefault(str(limit.within), []).append(limit.source)
            if stage.appeal and stage.appeal.within:
                found.setdefault(str(stage.appeal.within), []).append(stage.appeal.source)
        if policy.retention:
            found.setdefault(str(policy.retention.keep), []).append(policy.retention.source)
    return found


@cache
def government() -> dict[str, dict[int, set[date]]]:
    folder = os.environ.get("MAILFLOW_DATA")
    if not folder:
        pytest.skip("MAILFLOW_DATA names no folder, so there is no uk-bank-holidays.json to count by")
    data = json.loads(Path(folder, "uk-bank-holidays.json").read_text(encoding="utf-8"))
    return {
        region: {
            int(year): {datetime.strptime(each["date"], "%d/%m/%Y").date() for each in entries}
            for year, entries in data["divisions"][division].items()
            if year.isdigit()
        }
        for region, division in DIVISIONS.items()
    }


@pytest.mark.parametrize("region", DIVISIONS)
def test_our_working_days_are_the_governments(region: str) -> None:
    calendar = policies.calendar_for("Europe/London", region)
    for year, free in government()[region].items():
        assert len(free) >= 8
        for day in days_from(date(year, 1, 1), date(year, 12, 31)):
            expected = day.strftime("%a") not in {"Sat", "Sun"} and day not in free
            assert calendar.is_working(day) == expected, (region, day, calendar.why_not_working(day))


@cache
def open_days(region: str) -> list[bool]:
    """Whether each day from FIRST on is worked, by the government's file and, after its last year, the library."""
    known = government()[region]
    beyond = holidays.country_holidays(
        "GB", subdiv=region.partition("-")[2], years=range(max(known) + 1, LAST.year + 3)
    )
    free = {day.isoformat() for year in known.values() for day in year} | {day.isoformat() for day in beyond}
    return [
        day.strftime("%w") not in "06" and day.isoformat() not in free
        for day in days_from(FIRST, date(LAST.year + 2, 12, 31))
    ]


def slow_working_days(start: date, n: int, is_open: list[bool]) -> date:
    position = (start - FIRST).days
    counted = 0
    while counted < n:
        position += 1
        counted += is_open[position]
    return date.fromordinal(FIRST.toordinal() + position)


def slow_days(start: date, n: int) -> date:
    """Walk from noon to noon on the wall clock."""
    noon = datetime(start.year, start.month, start.day, 12, tzinfo=LONDON)
    for _ in range(n):
        noon += timedelta(days=1)
    return noon.date()


def slow_months(start: date, n: int) -> date:
    """Walk day by day to the month meant, then on to the day of the month, as far as the month has it."""
    day, month, left = start, start.month, n
    while left:
        day += timedelta(days=1)
        if day.month != month:
            month, left = day.month, left - 1
    while day.day < start.day and (day + timedelta(days=1)).month == month:
        day += timedelta(days=1)
    return day


def slow_count(rule: Duration) -> Callable[[date], date]:
    match rule.unit.value:
        case "days":
            return lambda start: slow_days(start, rule.n)
        case "weeks":
            return lambda start: slow_days(start, 7 * rule.n)
        case "months":
            return lambda start: slow_months(start, rule.n)
        case "years":
            return lambda start: slow_months(start, 12 * rule.n)
        case other:
            raise AssertionError(other)


def last_second(day: date) -> datetime:
    """The last instant whose date is still the day, found from the first of the next."""
    after = day + timedelta(days=1)
    midnight = datetime(after.year, after.month, after.day, tzinfo=LONDON).astimezone(UTC)
    return midnight - timedelta(seconds=1)


RULES = every_rule()
WORKING = [rule for rule in RULES if "working" in rule]
HOURS = [rule for rule in RULES if "hour" in rule]
# Only working days know of regions; all other rules are counted once.
OTHER = [rule for rule in RULES if rule not in WORKING and rule not in HOURS]
PLAIN = Calendar(zone="Europe/London")


def test_the_rules_of_the_five_policies_are_all_here() -> None:
    assert {source for sources in RULES.values() for source in sources} >= {
        *("LF-2.2", "LF-2.3", "LF-4.2", "BB-1.1", "BB-2.2", "BB-2.3", "BB-3.2"),
        *("SS-2.2", "SS-2.3", "SS-3.1", "SS-3.2", "SS-6.1", "CL-4.4a", "CL-4.4b", "CL-4.4c", "CL-4.4d"),
        *("LC-4.2", "LC-4.5", "LC-5.1", "LC-5.2", "LC-5.3", "LC-6.1", "LC-6.4"),
    }


@pytest.mark.parametrize("region", DIVISIONS)
@pytest.mark.parametrize("rule", WORKING)
def test_working_days_agree_with_the_slow_count_on_every_day(rule: str, region: str) -> None:
    calendar, within, is_open = policies.calendar_for("Europe/London", region), Duration.parse(rule), open_days(region)
    for start in days_from(FIRST, LAST):
        received = datetime(start.year, start.month, start.day, 23, 30, tzinfo=LONDON)
        due = calendar.due(received, within, RULES[rule][0])
        expected = slow_working_days(start, within.n, is_open)
        assert due.due_on == expected, (region, start, due.proof())
        assert due.due_at == last_second(expected)


@pytest.mark.parametrize("rule", OTHER)
def test_days_of_the_calendar_agree_with_the_slow_count_on_every_day(rule: str) -> None:
    within, count = Duration.parse(rule), slow_count(Duration.parse(rule))
    for start in days_from(FIRST, LAST):
        due = PLAIN.due(datetime(start.year, start.month, start.day, 0, 30, tzinfo=LONDON), within, RULES[rule][0])
        expected = count(start)
        assert due.due_on == expected, (start, due.proof())
        assert due.due_at == last_second(expected)


@pytest.mark.parametrize("rule", HOURS)
def test_hours_agree_with_the_slow_count_at_every_day_and_across_changes_of_the_clocks(rule: str) -> None:
    within = Duration.parse(rule)
    for start in days_from(FIRST, LAST):
        received = datetime(start.year, start.month, start.day, 1, 30, tzinfo=LONDON)
        instant = received.astimezone(UTC)
        for _ in range(within.n):
            instant += timedelta(minutes=60)
        assert PLAIN.due(received, within, RULES[rule][0]).due_at == instant

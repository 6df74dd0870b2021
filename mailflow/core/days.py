"""Counting time as the policies count it, and the proof of every date.

*Hours* are elapsed hours. *Days*, *weeks*, *months* and *years* are days of the calendar: the day of the anchor is day
zero, and the span ends with the last second of its last day, local time. *Working days* are Monday to Friday less the
holidays and closure days that the calendar was handed; day 1 is the first of them after the day of the anchor.

All instants are UTC; a day is a day in the organisation's zone. Source: CLAUSES.md, "How time is counted".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: Longer spans are a slip of the pen, and 999 of the longest unit still ends before the calendar does.
LONGEST = 999

_ONE_DAY = timedelta(days=1)
_LAST_SECOND = time(23, 59, 59)
_SPAN = re.compile(r"\s*([0-9]{1,9})\s+(working\s+day|hour|day|week|month|year)s?\s*", re.IGNORECASE)


class Unit(StrEnum):
    """What a span is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A span of time as people write it: ``28 working days``."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a span that no policy can mean."""
        if not 1 <= self.n <= LONGEST:
            msg = f"a time of {self.n} {self.unit.value} cannot be counted; write a number from 1 to {LONGEST}"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ``28 working days``, ``1 week``, ``48 hours``.

        Raises:
            ValueError: With what was written and what can be.
        """
        match = _SPAN.fullmatch(text)
        if match is None:
            units = ", ".join(unit.value for unit in Unit)
            msg = f'"{text}" is not a length of time; write a number and one of {units}, such as "28 working days"'
            raise ValueError(msg)
        unit = " ".join(match[2].lower().split()) + "s"
        return cls(n=int(match[1]), unit=Unit(unit))

    def __str__(self) -> str:
        """Return the span in words: ``1 week``, ``28 working days``."""
        return f"{self.n} {self.unit.value.removesuffix('s') if self.n == 1 else self.unit.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day that was not counted. ``why``: the weekday, the holiday's name, or ``closed``."""

    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which a clock stood still; the days after the first, up to the last, are not counted."""

    since: datetime
    until: datetime


_Pauses = tuple[Pause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A date with its proof: the anchor, the rule, each day that was not counted and why, and the source.

    Attributes:
        due_at: The last moment that is in time.
        anchor_at: Where counting began: a receipt, or the sending of a letter.
        within: The rule; None for a date that a person set.
        source: The clause, such as ``LC-4.2``.
        zone: The zone whose days were counted.
        note: A remark for the proof, such as why a person moved the date.
        pauses: When the clock stood still meanwhile.
    """

    due_at: datetime
    anchor_at: datetime
    within: Duration | None
    skipped: tuple[Skipped, ...] = ()
    source: str = ""
    zone: str
    note: str = ""
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        """Keep instants in UTC, so that two due dates compare and serialise alike."""
        object.__setattr__(self, "due_at", _utc(self.due_at))
        object.__setattr__(self, "anchor_at", _utc(self.anchor_at))

    @property
    def due_on(self) -> date:
        """The last day that is in time, in the organisation's zone."""
        return self.due_at.astimezone(ZoneInfo(self.zone)).date()

    def proof(self) -> str:
        """Say in a sentence or two how the date was found, for letters, the command line and the audit alike."""
        zone = ZoneInfo(self.zone)
        anchor, end = self.anchor_at.astimezone(zone), self.due_at.astimezone(zone)
        start = f"{long_date(anchor.date())} ({anchor:%H:%M})"
        if self.within is None:
            text = f"Set on {start} for {long_date(end.date())}"
        elif self.within.unit is Unit.HOURS:
            text = f"{self.within} from {start}: {long_date(end.date())}, {end:%H:%M}"
            if anchor.utcoffset() != end.utcoffset():
                text += " (the clocks change in between)"
        else:
            skipped = f", not counting {_listed(self.skipped)}" if self.skipped else ""
            text = f"{self.within} from {start}{skipped}: {long_date(end.date())}"
        text = f"{text}. {self.note}" if self.note else text
        for one in self.pauses:
            first, last = (long_date(at.astimezone(zone).date()) for at in (one.since, one.until))
            text = f"{text.rstrip('.')}. The clock stood still from {first} to {last}, while an answer was waited for"
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The organisation's days: its zone, and the days that are no working days although their weekday is one.

    Attributes:
        zone: IANA name, such as ``Europe/London``.
        holidays: Bank holidays by name, and closure days as ``closed``. Days outside of it are taken for ordinary.
    """

    zone: str
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)

    def day_of(self, at: datetime) -> date:
        """Return the day in the organisation's zone on which an instant falls."""
        return _aware(at).astimezone(ZoneInfo(self.zone)).date()

    def at_local(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return the instant (UTC) of a time on the organisation's wall clock."""
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.zone)).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """Return the last second of a day, 23:59:59 local, in UTC.

        Where the clocks go back over midnight that second happens twice: the later one ends the day.
        """
        return datetime.combine(day, _LAST_SECOND.replace(fold=1), ZoneInfo(self.zone)).astimezone(UTC)

    def due(self, anchor_at: datetime, within: Duration, source: str, pauses: tuple[Pause, ...] = ()) -> DueDate:
        """Return when a span ends that begins at an instant.

        Args:
            anchor_at: Receipt or sending; its local day is day zero, whatever its weekday.
            within: The span. What happens on its last day is in time.
            source: The clause that sets it.
            pauses: When the clock stood still.
        """
        due_at, skipped = self._end(anchor_at, within, pauses)
        made = DueDate(due_at=due_at, anchor_at=anchor_at, within=within, source=source, zone=self.zone)
        return replace(made, skipped=skipped, pauses=pauses)

    def taken_up(self, due: DueDate, pause: Pause) -> DueDate:
        """Return a date anew whose clock stood still for a time; one that a person set moves by as many days."""
        pauses = (*due.pauses, pause)
        if due.within is not None:
            return replace(self.due(due.anchor_at, due.within, due.source, pauses), note=due.note)
        return replace(due, due_at=self.end_of(due.due_on + self._held((pause,))), pauses=pauses)

    def until(self, day: date, anchor_at: datetime, source: str, note: str = "") -> DueDate:
        """Return a date that a person set: it ends at 23:59:59 of the day."""
        return DueDate(
            due_at=self.end_of(day), anchor_at=anchor_at, within=None, source=source, zone=self.zone, note=note
        )

    def is_working(self, day: date) -> bool:
        """Say whether a day counts as a working day."""
        return day.weekday() < 5 and day not in self.holidays

    def why_not_working(self, day: date) -> str | None:
        """Return why a day is not counted among working days; None where it is.

        A holiday at a weekend is named as the weekend: the holiday changes nothing there.
        """
        return WEEKDAYS[day.weekday()] if day.weekday() >= 5 else self.holidays.get(day)

    def working_days_before(self, day: date, n: int) -> date:
        """Return the ``n``-th working day (1 or more) before a day, whether or not that day is one itself."""
        found = day
        for _ in range(n):
            found -= _ONE_DAY
            while not self.is_working(found):
                found -= _ONE_DAY
        return found

    def _held(self, pauses: _Pauses) -> timedelta:
        return sum((self.day_of(one.until) - self.day_of(one.since) for one in pauses), timedelta())

    def _end(self, anchor_at: datetime, within: Duration, pauses: _Pauses) -> tuple[datetime, tuple[Skipped, ...]]:
        start, held = self.day_of(anchor_at), self._held(pauses)
        match within.unit:
            case Unit.HOURS:
                # Elapsed hours are counted in UTC: on a wall clock two days can have 47 or 49 of them.
                still = sum((one.until - one.since for one in pauses), timedelta())
                return _utc(anchor_at) + timedelta(hours=within.n) + still, ()
            case Unit.DAYS:
                return self.end_of(start + timedelta(days=within.n) + held), ()
            case Unit.WEEKS:
                return self.end_of(start + timedelta(weeks=within.n) + held), ()
            case Unit.WORKING_DAYS:
                last, skipped = self._working_days_after(start, within.n, pauses)
                return self.end_of(last), skipped
            case Unit.MONTHS:
                return self.end_of(_months_later(start, within.n) + held), ()
            case Unit.YEARS:
                return self.end_of(_months_later(start, 12 * within.n) + held), ()
            case _ as never:
                assert_never(never)

    def _working_days_after(self, start: date, n: int, pauses: _Pauses) -> tuple[date, tuple[Skipped, ...]]:
        still = [(self.day_of(one.since), self.day_of(one.until)) for one in pauses]
        day, left, skipped = start, n, list[Skipped]()
        while left:
            day += _ONE_DAY
            if any(first < day <= last for first, last in still):
                continue
            why = self.why_not_working(day)
            if why is None:
                left -= 1
            else:
                skipped.append(Skipped(on=day, why=why))
        return day, tuple(skipped)


def long_date(day: date) -> str:
    """Return a day as letters show it: ``Friday 4 December 2026``, whatever the machine's language."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def _months_later(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        msg = f"the time {at.isoformat()} has no offset, so its day is unknown; add one, such as +00:00"
        raise ValueError(msg)
    return at


def _utc(at: datetime) -> datetime:
    return _aware(at).astimezone(UTC)


def _listed(skipped: tuple[Skipped, ...]) -> str:
    """Name each day that was not counted: weekend days share their month, the others bring their reason."""
    named = []
    for each, after in zip(skipped, (*skipped[1:], None), strict=True):
        text = f"{WEEKDAYS[each.on.weekday()]} {each.on.day}"
        if each.on.weekday() < 5:
            text += f" {_month(each.on)} ({each.why})"
        elif after is None or after.on.month != each.on.month or after.on.weekday() < 5:
            text += f" {_month(each.on)}"
        named.append(text)
    return ", ".join(named)

"""A day, and a time of day, as people write them."""

from __future__ import annotations

import re
from datetime import date, time

from mailflow.core.days import MONTHS, WEEKDAYS

_MONTHS = [name.casefold() for name in MONTHS]
_WRITTEN_DATE = re.compile(r"(?:([a-z]+),?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def read_date(text: str, today: date) -> date | None:
    """Read a day as people write it: ``11 December 2026``, ``Friday 11 Dec``, ``2026-12-11``, ``11/12/2026``.

    Numbers with slashes are day, month, year. Without a year the next such day from ``today`` is meant. A weekday that
    is not that day's makes it no day: one of the two is a slip.
    """
    folded = " ".join(text.translate({0xA0: " "}).casefold().rstrip(".").split())
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", folded):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", folded):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _WRITTEN_DATE.fullmatch(folded):
            month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[3])), None)
            if month is None:
                return None
            day = date(int(match[4] or today.year), month, int(match[2]))
            if not match[4] and day < today:
                day = day.replace(year=today.year + 1)
            return day if _may_be_called(match[1] or "", day) else None
    except ValueError:
        return None
    return None


def _may_be_called(word: str, day: date) -> bool:
    meant = [n for n, name in enumerate(WEEKDAYS) if len(word) > 2 and name.casefold().startswith(word)]
    return not meant or day.weekday() in meant


def read_time(text: str) -> time | None:
    """Read a time of day: ``10:00``, ``9.30``, ``2 pm``, ``2:15pm``."""
    match = _TIME.fullmatch(text.strip().replace(" ", " "))
    if not match or not (match[2] or match[3]):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3].casefold() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None

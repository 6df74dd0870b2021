"""The single values of ``mailflow.toml`` that are more than a text: addresses, days, zones, paths."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from mailflow.core.mail import is_plain_address
from mailflow.core.written import did_you_mean

_LONGEST_ABSENCE_DAYS = 366


def _address(value: str) -> str:
    if not is_plain_address(value):
        msg = f'"{value}" is not a plain email address; write one such as complaints@example.org, without a name'
        raise ValueError(msg)
    return value


def _one_line(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        msg = "must be one line without control characters"
        raise ValueError(msg)
    return value


def _span(value: object) -> object:
    """Read ``2026-12-24``, ``2026-12-24/2027-01-01``, or a TOML date, as the first and the last day."""
    if isinstance(value, tuple):
        return value
    try:
        first, _, last = str(value).partition("/")
        days = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        msg = (
            f'"{value}" is not a day; write "2026-12-24", or "2026-12-24/2027-01-01" for the first and last of several'
        )
        raise ValueError(msg) from None
    if not 0 <= (days[1] - days[0]).days < _LONGEST_ABSENCE_DAYS:
        msg = f'"{value}" must end after it begins, and within {_LONGEST_ABSENCE_DAYS} days'
        raise ValueError(msg)
    return days


def zone_name(value: str) -> str:
    """Refuse what is no time zone, with the nearest name that is one."""
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError):
        msg = f'"{value}" is no time zone; {did_you_mean(value, available_timezones() or {"Europe/London"})}'
        raise ValueError(msg) from None
    return value


def _day(value: object) -> object:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        msg = f'"{value}" is not a day; write it as "2026-11-01"'
        raise ValueError(msg) from None


def beside(value: str, info: ValidationInfo) -> Path:
    """Return a path of the configuration, which is relative to the file it stands in."""
    folder = (info.context or {}).get("folder", Path())
    return Path(folder, Path(value).expanduser())


Line = Annotated[str, Field(min_length=1), AfterValidator(_one_line)]
Email = Annotated[str, AfterValidator(_address)]
Days = Annotated[tuple[date, date], BeforeValidator(_span)]
Day = Annotated[date, BeforeValidator(_day)]

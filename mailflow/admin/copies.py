"""Which copies of the record there are: a purge must say which of them still hold what it destroyed, and until when.

Those that ``mailflow backup`` wrote are noted in the record; those that ``db upgrade`` and ``restore`` made lie beside
the database or mailflow.toml, on PostgreSQL in a schema of the database. A copy that somebody made with other tools
nobody here knows of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mailflow.core.days import long_date

if TYPE_CHECKING:
    from mailflow.settings import Settings
    from mailflow.store import Reader, Writer

#: Where ``db upgrade`` writes its copies, beside mailflow.toml.
FOLDER = "backups"
#: So many are noted, the latest ones.
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of the record.

    Attributes:
        until: The day after which it is deleted, where ``[backup] kept_days`` says so.
        is_there: It lies where it was written.
    """

    file: str
    at: datetime
    until: date | None
    is_there: bool

    def line(self, zone: str) -> str:
        """Say what it is, until when, and what is to be done with it."""
        day = long_date(self.at.astimezone(ZoneInfo(zone)).date())
        if not self.is_there:
            return f"{self.file} of {day}: no longer there; where it was moved, delete it"
        if self.until is not None:
            return f"{self.file} of {day}: until {long_date(self.until)}, when it is deleted"
        return f"{self.file} of {day}: until you delete it"


def note(writer: Writer, org: str, path: Path, at: datetime) -> None:
    """Note that a copy was written."""
    from mailflow.store import Sign

    written = [*_noted(writer, org), {"file": str(path.absolute()), "at": at.isoformat()}]
    writer.give_sign(org, Sign.COPIES, at, {"copies": written[-_MOST:]})


def copies(reader: Reader, org: str, settings: Settings, now: datetime) -> list[Copy]:
    """Return the copies that can still hold what was on record until now, the oldest first.

    One whose days are over and that is gone is deleted, and is left out.
    """
    kept_days = settings.backup.kept_days
    noted = {one["file"]: datetime.fromisoformat(one["at"]) for one in _noted(reader, org)}
    found = dict(noted)
    found |= {f"the schema {name} of the database": _kept_aside_at(name) for name in reader.kept_aside()}
    for path in _beside(settings):
        found.setdefault(str(path.absolute()), datetime.fromtimestamp(path.stat().st_mtime, UTC))
    every = []
    for file, at in sorted(found.items(), key=lambda one: one[1]):
        until = (at + timedelta(days=kept_days)).date() if kept_days and file in noted else None
        is_there = file not in noted or Path(file).exists()
        if is_there or until is None or until >= now.date():
            every.append(Copy(file=file, at=at, until=until, is_there=is_there))
    return every


def lines(found: list[Copy], zone: str) -> Iterator[str]:
    """Yield which copies still hold what was destroyed."""
    if not found:
        yield "mailflow knows of no backup from before. One that was made with other tools still holds it: delete that."
        return
    yield "Backups from before that still hold it:"
    yield from (f"  {one.line(zone)}" for one in found)


def as_json(found: list[Copy]) -> list[dict[str, object]]:
    """Return the copies for a script."""
    return [
        {"file": one.file, "at": one.at, "until": one.until.isoformat() if one.until else None, "there": one.is_there}
        for one in found
    ]


def _noted(reader: Reader, org: str) -> list[Mapping[str, Any]]:
    from mailflow.store import Sign

    seen = reader.signs(org).get(Sign.COPIES)
    return list(seen.data["copies"]) if seen else []


def _kept_aside_at(schema: str) -> datetime:
    """Return when a restore kept a record aside in a schema, by its name."""
    return datetime.strptime(schema, "before_%Y%m%dt%H%M%Sz").replace(tzinfo=UTC)


def _beside(settings: Settings) -> Iterator[Path]:
    """Yield the copies that mailflow makes by itself."""
    folder = settings.path.parent / FOLDER
    if folder.is_dir():
        yield from folder.glob("before-upgrade-*")
    url = settings.database.url
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        yield from file.parent.glob(f"{file.name}.before-*")

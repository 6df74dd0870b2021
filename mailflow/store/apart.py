"""What people did to messages and letters that are on no case: events in the chain, in a row for each such thing.

An event's ``ref`` names the thing (``message:12``, ``letter:7``); its ``seq`` counts within it. It is destroyed with
the thing (``erasure.py``), blacked out with it (``redaction.py``), and no search looks into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mailflow.core.facts_apart import Apart
from mailflow.store import codec
from mailflow.store.access import Access, batches
from mailflow.store.cases import WriteCases, linked
from mailflow.store.tables import event


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartFact:
    """Something that a person did. ``seq``: its number among what was done to the same thing."""

    seq: int
    at: datetime
    by: str
    reason: str | None
    event: Apart


def of_message(id: int) -> str:
    """Return what stands for a message where else the reference of a case does."""
    return f"message:{id}"


def of_letter(id: int) -> str:
    """Return what stands for a letter where else the reference of a case does."""
    return f"letter:{id}"


class ReadApart(Access):
    """Looking up what was done."""

    def apart(self, org: str, thing: str) -> list[ApartFact]:
        """Return what was done to a message or a letter, in order; what was destroyed is left out."""
        columns = (event.c.seq, event.c.at, event.c.by, event.c.reason, event.c.kind, event.c.data)
        query = sa.select(*columns).where(event.c.org == org, event.c.ref == thing, event.c.data.is_not(None))
        return [
            ApartFact(
                seq=row["seq"],
                at=row["at"],
                by=row["by"],
                reason=row["reason"],
                event=codec.load_apart(row["kind"], row["data"]),
            )
            for row in self._rows(query.order_by(event.c.seq))
        ]


class WriteApart(WriteCases, ReadApart):
    """Recording it."""

    def record_apart(self, org: str, thing: str, what: Apart, *, by: str, reason: str | None, at: datetime) -> None:
        """Put what somebody did to a message or a letter at the end of the chain."""
        n, end = self._lock(org)
        last = sa.select(sa.func.max(event.c.seq)).where(event.c.org == org, event.c.ref == thing)
        seq = (self._db.scalar(last) or 0) + 1
        kind, data = codec.dump_event(what)
        self._append(org, [linked(end, org, n + 1, thing, seq, kind=kind, data=data, by=by, reason=reason, at=at)])


def erase_apart(db: Connection, org: str, things: Iterable[str]) -> None:
    """Destroy what is recorded of messages and letters that are destroyed; the chain holds without it."""
    for some in batches(things):
        gone = sa.update(event).where(event.c.org == org, event.c.ref.in_(some), event.c.kind.in_(codec.APART))
        db.execute(gone.values(data=None, reason=None, salt=None))

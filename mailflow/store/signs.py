"""Signs of life: the latest of each thing that tells a person whether all goes well; one row each, written over.

What is past is in the log. Nothing here is about a family: a purge leaves it alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from mailflow.store.access import Access
from mailflow.store.tables import letter, message, sign


class Sign(StrEnum):
    """What there can be a sign of.

    ``READ``: the mailbox was read to its end. ``TURN``: a turn ended, with what was out of reach in it. ``RECONCILED``:
    every message was accounted for. ``BACKUP``: a verified copy was written. ``COPIES``: all that were, and where to.
    """

    READ = "read"
    TURN = "turn"
    RECONCILED = "reconciled"
    BACKUP = "backup"
    COPIES = "copies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sign: when it was, and what there is to say about it (texts and numbers)."""

    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


class ReadSigns(Access):
    """Looking for signs of life."""

    def signs(self, org: str) -> dict[Sign, Seen]:
        """Return the signs of an organisation; what never was is absent, and what a later mailflow wrote too."""
        rows = self._rows(sa.select(sign.c.what, sign.c.at, sign.c.data).where(sign.c.org == org))
        known = {one.value for one in Sign}
        return {
            Sign(row["what"]): Seen(at=row["at"], data=json.loads(row["data"])) for row in rows if row["what"] in known
        }

    def latest_arrival(self, org: str, but_in: str) -> datetime | None:
        """Return when the message that came last was received; what lies in the folder ``but_in`` did not come."""
        where = (message.c.org == org, message.c.folder != but_in)
        latest: datetime | None = self._db.scalar(sa.select(sa.func.max(message.c.received_at)).where(*where))
        return latest

    def latest_departure(self, org: str) -> datetime | None:
        """Return when a letter left last."""
        latest: datetime | None = self._db.scalar(sa.select(sa.func.max(letter.c.sent_at)).where(letter.c.org == org))
        return latest


class WriteSigns(ReadSigns):
    """Giving signs of life."""

    def give_sign(self, org: str, what: Sign, at: datetime, data: Mapping[str, Any] | None = None) -> None:
        """Write a sign over the one before it."""
        row = {"org": org, "what": what.value, "at": at, "data": json.dumps(dict(data or {}))}
        self._put(sign, ("org", "what"), ("at", "data"), [row])

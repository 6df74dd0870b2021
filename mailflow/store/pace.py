"""How much has come and left lately: what the limits on floods and loops are held against.

Only the latest rows are looked at, so that the answer costs the same in a large record as in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mailflow.core.letter_kinds import LetterKind
from mailflow.store import lookups
from mailflow.store.access import Access
from mailflow.store.rows import LetterStatus
from mailflow.store.tables import letter


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHead:
    """Who wrote a message, under which subject, and when it came."""

    id: int
    from_address: str
    subject: str
    received_at: datetime


class ReadPace(Access):
    """Counting what is recent."""

    def heads_since(self, org: str, senders: Iterable[str], since: datetime) -> dict[str, list[MessageHead]]:
        """Return what each sender (casefolded) wrote since a time, among the latest messages."""
        found: dict[str, list[MessageHead]] = {}
        for row in self._found_among(lookups.latest_messages_of, senders, {"org_": org, "since_": since}):
            found.setdefault(row.pop("key"), []).append(MessageHead(**row))
        return found

    def automatic_since(self, org: str, since: datetime, to: Iterable[str]) -> dict[str, int]:
        """Return how many automatic letters were written to addresses (casefolded) since a time, among the latest."""
        rows = self._found_among(lookups.latest_automatic_letters_to, to, {"org_": org, "since_": since})
        return {row["key"]: row["number"] for row in rows}

    def queued_since(self, org: str, kind: LetterKind, since: datetime) -> int:
        """Return how many letters of a kind were written since a time, among the latest."""
        wanted = {"org_": org, "kind_": kind.value, "since_": since}
        (row,) = self._found(lookups.LATEST_LETTERS_OF_A_KIND, wanted)
        return int(row["number"])

    def sent_since(self, org: str, since: datetime, *, among: int) -> list[datetime]:
        """Return when letters have left since a time, among so many of the latest, in order."""
        latest = sa.select(letter.c.sent_at).where(letter.c.org == org).order_by(letter.c.id.desc()).limit(among)
        some = latest.subquery()
        return sorted(self._db.scalars(sa.select(some.c.sent_at).where(some.c.sent_at >= since)))

    def held_for(self, org: str, why: str, limit: int) -> list[int]:
        """Return the letters that are held for a reason, the one that waits longest first."""
        where = (letter.c.org == org, letter.c.status == LetterStatus.HELD.value, letter.c.why == why)
        return list(self._db.scalars(sa.select(letter.c.id).where(*where).order_by(letter.c.id).limit(limit)))

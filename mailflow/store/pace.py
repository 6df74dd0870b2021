"""How much has come and left lately: what the limits on floods and loops are held against.

Only the latest rows are looked at, so that the answer costs the same in a large record as in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mailflow.store.access import Access
from mailflow.store.rows import LetterStatus
from mailflow.store.tables import letter, message

_LATEST = 500


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
        columns = (message.c.id, message.c.from_address, message.c.subject, message.c.received_at)
        some = sa.select(*columns).where(message.c.org == org).order_by(message.c.id.desc()).limit(_LATEST).subquery()
        query = sa.select(some).where(some.c.received_at >= since, some.c.from_address.is_not(None))
        wanted = set(senders)
        found: dict[str, list[MessageHead]] = {}
        for id_, address, subject, received_at in self._db.execute(query):
            if (key := address.casefold()) in wanted:
                one = MessageHead(id=id_, from_address=address, subject=subject, received_at=received_at)
                found.setdefault(key, []).append(one)
        return found

    def queued_since(self, org: str, kinds: Sequence[str], since: datetime) -> dict[str, int]:
        """Return how many letters of some kinds were written to each address (casefolded), among the latest."""
        latest = sa.select(letter.c.to_address, letter.c.kind, letter.c.queued_at).where(letter.c.org == org)
        some = latest.order_by(letter.c.id.desc()).limit(_LATEST).subquery()
        found: dict[str, int] = {}
        for row in self._db.execute(sa.select(some).where(some.c.kind.in_(kinds), some.c.queued_at >= since)):
            key = row.to_address.casefold()
            found[key] = found.get(key, 0) + 1
        return found

    def sent_since(self, org: str, since: datetime, *, among: int) -> list[datetime]:
        """Return when letters have left since a time, among so many of the latest, in order."""
        latest = sa.select(letter.c.sent_at).where(letter.c.org == org).order_by(letter.c.id.desc()).limit(among)
        some = latest.subquery()
        return sorted(self._db.scalars(sa.select(some.c.sent_at).where(some.c.sent_at >= since)))

    def held_for(self, org: str, why: str, limit: int) -> list[int]:
        """Return the letters that are held for a reason, the one that waits longest first."""
        where = (letter.c.org == org, letter.c.status == LetterStatus.HELD.value, letter.c.why == why)
        return list(self._db.scalars(sa.select(letter.c.id).where(*where).order_by(letter.c.id).limit(limit)))

"""How much has come and left lately: what the limits on floods and loops are held against.

Only the latest rows are looked at, so that the answer costs the same in a large record as in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mailflow.store.access import Access, batches
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
        latest = sa.select(*columns).where(message.c.org == org).order_by(message.c.id.desc()).limit(_LATEST).subquery()
        key = sa.func.lower(latest.c.from_address)  # an address that we take for somebody's is ASCII
        found: dict[str, list[MessageHead]] = {}
        for some in batches(senders):
            query = sa.select(key, latest).where(latest.c.received_at >= since, key.in_(some))
            for author, id_, address, subject, received_at in self._db.execute(query):
                one = MessageHead(id=id_, from_address=address, subject=subject, received_at=received_at)
                found.setdefault(author, []).append(one)
        return found

    def queued_since(
        self, org: str, kinds: Sequence[str], since: datetime, to: Iterable[str] | None = None
    ) -> dict[str, int]:
        """Return how many letters of some kinds were written to each address (casefolded), among the latest.

        ``to``: the addresses (casefolded) that are asked about; None for all.
        """
        columns = (letter.c.to_address, letter.c.kind, letter.c.queued_at)
        latest = sa.select(*columns).where(letter.c.org == org).order_by(letter.c.id.desc()).limit(_LATEST).subquery()
        key = sa.func.lower(latest.c.to_address)
        query = sa.select(key, sa.func.count()).where(latest.c.kind.in_(kinds), latest.c.queued_at >= since)
        some = [query] if to is None else [query.where(key.in_(part)) for part in batches(to)]
        return {key_: number for one in some for key_, number in self._db.execute(one.group_by(key))}

    def sent_since(self, org: str, since: datetime, *, among: int) -> list[datetime]:
        """Return when letters have left since a time, among so many of the latest, in order."""
        latest = sa.select(letter.c.sent_at).where(letter.c.org == org).order_by(letter.c.id.desc()).limit(among)
        some = latest.subquery()
        return sorted(self._db.scalars(sa.select(some.c.sent_at).where(some.c.sent_at >= since)))

    def held_for(self, org: str, why: str, limit: int) -> list[int]:
        """Return the letters that are held for a reason, the one that waits longest first."""
        where = (letter.c.org == org, letter.c.status == LetterStatus.HELD.value, letter.c.why == why)
        return list(self._db.scalars(sa.select(letter.c.id).where(*where).order_by(letter.c.id).limit(limit)))

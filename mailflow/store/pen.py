"""The holding pen (what waits for a person), the texts of the policies in use, and leases."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from mailflow.store.access import Access
from mailflow.store.errors import Conflict
from mailflow.store.rows import PenRow
from mailflow.store.tables import lease, pen, policy


class ReadPen(Access):
    """Looking into the pen, and up policies."""

    def pen(self, org: str, *, open_only: bool = True) -> list[PenRow]:
        """Return what waits for a person, oldest first; with ``open_only`` off, also what waited."""
        query = sa.select(pen).where(pen.c.org == org).order_by(pen.c.id)
        if open_only:
            query = query.where(pen.c.closed_at.is_(None))
        return [PenRow(**row) for row in self._rows(query)]

    def pen_item(self, id: int) -> PenRow | None:
        """Return one entry."""
        row = self._db.execute(sa.select(pen).where(pen.c.id == id)).mappings().one_or_none()
        return None if row is None else PenRow(**row)

    def pen_of(self, message: int) -> PenRow | None:
        """Return the entry by which a message waits for a person; None where it does not."""
        query = sa.select(pen).where(pen.c.message == message, pen.c.closed_at.is_(None)).order_by(pen.c.id)
        row = self._db.execute(query.limit(1)).mappings().one_or_none()
        return None if row is None else PenRow(**row)

    def policy_text(self, digest: str) -> tuple[str, str] | None:
        """Return the name and the text of a policy that was ever in use."""
        row = self._db.execute(sa.select(policy.c.name, policy.c.text).where(policy.c.digest == digest)).one_or_none()
        return None if row is None else (row.name, row.text)


class WritePen(ReadPen):
    """Putting into the pen and taking out, keeping policies, taking leases."""

    def open_pen(
        self, org: str, *, message: int | None, reason: str, opened_at: datetime, likely_case: str | None = None
    ) -> int:
        """Put something before a person, and return the number of the entry."""
        values = {"org": org, "message": message, "reason": reason, "likely_case": likely_case, "opened_at": opened_at}
        new: int = self._db.execute(sa.insert(pen).values(values).returning(pen.c.id)).scalar_one()
        return new

    def close_pen(self, id: int, *, resolution: str, at: datetime) -> None:
        """Record how a person decided.

        Raises:
            Conflict: It was decided before, or there is no such entry.
        """
        is_open = (pen.c.id == id, pen.c.closed_at.is_(None))
        closed = sa.update(pen).where(*is_open).values(resolution=resolution, closed_at=at)
        if self._db.execute(closed).rowcount != 1:
            msg = f"entry {id} of the holding pen does not wait any more; nothing was changed"
            raise Conflict(msg)

    def reopen_pen(self, id: int, *, likely_case: str | None) -> None:
        """Let an entry wait again as it did, since what was decided about it is taken back.

        Raises:
            Conflict: It waits, or there is no such entry.
        """
        is_closed = (pen.c.id == id, pen.c.closed_at.is_not(None))
        waits = {"resolution": None, "closed_at": None, "likely_case": likely_case}
        if self._db.execute(sa.update(pen).where(*is_closed).values(waits)).rowcount != 1:
            msg = f"entry {id} of the holding pen waits; nothing was changed"
            raise Conflict(msg)

    def keep_policy(self, digest: str, name: str, text: str) -> None:
        """Keep the text of a policy, so that cases opened under it can always be told by it."""
        self._add_missing(policy, ("digest",), [{"digest": digest, "name": name, "text": text}])

    def take_lease(self, name: str, owner: str, *, ttl_s: float, now: datetime) -> bool:
        """Take or renew a lease for ``ttl_s`` seconds, and say whether the owner has it now."""
        insert = self._insert(lease).values(name=name, owner=owner, expires_at=now + timedelta(seconds=ttl_s))
        mine = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": insert.excluded.owner, "expires_at": insert.excluded.expires_at},
            where=sa.or_(lease.c.expires_at <= now, lease.c.owner == owner),
        )
        return self._db.execute(mine.returning(lease.c.name)).one_or_none() is not None

    def release(self, name: str, owner: str) -> None:
        """Give a lease back, if the owner has it."""
        self._db.execute(sa.delete(lease).where(lease.c.name == name, lease.c.owner == owner))

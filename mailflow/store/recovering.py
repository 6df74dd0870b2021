"""Whether a record is known to be behind the mailbox: then no letter may leave before it has been recovered.

A backup does not know what was sent after it was made. Until ``mailflow recover`` has looked, a mark stands in the
database itself, so that no daemon on any machine begins to work with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from mailflow.store.access import Access, batches
from mailflow.store.rows import LetterStatus
from mailflow.store.tables import chain, lease, letter, storable

_NAME = "recovering:{}"


class ReadRecovering(Access):
    """Asking for the mark."""

    def recovering_since(self, org: str) -> datetime | None:
        """Return when an organisation's record was put back, or None where nothing is to be recovered."""
        found: datetime | None = self._db.scalar(sa.select(lease.c.expires_at).where(lease.c.name == _NAME.format(org)))
        return found

    def organisations(self) -> list[str]:
        """Return the codes of all organisations that have an event on record."""
        return list(self._db.scalars(sa.select(chain.c.org).order_by(chain.c.org)))


class WriteRecovering(ReadRecovering):
    """Setting the mark, taking it away, and what is done to letters meanwhile."""

    def begin_recovering(self, org: str, at: datetime) -> None:
        """Let no letter leave from here on. A mark that stands already stays as it is."""
        row = {"name": _NAME.format(org), "owner": "restore", "expires_at": at}
        self._db.execute(self._insert(lease).values(**row).on_conflict_do_nothing(index_elements=["name"]))

    def end_recovering(self, org: str) -> None:
        """Let the daemon work again."""
        self._db.execute(sa.delete(lease).where(lease.c.name == _NAME.format(org)))

    def left_as(self, id: int, message_id: str, reply_key: str | None) -> None:
        """Give a letter the Message-ID under which it is known to have left: replies to it then find its case."""
        self._db.execute(
            sa.update(letter).where(letter.c.id == id).values(message_id=storable(message_id), reply_key=reply_key)
        )

    def hold_for_a_look(self, ids: Sequence[int], why: str) -> None:
        """Hold letters that would leave next, also where the server's answer was awaited when the record was copied.

        Of those that are held already it is another reason.
        """
        for some in batches(ids):
            held = {"status": LetterStatus.HELD.value, "committing_at": None, "why": why}
            self._db.execute(
                sa.update(letter)
                .where(letter.c.id.in_(some), letter.c.status.in_((LetterStatus.QUEUED, LetterStatus.HELD)))
                .values(held)
            )

"""Whether a record is known to be behind the mailbox: then no letter may leave before it has been recovered.

A backup does not know what was sent after it was made. Until ``mailflow recover`` has looked, a mark stands in the
database itself, so that no daemon on any machine begins to work with it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mailflow.store.access import Access
from mailflow.store.tables import lease

_NAME = "recovering:{}"


class ReadRecovering(Access):
    """Asking for the mark."""

    def recovering_since(self, org: str) -> datetime | None:
        """Return when an organisation's record was put back, or None where nothing is to be recovered."""
        found: datetime | None = self._db.scalar(sa.select(lease.c.expires_at).where(lease.c.name == _NAME.format(org)))
        return found


class WriteRecovering(ReadRecovering):
    """Setting the mark, and taking it away."""

    def begin_recovering(self, org: str, at: datetime) -> None:
        """Let no letter leave from here on. A mark that stands already stays as it is."""
        row = {"name": _NAME.format(org), "owner": "restore", "expires_at": at}
        self._db.execute(self._insert(lease).values(**row).on_conflict_do_nothing(index_elements=["name"]))

    def end_recovering(self, org: str) -> None:
        """Let the daemon work again."""
        self._db.execute(sa.delete(lease).where(lease.c.name == _NAME.format(org)))

"""What every room of the record shares: the connection, batches, and statements that differ by database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, RowMapping

from mailflow.store.tables import chain

T = TypeVar("T")
#: Values in one IN (…): far below what either database takes.
BATCH = 500

Values = dict[str, Any]
_END = sa.select(chain.c.n, chain.c.hash).where(chain.c.org == sa.bindparam("org_")).with_for_update()


def batches(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Yield the distinct items in lists that fit into one statement."""
    distinct = list(dict.fromkeys(items))
    for start in range(0, len(distinct), BATCH):
        yield distinct[start : start + BATCH]


class Access:
    """One transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._ends: dict[str, tuple[int, bytes]] = {}

    def _rows(self, statement: sa.Select[Any]) -> Sequence[RowMapping]:
        return self._db.execute(statement).mappings().all()

    def _insert(self, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
        """Return an INSERT that can say what to do about a row that is there already."""
        return sqlite.insert(table) if self._db.dialect.name == "sqlite" else postgresql.insert(table)

    def _many(self, statement: sa.Executable, rows: Sequence[Values]) -> int:
        """Execute for many rows, none included, and return how many were touched."""
        return self._db.execute(statement, rows).rowcount if rows else 0

    def _lock(self, org: str) -> tuple[int, bytes]:
        """Make all other writers for an organisation wait, and return the end of its chain.

        On SQLite they wait already. On PostgreSQL this is what keeps a look-up true until the row is written.
        """
        if org not in self._ends:
            row = self._db.execute(_END, {"org_": org}).one_or_none()
            if row is None:
                first = self._insert(chain).values(org=org, n=0, hash=bytes(32))
                self._db.execute(first.on_conflict_do_nothing(index_elements=["org"]))
                row = self._db.execute(_END, {"org_": org}).one()
            self._ends[org] = (row.n, row.hash)
        return self._ends[org]

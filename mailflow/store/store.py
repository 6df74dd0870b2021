"""The record: open it, then read or write in transactions.

::

    with store.writing() as record:     # all or nothing
        record.save_cases(...)
        record.queue(...)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy.engine import Connection

from mailflow.store import copying, schema
from mailflow.store.alone import Hold
from mailflow.store.apart import ReadApart, WriteApart
from mailflow.store.cases import ReadCases, WriteCases
from mailflow.store.drafts import ReadDrafts, WriteDrafts
from mailflow.store.engine import Database
from mailflow.store.erasure import ReadErasure, WriteErasure
from mailflow.store.leases import Leases
from mailflow.store.messages import ReadMessages, WriteMessages
from mailflow.store.outbox import ReadOutbox, WriteOutbox
from mailflow.store.pace import ReadPace
from mailflow.store.pen import ReadPen, WritePen
from mailflow.store.recovering import ReadRecovering, WriteRecovering
from mailflow.store.redaction import WriteRedaction
from mailflow.store.search import ReadSearch, WriteSearch
from mailflow.store.signs import ReadSigns, WriteSigns


class Reader(
    ReadMessages,
    ReadCases,
    ReadApart,
    ReadErasure,
    ReadDrafts,
    ReadOutbox,
    ReadPace,
    ReadPen,
    ReadRecovering,
    ReadSearch,
    ReadSigns,
):
    """The record as it was at one moment."""


class Writer(
    WriteApart,
    WriteRedaction,
    WriteMessages,
    WriteErasure,
    WriteCases,
    WriteDrafts,
    WriteOutbox,
    WritePen,
    WriteRecovering,
    WriteSearch,
    WriteSigns,
    Reader,
):
    """One transaction on the record: everything in it is kept together, or nothing."""


class Store:
    """An open database. Threads may share it; each takes transactions of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a database, making the tables in an empty one.

        Raises:
            StoreUnavailable: It cannot be reached, or is not mailflow's.
            StoreTooOld: It must be upgraded first (``upgrade``).
            StoreTooNew: A later mailflow made it.
        """
        database = Database(url)
        try:
            schema.require_current(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read; what others commit meanwhile does not show."""
        with self._database.transaction(writes=False) as connection:
            yield Reader(connection)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Read and write; commit at the end, or on any exception keep nothing.

        Raises:
            StoreUnavailable: The database failed; nothing was kept.
            Conflict: Somebody else was faster; nothing was kept, try again.
        """
        with self._database.transaction(writes=True) as connection:
            writer = Writer(connection, self._database.epochs)
            yield writer
            writer.finish()

    @contextmanager
    def alone(self, name: str) -> Iterator[Hold]:
        """Hold a name against all other processes while the block runs; what is yielded is false where another has it.

        The lock ends with the process, however it ends, and with its connection to the database (``Hold.is_kept``).

        Raises:
            StoreUnavailable: The database cannot be asked.
        """
        with self._database.alone(name) as hold:
            yield hold

    @contextmanager
    def leases(self, limit: int | None = None) -> Iterator[Leases]:
        """Hold names of mailboxes against all other processes; see ``leases.py``. At the end all are given back.

        Args:
            limit: Share them with other workers and take so many at the most; None to take whatever is free. Only
                PostgreSQL can share.
        """
        leases = self._database.leases(limit)
        try:
            yield leases
        finally:
            leases.close()

    @contextmanager
    def rehearsing(self) -> Iterator[Store]:
        """Yield a store on which everything works and nothing stays: one transaction, taken back at the end."""
        with self._database.rehearsal() as connection:
            yield _Rehearsal(self._database, connection)

    def copy_to(self, path: Path) -> None:
        """Write the record as it is at one moment into an empty file; others may write meanwhile.

        Raises:
            StoreUnavailable: It could not be written, or the database not be read.
        """
        copying.write_copy(self._database, path)

    def copy_in_memory(self) -> bytes:
        """Return such a copy without any of it coming near a disk; it needs memory for twice the record.

        Raises:
            StoreUnavailable: The database could not be read.
        """
        return copying.copy_in_memory(self._database)

    def sweep(self, *, of_any_size: bool = False) -> str | None:
        """Take what was destroyed out of the file itself, its free pages and its log; return why that is not done.

        A server's large tables, which nobody can use meanwhile, are left for when it is asked ``of_any_size``.

        Raises:
            StoreUnavailable: The database failed; what was destroyed is destroyed in the record all the same.
        """
        return self._database.sweep(of_any_size=of_any_size)

    @property
    def beyond(self) -> str | None:
        """What still holds what was destroyed after a ``sweep`` that went well; None where nothing does."""
        return self._database.beyond

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Rehearsal(Store):
    """A store whose transactions are savepoints of one that is taken back."""

    def __init__(self, database: Database, connection: Connection) -> None:
        super().__init__(database)
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        yield Reader(self._connection)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        with self._connection.begin_nested():
            writer = Writer(self._connection)
            yield writer
            writer.finish()

    def close(self) -> None:
        """The connections are the other store's."""


@contextmanager
def alone(url: str, name: str) -> Iterator[Hold]:
    """Hold a name as ``Store.alone`` does, also where the database is empty, old or broken.

    Raises:
        StoreUnavailable: The database cannot be asked.
    """
    database = Database(url)
    try:
        with database.alone(name) as hold:
            yield hold
    finally:
        database.close()


def upgrade(url: str, before: Callable[[str, Store], None] | None = None) -> bool:
    """Bring the tables of a database up to date, and say whether there was anything to do.

    Args:
        url: The database.
        before: Called where something is there and is to be changed, with its revision and the store, of which nothing
            but a copy can be had. If it raises, nothing is changed.

    Raises:
        StoreUnavailable: It cannot be reached, or is not mailflow's.
        StoreTooNew: A later mailflow made it.
    """
    database = Database(url)
    try:
        if before is not None and schema.standing(database) is schema.Standing.OLDER:
            with database.transaction(writes=False) as connection:
                found = schema.revision(connection)
            before(found or "", Store(database))
        return schema.upgrade(database)
    finally:
        database.close()

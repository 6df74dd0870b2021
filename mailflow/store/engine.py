"""Connections and transactions: what each database must be told so that what is committed stays.

SQLite: write-ahead log with ``synchronous=FULL`` (NORMAL was measured to lose every acknowledged row at a power cut),
a writer takes the lock when it begins (BEGIN IMMEDIATE), so it can never find out late that another was faster.
PostgreSQL: readers see one moment (REPEATABLE READ), writers lock their organisation's chain first.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from sqlalchemy import exc
from sqlalchemy.engine import Connection

from mailflow.store.alone import Hold, alone
from mailflow.store.connecting import BUSY_S, engine_at, engine_over, parse
from mailflow.store.errors import Conflict, StoreUnavailable, is_the_record
from mailflow.store.leases import FileLeases, Leases, ServerLeases
from mailflow.store.sweeping import BEYOND, sweep_server

#: SQLSTATE of a deadlock and of a serialisation failure: try again.
_TRY_AGAIN: Final = frozenset({"40P01", "40001"})


class Database:
    """A database that is not yet known to have the right tables; see ``schema.py``."""

    def __init__(self, url: str, content: bytes | None = None) -> None:
        """Name a database. ``content``: of one that lives in memory alone (``in_memory``)."""
        self._url = parse(url)
        self.name = self._url.render_as_string(hide_password=True)
        self._engine = engine_at(self._url, self.name) if content is None else engine_over(content)
        #: Of each mailbox that this process has taken, how often it had been taken then (PostgreSQL).
        self.epochs: dict[str, int] = {}
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        reading = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = self._engine.execution_options(**reading)
        self._writing = self._engine.execution_options(mailflow_writes=True)
        self._kept: dict[threading.Thread, Connection] = {}
        self._is_closed = False

    @classmethod
    def in_memory(cls, content: bytes = b"") -> Self:
        """Return a SQLite database that lies on no disk, from the bytes of its file, or an empty one."""
        return cls("sqlite://", content)

    @cached_property
    def file(self) -> Path | None:
        """SQLite's file; None for a server, and for what is in memory alone."""
        name = self._url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Connection]:
        """Begin, and commit at the end or take everything back.

        Raises:
            StoreUnavailable: The database cannot be reached, read or written.
            Conflict: Two writers waited for each other and this one gave way.
        """
        is_committing = False
        try:
            begun = self._begun_on_file(writes) if self.file is not None else self._begun(writes)
            with begun as connection:
                yield connection
                is_committing = writes
        except exc.DBAPIError as error:
            if not is_the_record(error):
                raise  # a bug of ours, loud
            raise self._told(error, is_committing) from error

    @contextmanager
    def _begun(self, writes: bool) -> Iterator[Connection]:
        with (self._writing if writes else self._reading).connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _begun_on_file(self, writes: bool) -> Iterator[Connection]:
        """As ``_begun``, on a connection that a thread keeps, with a BEGIN and a COMMIT of our own.

        A letter that leaves is a transaction of three statements: the pool, the events and SQLAlchemy's own
        transaction cost more than those.
        """
        thread = threading.current_thread()
        # Taken out while it is at work: a transaction within this one gets another.
        connection = self._kept.pop(thread, None) or self._for_thread()
        try:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            _drive(driver, "BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield connection
                _drive(driver, "COMMIT")
            except BaseException:
                if driver.in_transaction:
                    _drive(driver, "ROLLBACK")
                raise
        except BaseException:
            connection.close()
            raise
        if thread in self._kept or self._is_closed:
            connection.close()
        else:
            self._kept[thread] = connection

    def _for_thread(self) -> Connection:
        self._close_kept(lambda thread: not thread.is_alive())
        return self._engine.connect().execution_options(mailflow_driven=True)

    def _close_kept(self, wanted: Callable[[threading.Thread], bool]) -> None:
        for thread in list(self._kept):
            if wanted(thread) and (kept := self._kept.pop(thread, None)) is not None:
                kept.close()

    @contextmanager
    def rehearsal(self) -> Iterator[Connection]:
        """Begin a transaction that is taken back at the end, whatever happens in it."""
        with self._writing.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()

    @contextmanager
    def alone(self, name: str) -> Iterator[Hold]:
        """Hold a name against all other processes; see ``alone.py``.

        Raises:
            StoreUnavailable: The database cannot be asked.
        """
        try:
            with alone(self._engine, name) as hold:
                yield hold
        except (exc.OperationalError, exc.InterfaceError) as error:
            raise self._told(error, False) from error

    def leases(self, limit: int | None) -> Leases:
        """Return a holder of names for this process; see ``leases.py``."""
        return FileLeases(self._engine) if self.is_sqlite else ServerLeases(self._engine, limit, self.epochs)

    @contextmanager
    def driver(self, doing: str) -> Iterator[sqlite3.Connection]:
        """Yield SQLite's own connection, for what only it can do. ``doing``: what did not happen where it fails.

        Raises:
            StoreUnavailable: It failed.
        """
        assert self.is_sqlite, "a server keeps the others"
        try:
            pooled = self._engine.raw_connection()
        except exc.DatabaseError as error:
            raise self._told(error, False) from error
        try:
            driver = pooled.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{doing} ({error}); {_remedy(str(error))}") from error
        finally:
            pooled.close()

    def sweep(self, *, of_any_size: bool) -> str | None:
        """Write the files anew without what was deleted, and empty the log; return why that could not be done.

        ``secure_delete`` overwrites what is deleted with zeros, but a page that is divided can leave a copy of what
        moved, and the write-ahead log has whole pages as they were: so VACUUM, and then TRUNCATE, which needs a moment
        in which nobody reads. Of a server: see ``sweeping.py``.

        Raises:
            StoreUnavailable: There is no room for the new file, or another process had the database for too long.
        """
        if not self.is_sqlite:
            try:
                return sweep_server(self._engine, of_any_size=of_any_size)
            except exc.DBAPIError as error:
                raise self._told(error, False) from error
        with self.driver(f"what was deleted may still lie in the file of {self.name}; do this again") as driver:
            driver.execute("VACUUM").close()
            end = time.monotonic() + BUSY_S
            while driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > end:
                    return "the log beside the database is in use; stop the daemon and run: mailflow retention sweep"
                time.sleep(0.2)
        return None

    @property
    def beyond(self) -> str | None:
        """What still holds what was destroyed after a ``sweep`` that went well; None where nothing does."""
        return None if self.is_sqlite else BEYOND

    def close(self) -> None:
        """Close all connections, but for one that a thread is using: that one closes when it is done."""
        self._is_closed = True
        self._close_kept(lambda _: True)
        self._engine.dispose()

    def _told(self, error: exc.DBAPIError, is_committing: bool) -> StoreUnavailable | Conflict:
        if getattr(error.orig, "sqlstate", None) in _TRY_AGAIN:
            return Conflict("another process changed the same rows at the same time; nothing was kept, try again")
        said = str(error.orig).strip().partition("\n")[0].rstrip(".")
        kept = "nothing of this step was kept"
        if is_committing and error.connection_invalidated:
            # The server may have committed before the connection broke. Looking again is safe: a step that was kept
            # is refused the second time (Conflict, ``once``, the ledger).
            kept = "it is not known whether this step was kept, mailflow looks again"
        return StoreUnavailable(f"the database {self.name} cannot be used ({said}); {kept}; {_remedy(said)}")


def _remedy(said: str) -> str:
    for words, remedy in (
        ("full", "free some space on its disk"),
        ("locked", "see which process holds it; mailflow tries again"),
        ("readonly", "let the user that runs mailflow write the file and its folder"),
        ("malformed", "restore the last backup"),
        ("not a database", "see that the url names the right file, or restore the last backup"),
        ("password", "see the user and the password in the url"),
    ):
        if words in said:
            return remedy
    return "see that it runs and that the url in the configuration is right"


def _drive(driver: sqlite3.Connection, sql: str) -> None:
    """Hand a statement to the driver itself.

    Raises:
        DBAPIError: What SQLAlchemy would have raised.
    """
    try:
        driver.execute(sql).close()
    except sqlite3.Error as error:
        raise exc.DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error

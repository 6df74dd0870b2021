"""Making connections: what each database is told about each of them before anything is done on it."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from mailflow.store.errors import StoreUnavailable

#: How long a writer waits for another one.
BUSY_S: Final = 30
#: A server that went away without a word (power, network) is given up after half a minute.
_KEEP_ALIVE: Final = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
_PRAGMAS: Final = (
    f"busy_timeout = {BUSY_S * 1000}",  # first: the next one may have to wait
    "journal_mode = WAL",
    "synchronous = FULL",
    "wal_autocheckpoint = 4000",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "secure_delete = ON",
    "temp_store = MEMORY",  # no complaint in a temporary file elsewhere on the disk
    "journal_size_limit = 67108864",
)


def parse(url: str) -> URL:
    """Return a database's URL, read.

    Raises:
        StoreUnavailable: It is none that mailflow knows.
    """
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        msg = "the database url is not one that mailflow knows; write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        raise StoreUnavailable(msg)
    return parsed


def engine_at(url: URL, name: str) -> Engine:
    """Return what makes connections to a database; nothing has connected yet.

    Raises:
        StoreUnavailable: Its driver is not installed, or its file cannot be made.
    """
    # Errors and logs never show values: they are about people.
    try:
        if url.get_backend_name() == "sqlite":
            _make_private(url)
            engine = sa.create_engine(url, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        arguments = {"connect_timeout": 10, "application_name": "mailflow", **_KEEP_ALIVE}
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)
    except ModuleNotFoundError as error:
        msg = f"the driver for {name} is not installed; run: pip install 'mailflow-complaints[postgres]'"
        raise StoreUnavailable(msg) from error


def engine_over(content: bytes) -> Engine:
    """Return the one connection to a SQLite database in memory, from the bytes of its file."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    if content:
        # Bytes 18 and 19 say whether there is a log beside the file; in memory there can be none (SQLite, file format).
        connection.deserialize(content[:18] + b"\1\1" + content[20:])
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(url: URL) -> None:
    """Create the file readable by its owner alone; its log gets the same mode. An existing file is left as it is."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    path = Path(url.database)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        msg = f"the database file {path} cannot be made ({error.strerror}); make its folder, or name another in the url"
        raise StoreUnavailable(msg) from error


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions behind our back.
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        _set(connection, pragma)


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Set a pragma, waiting for whoever makes the same new file: to turn on its log SQLite itself waits for nobody."""
    end = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute(f"PRAGMA {pragma}").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("mailflow_driven"):
        return  # it has begun already
    writes = connection.get_execution_options().get("mailflow_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

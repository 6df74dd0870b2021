"""Copies of the whole record. A copy is one SQLite database, whatever keeps the original: it can be opened anywhere.

SQLite writes its own file anew, without free pages. From PostgreSQL all rows of all tables are read as they are at one
moment (REPEATABLE READ) and written into SQLite; the other way round a copy is brought back. Nothing else is in a copy.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mailflow.store import schema
from mailflow.store.engine import Database
from mailflow.store.errors import StoreUnavailable
from mailflow.store.tables import metadata, searchable

_ROWS: Final = 500


def write_copy(database: Database, path: Path) -> None:
    """Write a database as it is at one moment into an empty file, and let the disk have it. Others may write meanwhile.

    Raises:
        StoreUnavailable: It could not be written, or the database could not be read.
    """
    if database.is_sqlite:
        with database.driver(f"no copy of {database.name} was made") as driver:
            driver.execute("VACUUM INTO ?", (str(path),)).close()
    else:
        with closing(Database(f"sqlite:///{path}")) as made:
            _from_server(database, made)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def close_copy(path: Path) -> None:
    """Make a copy that was opened one file again, which needs no log beside it.

    Raises:
        StoreUnavailable: It could not be done.
    """
    try:
        with closing(sqlite3.connect(path)) as driver:
            driver.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"the copy {path} could not be closed ({error}); make another one") from error


def copy_in_memory(database: Database) -> bytes:
    """Return the bytes of such a file; nothing of it comes near a disk. It needs memory for twice its size.

    Raises:
        StoreUnavailable: The database could not be read.
    """
    if not database.is_sqlite:
        with closing(Database.in_memory()) as made:
            _from_server(database, made)
            with made.driver("no copy was made") as driver:
                return driver.serialize()
    copied = sqlite3.connect(":memory:")
    try:
        with database.driver(f"no copy of {database.name} was made") as driver:
            driver.backup(copied)
            copied.execute("VACUUM")  # what was deleted does not travel along
            return copied.serialize()
    finally:
        copied.close()


def copy_rows(source: Connection, target: Connection) -> None:
    """Write all rows of a database into the empty tables of another one of the same revision; numbers go on from there.

    The tables are taken as they are there, not as this version of mailflow knows them: an older database is copied too.
    """
    found, made = sa.MetaData(), sa.MetaData()
    # The index of words is filled anew when somebody searches; each database has its own kind.
    names = (set(metadata.tables) - {searchable.name}) & set(sa.inspect(source).get_table_names())
    found.reflect(source, only=sorted(names))
    made.reflect(target, only=sorted(names))
    for table in found.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(sa.select(table)).mappings()
        for some in rows.partitions():
            target.execute(sa.insert(made.tables[table.name]), [dict(row) for row in some])
        if target.dialect.name == "postgresql" and "id" in table.c:
            _count_on(target, made.tables[table.name])


def _count_on(target: Connection, table: sa.Table) -> None:
    last = target.scalar(sa.select(sa.func.max(table.c.id)))
    if last is not None:
        target.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), last)))


def _from_server(database: Database, made: Database) -> None:
    with database.transaction(writes=False) as source, made.transaction(writes=True) as target:
        schema.upgrade_in(target, schema.revision(source) or "head")
        copy_rows(source, target)

"""Putting a copy in the place of the record: looked through before, never over something else, and known to be behind.

SQLite: the copy is prepared in a file beside the database and takes its name in one step, so that at no moment there is
no database under that name. PostgreSQL: everything in one transaction; what was there moves into a schema of its own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mailflow.store import schema
from mailflow.store.chain import verify
from mailflow.store.copying import copy_rows
from mailflow.store.engine import Database
from mailflow.store.errors import StoreTooNew, StoreUnavailable
from mailflow.store.schema import Standing
from mailflow.store.store import Store
from mailflow.store.tables import case, event, message, metadata

_SQLITE: Final = b"SQLite format 3\0"
_NOTHING: Final = "nothing was changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back.

    Attributes:
        events: How many events hold, for each organisation.
        is_upgraded: The copy was made by an earlier mailflow and was brought up to date.
        aside: Where what was there before lies now; None where nothing was there.
    """

    events: dict[str, int]
    is_upgraded: bool
    aside: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sound:
    """A copy that has been looked through: the end of each organisation's chain."""

    ends: dict[str, tuple[int, bytes]]
    is_upgraded: bool


def is_empty(url: str) -> bool:
    """Say whether a database holds nothing of mailflow's yet. One that cannot be read is not called empty."""
    database = Database(url)
    try:
        return _is_empty(database)
    except StoreUnavailable:
        return False
    finally:
        database.close()


def restore(
    url: str, copy: Path | bytes, *, behind: Iterable[str], aside: str, replaces: bool, now: datetime
) -> Restored:
    """Put a copy in the place of the record, and mark what is to be recovered in it.

    The caller holds the mailboxes against every daemon.

    Args:
        url: The database of the configuration.
        copy: A file that ``mailflow backup`` wrote, or its bytes.
        behind: The organisations that the copy is behind the mailbox of: each is marked.
        aside: A word for the name under which what is there now is kept.
        replaces: There may be something there.
        now: The present.

    Raises:
        StoreUnavailable: The copy does not hold, or there is something in its place; nothing was changed.
        StoreTooNew: A later mailflow made it; nothing was changed.
    """
    if not isinstance(copy, bytes) and copy.with_name(f"{copy.name}-wal").exists():
        msg = f"{copy} has a log beside it: it is a database in use, not a copy that mailflow backup wrote; {_NOTHING}"
        raise StoreUnavailable(msg)
    target = Database(url)
    try:
        if not replaces and not is_empty(url):
            msg = (
                f"the database {target.name} is not empty; {_NOTHING}. With --replace it is kept aside and the backup "
                "takes its place"
            )
            raise StoreUnavailable(msg)
        codes = list(behind)
        if target.is_sqlite:
            assert target.file is not None, "a configured database has a file"
            return _restore_file(target.file, copy, codes, aside, now)
        return _restore_server(target, copy, codes, aside, now)
    finally:
        target.close()


def check_copy(content: bytes) -> dict[str, int]:
    """Restore the bytes of a copy, of whatever revision, to memory; return how many events hold in each organisation.

    Raises:
        StoreUnavailable: It does not hold.
        StoreTooNew: A later mailflow made it.
    """
    _require_sqlite(content)
    with closing(Database.in_memory(content)) as database:
        return _counts(_looked_through(database))


def _restore_file(place: Path, copy: Path | bytes, codes: list[str], aside: str, now: datetime) -> Restored:
    ready = place.with_name(f"{place.name}.restoring")
    _remove(ready)
    try:
        with os.fdopen(os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            if isinstance(copy, bytes):
                out.write(copy)
            else:
                with copy.open("rb") as read:
                    shutil.copyfileobj(read, out)
        _require_sqlite(_start(ready))
        with closing(Database(f"sqlite:///{ready}")) as database:
            sound = _looked_through(database)
            _mark(database, codes, now)
        with ready.open("rb") as written:
            os.fsync(written.fileno())
        has_none = is_empty(f"sqlite:///{place}")
        kept = None if has_none else place.with_name(f"{place.name}.{aside}")
        _put_in_place(ready, place, kept)
    except BaseException:
        _remove(ready)
        raise
    with closing(Database(f"sqlite:///{place}")) as database:
        _require_same(database, sound)
    return Restored(events=_counts(sound), is_upgraded=sound.is_upgraded, aside=str(kept) if kept else None)


def _start(path: Path) -> bytes:
    with path.open("rb") as read:
        return read.read(len(_SQLITE))


def _put_in_place(ready: Path, place: Path, kept: Path | None) -> None:
    """Give the copy the database's name. A log beside the old one belongs to that: beside the copy it would harm it."""
    if kept is not None:
        if kept.exists():
            raise StoreUnavailable(f"{kept} is there already; {_NOTHING}; move it away first")
        try:
            old = sqlite3.connect(place, timeout=5)
            try:
                busy = old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                old.close()
        except sqlite3.Error:
            busy = 0  # it is broken, and is kept as it is with its log
        if busy:
            raise StoreUnavailable(f"another process uses {place}; {_NOTHING}; stop it, and do this again")
    for ending in ("-wal", "-shm"):
        beside = place.with_name(place.name + ending)
        if beside.exists() and kept is not None:
            beside.rename(kept.with_name(kept.name + ending))
        else:
            beside.unlink(missing_ok=True)
    if kept is not None:
        os.link(place, kept)
    ready.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _restore_server(target: Database, copy: Path | bytes, codes: list[str], aside: str, now: datetime) -> Restored:
    content = copy if isinstance(copy, bytes) else copy.read_bytes()
    _require_sqlite(content)
    schema_name = aside.replace("-", "_").lower()
    with closing(Database.in_memory(content)) as database:
        sound = _looked_through(database)
        _mark(database, codes, now)
        with database.transaction(writes=False) as source, target.transaction(writes=True) as connection:
            tables = [one for one in sa.inspect(connection).get_table_names() if one in _OURS]
            if tables:
                connection.execute(sa.text(f'CREATE SCHEMA "{schema_name}"'))
            for name in tables:
                connection.execute(sa.text(f'ALTER TABLE "{name}" SET SCHEMA "{schema_name}"'))
            schema.upgrade_in(connection)
            copy_rows(source, connection)
    _require_same(target, sound)
    aside_at = f"the schema {schema_name} of {target.name}" if tables else None
    return Restored(events=_counts(sound), is_upgraded=sound.is_upgraded, aside=aside_at)


_OURS: Final = frozenset({*metadata.tables, "alembic_version"})


def _looked_through(database: Database) -> _Sound:
    """Verify a copy, bring it up to date, and verify it again."""
    if database.is_sqlite:
        with database.driver("the backup cannot be read") as driver:
            said = driver.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise StoreUnavailable(f"the backup is damaged ({said}); {_NOTHING}; take another one")
    try:
        stands = schema.standing(database)
    except StoreUnavailable as error:
        raise StoreUnavailable(f"the file is no backup of mailflow's; {_NOTHING}") from error
    if stands is Standing.EMPTY:
        raise StoreUnavailable(f"the file is no backup of mailflow's: it has no tables; {_NOTHING}")
    if stands is Standing.NEWER:
        msg = f"the backup was made by a later mailflow; {_NOTHING}; install that version again, then restore it"
        raise StoreTooNew(msg)
    before = _ends(database)
    if stands is Standing.OLDER:
        schema.upgrade(database)
    sound = _Sound(ends=_ends(database), is_upgraded=stands is Standing.OLDER)
    if sound.ends != before:
        raise StoreUnavailable(f"bringing the backup up to date changed its chain of events; {_NOTHING}; tell us")
    _require_chains(database)
    return sound


def _ends(database: Database) -> dict[str, tuple[int, bytes]]:
    with database.transaction(writes=False) as connection:
        rows = connection.execute(sa.text("SELECT org, n, hash FROM chain ORDER BY org"))
        return {row.org: (row.n, bytes(row.hash)) for row in rows}


def _require_chains(database: Database) -> None:
    codes = list(_ends(database))  # of its own transaction: in memory there is one at a time
    with Store(database).reading() as reader:
        for code in codes:
            found = verify(reader, code)
            if not found.is_sound:
                raise StoreUnavailable(f"the chain of events of {code} does not hold: {found.why}; {_NOTHING}")


def _require_same(database: Database, sound: _Sound) -> None:
    """Look once more, where the record is now."""
    assert _ends(database) == sound.ends, "what was put in place is what was looked through"
    _require_chains(database)


def _mark(database: Database, codes: Iterable[str], now: datetime) -> None:
    with Store(database).writing() as writer:
        for code in dict.fromkeys(codes):
            writer.begin_recovering(code, now)


def _counts(sound: _Sound) -> dict[str, int]:
    return {code: n for code, (n, _) in sound.ends.items()}


def _require_sqlite(start: bytes) -> None:
    if not start.startswith(_SQLITE):
        raise StoreUnavailable(f"the file is no backup of mailflow's; {_NOTHING}")


def _is_empty(database: Database) -> bool:
    if schema.standing(database) is Standing.EMPTY:
        return True
    with database.transaction(writes=False) as connection:
        return not any(_has_rows(connection, table) for table in (event, message, case))


def _has_rows(connection: Connection, table: sa.Table) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)

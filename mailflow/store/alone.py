"""One process at a time: a lock that ends with the process that holds it, however it ends.

SQLite: a lock file beside the database, locked by the operating system. PostgreSQL: an advisory lock of a connection of
its own. Neither needs a clock, so neither can be fooled by one; a lease with an end could.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[bool]:
    """Hold a name while the block runs, and say whether we hold it; another process that asks gets False."""
    if engine.dialect.name == "sqlite":
        with _alone_by_file(engine.url.database or "", name) as held:
            yield held
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))))
        try:
            yield held
        finally:
            if held:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))


@contextmanager
def _alone_by_file(database: str, name: str) -> Iterator[bool]:
    if not database or database == ":memory:":
        yield True  # nobody else sees this database
        return
    path = Path(f"{database}.{hashlib.sha256(name.encode()).hexdigest()[:12]}.lock")
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)

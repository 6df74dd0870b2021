"""One process at a time: a lock that ends with the process that holds it, however it ends.

SQLite: a lock file beside the database, locked by the operating system. PostgreSQL: an advisory lock of a connection of
its own. Neither needs a clock, so neither can be fooled by one; a lease with an end could. But a connection can break
while its process lives, and the lock is gone with it: who works for long asks ``Hold.is_kept`` now and then.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine

from mailflow.store.errors import StoreUnavailable


class Hold:
    """What asking for a name came to: true where it became ours."""

    def __init__(self, is_ours: bool, is_alive: Callable[[], bool] = lambda: True) -> None:
        self._is_ours = is_ours
        self._is_alive = is_alive

    def __bool__(self) -> bool:
        return self._is_ours

    def is_kept(self) -> bool:
        """Ask whether the name is still ours. Once it is not, it never is again: ask for it anew."""
        self._is_ours = self._is_ours and self._is_alive()
        return self._is_ours


@contextmanager
def alone(engine: Engine, name: str) -> Iterator[Hold]:
    """Hold a name while the block runs, and say whether we hold it; another process that asks gets a false ``Hold``."""
    if engine.dialect.name == "sqlite":
        with _alone_by_file(engine.url.database or "", name) as held:
            yield Hold(held)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Held for as long as a daemon runs, for each organisation: the pool is for transactions. Closing it unlocks.
        connection.detach()
        held = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key_of(name)))))
        yield Hold(held, lambda: _answers(connection))


def key_of(name: str) -> int:
    """Return the number by which PostgreSQL knows a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def _answers(connection: Connection) -> bool:
    try:
        connection.execute(sa.select(1))
    except exc.DBAPIError:
        return False
    return True


@contextmanager
def _alone_by_file(database: str, name: str) -> Iterator[bool]:
    if not database or database == ":memory:":
        yield True  # nobody else sees this database
        return
    path = Path(f"{database}.{hashlib.sha256(name.encode()).hexdigest()[:12]}.lock")
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        msg = f"the lock file {path} cannot be opened ({error.strerror}); let the user that runs mailflow write there"
        raise StoreUnavailable(msg) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)

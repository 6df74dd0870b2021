"""Which process works on which mailbox: many names held by one process, and how many each of several should hold.

PostgreSQL: one connection of the process has an advisory lock for each mailbox that it works on, and a shared one by
which the workers know of each other. Both end with the connection, however the process ends: nobody keeps a clock or a
heartbeat, so none can be wrong about it. Who counts the shared locks knows how many workers there are, and each comes
to the same shares by itself. SQLite: a lock file for each mailbox, and one process has them all.

A connection can break while its process lives, and with it the locks go while a turn is under way. So whoever takes a
mailbox raises its ``epoch``, in the row that every writer locks first: a step of the one before is refused from then on
(``Overtaken``). A letter whose final dot was made durable before that is on its way, and counted as such.

What ``alone.py`` holds and what is held here exclude each other: the keys are the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection, CursorResult, Engine
from sqlalchemy.sql import Executable

from mailflow.store.alone import alone, key_of
from mailflow.store.errors import StoreUnavailable
from mailflow.store.tables import chain

#: First half of the key by which workers know of each other; the second is how many mailboxes one takes at most.
_WORKERS = 0x6D61696C
#: No worker takes more than this.
LARGEST_LIMIT = 100_000
#: A peer that went away without a word (power, network) is given up after 10 + 4 * 5 seconds, by either side.
_KEEP_ALIVE = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 4")
#: Whoever takes a mailbox waits so long for a transaction of whoever had it before.
_PATIENCE = "lock_timeout = '5s'"
_NOT_IN_TIME = "55P03"
_FIRST = postgresql.insert(chain).values(org=sa.bindparam("org_"), n=0, hash=bytes(32), epoch=1)
_TAKE = _FIRST.on_conflict_do_update(index_elements=["org"], set_={"epoch": chain.c.epoch + 1}).returning(chain.c.epoch)
_HELD = sa.text(
    "SELECT pid, classid::bigint, objid::bigint, objsubid FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand among the processes.

    Attributes:
        free: Of the names asked about, those that nobody holds.
        share: How many of them this process should hold.
        rank: Its place among the workers, from 0.
        wanting: How many names others want that only those can give who have more than their share.
        workers: Who shares, this one included; 0 where nothing is shared.
    """

    free: frozenset[str]
    share: int
    rank: int = 0
    wanting: int = 0
    workers: int = 0


def shares(names: int, limits: Sequence[int]) -> list[int]:
    """Return how many names each of several processes should hold: as evenly as their limits allow.

    All are held where the limits allow it. A process with a smaller limit leaves more to the others.
    """
    found = [0] * len(limits)
    left = names
    # The smallest limit first: whoever comes later has room for what the others could not take.
    for done, n in enumerate(sorted(range(len(limits)), key=lambda n: limits[n])):
        found[n] = min(limits[n], left // (len(limits) - done))
        left -= found[n]
    return found


class Leases(ABC):
    """The names that this process holds. For one thread; ``held`` may be asked by all.

    Args of the methods are codes of organisations. Each method may raise ``StoreUnavailable``: then nothing is held.
    """

    held: frozenset[str] = frozenset()

    @abstractmethod
    def look(self, names: Collection[str]) -> Standing:
        """Say how things stand with these names, and find out whether what is held is held still."""

    @abstractmethod
    def take(self, name: str) -> bool:
        """Take a name, and say whether it became ours."""

    @abstractmethod
    def give_back(self, name: str) -> None:
        """Let others have a name, where we hold it."""

    def leave(self) -> None:  # noqa: B027 - most share nothing
        """Share no more with other processes."""

    @abstractmethod
    def close(self) -> None:
        """Give everything back. Never raises. What is still being done on it is refused once another has it."""


class FileLeases(Leases):
    """Lock files beside an SQLite database; nothing is shared, whoever comes first has it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._locks: dict[str, ExitStack] = {}

    def look(self, names: Collection[str]) -> Standing:
        """See ``Leases``."""
        return Standing(free=frozenset(names) - self.held, share=len(names))

    def take(self, name: str) -> bool:
        """See ``Leases``."""
        with ExitStack() as stack:
            if not stack.enter_context(alone(self._engine, name_of(name))):
                return False
            self._locks[name] = stack.pop_all()
        self.held |= {name}
        return True

    def give_back(self, name: str) -> None:
        """See ``Leases``."""
        self.held -= {name}
        if (lock := self._locks.pop(name, None)) is not None:
            lock.close()

    def close(self) -> None:
        """See ``Leases``."""
        for name in list(self._locks):
            self.give_back(name)


class ServerLeases(Leases):
    """Advisory locks of one connection to PostgreSQL.

    Args:
        engine: The database.
        limit: So many names this process takes at most, and shares the rest with the other workers; None to share
            nothing and to want everything that is free.
        epochs: Where to note how often each mailbox had been taken when we took it.
    """

    def __init__(self, engine: Engine, limit: int | None, epochs: dict[str, int]) -> None:
        self._engine = engine
        self._limit = None if limit is None else min(limit, LARGEST_LIMIT)
        self._epochs = epochs
        self._connection: Connection | None = None
        self._pid = 0

    def look(self, names: Collection[str]) -> Standing:
        """See ``Leases``."""
        rows = self._done(_HELD).all()
        members = sorted((row.pid, row.objid) for row in rows if (row.classid, row.objsubid) == (_WORKERS, 2))
        keys = {_halves(name): name for name in names}
        holders = {
            keys[row.classid, row.objid]: row.pid
            for row in rows
            if row.objsubid == 1 and (row.classid, row.objid) in keys
        }
        free = frozenset(names) - holders.keys()
        if self._limit is None:
            return Standing(free=free, share=len(names))
        return self._shared(free, members, holders)

    def _shared(self, free: frozenset[str], members: Sequence[tuple[int, int]], holders: dict[str, int]) -> Standing:
        pids = [pid for pid, _ in members]
        ours_or_theirs = sum(pid in pids for pid in holders.values()) + len(free)
        fair = dict(zip(pids, shares(ours_or_theirs, [limit for _, limit in members]), strict=True))
        have = Counter(holders.values())
        lacking = sum(max(0, fair[pid] - have[pid]) for pid in pids if pid != self._pid)
        return Standing(
            free=free,
            share=fair.get(self._pid, 0),
            rank=pids.index(self._pid) if self._pid in pids else 0,
            wanting=max(0, lacking - len(free)),
            workers=len(members),
        )

    def take(self, name: str) -> bool:
        """See ``Leases``."""
        key = key_of(name_of(name))
        if name in self.held or not self._done(sa.select(sa.func.pg_try_advisory_lock(key))).scalar_one():
            return name in self.held
        # Waits for a transaction of whoever held it before: from here on its steps are refused (``Overtaken``).
        epoch = self._asked(_TAKE, {"org_": name}, may_fail=_NOT_IN_TIME)
        if epoch is None:
            self._done(sa.select(sa.func.pg_advisory_unlock(key)))
            return False
        self._epochs[name] = epoch.scalar_one()
        self.held |= {name}
        return True

    def give_back(self, name: str) -> None:
        """See ``Leases``."""
        if name in self.held:
            self.held -= {name}
            self._epochs.pop(name, None)
            self._done(sa.select(sa.func.pg_advisory_unlock(key_of(name_of(name)))))

    def leave(self) -> None:
        """Share no more: the others take what is given back from here on."""
        if self._limit is not None and self._connection is not None:
            self._done(sa.select(sa.func.pg_advisory_unlock_shared(_WORKERS, self._limit)))
            self._limit = 0

    def close(self) -> None:
        """See ``Leases``."""
        self.held = frozenset()
        if self._connection is not None:
            with suppress(exc.DBAPIError):
                self._connection.close()
        self._connection = None

    def _done(self, statement: Executable) -> CursorResult[Any]:
        done = self._asked(statement)
        assert done is not None, "what may not fail raises"
        return done

    def _asked(
        self, statement: Executable, values: dict[str, Any] | None = None, may_fail: str | None = None
    ) -> CursorResult[Any] | None:
        """Execute, connecting where need be; None where it failed with the SQLSTATE that it may fail with."""
        try:
            if self._connection is None:
                self._connection = self._connected()
            return self._connection.execute(statement, values)
        except exc.DBAPIError as error:
            if may_fail is not None and getattr(error.orig, "sqlstate", None) == may_fail:
                return None
            # With the connection the locks are gone, and others may have them already.
            self.close()
            said = str(error.orig).strip().partition("\n")[0].rstrip(".")
            msg = f"the database cannot be asked who works on which mailbox ({said}); mailflow asks again"
            raise StoreUnavailable(msg) from error

    def _connected(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection  # to be closed, should the next steps fail
        # Held for as long as the process runs: the pool is for transactions. Closing it unlocks.
        connection.detach()
        for setting in (*_KEEP_ALIVE, _PATIENCE):
            connection.exec_driver_sql(f"SET {setting}")
        self._pid = connection.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()
        if self._limit is not None:
            connection.execute(sa.select(sa.func.pg_advisory_lock_shared(_WORKERS, self._limit)))
        return connection


def name_of(org: str) -> str:
    """Return under which name a mailbox is locked."""
    return f"mailbox:{org}"


def _halves(org: str) -> tuple[int, int]:
    """Return a key as PostgreSQL shows it: two numbers without a sign."""
    key = key_of(name_of(org)) & 0xFFFFFFFFFFFFFFFF
    return key >> 32, key & 0xFFFFFFFF

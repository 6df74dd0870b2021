"""Cases: the state of each, and the events that made it, in one chain for each organisation."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from mailflow.core.case import Case, Status, What
from mailflow.core.facts import Fact
from mailflow.store import codec, lookups
from mailflow.store.access import BATCH, Access, Values, batches
from mailflow.store.chain import GENESIS, SALT_BYTES, Link, data_hash, link_hash, reason_hash
from mailflow.store.errors import Conflict
from mailflow.store.rows import CaseChange, RecordedFact
from mailflow.store.tables import case as table
from mailflow.store.tables import chain, counter, event, storable

_INDEXED = ("seq", "status", "stage", "kind", "received_at", "wake_at", "next_due_at", "state")
_UPDATE = (
    sa.update(table)
    .where(table.c.org == sa.bindparam("org_"), table.c.ref == sa.bindparam("ref_"))
    .values({name: sa.bindparam(f"{name}_") for name in _INDEXED})
)
_GROW = (
    sa.update(chain).where(chain.c.org == sa.bindparam("org_")).values(n=sa.bindparam("n_"), hash=sa.bindparam("hash_"))
)
_LAST = sa.select(counter.c.last).where(counter.c.org == sa.bindparam("org_"), counter.c.year == sa.bindparam("year_"))
_RECORDED = (
    *(event.c.n, event.c.ref, event.c.seq, event.c.at, event.c.recorded_at),
    *(event.c.kind, event.c.by, event.c.reason, event.c.data),
)


def next_due_at(case: Case) -> datetime | None:
    """Return when the next promise to the complainant falls due; their own appeal window is none.

    Nor is a promise whose clock stands still: nobody knows its day yet.
    """
    running = [one for one in case.deadlines if one.is_running and not one.held_since]
    due = [one.due.due_at for one in running if one.what is not What.APPEAL]
    return min(due, default=None)


class ReadCases(Access):
    """Looking up cases and their events."""

    def case(self, org: str, ref: str) -> Case | None:
        """Return a case, or None where there is none of this reference."""
        return self.cases(org, [ref]).get(ref)

    def cases(self, org: str, refs: Iterable[str]) -> dict[str, Case]:
        """Return many cases by reference; an unknown one is absent."""
        rows = self._found_among(lookups.case_states, refs, {"org_": org})
        return {row["ref"]: codec.load_case(row["state"]) for row in rows}

    def case_rows(self, org: str, *, closed: bool = True) -> list[Case]:
        """Return all cases, or all but closed ones, oldest first."""
        query = sa.select(table.c.state).where(table.c.org == org).order_by(table.c.received_at, table.c.ref)
        if not closed:
            query = query.where(table.c.status != Status.CLOSED.value)
        return [codec.load_case(state) for state in self._db.scalars(query)]

    def closed_cases(self, org: str) -> int:
        """Return how many cases are closed."""
        where = (table.c.org == org, table.c.status == Status.CLOSED.value)
        return self._db.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

    def refs_written_to(self, org: str, addresses: Iterable[str]) -> dict[str, set[str]]:
        """Return the cases about which complainants at these addresses (casefolded) were written to."""
        found: dict[str, set[str]] = {}
        for row in self._found_among(lookups.cases_written_to, map(storable, addresses), {"org_": org}):
            found.setdefault(row["key"], set()).add(row["ref"])
        return found

    def latest_names(self, org: str, limit: int) -> list[tuple[str, str]]:
        """Return the latest cases, each with its complainant's name, the newest first."""
        query = sa.select(table.c.state).where(table.c.org == org)
        query = query.order_by(table.c.received_at.desc(), table.c.ref.desc()).limit(limit)
        found = (codec.load_case(state) for state in self._db.scalars(query))
        return [(one.ref, one.complainant.name) for one in found]

    def due(self, org: str, now: datetime, limit: int | None = None) -> list[Case]:
        """Return the cases that asked to be woken by now, the one that waits longest first."""
        query = sa.select(table.c.state).where(table.c.org == org, table.c.wake_at <= now)
        query = query.order_by(table.c.wake_at, table.c.ref).limit(limit)
        return [codec.load_case(state) for state in self._db.scalars(query)]

    def next_wake(self, org: str) -> datetime | None:
        """Return when the first case wants to be woken."""
        sleeping = (table.c.org == org, table.c.wake_at.is_not(None))  # as in the index
        first: datetime | None = self._db.scalar(sa.select(sa.func.min(table.c.wake_at)).where(*sleeping))
        return first

    def events(self, org: str, ref: str) -> list[RecordedFact]:
        """Return the events of a case in order."""
        query = sa.select(*_RECORDED).where(event.c.org == org, event.c.ref == ref).order_by(event.c.seq)
        return [_recorded(row) for row in self._rows(query)]

    def links(self, org: str) -> Iterator[Link]:
        """Yield the whole chain in order, a piece at a time, so that a long one needs no more memory."""
        last = -1
        while True:
            query = sa.select(event).where(event.c.org == org, event.c.n > last).order_by(event.c.n).limit(BATCH)
            rows = self._rows(query)
            if not rows:
                return
            yield from (Link(**row) for row in rows)
            last = rows[-1]["n"]

    def chain_end(self, org: str) -> tuple[int, bytes]:
        """Return the number and the hash of the event that was written last."""
        row = self._db.execute(sa.select(chain.c.n, chain.c.hash).where(chain.c.org == org)).one_or_none()
        return (0, GENESIS) if row is None else (row.n, bytes(row.hash))

    def histories(self, org: str) -> Iterator[tuple[str, Case | None, list[RecordedFact]]]:
        """Yield every reference that has a state or an event, with both."""
        of_events = sa.select(event.c.ref).where(event.c.org == org)
        refs = self._db.scalars(sa.select(table.c.ref).where(table.c.org == org).union(of_events)).all()
        for some in batches(refs):
            states = self.cases(org, some)
            query = sa.select(*_RECORDED).where(event.c.org == org, event.c.ref.in_(some)).order_by(event.c.seq)
            told: dict[str, list[RecordedFact]] = {ref: [] for ref in some}
            for row in self._rows(query):
                told[row["ref"]].append(_recorded(row))
            yield from ((ref, states.get(ref), told[ref]) for ref in some)

    def drifted(self, org: str) -> str | None:
        """Return a case whose indexed columns do not say what its state says, or None."""
        for some in batches(self._db.scalars(sa.select(table.c.ref).where(table.c.org == org))):
            for row in self._rows(sa.select(table).where(table.c.org == org, table.c.ref.in_(some))):
                state = codec.load_case(row["state"])
                if {**_indexed(org, state), "state": row["state"]} != dict(row):
                    return str(row["ref"])
        return None


class WriteCases(ReadCases):
    """Recording what happened."""

    def __init__(self, connection: Connection, epochs: Mapping[str, int] | None = None) -> None:
        super().__init__(connection, epochs)
        self._numbers: dict[tuple[str, int], int] = {}

    def next_number(self, org: str, year: int) -> int:
        """Return a number for a case reference that was never given before in this organisation and year."""
        self._numbers[org, year] = last = self.last_number(org, year) + 1
        return last

    def pass_over(self, org: str, year: int, number: int) -> None:
        """Give no number up to this one to a case: it may have been given before, in a record that was lost."""
        self._numbers[org, year] = max(self.last_number(org, year), number)

    def last_number(self, org: str, year: int) -> int:
        """Return the number that was given last; 0 where none was."""
        self._lock(org)
        if (last := self._numbers.get((org, year))) is None:
            last = next((row["last"] for row in self._found(_LAST, {"org_": org, "year_": year})), 0)
        return last

    def finish(self) -> None:
        """Write what was put off to the end of the transaction; ``Store.writing`` calls it before the commit."""
        rows = [{"org": org, "year": year, "last": last} for (org, year), last in self._numbers.items()]
        self._put(counter, ("org", "year"), ("last",), rows)

    def save_cases(self, org: str, changes: Sequence[CaseChange], recorded_at: datetime) -> None:
        """Record facts and the states that they led to, in the order given; a case may change more than once.

        Raises:
            Conflict: A case is not as it was when it was read; roll back and decide again.
        """
        if not changes:
            return
        n, end = self._lock(org)
        stored = self._seqs(org, [change.after.ref for change in changes])
        links: list[Values] = []
        now = dict(stored)
        final: dict[str, Case] = {}
        for change in changes:
            ref, before = change.after.ref, change.before.seq if change.before else None
            assert change.after.organisation == org, "a case stays with its organisation"
            assert change.after.seq == (before or 0) + len(change.facts), "the state is the fold of its facts"
            if now.get(ref) != before:
                msg = f"{ref} was changed by somebody else meanwhile; nothing was kept, read it again"
                raise Conflict(msg)
            for seq, fact in enumerate(change.facts, start=(before or 0) + 1):
                n += 1
                link = _link(end, org, n, ref, seq, fact, recorded_at)
                end = link["hash"]
                links.append(link)
            now[ref] = change.after.seq
            final[ref] = change.after
        rows = [_indexed(org, state) for state in final.values()]
        self._add(table, [row for row in rows if row["ref"] not in stored])
        known = [row for row in rows if row["ref"] in stored]
        self._many(_UPDATE, [{f"{name}_": value for name, value in row.items()} for row in known])
        self._append(org, links)

    def _append(self, org: str, links: Sequence[Values]) -> None:
        """Write events, each linked to the one before it, at the end of the chain."""
        if links:
            self._add(event, links)
            n, end = links[-1]["n"], links[-1]["hash"]
            self._many(_GROW, [{"org_": org, "n_": n, "hash_": end}])
            self._ends[org] = (n, end)

    def _seqs(self, org: str, refs: Iterable[str]) -> dict[str, int]:
        return {row["ref"]: row["seq"] for row in self._found_among(lookups.case_numbers, refs, {"org_": org})}


def _indexed(org: str, case: Case) -> Values:
    return {
        "org": org,
        "ref": case.ref,
        "seq": case.seq,
        "status": case.status.value,
        "stage": case.stage,
        "kind": case.kind.value,
        "received_at": case.first_received_at,
        "wake_at": case.wake_at,
        "next_due_at": next_due_at(case),
        "state": codec.dump_case(case),
    }


def _link(before: bytes, org: str, n: int, ref: str, seq: int, fact: Fact, recorded_at: datetime) -> Values:
    kind, data = codec.dump_event(fact.event)
    return linked(
        *(before, org, n, ref, seq),
        kind=kind,
        data=data,
        by=fact.by,
        reason=fact.reason,
        at=fact.at,
        recorded_at=recorded_at,
    )


def linked(
    before: bytes,
    org: str,
    n: int,
    ref: str,
    seq: int,
    *,
    kind: str,
    data: str,
    by: str,
    reason: str | None,
    at: datetime,
    recorded_at: datetime | None = None,
) -> Values:
    """Return the row of an event that follows another one, whose hash is ``before``."""
    salt = secrets.token_bytes(SALT_BYTES)
    # Hashed as it will be stored, or it could not be verified.
    by, reason = storable(by), None if reason is None else storable(reason)
    hashed: dict[str, Any] = {
        "org": org,
        "n": n,
        "ref": ref,
        "seq": seq,
        "at": at,
        "recorded_at": recorded_at or at,
        "kind": kind,
        "by": by,
        "reason_sha256": reason_hash(salt, reason),
        "data_sha256": data_hash(salt, data),
    }
    return {**hashed, "reason": reason, "data": data, "salt": salt, "hash": link_hash(before, **hashed)}


def _recorded(row: RowMapping) -> RecordedFact:
    values: Values = dict(row)
    data: str | None = values.pop("data")
    fact = None
    if data is not None and codec.is_of_a_case(values["kind"]):
        known = codec.load_event(values["kind"], data)
        fact = Fact(at=values["at"], by=values["by"], event=known, reason=values["reason"])
    return RecordedFact(**values, data={} if data is None else json.loads(data), fact=fact)

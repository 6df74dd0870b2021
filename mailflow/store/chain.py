"""The chain that makes the record of events tell when it was changed.

One chain for each organisation. Each event's hash covers the hash before it, so nothing can be changed, put in, taken
out or put in another order without every later hash being wrong::

    reason_sha256 = sha256(salt ‖ JSON of the reason)
    data_sha256   = sha256(salt ‖ the event's data, as they were written)
    hash          = sha256(hash before ‖ canonical JSON of the other fields and the two above)

The salt is 16 random bytes of the event's own. Retention erases data, reason and salt together: what is left says
nothing about what was there (without the salt not even a guess can be checked), and the chain still holds. Where words
of an event were blacked out (``redaction.py``), the salt alone is gone, and a later event of the chain has the hash of
what stands there since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from mailflow.core.case import Case
from mailflow.core.facts import Fact
from mailflow.store.rows import RecordedFact
from mailflow.store.tables import to_microseconds

GENESIS: Final = bytes(32)
SALT_BYTES: Final = 16

_canonical = json.JSONEncoder(separators=(",", ":")).encode  # the fields are written in order below

Evolve = Callable[[Case | None, Fact], Case]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An event as the chain sees it. ``salt`` is None where the event's data were erased."""

    org: str
    n: int
    ref: str
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    by: str
    reason: str | None
    data: str | None
    salt: bytes | None
    reason_sha256: bytes
    data_sha256: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What walking the chain found.

    Attributes:
        events: How many events hold, counted from the first.
        broken_at: Number of the first event that does not, or None.
        case: The case whose state is not what its events say, or None.
        why: What is wrong, in one sentence; empty where nothing is.
        erased: Events whose data retention erased; they hold, but their cases cannot be told anew.
        blackened: Events in which words were blacked out; they hold too.
    """

    events: int
    broken_at: int | None = None
    case: str | None = None
    why: str = ""
    erased: int = 0
    blackened: int = 0

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong."""
        return not self.why


class Verifiable(Protocol):
    """What ``verify`` reads; ``Reader`` has it."""

    def links(self, org: str) -> Iterator[Link]: ...  # noqa: D102
    def chain_end(self, org: str) -> tuple[int, bytes]: ...  # noqa: D102
    def histories(self, org: str) -> Iterator[tuple[str, Case | None, list[RecordedFact]]]: ...  # noqa: D102
    def drifted(self, org: str) -> str | None: ...  # noqa: D102
    def blackened(self, org: str) -> dict[int, str]: ...  # noqa: D102


def reason_hash(salt: bytes, reason: str | None) -> bytes:
    """Return the hash that stands for a reason."""
    return hashlib.sha256(salt + json.dumps(reason).encode()).digest()


def data_hash(salt: bytes, data: str) -> bytes:
    """Return the hash that stands for an event's data, which are hashed as written."""
    return hashlib.sha256(salt + data.encode()).digest()


def black_hash(reason: str | None, data: str) -> str:
    """Return the hash (hexadecimal) by which a later event vouches for one in which words were blacked out."""
    return hashlib.sha256(json.dumps(reason).encode() + b"\0" + data.encode()).hexdigest()


def link_hash(
    before: bytes,
    *,
    org: str,
    n: int,
    ref: str,
    seq: int,
    at: datetime,
    recorded_at: datetime,
    kind: str,
    by: str,
    reason_sha256: bytes,
    data_sha256: bytes,
) -> bytes:
    """Return the hash of an event: of the one before it, and of the canonical JSON of its fields.

    Canonical: keys in order, no spaces, ASCII, instants as microseconds since 1970, hashes in hexadecimal.
    """
    fields = {
        "at": to_microseconds(at),
        "by": by,
        "data_sha256": data_sha256.hex(),
        "kind": kind,
        "n": n,
        "org": org,
        "reason_sha256": reason_sha256.hex(),
        "recorded_at": to_microseconds(recorded_at),
        "ref": ref,
        "seq": seq,
    }
    return hashlib.sha256(before + _canonical(fields).encode()).digest()


def verify(reader: Verifiable, org: str, *, evolve: Evolve | None = None) -> Verification:
    """Walk an organisation's chain, then tell every case anew from its events and compare.

    The walk ends at the first thing that is wrong. What it cannot see is a whole record that was written anew, chain
    and all: for that, keep the last hash somewhere else from time to time.

    ``evolve`` is the core's own by default.
    """
    walked = _walk(reader.links(org), reader.chain_end(org), reader.blackened(org))
    if not walked.is_sound:
        return walked
    found = _retell(reader, org, evolve or _core_evolve())
    return walked if found is None else replace(walked, case=found[0], why=found[1])


def _core_evolve() -> Evolve:
    from mailflow.core.evolve import evolve

    return evolve


def _walk(links: Iterable[Link], end: tuple[int, bytes], blackened: Mapping[int, str]) -> Verification:
    n, before, erased, black = 0, GENESIS, 0, 0
    for link in links:
        why = _why_broken(link, n + 1, before, blackened.get(n + 1))
        if why:
            return Verification(events=n, broken_at=n + 1, why=why, erased=erased, blackened=black)
        n, before = link.n, link.hash
        erased += link.salt is None and link.data is None
        black += link.salt is None and link.data is not None
    if end != (n, before):
        why = f"the chain ends with event {n}, but event {end[0]} was the last one written"
        return Verification(events=n, broken_at=n + 1, why=why, erased=erased, blackened=black)
    return Verification(events=n, erased=erased, blackened=black)


def _why_broken(link: Link, n: int, before: bytes, blackened: str | None) -> str | None:
    if link.n != n:
        return f"event {n} is missing"
    expected = link_hash(
        before,
        org=link.org,
        n=link.n,
        ref=link.ref,
        seq=link.seq,
        at=link.at,
        recorded_at=link.recorded_at,
        kind=link.kind,
        by=link.by,
        reason_sha256=link.reason_sha256,
        data_sha256=link.data_sha256,
    )
    if link.hash != expected:
        return f"event {n} (number {link.seq} of {link.ref}) was changed or does not follow the one before it"
    if link.salt is None:
        if link.data is not None and blackened == black_hash(link.reason, link.data):
            return None
        # Erased: what stands there now was never hashed, so it proves nothing.
        return None if link.data is None and link.reason is None else f"event {n} was erased and then written on"
    if link.data is None or data_hash(link.salt, link.data) != link.data_sha256:
        return f"the data of event {n} (number {link.seq} of {link.ref}) were changed"
    if reason_hash(link.salt, link.reason) != link.reason_sha256:
        return f"the reason of event {n} (number {link.seq} of {link.ref}) was changed"
    return None


def _retell(reader: Verifiable, org: str, evolve: Evolve) -> tuple[str, str] | None:
    for ref, state, events in reader.histories(org):
        if [one.seq for one in events] != list(range(1, len(events) + 1)):
            return ref, f"the events of {ref} are not numbered without a gap"
        if state is None and any(one.fact for one in events):
            return ref, f"{ref} has events but no state"
        if state is not None and state.seq != len(events):
            return ref, f"{ref} has {len(events)} events, but its state is that after {state.seq}"
        told: Case | None = None
        for one in events:
            if one.fact is None:
                break
            told = evolve(told, one.fact)
        else:
            # When to wake is worked out from the state and the office's calendar; no event says it.
            if state is not None and (told is None or replace(told, wake_at=state.wake_at) != state):
                return ref, f"the state of {ref} is not what its events say"
    drifted = reader.drifted(org)
    return None if drifted is None else (drifted, f"the index of {drifted} does not agree with its state")

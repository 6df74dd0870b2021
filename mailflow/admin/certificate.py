"""The certificate of destruction: what was destroyed, by which rule, and that the chain of events still holds."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from mailflow.admin.asked import Failure
from mailflow.admin.copies import Copy, as_json, lines
from mailflow.admin.terminal import local, shown
from mailflow.store import Erased


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """One record that was destroyed.

    Attributes:
        party: Keyed hash of the complainant's address; empty where there was none.
        copies: How many copies were deleted from the mailbox's own folders; None where they are left there.
    """

    ref: str
    closed_at: datetime
    reason: str
    erased: Erased
    copies: int | None
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfiled:
    """Messages on no case that were destroyed, with our letters about them; ``copies`` as of a record."""

    messages: int
    letters: int
    copies: int | None
    reason: str


@dataclass(slots=True, kw_only=True)
class Certificate:
    """What one run destroyed in one organisation.

    Attributes:
        key: Of the hashes in it. It stands on the certificate alone: who has that can show that the record of a certain
            address was destroyed; from the database nobody can, not even by guessing.
        last_hash: The end of the chain afterwards; None while that is not known.
        unfiled: What was destroyed of messages on no case; None where nothing was.
        backups: The copies of the record that still hold what was destroyed.
        left: Why something may still lie in the files of the database; None where nothing does.
        beyond: What still has it and is beyond our reach; None where nothing does.
    """

    organisation: str
    zone: str
    by: str
    at: datetime
    key: bytes = field(default_factory=lambda: os.urandom(16))
    records: list[Destroyed] = field(default_factory=list)
    events: int = 0
    last_hash: str | None = None
    left: str | None = None
    beyond: str | None = None
    unfiled: Unfiled | None = None
    backups: list[Copy] = field(default_factory=list)

    def party(self, address: str | None) -> str:
        """Return the keyed hash of an address."""
        return hmac.digest(self.key, address.casefold().encode(), "sha256").hex() if address else ""

    def lines(self) -> Iterator[str]:
        """Yield the certificate as it is written."""
        yield f"Certificate of destruction: {self.organisation}"
        yield f"{local(self.at, self.zone)} ({self.zone}), by {self.by}"
        yield ""
        for one in self.records:
            yield f"{one.ref}, closed {local(one.closed_at, self.zone)}"
            yield f"  Why: {one.reason}"
            erased = one.erased
            yield f"  Destroyed: {_number(erased.messages, 'message')} with texts and files,"
            yield f"  {_number(erased.letters, 'letter')}, and the data of {_number(erased.events, 'event')}"
            yield f"  In the mailbox: {_in_mailbox(one.copies)}"
            if one.party:
                yield f"  Complainant: {one.party}"
        if self.unfiled:
            yield from self._unfiled(self.unfiled)
        yield ""
        yield f"{_number(len(self.records), 'record')} destroyed. What is left of each: its reference, what can be"
        yield "counted, the days on which its messages came with a hash of each, and the chain of events without data."
        if self.last_hash:
            yield f"The chain was verified before and after: {self.events} events. Last hash: {self.last_hash}"
        if self.left:
            yield f"Not finished: {self.left}."
        if self.beyond:
            yield f"Beyond our reach: {self.beyond}."
        yield from lines(self.backups, self.zone)
        yield f"A complainant stands here as HMAC-SHA256 of the address in small letters. Key: {self.key.hex()}"

    def _unfiled(self, gone: Unfiled) -> Iterator[str]:
        yield "On no case: spam, mail of machines, what was discarded from the holding pen"
        yield f"  Why: {gone.reason}"
        letters = f", and {_number(gone.letters, 'letter')} about them" if gone.letters else ""
        yield f"  Destroyed: {_number(gone.messages, 'message')} with texts and files{letters}"
        yield f"  In the mailbox: {_in_mailbox(gone.copies)}"

    def as_json(self) -> dict[str, object]:
        """Return the certificate for a script."""
        return {
            "organisation": self.organisation,
            "at": self.at,
            "by": self.by,
            "key": self.key.hex(),
            "events": self.events,
            "last_hash": self.last_hash,
            "left": self.left,
            "beyond": self.beyond,
            "unfiled": None if self.unfiled is None else dataclasses.asdict(self.unfiled),
            "backups": as_json(self.backups),
            "records": [
                {
                    "ref": one.ref,
                    "closed_at": one.closed_at,
                    "reason": one.reason,
                    "messages": one.erased.messages,
                    "letters": one.erased.letters,
                    "events": one.erased.events,
                    "copies": one.copies,
                    "party": one.party,
                }
                for one in self.records
            ],
        }


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Make the file before anything is destroyed, readable by its owner alone, and never over another."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Failure(f"{path} is there already. Move it away, or name another with --certificate.") from None
    with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123
        yield file


def write(certificate: Certificate, file: TextIO) -> str:
    """Write a certificate, let the disk have it, and return the hash of what was written."""
    text = "".join(f"{shown(line)}\n" for line in certificate.lines())
    file.write(text)
    file.flush()
    os.fsync(file.fileno())
    return hashlib.sha256(text.encode()).hexdigest()


def _in_mailbox(copies: int | None) -> str:
    if copies is None:
        return "left as it was ([mailbox] purged says so)"
    return f"{copies} {'copy' if copies == 1 else 'copies'} deleted"


def _number(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"

"""Destroying the record of a case, so that only what was counted is left.

In one transaction everything that says who or what goes: bytes and texts of messages, what was read in them, letters,
their words in the index of the full text, the state of the case, and the data, reasons and salts of its events. What
stays: that a message came and which bytes it had (its hash; else a copy in the mailbox would be a new complaint one
day), the chain of events, which holds without the data (``chain.py``), and one last event with what can be counted.
``Store.sweep`` then takes it out of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from pydantic import TypeAdapter

from mailflow.core.facts_by_hand import BlackedOut
from mailflow.core.retention import Remains
from mailflow.store import codec
from mailflow.store.access import Access, batches
from mailflow.store.apart import erase_apart, of_letter, of_message
from mailflow.store.cases import WriteCases, linked
from mailflow.store.errors import Conflict
from mailflow.store.rows import LetterStatus, MessageState
from mailflow.store.search import forget_words
from mailflow.store.tables import (
    case,
    draft,
    event,
    letter,
    letter_body,
    message,
    message_raw,
    message_text,
    pen,
    sighting,
)

_GONE: Final = "destroyed with the record of its case"


@cache
def _remains() -> TypeAdapter[Remains]:
    return TypeAdapter(Remains)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stands in the place of a case. ``n`` is the number of its event in the organisation's chain."""

    ref: str
    n: int
    at: datetime
    by: str
    reason: str
    remains: Remains


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A message of a case as the mailbox can still have it.

    Attributes:
        size: Of the kept bytes.
        places: Where it was seen: the ledger's folder, UIDVALIDITY and UID.
    """

    message: int
    sha256: str
    size: int
    truncated: bool
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How much was destroyed."""

    messages: int
    letters: int
    events: int


class ReadErasure(Access):
    """Looking up what was destroyed, and what there is to destroy."""

    def tombstones(self, org: str) -> list[Tombstone]:
        """Return what stands in the place of cases, in the order in which they were destroyed."""
        query = sa.select(event).where(event.c.org == org, event.c.kind == codec.ERASED).order_by(event.c.n)
        return [
            Tombstone(
                ref=row["ref"],
                n=row["n"],
                at=row["at"],
                by=row["by"],
                reason=row["reason"] or "",
                remains=_remains().validate_json(row["data"]),
            )
            for row in self._rows(query)
        ]

    def kept_aside(self) -> list[str]:
        """Return the schemas in which a restore kept the record that was there before; on SQLite that is a file."""
        if self._db.dialect.name == "sqlite":
            return []
        found = self._db.scalars(
            sa.text("SELECT table_schema FROM information_schema.tables WHERE table_name = 'event'")
        )
        return sorted(one for one in found if re.fullmatch(r"before_\d{8}t\d{6}z", one))

    def blackened(self, org: str) -> dict[int, str]:
        """Return the events in which words were blacked out, each with the hash that vouches for it."""
        kind = codec.kind_of(BlackedOut)
        query = sa.select(event.c.data).where(event.c.org == org, event.c.kind == kind, event.c.data.is_not(None))
        found = (codec.load_event(kind, data) for data in self._db.scalars(query.order_by(event.c.n)))
        return {black.number: black.sha256 for one in found if isinstance(one, BlackedOut) for black in one.events}

    def letters_about(self, org: str, ref: str) -> list[int]:
        """Return the letters about a case, and those about no case that name it."""
        return self._letters_of(org, ref)

    def traces(self, org: str, ref: str) -> list[Trace]:
        """Return the messages of a case, with every place where they were seen."""
        return self._traces(sa.select(message).where(message.c.id.in_(self._messages_of(org, ref))))

    def on_no_case(self, org: str, before: datetime) -> list[Trace]:
        """Return the messages on no case that came before a time and still have their texts, with their places.

        Left out is what waits to be read or in the holding pen, and what is another delivery of a message on a case.
        """
        filed = sa.select(message.c.id).where(message.c.org == org, message.c.ref.is_not(None))
        waits = sa.select(pen.c.message).where(pen.c.org == org, pen.c.closed_at.is_(None), pen.c.message.is_not(None))
        whole = sa.select(message_raw.c.message).where(message_raw.c.message == message.c.id)
        query = sa.select(message).where(
            message.c.org == org,
            message.c.ref.is_(None),
            message.c.received_at < before,
            message.c.state == MessageState.DECIDED.value,
            sa.or_(message.c.duplicate_of.is_(None), message.c.duplicate_of.not_in(filed)),
            message.c.id.not_in(waits),
            whole.exists(),
        )
        return self._traces(query.order_by(message.c.id))

    def _traces(self, query: sa.Select[Any]) -> list[Trace]:
        rows = self._rows(query)
        places: dict[int, list[tuple[str, int, int]]] = {}
        for some in batches(row["id"] for row in rows):
            for seen in self._rows(sa.select(sighting).where(sighting.c.message.in_(some))):
                places.setdefault(seen["message"], []).append((seen["folder"], seen["uidvalidity"], seen["uid"]))
        return [
            Trace(
                message=row["id"],
                sha256=row["sha256"],
                size=row["size"],
                truncated=row["truncated"],
                places=tuple(places.get(row["id"], ())),
            )
            for row in rows
        ]

    def why_not_yet(self, org: str, ref: str) -> str | None:
        """Return what still waits about a case, as an end of a sentence; None where nothing does."""
        ids = self._messages_of(org, ref)
        waiting = sa.select(message.c.id).where(message.c.id.in_(ids), message.c.state == MessageState.RECEIVED.value)
        if self._db.scalar(waiting.limit(1)) is not None:
            return "a message of it waits to be read; mailflow run does that"
        unsent = (LetterStatus.QUEUED, LetterStatus.HELD)
        for some in batches(self._letters_of(org, ref)):
            leaving = sa.select(letter.c.id).where(letter.c.id.in_(some), letter.c.status.in_(unsent)).limit(1)
            if (found := self._db.scalar(leaving)) is not None:
                return f"letter {found} about it has not left; wait for it, or mailflow letter cancel {found}"
        about = sa.or_(pen.c.likely_case == ref, pen.c.message.in_(ids))
        penned = sa.select(pen.c.id).where(pen.c.org == org, pen.c.closed_at.is_(None), about)
        if (found := self._db.scalar(penned.limit(1))) is not None:
            return f"entry {found} of the holding pen may belong to it; mailflow pen show {found}"
        return None

    def _letters_of(self, org: str, ref: str) -> list[int]:
        """Return the letters about a case, and those about no case that name it: a digest, a notice to the admin."""
        about = sa.or_(letter.c.ref == ref, letter.c.message.in_(self._messages_of(org, ref)))
        found = set(self._db.scalars(sa.select(letter.c.id).where(letter.c.org == org, about)))
        naming = sa.select(letter.c.id).join(letter_body, letter_body.c.letter == letter.c.id)
        text, subject = (one.contains(ref, autoescape=True) for one in (letter_body.c.text, letter.c.subject))
        named = (letter.c.org == org, letter.c.ref.is_(None), sa.or_(text, subject))
        return sorted(found.union(self._db.scalars(naming.where(*named))))

    def _messages_of(self, org: str, ref: str) -> sa.Select[Any]:
        """Return a query for the messages of a case, and for further deliveries of them."""
        of_case = sa.select(message.c.id).where(message.c.org == org, message.c.ref == ref)
        return sa.select(message.c.id).where(
            message.c.org == org, sa.or_(message.c.ref == ref, message.c.duplicate_of.in_(of_case))
        )


class WriteErasure(WriteCases, ReadErasure):
    """Destroying."""

    def erase_case(self, org: str, remains: Remains, *, by: str, reason: str, at: datetime) -> Erased:
        """Destroy the record of a case, and put what remains of it in its place.

        Args:
            org: The organisation.
            remains: What is left; ``remains.case.seq`` is the number of the case's last event.
            by: Who does it.
            reason: Why: the rule, with its proof, or a person's own words. It stays on record.
            at: The present.

        Raises:
            Conflict: The case has changed meanwhile, or something about it still waits.
        """
        ref = remains.case.ref
        n, end = self._lock(org)
        if self._seqs(org, [ref]) != {ref: remains.case.seq}:
            raise Conflict(f"{ref} was changed by somebody else meanwhile; nothing was destroyed, look at it again")
        if why := self.why_not_yet(org, ref):
            raise Conflict(f"{ref} was not destroyed: {why}")
        ids = list(self._db.scalars(self._messages_of(org, ref)))
        letters = self._letters_of(org, ref)
        links = self._db.scalars(sa.select(event.c.n).where(event.c.org == org, event.c.ref == ref))
        forget_words(self._db, messages=ids, letters=letters, events=[(org, number) for number in links])
        self._erase_messages(org, ids)
        self._erase_letters(org, letters)
        gone = sa.update(event).where(event.c.org == org, event.c.ref == ref)
        events = self._db.execute(gone.values(data=None, reason=None, salt=None)).rowcount
        self._db.execute(sa.delete(case).where(case.c.org == org, case.c.ref == ref))
        data = codec.dump_whole(_remains(), remains)
        link = linked(
            end, org, n + 1, ref, remains.case.seq + 1, kind=codec.ERASED, data=data, by=by, reason=reason, at=at
        )
        self._append(org, [link])
        return Erased(messages=len(ids), letters=len(letters), events=events)

    def erase_on_no_case(self, org: str, messages: Iterable[int]) -> int:
        """Destroy what is kept of messages on no case, with our letters about them; returns how many letters.

        What stays is that they came, and a hash of each.
        """
        self._lock(org)
        ids, letters = list(messages), []
        for some in batches(ids):
            about = sa.select(letter.c.id).where(
                letter.c.org == org, letter.c.ref.is_(None), letter.c.message.in_(some)
            )
            letters += list(self._db.scalars(about))
        forget_words(self._db, messages=ids, letters=letters)
        self._erase_messages(org, ids)
        self._erase_letters(org, letters)
        return len(letters)

    def _erase_messages(self, org: str, ids: Sequence[int]) -> None:
        erase_apart(self._db, org, map(of_message, ids))
        blank = {
            "because": _GONE,
            "from_address": None,
            "from_name": "",
            "subject": "",
            "message_id": None,
            "references": "[]",
            "attachments": "[]",
            "content_hash": "",
            "explain": "[]",
            "appeal_keywords": "[]",
            "failed_recipients": "[]",
            "form": None,
            "checked": None,
        }
        for some in batches(ids):
            self._db.execute(sa.delete(message_raw).where(message_raw.c.message.in_(some)))
            self._db.execute(sa.delete(message_text).where(message_text.c.message.in_(some)))
            self._db.execute(sa.update(message).where(message.c.id.in_(some)).values(blank))
            penned = sa.update(pen).where(pen.c.message.in_(some))
            self._db.execute(penned.values(reason=_GONE, resolution=_GONE))

    def _erase_letters(self, org: str, ids: Sequence[int]) -> None:
        erase_apart(self._db, org, map(of_letter, ids))
        blank = {
            "to_address": "",
            "to_name": "",
            "subject": "",
            # It must be one of its kind; an answer to the old one finds nothing any more.
            "message_id": sa.literal("erased-") + sa.cast(letter.c.id, sa.Text),
            "reply_key": None,
            "why": None,
            "reply": None,
            "once": None,
        }
        for some in batches(ids):
            self._db.execute(sa.delete(draft).where(draft.c.letter.in_(some)))
            body = sa.update(letter_body).where(letter_body.c.letter.in_(some))
            self._db.execute(body.values(text="", raw=b"", intent=None))
            self._db.execute(sa.update(letter).where(letter.c.id.in_(some)).values(blank))

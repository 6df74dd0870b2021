"""Blacking out: some words or files of a record are destroyed for good, and the rest of it stays and still holds.

A message or a letter gets other bytes and texts; the hash of the bytes that arrived stays, so that a copy in the
mailbox is known again. Of an event the words go and the salt with them, and an event at the end of the chain vouches
for what stands there since (``chain.py``). ``Store.sweep`` then takes what is gone out of the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mailflow.core.facts import Fact
from mailflow.core.facts_by_hand import Blackened
from mailflow.store import codec
from mailflow.store.access import batches
from mailflow.store.apart import of_letter, of_message
from mailflow.store.chain import black_hash
from mailflow.store.erasure import WriteErasure
from mailflow.store.search import forget_words
from mailflow.store.tables import event, letter, letter_body, message_raw, pen


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackLetter:
    """A letter as it is since."""

    id: int
    subject: str
    text: str
    raw: bytes


class WriteRedaction(WriteErasure):
    """Blacking out."""

    def black_raws(self, org: str, raws: Mapping[int, bytes], of: Callable[[str], str]) -> None:
        """Put other bytes in the place of messages; ``of`` blacks out what was said of them in the pen.

        Their texts are saved like any others (``save_messages``), in the same transaction.
        """
        self._lock(org)
        forget_words(self._db, messages=raws)
        for id, raw in raws.items():
            self._db.execute(sa.update(message_raw).where(message_raw.c.message == id).values(raw=raw))
        for some in batches(raws):
            for entry in self._rows(sa.select(pen).where(pen.c.message.in_(some))):
                said = {name: of(entry[name]) for name in ("reason", "resolution") if entry[name]}
                self._db.execute(sa.update(pen).where(pen.c.id == entry["id"]).values(said))

    def black_letters(self, org: str, letters: Iterable[BlackLetter]) -> None:
        """Put other texts and bytes in the place of letters that have left, or never will."""
        self._lock(org)
        changed = list(letters)
        forget_words(self._db, letters=[one.id for one in changed])
        for one in changed:
            self._db.execute(sa.update(letter).where(letter.c.id == one.id).values(subject=one.subject))
            body = sa.update(letter_body).where(letter_body.c.letter == one.id)
            self._db.execute(body.values(text=one.text, raw=one.raw, intent=None))

    def black_events(self, org: str, ref: str, of: Callable[[Any], Any]) -> tuple[Blackened, ...]:
        """Black out words in what is recorded of a case, and return the events in which they stood.

        An event of the chain must vouch for them (``BlackedOut``), in this transaction.

        Raises:
            ValueError: The words stand where the record needs them, as a kind or a date.
        """
        self._lock(org)
        found: list[Blackened] = []
        # What was done to its messages and letters before they were on it is destroyed alike.
        things = [*map(of_message, self._db.scalars(self._messages_of(org, ref)))]
        things += map(of_letter, self._letters_of(org, ref))
        its = sa.select(event).where(event.c.org == org)
        rows = [row for some in batches([ref, *things]) for row in self._rows(its.where(event.c.ref.in_(some)))]
        for row in sorted(rows, key=lambda one: int(one["n"])):
            if row["data"] is None:
                continue
            was = json.loads(row["data"])
            data, reason = of(was), of(row["reason"])
            if data == was and reason == row["reason"]:
                continue
            written = row["data"] if data == was else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            codec.check_event(row["kind"], written)
            here = (event.c.org == org, event.c.n == row["n"])
            self._db.execute(sa.update(event).where(*here).values(data=written, reason=reason, salt=None))
            found.append(Blackened(number=row["n"], sha256=black_hash(reason, written)))
        forget_words(self._db, events=[(org, one.number) for one in found])
        return tuple(found)

    def facts_of(self, org: str, ref: str) -> tuple[Fact, ...]:
        """Return the facts of a case as they stand on record now."""
        return tuple(one.fact for one in self.events(org, ref) if one.fact is not None)

"""The full text: messages, letters and the reasons of what people did, found by their words.

Nothing is written here while mail is taken in. Whoever searches first lets ``catch_up`` index what has come since, a
piece in each transaction: it can be stopped at any time and goes on from there. SQLite finds words with FTS5, in a
table that keeps no text of its own and is thrown away whole when anything in it must be forgotten (``forget_words``):
an index that deletes single rows keeps their words in its older pieces. PostgreSQL deletes the rows themselves.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from mailflow.core.search import Term, has, words
from mailflow.store import codec
from mailflow.store.access import BATCH, Access, Values, batches
from mailflow.store.rows import LetterStatus, MessageState
from mailflow.store.tables import event, letter, letter_body, message, message_text, searchable

#: The table of SQLite's index. It is made when somebody searches, by a SQLite that has FTS5.
WORDS: Final = "searchable_words"
#: A text is indexed in pieces of so many words, which overlap by so many: PostgreSQL takes at most 256 places of one
#: word, and a phrase that is longer than the overlap is found only within a piece.
PIECE, OVERLAP = 2000, 40
_MAKE: Final = f"CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(words, content='', tokenize='ascii')"
_EXISTS: Final = f"SELECT 1 FROM sqlite_master WHERE name = '{WORDS}'"


class Source(StrEnum):
    """Where a text stands. ``event``: the reason of one, by its number in the organisation's chain."""

    MESSAGE = "message"
    LETTER = "letter"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text in which a term was found. ``ref`` is its case, None for one that is on none."""

    ref: str | None
    source: Source
    number: int


@dataclass(frozen=True, slots=True)
class _Text:
    org: str
    source: Source
    number: int
    parts: tuple[str, ...]

    def words(self) -> list[str]:
        return words("\n".join(self.parts))


@dataclass(frozen=True, slots=True)
class _Piece:
    of: _Text
    part: int
    words: Sequence[str]


class ReadSearch(Access):
    """Finding texts by their words."""

    def unindexed(self) -> int:
        """Return how many texts a search would not find yet."""
        queries = (sa.select(sa.func.count()).select_from(one.subquery()) for one in _missing())
        return sum(self._db.scalar(query) or 0 for query in queries)

    def has_index(self) -> bool:
        """Say whether there is an index of words; without one a search reads every text."""
        return self._db.dialect.name != "sqlite" or self._db.exec_driver_sql(_EXISTS).first() is not None

    def hits(self, org: str, term: Term) -> list[Hit]:
        """Return the texts of an organisation that have a term, as far as they are indexed.

        Where this SQLite has no FTS5, every text is read: that takes longer and finds the same.
        """
        if not self.has_index():
            return self._read_through(org, term)
        found = _found().where(searchable.c.org == org).where(self._matches(term)).distinct()
        return sorted(
            (Hit(ref=row.ref, source=Source(row.source), number=row.number) for row in self._db.execute(found)),
            key=lambda one: (list(Source).index(one.source), one.number),
        )

    def parts_of(self, org: str, source: Source, number: int) -> tuple[str, ...]:
        """Return the parts of a text as it is searched, what was written first; none where it is gone."""
        query = next(query for its, query in _texts() if its is source)
        key = {Source.MESSAGE: message.c.id, Source.LETTER: letter.c.id, Source.EVENT: event.c.n}[source]
        org_of = {Source.MESSAGE: message.c.org, Source.LETTER: letter.c.org, Source.EVENT: event.c.org}[source]
        rows = self._rows(query.where(key == number, org_of == org))
        return _said(source, rows[0]).parts if rows else ()

    def _matches(self, term: Term) -> sa.ColumnElement[bool]:
        star = "*" if term.is_open else ""
        if self._db.dialect.name == "sqlite":
            # The words are letters and figures: inside quotation marks nothing of them is an operator.
            asked = f'"{" ".join(term.words)}"{star}'
            match = sa.text(f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH :asked").bindparams(asked=asked)
            return searchable.c.id.in_(match.columns(sa.column("rowid", sa.Integer)))
        last = f"'{term.words[-1]}'{':*' if star else ''}"
        row = " <-> ".join([*(f"'{one}'" for one in term.words[:-1]), last])
        return searchable.c.words.op("@@", is_comparison=True)(sa.cast(row, postgresql.TSQUERY))

    def _read_through(self, org: str, term: Term) -> list[Hit]:
        refs = {Source.MESSAGE: message.c.ref, Source.LETTER: letter.c.ref, Source.EVENT: event.c.ref}
        orgs = {Source.MESSAGE: message.c.org, Source.LETTER: letter.c.org, Source.EVENT: event.c.org}
        found = []
        for source, query in _texts():
            for row in self._rows(query.where(orgs[source] == org).add_columns(refs[source].label("ref"))):
                if has(_said(source, row).words(), term):
                    found.append(Hit(ref=row["ref"], source=source, number=row["number"]))
        return found


class WriteSearch(ReadSearch):
    """Filling the index and forgetting what was in it."""

    def catch_up(self, limit: int) -> int:
        """Index up to so many texts of each source, and return how many there were; none where there is no FTS5."""
        if not self._made():
            return 0
        missing = [
            _said(source, row)
            for (source, _), query in zip(_texts(), _missing(), strict=True)
            for row in self._rows(query.limit(limit))
        ]
        first = (self._db.scalar(sa.select(sa.func.max(searchable.c.id))) or 0) + 1
        numbered = enumerate(_in_pieces(missing), start=first)
        while some := list(itertools.islice(numbered, BATCH)):
            self._index(some)
        return len(missing)

    def _index(self, some: Iterable[tuple[int, _Piece]]) -> None:
        rows: list[Values] = []
        pieces: list[Any] = []
        for id, one in some:
            rows.append({"id": id, "org": one.of.org, "source": one.of.source.value, "number": one.of.number})
            rows[-1]["part"] = one.part
            if self._db.dialect.name == "sqlite":
                pieces.append((id, " ".join(one.words)))
            else:
                rows[-1]["words"] = _vector(one.words)
        self._db.execute(sa.insert(searchable), rows)
        if pieces:
            self._db.exec_driver_sql(f"INSERT INTO {WORDS} (rowid, words) VALUES (?, ?)", pieces)

    def forget_words(self, *, messages: Iterable[int] = (), letters: Iterable[int] = ()) -> None:
        """Take texts out of the index; see the function of this name."""
        forget_words(self._db, messages=messages, letters=letters)

    def _made(self) -> bool:
        """Make the index where there is none, and keep others from filling it meanwhile."""
        if self._db.dialect.name != "sqlite":
            # Before a text is read: whoever erases one deletes its rows here, and so waits until they are written.
            self._db.execute(sa.text("LOCK TABLE searchable IN SHARE ROW EXCLUSIVE MODE"))
            return True
        try:
            self._db.exec_driver_sql(_MAKE)
        except exc.OperationalError as error:
            if "no such module" not in str(error.orig):
                raise
            return False
        return True


def forget_words(
    db: Connection,
    *,
    messages: Iterable[int] = (),
    letters: Iterable[int] = (),
    events: Iterable[tuple[str, int]] = (),
) -> None:
    """Take texts out of the index. Whoever erases or changes a text calls this in the same transaction.

    On SQLite the whole index goes, and the next search makes it anew.

    Args:
        db: The transaction.
        messages: Their ids.
        letters: Their ids.
        events: The organisation and the number in its chain.
    """
    if db.dialect.name == "sqlite":
        if db.exec_driver_sql(_EXISTS).first() is not None:
            db.exec_driver_sql(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('delete-all')")
            db.execute(sa.delete(searchable))
        return
    for source, numbers in ((Source.MESSAGE, messages), (Source.LETTER, letters)):
        for some in batches(numbers):
            db.execute(sa.delete(searchable).where(searchable.c.source == source.value, searchable.c.number.in_(some)))
    for pairs in batches(events):
        keys = sa.tuple_(searchable.c.org, searchable.c.number).in_(pairs)
        db.execute(sa.delete(searchable).where(searchable.c.source == Source.EVENT.value, keys))


def _texts() -> tuple[tuple[Source, sa.Select[Any]], ...]:
    """Return a query for the texts of each source, those that are on record and read."""
    said = (message.c.subject, message.c.from_name, message.c.from_address, message.c.attachments)
    of_messages = sa.select(message.c.org, message.c.id.label("number"), *said, message_text.c.text)
    of_messages = of_messages.outerjoin(message_text, message_text.c.message == message.c.id)
    of_messages = of_messages.where(message.c.state != MessageState.RECEIVED.value)
    sent = (letter.c.subject, letter.c.to_name, letter.c.to_address, letter_body.c.text)
    of_letters = sa.select(letter.c.org, letter.c.id.label("number"), *sent)
    of_letters = of_letters.join(letter_body, letter_body.c.letter == letter.c.id).where(
        letter_body.c.text != "",
        letter.c.status != LetterStatus.HELD.value,  # it can get other words before it leaves
    )
    is_said = (event.c.reason.is_not(None), event.c.kind.not_in(codec.APART))
    of_events = sa.select(event.c.org, event.c.n.label("number"), event.c.reason).where(*is_said)
    return (Source.MESSAGE, of_messages), (Source.LETTER, of_letters), (Source.EVENT, of_events)


def _missing() -> tuple[sa.Select[Any], ...]:
    """Return a query for the texts of each source that are not indexed."""
    columns = {Source.MESSAGE: message.c.id, Source.LETTER: letter.c.id, Source.EVENT: event.c.n}
    orgs = {Source.MESSAGE: message.c.org, Source.LETTER: letter.c.org, Source.EVENT: event.c.org}
    return tuple(
        query.where(
            ~sa.exists().where(
                searchable.c.org == orgs[source],
                searchable.c.source == source.value,
                searchable.c.number == columns[source],
            )
        ).order_by(orgs[source], columns[source])
        for source, query in _texts()
    )


def _found() -> sa.Select[Any]:
    """Return a query for what an indexed text is, and on which case it is at present."""

    def is_of(source: Source, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.and_(searchable.c.source == source.value, *more)

    ref = sa.func.coalesce(message.c.ref, letter.c.ref, event.c.ref).label("ref")
    return (
        sa.select(searchable.c.source, searchable.c.number, ref)
        .outerjoin(message, is_of(Source.MESSAGE, message.c.id == searchable.c.number))
        .outerjoin(letter, is_of(Source.LETTER, letter.c.id == searchable.c.number))
        .outerjoin(event, is_of(Source.EVENT, event.c.org == searchable.c.org, event.c.n == searchable.c.number))
    )


def _said(source: Source, row: Any) -> _Text:
    """Return the text of a row as it is searched: what was written, then subject, names and files."""
    if source is Source.MESSAGE:
        files = [one.get("name") or "" for one in json.loads(row["attachments"])] if row["attachments"] != "[]" else []
        said = (row["text"], row["subject"], row["from_name"], row["from_address"], *files)
    elif source is Source.LETTER:
        said = (row["text"], row["subject"], row["to_name"], row["to_address"])
    else:
        said = (row["reason"],)
    return _Text(row["org"], source, row["number"], tuple(one for one in said if one))


def _in_pieces(texts: Iterable[_Text]) -> Iterator[_Piece]:
    """Yield the words of each text in pieces; one without any words too, so that it is not looked at again."""
    for one in texts:
        found = one.words()
        for part, start in enumerate(range(0, max(len(found) - OVERLAP, 1), PIECE - OVERLAP)):
            yield _Piece(one, part, found[start : start + PIECE])


def _vector(found: Sequence[str]) -> str:
    """Return words with their places as PostgreSQL writes them. They are letters and figures, so nothing is escaped."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(found, start=1):
        places.setdefault(word, []).append(place)
    return " ".join(f"'{word}':{','.join(map(str, its))}" for word, its in places.items())

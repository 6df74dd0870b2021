"""The tables, and the three kinds of column that need care: instants, texts and lists.

Everything belongs to an organisation (``org``), so that many share one database. Large texts and raw bytes lie in
tables of their own: a listing of messages or letters never touches them. The tables are made by ``migrations/``;
a test holds the two together. (Over 300 lines because all tables belong on one page.)
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: Characters of a text from outside that has an index. A line of mail has at most 998.
LONGEST_KEY: Final = 600


def to_microseconds(at: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970 in UTC: it sorts, and nothing is rounded."""
    assert at.tzinfo is not None, "an instant knows its zone"
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the instant in UTC."""
    return _EPOCH + value * _MICROSECOND


def storable(text: str) -> str:
    """Return a text that every database takes: no NUL, no lone surrogate, and a plain ``str``, not an enum."""
    text = str(text).replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def indexable(text: str) -> str:
    """Return a text that fits into an index of PostgreSQL (2,700 bytes): a monster gives way to its hash."""
    text = storable(text)
    if len(text) <= LONGEST_KEY:
        return text
    return f"{text[: LONGEST_KEY - 72]}…sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as microseconds since 1970 in UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: D102
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: D102
        return None if value is None else from_microseconds(value)


class SafeText(TypeDecorator[str]):
    """A text of any origin; see ``storable``. What we make ourselves, JSON too, is plain ``sa.Text``: it is quicker."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: D102
        return None if value is None else storable(value)


class KeyText(SafeText):
    """A text from outside that has an index; see ``indexable``."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: D102
        return None if value is None else indexable(value)


#: BIGINT, but INTEGER on SQLite, where only that is an alias of the row's own number.
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

message = sa.Table(
    "message",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("org", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("truncated", sa.Boolean, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("folder", SafeText, nullable=False),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("uid", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("ref", sa.Text),
    sa.Column("class", SafeText),
    sa.Column("because", SafeText, nullable=False),
    sa.Column("acknowledge", sa.Boolean, nullable=False),
    sa.Column("from_address", SafeText),
    sa.Column("from_name", SafeText, nullable=False),
    sa.Column("subject", SafeText, nullable=False),
    sa.Column("message_id", KeyText),
    sa.Column("references", sa.Text, nullable=False),
    sa.Column("attachments", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("duplicate_of", Number),
    sa.Column("explain", sa.Text, nullable=False),
    sa.Column("carried_out", sa.Boolean, nullable=False),
    sa.Column("appeal_keywords", sa.Text, nullable=False),
    sa.Column("failed_recipients", sa.Text, nullable=False),
    sa.Column("form", sa.Text),
    sa.Column("checked", sa.Text),
    sa.UniqueConstraint("org", "sha256"),
    sqlite_autoincrement=True,
)
sa.Index("ix_message_org_id", message.c.org, message.c.id)  # for the latest ones
sa.Index("ix_message_org_ref", message.c.org, message.c.ref)
sa.Index("ix_message_org_message_id", message.c.org, message.c.message_id)
sa.Index("ix_message_org_content_hash", message.c.org, message.c.content_hash)
_waiting = message.c.state == sa.literal_column("'received'")
sa.Index(
    "ix_message_waiting",
    message.c.org,
    message.c.received_at,
    message.c.uid,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

message_raw = sa.Table(
    "message_raw",
    metadata,
    sa.Column("message", Number, sa.ForeignKey("message.id"), primary_key=True, autoincrement=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
)

message_text = sa.Table(
    "message_text",
    metadata,
    sa.Column("message", Number, sa.ForeignKey("message.id"), primary_key=True, autoincrement=False),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("new_text", SafeText, nullable=False),
)

#: The ledger: every place where a message was ever seen. It outlives the message's text and bytes.
sighting = sa.Table(
    "sighting",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("folder", SafeText, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("uid", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message", Number, sa.ForeignKey("message.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

case = sa.Table(
    "case_",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("ref", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("wake_at", Instant),
    sa.Column("next_due_at", Instant),
    sa.Column("state", sa.Text, nullable=False),
)
_sleeping = case.c.wake_at.is_not(None)
sa.Index("ix_case_wake_at", case.c.org, case.c.wake_at, sqlite_where=_sleeping, postgresql_where=_sleeping)

event = sa.Table(
    "event",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("recorded_at", Instant, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("data", sa.Text),
    sa.Column("salt", sa.LargeBinary),
    sa.Column("reason_sha256", sa.LargeBinary, nullable=False),
    sa.Column("data_sha256", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("org", "ref", "seq"),
    sqlite_with_rowid=False,
)

#: One row for each organisation: the end of its chain. Whoever writes for an organisation locks it first.
#: ``epoch`` counts how often its mailbox was taken by a process (``leases.py``): a lower number has been overtaken.
chain = sa.Table(
    "chain",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False, server_default="0"),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.BigInteger, nullable=False),
)

letter = sa.Table(
    "letter",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("org", sa.Text, nullable=False),
    sa.Column("ref", sa.Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("to_address", SafeText, nullable=False),
    sa.Column("to_name", SafeText, nullable=False),
    sa.Column("subject", SafeText, nullable=False),
    sa.Column("message_id", SafeText, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("committing_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("uncertain", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("next_attempt_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("why", SafeText),
    sa.Column("reply", SafeText),
    sa.Column("message", Number, sa.ForeignKey("message.id")),
    sa.Column("stage", sa.Text),
    sa.Column("once", SafeText),
    sa.Column("filed_at", Instant),
    sa.Column("reply_key", sa.Text),
    sa.UniqueConstraint("org", "message_id"),
    sa.UniqueConstraint("org", "once"),
    sqlite_autoincrement=True,
)
sa.Index("ix_letter_org_id", letter.c.org, letter.c.id)  # for the latest ones
sa.Index("ix_letter_org_ref", letter.c.org, letter.c.ref)
_answerable = letter.c.reply_key.is_not(None)
sa.Index(
    "ix_letter_org_reply_key", letter.c.org, letter.c.reply_key, sqlite_where=_answerable, postgresql_where=_answerable
)
_queued = letter.c.status == sa.literal_column("'queued'")
sa.Index("ix_letter_queued", letter.c.org, letter.c.next_attempt_at, sqlite_where=_queued, postgresql_where=_queued)
_unfiled = sa.and_(
    letter.c.audience == sa.literal_column("'complainant'"),
    letter.c.sent_at.is_not(None),
    letter.c.filed_at.is_(None),
)
sa.Index("ix_letter_unfiled", letter.c.org, letter.c.id, sqlite_where=_unfiled, postgresql_where=_unfiled)

letter_body = sa.Table(
    "letter_body",
    metadata,
    sa.Column("letter", Number, sa.ForeignKey("letter.id"), primary_key=True, autoincrement=False),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("intent", SafeText),
)

#: A letter that goes by the mailbox's Drafts folder, and where it lies there. It has no words of its own.
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("letter", Number, sa.ForeignKey("letter.id"), primary_key=True, autoincrement=False),
    sa.Column("org", sa.Text, nullable=False),
    sa.Column("message_id", SafeText, nullable=False),
    sa.Column("folder", SafeText),
    sa.Column("uidvalidity", sa.BigInteger),
    sa.Column("uid", sa.BigInteger),
    sa.Column("sha256", sa.Text),
    sa.Column("laid_at", Instant),
    sa.Column("gone_at", Instant),
    sa.Column("ended", sa.Text),
    sa.Column("cleared", sa.Boolean, nullable=False),
    sa.Column("sent_as", Number, sa.ForeignKey("message.id")),
    sa.Column("changed", sa.Boolean, nullable=False),
)
sa.Index("ix_draft_org", draft.c.org)

pen = sa.Table(
    "pen",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("org", sa.Text, nullable=False),
    sa.Column("message", Number, sa.ForeignKey("message.id"), index=True),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("likely_case", SafeText),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("resolution", SafeText),
    sqlite_autoincrement=True,
)
_open = pen.c.closed_at.is_(None)
sa.Index("ix_pen_open", pen.c.org, pen.c.id, sqlite_where=_open, postgresql_where=_open)

policy = sa.Table(
    "policy",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", SafeText, nullable=False),
    sa.Column("text", SafeText, nullable=False),
)

#: What is kept from everybody: a record that is being recovered (recovering.py), since ``expires_at``.
lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", SafeText, primary_key=True),
    sa.Column("owner", SafeText, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
)

#: What a search looks through, a piece of a text in each row; filled when somebody searches, see ``search.py``.
#: SQLite has the words of a row in a table of its own kind, which bears the same number (``search.WORDS``).
searchable = sa.Table(
    "searchable",
    metadata,
    sa.Column("id", Number, primary_key=True, autoincrement=False),
    sa.Column("org", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("words", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite")),
    sa.UniqueConstraint("org", "source", "number", "part"),
)
_worded = searchable.c.words.is_not(None)  # never so on SQLite: the index is empty there
sa.Index("ix_searchable_words", searchable.c.words, postgresql_using="gin", sqlite_where=_worded)

#: The latest of each thing that tells whether all goes well (``signs.py``): one row each, written over. No families.
sign = sa.Table(
    "sign",
    metadata,
    sa.Column("org", sa.Text, primary_key=True),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)

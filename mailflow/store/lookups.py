"""The queries of every batch, built once. Those by many keys, for ``Access._found_among``, are functions of them."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from mailflow.core.floods import AUTOMATIC
from mailflow.store.access import Keys, Query
from mailflow.store.steps import IS_QUEUED
from mailflow.store.tables import case, letter, letter_body, message, sighting

#: How many of the latest rows are looked at where only what is recent matters.
_LATEST: Final = 500
MESSAGE = sa.select(message)
LETTER = sa.select(letter)
#: SQLite's queries with a limit have an offset too, which must not become a parameter.
_first: sa.ColumnElement[int] = sa.literal_column("0")
_org: sa.BindParameter[str] = sa.bindparam("org_")

_limit = sa.bindparam("limit_", type_=sa.BigInteger)

WHOLE_LETTER = sa.select(letter, letter_body.c.text, letter_body.c.raw).join(
    letter_body, letter_body.c.letter == letter.c.id
)
LETTERS_DUE = (
    WHOLE_LETTER.where(letter.c.org == _org, IS_QUEUED, letter.c.committing_at.is_(None))
    .where(letter.c.next_attempt_at <= sa.bindparam("now_"))
    .order_by(letter.c.next_attempt_at, letter.c.id)
    .limit(_limit)
    .offset(_first)
    .with_for_update(skip_locked=True, of=letter)
)
LETTERS_UNFILED = (
    WHOLE_LETTER.where(letter.c.org == _org, letter.c.audience == sa.literal_column("'complainant'"))
    .where(letter.c.sent_at.is_not(None), letter.c.filed_at.is_(None))
    .order_by(letter.c.id)
    .limit(_limit)
    .offset(_first)
)


def _latest(table: sa.Table, *columns: sa.Column[Any]) -> sa.Subquery:
    """Return an organisation's latest rows."""
    found = sa.select(*columns).where(table.c.org == _org).order_by(table.c.id.desc())
    return found.limit(sa.literal_column(str(_LATEST))).offset(_first).subquery("latest")


def _by(key: sa.Column[Any], *columns: sa.Column[Any]) -> Query:
    """Return the query for those of an organisation's rows that have one of some keys: some columns, or all."""
    table = key.table

    def query(keys: Keys) -> sa.Select[Any]:
        return sa.select(*columns or (table,)).where(table.c.org == _org, keys.among(key))

    return query


messages_by_message_id = _by(message.c.message_id)
messages_by_content = _by(message.c.content_hash)
messages_by_sha256 = _by(message.c.sha256, message.c.sha256, message.c.id)
case_states = _by(case.c.ref, case.c.ref, case.c.state)
case_numbers = _by(case.c.ref, case.c.ref, case.c.seq)
letters_by_message_id = _by(letter.c.message_id)
letters_by_reply_key = _by(letter.c.reply_key)
letters_by_once = _by(letter.c.once, letter.c.once)
letter_ids = _by(letter.c.message_id, letter.c.message_id, letter.c.id)


def messages_by_id(keys: Keys) -> sa.Select[Any]:
    """Messages without their texts."""
    return MESSAGE.where(keys.among(message.c.id))


def still_waiting(keys: Keys) -> sa.Select[Any]:
    """The numbers of those messages that are not decided."""
    return sa.select(message.c.id).where(keys.among(message.c.id), message.c.state == sa.literal_column("'received'"))


def uids_seen(keys: Keys) -> sa.Select[Any]:
    """Those UIDs of a place that the ledger has."""
    place = (sighting.c[name] == sa.bindparam(f"{name}_") for name in ("org", "folder", "uidvalidity"))
    return sa.select(sighting.c.uid).where(*place, keys.among(sighting.c.uid))


def latest_messages_of(keys: Keys) -> sa.Select[Any]:
    """What some addresses (casefolded) wrote, of an organisation's latest messages."""
    some = _latest(message, message.c.id, message.c.from_address, message.c.subject, message.c.received_at)
    key = sa.func.lower(some.c.from_address)  # an address that we take for somebody's is ASCII
    return sa.select(key.label("key"), some).where(some.c.received_at >= sa.bindparam("since_"), keys.among(key))


def latest_automatic_letters_to(keys: Keys) -> sa.Select[Any]:
    """How many automatic letters went to some addresses (casefolded), of an organisation's latest letters."""
    some = _latest(letter, letter.c.to_address, letter.c.kind, letter.c.queued_at)
    key = sa.func.lower(some.c.to_address)
    is_automatic = some.c.kind.in_([sa.literal_column(f"'{kind}'") for kind in AUTOMATIC])
    found = sa.select(key.label("key"), sa.func.count().label("number")).group_by(key)
    return found.where(is_automatic, some.c.queued_at >= sa.bindparam("since_"), keys.among(key))


def _of_a_kind() -> sa.Select[Any]:
    some = _latest(letter, letter.c.kind, letter.c.queued_at)
    found = sa.select(sa.func.count().label("number")).select_from(some)
    return found.where(some.c.kind == sa.bindparam("kind_"), some.c.queued_at >= sa.bindparam("since_"))


#: How many of an organisation's latest letters are of a kind.
LATEST_LETTERS_OF_A_KIND = _of_a_kind()


def cases_written_to(keys: Keys) -> sa.Select[Any]:
    """The cases about which complainants at some addresses were written to; all letters about cases are read."""
    address = sa.func.lower(letter.c.to_address)
    to_complainant = letter.c.audience == sa.literal_column("'complainant'")
    found = sa.select(address.label("key"), letter.c.ref).distinct()
    return found.where(letter.c.org == _org, to_complainant, letter.c.ref.is_not(None), keys.among(address))

"""Queries by many keys, for ``Access._found_among``: each from the keys' parameters to a constant query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from mailflow.store.access import Keys
from mailflow.store.tables import case, letter, message, sighting

MESSAGE = sa.select(message)
LETTER = sa.select(letter)
_org: sa.BindParameter[str] = sa.bindparam("org_")


def messages_by_id(keys: Keys) -> sa.Select[Any]:
    """Messages without their texts."""
    return MESSAGE.where(message.c.id.in_(keys))


def messages_by_message_id(keys: Keys) -> sa.Select[Any]:
    """Messages of an organisation without their texts."""
    return MESSAGE.where(message.c.org == _org, message.c.message_id.in_(keys))


def messages_by_content(keys: Keys) -> sa.Select[Any]:
    """Messages of an organisation without their texts."""
    return MESSAGE.where(message.c.org == _org, message.c.content_hash.in_(keys))


def messages_by_sha256(keys: Keys) -> sa.Select[Any]:
    """The hash and the number of messages of an organisation."""
    return sa.select(message.c.sha256, message.c.id).where(message.c.org == _org, message.c.sha256.in_(keys))


def still_waiting(keys: Keys) -> sa.Select[Any]:
    """The numbers of those messages that are not decided."""
    return sa.select(message.c.id).where(message.c.id.in_(keys), message.c.state == sa.literal_column("'received'"))


def uids_seen(keys: Keys) -> sa.Select[Any]:
    """Those UIDs of a place that the ledger has."""
    place = (sighting.c[name] == sa.bindparam(f"{name}_") for name in ("org", "folder", "uidvalidity"))
    return sa.select(sighting.c.uid).where(*place, sighting.c.uid.in_(keys))


def case_states(keys: Keys) -> sa.Select[Any]:
    """The states of an organisation's cases."""
    return sa.select(case.c.ref, case.c.state).where(case.c.org == _org, case.c.ref.in_(keys))


def case_numbers(keys: Keys) -> sa.Select[Any]:
    """How many events each of an organisation's cases has."""
    return sa.select(case.c.ref, case.c.seq).where(case.c.org == _org, case.c.ref.in_(keys))


def cases_written_to(keys: Keys) -> sa.Select[Any]:
    """The cases about which complainants at some addresses were written to; the conditions as in the index."""
    address = sa.func.lower(letter.c.to_address)
    to_complainant = letter.c.audience == sa.literal_column("'complainant'")
    found = sa.select(address.label("key"), letter.c.ref).distinct()
    return found.where(letter.c.org == _org, to_complainant, letter.c.ref.is_not(None), address.in_(keys))


def letters_by_message_id(keys: Keys) -> sa.Select[Any]:
    """Letters of an organisation without their texts."""
    return LETTER.where(letter.c.org == _org, letter.c.message_id.in_(keys))


def letters_by_reply_key(keys: Keys) -> sa.Select[Any]:
    """Letters of an organisation without their texts."""
    return LETTER.where(letter.c.org == _org, letter.c.reply_key.in_(keys))


def letter_ids(keys: Keys) -> sa.Select[Any]:
    """The Message-ID and the number of letters of an organisation."""
    return sa.select(letter.c.message_id, letter.c.id).where(letter.c.org == _org, letter.c.message_id.in_(keys))


def letters_by_once(keys: Keys) -> sa.Select[Any]:
    """The keys of letters of an organisation that were queued once and never again."""
    return sa.select(letter.c.once).where(letter.c.org == _org, letter.c.once.in_(keys))

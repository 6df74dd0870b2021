"""Messages: their bytes, what was read in them, and the ledger of every place where they were seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from mailflow.core.mail import Attachment, FailedRecipient
from mailflow.core.provenance import Checked, Seal
from mailflow.store import codec, lookups
from mailflow.store.access import Access, Query, Values, batches
from mailflow.store.rows import Arrival, Kept, MessageRow, MessageState
from mailflow.store.search import forget_words
from mailflow.store.tables import indexable, message, message_raw, message_text, sighting

_WHOLE = sa.select(message, message_text.c.text, message_text.c.new_text).outerjoin(
    message_text, message_text.c.message == message.c.id
)
_SAVED = (
    *("state", "ref", "class", "because", "acknowledge", "from_address", "from_name", "subject", "message_id"),
    *("references", "attachments", "content_hash", "duplicate_of", "explain", "carried_out", "appeal_keywords"),
    *("failed_recipients", "form", "checked"),
)
# Built once: SQLAlchemy then knows it again by its key.
_SAVE = (
    sa.update(message)
    .where(message.c.id == sa.bindparam("message_"))
    .values({name: sa.bindparam(f"{name}_") for name in _SAVED})
)
_COUNT = (
    sa.update(message)
    .where(message.c.id == sa.bindparam("message_"))
    .values(attempts=message.c.attempts + sa.literal_column("1"))
)


class ReadMessages(Access):
    """Looking up messages."""

    def seen_uids(self, org: str, folder: str, uidvalidity: int) -> set[int]:
        """Return every UID of a folder that is in the ledger."""
        where = (sighting.c.org == org, sighting.c.folder == folder, sighting.c.uidvalidity == uidvalidity)
        return set(self._db.scalars(sa.select(sighting.c.uid).where(*where)))

    def message(self, id: int) -> MessageRow | None:
        """Return a message with its text."""
        row = self._db.execute(_WHOLE.where(message.c.id == id)).mappings().one_or_none()
        return None if row is None else _message(row)

    def messages_by_id(self, ids: Iterable[int]) -> list[MessageRow]:
        """Return these messages without their texts, in order of receipt; an unknown one is absent."""
        found = [_message(row) for row in self._found_among(lookups.messages_by_id, ids, {})]
        return sorted(found, key=lambda row: (row.received_at, row.uid, row.id))

    def raw(self, id: int) -> bytes:
        """Return the bytes of a message as they arrived.

        Raises:
            LookupError: There is no such message, or its bytes were erased.
        """
        found = self._db.scalar(sa.select(message_raw.c.raw).where(message_raw.c.message == id))
        if found is None:
            msg = f"message {id} has no bytes on record: there is no such message, or they were erased"
            raise LookupError(msg)
        return bytes(found)

    def raws(self, ids: Iterable[int]) -> dict[int, bytes]:
        """Return the bytes of many messages; those without any are absent."""
        found: dict[int, bytes] = {}
        for some in batches(ids):
            query = sa.select(message_raw.c.message, message_raw.c.raw).where(message_raw.c.message.in_(some))
            found.update((row.message, bytes(row.raw)) for row in self._db.execute(query))
        return found

    def messages(
        self,
        org: str,
        *,
        ref: str | None = None,
        class_: str | None = None,
        newest: bool = False,
        limit: int | None = None,
    ) -> list[MessageRow]:
        """Return messages without their texts, in order of receipt or ``newest`` first."""
        query = lookups.MESSAGE.where(message.c.org == org)
        if ref is not None:
            query = query.where(message.c.ref == ref)
        if class_ is not None:
            query = query.where(message.c["class"] == class_)
        order = (message.c.received_at, message.c.id)
        query = query.order_by(*((column.desc() for column in order) if newest else order)).limit(limit)
        return [_message(row) for row in self._rows(query)]

    def waiting(self, org: str, *, limit: int | None = None) -> list[MessageRow]:
        """Return the messages that are kept but not yet decided, oldest receipt first."""
        waits = message.c.state == sa.literal_column("'received'")  # spelt as in the index
        query = lookups.MESSAGE.where(message.c.org == org, waits).order_by(
            message.c.received_at, message.c.uid, message.c.id
        )
        return [_message(row) for row in self._rows(query.limit(limit))]

    def still_waiting(self, ids: Iterable[int]) -> set[int]:
        """Return those of some messages that are not yet decided."""
        return {row["id"] for row in self._found_among(lookups.still_waiting, ids, {})}

    def by_sha256(self, org: str, shas: Iterable[str]) -> dict[str, int]:
        """Return the messages that have these bytes."""
        return {row["sha256"]: row["id"] for row in self._found_among(lookups.messages_by_sha256, shas, {"org_": org})}

    def by_message_id(self, org: str, message_ids: Iterable[str]) -> dict[str, list[MessageRow]]:
        """Return the messages that bear these Message-IDs, oldest first; an unknown one is absent."""
        return self._by(org, lookups.messages_by_message_id, "message_id", message_ids)

    def by_content(self, org: str, hashes: Iterable[str]) -> dict[str, list[MessageRow]]:
        """Return the messages with these content hashes, oldest first; an unknown one is absent."""
        return self._by(org, lookups.messages_by_content, "content_hash", (one for one in hashes if one))

    def _by(self, org: str, query: Query, name: str, values: Iterable[str]) -> dict[str, list[MessageRow]]:
        asked = {indexable(value): value for value in values}
        found: dict[str, list[MessageRow]] = {}
        for row in sorted(self._found_among(query, asked, {"org_": org}), key=itemgetter("id")):
            found.setdefault(asked[row[name]], []).append(_message(row))
        return found


class WriteMessages(ReadMessages):
    """Keeping messages and what was read in them."""

    def keep(self, org: str, folder: str, uidvalidity: int, arrivals: Sequence[Arrival]) -> list[Kept]:
        """Keep a batch: its bytes, and where they were seen. This is the moment from which nothing is lost.

        Bytes that the organisation has already make no second message, only another entry in the ledger: a new
        UIDVALIDITY, a move or a second delivery of the same bytes changes nothing.

        Where a mailbox can move to another server, ``folder`` needs the account in front: two servers can give the
        same UIDVALIDITY.
        """
        self._lock(org)
        hashes = [hashlib.sha256(one.raw).hexdigest() for one in arrivals]
        known = self.by_sha256(org, hashes)
        new: dict[str, Arrival] = {}
        for digest, arrival in zip(hashes, arrivals, strict=True):
            if digest not in known:
                new.setdefault(digest, arrival)
        place = {"org": org, "folder": folder, "uidvalidity": uidvalidity}
        self._add(message, [_arrived(digest, one, place) for digest, one in new.items()])
        known.update(self.by_sha256(org, new))
        self._add(message_raw, [{"message": known[digest], "raw": one.raw} for digest, one in new.items()])
        kept = [
            Kept(uid=arrival.uid, message=known[digest], is_new=new.get(digest) is arrival)
            for digest, arrival in zip(hashes, arrivals, strict=True)
        ]
        self._sight(place, kept)
        return kept

    def _sight(self, place: Values, kept: Sequence[Kept]) -> None:
        where = {f"{name}_": value for name, value in place.items()}
        seen = {row["uid"] for row in self._found_among(lookups.uids_seen, (one.uid for one in kept), where)}
        rows = {one.uid: {**place, "uid": one.uid, "message": one.message} for one in kept if one.uid not in seen}
        self._add(sighting, list(rows.values()))

    def count_attempt(self, ids: Iterable[int]) -> None:
        """Count that reading these messages begins. Commit it first: then a crash has been counted too."""
        self._many(_COUNT, [{"message_": id} for id in sorted(set(ids))])

    def requeue(self, ids: Iterable[int]) -> None:
        """Let messages be read and decided anew, as if they had just come; their tries are counted from none."""
        again = {"state": MessageState.RECEIVED.value, "attempts": 0}
        for some in batches(ids):
            forget_words(self._db, messages=some)  # another text may be read in them now
            self._db.execute(sa.update(message).where(message.c.id.in_(some)).values(again))

    def save_messages(self, rows: Sequence[MessageRow]) -> None:
        """Save what reading and deciding found. Bytes, receipt, ledger and attempts stay as they are."""
        changed = self._many(_SAVE, [_saved(row) for row in rows])
        assert changed == len(rows), "a message is kept before it is saved"
        texts = [
            {"message": row.id, "text": row.text or "", "new_text": row.new_text or ""}
            for row in rows
            if row.text is not None or row.new_text is not None
        ]
        self._put(message_text, ("message",), ("text", "new_text"), texts)


def _arrived(digest: str, arrival: Arrival, place: Values) -> Values:
    return {
        **place,
        "sha256": digest,
        "size": len(arrival.raw),
        "truncated": arrival.truncated,
        "received_at": arrival.received_at,
        "uid": arrival.uid,
        "state": MessageState.RECEIVED.value,
        "attempts": 0,
        "because": "",
        "acknowledge": False,
        "from_name": "",
        "subject": "",
        "references": "[]",
        "attachments": "[]",
        "content_hash": "",
        "explain": "[]",
        "carried_out": False,
        "appeal_keywords": "[]",
        "failed_recipients": "[]",
    }


def _saved(row: MessageRow) -> Values:
    return {
        "message_": row.id,
        "state_": row.state.value,
        "ref_": row.ref,
        "class_": row.class_,
        "because_": row.because,
        "acknowledge_": row.acknowledge,
        "from_address_": row.from_address,
        "from_name_": row.from_name,
        "subject_": row.subject,
        "message_id_": row.message_id,
        "references_": codec.dump_values(row.references),
        "attachments_": codec.dump_values(row.attachments),
        "content_hash_": row.content_hash,
        "duplicate_of_": row.duplicate_of,
        "explain_": codec.dump_values(row.explain),
        "carried_out_": row.carried_out,
        "appeal_keywords_": codec.dump_values(row.appeal_keywords),
        "failed_recipients_": codec.dump_values(row.failed_recipients),
        "form_": None if row.form is None else codec.dump_values(row.form),
        "checked_": None if row.checked is None else f"{row.checked.seal.value}: {row.checked.because}",
    }


def _message(row: Mapping[Any, Any]) -> MessageRow:
    values: Values = dict(row)
    values["class_"] = values.pop("class")
    values["state"] = MessageState(values["state"])
    for name in ("references", "explain", "appeal_keywords"):
        values[name] = codec.load_texts(values[name])
    values["attachments"] = tuple(Attachment(**one) for one in _flat(values["attachments"]))
    values["failed_recipients"] = tuple(FailedRecipient(**one) for one in _flat(values["failed_recipients"]))
    values["form"] = None if values["form"] is None else json.loads(values["form"])
    values["checked"] = _checked(values["checked"])
    return MessageRow(**values)


def _checked(text: str | None) -> Checked | None:
    seal, _, because = (text or "").partition(": ")
    return Checked(seal=Seal(seal), because=because) if seal else None


def _flat(text: str) -> list[Values]:
    return [] if text == "[]" else json.loads(text)

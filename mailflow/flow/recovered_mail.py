"""The mail that a recovery goes through: kept whole first, whatever became of it, and its heads read ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import Final

from mailflow.flow.desk import Desk
from mailflow.flow.places import MAX_MESSAGE_BYTES, place
from mailflow.flow.receive import INBOX
from mailflow.mailbox.imap import ImapMailbox, batches
from mailflow.store import Arrival, MessageRow

_HEAD_BYTES: Final = 65_536
_AT_ONCE: Final = 50


def keep_all(desk: Desk, mailbox: ImapMailbox, name: str, until: datetime, said: Callable[[str], None]) -> None:
    """Keep every message of a folder that is not on record. Bytes that are on record make no second message."""
    if name != INBOX and not mailbox.has_folder(name):
        return
    folder = mailbox.open(name, readonly=True)
    where, since, calendar = place(desk, folder), desk.settings.mailbox.since, desk.office.calendar
    with desk.store.reading() as reader:
        seen = reader.seen_uids(desk.org, where, folder.uidvalidity)
    listed = mailbox.listed([uid for uid in mailbox.uids() if uid not in seen])
    fresh = [one for one in listed if calendar.day_of(one.received_at) >= since and one.received_at <= until]
    done = 0
    for batch in batches(fresh):
        fetched = mailbox.fetch([one.uid for one in batch], MAX_MESSAGE_BYTES)
        arrivals = [
            Arrival(uid=one.uid, received_at=one.received_at, raw=one.raw, truncated=one.truncated) for one in fetched
        ]
        with desk.store.writing() as writer:
            writer.keep(desk.org, where, folder.uidvalidity, arrivals)
        done += len(fetched)
        if done % 1000 < len(fetched):
            said(f"{name}: {done} of {len(fresh)} messages fetched.")


def heads(desk: Desk, waiting: Sequence[MessageRow]) -> Iterator[tuple[str, str]]:
    """Yield author and subject of messages that are not read yet; a reference stands there in plain letters."""
    for start in range(0, len(waiting), _AT_ONCE):
        with desk.store.reading() as reader:
            raws = reader.raws(row.id for row in waiting[start : start + _AT_ONCE])
        for raw in raws.values():
            head = BytesHeaderParser().parsebytes(raw[:_HEAD_BYTES])
            yield parseaddr(str(head.get("From", "")))[1].casefold(), str(head.get("Subject", ""))

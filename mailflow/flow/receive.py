"""How a message travels. Read this first.

    mailbox ── listed, fetched ──▶ kept (bytes and ledger, durable) ── read in a child ──▶ understood ──▶ decided
           ──▶ recorded (facts, state, letters, durable) ──▶ filed away in the mailbox, if so configured

Batches of up to 50 messages: one commit keeps their bytes, one records what follows. While one batch is read by the
children the next is fetched. A crash anywhere costs a second look: what was kept and not decided is taken up from the
database, whatever a human has done to the mailbox meanwhile; what was decided is known by its place and its bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow import faults
from mailflow.flow.decide_batch import Received, decide_batch
from mailflow.flow.desk import Desk
from mailflow.flow.drafts import watch_drafts
from mailflow.flow.places import MAX_MESSAGE_BYTES as MAX_MESSAGE_BYTES
from mailflow.flow.places import place as place
from mailflow.flow.sent import read_sent
from mailflow.mailbox.imap import FolderState, ImapMailbox, Listed, batches
from mailflow.mailbox.readers import Reading
from mailflow.store import Arrival, MessageRow

log = logging.getLogger("mailflow.flow")

INBOX = "INBOX"
BATCH_MESSAGES = 50
BATCH_BYTES = 16 * 1024 * 1024
#: A message that was begun so often and never decided has brought the process down; a person looks at it.
MAX_ATTEMPTS = 3


@dataclass(slots=True, kw_only=True)
class _Batch:
    """Messages on their way from *kept* to *recorded*."""

    rows: list[MessageRow]
    raws: dict[int, bytes]
    reading: Reading
    uids: dict[int, int]


def receive(desk: Desk, mailbox: ImapMailbox, now: datetime, left_alone: set[int]) -> Received:
    """Take in everything that the mailbox has and the record does not.

    Args:
        desk: The organisation.
        mailbox: Connected.
        now: The present.
        left_alone: UIDs from before ``mailbox.since``, remembered between turns.

    Raises:
        MailboxUnavailable: What was kept so far stays kept and is decided next time.
    """
    received = Received()
    resume(desk, now, received)
    watch_drafts(desk, mailbox, now)
    read_sent(desk, mailbox, now)
    folder = mailbox.open(INBOX)
    faults.hit("I1")
    ahead: _Batch | None = None
    for listed in _worklist(desk, mailbox, folder, left_alone):
        batch = _keep(desk, mailbox, folder, listed)
        if ahead is not None:
            _finish(desk, ahead, now, received, mailbox)
        ahead = batch
    if ahead is not None:
        _finish(desk, ahead, now, received, mailbox)
    read_sent(desk, mailbox, now, is_last=True)
    return received


def _file_away(desk: Desk, mailbox: ImapMailbox, uids: Sequence[int]) -> None:
    """Move messages that are on record out of the INBOX, where the configuration wants it. A refusal harms nothing."""
    folder = desk.settings.mailbox.move_to
    if folder and uids:
        why = mailbox.move(sorted(uids), folder)
        faults.hit("I10")
        if why:
            log.warning("messages not moved org=%s n=%d: %s", desk.org, len(uids), why)


def resume(desk: Desk, now: datetime, received: Received) -> None:
    """Take up what was kept and not decided before the process died; the mailbox is not needed for it."""
    while True:
        with desk.store.writing() as writer:
            rows = writer.waiting(desk.org, limit=BATCH_MESSAGES)
            if not rows:
                return
            writer.count_attempt([row.id for row in rows])
            raws = writer.raws([row.id for row in rows])
        log.info("taking up messages org=%s n=%d", desk.org, len(rows))
        # One by one from the second time on: a message that brings the process down takes no others with it.
        size = len(rows) if max(row.attempts for row in rows) < 2 else 1
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            readable = [row for row in some if row.attempts < MAX_ATTEMPTS]
            faults.hit("I6")
            parsed = dict(
                zip((r.id for r in readable), desk.readers.submit([raws[r.id] for r in readable]), strict=True)
            )
            faults.hit("I7")
            decide_batch(desk, some, raws, parsed, now, received)


def _worklist(
    desk: Desk, mailbox: ImapMailbox, folder: FolderState, left_alone: set[int]
) -> Iterator[Sequence[Listed]]:
    """Yield what is in the folder and not in the ledger, in order of receipt.

    The whole folder is compared each time, not only what is above a mark: UIDs can become visible late, and a human
    can move a message out and in again.
    """
    with desk.store.reading() as reader:
        seen = reader.seen_uids(desk.org, place(desk, folder), folder.uidvalidity)
    there = mailbox.uids()
    _file_away(desk, mailbox, [uid for uid in there if uid in seen])
    new = [uid for uid in there if uid not in seen and uid not in left_alone]
    fresh = []
    calendar, since = desk.office.calendar, desk.settings.mailbox.since
    for one in mailbox.listed(new):
        if calendar.day_of(one.received_at) < since:
            left_alone.add(one.uid)
        else:
            fresh.append(one)
    fresh.sort(key=lambda one: (one.received_at, one.uid))
    if desk.scribe and len(fresh) > BATCH_MESSAGES:
        desk.scribe.call()
    yield from batches(fresh, max_messages=BATCH_MESSAGES, max_bytes=BATCH_BYTES)


def _keep(desk: Desk, mailbox: ImapMailbox, folder: FolderState, listed: Sequence[Listed]) -> _Batch:
    """Fetch a batch and make it durable: from here on nothing of it is lost. Then hand it to the readers."""
    fetched = mailbox.fetch([one.uid for one in listed], MAX_MESSAGE_BYTES)
    faults.hit("I3")
    order = {one.uid: n for n, one in enumerate(listed)}
    fetched.sort(key=lambda one: order[one.uid])
    arrivals = [
        Arrival(uid=one.uid, received_at=one.received_at, raw=one.raw, truncated=one.truncated) for one in fetched
    ]
    name = place(desk, folder)
    with desk.store.writing() as writer:
        kept = writer.keep(desk.org, name, folder.uidvalidity, arrivals)
        faults.hit("I4")
        rows = writer.messages_by_id([one.message for one in kept if one.is_new])
    faults.hit("I5")
    new = {one.message for one in kept if one.is_new}
    raws = {one.message: arrival.raw for one, arrival in zip(kept, arrivals, strict=True) if one.message in new}
    rows.sort(key=lambda row: (row.received_at, row.uid))
    return _Batch(
        rows=rows,
        raws=raws,
        reading=desk.readers.submit([raws[row.id] for row in rows]),
        uids={one.message: one.uid for one in kept},
    )


def _finish(desk: Desk, batch: _Batch, now: datetime, received: Received, mailbox: ImapMailbox) -> None:
    faults.hit("I6")
    parsed = dict(zip((row.id for row in batch.rows), batch.reading, strict=True))
    faults.hit("I7")
    decide_batch(desk, batch.rows, batch.raws, parsed, now, received)
    faults.hit("I9")
    _file_away(desk, mailbox, list(batch.uids.values()))

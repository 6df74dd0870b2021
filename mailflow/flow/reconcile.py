"""Accounting for every message: what the mailbox holds and what the record has, each explained, or named.

The record is asked what became of each message that it ever took from the mailbox; the INBOX is asked for messages that
the record has never seen. Together they are all that ever lay there since the start: nothing is taken out of the INBOX
before it is on record.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mailflow.core.days import Calendar
from mailflow.core.mail import MACHINE
from mailflow.flow import kept
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable, batches
from mailflow.store import MessageRow, MessageState, Reader, Sign, Store

log = logging.getLogger("mailflow.flow")

INBOX = "INBOX"
_MAX_BYTES = 64 * 1024 * 1024  # as much of a message as is kept, and hashed
FILED, PEN, MACHINE_MAIL, DUPLICATE, ANSWERED = "filed", "pen", "machine", "duplicate", "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """A message of which nobody can say what became of it. ``message`` is None where it is not on record."""

    message: int | None
    uid: int
    received_at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of all messages since the start.

    Attributes:
        since: The first day that counts.
        explained: How many were filed on a case, put into the pen, machine mail, duplicates, or answered otherwise.
    """

    since: date
    explained: dict[str, int]
    unexplained: tuple[Unexplained, ...]

    @property
    def total(self) -> int:
        """How many messages the mailbox held since the start."""
        return sum(self.explained.values()) + len(self.unexplained)


def reconcile(
    store: Store,
    mailbox: ImapMailbox,
    org: str,
    since: date,
    place: str,
    calendar: Calendar,
    step: Callable[[int], None] = lambda _: None,
) -> Account:
    """Account for every message.

    Args:
        store: The record.
        mailbox: Connected.
        org: The organisation.
        since: Messages from before this day were left alone.
        place: The INBOX as the ledger calls it.
        calendar: Whose days are meant.
        step: Is told how many more messages have been looked at.

    Raises:
        MailboxUnavailable: The mailbox cannot be asked.
    """
    folder = mailbox.open(INBOX)
    there = mailbox.uids()  # before the record: what comes meanwhile is not missed by both
    with store.reading() as reader:
        seen = reader.seen_uids(org, place, folder.uidvalidity)
        step(sum(uid in seen for uid in there))
        fresh = [uid for uid in there if uid not in seen]
        left = list(_left_over(mailbox, reader, org, fresh, since, calendar, step))
        rows = [one for one in reader.messages(org) if one.folder != kept.FOLDER]
        penned = {one.message for one in reader.pen(org, open_only=False)}
        answered = {one.message for one in reader.letters(org)}
    explained = Counter[str]()
    for row in rows:
        if how := _explained(row, penned, answered):
            explained[how] += 1
        else:
            why = "it is kept and not yet decided" if row.state is MessageState.RECEIVED else "it is on no case"
            left.append(Unexplained(message=row.id, uid=row.uid, received_at=row.received_at, why=why))
    return Account(since=since, explained=dict(explained), unexplained=tuple(left))


def _explained(row: MessageRow, penned: set[int | None], answered: set[int | None]) -> str | None:
    if row.state is MessageState.RECEIVED:
        return None
    if row.duplicate_of is not None:
        return DUPLICATE
    if row.ref is not None:
        return FILED
    if row.id in penned:
        return PEN
    if row.class_ in {*MACHINE, "own", "list", "spam"}:
        return MACHINE_MAIL
    return ANSWERED if row.id in answered else None


def _left_over(
    mailbox: ImapMailbox,
    reader: Reader,
    org: str,
    uids: list[int],
    since: date,
    calendar: Calendar,
    step: Callable[[int], None],
) -> Iterator[Unexplained]:
    """Yield what lies in the INBOX and is not on record, neither by its place nor by its bytes."""
    fresh = [one for one in mailbox.listed(uids) if calendar.day_of(one.received_at) >= since]
    for batch in batches(fresh):
        fetched = mailbox.fetch([one.uid for one in batch], _MAX_BYTES)
        hashes = {one.uid: hashlib.sha256(one.raw).hexdigest() for one in fetched}
        known = reader.by_sha256(org, hashes.values())
        step(len(fetched))
        for one in fetched:
            if hashes[one.uid] not in known:
                why = "it is in the INBOX and not on record yet"
                yield Unexplained(message=None, uid=one.uid, received_at=one.received_at, why=why)


def tell_unexplained(desk: Desk, mailbox: ImapMailbox, place: str, now: datetime) -> int:
    """Tell the admin of messages that cannot be accounted for, once a day; returns how many there are.

    What is still to be decided, or came while this was counted, is in the next day's account.
    """
    try:
        found = reconcile(
            desk.store, mailbox, desk.org, desk.settings.mailbox.since, place, desk.office.calendar
        ).unexplained
    except MailboxUnavailable:
        log.warning("messages not accounted for org=%s: the mailbox is out of reach", desk.org)
        return 0
    lost = [one for one in found if one.message is not None]
    with desk.store.writing() as writer:
        writer.give_sign(desk.org, Sign.RECONCILED, now, {"unexplained": len(lost)})
    log.info("messages accounted for org=%s unexplained=%d", desk.org, len(lost))
    if lost:
        item = {
            "title": f"{len(lost)} message{' is' if len(lost) == 1 else 's are'} not accounted for",
            "detail": f"The first is message {lost[0].message}: {lost[0].why}. Its bytes are on record.",
            "command": "mailflow reconcile",
        }
        with desk.store.writing() as writer:
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
            once = f"reconcile:{desk.office.calendar.day_of(now).isoformat()}"
            recorder.tell(trouble(desk.office, None, (item,), once=once))
            recorder.flush()
    return len(lost)

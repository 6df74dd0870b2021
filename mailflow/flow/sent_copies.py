"""Reading the copies of our letters in the mailbox's own Sent folder, and what else lies there."""

from __future__ import annotations

from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from mailflow.flow.desk import Desk
from mailflow.flow.places import MAX_MESSAGE_BYTES
from mailflow.flow.recovery import Copy
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable

_FIELDS = (
    *("Message-ID", "X-Mailflow-Letter", "X-Mailflow-Case", "From", "To"),
    *("In-Reply-To", "References"),
)


def read_copies(desk: Desk, sent: ImapMailbox, until: datetime) -> tuple[list[Copy], dict[int, datetime]]:
    """Return the copies of our letters, by time, and when each other mail was laid into the folder.

    Args:
        desk: The organisation.
        sent: A connection for this folder alone: it is opened here and stays open.
        until: What was laid there later is left alone.
    """
    if (name := sent.existing_sent()) is None:
        return [], {}
    sent.open(name, readonly=True)
    since, calendar = desk.settings.mailbox.since, desk.office.calendar
    there = {one.uid: one.received_at for one in sent.listed(sent.uids())}
    there = {uid: at for uid, at in there.items() if calendar.day_of(at) >= since and at <= until}
    copies, others = list[Copy](), dict[int, datetime]()
    fields = sent.headers(list(there), _FIELDS)
    for uid, at in there.items():
        head = BytesHeaderParser().parsebytes(fields.get(uid, b""))
        if (copy := _copy(desk, uid, at, head)) is not None:
            copies.append(copy)
        else:
            others[uid] = at
    copies.sort(key=lambda one: (one.at, one.uid))
    return copies, others


def words_of(desk: Desk, sent: ImapMailbox, copy: Copy) -> tuple[bytes, str, str]:
    """Return the bytes, the subject and the text of a copy.

    Raises:
        MailboxUnavailable: Somebody has taken it away meanwhile.
    """
    found = sent.fetch([copy.uid], MAX_MESSAGE_BYTES)
    if not found:
        raise MailboxUnavailable("a copy of a letter was taken out of the Sent folder meanwhile; begin again")
    (read,) = desk.readers.submit([found[0].raw])
    return found[0].raw, read.message.subject, read.message.text


def _copy(desk: Desk, uid: int, at: datetime, head: Message) -> Copy | None:
    """Return what lies there as a copy of a letter of ours, or None where it is none."""
    kind, message_id = str(head.get("X-Mailflow-Letter", "")).strip(), str(head.get("Message-ID", "")).strip()
    sender, to = (parseaddr(str(head.get(name, "")))[1] for name in ("From", "To"))
    if not kind or not message_id or not to or sender.casefold() != desk.office.address.casefold():
        return None
    answers = f"{head.get('In-Reply-To', '')} {head.get('References', '')}".split()
    return Copy(
        uid=uid,
        at=at,
        message_id=message_id,
        ref=str(head.get("X-Mailflow-Case", "")).strip() or None,
        kind=kind,
        to=to,
        answers=tuple(dict.fromkeys(answers)),
    )

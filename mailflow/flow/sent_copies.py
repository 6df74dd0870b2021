"""Reading the copies of our letters in the mailbox's own Sent folder, and what else lies there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from mailflow.core.decide.which_draft import id_of_mark
from mailflow.core.thread import tags_in
from mailflow.flow.desk import Desk
from mailflow.flow.places import MAX_MESSAGE_BYTES
from mailflow.flow.recovery import OURS, Copy
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable

#: What must be known of a mail to tell whether it is a letter of ours.
FIELDS = (
    *("Message-ID", "X-Mailflow-Letter", "X-Mailflow-Case", "From", "To", "Subject"),
    *("In-Reply-To", "References"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMails:
    """What lies in the Sent folder.

    Attributes:
        uidvalidity: The folder that the numbers are of.
        copies: Of our letters, by time, those that a person sent from Drafts included, also after mailflow stopped.
        others: When each other mail was laid there.
        later: What was laid there after mailflow stopped.
        tags: To whom the other mails went, with their subjects.
    """

    uidvalidity: int | None = None
    copies: list[Copy] = field(default_factory=list)
    others: dict[int, datetime] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    tags: list[tuple[str, str]] = field(default_factory=list)


def read_copies(desk: Desk, sent: ImapMailbox, until: datetime) -> SentMails:
    """Return what lies in the Sent folder.

    Args:
        desk: The organisation.
        sent: A connection for this folder alone: it is opened here and stays open.
        until: When mailflow stopped.
    """
    if (name := sent.existing_sent()) is None:
        return SentMails()
    folder = sent.open(name, readonly=True)
    since, calendar = desk.settings.mailbox.since, desk.office.calendar
    there = {one.uid: one.received_at for one in sent.listed(sent.uids())}
    there = {uid: at for uid, at in there.items() if calendar.day_of(at) >= since}
    found = SentMails(uidvalidity=folder.uidvalidity, later={uid for uid, at in there.items() if at > until})
    fields = sent.headers(list(there), FIELDS)
    for uid, at in there.items():
        copy = copy_of(desk, uid, at, fields.get(uid, b""))
        if copy is not None and (copy.is_draft or uid not in found.later):
            found.copies.append(copy)
        elif copy is None:
            head = BytesHeaderParser().parsebytes(fields.get(uid, b""))
            if is_from(desk, head):
                found.tags.append((address(head, "To").casefold(), str(head.get("Subject", ""))))
            if uid not in found.later:
                found.others[uid] = at
    found.copies.sort(key=lambda one: (one.at, one.uid))
    return found


def words_of(desk: Desk, sent: ImapMailbox, copy: Copy) -> tuple[bytes, str, str]:
    """Return the bytes, the subject and the text of a copy.

    Raises:
        MailboxUnavailable: Somebody has taken it away meanwhile.
    """
    raw = copy.raw
    if raw is None:
        found = sent.fetch([copy.uid], MAX_MESSAGE_BYTES)
        if not found:
            raise MailboxUnavailable("a copy of a letter was taken out of the Sent folder meanwhile; begin again")
        raw = found[0].raw
    (read,) = desk.readers.submit([raw])
    return raw, read.message.subject, read.message.text


def copy_of(desk: Desk, uid: int, at: datetime, fields: bytes) -> Copy | None:
    """Return what a mail is as a letter of ours, or None where it is none: by its headers, or a draft's own mark.

    Args:
        desk: The organisation.
        uid: Its number in the folder.
        at: When it was laid there.
        fields: Its header, as far as ``FIELDS`` goes.
    """
    head = BytesHeaderParser().parsebytes(fields)
    kind, message_id = str(head.get("X-Mailflow-Letter", "")).strip(), str(head.get("Message-ID", "")).strip()
    to, subject = address(head, "To"), str(head.get("Subject", ""))
    answers = tuple(dict.fromkeys(f"{head.get('In-Reply-To', '')} {head.get('References', '')}".split()))
    laid_as = next((id_ for one in answers if (id_ := id_of_mark(one))), None)
    if not (kind or laid_as) or not message_id or not to or not is_from(desk, head):
        return None
    ref = str(head.get("X-Mailflow-Case", "")).strip()
    roots = (one[1:].partition(".")[0] for one in answers if one.startswith(f"<{desk.org}-"))
    ref = ref or next(iter((*roots, *tags_in(subject, desk.org))), "")
    return Copy(
        uid=uid,
        at=at,
        message_id=message_id,
        ref=ref or None,
        kind=kind,
        to=to,
        subject=subject,
        answers=answers,
        laid_as=laid_as,
        # A program that drops the thread gives it an identifier of its own; so do some servers, of what we send.
        is_draft=laid_as is not None or (desk.office.drafts and OURS.fullmatch(message_id) is None),
    )


def is_from(desk: Desk, head: Message) -> bool:
    """Say whether a mail was written in the mailbox's own name."""
    return address(head, "From").casefold() == desk.office.address.casefold()


def address(head: Message, name: str) -> str:
    """Return the first address in a header."""
    return parseaddr(str(head.get(name, "")))[1]

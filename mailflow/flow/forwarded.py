"""A family's mail that a member of staff forwards as a file below ``#new``: its words are the complaint's."""

from __future__ import annotations

from mailflow.core.mail import InboundMessage
from mailflow.flow.before import ENTERS
from mailflow.flow.desk import Desk
from mailflow.store import MessageRow, Reader

_A_MAIL = "message/rfc822"


def with_attached_mail(desk: Desk, reader: Reader, row: MessageRow, message: InboundMessage, text: str) -> str:
    """Return what staff wrote, and below ``#new`` the first mail that is attached, headed as programs head one.

    Args:
        desk: Whose readers open it.
        reader: For the bytes of the mail.
        row: The mail on record.
        message: The same, as read.
        text: What its author wrote.
    """
    if not ENTERS.match(text) or not any(one.type == _A_MAIL for one in message.attachments):
        return text
    try:
        raw = reader.raw(row.id)
    except LookupError:
        return text
    mails = [data for one, data in desk.readers.files(raw) if one.type == _A_MAIL]
    if not mails:
        return text
    inner = next(desk.readers.read(mails[:1])).message
    sender = f"{inner.sender.name} <{inner.sender.address}>".strip() if inner.sender else ""
    headers = (
        ("From", sender),
        ("Date", f"{inner.date:%Y-%m-%d %H:%M}" if inner.date else ""),
        ("Subject", inner.subject),
        ("To", ", ".join(one.address for one in inner.to)),
    )
    head = "\n".join(f"{name}: {value}" for name, value in headers if value)
    return f"{text.rstrip()}\n\n---------- Forwarded message ---------\n{head}\n\n{inner.text.strip()}"

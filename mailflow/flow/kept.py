"""Words that a person brings to a case at the command line: kept like a message, so that everything else can show them.

What is kept is a mail that was never sent, in a folder that is no folder: the case, its letters and its file then need
no second way of keeping texts, and retention finds them where it finds all others.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from mailflow.core.mail import Address, InboundMessage, MessageClass
from mailflow.flow.desk import Desk
from mailflow.store import Arrival, MessageRow, MessageState, Writer

#: Where what was typed is seen, as the ledger calls it.
FOLDER = "command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person has typed, or brought as a file.

    Attributes:
        author: Whose words they are: who complains, or the admin; None where nobody can be named.
        name: The author's name, also where there is no address.
        file: Name and bytes of a file that is no plain text: a form, a scanned letter.
    """

    subject: str
    text: str
    name: str = ""
    author: Address | None = None
    file: tuple[str, bytes] | None = None


def keep(desk: Desk, writer: Writer, typed: Typed, at: datetime) -> tuple[MessageRow, InboundMessage]:
    """Keep what was typed in this transaction, and return it as it would have been read.

    Args:
        desk: The organisation.
        writer: The transaction.
        typed: The words.
        at: When they were said.
    """
    token = desk.random(12)
    raw = _as_mail(desk, typed, at, token.hex())
    uid = int.from_bytes(token[:6], "big")
    kept = writer.keep(desk.org, FOLDER, 1, [Arrival(uid=uid, received_at=at, raw=raw)])
    row = writer.message(kept[0].message)
    assert row is not None, "what was kept is there"
    message = InboundMessage(sender=typed.author, sender_is_plain=True, subject=typed.subject, text=typed.text)
    if typed.file is not None:
        read = desk.readers.submit([raw]).result()[0].message
        message = replace(message, attachments=read.attachments, documents=read.documents, problems=read.problems)
    row = replace(
        row,
        state=MessageState.DECIDED,
        from_address=typed.author.address if typed.author else None,
        from_name=typed.name,
        subject=typed.subject,
        text=typed.text,
        new_text=typed.text,
        attachments=message.attachments,
    )
    return row, message


def decided(row: MessageRow, as_: MessageClass, ref: str, because: str) -> MessageRow:
    """Return what was typed as what it was taken for."""
    return replace(row, class_=as_.value, ref=ref, because=because, explain=(because,))


def _as_mail(desk: Desk, typed: Typed, at: datetime, token: str) -> bytes:
    message = EmailMessage()
    message["From"] = desk.office.address
    message["To"] = desk.office.address
    message["Subject"] = " ".join(typed.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<mf.typed.{token}@{desk.office.address.rpartition('@')[2]}>"
    message["Comments"] = "Typed at the command line of mailflow; it was never sent."
    message.set_content(typed.text + "\n")
    if typed.file is not None:
        name, data = typed.file
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()

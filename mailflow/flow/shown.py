"""What a letter to staff may show of a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.mail import SEALED, Attachment
from mailflow.store import MessageRow

CUT = "[It is too big to be read whole. This is its start; all of it lies in the complaints mailbox.]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a letter to staff may show of a message."""

    new_text: str
    received_at: datetime
    sender: str
    subject: str
    attachments: tuple[Attachment, ...]


def words_of(row: MessageRow) -> Words:
    """Return what a letter may show of a message on record."""
    known = f"{row.from_name} <{row.from_address}>" if row.from_name and row.from_address else row.from_address
    text = row.new_text if row.new_text is not None else row.text or ""
    return Words(
        new_text=f"{text}\n\n{CUT}".lstrip() if row.truncated else text,
        received_at=row.received_at,
        sender=known or row.from_name,
        subject=row.subject,
        attachments=row.attachments,
    )


def why_no_text(files: tuple[Attachment, ...]) -> str:
    """Return what stands where a message has no text to show."""
    if any(one.type in SEALED for one in files):
        return "[It is encrypted, or sealed by a signature: kept as it came, but mailflow cannot read it.]"
    return "[There is no text in it.]" if files else "[No text could be read in it.]"

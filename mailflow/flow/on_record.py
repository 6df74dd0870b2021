"""A message and its row: what was read goes onto the record, and what is on record is read again."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.mail import Address, InboundMessage
from mailflow.store import MessageRow


def message_of(row: MessageRow) -> InboundMessage:
    """Return a message from what is on record about it; its headers are not."""
    sender = Address(address=row.from_address, name=row.from_name) if row.from_address else None
    return InboundMessage(
        sender=sender,
        sender_is_plain=sender is not None,
        subject=row.subject,
        message_id=row.message_id,
        references=row.references,
        text=row.text or "",
        attachments=row.attachments,
        content_hash=row.content_hash,
    )


def read_into(row: MessageRow, message: InboundMessage) -> MessageRow:
    """Return the row with what was read in the message."""
    return replace(
        row,
        from_address=message.sender.address if message.sender else None,
        from_name=message.sender.name if message.sender else "",
        subject=message.subject,
        message_id=message.message_id,
        references=message.references,
        text=message.text,
        attachments=message.attachments,
        content_hash=message.content_hash,
        failed_recipients=message.failed_recipients,
    )

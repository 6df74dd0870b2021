"""A message on record is decided a second time: it is taken from the pen, or somebody has said whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.classify import Reading
from mailflow.core.trigger import MessageArrived
from mailflow.flow.before import form_again, with_documents
from mailflow.flow.desk import Desk
from mailflow.flow.on_record import message_of
from mailflow.flow.understand import subjects_on
from mailflow.store import MessageRow, Reader


def arrived_again(
    desk: Desk, reader: Reader, row: MessageRow, case: Case | None, now: datetime, because: str
) -> MessageArrived:
    """Return a message from the record as it arrived, by a person's hand.

    On a case it is its complainant's, wherever it came from; it counts as of its receipt.

    Args:
        desk: The organisation.
        reader: For its documents, and the subjects of what was sent on the case.
        row: The message.
        case: Where it belongs; None where it opens a case.
        now: The present.
        because: Why it is a person's, and may be answered.
    """
    message = with_documents(desk, reader, row, message_of(row))
    text = row.new_text if row.new_text is not None else row.text or ""
    if case and (message.sender is None or not message.sender_is_plain):
        message = replace(message, sender=None, sender_is_plain=True)
    policy = desk.office_for(case, reader).policy
    return MessageArrived(
        id=row.id,
        received_at=row.received_at,
        now=now,
        message=message,
        new_text=text,
        reading=Reading(as_=None, because=because, acknowledge=True),
        form=form_again(message, text, row, policy),
        our_subjects=subjects_on(reader, case, message.subject, policy) if case else (),
    )

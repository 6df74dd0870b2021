"""The same complaint sent twice within minutes: a second press of Send, a form that hangs, two of our addresses.

Each has a Message-ID and a date of its own, so no server and no program takes them for one. Here they are one where
author, subject, words and files are the same; whatever differs in a word is a message of its own.
"""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.mail import InboundMessage
from mailflow.flow.known import Known
from mailflow.store import MessageRow, Reader

WITHIN = timedelta(minutes=5)


def sent_before(reader: Reader, known: Known, row: MessageRow, message: InboundMessage) -> MessageRow | None:
    """Return the message that says the very same, and came within minutes of this one; None for an answer."""
    if message.references or message.sender is None or not message.sender_is_plain or not message.text.strip():
        return None
    for one in known.lately_came.get(message.sender.key, ()):
        near = abs(one.received_at - row.received_at) <= WITHIN
        if near and one.id != row.id and one.subject == message.subject:
            found = one if isinstance(one, MessageRow) else reader.message(one.id)
            if found is not None and _says(found) == _says(row):
                return found
    return None


def _says(row: MessageRow) -> tuple[object, ...]:
    return ("".join((row.text or "").split()), tuple(one.sha256 for one in row.attachments))

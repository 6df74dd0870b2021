"""A message on record, as JSON (INTERFACE, ``message list``) and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mailflow.admin.terminal import local, one_line, table
from mailflow.core.appeals import read_appeal
from mailflow.core.mail import MACHINE, MessageClass
from mailflow.core.sign_off import without_signature
from mailflow.store import MessageRow

_MACHINE = {one.value for one in MACHINE}
_ANSWERS = {MessageClass.REPLY.value, MessageClass.APPEAL.value}


def appeal_words(subject: str, keywords: Sequence[str]) -> list[str]:
    """Return the appeal keywords in a subject that are not taken back there."""
    return [word for word in keywords if read_appeal(subject, (), [word]).word]


def listed(row: MessageRow, keywords: Sequence[str]) -> dict[str, Any]:
    """Return a message with what was read in it. ``keywords``: the policy's; a machine appeals never."""
    words = [] if row.class_ in _MACHINE else appeal_words(row.subject, keywords)
    return {
        "id": row.id,
        "organisation": row.org,
        "ref": row.ref,
        "class": row.class_,
        "because": row.because,
        "acknowledge": row.acknowledge,
        "from": row.from_address,
        "name": row.from_name,
        "subject": row.subject,
        "message_id": row.message_id,
        "references": list(row.references),
        "text": row.text,
        "new_text": without_signature(row.new_text) if row.new_text is not None else None,
        "attachments": [{"name": one.name, "type": one.type, "bytes": one.bytes} for one in row.attachments],
        "appeal_keywords": list(row.appeal_keywords) or words,
        "failed_recipients": [
            {"address": one.address, "action": one.action, "status": one.status} for one in row.failed_recipients
        ],
        "form": dict(row.form) if row.form is not None else None,
        "received_at": row.received_at,
        "duplicate_of": row.duplicate_of,
    }


def explained(row: MessageRow, keywords: Sequence[str]) -> tuple[str, ...]:
    """Return why a message was read as it was, a sentence each, as it was recorded when it was read."""
    why = tuple(dict.fromkeys(_sentence(one) for one in (row.because, *row.explain) if one))
    if row.class_ in _MACHINE:
        return (*why, "A machine wrote it, so its subject was not searched for appeal words.")
    if row.class_ in _ANSWERS:
        return (*why, f"The policy's appeal words: {', '.join(keywords)}.")
    return (*why, "It is no reply of a complainant on a case, so its subject was not searched for appeal words.")


def page(told: dict[str, Any], zone: str, why: Sequence[str]) -> Iterator[str]:
    """Yield the lines that show a message."""
    received: datetime = told["received_at"]
    yield f"Message {told['id']}: {told['class'] or 'not yet read'}"
    yield ""
    yield from table(_fields(told, received, zone))
    if why:
        yield ""
        yield "Why"
        yield from (f"  {one_line(one)}" for one in why)
    yield ""
    yield told["text"] if told["text"] is not None else "(no text on record)"


def _fields(told: dict[str, Any], received: datetime, zone: str) -> Iterator[tuple[str, str]]:
    yield "From", f"{told['name']} <{told['from']}>".strip() if told["from"] else "nobody who can be answered"
    yield "Subject", told["subject"]
    yield "Received", local(received, zone)
    yield "Case", told["ref"] or "none"
    yield "Because", told["because"]
    for one in told["attachments"]:
        yield "File", f"{one['name'] or 'without a name'}, {one['type']}, {one['bytes']} bytes"
    for name, answer in (told["form"] or {}).items():
        yield "Form", one_line(f"{name}: {answer}")
    for one in told["failed_recipients"]:
        yield "Failed", f"{one['address']} {one['action']} {one['status']}".strip()


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")

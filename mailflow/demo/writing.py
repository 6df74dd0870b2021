"""How people write: a new mail, a reply with the quotation and signature of an ordinary client, an absence notice."""

from __future__ import annotations

import email
import email.policy
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from typing import Self

from mailflow.demo.cast import COMPLAINTS, ORGANISATION, Person

_POLICY = email.policy.SMTP


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as its reader has it. ``kind``: as our header names it; empty on other people's mail."""

    to: str
    kind: str
    subject: str
    text: str
    message_id: str
    references: str
    sent_at: datetime

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read the plain part of a message."""
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        return cls(
            to=str(message["To"] or ""),
            kind=str(message["X-Mailflow-Letter"] or ""),
            subject=str(message["Subject"] or ""),
            text=body.get_content().replace("\r\n", "\n") if body is not None else "",
            message_id=str(message["Message-ID"] or ""),
            references=str(message["References"] or ""),
            sent_at=parsedate_to_datetime(str(message["Date"])),
        )


def new_mail(person: Person, subject: str, text: str, *, at: datetime, number: int) -> bytes:
    """Write to the complaints address. ``number`` makes the Message-ID."""
    return _mail(person, subject, f"{text}\n", at=at, number=number)


def reply(person: Person, letter: Letter, text: str, *, at: datetime, number: int, subject: str | None = None) -> bytes:
    """Press Reply on a letter: above it the new text and a signature, below it the whole letter, quoted."""
    quoted = textwrap.indent(letter.text.rstrip(), "> ", lambda _: True)
    intro = f"On {letter.sent_at:%d/%m/%Y} at {letter.sent_at:%H:%M}, {ORGANISATION} <{COMPLAINTS}> wrote:"
    headers = {
        "In-Reply-To": letter.message_id,
        "References": f"{letter.references} {letter.message_id}".strip(),
    }
    body = f"{text}\n\n-- \n{person.name}\n\n{intro}\n\n{quoted}\n"
    return _mail(person, subject or f"Re: {letter.subject}", body, at=at, number=number, headers=headers)


def absence(person: Person, letter: Letter, text: str, *, at: datetime, number: int) -> bytes:
    """What a mail system answers while its owner is away."""
    headers = {
        "In-Reply-To": letter.message_id,
        "References": f"{letter.references} {letter.message_id}".strip(),
        "Auto-Submitted": "auto-replied",
    }
    return _mail(person, f"Automatic reply: {letter.subject}", f"{text}\n", at=at, number=number, headers=headers)


def _mail(
    person: Person, subject: str, body: str, *, at: datetime, number: int, headers: Mapping[str, str] | None = None
) -> bytes:
    message = EmailMessage(policy=_POLICY)
    message["From"] = person.written
    message["To"] = f"{ORGANISATION} <{COMPLAINTS}>"
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<demo.{number}@{person.address.rpartition('@')[2]}>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(body)
    return message.as_bytes()

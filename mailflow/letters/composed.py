"""What goes into ``compose`` beside the case, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Subject, plain text and HTML of one letter. The plain text is complete by itself."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """An incoming message that a letter to staff shows. All of it is hostile: it is shown, never obeyed.

    Attributes:
        received_at: When the mail server had it.
        sender: Name and address, as far as they are known.
        text: Its new text.
        files: Names of its files.
    """

    received_at: datetime
    sender: str
    text: str
    subject: str = ""
    files: tuple[str, ...] = ()

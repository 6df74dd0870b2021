"""What a message is, once read: addresses, text, attachments, and the signs of who or what wrote it.

Values only. ``mailbox/parse.py`` makes them from raw bytes; nothing here can fail on hostile input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MessageClass(StrEnum):
    """What a message was taken for (the ``class`` of INTERFACE)."""

    COMPLAINT = "complaint"
    REPLY = "reply"
    APPEAL = "appeal"
    FORM = "form"
    STAFF_REPLY = "staff-reply"
    STAFF_DIRECTIVE = "staff-directive"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    DELAY = "delay"
    RECEIPT = "receipt"
    FEEDBACK_REPORT = "feedback-report"
    CHALLENGE = "challenge"
    CALENDAR = "calendar"
    OWN = "own"
    LIST = "list"
    DUPLICATE = "duplicate"
    SPAM = "spam"
    UNREADABLE = "unreadable"


#: Classes that a machine writes. None of them is ever answered (DESIGN, law 9).
MACHINE = frozenset(
    {
        MessageClass.AUTO_REPLY,
        MessageClass.BOUNCE,
        MessageClass.DELAY,
        MessageClass.RECEIPT,
        MessageClass.FEEDBACK_REPORT,
        MessageClass.CHALLENGE,
        MessageClass.CALENDAR,
        MessageClass.OWN,
        MessageClass.LIST,
        MessageClass.SPAM,
    }
)

#: Types of what only the holder of a key can read, or a program that opens signatures.
SEALED = frozenset(("application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))

_STRICT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox: the address as written and the name shown beside it (maybe empty)."""

    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """The address for comparing: case is ignored, in the local part too (as every large provider does)."""
        return self.address.casefold()


def is_plain_address(text: str) -> bool:
    """Say whether ``text`` is an address in the strict grammar that we accept for identity.

    A dot-atom local part of at most 64 ASCII characters and a domain (RFC 5321 section 4.1.2, without quoted
    strings, comments and literals: those are how one reader is made to see another sender than the next).
    """
    local, _, _ = text.partition("@")
    return bool(_STRICT.fullmatch(text)) and ".." not in text and not local.startswith(".") and not local.endswith(".")


def is_null_path(path: str) -> bool:
    """Say whether a Return-Path is that of a report or an automatic answer: empty (RFC 5321 section 4.5.5).

    Some servers write MAILER-DAEMON where the sender was empty. A missing field is no empty path.
    """
    return bool(path) and path.strip(" \t<>").casefold() in ("", "mailer-daemon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message (RFC 8621 section 4.1.4). Its bytes stay in the raw message."""

    name: str
    type: str
    bytes: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is written in an attached document.

    Attributes:
        rows: Its lines in order, each of one cell; and the rows of its tables, of as many cells as they have. A cell of
            a table can have several lines.
        pairs: The fields of a PDF that is filled in on the screen: each field's name and what stands in it.
    """

    rows: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """All that can be read in it, the cells of a row with a tab between them."""
        return "\n".join("\t".join(row) for row in (*self.rows, *self.pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRecipient:
    """One recipient of a delivery report (RFC 3464). ``action``: failed or delayed; ``status`` may be empty."""

    address: str
    action: str = "failed"
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """A message as it was read. Every text in it is hostile until a person has looked at it.

    Attributes:
        sender: The author, from the one From field; None where there is none that the strict grammar accepts.
        sender_is_plain: Exactly one From field with one address in the strict grammar, read alike by every parser.
            False means that the sender can be nobody's party and nobody's colleague.
        subject: Unfolded, decoded, without control characters.
        message_id: With its angle brackets, or None.
        references: References, then In-Reply-To, without doubles, each with its angle brackets.
        text: All readable text (HTML as text).
        headers: The first 50 values of each header that classification asks for, by lower-case name.
        trace: Where a server has stamped a verdict: the first 50 Received and Authentication-Results fields in their
            order, topmost first, names in lower case. Else nothing.
        returned_message_id: In a delivery report, the Message-ID of the mail that came back.
        content_hash: SHA-256 over sender, subject, date and text: equal for two deliveries of one mail.
        documents: What is written in the attached files that can be read.
        problems: What was wrong with the bytes, in words for a person; no content.
    """

    sender: Address | None = None
    sender_is_plain: bool = False
    subject: str = ""
    message_id: str | None = None
    references: tuple[str, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: datetime | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trace: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    report_type: str = ""
    failed_recipients: tuple[FailedRecipient, ...] = ()
    returned_message_id: str | None = None
    content_hash: str = ""
    documents: tuple[Document, ...] = ()
    problems: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the first value of a header (lower-case ``name``), or an empty text."""
        return next(iter(self.headers.get(name, ())), "")

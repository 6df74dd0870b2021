"""What goes into ``compose`` beside the case, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address

Plain = str | int | bool | None | tuple["Plain", ...] | Mapping[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Subject, plain text and HTML of one letter. The plain text is complete by itself."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter before its words: all that they are made of, as plain values.

    Attributes:
        kind: Which template.
        context: Every name that the template may use.
        ref: The case in the subject's tag; empty where there is none.
        mark: Stands before the subject's words on some stages.
        keywords: No subject of ours has one of these words: a reply to it would be an appeal.
    """

    kind: LetterKind
    context: Mapping[str, Plain]
    ref: str
    mark: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands on a letter beside its words.

    Attributes:
        letter_kind: Stands in X-Mailflow-Letter.
        audience: A complainant's letter shows no display name in To.
        case_ref: Stands in X-Mailflow-Case; None for a letter about no case.
        from_name: The organisation's name, or the role's.
        from_address: The complaints mailbox.
        to: The one recipient.
        message_id: Ours, from ``new_message_id``.
        date: Aware; stands in Date.
        reply_to: Where it is answered to, if that is not ``from_address`` as it stands.
        in_reply_to: The Message-ID that the letter answers; left out where it is not a harmless one.
        references: The thread, oldest first; the harmless ones of it are kept, the first and the latest if many.
        plain_only: Without the HTML: whoever changes one of two parts in a program that shows one sends two letters.
    """

    letter_kind: LetterKind
    audience: Audience
    case_ref: str | None
    from_name: str
    from_address: str
    to: Address
    message_id: str
    date: datetime
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    plain_only: bool = False


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

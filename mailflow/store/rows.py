"""What the record hands out and takes in: plain values, one class for each kind of row.

``None`` in a field that says *not loaded* means that the row came from a listing, which leaves large texts and raw
bytes where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.facts import Fact
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Attachment, FailedRecipient
from mailflow.core.provenance import Checked


class MessageState(StrEnum):
    """``received``: its bytes are safe, nothing more was done. ``decided``: what follows from it is recorded."""

    RECEIVED = "received"
    DECIDED = "decided"


class LetterStatus(StrEnum):
    """Where a letter is. A letter of which the server's answer is unknown is ``queued`` with a ``committing_at``."""

    QUEUED = "queued"
    HELD = "held"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as the mailbox gave it. ``truncated``: over the size cap, ``raw`` has only its beginning."""

    uid: int
    received_at: datetime
    raw: bytes
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The answer to an arrival: its message, and whether its bytes were seen for the first time."""

    uid: int
    message: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message on record.

    Attributes:
        ref: Its case, or None.
        sha256: Of the raw bytes, in hexadecimal; one message for each in an organisation.
        size: Length of the kept bytes.
        attempts: How often reading it was begun; counted before the attempt, so that a crash counts too.
        text: All readable text; None where not loaded (and for ``save_messages``: leave it as it is).
        new_text: The text without quotation and signature; None as for ``text``.
        duplicate_of: The message of which this one is another delivery.
        explain: Why it was read as it was, one sentence each.
        carried_out: A directive in it took effect.
        folder: Where it was first seen, with ``uidvalidity`` and ``uid``; the ledger has every sighting.
        form: The fields of a complaint form found in it, or None.
        checked: What a look at its signatures found, where there was one.
    """

    id: int
    org: str
    sha256: str
    size: int
    received_at: datetime
    folder: str
    uidvalidity: int
    uid: int
    truncated: bool = False
    state: MessageState = MessageState.RECEIVED
    attempts: int = 0
    ref: str | None = None
    class_: str | None = None
    because: str = ""
    acknowledge: bool = False
    from_address: str | None = None
    from_name: str = ""
    subject: str = ""
    message_id: str | None = None
    references: tuple[str, ...] = ()
    text: str | None = None
    new_text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    content_hash: str = ""
    duplicate_of: int | None = None
    explain: tuple[str, ...] = ()
    carried_out: bool = False
    appeal_keywords: tuple[str, ...] = ()
    failed_recipients: tuple[FailedRecipient, ...] = ()
    form: Mapping[str, str] | None = None
    checked: Checked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """One case before and after some facts. ``before`` is None for a case that they open."""

    before: Case | None
    after: Case
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedFact:
    """An event as it was recorded.

    Attributes:
        n: Its number in the organisation's chain.
        seq: Its number in its case.
        at: When it counts; ``recorded_at`` is when it was written down.
        data: The event's fields as JSON values; empty where they were erased.
        fact: The fact itself, or None where its data were erased.
    """

    n: int
    ref: str
    seq: int
    at: datetime
    recorded_at: datetime
    kind: str
    by: str
    reason: str | None
    data: Mapping[str, object]
    fact: Fact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be queued, frozen: ``raw`` is what will be sent, byte for byte, however often it is tried.

    Attributes:
        status: ``queued``, or ``held`` with the reason in ``why``.
        raw: Empty only for a letter that is held because it could not be written; see ``Writer.write_held``.
        intent: For such a letter: what was decided, so that it can be written when its template is mended.
        message_id: Never reused in an organisation.
        message: The incoming message that it answers or is about.
        stage: The stage of the case that it belongs to.
        once: Nothing with the same key is queued twice in an organisation.
        reply_key: Where it is answered to an address of its own: see ``core/reply_address.py``.
        by_draft: It is held until a person has sent it from the mailbox's Drafts folder.
    """

    org: str
    kind: LetterKind
    audience: Audience
    to_address: str
    subject: str
    text: str
    message_id: str
    queued_at: datetime
    raw: bytes
    to_name: str = ""
    ref: str | None = None
    status: LetterStatus = LetterStatus.QUEUED
    why: str | None = None
    next_attempt_at: datetime | None = None
    message: int | None = None
    stage: str | None = None
    once: str | None = None
    reply_key: str | None = None
    intent: SendLetter | None = None
    by_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter on record.

    Attributes:
        text: The plain text; None where not loaded.
        raw: What is sent; None where not loaded.
        committing_at: Since when the server's final answer is awaited; set and durable before the final dot is written.
        attempts: How often it was tried; the fencing token of ``LetterChange``.
        uncertain: How often it was tried again although the server may have accepted it.
        why: Why it is held, failed, cancelled or waits.
        reply: What the server said when it accepted it.
        filed_at: When a copy was laid into the mailbox's Sent folder.
    """

    id: int
    org: str
    kind: LetterKind
    audience: Audience
    to_address: str
    to_name: str
    subject: str
    message_id: str
    status: LetterStatus
    queued_at: datetime
    next_attempt_at: datetime
    ref: str | None = None
    text: str | None = None
    raw: bytes | None = None
    committing_at: datetime | None = None
    attempts: int = 0
    uncertain: int = 0
    sent_at: datetime | None = None
    why: str | None = None
    reply: str | None = None
    message: int | None = None
    stage: str | None = None
    once: str | None = None
    filed_at: datetime | None = None
    reply_key: str | None = None


class Step(StrEnum):
    """What happened to a letter on its way."""

    COMMITTING = "committing"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChange:
    """One step of a letter, made by the constructor of its name.

    Attributes:
        at: When it was committed or sent, or for ``retry`` when to try next.
        attempt: The ``attempts`` that the letter must have, or None for any: whoever was overtaken is refused.
        org: Whose letter it is, for ``committing``: whoever was overtaken in its mailbox is refused.
    """

    id: int
    step: Step
    at: datetime | None = None
    why: str | None = None
    reply: str | None = None
    is_uncertain: bool = False
    attempt: int | None = None
    org: str | None = None

    @classmethod
    def committing(cls, id: int, *, at: datetime, attempt: int | None = None, org: str | None = None) -> LetterChange:
        """The final dot is about to be written. Commit this first."""
        return cls(id=id, step=Step.COMMITTING, at=at, attempt=attempt, org=org)

    @classmethod
    def sent(cls, id: int, *, at: datetime, reply: str = "", attempt: int | None = None) -> LetterChange:
        """The server accepted it."""
        return cls(id=id, step=Step.SENT, at=at, reply=reply, attempt=attempt)

    @classmethod
    def retry(
        cls, id: int, *, at: datetime, why: str, is_uncertain: bool = False, attempt: int | None = None
    ) -> LetterChange:
        """Try (again) at ``at``. ``is_uncertain``: the server may have accepted it already, which is counted."""
        return cls(id=id, step=Step.RETRY, at=at, why=why, is_uncertain=is_uncertain, attempt=attempt)

    @classmethod
    def failed(cls, id: int, *, why: str, attempt: int | None = None) -> LetterChange:
        """It was refused for good, or came back after it had been sent."""
        return cls(id=id, step=Step.FAILED, why=why, attempt=attempt)

    @classmethod
    def held(cls, id: int, *, why: str, attempt: int | None = None) -> LetterChange:
        """It waits for a person."""
        return cls(id=id, step=Step.HELD, why=why, attempt=attempt)

    @classmethod
    def cancelled(cls, id: int, *, why: str | None = None, attempt: int | None = None) -> LetterChange:
        """A person took it back before it left."""
        return cls(id=id, step=Step.CANCELLED, why=why, attempt=attempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenRow:
    """What waits for a person: the message, the reason, and how it ended. ``message`` is None where there is none."""

    id: int
    org: str
    message: int | None
    reason: str
    opened_at: datetime
    likely_case: str | None = None
    closed_at: datetime | None = None
    resolution: str | None = None

"""What a person sent from the Drafts folder, found in Sent: which letter it is, and the record of what really went.

It counts as of the time at which its copy was laid into Sent (INTERNALDATE), the mailbox's own clock. The Date header
is the sender's clock, and often the time at which writing was begun.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.drafts import (
    cancelled_draft_sent,
    draft_sent,
    draft_sent_elsewhere,
    said_to_be_sent,
    unclear_which,
)
from mailflow.core.decide.which_draft import As, Waiting, same_words, which_draft
from mailflow.core.decision import Decision
from mailflow.core.mail import InboundMessage, MessageClass
from mailflow.core.trigger import MessageArrived
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.drafts import draft_of
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.mailbox.imap import Fetched
from mailflow.mailbox.readers import Parsed
from mailflow.store import DraftEnd, DraftRow, LetterRow, LetterStatus, MessageRow, MessageState, Reader, Writer

log = logging.getLogger("mailflow.flow")

#: An identifier that may be searched for on a server, as ours are.
_PLAIN_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_REPLY = "a person sent it from the Drafts folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A mail from the Sent folder, kept: its row, and what arrived as the core takes it."""

    row: MessageRow
    arrived: MessageArrived


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a mail is, as seen from the drafts. ``sent_at``: when it left; ``rows``: the letters that it can be."""

    as_: As
    sent_at: datetime
    rows: tuple[DraftRow, ...] = ()


def may_be_a_draft(letter: LetterRow) -> bool:
    """Say whether a mail with the Message-ID of a letter may be that letter, sent by a person."""
    return letter.status in (LetterStatus.HELD, LetterStatus.CANCELLED)


def judge(desk: Desk, reader: Reader, one: Fetched, read: Parsed, now: datetime) -> Found:
    """Say whether a mail in the Sent folder is a draft of ours, and which."""
    sent_at = min(one.received_at, now)
    rows = {row.letter.id: row for row in reader.drafts(desk.org) if row.laid_at is not None and _can_be_sent(row)}
    if not rows or read.failure is not None:
        return Found(as_=As.NO_DRAFT, sent_at=sent_at)
    to = recipients(desk, read.message)
    waiting = [_waiting(row) for row in rows.values()]
    judged = which_draft(read.message, to, sent_at, waiting, code=desk.org, now=now)
    found = tuple(rows[number] for number in judged.letters)
    if judged.as_ is As.ELSEWHERE and found[0].letter.status is LetterStatus.CANCELLED:
        return Found(as_=As.NO_DRAFT, sent_at=sent_at)
    laid = max((row.laid_at for row in found if row.laid_at), default=sent_at)
    return Found(as_=judged.as_, sent_at=min(max(sent_at, laid), now), rows=found)


def _can_be_sent(row: DraftRow) -> bool:
    return row.ended is not DraftEnd.SENT and may_be_a_draft(row.letter)


def recipients(desk: Desk, message: InboundMessage) -> frozenset[str]:
    """Return everybody outside whom a mail went to, casefolded, also those whom nobody else was to see."""
    hidden = re.findall(r"[^\s<>,;\"']+@[^\s<>,;\"']+", message.header("bcc"))
    keys = {one.key for one in (*message.to, *message.cc)} | {one.casefold() for one in hidden}
    own = desk.office.address.casefold()
    return frozenset(one for one in keys if one != own)


def _waiting(row: DraftRow) -> Waiting:
    letter = row.letter
    assert row.laid_at is not None, "what was never laid cannot be sent"
    return Waiting(
        letter=letter.id,
        ref=letter.ref or "",
        kind=letter.kind.value,
        to=letter.to_address,
        subject=letter.subject,
        text=letter.text or "",
        message_id=row.message_id,
        laid_at=row.laid_at,
        is_gone=row.gone_at is not None,
        is_cancelled=letter.status is LetterStatus.CANCELLED,
    )


def record_sent(recorder: Recorder, sent: SentMail, found: Found) -> None:
    """Record what a mail that was a draft, or may be one of several, means for its letter and its case."""
    desk, writer, row = recorder.desk, recorder.writer, found.rows[0]
    ref = row.letter.ref
    case = recorder.case(ref) if ref else None
    if case is None:  # a letter to a complainant has a case, unless its record was destroyed meanwhile
        recorder.tell(trouble(desk.office, None, (_of_no_case(row, sent),)))
        return
    office, draft, arrived = desk.office_for(case, writer), draft_of(row), sent.arrived
    if found.as_ is As.UNCLEAR:
        decision = unclear_which(case, [draft_of(one) for one in found.rows], arrived, office)
    elif found.as_ is As.ELSEWHERE:
        decision = draft_sent_elsewhere(case, draft, arrived, office)
        writer.draft_ended(row.letter.id, DraftEnd.ELSEWHERE, sent_as=sent.row.id)
    elif row.letter.status is LetterStatus.CANCELLED:
        decision = cancelled_draft_sent(case, draft, arrived, office)
    else:
        changed = not same_words(row.letter.text or "", arrived.message.text)
        others = len([one for one in recipients(desk, arrived.message) if _is_outside(desk, row, one)])
        decision = draft_sent(case, draft, arrived, office, changed=changed, others=others)
        _mark_sent(writer, row, found.sent_at, sent, text=arrived.message.text if changed else None)
    file_answer(recorder, sent, case, decision)
    log.info("draft %s id=%d case=%s", found.as_.value, row.letter.id, ref)


def _is_outside(desk: Desk, row: DraftRow, address: str) -> bool:
    return address != row.letter.to_address.casefold() and desk.office.officer(address) is None


def _of_no_case(row: DraftRow, sent: SentMail) -> dict[str, str]:
    title, command = f"Letter {row.letter.id} was sent, and its case is not on record", f"message show {sent.row.id}"
    return {"title": title, "detail": "Nothing was counted.", "command": f"mailflow {command}"}


def _mark_sent(writer: Writer, row: DraftRow, at: datetime, sent: SentMail, *, text: str | None) -> None:
    """Record on the letter how it left. Answers to it name the identifier that the program gave it."""
    id_ = sent.arrived.message.message_id or ""
    is_free = not writer.letters_by_message_id(row.letter.org, [id_])
    plain = id_ if is_free and _PLAIN_ID.fullmatch(id_) else None
    writer.draft_sent(row.letter.id, at=at, reply=_REPLY, sent_as=sent.row.id, text=text, message_id=plain)


def file_answer(recorder: Recorder, sent: SentMail, case: Case, decision: Decision) -> None:
    """File a mail that left from the mailbox by itself on its case, with what was decided about it."""
    recorder.decided(case, decision)
    recorder.message(
        replace(
            sent.row,
            state=MessageState.DECIDED,
            class_=MessageClass.STAFF_REPLY.value,
            because=decision.because,
            ref=case.ref,
            explain=(decision.because,),
        )
    )
    log.info("answer in the sent folder id=%d case=%s", sent.row.id, case.ref)


def say_sent(
    desk: Desk, number: int, now: datetime, *, by: str, reason: str, message: int | None, at: datetime | None
) -> LetterRow:
    """Record that a draft left, on the word of a person.

    Args:
        desk: The organisation.
        number: The letter.
        now: The present.
        by: Who says so.
        reason: How they know.
        message: The mail as it left, where it is on record; it left at its time.
        at: When it left, where no mail is named; by default now.

    Raises:
        Refusal: It does not wait to be sent from Drafts, or the mail is not one that left on its case.
    """
    with desk.store.writing() as writer:
        row = writer.draft(number)
        if row is None or row.letter.org != desk.org:
            raise Refusal(f"There is no letter {number} that goes by the Drafts folder. See mailflow letter list.")
        if row.letter.status is not LetterStatus.HELD or row.laid_at is None:
            state = row.letter.status.value
            raise Refusal(f"Letter {number} is {state} and does not wait in Drafts; nothing was changed.")
        sent = writer.message(message) if message is not None else None
        if message is not None and (
            sent is None or sent.ref != row.letter.ref or sent.class_ != MessageClass.STAFF_REPLY.value
        ):
            raise Refusal(f"Message {message} is no mail of staff on {row.letter.ref}. See mailflow message list.")
        left_at = sent.received_at if sent else at or now
        if not row.laid_at <= left_at <= now and sent is None:
            raise Refusal(f"Letter {number} was laid into Drafts at {row.laid_at.isoformat()}: it left after that.")
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))
        case = recorder.case(row.letter.ref) if row.letter.ref else None
        if case is not None:
            office, draft = desk.office_for(case, writer), draft_of(row)
            decision = said_to_be_sent(case, draft, office, message=message, by=by, reason=reason, at=left_at, now=now)
            recorder.decided(case, decision)
        text = sent.text if sent and not same_words(sent.text or "", row.letter.text or "") else None
        writer.draft_sent(number, at=left_at, reply=f"{by}: {reason}", sent_as=message, text=text)
        recorder.flush()
        return writer.letter(number) or row.letter

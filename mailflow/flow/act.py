"""A person acts through the command line: the holding pen is emptied, a letter is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide import on_message
from mailflow.core.decide.bringing import ACCEPT, bring
from mailflow.core.facts_apart import LetterRetried, MessageDiscarded
from mailflow.core.facts_by_hand import MessageBrought
from mailflow.core.mail import MessageClass, is_plain_address
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import MessageArrived
from mailflow.flow.again import arrived_again
from mailflow.flow.approval import waits_for_approval, why_it_waits
from mailflow.flow.before import earlier_cases
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.letters.freeze import UnsafeLetter
from mailflow.letters.render import TemplateBroken
from mailflow.store import (
    TO_BE_LAID,
    DraftRow,
    LetterChange,
    LetterRow,
    LetterStatus,
    MessageRow,
    MessageState,
    PenRow,
    of_letter,
    of_message,
)
from mailflow.store import Writer as WriterStore


class Refusal(Exception):
    """What was asked for cannot be done. ``str()`` says why, and which command to use instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How a message came out of the pen that a person has moved there first.

    Attributes:
        command: What the override is called.
        from_: The case where the message was; None where it was on none.
        was_penned: It waited in the pen before.
    """

    command: str = ACCEPT
    from_: str | None = None
    was_penned: bool = True

    def fact(self, row: MessageRow, entry: int) -> MessageBrought:
        """Return what is recorded of it; ``entry`` is that of the pen."""
        penned = entry if self.was_penned else None
        return MessageBrought(message=row.id, from_=self.from_, was=row.class_, penned=penned)


FROM_THE_PEN = Brought()


def accept(desk: Desk, pen_id: int, now: datetime, *, by: str, reason: str, ref: str | None = None) -> str:
    """Let a message out of the pen, in a transaction of its own; see ``accepted``."""
    with desk.store.writing() as writer:
        return accepted(desk, writer, pen_id, now, by=by, reason=reason, ref=ref)


def accepted(
    desk: Desk,
    writer: WriterStore,
    pen_id: int,
    now: datetime,
    *,
    by: str,
    reason: str,
    ref: str | None = None,
    how: Brought = FROM_THE_PEN,
) -> str:
    """Let a message out of the pen: onto a case, or as a new complaint. It counts as of its receipt.

    It is an override, which ``take_back`` takes back: the message is then where it was.

    Args:
        desk: The organisation.
        writer: The transaction.
        pen_id: The entry.
        now: The present.
        by: Who decides, for the record.
        reason: Why.
        ref: The case that the message belongs to, written by its complainant; None opens a new case.
        how: Where the message came from; by default it waited in the pen.

    Returns:
        The reference of the case.
    """
    entry, row = _open_entry(desk, writer.pen_item(pen_id), pen_id, writer.message)
    case = writer.case(desk.org, ref) if ref else None
    if ref and case is None:
        raise Refusal(f"There is no case {ref}. See mailflow case list.")
    if case is None and (row.from_address is None or not is_plain_address(row.from_address)):
        raise Refusal(
            f"Message {row.id} has no address to write to. Say whose case it is with --case, or discard this entry."
        )
    recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))
    arrived = _brought(desk, writer, row, case, now, f"admin {by} accepted it: {reason}")
    threaded = Threaded(writer=_writer(case, row), case=case, because=f"admin {by} accepted it from the pen")
    recorder.message(replace(row, new_text=arrived.new_text))
    decision = on_message(threaded, arrived, desk.office_for(case, writer))
    seq = case.seq if case else 0
    decision = bring(decision, how.fact(row, pen_id), command=how.command, by=by, reason=reason, at=now, seq=seq)
    after = recorder.decided(case, decision)
    assert after is not None, "an accepted message is on a case"
    as_ = decision.as_ or MessageClass.COMPLAINT
    recorder.message(
        replace(
            row,
            state=MessageState.DECIDED,
            class_=as_.value,
            because=decision.because,
            ref=after.ref,
            explain=(*row.explain, f"admin {by} accepted it from the pen: {reason}"),
            new_text=arrived.new_text,
        )
    )
    writer.close_pen(entry.id, resolution=f"accepted by admin {by} onto {after.ref}: {reason}", at=now)
    recorder.flush()
    return after.ref


def _brought(
    desk: Desk, writer: WriterStore, row: MessageRow, case: Case | None, now: datetime, because: str
) -> MessageArrived:
    arrived = arrived_again(desk, writer, row, case, now, because)
    return arrived if case else replace(arrived, earlier_cases=_cases_of(desk, writer, row))


def _writer(case: Case | None, row: MessageRow) -> Writer:
    """Return who wrote what is let out of the pen: what a person puts on a case is its complainant's.

    But for the other side of a mediation, known by their address.
    """
    if case is None:
        return Writer.STRANGER
    key = (row.from_address or "").casefold()
    is_other = any(one.address.casefold() == key for one in case.parties)
    return Writer.OTHER_SIDE if is_other else Writer.COMPLAINANT


def _cases_of(desk: Desk, writer: WriterStore, row: MessageRow) -> tuple[Case, ...]:
    key = (row.from_address or "").casefold()
    refs = writer.refs_written_to(desk.org, [key]).get(key, set())
    return earlier_cases(desk, writer, row, "", Writer.STRANGER, writer.cases(desk.org, refs))


def discard(desk: Desk, pen_id: int, now: datetime, *, by: str, reason: str, as_: MessageClass) -> None:
    """Close an entry of the pen without a case. The message stays on record whole, and ``put_back`` takes it back."""
    with desk.store.writing() as writer:
        entry, row = _open_entry(desk, writer.pen_item(pen_id), pen_id, writer.message)
        told = f"{by} discarded it from the pen: {reason}"
        writer.save_messages([replace(row, class_=as_.value, because=told, explain=(*row.explain, told))])
        writer.close_pen(entry.id, resolution=f"discarded by {by}: {reason}", at=now)
        done = discarded(entry.id, row, as_.value, told)
        writer.record_apart(desk.org, of_message(row.id), done, by=f"admin {by}", reason=reason, at=now)


def discarded(entry: int, row: MessageRow, as_: str, told: str) -> MessageDiscarded:
    """Return the fact that an entry of the pen is closed without a case, with what its message was before."""
    return MessageDiscarded(
        entry=entry, message=row.id, as_=as_, told=told, was=row.class_, because=row.because, ref=row.ref
    )


def retry(desk: Desk, letter_id: int, now: datetime, *, by: str, reason: str) -> None:
    """Queue a letter again that failed, is held, or waits for its next attempt. The bytes are the same."""
    with desk.store.writing() as writer:
        letter = writer.letter(letter_id)
        if letter is None or letter.org != desk.org:
            raise Refusal(f"There is no letter {letter_id}. See mailflow letter list.")
        if letter.status in (LetterStatus.SENT, LetterStatus.CANCELLED):
            again = f" To let it wait again: mailflow letter undo {letter_id} --reason \u2026"
            more = again if letter.status is LetterStatus.CANCELLED else ""
            raise Refusal(f"Letter {letter_id} is {letter.status.value}; it cannot be sent again.{more}")
        if waits_for_approval(letter):
            raise Refusal(f"Letter {letter_id} waits for approval. Let it leave: mailflow letter approve {letter_id}")
        tried = LetterRetried(letter=letter_id, kind=letter.kind.value, status=letter.status.value, why=letter.why)
        writer.record_apart(desk.org, of_letter(letter_id), tried, by=f"admin {by}", reason=reason, at=now)
        if not writer.letter_raw(letter_id):
            _write_held(desk, writer, letter, now)
            return
        if (draft := writer.draft(letter_id)) is not None or why_it_waits(desk, letter.audience) == TO_BE_LAID:
            _to_draft(writer, letter, draft)
            return
        writer.mark([LetterChange.retry(letter_id, at=now, why="a person asked for it")])


def _to_draft(writer: WriterStore, letter: LetterRow, draft: DraftRow | None) -> None:
    """Have a letter laid into the Drafts folder again, unless it lies there, or may just have been sent."""
    is_there = draft is not None and letter.status is LetterStatus.HELD and draft.ended is None
    if is_there and draft is not None:
        cancel = f"If it is not to go: mailflow letter cancel {letter.id}"
        if draft.laid_at is None:
            raise Refusal(f"Letter {letter.id} is put into the Drafts folder by the next turn (mailflow run). {cancel}")
        if draft.gone_at is None:
            raise Refusal(f"Letter {letter.id} lies in the Drafts folder: open it there and press Send. {cancel}")
        raise Refusal(f"Letter {letter.id} has just left the Drafts folder; mailflow still looks for it in Sent. Wait.")
    writer.to_draft(letter.id)


def _write_held(desk: Desk, writer: WriterStore, letter: LetterRow, now: datetime) -> None:
    recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))
    try:
        recorder.write_held(letter)
    except TemplateBroken as error:
        raise Refusal(
            f"Letter {letter.id} still cannot be written: {error}. Mend the template; check shows where."
        ) from error
    except UnsafeLetter as error:
        raise Refusal(f"Letter {letter.id} must not leave: {error}") from error
    except LookupError as error:
        raise Refusal(f"Letter {letter.id} cannot be written any more: {error}.") from error


def _open_entry(
    desk: Desk, entry: PenRow | None, pen_id: int, message: Callable[[int], MessageRow | None]
) -> tuple[PenRow, MessageRow]:
    if entry is None or entry.org != desk.org:
        raise Refusal(f"There is no entry {pen_id} in the pen. See mailflow pen list.")
    if entry.closed_at is not None:
        raise Refusal(f"Entry {pen_id} was closed already: {entry.resolution}.")
    row = message(entry.message) if entry.message is not None else None
    if row is None:
        raise Refusal(f"Entry {pen_id} has no message that could be filed. Discard it.")
    return entry, row

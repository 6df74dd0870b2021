"""A person corrects what became of a message or a letter: where it belongs, what it is, whether it leaves at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.bringing import MOVE, RECLASSIFY, SPLIT
from mailflow.core.decide.uncancel import CANCEL
from mailflow.core.decision import Decision
from mailflow.core.facts import Event, Fact
from mailflow.core.facts_apart import LoneLetterCancelled, LoneMessageReclassified, MessageDiscarded, MessageRequeued
from mailflow.core.facts_beside import LetterCancelled, MessageReclassified, MessageTakenOff, OverrideMade
from mailflow.core.mail import MACHINE, MessageClass, is_plain_address
from mailflow.flow.act import Brought, Refusal, accepted, discarded
from mailflow.flow.desk import Desk
from mailflow.flow.kept import FOLDER
from mailflow.flow.override import By, Followed, case_of, recorder_of
from mailflow.store import (
    LetterChange,
    LetterRow,
    LetterStatus,
    MessageRow,
    MessageState,
    Writer,
    of_letter,
    of_message,
)

#: What a message can be said to be without anything following from it.
QUIET = frozenset(one.value for one in (*MACHINE, MessageClass.SPAM, MessageClass.LIST, MessageClass.OWN))
_STAFFS = frozenset({MessageClass.STAFF_REPLY.value, MessageClass.STAFF_DIRECTIVE.value})


def cancel_letter(desk: Desk, number: int, by: By, now: datetime) -> LetterRow:
    """Take a letter back before it leaves. An answer whose letter is cancelled is not given: it is owed again.

    It is an override, which ``take_back`` takes back; of a letter about no case, ``put_back``.

    Raises:
        Refusal: It has left, or may be leaving just now.
    """
    with desk.store.writing() as writer:
        letter = writer.letter(number)
        if letter is None or letter.org != desk.org:
            raise Refusal(f"There is no letter {number}. See mailflow letter list.")
        if letter.status in (LetterStatus.SENT, LetterStatus.CANCELLED):
            raise Refusal(f"Letter {number} is {letter.status.value}; it cannot be cancelled.")
        if letter.committing_at is not None:
            raise Refusal(f"Letter {number} is leaving just now. Look in a minute: mailflow letter show {number}")
        writer.mark([LetterChange.cancelled(number, why=f"admin {by.name} cancelled it: {by.reason}")])
        if letter.ref is not None:
            event = LetterCancelled(
                letter=number,
                kind=letter.kind.value,
                stage=letter.stage or "",
                status=letter.status.value,
                why=letter.why,
                message=letter.message,
            )
            _happens(desk, writer, letter.ref, (_made(CANCEL), event), by, now)
        else:
            lone = LoneLetterCancelled(
                letter=number, kind=letter.kind.value, status=letter.status.value, why=letter.why
            )
            writer.record_apart(desk.org, of_letter(number), lone, by=f"admin {by.name}", reason=by.reason, at=now)
        return letter


def requeue(desk: Desk, number: int, by: By, now: datetime) -> None:
    """Have a message read and decided anew by the next turn, as if it had just come.

    Raises:
        Refusal: It is on a case already, or its bytes are gone.
    """
    with desk.store.writing() as writer:
        row = _message(desk, writer, number)
        if row.ref is not None:
            raise Refusal(
                f"Message {number} is on {row.ref}, where it has had its effect. To put it elsewhere: mailflow message "
                f"move {number} REF --reason \u2026"
            )
        try:
            writer.raw(number)
        except LookupError:
            raise Refusal(f"The bytes of message {number} were erased; nothing of it can be read anew.") from None
        _close_entries(desk, writer, number, f"read anew: admin {by.name}, {by.reason}", now)
        _record(desk, writer, MessageRequeued(message=number, was=row.class_, because=row.because), by, now)
        writer.requeue([number])


def reclassify(desk: Desk, number: int, as_: str, by: By, now: datetime) -> str | None:
    """Say what a message is. As a complaint or a reply it counts as of its receipt; else nothing follows from it.

    Returns:
        The case that it is on now, or None.

    Raises:
        Refusal: It cannot be that.
    """
    with desk.store.writing() as writer:
        row = _message(desk, writer, number)
        if row.class_ == as_:
            raise Refusal(f"Message {number} is of the class {as_} already.")
        if as_ in QUIET:
            _refuse_what_moved_a_case(writer, desk, row)
            told = f"admin {by.name} said that it is {as_}: {by.reason}"
            writer.save_messages([replace(row, class_=as_, because=told, explain=(*row.explain, told))])
            entries = _close_entries(desk, writer, number, f"{as_}: admin {by.name}, {by.reason}", now)
            if row.ref is not None:
                event = MessageReclassified(message=number, was=row.class_ or "", as_=as_)
                _happens(desk, writer, row.ref, (_made(RECLASSIFY), event), by, now)
            elif entries:  # to say that what waits is a machine's or spam is to discard it
                _record(desk, writer, discarded(entries[-1], row, as_, told), by, now)
            else:
                _record(desk, writer, LoneMessageReclassified(message=number, was=row.class_, as_=as_), by, now)
            return row.ref
        if as_ == MessageClass.REPLY.value and row.ref is None:
            raise Refusal(f"Say whose case it is on: mailflow message move {number} REF --reason \u2026")
        return _moved(desk, writer, number, row.ref if as_ == MessageClass.REPLY.value else None, by, now, RECLASSIFY)


def move(desk: Desk, number: int, to: str | None, by: By, now: datetime) -> str:
    """Put a message onto a case, as of its receipt; off the one where it is. ``take_back`` puts it back.

    Args:
        desk: The organisation.
        number: The message.
        to: The case; None opens a new one.
        by: Who decides, and why.
        now: The present.

    Returns:
        The reference of the case that it is on now.

    Raises:
        Refusal: It cannot be moved.
    """
    with desk.store.writing() as writer:
        return _moved(desk, writer, number, to, by, now, SPLIT if to is None else MOVE)


def _moved(desk: Desk, writer: Writer, number: int, to: str | None, by: By, now: datetime, command: str) -> str:
    row = _message(desk, writer, number)
    _refuse_to_move(desk, writer, row, to)
    waiting = [one.id for one in writer.pen(desk.org) if one.message == number]
    if row.ref is not None and to is not None and row.ref != to:
        _take_off(desk, writer, row, to, by, now, command)
    writer.save_messages([replace(row, ref=None)])
    reason = f"admin {by.name} moves it: {by.reason}"
    entry = waiting[0] if waiting else writer.open_pen(desk.org, message=number, reason=reason, opened_at=now)
    how = Brought(command=command, from_=row.ref, was_penned=bool(waiting))
    onto = accepted(desk, writer, entry, now, by=by.name, reason=by.reason, ref=to, how=how)
    if row.ref is not None and to is None:
        _take_off(desk, writer, row, onto, by, now, command)
    return onto


def _take_off(desk: Desk, writer: Writer, row: MessageRow, to: str, by: By, now: datetime, command: str) -> None:
    assert row.ref is not None, "it is taken off a case"
    _happens(desk, writer, row.ref, (_made(command), MessageTakenOff(message=row.id, to=to)), by, now)


def _refuse_to_move(desk: Desk, writer: Writer, row: MessageRow, to: str | None) -> None:
    number = row.id
    if to is not None and writer.case(desk.org, to) is None:
        raise Refusal(f"There is no case {to}. See mailflow case list.")
    if to is not None and to == row.ref and row.class_ not in QUIET:
        raise Refusal(f"Message {number} is on {to} already.")
    if row.class_ in _STAFFS:
        raise Refusal(f"Message {number} is of the staff's own; what it did is put right with mailflow case.")
    if row.state is MessageState.RECEIVED:
        raise Refusal(f"Message {number} is not decided yet; the next turn does (mailflow run --once).")
    if to is None and (row.from_address is None or not is_plain_address(row.from_address)):
        raise Refusal(f"Message {number} has no address to write to, so it opens no case. Name one to move it to.")
    _refuse_what_moved_a_case(writer, desk, row)


def move_from(desk: Desk, ref: str, number: int, to: str | None, by: By, now: datetime) -> Followed:
    """Put a message of a case onto another one, or let it open a new one; see ``move``.

    Raises:
        Refusal: It is not on that case, or cannot be moved.
    """
    with desk.store.writing() as writer:
        before = case_of(desk, writer, ref, by)
        if (row := writer.message(number)) is None or row.ref != ref:
            raise Refusal(f"Message {number} is not on {ref}. See mailflow message list --case {ref}.")
        last = max((one.id for one in writer.letters(desk.org, newest=True, limit=1)), default=0)
    onto = move(desk, number, to, by, now)
    with desk.store.reading() as reader:
        after = reader.case(desk.org, ref)
        letters = tuple(reader.letter(one.id) or one for one in reader.letters(desk.org, ref=onto) if one.id > last)
    assert after is not None, "a case stays on record"
    return Followed(before=before, after=after, letters=letters, says=f"Message {number} is on {onto} now.")


def _message(desk: Desk, writer: Writer, number: int) -> MessageRow:
    row = writer.message(number)
    if row is None or row.org != desk.org:
        raise Refusal(f"There is no message {number}. See mailflow message list.")
    if row.folder == FOLDER:
        raise Refusal(f"Message {number} was typed at the command line. Take it back: mailflow case undo {row.ref}")
    return row


def _refuse_what_moved_a_case(writer: Writer, desk: Desk, row: MessageRow) -> None:
    """Refuse to take away what a case stands on: what followed from it would stay behind."""
    case = writer.case(desk.org, row.ref) if row.ref else None
    if case is None:
        return
    if row.id in case.stage_messages:
        raise Refusal(
            f"Message {row.id} has opened {case.ref} or a stage of it, and what followed would stay behind. Put the "
            f"case itself right: mailflow case stage, or mailflow case close {case.ref}."
        )
    if row.id in [one.message for one in (case.late_appeal, case.doubtful_appeal) if one]:
        raise Refusal(
            f"Message {row.id} waits on {case.ref} to be called an appeal or not. Its handler says that first."
        )


def _close_entries(desk: Desk, writer: Writer, number: int, resolution: str, now: datetime) -> list[int]:
    found = [entry.id for entry in writer.pen(desk.org) if entry.message == number]
    for entry in found:
        writer.close_pen(entry, resolution=resolution, at=now)
    return found


def _record(
    desk: Desk,
    writer: Writer,
    what: MessageDiscarded | LoneMessageReclassified | MessageRequeued,
    by: By,
    now: datetime,
) -> None:
    writer.record_apart(desk.org, of_message(what.message), what, by=f"admin {by.name}", reason=by.reason, at=now)


def _made(command: str) -> OverrideMade:
    return OverrideMade(command=command, facts=1)


def _happens(desk: Desk, writer: Writer, ref: str, events: Sequence[Event], by: By, now: datetime) -> Case | None:
    recorder = recorder_of(desk, writer, now)
    facts = tuple(Fact(at=now, by=f"admin {by.name}", event=one, reason=by.reason) for one in events)
    after = recorder.decided(writer.case(desk.org, ref), Decision(facts=facts, because="a person corrected it"))
    recorder.flush()
    return after

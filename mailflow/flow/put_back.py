"""A person takes back that a letter was cancelled, or that a message was discarded: it waits again as it did.

Of a letter about a case, ``take_back`` does it, like any override of that case, with ``wait_again`` from here. What is
on no case has no other override than the one that is named here, so nothing can have come to build on it but what is
asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.on_admin import key_of
from mailflow.core.decide.undo import taken_back
from mailflow.core.decide.wall import may_reach
from mailflow.core.facts import Fact
from mailflow.core.facts_apart import LoneLetterCancelled, MessageDiscarded, TakenBack
from mailflow.core.facts_beside import LetterCancelled, OverrideMade
from mailflow.flow import budget
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.override import By
from mailflow.store import (
    ApartFact,
    LetterRow,
    LetterStatus,
    MessageRow,
    MessageState,
    PenRow,
    Reader,
    Writer,
    of_letter,
    of_message,
)


def wait_again(writer: Writer, case: Case, cancelled: LetterCancelled, history: Sequence[Fact]) -> LetterRow:
    """Let a letter of a case wait as it did before it was cancelled, and return it whole.

    Args:
        writer: The transaction.
        case: As it stands.
        cancelled: What is taken back.
        history: All facts of the case.

    Raises:
        Refusal: Its recipient may not be written to any more, or what brought it about was taken back.
    """
    row = writer.letter(cancelled.letter)
    assert row is not None, "letters stay on record"
    stays = f"Letter {row.id} ({row.kind.value}) stays cancelled"
    if row.status is not LetterStatus.CANCELLED:
        raise _not_cancelled(row)
    if not may_reach(row.to_address, row.audience, case):
        raise Refusal(f"{stays}: {case.ref} is, or may be, about its recipient.")
    for seq in taken_back(history):
        made = history[seq - 1].event
        if isinstance(made, OverrideMade) and (row.once or "").startswith(f"{case.ref}:{key_of(seq)}"):
            raise Refusal(f"{stays}: it came of \u201c{made.command}\u201d (event {seq}), and that was taken back.")
    return _uncancelled(writer, row, LetterStatus(cancelled.status), cancelled.why)


def told_of(row: LetterRow) -> str:
    """Return where a letter is again, in a sentence."""
    state = {LetterStatus.QUEUED: "is queued again", LetterStatus.FAILED: "is failed again, as it was"}
    why = f": {row.why}" if row.why else ""
    return f"Letter {row.id} ({row.kind.value} to {row.to_address}) {state.get(row.status, 'is held again')}{why}."


def cancelled_by(reader: Reader, letter: LetterRow) -> int:
    """Return the number of the act by which a person cancelled a letter: on its case, or among those on the letter.

    Raises:
        Refusal: No person did so that can be taken back.
    """
    if letter.status is not LetterStatus.CANCELLED:
        raise _not_cancelled(letter)
    if letter.ref is None:
        found = _standing(reader.apart(letter.org, of_letter(letter.id)), LoneLetterCancelled)
        of_it = [found.seq] if found else []
    else:
        facts = [one.fact for one in reader.events(letter.org, letter.ref) if one.fact is not None]
        gone = taken_back(facts)
        # What was cancelled before mailflow kept what a letter was before is on record without it.
        of_it = [
            seq
            for seq, one in enumerate(facts, 1)
            if isinstance(one.event, LetterCancelled)
            and (one.event.letter, one.event.status != "", seq in gone) == (letter.id, True, False)
        ]
    if not of_it:
        why = letter.why or "its record was destroyed"
        raise Refusal(f"Letter {letter.id} stays cancelled; there is nothing that could be taken back: {why}.")
    return of_it[-1]


def put_back_letter(desk: Desk, number: int, of: int, by: By, now: datetime) -> LetterRow:
    """Let a cancelled letter about no case wait again as it did.

    Args:
        desk: The organisation.
        number: The letter.
        of: The act that is to be taken back, as whoever asks has seen it; see ``cancelled_by``.
        by: Who takes it back, and why.
        now: The present.

    Raises:
        Refusal: It was taken back already, or the letter was destroyed.
    """
    with desk.store.writing() as writer:
        row = writer.letter(number)
        assert row is not None, "letters stay on record"
        if cancelled_by(writer, row) != of:
            raise Refusal(f"Letter {number} was cancelled once more meanwhile. Look: mailflow letter show {number}")
        done = next(one.event for one in writer.apart(desk.org, of_letter(number)) if one.seq == of)
        assert isinstance(done, LoneLetterCancelled), "it was just found"
        again = _uncancelled(writer, row, LetterStatus(done.status), done.why)
        _taken_back(writer, desk, of_letter(number), of, by, now)
        return again


def discarded_by(reader: Reader, entry: PenRow) -> int:
    """Return the number of the act by which a person discarded an entry of the pen, among those on its message.

    Raises:
        Refusal: It was not discarded, or before mailflow kept what is needed to take that back.
    """
    if entry.closed_at is None:
        raise Refusal(f"Entry {entry.id} waits, so there is nothing to take back.")
    done = _standing(reader.apart(entry.org, of_message(entry.message or 0)), MessageDiscarded)
    if done is not None and isinstance(done.event, MessageDiscarded) and done.event.entry == entry.id:
        return done.seq
    instead = "What was accepted is taken back with mailflow case undo."
    if entry.message is not None:
        instead += f" To put the message elsewhere: mailflow message move {entry.message} REF --reason \u2026"
    raise Refusal(f"Entry {entry.id} was not discarded by what could be taken back: {entry.resolution}. {instead}")


def put_back_entry(desk: Desk, number: int, of: int, by: By, now: datetime) -> PenRow:
    """Let a discarded entry of the pen wait again, with its reason and its likely case.

    Args:
        desk: The organisation.
        number: The entry.
        of: The act that is to be taken back, as whoever asks has seen it; see ``discarded_by``.
        by: Who takes it back, and why.
        now: The present.

    Raises:
        Refusal: The message was taken elsewhere since, or somebody else was faster.
    """
    with desk.store.writing() as writer:
        entry = writer.pen_item(number)
        if entry is None or entry.org != desk.org:
            raise Refusal(f"There is no entry {number} in the pen. See mailflow pen list.")
        if discarded_by(writer, entry) != of:
            raise Refusal(f"Entry {number} was discarded once more meanwhile. Look: mailflow pen show {number}")
        done = next(one for one in writer.apart(desk.org, of_message(entry.message or 0)) if one.seq == of)
        assert isinstance(done.event, MessageDiscarded), "it was just found"
        row = writer.message(done.event.message)
        assert row is not None, "messages stay on record"
        _refuse_what_moved_on(writer, row, done.event)
        told = f"admin {by.name} took that back: {by.reason}"
        was = replace(row, class_=done.event.was, because=done.event.because, explain=(*row.explain, told))
        writer.save_messages([was])
        is_there = entry.likely_case is not None and writer.case(desk.org, entry.likely_case) is not None
        writer.reopen_pen(number, likely_case=entry.likely_case if is_there else None)
        _taken_back(writer, desk, of_message(row.id), of, by, now)
        return writer.pen_item(number) or entry


def _refuse_what_moved_on(writer: Writer, row: MessageRow, done: MessageDiscarded) -> None:
    stays = f"Entry {done.entry} stays discarded"
    if row.ref != done.ref:
        if row.ref is None:
            raise Refusal(f"{stays}: message {row.id} is on {done.ref} no longer.")
        raise Refusal(
            f"{stays}: message {row.id} is on {row.ref} since. To take it off again: mailflow case undo {row.ref} "
            "--reason \u2026, where that was the last that was done there."
        )
    if (other := writer.pen_of(row.id)) is not None:
        raise Refusal(f"{stays}: its message waits in the pen once more, as entry {other.id}. See mailflow pen list.")
    if (row.class_, row.because, row.state) != (done.as_, done.told, MessageState.DECIDED):
        raise Refusal(f"{stays}: message {row.id} is {row.class_ or 'to be read anew'} since: {row.because}.")


def _not_cancelled(letter: LetterRow) -> Refusal:
    return Refusal(f"Letter {letter.id} is {letter.status.value} and not cancelled, so there is nothing to take back.")


def _uncancelled(writer: Writer, row: LetterRow, status: LetterStatus, why: str | None) -> LetterRow:
    if status is LetterStatus.HELD and why == budget.WHY:
        status, why = LetterStatus.QUEUED, None  # it leaves by itself when there is room, as it would have
    writer.uncancel(row.id, status, why)
    writer.draft_again(row.id)
    return writer.letter(row.id) or row


def _taken_back(writer: Writer, desk: Desk, thing: str, of: int, by: By, now: datetime) -> None:
    writer.record_apart(desk.org, thing, TakenBack(of=of), by=f"admin {by.name}", reason=by.reason, at=now)


def _standing(done: Sequence[ApartFact], kind: type[MessageDiscarded | LoneLetterCancelled]) -> ApartFact | None:
    """Return what was done last of a kind, unless that was taken back."""
    undone = {one.event.of for one in done if isinstance(one.event, TakenBack)}
    return next((one for one in reversed(done) if isinstance(one.event, kind) and one.seq not in undone), None)

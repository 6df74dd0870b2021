"""A person takes an override back: the record without it, its letters cancelled, its words off the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.merging import MERGE
from mailflow.core.decide.uncancel import CANCEL
from mailflow.core.decide.undo import Override, correction, find_override, undo
from mailflow.core.facts import Event, Fact, MessageFiled
from mailflow.core.facts_beside import CaseJoined, CaseMerged, LetterCancelled, MessageReclassified, MessageTakenOff
from mailflow.core.facts_by_hand import MessageBrought
from mailflow.core.overrides import Refused
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.kept import FOLDER
from mailflow.flow.override import By, Followed, case_of, letters_of, recorder_of, refusal_of
from mailflow.flow.put_back import told_of, wait_again
from mailflow.flow.record import Recorder
from mailflow.store import LetterChange, LetterRow, LetterStatus, MessageRow, Writer

_WAITS = (LetterStatus.QUEUED, LetterStatus.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A case with the override that is to be taken back. Merging has two such sides, every other override one."""

    case: Case
    history: tuple[Fact, ...]
    found: Override
    letters: tuple[LetterRow, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the override."""
        return tuple(self.history[seq - 1].event for seq in self.found.numbers)


def take_back(desk: Desk, ref: str, number: int | None, by: By, now: datetime) -> Followed:
    """Take an override back, the last one or that of an event, while nothing has left because of it.

    Raises:
        Refusal: Something stands in the way; the message says what, and what puts it right.
    """
    with desk.store.writing() as writer:
        first = _side(desk, writer, case_of(desk, writer, ref, by), number)
        sides = (first, *_other_side(desk, writer, first))
        recorder = recorder_of(desk, writer, now)
        why = f"admin {by.name} took back what it follows from: {by.reason}"
        decided = [_decide(recorder, side, by, now, why) for side in sides]
        again = [wait_again(writer, side.case, one, side.history) for side in sides for one in _cancelled(side)]
        waiting = [one for side in sides for one in side.letters if one.status in _WAITS]
        writer.mark([LetterChange.cancelled(one.id, why=why) for one in waiting])
        recorder.flush()
        after = recorder.case(ref)
        assert after is not None, "an override is about a case"
        return Followed(
            before=first.case,
            after=after,
            letters=tuple(one for one in again if one.status is LetterStatus.QUEUED),
            cancelled=tuple(waiting),
            says=" ".join((*decided, *map(told_of, again))),
        )


def _cancelled(side: _Side) -> Iterator[LetterCancelled]:
    if side.found.command == CANCEL:
        yield from (one for one in side.events if isinstance(one, LetterCancelled))


def _side(desk: Desk, writer: Writer, case: Case, number: int | None) -> _Side:
    history = _history(writer, desk.org, case.ref)
    found = find_override(history, number)
    if isinstance(found, Refused):
        raise refusal_of(found)
    letters = letters_of(desk, writer, case.ref, found.first)
    _refuse_what_has_left(letters, found, case.ref)
    return _Side(case=case, history=history, found=found, letters=letters)


def _other_side(desk: Desk, writer: Writer, side: _Side) -> Iterator[_Side]:
    """Yield the other case of two that were merged."""
    link = next((one for one in map(_link, side.events) if one is not None), None)
    if link is None or link.ref in (None, side.case.ref):
        return
    assert link.ref is not None, "it was just looked at"
    case = writer.case(desk.org, link.ref)
    if case is None:
        raise Refusal(f"The record of {link.ref} was destroyed, so what came from it cannot go back there.")
    history = _history(writer, desk.org, link.ref)
    back = _Link(ref=side.case.ref, messages=link.messages)
    its = [seq for seq, one in enumerate(history, 1) if _link(one.event) == back]
    yield _side(desk, writer, case, its[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """What an override on one case has to do with another: its reference, and the messages that went along."""

    ref: str | None
    messages: tuple[int, ...]


def _link(event: Event) -> _Link | None:
    match event:
        case CaseMerged():
            return _Link(ref=event.into, messages=event.messages)
        case CaseJoined():
            return _Link(ref=event.from_, messages=event.messages)
        case MessageTakenOff():
            return _Link(ref=event.to, messages=(event.message,))
        case MessageBrought():
            return _Link(ref=event.from_, messages=(event.message,))
        case _:
            return None


def _decide(recorder: Recorder, side: _Side, by: By, now: datetime, why: str) -> str:
    decision = undo(side.case, side.found, side.history, by=by.name, reason=by.reason, at=now)
    if isinstance(decision, Refused):
        raise refusal_of(decision)
    for row in _rows(side, recorder.writer):
        recorder.message(replace(row, because=why, explain=(*row.explain, why)))
    _pen_again(side, recorder, by)
    recorder.decided(side.case, decision)
    return decision.because


def _rows(side: _Side, writer: Writer) -> Iterator[MessageRow]:
    """Yield the messages that are elsewhere or otherwise then: what was typed is on no case, what came goes back."""
    here = side.case.ref
    for event in side.events:
        match event:
            case CaseJoined():
                back = (writer.message(one) for one in event.messages)
                yield from (replace(row, ref=event.from_) for row in back if row is not None and row.ref == here)
            case MessageBrought():
                row = writer.message(event.message)
                if row is None or row.ref != here:
                    raise Refusal(f"Message {event.message} is no longer on {here}. Take back first what moved it on.")
                yield replace(row, ref=event.from_, class_=event.was)
            case MessageReclassified():
                row = writer.message(event.message)
                if row is not None and row.class_ == event.as_:
                    yield replace(row, class_=event.was or None)
            case MessageFiled() if side.found.command not in ("new", MERGE):
                row = writer.message(event.message)
                if row is not None and row.folder == FOLDER:
                    yield replace(row, ref=None)
            case _:
                pass


def _pen_again(side: _Side, recorder: Recorder, by: By) -> None:
    """Put what had waited in the holding pen back there."""
    for event in side.events:
        entry = recorder.writer.pen_item(event.penned) if isinstance(event, MessageBrought) and event.penned else None
        if entry is not None:
            reason = f"{entry.reason} (admin {by.name} took its acceptance back: {by.reason})"
            recorder.pen(entry.message, reason, entry.likely_case)


def _history(writer: Writer, org: str, ref: str) -> tuple[Fact, ...]:
    history = [one.fact for one in writer.events(org, ref)]
    if any(one is None for one in history):
        raise Refusal(f"What happened on {ref} was erased in part, so nothing of it can be taken back.")
    return tuple(one for one in history if one is not None)


def _refuse_what_has_left(letters: tuple[LetterRow, ...], found: Override, ref: str) -> None:
    gone = [one for one in letters if one.sent_at is not None or one.committing_at is not None]
    if gone:
        first = gone[0]
        raise Refusal(
            f"\u201c{found.command}\u201d of {ref} cannot be taken back: letter {first.id} ({first.kind.value} to "
            f"{first.to_address}) has left because of it. {correction(found, ref)}"
        )

"""A person takes an override back: the record without it, its letters cancelled, its words off the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.merging import MERGE
from mailflow.core.decide.undo import Override, correction, find_override, undo
from mailflow.core.facts import Event, Fact, MessageFiled
from mailflow.core.facts_beside import CaseJoined, CaseMerged
from mailflow.core.overrides import Refused
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.kept import FOLDER
from mailflow.flow.override import By, Followed, case_of, letters_of, recorder_of, refusal_of
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
        waiting = [one for side in sides for one in side.letters if one.status in _WAITS]
        writer.mark([LetterChange.cancelled(one.id, why=why) for one in waiting])
        recorder.flush()
        after = recorder.case(ref)
        assert after is not None, "an override is about a case"
        return Followed(before=first.case, after=after, cancelled=tuple(waiting), says=" ".join(decided))


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
    if side.found.command != MERGE:
        return
    ref = next(
        one.into if isinstance(one, CaseMerged) else one.from_
        for one in side.events
        if isinstance(one, CaseMerged | CaseJoined)
    )
    case = writer.case(desk.org, ref)
    assert case is not None, "a case that was merged stays on record"
    history = _history(writer, desk.org, ref)
    its = [
        seq
        for seq, one in enumerate(history, 1)
        if (isinstance(one.event, CaseMerged) and one.event.into == side.case.ref)
        or (isinstance(one.event, CaseJoined) and one.event.from_ == side.case.ref)
    ]
    yield _side(desk, writer, case, its[-1])


def _decide(recorder: Recorder, side: _Side, by: By, now: datetime, why: str) -> str:
    decision = undo(side.case, side.found, side.history, by=by.name, reason=by.reason, at=now)
    if isinstance(decision, Refused):
        raise refusal_of(decision)
    for row, ref in _rows(side, recorder.writer):
        recorder.message(replace(row, ref=ref, because=why, explain=(*row.explain, why)))
    recorder.decided(side.case, decision)
    return decision.because


def _rows(side: _Side, writer: Writer) -> Iterator[tuple[MessageRow, str | None]]:
    """Yield the messages that go elsewhere, and where: what was typed is on no case then, what came along goes back."""
    for event in side.events:
        if isinstance(event, CaseJoined):
            back = (writer.message(one) for one in event.messages)
            yield from ((row, event.from_) for row in back if row is not None and row.ref == side.case.ref)
        elif isinstance(event, MessageFiled) and side.found.command not in ("new", MERGE):
            row = writer.message(event.message)
            if row is not None and row.folder == FOLDER:
                yield row, None


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

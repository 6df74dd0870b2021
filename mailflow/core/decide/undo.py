"""An override is taken back: the case is as it would be without it, or it is said what stands in the way.

Whether a letter has left because of it, the record knows and not the case; whoever calls ``undo`` looks first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case, Status
from mailflow.core.decide.bringing import ACCEPT, MOVE, RECLASSIFY, SPLIT
from mailflow.core.decide.standing_apart import APART
from mailflow.core.decide.uncancel import CANCEL, instead, why_not_again
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.evolve_beside import ANSWERS
from mailflow.core.facts import (
    CaseClosed,
    DeadlineMet,
    DeadlineMoved,
    DeadlinesEnded,
    DeadlineSet,
    Fact,
    LetterSent,
    MessageFiled,
    NoteKept,
    Nudged,
    Reminded,
    Tagged,
    Untagged,
)
from mailflow.core.facts_beside import (
    LetterCancelled,
    MessageReclassified,
    MessageTakenOff,
    OverrideMade,
    OverrideUndone,
    PolicyOverridden,
)
from mailflow.core.facts_by_hand import BlackedOut
from mailflow.core.overrides import Refused

_BEHIND_THE_BEGINNING = 2
#: The tag of a case that was entered and taken back.
MISTAKE = "entered by mistake"
#: Facts that neither build on what an override has done nor change what it could be taken back to.
_APART = (*APART, MessageTakenOff, MessageReclassified, LetterSent, BlackedOut)
#: An override of nothing but these stands apart itself: whatever has come since does not build on it.
_WORDS = (Tagged, Untagged, NoteKept, PolicyOverridden, MessageTakenOff, MessageReclassified)
#: Overrides that can have opened a case; such a case is not taken back but closed.
_OPENING = frozenset({"new", ACCEPT, MOVE, SPLIT, RECLASSIFY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An override on record. ``first``: the number of its ``OverrideMade``; ``last``: of the last fact of it."""

    first: int
    last: int
    command: str
    by: str
    at: datetime
    before: Case

    @property
    def numbers(self) -> range:
        """The numbers of its facts."""
        return range(self.first, self.last + 1)


def find_override(history: Sequence[Fact], number: int | None) -> Override | Refused:
    """Return the override that is to be taken back.

    Args:
        history: All facts of the case in order; the first has the number 1.
        number: Of any fact of it; None for the last override that still stands.
    """
    ref = fold(tuple(history[:1])).ref
    made = _standing(history)
    if number is None:
        return made[-1] if made else Refused(why=f"No override stands on {ref}, so there is nothing to take back.")
    found = next((one for one in made if number in one.numbers), None)
    if found is not None:
        return found
    known = ", ".join(f"{one.first} ({one.command})" for one in made) or "none"
    return Refused(
        why=f"Event {number} of {ref} is no override that stands. Those that can be named with --event: {known}."
    )


def undo(
    case: Case, override: Override, history: Sequence[Fact], *, by: str, reason: str, at: datetime
) -> Decision | Refused:
    """Take an override back, or say what has come to build on it."""
    gone = taken_back(history)
    later = [(seq, fact) for seq, fact in enumerate(history, 1) if seq > override.last and seq not in gone]
    own = [history[seq - 1].event for seq in override.numbers]
    letter = next((one for one in own if isinstance(one, LetterCancelled)), None)
    if letter is not None and override.command == CANCEL:
        for seq, fact in later:
            if why := why_not_again(fact.event, letter):
                return Refused(why=_stays_cancelled(seq, why, history, letter, case.ref))
    elif not _is_apart(own):
        for seq, fact in later:
            if not _leaves_alone(fact, own):
                return Refused(why=_in_the_way(seq, fact, history, override, case.ref))
    if has_opened(override):
        return _never_was(case, by=by, reason=reason, at=at)
    kept = tuple(fact for seq, fact in enumerate(history, 1) if seq not in gone and seq not in override.numbers)
    event = OverrideUndone(of=override.first, command=override.command, restored=fold(kept))
    return Decision(
        facts=(Fact(at=at, by=f"admin {by}", event=event, reason=reason),),
        because=f"\u201c{override.command}\u201d is taken back. {case.ref} is as it would be without it.",
    )


def has_opened(override: Override) -> bool:
    """Say whether an override has opened its case: then it stands right behind the beginning."""
    return override.first == _BEHIND_THE_BEGINNING and override.command in _OPENING


def _never_was(case: Case, *, by: str, reason: str, at: datetime) -> Decision | Refused:
    """Close a case that was entered by mistake: its reference was given and is not given again."""
    if case.status is Status.CLOSED:
        return Refused(why=f"{case.ref} is closed, so nothing follows from it any more.")
    events = (
        Tagged(tag=MISTAKE),
        DeadlinesEnded(stage=case.stage),
        CaseClosed(why="it was entered by mistake and taken back"),
    )
    return Decision(
        facts=tuple(Fact(at=at, by=f"admin {by}", event=one, reason=reason) for one in events),
        because=f"{case.ref} is closed with the tag \u201c{MISTAKE}\u201d. Its reference is not given again.",
    )


def _standing(history: Sequence[Fact]) -> list[Override]:
    undone = {one.event.of for one in history if isinstance(one.event, OverrideUndone)}
    return [
        Override(
            first=seq,
            last=seq + one.event.facts,
            command=one.event.command,
            by=one.by,
            at=one.at,
            before=fold(tuple(history[: seq - 1])),
        )
        for seq, one in enumerate(history, 1)
        if isinstance(one.event, OverrideMade) and seq not in undone
    ]


def taken_back(history: Sequence[Fact]) -> set[int]:
    """Return the numbers of facts that were taken back, with those that took them back."""
    gone: set[int] = set()
    for seq, one in enumerate(history, 1):
        if isinstance(one.event, OverrideUndone):
            made = history[one.event.of - 1].event
            assert isinstance(made, OverrideMade), "what is taken back is an override"
            gone.update(range(one.event.of, one.event.of + made.facts + 1), (seq,))
    return gone


def _is_apart(own: Sequence[object]) -> bool:
    return all(isinstance(one, (OverrideMade, *_WORDS)) or _is_only_filed(one) for one in own)


def _is_only_filed(event: object) -> bool:
    return isinstance(event, MessageFiled) and not event.opens


def _leaves_alone(fact: Fact, own: Sequence[object]) -> bool:
    """Say whether what came later does not build on an override."""
    event = fact.event
    if isinstance(event, _APART) or _is_only_filed(event):
        return True
    if isinstance(event, OverrideMade):
        return True  # its own facts are asked about
    if isinstance(event, LetterCancelled):
        return event.kind not in ANSWERS
    if isinstance(event, DeadlineMet | Reminded):
        key = (event.what, event.stage, event.source)
        set_by_it = {(o.what, o.stage, o.source) for o in own if isinstance(o, DeadlineSet | DeadlineMoved)}
        return key not in set_by_it
    return isinstance(event, Nudged) and _is_apart(own)


def _stays_cancelled(seq: int, why: str, history: Sequence[Fact], letter: LetterCancelled, ref: str) -> str:
    later = next((one for one in _standing(history) if seq in one.numbers), None)
    stays = (
        f"Letter {letter.letter} ({letter.kind}) stays cancelled: {why} since (event {seq}, by {history[seq - 1].by})."
    )
    if later is not None:
        return f"{stays} Take that back first: mailflow case undo {ref} --event {later.first} --reason \u2026"
    return f"{stays} {instead(letter, ref)}"


def _in_the_way(seq: int, fact: Fact, history: Sequence[Fact], override: Override, ref: str) -> str:
    later = next((one for one in _standing(history) if seq in one.numbers), None)
    name, cannot = type(fact.event).__name__, f"\u201c{override.command}\u201d cannot be taken back"
    if later is not None:
        instead = f"Take that back first: mailflow case undo {ref} --event {later.first} --reason \u2026"
        return f"{cannot}: {later.command} by {later.by} came after it. {instead}"
    return f"{cannot}: the case has gone on since (event {seq}, {name}, by {fact.by}). {correction(override, ref)}"


def correction(override: Override, ref: str) -> str:
    """Return the command that puts right what can no longer be taken back."""
    before = override.before
    commands = {
        "stage": f"stage {ref} {before.stage}",
        "type": f"type {ref} {before.type}" if before.type else "",
        "about": f"about {ref} {before.about or 'nobody'}",
        "assign": f"assign {ref} NAME --remove",
        "close": f"reopen {ref}",
        "reopen": f"close {ref}",
        "outcome": f"reopen {ref}",
        "extend": f"extend {ref} DATE",
        "tag": f"untag {ref} TAG",
        "untag": f"tag {ref} TAG",
        "hold": f"release {ref}",
        "release": f"hold {ref}",
        "new": f"close {ref}",
        "merge": f"split {ref} MESSAGE",
        "split": "merge LATER EARLIER",
        "move": f"move {ref} MESSAGE CASE",
    }
    command = commands.get(override.command, "")
    return f"To put it right: mailflow case {command} --reason \u2026" if command else "Write a note about it instead."

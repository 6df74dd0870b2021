"""Letters that a person sends from the mailbox's Drafts folder: laid there, sent by somebody, or gone without.

What was sent from there has left already: it is recorded as it left, and what it meets is met as of its sending. What
is wrong with it is told to those who watch over the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.conflicts import watchers
from mailflow.core.decide.approving import moved_window
from mailflow.core.decide.on_letter import on_letter_left
from mailflow.core.decide.on_sent import author_of
from mailflow.core.decision import Decision, SendLetter, admin_notices
from mailflow.core.evolve import fold
from mailflow.core.facts import Event, Fact, MessageFiled, ReplyRelayed
from mailflow.core.facts_drafts import DraftGone, DraftLaid, DraftSent
from mailflow.core.guards import missing_parts
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.trigger import LetterLeft, MessageArrived

_BY = "mailflow"
_AS = MessageClass.STAFF_REPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter of a case that goes by the Drafts folder: its number in the record, what it is, and its stage."""

    letter: int
    kind: str
    stage: str | None


def draft_laid(case: Case, draft: Draft, office: Office, at: datetime) -> Decision:
    """Record that a letter lies in the Drafts folder; the last day to appeal that it prints is counted from now."""
    window = moved_window(case, office, draft.kind, draft.stage, at)
    event = DraftLaid(letter=draft.letter, kind=draft.kind, stage=draft.stage or "", window=window)
    return Decision(facts=(Fact(at=at, by=_BY, event=event),), because="a person sends it from the Drafts folder")


def draft_sent(
    case: Case, draft: Draft, arrived: MessageArrived, office: Office, *, changed: bool, others: int
) -> Decision:
    """Record that a person sent a draft to whom it was for, as of its sending.

    Args:
        case: As it stands.
        draft: The letter.
        arrived: The mail as it left; ``received_at`` is when it left.
        office: The policy that the case keeps, the people, and the calendar.
        changed: Its words are not those that were decided.
        others: How many people outside got it besides.
    """
    by = author_of(case, arrived, office).name
    event = DraftSent(
        letter=draft.letter, kind=draft.kind, stage=draft.stage or "", message=arrived.id, changed=changed
    )
    problems = [_to_others(others)] if others else []
    if changed and draft.kind == LetterKind.OUTCOME and draft.stage == case.stage and case.outcome:
        stage = office.policy.stage(case.stage)
        if missing := missing_parts(stage, case.outcome, arrived.new_text):
            names = ", ".join(one.name for one in missing)
            problems.append(
                f"It lacks what the policy promises ({missing[0].source}): {names}. It has left and counts; write to "
                "the complainant what is missing."
            )
    because = f"it is the {draft.kind} (letter {draft.letter}) that lay in Drafts, sent by a person"
    because += ", in other words than were decided" if changed else ""
    return _left(case, draft, _at(arrived, by, _filed(arrived), event), arrived.received_at, office, because, problems)


def said_to_be_sent(
    case: Case, draft: Draft, office: Office, *, message: int | None, by: str, reason: str, at: datetime, now: datetime
) -> Decision:
    """Record that a draft left, on the word of a person: its mail is not in Sent, or could be that of several.

    Args:
        case: As it stands.
        draft: The letter.
        office: As for ``draft_sent``.
        message: The mail as it left, where it is on record.
        by: Who says so.
        reason: How they know.
        at: When it left.
        now: The present.
    """
    event = DraftSent(letter=draft.letter, kind=draft.kind, stage=draft.stage or "", message=message)
    facts = (Fact(at=now, by=by, event=event, reason=reason),)
    return _left(case, draft, facts, at, office, f"{by} says that it has left", ())


def _left(
    case: Case,
    draft: Draft,
    facts: tuple[Fact, ...],
    at: datetime,
    office: Office,
    because: str,
    problems: Sequence[str],
) -> Decision:
    """Add to the facts of a sending what follows from it."""
    after = fold(facts, case)
    left = on_letter_left(after, LetterLeft(letter=draft.letter, kind=draft.kind, stage=draft.stage, at=at), office)
    told = _told(case, draft, "a draft was sent, and needs a look", problems, office)
    return Decision(as_=_AS, facts=(*facts, *left.facts), letters=(*left.letters, *told), because=because)


def draft_sent_elsewhere(case: Case, draft: Draft, arrived: MessageArrived, office: Office) -> Decision:
    """Record that a draft was sent to somebody else than it was for. It never counts as sent."""
    by = author_of(case, arrived, office).name
    event = DraftGone(
        letter=draft.letter, kind=draft.kind, stage=draft.stage or "", why="elsewhere", message=arrived.id
    )
    problem = (
        f"The mail is message {arrived.id}. It does not count as sent, and no promise is kept by it. If the "
        f"complainant's letter is still to go: mailflow letter retry {draft.letter}"
    )
    told = _told(case, draft, "its draft was sent to another address than the one that it was for", [problem], office)
    because = f"it is letter {draft.letter} from Drafts, but went to somebody else than it was for"
    return Decision(as_=_AS, facts=_at(arrived, by, _filed(arrived), event), letters=tuple(told), because=because)


def cancelled_draft_sent(case: Case, draft: Draft, arrived: MessageArrived, office: Office) -> Decision:
    """Record that a person sent a letter that had been taken back: an answer like any other that they write."""
    by = author_of(case, arrived, office).name
    problem = "It was cancelled before. It is on record as an answer, and no promise is counted as kept by it."
    told = _told(case, draft, "a cancelled letter was sent from Drafts all the same", [problem], office)
    because = f"it is letter {draft.letter}, which had been cancelled, sent from Drafts all the same"
    facts = _at(arrived, by, _filed(arrived), ReplyRelayed(message=arrived.id, how="direct"))
    return Decision(as_=_AS, facts=facts, letters=tuple(told), because=because)


def unclear_which(case: Case, drafts: Sequence[Draft], arrived: MessageArrived, office: Office) -> Decision:
    """Record an answer that may be any of several drafts, and ask which one it was. Nothing is guessed."""
    by = author_of(case, arrived, office).name
    numbers = " or ".join(str(one.letter) for one in drafts)
    problem = (
        f"Message {arrived.id} was sent from the mailbox and may be letter {numbers}. It is on record as an answer. "
        f"Say which it was: mailflow letter sent {drafts[0].letter} --message {arrived.id} --reason \u2026"
    )
    told = _told(case, drafts[0], "a mail may be any of several letters from Drafts", [problem], office)
    facts = _at(arrived, by, _filed(arrived), ReplyRelayed(message=arrived.id, how="direct"))
    because = f"it was sent from the complaints mailbox and may be letter {numbers}"
    return Decision(as_=_AS, facts=facts, letters=tuple(told), because=because)


def draft_removed(case: Case, draft: Draft, office: Office, at: datetime) -> Decision:
    """Record that a draft is gone from the Drafts folder, and is not in Sent."""
    event = DraftGone(letter=draft.letter, kind=draft.kind, stage=draft.stage or "", why="removed")
    problem = (
        f"The letter is held. To put it back: mailflow letter retry {draft.letter}. If it is not to go: mailflow "
        f"letter cancel {draft.letter}. If it was sent and no copy lies in Sent: mailflow letter sent {draft.letter}"
    )
    told = _told(case, draft, "its draft was removed from Drafts and is not in Sent", [problem], office)
    because = "its draft is gone and was not sent"
    return Decision(facts=(Fact(at=at, by=_BY, event=event),), letters=tuple(told), because=because)


def draft_taken_back(case: Case, draft: Draft, office: Office, at: datetime, *, is_changed: bool) -> Decision:
    """Record that a cancelled letter is no draft any more; a changed one is left to who changed it, and told of."""
    event = DraftGone(letter=draft.letter, kind=draft.kind, stage=draft.stage or "", why="cancelled")
    problem = "Somebody has changed its draft, so it was left in the Drafts folder. Delete it there."
    told = _told(case, draft, "it is cancelled, but its draft is still there", [problem] if is_changed else [], office)
    return Decision(facts=(Fact(at=at, by=_BY, event=event),), letters=tuple(told), because="it was cancelled")


def _filed(arrived: MessageArrived) -> Event:
    return MessageFiled(message=arrived.id, as_=_AS.value)


def _at(arrived: MessageArrived, by: str, *events: Event) -> tuple[Fact, ...]:
    return tuple(Fact(at=arrived.received_at, by=by, event=one) for one in events)


def _to_others(number: int) -> str:
    whom = "somebody else" if number == 1 else f"{number} other people"
    return f"It went to {whom} outside as well as to whom it was for. See who they are, and whether it is a breach."


def _told(case: Case, draft: Draft, what: str, problems: Sequence[str], office: Office) -> Iterator[SendLetter]:
    item = {
        "title": f"{case.ref}, letter {draft.letter} ({draft.kind}): {what}",
        "detail": " ".join(problems),
        "command": f"mailflow letter show {draft.letter}",
    }
    return admin_notices(watchers(office, case) if problems else (), item, stage=case.stage)

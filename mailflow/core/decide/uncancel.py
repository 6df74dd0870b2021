"""A letter that a person cancelled is to wait again: what has happened since, so that it must not.

Whether its recipient may still be written to, and whether what brought it about still stands, ``flow`` asks besides.
"""

from __future__ import annotations

from mailflow.core.case import What
from mailflow.core.decide.standing_apart import APART
from mailflow.core.evolve_beside import ANSWERS
from mailflow.core.facts import (
    CaseClosed,
    DeadlineMet,
    Event,
    LetterSent,
    MessageFiled,
    Nudged,
    OutcomeGiven,
    Reminded,
    ReplyRelayed,
    StageOpened,
)
from mailflow.core.facts_beside import (
    LetterCancelled,
    MessageReclassified,
    MessageTakenOff,
    OverrideMade,
    PolicyOverridden,
)
from mailflow.core.facts_by_hand import BlackedOut
from mailflow.core.facts_time import BreachEscalated, DelayTold
from mailflow.core.letter_kinds import LetterKind

#: What such an override is called: as its command is.
CANCEL = "cancel"
#: Facts that take nothing from a letter that waits: it can leave after them as before.
_APART = (
    *APART,
    *(LetterCancelled, Reminded, Nudged, BreachEscalated, DelayTold, OverrideMade, PolicyOverridden),
)
_RECEIPTS = (LetterKind.ACKNOWLEDGEMENT.value, LetterKind.RECEIPT.value)
_MEETS = {
    **dict.fromkeys(_RECEIPTS, What.ACKNOWLEDGE),
    **dict.fromkeys(ANSWERS, What.RESPOND),
    LetterKind.MEETING_INVITATION.value: What.MEET,
}


def why_not_again(event: Event, cancelled: LetterCancelled) -> str | None:
    """Return why a cancelled letter must not wait again after an event, as the end of a sentence; None where it may."""
    match event:
        case DeadlineMet() if event.stage == cancelled.stage and event.what is _MEETS.get(cancelled.kind):
            return "what it promised is met"
        case LetterSent() if cancelled.kind in _RECEIPTS and event.kind in _RECEIPTS:
            return "another such letter has left"
        case BlackedOut() if cancelled.letter in [one.number for one in event.letters]:
            return "words of it were blacked out"
        case MessageTakenOff() | MessageReclassified() if event.message == cancelled.message:
            return "the message that it is about is elsewhere or otherwise"
        case DeadlineMet() | LetterSent() | BlackedOut() | MessageTakenOff() | MessageReclassified():
            return None
        case MessageFiled() if not event.opens:
            return None
        case CaseClosed():
            return "the case was closed"
        case StageOpened():
            return "another stage began"
        case OutcomeGiven():
            return "another answer was given" if cancelled.kind in ANSWERS else "the complaint was answered"
        case ReplyRelayed():
            return "the complainant was written to otherwise"
        case _:
            return None if isinstance(event, _APART) else "the case has gone on"


def instead(cancelled: LetterCancelled, ref: str) -> str:
    """Return what to do where a cancelled letter stays so, in a sentence."""
    if cancelled.kind == LetterKind.OUTCOME:
        return f"To give an answer: mailflow case outcome {ref} OUTCOME --text \u2026 --reason \u2026"
    said = f"What it said: mailflow letter show {cancelled.letter}."
    return f"{said} Where it is still to be said, write it yourself, from the complaints mailbox."

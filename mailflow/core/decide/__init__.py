"""The rules. ``decide`` answers a trigger on a case with facts, letters, and why. Pure: no I/O, no clock."""

from __future__ import annotations

from typing import assert_never

from mailflow.core.case import Case
from mailflow.core.decide.on_clock import on_clock, wake_at
from mailflow.core.decide.on_letter import on_letter_came_to_nothing, on_letter_left
from mailflow.core.decide.on_message import on_message
from mailflow.core.decide.unheard import heard
from mailflow.core.decision import Decision
from mailflow.core.office import Office
from mailflow.core.thread import Threaded
from mailflow.core.trigger import LetterCameToNothing, LetterLeft, MessageArrived, TimePassed, Trigger

__all__ = ["decide", "on_message", "wake_at"]


def decide(case: Case, trigger: Trigger, office: Office, threaded: Threaded | None = None) -> Decision:
    """Answer a trigger on a case.

    Args:
        case: As it stands.
        trigger: What happened.
        office: The policy that the case keeps, the people, and the calendar.
        threaded: For a message: where it belongs and who wrote it.
    """
    match trigger:
        case MessageArrived():
            assert threaded is not None, "a message is threaded before it is decided"
            return on_message(threaded, trigger, office)
        case TimePassed():
            return heard(on_clock(case, trigger.now, office), case, trigger.now, office)
        case LetterLeft():
            return on_letter_left(case, trigger, office)
        case LetterCameToNothing():
            return on_letter_came_to_nothing(case, trigger, office)
        case _ as never:
            assert_never(never)

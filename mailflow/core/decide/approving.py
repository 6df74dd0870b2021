"""A person lets a letter to the complainant leave. The time to appeal that it prints is counted from then."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.case import Case, What
from mailflow.core.days import DueDate
from mailflow.core.decide.on_letter import window_from
from mailflow.core.decision import Decision
from mailflow.core.evolve_beside import ANSWERS
from mailflow.core.facts import Fact
from mailflow.core.facts_beside import LetterApproved
from mailflow.core.office import Office


def approve(
    case: Case, office: Office, *, letter: int, kind: str, stage: str | None, by: str, reason: str | None, at: datetime
) -> Decision:
    """Record that a letter was approved, with the last day to appeal where it has moved on since it was written.

    Args:
        case: As it stands.
        office: The policy that the case keeps, and the calendar.
        letter: Its number in the record.
        kind: What it is.
        stage: The stage that it belongs to.
        by: Who approves it.
        reason: Why, where they say so.
        at: The present.
    """
    event = LetterApproved(
        letter=letter, kind=kind, stage=stage or "", window=moved_window(case, office, kind, stage, at)
    )
    because = f"{by} approved the letter {kind}"
    return Decision(facts=(Fact(at=at, by=by, event=event, reason=reason),), because=because)


def moved_window(case: Case, office: Office, kind: str, stage: str | None, at: datetime) -> DueDate | None:
    """Return the time to appeal that a letter is to print when it is let go now; None where what is printed stands."""
    printed = case.printed_window
    is_answer = kind in ANSWERS and stage == case.stage and case.outcome is not None and case.outcome_at is None
    if not is_answer or printed is None or case.deadline(What.APPEAL, case.stage) is not None:
        return None  # a window that runs already, since an answer that is given anew, goes on (SS-2.7)
    window = window_from(office, office.policy.stage(case.stage), at)
    return window if window and window.due_on > printed.due_on else None

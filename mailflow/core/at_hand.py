"""What a case waits for next, and where that puts it in a list: late things first, what needs nobody last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.case import Case, Status
from mailflow.core.deadlines import What


class Standing(StrEnum):
    """How pressing a case is, the most pressing first.

    ``UNDECIDED``: a person must say what a reply is, or whether a late appeal is taken. ``FAMILY``: the complainant was
    asked something. ``LATER``: there is time, or no date. ``DECIDED``: it is answered, and an appeal may come.
    """

    LATE = "late"
    UNDECIDED = "undecided"
    SOON = "soon"
    FAMILY = "family"
    LATER = "later"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextThing:
    """The first date of a case that is staff's to keep.

    Attributes:
        what: ``acknowledge``, ``respond``, ``meet``, ``statutory``, or ``task``.
        task: The number of the task.
        source: The clause.
    """

    what: str
    due_at: datetime
    source: str
    task: int | None = None


def next_thing(case: Case) -> NextThing | None:
    """Return what is due first: a promise whose clock runs, or a task with a date; None where there is neither."""
    if case.status is Status.CLOSED:
        return None
    promises = [
        NextThing(what=one.what.value, due_at=one.due.due_at, source=one.source)
        for one in case.deadlines
        if one.is_running and not one.held_since and one.what is not What.APPEAL
    ]
    tasks = [
        NextThing(what="task", due_at=one.due.due_at, source=one.source, task=one.id)
        for one in case.tasks
        if one.done_at is None and one.due
    ]
    return min((*promises, *tasks), key=lambda one: one.due_at, default=None)


def standing(case: Case, now: datetime, soon: datetime) -> Standing:
    """Return how pressing a case is.

    Args:
        case: As it is.
        now: The present; what was due before is late.
        soon: What is due until then is due soon.
    """
    if case.status is Status.CLOSED:
        return Standing.CLOSED
    first = next_thing(case)
    if first and first.due_at < now:
        return Standing.LATE
    if case.late_appeal is not None or case.doubtful_appeal is not None:
        return Standing.UNDECIDED
    if first and first.due_at <= soon:
        return Standing.SOON
    if case.question is not None or any(one.is_running and one.held_since for one in case.deadlines):
        return Standing.FAMILY
    return Standing.DECIDED if case.status is Status.DECIDED else Standing.LATER


def appeal_ends_at(case: Case) -> datetime | None:
    """Return when the complainant's time to appeal ends, or the case closes where the policy sets no such time."""
    window = case.deadline(What.APPEAL, case.stage)
    if window and window.is_running:
        return window.due.due_at
    return case.close_on.due_at if case.close_on else None

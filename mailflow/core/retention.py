"""How long a record is kept after its case closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mailflow.core.case import Case, Status
from mailflow.core.days import Calendar, DueDate
from mailflow.core.evolve import evolve
from mailflow.core.facts import Fact
from mailflow.core.policy import Retention

#: The tag by which a person keeps a record past its time, for a court or an inquiry.
HOLD = "hold"


def closed_since(facts: Iterable[Fact]) -> datetime | None:
    """Return when a case closed for the last time; None while it is open.

    Args:
        facts: All facts of the case, in the order of their numbers; the first opens it.
    """
    case: Case | None = None
    since: datetime | None = None
    for fact in facts:
        was_closed = case is not None and case.status is Status.CLOSED
        case = evolve(case, fact)
        if case.status is not Status.CLOSED:
            since = None
        elif not was_closed:
            since = fact.at
    return since


def kept_until(closed_at: datetime, retention: Retention, calendar: Calendar) -> DueDate:
    """Return until when the record of a case is kept: the end of the last day, with its proof."""
    return calendar.due(closed_at, retention.keep, retention.source)

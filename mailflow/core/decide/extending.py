"""How far a policy lets an answer be put off: so long after the day that was promised first, however often it moves."""

from __future__ import annotations

from datetime import date

from mailflow.core.case import Case, Deadline, What
from mailflow.core.days import long_date
from mailflow.core.office import Office


def latest_day(case: Case, deadline: Deadline, office: Office) -> date | None:
    """Return the last day to which ``#extend`` can move a promise; None where the policy sets no end.

    It is counted from the day that the stage's own limit gives, with the time in which its clock stood still.
    """
    stage = office.policy.stage(deadline.stage)
    if stage.extend is None:
        return None
    limits = [one for one in stage.respond if deadline.what is What.RESPOND]
    limits += [stage.meet] if stage.meet and deadline.what is What.MEET else []
    limit = next((one for one in limits if one.source == deadline.source and one.applies_to(case.type)), None)
    if limit is None:
        return None
    since = case.first_received_at if limit.counts_from == "complaint" else case.stage_since
    first = office.calendar.due(since, limit.within, limit.source, deadline.due.pauses)
    return office.calendar.due(first.due_at, stage.extend.at_most, stage.extend.source).due_on


def too_far(case: Case, deadline: Deadline, until: date, office: Office) -> str | None:
    """Return why the policy does not let a promise be moved to a day, with the line to write; None if it does."""
    last, terms = latest_day(case, deadline, office), office.policy.stage(deadline.stage).extend
    if last is None or terms is None or until <= last:
        return None
    allows = f"The policy lets the answer be put off by {terms.at_most} at most ({terms.source})"
    if last <= deadline.due.due_on:
        return (
            f"{allows}, and it is put off so far already, to {long_date(deadline.due.due_on)}. Write #outcome by then."
        )
    return f"{allows}: to {long_date(last)}. Write #extend {long_date(last).partition(' ')[2]}"

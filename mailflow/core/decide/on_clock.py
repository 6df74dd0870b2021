"""The clock comes to a case: what time does to its promises, and beside them to its tasks and alarms."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide import on_time as promises
from mailflow.core.decide.safeguarding import alert_again, next_alert
from mailflow.core.decide.tasks import next_reminder_of_a_task, reminders_of_tasks
from mailflow.core.decision import Decision
from mailflow.core.facts import Event, Fact
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office

_BY = "mailflow"
#: Letters about a case's promises that list its tasks too: whoever gets one needs no other at the same minute.
_LISTS_TASKS = (LetterKind.REMINDER, LetterKind.BREACH_NOTICE)


def on_clock(case: Case, now: datetime, office: Office) -> Decision:
    """Do what is due on a case. Tasks are called to mind on a closed case too: what was promised is still owed."""
    decision = promises.on_time(case, now, office)
    lists = (one for one in decision.letters if one.kind in _LISTS_TASKS and one.facts.get("mark") != "escalated")
    written_to = {one.to.key for one in lists}
    reminded, letters = reminders_of_tasks(case, now, office, except_=written_to)
    alerted, alerts = alert_again(case, now, office)
    events: tuple[Event, ...] = (*reminded, *alerted)
    if not events:
        return decision
    return Decision(
        facts=(*decision.facts, *(Fact(at=now, by=_BY, event=one) for one in events)),
        letters=(*decision.letters, *letters, *alerts),
        because="the clock came to it",
    )


def wake_at(case: Case, office: Office) -> datetime | None:
    """Return when the clock must look at the case again, or None."""
    times = (promises.wake_at(case, office), next_reminder_of_a_task(case, office), next_alert(case, office))
    return min((one for one in times if one is not None), default=None)

"""When time writes about a promise: reminders before it, as the policy sets them, and the breach notice after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mailflow.core.case import Case, Deadline, Mark, What
from mailflow.core.days import Calendar, Duration, Unit
from mailflow.core.decide.statutory import asks_for_acknowledgement
from mailflow.core.office import Office

#: Reminders, breach notices and nudges go at this hour, local time.
MORNING = 8
_A_DAY = timedelta(days=1)
_OWN_NAMES = {"2 working days": Mark.TWO_DAYS, "1 working day": Mark.ONE_DAY}


def staff_deadlines(case: Case) -> list[Deadline]:
    """Return the promises that still run, but for the complainant's own window."""
    return [one for one in case.deadlines if one.is_running and one.what is not What.APPEAL]


def due_mark(case: Case, deadline: Deadline, now: datetime, office: Office) -> str | None:
    """Return which letter about a promise is due; of several that are only the latest."""
    due = [mark for mark, at in _left(case, deadline, office) if at <= now]
    return due[-1] if due else None


def next_mark_at(case: Case, deadline: Deadline, office: Office) -> datetime | None:
    """Return when the next letter about a promise is due; None after the last, or while its clock stands still."""
    return next((at for _, at in _left(case, deadline, office)), None)


def only_waits_for_the_post(case: Case, deadline: Deadline, office: Office) -> bool:
    """Say whether the letter that keeps a promise is on its way: an acknowledgement, or an answer that was given.

    What lies in the Drafts folder waits for a person, who is reminded.
    """
    if any(one.stage == deadline.stage for one in case.drafts):
        return False
    is_answer = deadline.what in (What.RESPOND, What.STATUTORY) and case.stage_is_decided
    return is_answer or is_of_acknowledgement(deadline, office)


def is_of_acknowledgement(deadline: Deadline, office: Office) -> bool:
    """Say whether an acknowledgement keeps a promise, the policy's or a law's."""
    return deadline.what is What.ACKNOWLEDGE or asks_for_acknowledgement(deadline, office)


def morning_after(office: Office, at: datetime, span: Duration) -> datetime:
    """Return the first morning after a span that began at an instant."""
    last = office.calendar.due(at, span, "").due_on
    return office.calendar.at_local(last + _A_DAY, MORNING)


def _left(case: Case, deadline: Deadline, office: Office) -> list[tuple[str, datetime]]:
    """Return the letters about a promise that have not gone, in order; those from before it was set are left out.

    Nobody is reminded of a letter that is on its way. If it does not leave in time, that is a breach.
    """
    if deadline.held_since or deadline.reminded == Mark.BREACH:
        return []
    calendar, due_on = office.calendar, deadline.due.due_on
    breach = (Mark.BREACH.value, calendar.at_local(due_on + _A_DAY, MORNING))
    if only_waits_for_the_post(case, deadline, office):
        return [breach]
    days = sorted((_days_before(calendar, due_on, one), _name(one)) for one in office.policy.reminders)
    times = [*((name, calendar.at_local(day, MORNING)) for day, name in days), breach]
    names = [name for name, _ in times]
    done = names.index(deadline.reminded) if deadline.reminded in names else -1
    return [(mark, at) for mark, at in times[done + 1 :] if at > deadline.set_at or mark == Mark.BREACH]


def _name(span: Duration) -> str:
    return _OWN_NAMES.get(str(span), f"{span} before")


def _days_before(calendar: Calendar, day: date, span: Duration) -> date:
    if span.unit is Unit.WORKING_DAYS:
        return calendar.working_days_before(day, span.n)
    return day - span.n * (7 if span.unit is Unit.WEEKS else 1) * _A_DAY

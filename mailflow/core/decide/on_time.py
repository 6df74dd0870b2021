"""Time passed: reminders before a deadline, the breach notice after it, nudges where there is none, closing.

``wake_at`` says when a case must be looked at again, so that a turn costs the cases that are due, not all that exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.case import Case, Mark, Status, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import long_date
from mailflow.core.decide.calls import calls
from mailflow.core.decide.doubt import call_on_doubt, count_as_appeal, counts_at, doubt_call_at
from mailflow.core.decide.escalation import escalations, late_answers, next_escalation
from mailflow.core.decide.marks import MORNING, due_mark, next_mark_at, staff_deadlines
from mailflow.core.decide.opening import copies
from mailflow.core.decide.questions import unanswered, unanswered_at
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, Event, Fact, Nudged, Reminded
from mailflow.core.facts_time import QuestionSettled
from mailflow.core.letter_kinds import Value
from mailflow.core.office import Office

#: A stage without any limit nudges its handlers after so many days of nothing.
QUIET_DAYS = 7

_BY = "mailflow"


def on_time(case: Case, now: datetime, office: Office) -> Decision:
    """Do what is due on a case. Of several letters due at once only one goes to each who deals with it."""
    if case.status is Status.CLOSED:
        return Decision(because="closed cases have no clock")
    if case.status is Status.DECIDED:
        return _close_when_over(case, now, office)
    given_up = unanswered(case, now, office)
    # As of the end of the wait, however late the clock comes: the new dates are set as of then.
    ended = next((one.until for one in given_up if isinstance(one, QuestionSettled)), now)
    facts = tuple(Fact(at=ended, by=_BY, event=one) for one in given_up)
    after = fold(facts, case) if facts else case
    events, letters = _called(after, now, office, asked=_asked_on(given_up, office))
    for more in (escalations, late_answers):
        told, written = more(case, now, office)
        events += told
        letters += written
    facts += tuple(Fact(at=now, by=_BY, event=one) for one in events)
    return Decision(facts=facts, letters=tuple(letters), because="the clock came to it" if facts else "nothing is due")


def wake_at(case: Case, office: Office) -> datetime | None:
    """Return when the clock must look at the case again, or None."""
    if case.status is Status.CLOSED:
        return None
    if case.status is Status.DECIDED:
        at = counts_at(case, office) or (case.close_on.due_at if case.close_on else None)
        over = at + timedelta(seconds=1) if at else None
        return min((one for one in (over, doubt_call_at(case, office)) if one is not None), default=None)
    times = [next_mark_at(case, one, office) for one in staff_deadlines(case)]
    times += [_quiet_until(case, office), next_escalation(case, office), unanswered_at(case, office)]
    return min((one for one in times if one is not None), default=None)


def _called(case: Case, now: datetime, office: Office, *, asked: str) -> tuple[list[Event], list[SendLetter]]:
    """Write to who deals with the case of all that is due by now: one letter each, never several at once."""
    marked = ((one, due_mark(case, one, now, office)) for one in staff_deadlines(case))
    due = [(one, mark) for one, mark in marked if mark is not None]
    events: list[Event] = [
        Reminded(
            what=one.what,
            stage=one.stage,
            source=one.source,
            mark=mark,
            told_at=now if mark == Mark.BREACH else None,
        )
        for one, mark in due
    ]
    facts: dict[str, Value] = {"asked": asked} if asked else {}
    quiet_until = _quiet_until(case, office)
    if quiet_until is not None and quiet_until <= now:
        events.append(Nudged(stage=case.stage))
        facts["mark"] = "quiet"
    if asked and not due:
        facts["mark"] = "question"
    return events, calls(case, due, now, office, facts=facts) if due or facts else []


def _asked_on(given_up: list[Event], office: Office) -> str:
    ended = next((one for one in given_up if isinstance(one, QuestionSettled)), None)
    return long_date(office.calendar.day_of(ended.since)) if ended else ""


def _quiet_until(case: Case, office: Office) -> datetime | None:
    """Return when a case is nudged that nothing else reminds anybody of."""
    if staff_deadlines(case) or case.status is not Status.OPEN:
        return None
    last = max(case.moved_at, case.nudged_at or case.moved_at)
    day = office.calendar.day_of(last) + timedelta(days=QUIET_DAYS)
    return office.calendar.at_local(day, MORNING)


def _close_when_over(case: Case, now: datetime, office: Office) -> Decision:
    if (counted := count_as_appeal(case, now, office)) is not None:
        after = on_time(fold(counted.facts, case), now, office)  # the new stage, should it be late already
        facts, letters_ = (*counted.facts, *after.facts), (*counted.letters, *after.letters)
        return Decision(facts=facts, letters=letters_, because=counted.because)
    if counts_at(case, office) is not None:
        return call_on_doubt(case, now, office)
    if case.close_on is None or case.close_on.due_at >= now:
        return Decision(because="the appeal window still runs")
    window = case.deadline(What.APPEAL, case.stage)
    why = "the time to appeal is over" if window else "nobody wrote after the outcome"
    fact = Fact(at=now, by=_BY, event=CaseClosed(why=why))
    stage = office.policy.stage(case.stage)
    letters = copies("closed", stage, case.handlers, office, None, except_=shut_out(case))
    return Decision(facts=(fact,), letters=tuple(letters), because=why)

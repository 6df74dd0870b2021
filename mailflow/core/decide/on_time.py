"""Time passed: reminders before a deadline, the breach notice after it, nudges where there is none, closing.

``wake_at`` says when a case must be looked at again, so that a turn costs the cases that are due, not all that exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.case import Case, Deadline, Mark, Status, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import long_date
from mailflow.core.decide.doubt import count_as_appeal, counts_at
from mailflow.core.decide.opening import copies, recipients
from mailflow.core.decide.statutory import asks_for_acknowledgement
from mailflow.core.decision import Audience, Decision, LetterKind, SendLetter, Value
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, Event, Fact, Nudged, Reminded
from mailflow.core.mail import Address
from mailflow.core.office import Office

#: Reminders, breach notices and nudges go at this hour, local time.
MORNING = 8
#: A stage without any limit nudges its handlers after so many days of nothing.
QUIET_DAYS = 7

_ORDER = (Mark.TWO_DAYS, Mark.ONE_DAY, Mark.BREACH)
_BY = "mailflow"


def on_time(case: Case, now: datetime, office: Office) -> Decision:
    """Do what is due on a case. Of several letters due about one deadline only the latest goes."""
    if case.status is Status.CLOSED:
        return Decision(because="closed cases have no clock")
    if case.status is Status.DECIDED:
        return _close_when_over(case, now, office)
    events: list[Event] = []
    letters: list[SendLetter] = []
    for deadline in _staff_deadlines(case):
        due = [mark for mark, at in _marks(case, deadline, office) if at <= now]
        if due and (deadline.reminded is None or _ORDER.index(due[-1]) > _ORDER.index(deadline.reminded)):
            mark = due[-1]
            events.append(Reminded(what=deadline.what, stage=deadline.stage, source=deadline.source, mark=mark))
            letters += _about(case, deadline, mark, now, office)
    quiet_until = _quiet_until(case, office)
    if quiet_until is not None and quiet_until <= now:
        events.append(Nudged(stage=case.stage))
        letters += _nudge(case, now, office)
    facts = tuple(Fact(at=now, by=_BY, event=one) for one in events)
    return Decision(facts=facts, letters=tuple(letters), because="the clock came to it" if facts else "nothing is due")


def wake_at(case: Case, office: Office) -> datetime | None:
    """Return when the clock must look at the case again, or None."""
    if case.status is Status.CLOSED:
        return None
    if case.status is Status.DECIDED:
        at = counts_at(case, office) or (case.close_on.due_at if case.close_on else None)
        return at + timedelta(seconds=1) if at else None
    times = []
    for deadline in _staff_deadlines(case):
        done = _ORDER.index(deadline.reminded) if deadline.reminded else -1
        times += [at for mark, at in _marks(case, deadline, office) if _ORDER.index(mark) > done][:1]
    if (quiet_until := _quiet_until(case, office)) is not None:
        times.append(quiet_until)
    return min(times, default=None)


def _staff_deadlines(case: Case) -> list[Deadline]:
    return [one for one in case.deadlines if one.is_running and one.what is not What.APPEAL]


def _marks(case: Case, deadline: Deadline, office: Office) -> list[tuple[Mark, datetime]]:
    """Return the letters about a deadline with their times, in order; those from before it was set are left out.

    Nobody is reminded of a letter that is on its way: the acknowledgement, which goes by itself, and an outcome that
    was given. If it does not leave in time, that is a breach.
    """
    calendar, due_on = office.calendar, deadline.due.due_on
    is_answer = deadline.what in (What.RESPOND, What.STATUTORY) and case.stage_is_decided
    is_written = is_answer or deadline.what is What.ACKNOWLEDGE or asks_for_acknowledgement(deadline, office)
    breach = (Mark.BREACH, calendar.at_local(due_on + timedelta(days=1), MORNING))
    if is_written:
        return [breach]
    times = [
        (Mark.TWO_DAYS, calendar.at_local(calendar.working_days_before(due_on, 2), MORNING)),
        (Mark.ONE_DAY, calendar.at_local(calendar.working_days_before(due_on, 1), MORNING)),
        breach,
    ]
    return [(mark, at) for mark, at in times if at > deadline.set_at or mark is Mark.BREACH]


def _quiet_until(case: Case, office: Office) -> datetime | None:
    """Return when a case is nudged that nothing else reminds anybody of."""
    if _staff_deadlines(case) or case.status is not Status.OPEN:
        return None
    last = max(case.moved_at, case.nudged_at or case.moved_at)
    day = office.calendar.day_of(last) + timedelta(days=QUIET_DAYS)
    return office.calendar.at_local(day, MORNING)


def _about(case: Case, deadline: Deadline, mark: Mark, now: datetime, office: Office) -> list[SendLetter]:
    kind = LetterKind.BREACH_NOTICE if mark is Mark.BREACH else LetterKind.REMINDER
    facts: dict[str, Value] = {
        "what": What.ACKNOWLEDGE.value if asks_for_acknowledgement(deadline, office) else deadline.what.value,
        "due": long_date(deadline.due.due_on),
        "proof": deadline.due.proof(),
        "source": deadline.source,
        "mark": mark.value,
    }
    return _to_handlers(case, kind, facts, now, office)


def _nudge(case: Case, now: datetime, office: Office) -> list[SendLetter]:
    facts: dict[str, Value] = {"what": "", "due": "", "proof": "", "source": "", "mark": "quiet"}
    return _to_handlers(case, LetterKind.REMINDER, facts, now, office)


def _to_handlers(
    case: Case, kind: LetterKind, facts: dict[str, Value], now: datetime, office: Office
) -> list[SendLetter]:
    return [
        SendLetter(
            kind=kind,
            to=Address(address=one.address, name=one.name),
            audience=Audience.STAFF,
            facts=facts,
            stage=case.stage,
        )
        for one in recipients(case, office, now)
    ]


def _close_when_over(case: Case, now: datetime, office: Office) -> Decision:
    if (counted := count_as_appeal(case, now, office)) is not None:
        after = on_time(fold(counted.facts, case), now, office)  # the new stage, should it be late already
        facts, letters_ = (*counted.facts, *after.facts), (*counted.letters, *after.letters)
        return Decision(facts=facts, letters=letters_, because=counted.because)
    if counts_at(case, office) is not None:
        return Decision(because="a reply waits that may be an appeal")
    if case.close_on is None or case.close_on.due_at >= now:
        return Decision(because="the appeal window still runs")
    window = case.deadline(What.APPEAL, case.stage)
    why = "the time to appeal is over" if window else "nobody wrote after the outcome"
    fact = Fact(at=now, by=_BY, event=CaseClosed(why=why))
    stage = office.policy.stage(case.stage)
    letters = copies("closed", stage, case.handlers, office, None, except_=shut_out(case))
    return Decision(facts=(fact,), letters=tuple(letters), because=why)

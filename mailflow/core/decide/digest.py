"""Once a week, to each who deals with complaints: how theirs stand, what is due next, and what is still to be done.

Nothing of what a complaint says stands in it, and nobody hears of a case that is about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mailflow.core.case import Case, Handler, Status, Task, What
from mailflow.core.days import Calendar, long_date
from mailflow.core.decide.marks import MORNING, staff_deadlines
from mailflow.core.decide.opening import recipients
from mailflow.core.decide.tasks import owners
from mailflow.core.decide.tasks_set import open_tasks
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office

_A_DAY = timedelta(days=1)
_NEXT = {
    What.ACKNOWLEDGE: ("acknowledgement due by", "acknowledgement was due by"),
    What.MEET: ("meeting due by", "meeting was due by"),
}
_ANSWER = ("answer due by", "answer was due by")


@dataclass(slots=True)
class _Sheet:
    """What one person has at hand."""

    who: Handler
    cases: list[Mapping[str, str]] = field(default_factory=list)
    tasks: list[Mapping[str, str]] = field(default_factory=list)


def week_of(now: datetime, calendar: Calendar) -> date:
    """Return the Monday at whose morning the last digest was due."""
    day = calendar.day_of(now)
    monday = day - day.weekday() * _A_DAY
    return monday if now >= calendar.at_local(monday, MORNING) else monday - 7 * _A_DAY


def key_of(monday: date) -> str:
    """Return the key under which a week's digest is queued once."""
    return f"digest:{monday.isoformat()}"


def digests(cases: Iterable[tuple[Case, Office]], office: Office, now: datetime) -> tuple[SendLetter, ...]:
    """Return a letter to each who has something at hand, and to nobody else.

    What has begun since Monday morning is left out: whoever deals with it has just heard of it.

    Args:
        cases: All cases, each with the office under the policy that it keeps.
        office: As it is at present.
        now: The present, at or after the morning.
    """
    monday = week_of(now, office.calendar)
    morning = office.calendar.at_local(monday, MORNING)
    sheets: dict[str, _Sheet] = {}

    def sheet(one: Handler) -> _Sheet:
        return sheets.setdefault(one.address.casefold(), _Sheet(one))

    for case, its_office in cases:
        if case.stage_since >= morning:
            continue
        if _waits_for_staff(case):
            row = _row(case, now, its_office)
            for who in _unsealed(case, recipients(case, its_office, now)):
                sheet(who).cases.append(row)
        for task in open_tasks(case):
            for who in _unsealed(case, owners(case, task, its_office, now)):
                sheet(who).tasks.append(_task(case, task))
    return tuple(
        SendLetter(
            kind=LetterKind.DIGEST,
            to=Address(address=one.who.address, name=one.who.name),
            audience=Audience.STAFF,
            facts={"day": long_date(monday), "cases": tuple(one.cases), "to_do": tuple(one.tasks)},
            # The first one's key stands for the week: it is sent once, whoever comes and goes.
            once=key_of(monday) if number == 0 else f"{key_of(monday)}:{key}",
        )
        for number, (key, one) in enumerate(sheets.items())
    )


def _waits_for_staff(case: Case) -> bool:
    return case.status is Status.OPEN or (case.status is Status.DECIDED and case.doubtful_appeal is not None)


def _unsealed(case: Case, those: Iterable[Handler]) -> list[Handler]:
    return [one for one in those if not case.is_sealed_from(one.address)]


def _row(case: Case, now: datetime, office: Office) -> dict[str, str]:
    return {
        "ref": case.ref,
        "stage": office.policy.stage(case.stage).title,
        "since": long_date(office.calendar.day_of(case.stage_since)),
        "next": _what_next(case, now),
    }


def _what_next(case: Case, now: datetime) -> str:
    if case.doubtful_appeal is not None:
        return "a reply waits that may be an appeal"
    if case.late_appeal is not None:
        return "a late appeal waits to be accepted or declined"
    if case.stage_is_decided:
        return "answered; the letter has not left yet"
    running = staff_deadlines(case)
    if not running:
        return "the policy sets no date"
    first = min(running, key=lambda one: one.due.due_at)
    ahead, past = _NEXT.get(first.what, _ANSWER)
    if first.held_since:
        return f"the clock stands still while you wait for an answer ({ahead} {long_date(first.due.due_on)} and later)"
    return f"{past if first.is_missed(now) else ahead} {long_date(first.due.due_on)}"


def _task(case: Case, task: Task) -> dict[str, str]:
    by = long_date(task.due.due_on) if task.due else ""
    return {"ref": case.ref, "what": task.what, "by": by, "number": str(task.id)}

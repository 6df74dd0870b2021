"""Tasks are promised, done and called to mind; lessons are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import assert_never

from mailflow.core.case import Case, Handler, Task
from mailflow.core.days import long_date
from mailflow.core.decide.opening import recipients
from mailflow.core.decide.tasks_set import PROMISED, UNDELIVERED, next_number, open_tasks
from mailflow.core.decide.work import Work
from mailflow.core.decision import SendLetter
from mailflow.core.directives import FinishTask, KeepLesson, PromiseAction
from mailflow.core.facts_beside import LessonKept, TaskDone, TaskReminded, TaskSet
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office

#: The hour, local time, at which the owner of a task that is due is written to.
_MORNING = 8


def take_on(work: Work, directive: PromiseAction | KeepLesson | FinishTask) -> str | None:
    """Carry out a directive about tasks and lessons, or say why not."""
    match directive:
        case PromiseAction():
            return _promise(work, directive)
        case KeepLesson():
            work.happen(LessonKept(text=directive.text))
            work.done.append("The lesson is kept on the case.")
            return None
        case FinishTask():
            return _finish(work, directive.number)
        case _ as never:
            assert_never(never)


def _promise(work: Work, promised: PromiseAction) -> str | None:
    due, calendar = None, work.office.calendar
    if promised.until is not None:
        if promised.until < work.today:
            return f"{long_date(promised.until)} is past. Write a later day, or leave \u201cby \u2026\u201d out."
        due = calendar.until(promised.until, work.arrived.received_at, PROMISED)
    number = next_number(work.case)
    work.happen(TaskSet(id=number, what=promised.what, for_=work.officer.address, source=PROMISED, due=due))
    when = f" You will be reminded on {long_date(promised.until)}." if promised.until else ""
    work.done.append(f"Task {number} is kept: {promised.what}.{when} When it is done, write #done {number}.")
    return None


def _finish(work: Work, number: int) -> str | None:
    task = next((one for one in work.case.tasks if one.id == number), None)
    if task is None:
        waiting = "; ".join(f"#done {one.id} ({one.what})" for one in open_tasks(work.case))
        known = f"Write one of: {waiting}." if waiting else "Nothing waits to be done there."
        return f"{work.case.ref} has no task {number}. {known}"
    if task.done_at is not None:
        day = long_date(work.office.calendar.day_of(task.done_at))
        return f"Task {number} of {work.case.ref} was done on {day} already."
    if not _may_finish(work, task):
        who = ", ".join(one.name for one in owners(work.case, task, work.office, work.arrived.received_at))
        return f"Task {number} of {work.case.ref} is for {who or work.office.admin}: only they can say that it is done."
    work.happen(TaskDone(id=number))
    work.done.append(f"Task {number} is done: {task.what}.")
    return None


def _may_finish(work: Work, task: Task) -> bool:
    at = work.arrived.received_at
    those = (*recipients(work.case, work.office, at), *owners(work.case, task, work.office, at))
    holds_it = task.for_ in work.officer.roles or task.for_.casefold() == work.officer.key
    return (
        holds_it
        or work.case.is_handled_by(work.officer.address)
        or any(one.address.casefold() == work.officer.key for one in those)
    )


def finish_by_assigning(work: Work) -> None:
    """Tick off the tasks that the policy takes for done when somebody is assigned (LC-4.3)."""
    ends = {
        (one.what, one.source) for stage in work.office.policy.stages for one in stage.tasks if one.done_by == "assign"
    }
    work.happen(*(TaskDone(id=one.id) for one in open_tasks(work.case) if (one.what, one.source) in ends))


def owners(case: Case, task: Task, office: Office, at: datetime) -> tuple[Handler, ...]:
    """Return who is to be written to about a task; never somebody whom the case is about.

    A task of a role that deals with the case is for whoever does so now.
    """
    dealing = recipients(case, office, at)
    officer = office.officer(task.for_) if "@" in task.for_ else None
    if officer is not None:
        there = not officer.is_away(office.calendar.day_of(at))
        found = (Handler(role="", name=officer.name, address=officer.address),) if there else dealing
    elif task.for_ in office.policy.stage(case.stage).handlers:
        found = tuple(one for one in dealing if one.role == task.for_) or dealing
    else:
        found = office.holders(task.for_, at)
    return _unsealed(case, found) or _unsealed(case, dealing)


def _unsealed(case: Case, those: tuple[Handler, ...]) -> tuple[Handler, ...]:
    return tuple(one for one in those if one.address.casefold() not in case.sealed_from)


def reminders_of_tasks(
    case: Case, now: datetime, office: Office, *, except_: Collection[str] = ()
) -> tuple[tuple[TaskReminded, ...], tuple[SendLetter, ...]]:
    """Return the reminders of tasks that are due: each once, on the morning of its day, one letter to each owner.

    Args:
        case: As it stands.
        now: The present.
        office: People and calendar.
        except_: Addresses (casefolded) of those who get a letter about the case now, which lists its tasks too.
    """
    due = [one for one in open_tasks(case) if (at := _reminder_at(one, office)) is not None and at <= now]
    theirs: dict[str, tuple[Handler, list[Task]]] = {}
    for task in due:
        for owner in owners(case, task, office, now):
            theirs.setdefault(owner.address.casefold(), (owner, []))[1].append(task)
    letters = tuple(
        SendLetter(
            kind=LetterKind.REMINDER,
            to=Address(address=owner.address, name=owner.name),
            audience=Audience.STAFF,
            facts={"mark": "task", "tasks_due": tuple(_row(one) for one in tasks), "due": _day_of_all(tasks)},
            stage=case.stage,
        )
        for key, (owner, tasks) in theirs.items()
        if key not in except_
    )
    return tuple(TaskReminded(id=one.id) for one in due), letters


def _row(task: Task) -> dict[str, str]:
    return {
        "number": str(task.id),
        "what": task.what,
        "due": long_date(task.due.due_on) if task.due else "",
        "source": "" if task.source in (PROMISED, UNDELIVERED) else task.source,
    }


def _day_of_all(tasks: Iterable[Task]) -> str:
    """Return the day on which tasks are due; empty where they differ."""
    days = {task.due.due_on for task in tasks if task.due}
    return long_date(days.pop()) if len(days) == 1 else ""


def next_reminder_of_a_task(case: Case, office: Office) -> datetime | None:
    """Return when the next task must be called to mind, or None."""
    return min((at for one in open_tasks(case) if (at := _reminder_at(one, office)) is not None), default=None)


def _reminder_at(task: Task, office: Office) -> datetime | None:
    if task.due is None or task.reminded:
        return None
    return office.calendar.at_local(task.due.due_on, _MORNING)

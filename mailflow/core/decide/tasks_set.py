"""Which tasks a policy sets, and when: what software cannot do but must not let be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mailflow.core.case import Case, Task
from mailflow.core.facts_beside import TaskSet
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.core.policy_terms import TaskMoment

#: The source of a task that an answer promised, where others name a clause.
PROMISED = "promised"
#: The source of a task that a letter set by not arriving.
UNDELIVERED = "undelivered"


def tasks_of(
    case: Case | None, stage: Stage, moments: Collection[TaskMoment], since: datetime, office: Office
) -> list[TaskSet]:
    """Return the tasks that a stage sets; none that waits on the case already.

    Args:
        case: As it stands before; None where it begins.
        stage: Whose tasks.
        moments: What has just happened.
        since: When; the tasks' times run from there.
        office: Its calendar.
    """
    waiting = {(one.what, one.source) for one in open_tasks(case)} if case else set()
    wanted = [one for one in stage.tasks if one.when in moments and (one.what, one.source) not in waiting]
    return [
        TaskSet(
            id=number,
            what=one.what,
            for_=one.for_,
            source=one.source,
            due=office.calendar.due(since, one.within, one.source) if one.within else None,
        )
        for number, one in enumerate(wanted, next_number(case))
    ]


def tasks_on_opening(case: Case | None, stage: Stage, since: datetime, office: Office) -> list[TaskSet]:
    """Return the tasks of a stage that begins; those too that follow from whom the complaint is about (SS-3.3)."""
    moments: tuple[TaskMoment, ...] = ("opened", "about-known") if case and is_about_somebody(case) else ("opened",)
    return tasks_of(case, stage, moments, since, office)


def tasks_that_follow(before: Case, after: Case, since: datetime, office: Office) -> list[TaskSet]:
    """Return the tasks that follow from what has become of a case: it is known whom it is about, or it is answered."""
    moments: list[TaskMoment] = []
    if is_about_somebody(after) and not is_about_somebody(before):
        moments.append("about-known")
    if after.outcome is not None and before.outcome is None:
        moments.append("decided")
    return tasks_of(after, office.policy.stage(after.stage), moments, since, office)


def is_about_somebody(case: Case) -> bool:
    """Say whether a person has said whom the case is about; a suspicion is not enough to confront anybody with."""
    return bool(case.about) and not case.is_suspected


def open_tasks(case: Case) -> tuple[Task, ...]:
    """Return what is still to be done."""
    return tuple(one for one in case.tasks if one.done_at is None)


def next_number(case: Case | None) -> int:
    """Return the number of the next task: they are numbered on each case from 1, and no number comes back."""
    return max((one.id for one in case.tasks), default=0) + 1 if case else 1

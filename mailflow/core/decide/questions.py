"""A question to the complainant: whether the clock of the answer stands still for it, and when it goes on (LC-4.4).

It stands still from the moment at which the question left us until its answer was received, and never longer than the
policy waits for one: a case is not lost because somebody does not write back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mailflow.core.case import Case, Status, What
from mailflow.core.days import Pause, long_date
from mailflow.core.decide.marks import morning_after
from mailflow.core.facts import DeadlineMoved, Event
from mailflow.core.facts_time import QuestionPut, QuestionSettled
from mailflow.core.office import Office
from mailflow.core.trigger import LetterLeft

Because = Literal["answered", "unanswered", "undelivered", "decided"]


def question_left(case: Case, left: LetterLeft, office: Office) -> list[Event]:
    """Return what follows from a question's leaving; nothing where the policy does not ask about it."""
    terms = office.policy.stage(case.stage).question
    if terms is None or terms.waits is None or left.stage != case.stage:
        return []
    if case.status is not Status.OPEN or case.stage_is_decided:
        return []
    return [QuestionPut(stage=case.stage, sent_at=left.at, holds=terms.pauses)]


def may_hold(case: Case, at: datetime) -> bool:
    """Say whether a case has an answer's clock that a question can hold: one that runs, and is not over."""
    return case.status is Status.OPEN and any(
        one.what is What.RESPOND and one.is_running and one.due.due_at >= at for one in case.deadlines
    )


def settled(case: Case, at: datetime, because: Because, office: Office) -> list[Event]:
    """Return the end of the wait for an answer, and the dates of the clocks that go on; nothing where none waits."""
    question = case.question
    if question is None:
        return []
    ends = _ends_at(case, office)
    until = max(min(at, ends) if ends else at, question.sent_at)
    held = [one for one in case.deadlines if one.held_since and one.is_running]
    since = min((one.held_since for one in held if one.held_since), default=question.sent_at)
    events: list[Event] = [QuestionSettled(stage=question.stage, since=since, until=until, because=because)]
    for one in held:
        assert one.held_since is not None, "chosen because it is held"
        due = office.calendar.taken_up(one.due, Pause(since=one.held_since, until=until))
        if due.due_at != one.due.due_at:
            events.append(DeadlineMoved(what=one.what, stage=one.stage, source=one.source, due=due))
    return events


def settled_by_answer(before: Case, after: Case, at: datetime, office: Office) -> list[Event]:
    """Return the end of the wait where the handler has answered the complaint without it."""
    is_answered = after.stage_is_decided and not before.stage_is_decided
    return settled(after, at, "decided", office) if is_answered else []


def unanswered(case: Case, now: datetime, office: Office) -> list[Event]:
    """Return the end of the wait for an answer that has not come in its time."""
    at, ends = unanswered_at(case, office), _ends_at(case, office)
    return settled(case, ends, "unanswered", office) if at is not None and ends is not None and at <= now else []


def unanswered_at(case: Case, office: Office) -> datetime | None:
    """Return when who asked is told that no answer came: the morning after the policy's time for it."""
    terms = office.policy.stage(case.question.stage).question if case.question else None
    if case.question is None or terms is None or terms.waits is None:
        return None
    if case.status is not Status.OPEN or case.stage_is_decided:
        return None
    return morning_after(office, case.question.sent_at, terms.waits)


def remark_on(events: list[Event], office: Office) -> str:
    """Say to the handlers that a clock goes on, and from when to when it stood still."""
    ended = next((one for one in events if isinstance(one, QuestionSettled)), None)
    moved = [one for one in events if isinstance(one, DeadlineMoved)]
    if ended is None or not moved:
        return ""
    first, last = (long_date(office.calendar.day_of(one)) for one in (ended.since, ended.until))
    due = min(one.due.due_on for one in moved)
    return f"The clock stood still from {first} to {last}, while you waited. The answer is now due on {long_date(due)}."


def _ends_at(case: Case, office: Office) -> datetime | None:
    terms = office.policy.stage(case.question.stage).question if case.question else None
    if case.question is None or terms is None or terms.waits is None:
        return None
    return office.calendar.due(case.question.sent_at, terms.waits, terms.source).due_at

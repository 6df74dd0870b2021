"""What a fact about time means for the state of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from mailflow.core.case import Case, Deadline, Question, What
from mailflow.core.facts_time import BreachEscalated, DelayTold, DoubtNearsItsEnd, QuestionPut, QuestionSettled

InTime = BreachEscalated | DelayTold | QuestionPut | QuestionSettled | DoubtNearsItsEnd


def evolve_time(case: Case, event: InTime, at: datetime) -> Case:
    """Return the case after a fact about time. ``at``: when the fact counts."""
    match event:
        case BreachEscalated():
            return _marked(case, event, escalated_at=at)
        case DelayTold():
            return _marked(case, event, updated_at=at)
        case QuestionPut():
            held = tuple(_held(one, event) for one in case.deadlines) if event.holds else case.deadlines
            question = Question(stage=event.stage, sent_at=event.sent_at, holds=event.holds)
            return replace(case, question=question, deadlines=held)
        case QuestionSettled():
            return replace(
                case, question=None, deadlines=tuple(replace(one, held_since=None) for one in case.deadlines)
            )
        case DoubtNearsItsEnd():
            doubt = case.doubtful_appeal
            return replace(case, doubtful_appeal=replace(doubt, reminded=True)) if doubt else case
        case _ as never:
            assert_never(never)


def _marked(case: Case, event: BreachEscalated | DelayTold, **changes: datetime) -> Case:
    key = (event.what, event.stage, event.source)
    return replace(
        case,
        deadlines=tuple(
            replace(one, **changes) if (one.what, one.stage, one.source) == key else one  # type: ignore[arg-type]
            for one in case.deadlines
        ),
    )


def _held(one: Deadline, event: QuestionPut) -> Deadline:
    """Return a deadline whose clock stands still, if it is the stage's answer and neither late nor held before."""
    is_its = one.what is What.RESPOND and one.stage == event.stage and one.is_running
    if not is_its or one.held_since or one.due.due_at < event.sent_at:
        return one
    return replace(one, held_since=event.sent_at)

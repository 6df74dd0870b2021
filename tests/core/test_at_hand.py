"""What a case waits for next, and where that puts it in a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailflow.core.at_hand import NextThing, Standing, appeal_ends_at, next_thing, standing
from mailflow.core.case import Case, Complainant, Kind, LateAppeal, Question, Status, Task
from mailflow.core.days import DueDate, Duration, Unit
from mailflow.core.deadlines import Deadline, What

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SOON = AT + timedelta(days=7)


def due(days: int) -> DueDate:
    weeks = Duration(n=1, unit=Unit.WEEKS)
    return DueDate(due_at=AT + timedelta(days=days), anchor_at=AT, within=weeks, zone="Europe/London")


def promise(days: int, what: What = What.RESPOND, **more: object) -> Deadline:
    return replace(
        Deadline(what=what, stage="stage-1", source="LC-4.5", due=due(days), set_at=AT),
        **more,  # type: ignore[arg-type]
    )


def task(days: int | None, number: int = 1, done: bool = False) -> Task:
    when = None if days is None else due(days)
    return Task(
        id=number, what="ring", for_="coordinator", source="LC-4.3", due=when, done_at=AT if done else None
    )  # fmt: skip


def case(*deadlines: Deadline, tasks: tuple[Task, ...] = (), **more: object) -> Case:
    plain = Case(
        ref="LC-2026-0001", organisation="LC", policy="libra", edition="2025", policy_digest="d", kind=Kind.COMPLAINT,
        channel="email", complainant=Complainant(name="P. Rivers"), stage="stage-1", status=Status.OPEN,
        first_received_at=AT, stage_since=AT, moved_at=AT, deadlines=deadlines, tasks=tasks,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def stands(one: Case) -> Standing:
    return standing(one, AT, SOON)


def test_the_first_of_promises_and_tasks_is_next() -> None:
    assert next_thing(case(promise(5), tasks=(task(3, 4), task(4, 5)))) == NextThing(
        what="task", due_at=AT + timedelta(days=3), source="LC-4.3", task=4
    )
    first = next_thing(case(promise(2), tasks=(task(3),)))
    assert first and (first.what, first.task) == ("respond", None)


def test_what_is_done_or_stands_still_or_is_the_familys_is_not_next() -> None:
    kept = (promise(1, met_at=AT), promise(1, ended=True), promise(1, held_since=AT), promise(1, What.APPEAL))
    assert next_thing(case(*kept, tasks=(task(1, done=True), task(None)))) is None
    assert next_thing(case(promise(-1), status=Status.CLOSED)) is None


def test_what_was_due_is_late_and_what_is_due_this_instant_is_not() -> None:
    assert stands(case(promise(-1))) is Standing.LATE
    assert stands(case(promise(0))) is Standing.SOON
    assert stands(case(promise(20), tasks=(task(-1),))) is Standing.LATE


def test_what_is_due_within_the_time_is_soon_and_a_moment_later_is_not() -> None:
    assert stands(case(promise(7))) is Standing.SOON
    assert stands(case(promise(8))) is Standing.LATER
    assert stands(case()) is Standing.LATER


def test_a_reply_in_doubt_and_a_late_appeal_come_before_what_is_due_soon_and_after_what_is_late() -> None:
    waits = LateAppeal(message=1, received_at=AT)
    soon, late = case(promise(2)), case(promise(-2))
    assert stands(replace(soon, late_appeal=waits)) is Standing.UNDECIDED
    assert stands(replace(soon, doubtful_appeal=waits)) is Standing.UNDECIDED
    assert stands(replace(late, late_appeal=waits)) is Standing.LATE


def test_a_question_waits_for_the_family_unless_something_is_pressing() -> None:
    asked = Question(stage="stage-1", sent_at=AT, holds=True)
    assert stands(case(promise(2, held_since=AT), question=asked)) is Standing.FAMILY
    assert stands(case(promise(20), question=asked)) is Standing.FAMILY
    assert stands(case(promise(2), question=asked)) is Standing.SOON


def test_an_answered_case_shows_when_the_time_to_appeal_ends() -> None:
    answered = case(promise(1, met_at=AT), promise(9, What.APPEAL), status=Status.DECIDED)
    assert stands(answered) is Standing.DECIDED
    assert appeal_ends_at(answered) == AT + timedelta(days=9)
    without = case(status=Status.DECIDED, close_on=due(90))
    assert appeal_ends_at(without) == AT + timedelta(days=90)
    assert appeal_ends_at(case()) is None


def test_a_closed_case_is_closed_whatever_it_owes() -> None:
    assert stands(case(promise(-1), status=Status.CLOSED)) is Standing.CLOSED

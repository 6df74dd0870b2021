"""Tasks: set by the policy or promised, owned, called to mind once, done; and lessons kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailflow.core.case import Case
from mailflow.core.decide import decide, on_message, wake_at
from mailflow.core.decide.tasks import owners
from mailflow.core.decide.tasks_set import open_tasks, tasks_of, tasks_that_follow
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, CaseOpened, DirectiveRefused, Fact, StageOpened
from mailflow.core.facts_beside import AboutSet, LessonKept, TaskDone, TaskReminded, TaskSet
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.policy_terms import TaskMoment
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import TimePassed
from tests.core.cast import BORN, arrived, mail, notice, office

LIBRA, STONES, BUMS = "libra-children-services", "stepping-stones", "big-bums-little-bums"
MONDAY = datetime(2020, 11, 2, 11, 0, tzinfo=UTC)


def opened(policy: str) -> Case:
    """Return a case that a mail has just opened."""
    threaded = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    decision = on_message(threaded, arrived(mail("p@mail.example", "Handover", "It was late."), BORN), office(policy))
    first = decision.facts[0]
    assert isinstance(first.event, CaseOpened)
    return fold((replace(first, event=replace(first.event, ref="LC-2020-0001")), *decision.facts[1:]))


def written(case: Case, policy: str, role: str, text: str, at: datetime = MONDAY) -> tuple[Case, Decision]:
    """Let somebody in a role answer a notice."""
    sender = f"{role}@office.example"
    trigger = arrived(mail(sender, "Re: hello", text), at, 2, answers=notice(case.ref, sender))
    here = office(policy)
    threaded = Threaded(
        writer=Writer.STAFF, case=case, officer=here.officer(sender), answers=trigger.answers, because="x"
    )
    decision = decide(case, trigger, here, threaded)
    return fold(decision.facts, case), decision


def refused(decision: Decision) -> str:
    """Return why a mail was refused."""
    (why,) = [one.event.why for one in decision.facts if isinstance(one.event, DirectiveRefused)]
    return why


def test_a_stage_sets_its_tasks_when_it_opens_and_numbers_them_from_1() -> None:
    (task,) = opened(LIBRA).tasks
    assert (task.id, task.for_, task.source, task.due, task.done_at) == (1, "coordinator", "LC-4.3", None, None)
    assert opened(BUMS).tasks == ()  # BB-2.4 is of stage 2


def test_a_task_that_waits_already_is_not_set_again_and_one_that_is_done_is() -> None:
    case, here = opened(LIBRA), office(LIBRA)
    stage, moments = here.policy.stage("stage-1"), frozenset[TaskMoment]({"opened"})
    assert tasks_of(case, stage, moments, MONDAY, here) == []
    done = fold((Fact(at=MONDAY, by="x", event=TaskDone(id=1)),), case)
    assert [one.id for one in tasks_of(done, stage, moments, MONDAY, here)] == [2]


@pytest.mark.clause("LC-4.3")
def test_assigning_somebody_does_the_task_of_assigning() -> None:
    case, _ = written(opened(LIBRA), LIBRA, "coordinator", "#assign senior_practitioner@office.example")
    assert [one.done_at for one in case.tasks] == [MONDAY]


def test_done_is_said_once_and_by_number() -> None:
    case, decision = written(opened(LIBRA), LIBRA, "coordinator", "#done 1")
    assert open_tasks(case) == () and "directive-done" in [one.kind for one in decision.letters]
    assert "was done on Monday 2 November 2020 already" in refused(written(case, LIBRA, "coordinator", "#done 1")[1])
    why = refused(written(opened(LIBRA), LIBRA, "coordinator", "#done 7")[1])
    assert "has no task 7" in why and "#done 1 (Assign an investigator" in why
    assert "Nothing waits" in refused(written(case, LIBRA, "coordinator", "#done 7")[1])


def test_only_whose_task_it_is_or_who_deals_with_the_case_says_that_it_is_done() -> None:
    assert "is for Coordinator" in refused(written(opened(LIBRA), LIBRA, "chair", "#done 1")[1])


@pytest.mark.clause("LC-8.2")
def test_a_promise_is_kept_as_a_task_and_called_to_mind_once_on_its_morning() -> None:
    case, _ = written(opened(STONES), STONES, "keyworker", "#action ring every family by 5 November 2020")
    task = case.tasks[-1]
    assert (task.id, task.what, task.for_) == (1, "ring every family", "keyworker@office.example")
    assert task.source == "promised" and task.due is not None and task.due.due_on == date(2020, 11, 5)
    here, morning = office(STONES), datetime(2020, 11, 5, 8, tzinfo=UTC)
    assert wake_at(case, here) == morning
    before = decide(case, TimePassed(now=datetime(2020, 11, 5, 7, 59, 59, tzinfo=UTC)), here)
    assert before.letters == ()
    decision = decide(case, TimePassed(now=morning), here)
    (letter,) = decision.letters
    assert (letter.kind, letter.to.address) == (LetterKind.REMINDER, "keyworker@office.example")
    assert letter.facts["tasks_due"] == (
        {"number": "1", "what": "ring every family", "due": "Thursday 5 November 2020", "source": ""},
    )
    after = fold(decision.facts, case)
    assert [type(one.event) for one in decision.facts] == [TaskReminded]
    assert decide(after, TimePassed(now=morning), here).letters == ()
    assert after.moved_at == case.moved_at, "a reminder of ours is nothing that happened"


def test_what_was_promised_is_called_to_mind_after_the_case_is_closed_unless_it_is_done() -> None:
    case, _ = written(opened(LIBRA), LIBRA, "coordinator", "#action a new rota by 20 November 2020")
    closed = fold((Fact(at=MONDAY, by="x", event=CaseClosed(why="x")),), case)
    here = office(LIBRA)
    assert wake_at(closed, here) == datetime(2020, 11, 20, 8, tzinfo=UTC)
    done = fold((Fact(at=MONDAY, by="x", event=TaskDone(id=2)),), closed)
    assert wake_at(done, here) is None


@pytest.mark.parametrize(("day", "is_taken"), [("2 November 2020", True), ("1 November 2020", False)])
def test_a_promise_is_for_today_or_later(day: str, is_taken: bool) -> None:
    case, decision = written(opened(LIBRA), LIBRA, "coordinator", f"#action a call by {day}")
    assert (len(case.tasks) == 2) is is_taken
    assert is_taken or "is past" in refused(decision)


def test_a_promise_without_a_day_is_listed_and_wakes_nobody() -> None:
    case, _ = written(opened(LIBRA), LIBRA, "coordinator", "#action be kinder")
    assert case.tasks[-1].due is None
    assert wake_at(case, office(LIBRA)) == wake_at(opened(LIBRA), office(LIBRA))


@pytest.mark.clause("BB-4.1")
def test_a_lesson_is_kept_in_the_record() -> None:
    _, decision = written(opened(BUMS), BUMS, "complaints_lead", "#lesson ring families who wait")
    lessons = [one for one in decision.facts if isinstance(one.event, LessonKept)]
    assert [(one.by, one.event) for one in lessons] == [
        ("Complaints Lead", LessonKept(text="ring families who wait")),
    ]


def about(case: Case, who: str, *, suspected: bool = False, sealed: tuple[str, ...] = ()) -> Case:
    event = AboutSet(about=who, addresses=sealed, suspected=suspected)
    return fold((Fact(at=MONDAY, by="x", event=event),), case)


@pytest.mark.clause("SS-1.5")
def test_the_person_complained_about_is_to_be_heard_once_somebody_said_who_it_is() -> None:
    before, here = opened(STONES), office(STONES)
    assert before.tasks == ()
    assert tasks_that_follow(before, about(before, "keyworker", suspected=True), MONDAY, here) == []
    (task,) = tasks_that_follow(before, about(before, "keyworker"), MONDAY, here)
    assert task.source == "SS-1.5" and task.due is not None and task.due.due_on == date(2020, 11, 9)
    known = about(before, "keyworker")
    assert tasks_that_follow(known, about(known, "the night keyworker"), MONDAY, here) == [], "once"


@pytest.mark.clause("CL-4.5")
@pytest.mark.parametrize(
    ("stage", "owner"),
    [("complaint", "complaints_manager"), ("appeal", "appeal_manager"), ("final-appeal", "final_appeal_manager")],
)
def test_cl_4_5_whoever_is_complained_about_is_offered_help_at_each_stage(stage: str, owner: str) -> None:
    here, before = office("childrens-links"), replace(opened("childrens-links"), stage=stage)
    (task,) = tasks_that_follow(before, about(before, "the playworker"), MONDAY, here)
    assert (task.source, task.for_) == ("CL-4.5", owner)
    assert task.what == "Offer assistance to the member of staff who is complained about"


def test_a_task_of_a_role_that_the_case_is_about_goes_to_whoever_deals_with_it() -> None:
    here, sealed = office(STONES), ("keyworker@office.example",)
    case = about(opened(STONES), "keyworker", sealed=sealed)
    moved = replace(case, handlers=here.holders("womens_service_manager", MONDAY))
    set_ = Fact(at=MONDAY, by="x", event=TaskSet(id=1, what="hear them", for_="keyworker", source="SS-1.5"))
    moved = fold((set_,), moved)
    assert [one.address for one in owners(moved, moved.tasks[0], here, MONDAY)] == [
        "womens_service_manager@office.example"
    ]
    assert not {one.address for one in owners(case, moved.tasks[0], here, MONDAY)} & set(sealed)


@pytest.mark.clause("SS-3.3")
def test_a_later_stage_sets_the_task_of_a_person_who_is_known_by_then() -> None:
    here = office(STONES)
    case = about(opened(STONES), "keyworker")
    handlers = here.holders("chair_of_trustees", MONDAY)
    event = StageOpened(stage="stage-3", since=MONDAY, handlers=handlers, because="directive")
    assert fold((Fact(at=MONDAY, by="x", event=event),), case).tasks == (), "the fact alone sets nothing"
    after, _ = written(case, STONES, "keyworker", "#stage stage-3")
    assert [one.source for one in after.tasks] == ["SS-3.3"]


def test_several_tasks_are_done_in_one_mail_and_the_same_one_is_not_done_twice() -> None:
    case, _ = written(opened(LIBRA), LIBRA, "coordinator", "#action a\n#action b")
    assert [one.id for one in case.tasks] == [1, 2, 3]
    done, _ = written(case, LIBRA, "coordinator", "#done 1\n#done 3")
    assert [one.id for one in open_tasks(done)] == [2]
    assert "stands there twice" in refused(written(case, LIBRA, "coordinator", "#done 1\n#done 1")[1])

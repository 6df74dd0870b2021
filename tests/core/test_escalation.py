"""A promise was not kept: who above hears of it, when, and who never does; and what the complainant is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mailflow.core.case import Case, Complainant, Handler, Outcome, What
from mailflow.core.days import Duration
from mailflow.core.decide import decide, wake_at
from mailflow.core.decision import SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import DeadlineMoved, DeadlineSet, Event, Fact, OutcomeGiven, StageOpened, Tagged
from mailflow.core.facts_beside import AboutSet, TaskSet
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office
from mailflow.core.time_terms import Escalation
from mailflow.core.trigger import TimePassed
from mailflow.letters.compose import compose
from tests.core.cast import case, office
from tests.letters.offices import our_templates

LIBRA = "libra-children-services"
#: Due on Monday 30 November 2020; told on Tuesday, so that Wednesday is the working day that is left.
TOLD, ABOVE = "2020-12-01 08:00", "2020-12-03 08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def late(stage: str = "stage-1", policy: str = LIBRA, what: What = What.RESPOND) -> Case:
    """Return a case of which a promise was due on Monday 30 November 2020."""
    here, begun = office(policy), at("2020-11-02 09:30")
    role = here.policy.stage(stage).handlers[0]
    handler = Handler(role=role, name=role.title(), address=f"{role}@office.example")
    due = here.calendar.due(begun, Duration.parse("4 weeks"), "LC-4.5")
    return after(
        case(),
        begun,
        StageOpened(stage=stage, since=begun, handlers=(handler,), because="complaint"),
        DeadlineSet(what=what, stage=stage, source="LC-4.5", due=due),
    )


def after(before: Case, when: datetime, *events: Event) -> Case:
    return fold(tuple(Fact(at=when, by="x", event=one) for one in events), before)


def ticked(before: Case, now: str, here: Office) -> tuple[Case, list[SendLetter]]:
    decision = decide(before, TimePassed(now=at(now)), here)
    changed = fold(decision.facts, before) if decision.facts else before
    again = wake_at(changed, here)
    assert again is None or again > at(now), "a woken case moves on"
    return changed, list(decision.letters)


def told(before: Case, here: Office) -> Case:
    """Return a case of whose breach those who deal with it have heard."""
    changed, letters = ticked(before, TOLD, here)
    assert [one.kind for one in letters] == [LetterKind.BREACH_NOTICE]
    return changed


def with_(here: Office, stage: str | None = None, **changes: Any) -> Office:
    """Return an office whose policy, or one of whose stages, says something else."""
    policy = here.policy
    if stage is None:
        return replace(here, policy=policy.model_copy(update=changes))
    stages = tuple(one.model_copy(update=changes) if one.id == stage else one for one in policy.stages)
    return replace(here, policy=policy.model_copy(update={"stages": stages}))


@pytest.mark.parametrize(
    ("now", "to"),
    [("2020-12-02 08:00", []), ("2020-12-03 07:59:59", []), (ABOVE, ["complaints_officer@office.example"])],
)
def test_the_role_above_is_told_on_the_morning_after_a_working_day(now: str, to: list[str]) -> None:
    case_ = told(late(), office())
    assert wake_at(case_, office()) == at(ABOVE)
    _, letters = ticked(case_, now, office())
    assert [one.to.address for one in letters] == to


def test_the_role_above_learns_the_dates_and_nothing_of_the_complaint() -> None:
    before = told(late(), office())
    before = replace(before, complainant=Complainant(name="P. Rivers", address="p@mail.example"))
    _, (letter,) = ticked(before, ABOVE, office())
    composed = compose(letter, before, office(), templates=our_templates())
    assert "Monday 30 November 2020" in composed.text and "Tuesday 1 December 2020" in composed.text
    assert "LC-2020-0001" in composed.text and "Coordinator" in composed.text
    assert "Rivers" not in composed.text and "p@mail.example" not in composed.text and "#" not in composed.text
    assert letter.text_of == () and letter.attach == ()


def test_nobody_above_is_told_twice() -> None:
    case_, letters = ticked(told(late(), office()), ABOVE, office())
    assert len(letters) == 1
    assert wake_at(case_, office()) is None
    assert ticked(case_, "2021-03-01 12:00", office())[1] == []


@pytest.mark.parametrize(("now", "n"), [("2020-12-17 12:00", 0), ("2020-12-18 08:00", 1)])
def test_where_the_policy_says_so_it_is_told_again_after_so_long_of_nothing(now: str, n: int) -> None:
    here = with_(office(), escalation=Escalation(again_after=Duration.parse("2 weeks")))
    case_, _ = ticked(told(late(), here), ABOVE, here)
    assert len(ticked(case_, now, here)[1]) == n


def test_a_policy_can_leave_it_with_those_who_deal_with_the_case() -> None:
    here = with_(office(), escalation=Escalation(off=True))
    assert wake_at(told(late(), here), here) is None


def test_a_jump_of_months_tells_those_who_deal_with_the_case_first() -> None:
    case_, letters = ticked(late(), "2021-03-01 12:00", office())
    assert [one.to.address for one in letters] == ["coordinator@office.example"]
    assert wake_at(case_, office()) == at("2021-03-03 08:00")


def test_an_answer_that_is_on_its_way_is_told_to_nobody_above() -> None:
    given = OutcomeGiven(stage="stage-1", outcome=Outcome.UPHELD, message=2)
    answered = after(told(late(), office()), at("2020-12-02 09:00"), given)
    assert ticked(answered, ABOVE, office())[1] == []


def test_an_acknowledgement_that_cannot_be_delivered_is_told_to_nobody_above() -> None:
    case_ = told(late(what=What.ACKNOWLEDGE), office())
    assert wake_at(case_, office()) is None


def test_a_new_date_begins_anew() -> None:
    due = office().calendar.until(at("2020-12-11").date(), at("2020-12-02 09:00"), "LC-4.5")
    moved = DeadlineMoved(what=What.RESPOND, stage="stage-1", source="LC-4.5", due=due)
    case_ = after(told(late(), office()), at("2020-12-02 09:00"), moved)
    assert wake_at(case_, office()) == at("2020-12-09 08:00")
    assert ticked(case_, ABOVE, office())[1] == []


def test_who_hears_of_it_from_above_has_their_own_task_called_to_mind_all_the_same() -> None:
    due = office().calendar.until(at(ABOVE).date(), at("2020-12-01 09:00"), "LC-4.3")
    task = TaskSet(id=1, what="Ring the bus company", for_="complaints_officer", source="LC-4.3", due=due)
    before = after(told(late(), office()), at("2020-12-01 09:00"), task)
    letters = ticked(before, ABOVE, office())[1]
    assert sorted((one.kind.value, one.to.address) for one in letters) == [
        ("breach-notice", "complaints_officer@office.example"),
        ("reminder", "complaints_officer@office.example"),
    ]


# --- who is above -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "stage", "above"),
    [
        (LIBRA, "stage-1", "complaints_officer"),
        (LIBRA, "stage-2", "chair"),
        ("stepping-stones", "stage-1", "ceo"),
        ("stepping-stones", "stage-2", "chair_of_trustees"),
        ("little-footsteps", "formal-review", "independent_reviewer"),
        ("childrens-links", "complaint", "appeal_manager"),
        ("childrens-links", "final-appeal", "trustee"),
    ],
)
def test_above_is_who_answers_the_next_stage_or_acts_in_the_place(policy: str, stage: str, above: str) -> None:
    here = office(policy)
    letters = [one for one in ticked(told(late(stage, policy), here), ABOVE, here)[1] if one.audience is Audience.STAFF]
    assert [one.to.address for one in letters] == [f"{above}@office.example"]


def test_the_policy_can_name_the_role_above() -> None:
    here = with_(office(), "stage-1", escalate_to="chair")
    assert [one.to.address for one in ticked(told(late(), here), ABOVE, here)[1]] == ["chair@office.example"]


def test_above_the_last_stage_is_the_admin() -> None:
    case_ = told(late("stage-3"), office())
    assert [one.to.address for one in ticked(case_, ABOVE, office())[1]] == ["admin@office.example"]


def test_whom_the_case_is_about_is_passed_over() -> None:
    sealed = AboutSet(about="complaints_officer", addresses=("complaints_officer@office.example",))
    case_ = after(told(late(), office()), at("2020-12-01 09:00"), sealed)
    (letter,) = ticked(case_, ABOVE, office())[1]
    assert letter.to.address not in ("complaints_officer@office.example", "coordinator@office.example")


def test_who_stands_in_and_had_the_notice_is_not_told_once_more() -> None:
    here = office()
    day = at("2020-11-01").date(), at("2021-01-31").date()
    staff = tuple(replace(one, away=(day,)) if "coordinator" in one.roles else one for one in here.staff)
    here = replace(here, staff=staff)
    case_, (notice,) = ticked(late(), TOLD, here)
    assert notice.to.address == "complaints_officer@office.example"
    assert [one.to.address for one in ticked(case_, ABOVE, here)[1]] == ["chair@office.example"]


# --- the complainant hears of it (LC-5.3) -----------------------------------------------------------------------------


def family(letters: list[SendLetter]) -> list[SendLetter]:
    return [one for one in letters if one.audience is Audience.COMPLAINANT]


@pytest.mark.clause("LC-5.3")
@pytest.mark.parametrize(("now", "n"), [("2020-12-02 12:00", 0), (ABOVE, 1)])
def test_where_nobody_writes_the_interim_update_the_machine_says_that_the_answer_is_late(now: str, n: int) -> None:
    case_, letters = ticked(told(late("stage-2"), office()), now, office())
    assert [one.kind for one in family(letters)] == [LetterKind.INTERIM_UPDATE] * n
    for one in family(letters):
        text = compose(one, case_, office(), templates=our_templates()).text
        assert "by Monday 30 November 2020" in text and "will now have" not in text
        assert family(ticked(case_, "2021-03-01 12:00", office())[1]) == []


def test_no_update_is_written_where_the_policy_promises_none() -> None:
    assert family(ticked(told(late("stage-1"), office()), ABOVE, office())[1]) == []


@pytest.mark.parametrize("is_silent", [False, True])
def test_a_safeguarding_case_stays_silent(is_silent: bool) -> None:
    case_ = told(late("stage-2"), office())
    case_ = after(case_, at("2020-12-01 09:00"), Tagged(tag="safeguarding")) if is_silent else case_
    assert len(family(ticked(case_, ABOVE, office())[1])) == (0 if is_silent else 1)


def test_nobody_without_an_address_is_written_to() -> None:
    case_ = replace(told(late("stage-2"), office()), complainant=Complainant(anonymous=True))
    assert family(ticked(case_, ABOVE, office())[1]) == []

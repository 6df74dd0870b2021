"""Overrides: a person puts a case right at the command line, and takes it back; the laws hold whatever they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.case import Case, Outcome, Status, What
from mailflow.core.decide import wake_at
from mailflow.core.decide.on_admin import on_admin
from mailflow.core.decide.undo import Override, find_override, undo
from mailflow.core.decision import Decision
from mailflow.core.directives import Assign, Close, Extend, GiveOutcome, KeepNote, MoveTo, SetAbout, SetType
from mailflow.core.evolve import fold
from mailflow.core.facts_beside import OverrideMade, OverrideUndone, PolicyOverridden
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.overrides import AddTag, Deed, Hold, Refused, Release, RemoveTag, Reopen, TakeOff
from mailflow.core.thread import Writer
from mailflow.core.trigger import AdminActed
from mailflow.policies import available
from tests.core.test_laws import FAMILY, WHOLE, Walk, begun, steps

LIBRA = "libra-children-services"
DEEDS: tuple[Deed, ...] = (
    *(Assign(who="Chair"), Assign(who="Ceo"), Assign(who="nobody"), TakeOff(who="Chair"), TakeOff(who="Ceo")),
    *(MoveTo(stage=one) for one in ("stage-1", "stage-2", "stage-3", "informal", "appeal", "nowhere")),
    *(SetType(type=one) for one in ("childcare", "childcare-age-5-and-over", "families", "nothing")),
    *(SetAbout(who=one) for one in ("Coordinator", "Ceo", "chair@office.example", "nobody", "X")),
    *(GiveOutcome(outcome=one) for one in (Outcome.UPHELD, Outcome.NOT_UPHELD, Outcome.WITHDRAWN)),
    *(Extend(until=date(2021, 6, 1)), Extend(until=date(2019, 6, 1)), KeepNote(), Close(reason="no more")),
    *(AddTag(tag="urgent"), AddTag(tag="safeguarding"), AddTag(tag="conflict"), AddTag(tag="")),
    *(RemoveTag(tag="urgent"), RemoveTag(tag="safeguarding"), RemoveTag(tag="undeliverable"), RemoveTag(tag="appeal")),
    *(Reopen(), Reopen(stage="stage-2"), Reopen(stage="nowhere"), Hold(), Release()),
)


def act(walk: Walk, deed: Deed, text: str = "", *, insists: str | None = None) -> Decision | Refused:
    """Do a deed at the command line, a second later."""
    walk.now += timedelta(seconds=1)
    acted = AdminActed(
        deed=deed,
        by="Ada",
        reason="I was asked to",
        at=walk.now,
        message=next(walk.ids) if text else None,
        text=text,
        insists=insists,
    )
    decision = on_admin(walk.case, acted, walk.office)
    if isinstance(decision, Decision):
        walk.take(decision)
    return decision


def done(walk: Walk, deed: Deed, text: str = "") -> Decision:
    decision = act(walk, deed, text)
    assert isinstance(decision, Decision), decision
    return decision


def refused(walk: Walk, deed: Deed, text: str = "") -> Refused:
    before = walk.case
    answer = act(walk, deed, text)
    assert isinstance(answer, Refused), answer
    assert walk.case == before
    return answer


def take_back(walk: Walk, number: int | None = None) -> Refused | None:
    """Take an override back, the last one or that of an event; the letters of it that wait are cancelled."""
    found = find_override(walk.facts, number)
    if isinstance(found, Refused):
        return found
    walk.now += timedelta(seconds=1)
    decision = undo(walk.case, found, walk.facts, by="Ben", reason="a slip", at=walk.now)
    if isinstance(decision, Refused):
        return decision
    walk.queued = [one for one in walk.queued if not (one.once or "").startswith(f"override:{found.first}:")]
    recount(walk, found)
    walk.take(decision)
    return None


def recount(walk: Walk, found: Override) -> None:
    """Count the acknowledgements anew: those of a stage whose beginning is taken back never leave."""
    opened = [type(one.event).__name__ for one in walk.facts[found.first - 1 : found.last]].count("StageOpened")
    walk.undone += opened
    walk.acknowledged -= opened if walk.case.complainant.address else 0


def but_for_its_number(case: Case) -> Case:
    return replace(case, seq=0)


# --- what each does ---------------------------------------------------------------------------------------------------


def test_an_override_is_a_group_of_facts_with_its_author_and_reason() -> None:
    walk = begun(LIBRA, FAMILY)
    decision = done(walk, MoveTo(stage="stage-2"))
    first = decision.facts[0].event
    assert isinstance(first, OverrideMade)
    assert (first.command, first.facts) == ("stage", len(decision.facts) - 1)
    assert {(one.by, one.reason) for one in decision.facts} == {("admin Ada", "I was asked to")}
    assert walk.case.stage == "stage-2"
    assert {one.kind for one in decision.letters} == {LetterKind.ACKNOWLEDGEMENT, LetterKind.HANDLER_NOTICE}


def test_a_stage_that_is_opened_at_the_command_line_counts_from_the_command() -> None:
    walk = begun(LIBRA, FAMILY)
    walk.now += timedelta(days=3)
    done(walk, MoveTo(stage="stage-2"))
    respond = walk.case.deadline(What.RESPOND, "stage-2")
    assert respond is not None and respond.due.anchor_at == walk.case.stage_since == walk.now


@pytest.mark.clause("LF-3")
def test_the_type_is_set_at_the_command_line() -> None:
    walk = begun("little-footsteps", FAMILY)
    done(walk, SetType(type="families"))
    assert walk.case.type == "families"
    assert "mailflow case type LC-2020-0001 families" not in refused(walk, SetType(type="families")).why
    assert "mailflow case type LC-2020-0001" in refused(walk, SetType(type="nothing")).why


@pytest.mark.clause("LC-9.1")
def test_handler_stage_and_date_are_changed_with_a_reason() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, Assign(who="Senior Leader"))
    done(walk, SetAbout(who="coordinator"))
    done(walk, Extend(until=date(2020, 12, 24)), "We need to hear one more person.")
    assert "coordinator@office.example" not in {one.address for one in walk.case.handlers}
    respond = walk.case.deadline(What.RESPOND, "stage-1")
    assert respond is not None and respond.due.due_on == date(2020, 12, 24)
    made = [one for one in walk.facts if isinstance(one.event, OverrideMade)]
    assert all(one.reason == "I was asked to" and one.by == "admin Ada" for one in made)
    assert len(made) == 3


def test_who_was_brought_in_is_taken_off_but_never_the_last() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, Assign(who="Chair"))
    done(walk, TakeOff(who="Chair"))
    assert [one.name for one in walk.case.handlers] == ["Coordinator"]
    assert "Bring somebody in first" in refused(walk, TakeOff(who="Coordinator")).why


def test_a_tag_of_the_admins_own_moves_nothing() -> None:
    walk = begun(LIBRA, FAMILY)
    decision = done(walk, AddTag(tag="urgent"))
    assert (decision.letters, walk.case.tags) == ((), ("urgent",))
    done(walk, RemoveTag(tag="urgent"))
    assert walk.case.tags == ()


def test_the_tag_safeguarding_raises_the_alarm_and_only_the_admin_takes_it_off() -> None:
    walk = begun(LIBRA, FAMILY)
    decision = done(walk, AddTag(tag="safeguarding"))
    assert [one.kind for one in decision.letters] == [LetterKind.SAFEGUARDING_ALERT]
    done(walk, RemoveTag(tag="safeguarding"))
    assert "safeguarding" not in walk.case.tags


@pytest.mark.parametrize(("tag", "command"), [("hold", "hold"), ("conflict", "about"), ("appeal", "stage")])
def test_a_tag_that_says_more_than_a_word_names_its_command(tag: str, command: str) -> None:
    walk = begun(LIBRA, FAMILY)
    assert f"mailflow case {command} LC-2020-0001" in refused(walk, AddTag(tag=tag)).why


def test_a_case_is_held_and_released() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, Hold())
    assert walk.case.tags == ("hold",)
    assert "held already" in refused(walk, Hold()).why
    assert "mailflow case release" in refused(walk, RemoveTag(tag="hold")).why
    done(walk, Release())
    assert "not held" in refused(walk, Release()).why


def test_a_case_closed_unanswered_goes_on_with_the_dates_that_it_had() -> None:
    walk = begun(LIBRA, FAMILY)
    walk.post()
    before = walk.case
    done(walk, Close(reason="they rang"))
    assert not any(one.is_running for one in walk.case.deadlines)
    decision = done(walk, Reopen())
    assert walk.case.status is Status.OPEN
    assert [(one.what, one.due, one.is_running) for one in walk.case.deadlines] == [
        (one.what, one.due, one.is_running) for one in before.deadlines
    ]
    assert [one.kind for one in decision.letters] == [LetterKind.HANDLER_NOTICE]
    assert "is open" in refused(walk, Reopen()).why


def test_an_answered_case_begins_its_stage_anew() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, GiveOutcome(outcome=Outcome.NOT_UPHELD), WHOLE[0])
    walk.post()
    assert walk.case.status is Status.DECIDED
    decision = done(walk, Reopen())
    assert (walk.case.status, walk.case.outcome, walk.case.stage_since) == (Status.OPEN, None, walk.now)
    assert LetterKind.ACKNOWLEDGEMENT in {one.kind for one in decision.letters}


def test_a_closed_case_is_opened_before_it_is_moved() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, Close(reason="they rang"))
    assert "mailflow case reopen LC-2020-0001" in refused(walk, MoveTo(stage="stage-2")).why
    done(walk, Reopen(stage="stage-2"))
    assert walk.case.stage == "stage-2"


# --- what the policy forbids ------------------------------------------------------------------------------------------


def test_what_the_policy_forbids_names_its_rule_and_is_done_where_a_person_insists() -> None:
    walk = begun("childrens-links", FAMILY)
    forbidden = refused(walk, Close(reason="they rang"))
    assert forbidden.rule == "CL-4.2"
    decision = act(walk, Close(reason="they rang"), insists="the family asked for it")
    assert isinstance(decision, Decision)
    overridden = [one.event for one in decision.facts if isinstance(one.event, PolicyOverridden)]
    assert overridden == [PolicyOverridden(rule="CL-4.2", because="the family asked for it")]
    assert walk.case.status is Status.CLOSED


@pytest.mark.clause("LC-5.2")
def test_somebody_who_had_a_say_before_is_brought_in_only_where_a_person_insists() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, MoveTo(stage="stage-2"))
    assert refused(walk, Assign(who="Coordinator")).rule == "LC-5.2"
    assert isinstance(act(walk, Assign(who="Coordinator"), insists="nobody else knows the centre"), Decision)
    assert walk.case.is_handled_by("coordinator@office.example")


def test_the_wall_around_a_conflict_of_interest_cannot_be_overridden() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, SetAbout(who="chair"))
    answer = act(walk, Assign(who="Chair"), insists="nobody else is there")
    assert isinstance(answer, Refused) and answer.rule == ""


def test_an_answer_without_its_parts_is_forbidden_by_its_clause() -> None:
    walk = begun("big-bums-little-bums", FAMILY)
    assert refused(walk, GiveOutcome(outcome=Outcome.UPHELD), "Sorry.").rule == "BB-1.3"


# --- taken back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@pytest.mark.parametrize("policy", [LIBRA, "stepping-stones"])
def test_taking_back_restores_the_exact_earlier_state(policy: str, deed: Deed) -> None:
    walk = begun(policy, FAMILY)
    done(walk, AddTag(tag="undeliverable"))
    before = walk.case
    if isinstance(act(walk, deed, WHOLE[0]), Decision):
        assert walk.case != before
        assert take_back(walk) is None
    assert but_for_its_number(walk.case) == but_for_its_number(before)
    assert wake_at(walk.case, walk.office) == wake_at(before, walk.office)


def test_an_earlier_override_is_taken_back_by_its_number_while_nothing_builds_on_it() -> None:
    walk = begun(LIBRA, FAMILY)
    decision = done(walk, MoveTo(stage="stage-2"))
    number = len(walk.facts) - len(decision.facts) + 1
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "One thing more.")
    done(walk, AddTag(tag="urgent"))
    assert take_back(walk, number) is None
    assert (walk.case.stage, walk.case.tags) == ("stage-1", ("urgent",))


def test_what_others_have_built_on_is_not_taken_back_and_says_what_to_do() -> None:
    walk = begun(LIBRA, FAMILY)
    done(walk, MoveTo(stage="stage-2"))
    walk.staff(walk.case.handlers[0].address, "#outcome not upheld", WHOLE[0])
    answer = take_back(walk)
    assert answer is not None
    assert "OutcomeGiven" in answer.why
    assert "mailflow case stage LC-2020-0001 stage-1" in answer.why


def test_an_override_under_another_names_the_one_that_goes_first() -> None:
    walk = begun(LIBRA, FAMILY)
    number = len(walk.facts) + 1
    done(walk, MoveTo(stage="stage-2"))
    done(walk, Assign(who="Chair"))
    answer = take_back(walk, number)
    assert answer is not None and "mailflow case undo LC-2020-0001 --event" in answer.why
    assert take_back(walk) is None
    assert take_back(walk) is None
    assert walk.case.stage == "stage-1"


def test_what_is_no_override_cannot_be_taken_back() -> None:
    walk = begun(LIBRA, FAMILY)
    nothing = take_back(walk)
    assert nothing is not None and "nothing to take back" in nothing.why
    done(walk, AddTag(tag="urgent"))
    other = take_back(walk, 1)
    assert other is not None and f"{len(walk.facts) - 1} (tag)" in other.why


def test_what_was_taken_back_can_be_done_again() -> None:
    walk = begun(LIBRA, FAMILY)
    for _ in range(2):
        done(walk, MoveTo(stage="stage-2"))
        assert take_back(walk) is None
    done(walk, MoveTo(stage="stage-2"))
    assert walk.case.stage == "stage-2"
    assert sum(isinstance(one.event, OverrideUndone) for one in walk.facts) == 2


# --- the walk ---------------------------------------------------------------------------------------------------------

overridden = st.one_of(
    st.tuples(st.just("admin"), st.sampled_from(DEEDS), st.sampled_from(WHOLE), st.booleans()),
    st.tuples(st.just("admin"), st.sampled_from(DEEDS), st.sampled_from(WHOLE), st.booleans()),
    st.tuples(st.just("back")),
    st.tuples(st.just("back"), st.integers(min_value=1, max_value=60)),
    steps,
)


@pytest.mark.parametrize("policy", available())
@settings(max_examples=60)
@given(walked=st.lists(overridden, min_size=10, max_size=40))
def test_overrides_and_undos_never_break_a_law(policy: str, walked: list[tuple[object, ...]]) -> None:
    walk = begun(policy, FAMILY)
    walk.is_held = True
    left = 0  # what was done before it may have brought letters about that have left
    for step in walked:
        match step:
            case ("admin", deed, str(text), bool(insists)):
                before = walk.case
                act(walk, deed, text, insists="I must" if insists else None)  # type: ignore[arg-type]
                if walk.is_held and walk.case != before:
                    after = walk.case
                    assert take_back(walk) is None
                    assert but_for_its_number(walk.case) == but_for_its_number(before)
                    act(walk, deed, text, insists="I must" if insists else None)  # type: ignore[arg-type]
                    assert walk.case.stage == after.stage and walk.case.tags == after.tags
            case ("back", *number):
                found = find_override(walk.facts, number[0] if number else None)  # type: ignore[arg-type]
                if isinstance(found, Override) and found.first > left:
                    take_back(walk, found.first)
            case _:
                walk.do(step)
        left = left if walk.is_held else len(walk.facts)
    assert fold(tuple(walk.facts)) == walk.case
    assert all(one.audience is Audience.COMPLAINANT for one in walk.queued)

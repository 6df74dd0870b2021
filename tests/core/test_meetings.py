"""Meetings, mediation and panels: who is invited, what is refused, and what meets the promise of a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailflow.core.case import Case, Handler, Involved, Outcome, Party, What
from mailflow.core.decide import decide
from mailflow.core.decide.carry_out import carry_out
from mailflow.core.decide.panels import without_its_panel
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.directives import read
from mailflow.core.evolve import fold
from mailflow.core.facts import DeadlineSet, Fact, StageOpened
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import LetterLeft
from tests.core.cast import BORN, arrived, case, mail, office

LIBRA, BUMS, FEET = (office(name) for name in ("libra-children-services", "big-bums-little-bums", "little-footsteps"))
NOW = BORN + timedelta(hours=1)


def at_stage(here: Office, stage: str, address: str | None = "p@mail.example", since: datetime = BORN) -> Case:
    rule = here.policy.stage(stage)
    handlers = here.handlers_of(rule.handlers, since)
    facts = [
        Fact(at=since, by="x", event=StageOpened(stage=stage, since=since, handlers=handlers, because="complaint"))
    ]
    if rule.meet:
        due = here.calendar.due(since, rule.meet.within, rule.meet.source)
        event = DeadlineSet(what=What.MEET, stage=stage, source=rule.meet.source, due=due)
        facts.append(Fact(at=since, by="x", event=event))
    return fold(tuple(facts), case(address=address))


def write(before: Case, here: Office, text: str, at: datetime = NOW) -> Decision | tuple[str, ...]:
    officer = here.officer(before.handlers[0].address)
    assert officer is not None
    return carry_out(
        before, officer, read(text, here.calendar.day_of(at)), arrived(mail(officer.address, "", text), at), here
    )


def done(before: Case, here: Office, text: str, at: datetime = NOW) -> tuple[Case, Decision]:
    decision = write(before, here, text, at)
    assert isinstance(decision, Decision), decision
    return fold(decision.facts, before), decision


def refused(before: Case, here: Office, text: str, at: datetime = NOW) -> str:
    problems = write(before, here, text, at)
    assert isinstance(problems, tuple)
    return " ".join(problems)


def invitations(decision: Decision) -> dict[str, SendLetter]:
    found = [one for one in decision.letters if one.kind is LetterKind.MEETING_INVITATION]
    assert len(found) == len({one.to.address for one in found}), "one mail each"
    return {one.to.address.partition("@")[0]: one for one in found}


# --- meetings -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BB-3.2")
def test_bb_3_2_the_complainant_both_reviewers_and_the_complaints_contact_are_invited() -> None:
    after, decision = done(at_stage(BUMS, "stage-3"), BUMS, "#meeting 20 November 2020 10:30, Room 2\nDo come.")
    sent = invitations(decision)
    assert list(sent) == ["p", "reviewer", "independent_representative", "complaints_lead"]
    assert [one.audience for one in sent.values()] == [Audience.COMPLAINANT, *[Audience.STAFF] * 3]
    assert all(one.text == "Do come." and one.calendar == after.meetings[0] for one in sent.values())
    assert sent["p"].facts["time"] == "10:30" and sent["p"].facts["place"] == "Room 2"
    assert after.meetings[0].starts_at == datetime(2020, 11, 20, 10, 30, tzinfo=UTC)


def test_a_panel_is_invited_in_the_place_of_the_handlers() -> None:
    named, _ = done(
        at_stage(LIBRA, "stage-3"),
        LIBRA,
        "#panel committee_member@office.example, Another Committee Member, Third Committee Member",
    )
    _, decision = done(named, LIBRA, "#meeting 20 November 2020")
    assert list(invitations(decision)) == ["p", "committee_member", "another_member", "third_member"]


def test_without_a_panel_the_handlers_are_invited() -> None:
    _, decision = done(at_stage(LIBRA, "stage-1"), LIBRA, "#meeting 20 November 2020")
    assert list(invitations(decision)) == ["p", "coordinator"]


def test_in_summer_the_time_is_the_organisations_own() -> None:
    after, decision = done(at_stage(LIBRA, "stage-1"), LIBRA, "#meeting 1 June 2021 10:00")
    assert after.meetings[0].starts_at == datetime(2021, 6, 1, 9, 0, tzinfo=UTC)
    assert invitations(decision)["p"].facts["time"] == "10:00"


def test_a_second_line_changes_the_meeting_and_a_meeting_after_one_called_off_is_no_change() -> None:
    first, one = done(at_stage(LIBRA, "stage-1"), LIBRA, "#meeting 20 November 2020")
    second, two = done(first, LIBRA, "#meeting 21 November 2020 10:00")
    off, three = done(second, LIBRA, "#meeting cancelled")
    again, four = done(off, LIBRA, "#meeting 22 November 2020")
    assert [len(each.meetings) for each in (first, second, off, again)] == [1, 1, 1, 1]
    assert [each.meetings[0].sequence for each in (first, second, off, again)] == [0, 1, 2, 3]
    assert len({each.meetings[0].uid for each in (first, second, off, again)}) == 1
    changes = [invitations(each)["p"].facts["change"] for each in (one, two, three, four)]
    assert changes == ["", "changed", "cancelled", ""]
    assert off.meetings[0].is_cancelled and off.meetings[0].on == date(2020, 11, 21)


def test_each_stage_has_a_meeting_of_its_own() -> None:
    first, _ = done(at_stage(LIBRA, "stage-1"), LIBRA, "#meeting 20 November 2020")
    later, _ = done(replace(first, stage="stage-2"), LIBRA, "#meeting 25 November 2020")
    assert [one.on.day for one in later.meetings] == [20, 25]


def test_nothing_is_called_off_that_was_not_arranged() -> None:
    assert "none to call off" in refused(at_stage(LIBRA, "stage-1"), LIBRA, "#meeting cancelled")
    assert "none to call off" in refused(at_stage(LIBRA, "stage-1"), LIBRA, "#mediation called off")


@pytest.mark.parametrize(
    ("line", "at", "why"),
    [
        ("#meeting 1 November 2020", NOW, "is past"),
        ("#meeting 2 November 2020", NOW, None),
        ("#meeting 2 November 2020 10:30", NOW, "is past"),
        ("#meeting 2 November 2020 10:31", NOW, None),
        ("#meeting 2 November 2022", NOW, None),
        ("#meeting 1 December 2022", NOW, "years away"),
    ],
)
def test_a_meeting_lies_ahead_and_not_years_ahead(line: str, at: datetime, why: str | None) -> None:
    before = at_stage(LIBRA, "stage-1")
    if why:
        assert why in refused(before, LIBRA, line, at)
    else:
        done(before, LIBRA, line, at)


@pytest.mark.clause("BB-3.2")
def test_the_last_day_of_the_limit_is_in_time_and_the_next_is_refused_with_a_line_to_copy() -> None:
    before = at_stage(BUMS, "stage-3")
    done(before, BUMS, "#meeting 30 November 2020 23:00")
    why = refused(before, BUMS, "#meeting 1 December 2020")
    assert "Monday 30 November 2020" in why and "BB-3.2" in why and "#extend 1 December 2020" in why
    extended, _ = done(before, BUMS, "#extend 1 December 2020\nWe cannot sooner.")
    done(extended, BUMS, "#meeting 1 December 2020")


def test_nobody_without_an_address_and_nobody_whom_it_is_about_is_invited() -> None:
    before = replace(at_stage(BUMS, "stage-3", address=None), sealed_from=("complaints_lead@office.example",))
    _, decision = done(before, BUMS, "#meeting 20 November 2020")
    assert list(invitations(decision)) == ["reviewer", "independent_representative"]
    assert "by phone or post" in decision.because


# --- the promise of a meeting ---------------------------------------------------------------------------------------


def left(before: Case, letter: SendLetter, at: datetime) -> Case:
    trigger = LetterLeft(letter=1, kind=letter.kind.value, stage=letter.stage, at=at)
    return fold(decide(before, trigger, BUMS).facts, before)


def test_the_promise_is_met_when_the_complainants_invitation_left() -> None:
    arranged, decision = done(at_stage(BUMS, "stage-3"), BUMS, "#meeting 20 November 2020")
    assert [one.met_at for one in arranged.deadlines] == [None]
    sent = left(arranged, invitations(decision)["p"], NOW + timedelta(minutes=1))
    assert [one.met_at for one in sent.deadlines] == [NOW + timedelta(minutes=1)]


def test_a_meeting_that_is_called_off_is_owed_again_by_the_same_day() -> None:
    arranged, decision = done(at_stage(BUMS, "stage-3"), BUMS, "#meeting 20 November 2020")
    sent = left(arranged, invitations(decision)["p"], NOW)
    off, told = done(sent, BUMS, "#meeting cancelled")
    assert [one.is_running for one in off.deadlines] == [True]
    assert off.deadlines[0].due == sent.deadlines[0].due
    gone = left(off, invitations(told)["p"], NOW)
    assert [one.is_running for one in gone.deadlines] == [True], "the letter that calls it off meets nothing"


def test_once_met_the_two_may_agree_on_a_later_day_and_the_author_is_told_that_it_is_later() -> None:
    arranged, decision = done(at_stage(BUMS, "stage-3"), BUMS, "#meeting 20 November 2020")
    sent = left(arranged, invitations(decision)["p"], NOW)
    _, moved = done(sent, BUMS, "#meeting 4 December 2020")
    assert "later than the policy promises (Monday 30 November 2020, BB-3.2)" in moved.because


# --- mediation ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LF-2.4")
def test_lf_2_4_both_parties_are_invited_and_the_other_side_sees_no_thread_of_the_family() -> None:
    before = replace(at_stage(FEET, "formal-review"), thread="<1@family.example>")
    after, decision = done(before, FEET, "#party Sam <sam@nanny.example>\n#mediation 20 November 2020 10:00, Office")
    sent = invitations(decision)
    assert list(sent) == ["p", "sam"] and after.parties == (Party(name="Sam", address="sam@nanny.example"),)
    assert (sent["p"].thread, sent["sam"].thread) == ("<1@family.example>", None)
    assert sent["sam"].audience is Audience.COMPLAINANT and sent["sam"].to.name == ""


def test_who_mediates_is_invited_once_named() -> None:
    named, first = done(at_stage(FEET, "formal-review"), FEET, "#party S <s@x.example>\n#panel Mediator")
    assert [one.to.address for one in first.letters if one.kind is LetterKind.HANDLER_NOTICE] == [
        "mediator@office.example"
    ]
    _, decision = done(named, FEET, "#mediation 20 November 2020")
    assert list(invitations(decision)) == ["p", "s", "mediator"]


def test_a_mediation_without_the_other_side_says_how_to_name_it() -> None:
    _, decision = done(at_stage(FEET, "formal-review"), FEET, "#mediation 20 November 2020")
    assert "write #party NAME" in decision.because


def test_neither_the_complainant_nor_our_own_mailbox_is_the_other_side() -> None:
    before = at_stage(FEET, "formal-review")
    assert "complainant's own" in refused(before, FEET, "#party P <P@mail.example>")
    assert "complaints mailbox" in refused(before, FEET, "#party X <complaints+1@office.example>")


# --- panels ---------------------------------------------------------------------------------------------------------

THREE = "#panel Committee Member, Another Committee Member, Third Committee Member"


@pytest.mark.clause("LC-6.2")
def test_lc_6_2_three_members_get_the_case_and_the_chair_still_answers() -> None:
    after, decision = done(at_stage(LIBRA, "stage-3"), LIBRA, THREE)
    notices = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert [one.facts["reason"] for one in notices] == ["panel"] * 3
    assert [one.role for one in after.panel] == ["committee_member"] * 3
    assert [one.role for one in after.handlers] == ["chair"]


@pytest.mark.clause("LC-6.2")
@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("#panel Committee Member, Chair", "2 people are named"),
        ("#panel Chair, Chair, Chair", "1 person is named"),
        (f"{THREE}, Chair", "4 people are named"),
        ("#panel Committee Member, Third Committee Member, Coordinator", "Coordinator cannot sit on it, being no"),
        ("#panel Committee Member, Third Committee Member, Nobody", "is none of the staff"),
    ],
)
def test_lc_6_2_any_other_panel_is_refused(line: str, why: str) -> None:
    assert why in refused(at_stage(LIBRA, "stage-3"), LIBRA, line)


@pytest.mark.clause("LC-6.2")
def test_lc_6_2_nobody_who_had_a_part_before_or_whom_it_is_about_sits_on_it() -> None:
    before = at_stage(LIBRA, "stage-3")
    part = (*before.involved, Involved(stage="stage-1", address="third_member@office.example"))
    assert "had a part in Stage One" in refused(replace(before, involved=part), LIBRA, THREE)
    sealed = replace(before, sealed_from=("third_member@office.example",))
    assert "about them" in refused(sealed, LIBRA, THREE)


@pytest.mark.clause("BB-3.1")
def test_bb_3_1_who_had_a_part_may_sit_there_who_decided_may_not_and_one_is_independent() -> None:
    before = at_stage(BUMS, "stage-3")
    line = "#panel Reviewer, Independent Representative"
    part = Involved(stage="stage-1", address="reviewer@office.example")
    done(replace(before, involved=(part,)), BUMS, line)
    assert "they decided Stage 1" in refused(replace(before, involved=(replace(part, decided=True),)), BUMS, line)
    other = replace(BUMS.staff[2], name="Other Reviewer", address="other@office.example")
    here = replace(BUMS, staff=(*BUMS.staff, other))
    assert other.roles == ("reviewer",)
    assert "Independent Representative" in refused(before, here, "#panel reviewer@office.example, Other Reviewer")


def test_an_answer_waits_for_the_panel_of_its_stage_where_the_policy_says_so() -> None:
    before, strict = at_stage(LIBRA, "stage-3"), waiting_for_its_panel(LIBRA)
    why = without_its_panel(before, Outcome.UPHELD, strict) or ""
    assert "LC-6.2" in why and "#panel Chair, Committee Member, Another Committee Member" in why
    assert without_its_panel(before, Outcome.WITHDRAWN, strict) is None
    assert without_its_panel(done(before, strict, THREE)[0], Outcome.UPHELD, strict) is None
    assert without_its_panel(at_stage(LIBRA, "stage-2"), Outcome.UPHELD, strict) is None


def test_an_answer_does_not_wait_for_a_panel_that_is_named_elsewhere() -> None:
    assert without_its_panel(at_stage(LIBRA, "stage-3"), Outcome.UPHELD, LIBRA) is None


def waiting_for_its_panel(office: Office) -> Office:
    """Return the office with a policy whose answers wait for their panels."""
    stages = [
        one.model_copy(update={"panel": one.panel.model_copy(update={"required": True})}) if one.panel else one
        for one in office.policy.stages
    ]
    return replace(office, policy=office.policy.model_copy(update={"stages": tuple(stages)}))


def test_handlers_who_make_a_panel_by_themselves_need_no_naming() -> None:
    before = at_stage(BUMS, "stage-3")
    assert without_its_panel(before, Outcome.UPHELD, BUMS) is None
    alone = replace(before, handlers=before.handlers[:1])
    assert "BB-3.1" in (without_its_panel(alone, Outcome.UPHELD, BUMS) or "")


def test_a_panel_that_was_fit_and_is_no_more_cannot_answer() -> None:
    before, _ = done(at_stage(LIBRA, "stage-3"), LIBRA, THREE)
    sealed = replace(before, sealed_from=(before.panel[0].address,))
    assert "cannot answer as it is" in (without_its_panel(sealed, Outcome.UPHELD, LIBRA) or "")


def test_a_member_who_has_the_case_already_is_not_written_to_again() -> None:
    before = at_stage(LIBRA, "stage-3")
    chair = before.handlers[0]
    assert chair == Handler(role="chair", name="Chair", address="chair@office.example")
    _, decision = done(before, LIBRA, "#panel Chair, Committee Member, Third Committee Member")
    told = [one.to.address for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert told == ["committee_member@office.example", "third_member@office.example"]


# --- who comes to a panel, and who leaves it, when the meeting is arranged already ------------------------------------

OTHERS = replace(
    LIBRA,
    staff=(*LIBRA.staff, Officer(name="Fourth Member", address="fourth@office.example", roles=("committee_member",))),
)
SWAPPED = "#panel Committee Member, Another Committee Member, Fourth Member"


@pytest.mark.clause("LC-6.2", "LC-6.3")
def test_who_leaves_a_panel_is_called_off_who_joins_is_invited_and_who_stays_hears_nothing() -> None:
    heard, first = done(at_stage(OTHERS, "stage-3"), OTHERS, f"{THREE}\n#meeting 20 November 2020 10:30, Hall")
    assert set(invitations(first)) == {"p", "committee_member", "another_member", "third_member"}
    after, second = done(heard, OTHERS, SWAPPED)
    sent = invitations(second)
    assert set(sent) == {"third_member", "fourth"}
    off, new = sent["third_member"].calendar, sent["fourth"].calendar
    assert off and off.is_cancelled and sent["third_member"].facts["change"] == "cancelled"
    assert new and not new.is_cancelled and sent["fourth"].facts["change"] == ""
    assert off.uid == new.uid == heard.meetings[0].uid and off.sequence == new.sequence == 1
    [known] = after.meetings
    assert not known.is_cancelled and known.sequence == 1, "for all others it stands"
    assert set(known.invited) == {f"{one}@office.example" for one in ("committee_member", "another_member", "fourth")}
    moved, third = done(after, OTHERS, "#meeting 21 November 2020 10:30, Hall")
    assert set(invitations(third)) == {"p", "committee_member", "another_member", "fourth"}
    assert moved.meetings[0].sequence == 2


def test_the_same_panel_once_more_writes_to_nobody() -> None:
    heard, _ = done(at_stage(OTHERS, "stage-3"), OTHERS, f"{THREE}\n#meeting 20 November 2020 10:30, Hall")
    after, again = done(heard, OTHERS, THREE)
    assert invitations(again) == {} and after.meetings == heard.meetings


@pytest.mark.parametrize(("days", "written"), [(18, {"third_member", "fourth"}), (19, set())])
def test_nobody_is_called_off_or_invited_once_the_meeting_is_over(days: int, written: set[str]) -> None:
    heard, _ = done(at_stage(OTHERS, "stage-3"), OTHERS, f"{THREE}\n#meeting 20 November 2020 10:30, Hall")
    _, decision = done(heard, OTHERS, SWAPPED, BORN + timedelta(days=days))
    assert set(invitations(decision)) == written


def test_a_handler_who_was_invited_stays_invited_beside_a_panel_that_is_named_later() -> None:
    heard, first = done(at_stage(OTHERS, "stage-3"), OTHERS, "#meeting 20 November 2020 10:30, Hall")
    assert set(invitations(first)) == {"p", "chair"}
    after, second = done(heard, OTHERS, THREE)
    assert set(invitations(second)) == {"committee_member", "another_member", "third_member"}
    assert "chair@office.example" in after.meetings[0].invited


def test_a_panel_and_a_new_day_in_one_mail_make_one_letter_to_each() -> None:
    heard, _ = done(at_stage(OTHERS, "stage-3"), OTHERS, f"{THREE}\n#meeting 20 November 2020 10:30, Hall")
    _, both = done(heard, OTHERS, f"{SWAPPED}\n#meeting 21 November 2020 10:30, Hall")
    new = [one for one in both.letters if one.calendar and not one.calendar.is_cancelled]
    assert [one.to.address.partition("@")[0] for one in new].count("fourth") == 1
    off = [one.to.address for one in both.letters if one.calendar and one.calendar.is_cancelled]
    assert off == ["third_member@office.example"]

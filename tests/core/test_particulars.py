"""What a complaint is: types and their routing, relations, timescales, written answers, referrals, feedback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailflow.core.case import Case, Handler, Kind, Outcome, Status, What
from mailflow.core.decide import decide, on_message
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, DirectiveRefused, HandlerAssigned
from mailflow.core.facts_beside import CaseReferred, DisclosureMade, TypeSet
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import LetterLeft
from tests.core.cast import BORN, arrived, mail, notice, office

SS, CL, LF = (office(name) for name in ("stepping-stones", "childrens-links", "little-footsteps"))
FAMILY = "p@mail.example"


def begun(here: Office, *, address: str | None = FAMILY, subject: str = "Hello") -> Case:
    """Return a case that has just been opened by mail, or one whose complainant left no address."""
    message = mail(address or FAMILY, subject, "It was late.")
    threaded = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    facts = on_message(threaded, arrived(message, BORN), here).facts
    assert isinstance(facts[0].event, CaseOpened)
    opened = fold((replace(facts[0], event=replace(facts[0].event, ref="LC-2020-0001")), *facts[1:]))
    return opened if address else replace(opened, complainant=replace(opened.complainant, address=None))


def written(here: Office, case: Case, text: str, *, after: timedelta = timedelta(hours=1)) -> tuple[Case, Decision]:
    """Return the case after its first handler wrote, and what was decided."""
    sender = case.handlers[0].address
    answers = notice(case.ref, sender)
    trigger = replace(arrived(mail(sender, "Re: hello", text), BORN + after, 2), answers=answers)
    threaded = Threaded(
        writer=Writer.STAFF, case=case, officer=here.officer(sender), answers=answers, because="a reply of staff"
    )
    decision = decide(case, trigger, here, threaded)
    return fold(decision.facts, case), decision


def refused(here: Office, case: Case, text: str) -> str:
    """Return why a line is refused; nothing else came of it."""
    after, decision = written(here, case, text)
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
    assert isinstance(decision.facts[-1].event, DirectiveRefused)
    assert replace(after, seq=case.seq, moved_at=case.moved_at) == case, "nothing moved"
    return decision.facts[-1].event.why


def kinds(decision: Decision) -> list[tuple[str, str]]:
    return [(one.kind.value, one.to.address.partition("@")[0]) for one in decision.letters]


# --- type -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["childcare", "Childcare Service", "CHILDCARE."])
def test_a_type_is_known_by_its_name_and_by_its_title(words: str) -> None:
    assert written(SS, begun(SS), f"#type {words}")[0].type == "childcare"


def test_a_type_is_known_by_its_other_words() -> None:
    assert written(LF, begun(LF), "#type nanny")[0].type == "childcare-professionals"


def test_a_type_that_the_policy_does_not_have_is_answered_with_those_that_it_has() -> None:
    why = refused(LF, begun(LF), "#type catering")
    assert "#type families" in why and "#type agency-operations" in why
    assert "no types" in refused(CL, begun(CL), "#type childcare")
    assert "already" in refused(LF, written(LF, begun(LF), "#type families")[0], "#type families")


def test_childcare_goes_to_the_childcare_service_manager_who_gets_the_complaint() -> None:
    after, decision = written(SS, begun(SS), "#type childcare")
    assert [one.role for one in after.handlers] == ["childcare_service_manager"]
    assert kinds(decision) == [("handler-notice", "childcare_service_manager"), ("directive-done", "keyworker")]
    assert decision.letters[0].facts["reason"] == "type" and decision.letters[0].text_of == (1,)


def test_in_her_absence_childcare_goes_to_the_deputy() -> None:
    away = (BORN.date(), BORN.date())
    staff = tuple(
        replace(one, away=(away,)) if one.roles == ("childcare_service_manager",) else one for one in SS.staff
    )
    after, _ = written(replace(SS, staff=staff), begun(SS), "#type childcare")
    assert [one.role for one in after.handlers] == ["deputy_childcare_service_manager"]


def test_who_was_brought_in_stays_when_the_type_moves_the_case() -> None:
    case, _ = written(SS, begun(SS), "#assign Ceo")
    after, _ = written(SS, case, "#type childcare")
    assert [one.role for one in after.handlers] == ["childcare_service_manager", "investigator"]


def test_a_case_that_is_kept_from_somebody_is_not_moved_by_its_type() -> None:
    case = replace(begun(SS), sealed_from=("childcare_service_manager@office.example",))
    after, decision = written(SS, case, "#type childcare")
    assert after.handlers == case.handlers and after.type == "childcare"
    assert kinds(decision) == [("directive-done", "keyworker")]


def test_a_type_hands_no_case_to_somebody_whom_its_text_names() -> None:
    case = replace(begun(SS), named=("childcare_service_manager@office.example",))
    after, decision = written(SS, case, "#type childcare")
    assert "childcare_service_manager@office.example" not in [one.address for one in after.handlers]
    assert "childcare_service_manager@office.example" not in [one.to.address for one in decision.letters]


def test_a_type_of_the_same_handlers_writes_to_nobody_else() -> None:
    after, decision = written(SS, begun(SS), "#type womens-service")
    assert kinds(decision) == [("directive-done", "keyworker")] and after.type == "womens-service"


def test_age_five_and_over_adds_twenty_days_from_the_complaint_and_another_type_ends_them() -> None:
    after, _ = written(SS, begun(SS), "#type childcare-age-5-and-over", after=timedelta(days=6))
    (deadline,) = [one for one in after.deadlines if one.source == "SS-6.1"]
    assert deadline.due.due_on == date(2020, 11, 22) and deadline.due.anchor_at == BORN and deadline.is_running
    corrected, _ = written(SS, after, "#type childcare", after=timedelta(days=7))
    (deadline,) = [one for one in corrected.deadlines if one.source == "SS-6.1"]
    assert deadline.ended and not deadline.is_missed(BORN + timedelta(days=90))
    again, _ = written(SS, corrected, "#type childcare-age-5-and-over", after=timedelta(days=8))
    (deadline,) = [one for one in again.deadlines if one.source == "SS-6.1"]
    assert deadline.is_running and deadline.due.due_on == date(2020, 11, 22)


def test_at_the_formal_stage_both_limits_run_and_the_earlier_governs() -> None:
    case = begun(SS, subject="formal complaint")
    after, _ = written(SS, case, "#type childcare-age-5-and-over", after=timedelta(days=1))
    running = sorted((one.due.due_on.isoformat(), one.source) for one in after.deadlines if one.what is What.RESPOND)
    assert running == [("2020-11-22", "SS-6.1"), ("2020-11-30", "SS-2.3")]
    governing = after.deadline(What.RESPOND, "stage-2")
    assert governing is not None and governing.source == "SS-6.1"
    corrected, _ = written(SS, after, "#type childcare", after=timedelta(days=2))
    assert {one.source: one.is_running for one in corrected.deadlines if one.what is What.RESPOND} == {
        "SS-2.3": True,
        "SS-6.1": False,
    }


def test_the_type_of_a_case_that_is_answered_is_for_the_record_only() -> None:
    case, _ = written(SS, begun(SS), "#outcome upheld\nYes.")
    after, decision = written(SS, case, "#type childcare-age-5-and-over")
    assert [type(one.event) for one in decision.facts[1:]] == [TypeSet]
    assert after.handlers == case.handlers and after.deadlines == case.deadlines


# --- relation ---------------------------------------------------------------------------------------------------------


def test_a_relation_is_one_of_the_policys_or_a_free_word_where_it_lists_none() -> None:
    after, _ = written(CL, begun(CL), "#relation Parents and carers")
    assert after.complainant.relation == "parents-and-carers"
    assert "#relation representative" in refused(CL, begun(CL), "#relation neighbour")
    assert written(SS, begun(SS), "#relation neighbour")[0].complainant.relation == "neighbour"


# --- timescale, written, disclosure -----------------------------------------------------------------------------------


def at_the_board() -> Case:
    return written(SS, begun(SS), "#stage stage-3")[0]


def test_the_chair_sets_the_timescale_and_the_complainant_is_told() -> None:
    after, decision = written(SS, at_the_board(), "#timescale 30 November 2020\nThe Board meets on the 26th.")
    deadline = after.deadline(What.RESPOND, "stage-3")
    assert deadline is not None and (deadline.source, deadline.due.due_on) == ("SS-3.2", date(2020, 11, 30))
    assert kinds(decision) == [("interim-update", "p"), ("directive-done", "chair_of_trustees")]
    assert decision.letters[0].facts["is_first"] and "26th" in decision.letters[0].text


def test_a_timescale_is_no_way_around_a_limit_nor_a_day_that_is_past() -> None:
    assert "#extend" in refused(SS, begun(SS, subject="formal"), "#timescale 30 November 2021")
    once, _ = written(SS, at_the_board(), "#timescale 30 November 2020")
    assert "#extend" in refused(SS, once, "#timescale 1 December 2020")
    assert "not in the future" in refused(SS, at_the_board(), "#timescale 2 November 2020")
    assert "years away" in refused(SS, at_the_board(), "#timescale 30 November 2030")


def test_a_timescale_for_nobody_with_an_address_sends_nothing() -> None:
    case = written(SS, begun(SS, address=None), "#stage stage-3")[0]
    after, decision = written(SS, case, "#timescale 30 November 2020")
    assert kinds(decision) == [("directive-done", "chair_of_trustees")]
    assert after.deadline(What.RESPOND, "stage-3") is not None


def test_who_asks_for_a_written_response_keeps_the_stage_open_until_one_is_written() -> None:
    case, _ = written(SS, begun(SS), "#written")
    assert case.wants_written
    assert "written response" in refused(SS, case, "#close we spoke on the phone")
    assert "written response" in refused(SS, case, "#outcome resolved")
    assert written(SS, case, "#outcome resolved\nWe spoke, and this is what we agreed.")[0].outcome is Outcome.RESOLVED
    assert written(SS, case, "#outcome withdrawn")[0].outcome is Outcome.WITHDRAWN
    assert written(SS, begun(SS), "#outcome resolved")[0].outcome is Outcome.RESOLVED


def test_where_the_policy_says_so_nothing_is_closed_without_an_outcome() -> None:
    assert "CL-4.2" in refused(CL, begun(CL), "#close spam")
    answered, _ = written(CL, begun(CL), "#outcome not upheld\nNo.")
    assert written(CL, answered, "#close they agree")[0].status is Status.CLOSED
    assert written(SS, begun(SS), "#close spam")[0].status is Status.CLOSED


def test_a_disclosure_is_recorded_with_its_reason_and_explained() -> None:
    after, decision = written(SS, begun(SS), "#disclose a court order\nWe had to give the court your letter.")
    assert kinds(decision) == [("relay", "p"), ("directive-done", "keyworker")]
    assert DisclosureMade(reason="a court order") in [one.event for one in decision.facts]
    assert after.status is Status.OPEN
    _, decision = written(SS, begun(SS), "#disclose a court has ordered it")
    assert [one.text for one in decision.letters if one.kind == "relay"] == ["a court has ordered it"]
    _, decision = written(SS, begun(SS, address=None), "#disclose a court order\nTold by phone.")
    assert kinds(decision) == [("directive-done", "keyworker")]


# --- referral and feedback --------------------------------------------------------------------------------------------


def test_a_referral_tells_the_complainant_and_closes_when_its_letter_leaves() -> None:
    queued, decision = written(SS, begun(SS), "#refer Luton Borough Council\nThe bus is theirs.")
    assert kinds(decision) == [("referral", "p"), ("directive-done", "keyworker")]
    assert decision.letters[0].facts["referred_to"] == "Luton Borough Council"
    assert CaseReferred(to="Luton Borough Council") in [one.event for one in decision.facts]
    assert (queued.status, queued.outcome) == (Status.OPEN, Outcome.REFERRED)
    letter = LetterLeft(letter=1, kind="referral", stage="stage-1", at=BORN + timedelta(hours=2))
    after = fold(decide(queued, letter, SS).facts, queued)
    assert (after.status, after.outcome) == (Status.CLOSED, Outcome.REFERRED)
    assert "already has its outcome" in refused(SS, queued, "#refer Ofsted")


def test_a_referral_of_somebody_without_an_address_closes_at_once() -> None:
    after, decision = written(SS, begun(SS, address=None), "#refer Luton Borough Council")
    assert after.status is Status.CLOSED and all(one.audience is Audience.STAFF for one in decision.letters)


@pytest.mark.parametrize(("line", "kind"), [("#feedback", Kind.FEEDBACK), ("#feedback praise", Kind.PRAISE)])
def test_feedback_and_praise_are_thanked_and_have_no_clock(line: str, kind: Kind) -> None:
    after, decision = written(CL, begun(CL), f"{line}\nTold the team.")
    assert (after.kind, after.status, after.outcome) == (kind, Status.CLOSED, None)
    assert not any(one.is_running for one in after.deadlines)
    thanks = next(one for one in decision.letters if one.audience is Audience.COMPLAINANT)
    assert (thanks.kind, thanks.text, thanks.attach) == (LetterKind.THANKS, "", ())


def test_feedback_of_nobody_is_kept_and_what_was_answered_as_a_complaint_stays_one() -> None:
    after, decision = written(CL, begun(CL, address=None), "#feedback")
    assert after.kind is Kind.FEEDBACK and all(one.audience is Audience.STAFF for one in decision.letters)
    answered, _ = written(CL, begun(CL), "#outcome upheld\nYes.")
    assert "already has its outcome" in refused(CL, answered, "#feedback")
    assert "earlier step" in refused(CL, replace(begun(CL), decided_stages=("complaint",)), "#feedback")
    assert "#feedback praise" in refused(CL, begun(CL), "#feedback thanks")


def test_an_investigator_is_no_role_of_the_policy() -> None:
    # _was_brought_in tells people apart by it: a role of that name would make them leave with the type.
    handler = Handler(role="investigator", name="A", address="a@office.example")
    assert HandlerAssigned(handler=handler).handler.role not in SS.policy.roles

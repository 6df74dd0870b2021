"""A question to the complainant: where the policy says so, the clock stands still until the answer is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailflow.core.case import Case, Outcome
from mailflow.core.classify import Reading
from mailflow.core.days import Duration, Pause
from mailflow.core.decide import decide, wake_at
from mailflow.core.decide.questions import may_hold
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.time_terms import Asking
from mailflow.core.trigger import LetterCameToNothing, LetterLeft
from mailflow.letters.compose import compose
from mailflow.policies import PolicyError, load, loads
from mailflow.store import next_due_at
from tests.core.cast import PERSON, arrived, mail, notice, office
from tests.core.test_escalation import after, at, late, ticked, with_
from tests.letters.offices import our_templates

WAITS = Asking(pauses=True, waits=Duration.parse("2 weeks"), source="LC-4.4")
#: The question leaves on Monday 16 November 2020; without it the answer is due on Monday 30 November.
ASKED = "2020-11-16 10:00"


def holding(**changes: object) -> Office:
    return with_(office(), "stage-1", question=WAITS.model_copy(update=changes))


def asked(here: Office, when: str = ASKED) -> Case:
    before = late()
    left = LetterLeft(letter=5, kind="question", stage="stage-1", at=at(when))
    return fold(decide(before, left, here).facts, before)


def answered(before: Case, when: str, here: Office, reading: Reading = PERSON) -> tuple[Case, Decision]:
    trigger = replace(arrived(mail("p@mail.example", "Re: A question", "It was on Saturday."), at(when), 9, reading))
    threaded = Threaded(writer=Writer.COMPLAINANT, case=before, because="it answers our letter")
    decision = decide(before, trigger, here, threaded)
    return fold(decision.facts, before), decision


def due(case_: Case) -> date:
    return case_.deadlines[0].due.due_on


@pytest.mark.clause("LC-4.4")
@pytest.mark.parametrize(
    ("when", "on"),
    [
        ("2020-11-16 22:00", "2020-11-30"),  # the same day: nothing stood still
        ("2020-11-17 08:00", "2020-12-01"),
        ("2020-11-23 10:00", "2020-12-07"),
        ("2020-11-30 23:00", "2020-12-14"),  # the last day of the two weeks
    ],
)
def test_the_clock_stands_still_until_the_answer_is_received(when: str, on: str) -> None:
    case_, decision = answered(asked(holding()), when, holding())
    assert due(case_) == date.fromisoformat(on)
    assert case_.question is None and case_.deadlines[0].held_since is None
    (letter,) = decision.letters
    assert ("The clock stood still" in str(letter.facts["remark"])) is (on != "2020-11-30")


def test_the_proof_has_both_dates_and_can_be_counted_again() -> None:
    case_, _ = answered(asked(holding()), "2020-11-23 10:00", holding())
    found = case_.deadlines[0].due
    assert "stood still from Monday 16 November 2020 to Monday 23 November 2020" in found.proof()
    assert found.pauses == (Pause(since=at(ASKED), until=at("2020-11-23 10:00")),)
    assert found.within is not None
    assert office().calendar.due(found.anchor_at, found.within, found.source, found.pauses) == found


def test_working_days_that_stood_still_are_not_counted() -> None:
    calendar = office().calendar
    ten = Duration.parse("10 working days")
    plain = calendar.due(at("2020-11-02 09:30"), ten, "X")
    assert plain.due_on == date(2020, 11, 16)
    # Asked on Wednesday 4 (day 2), answered on Tuesday 10: 5, 6, 9 and 10 November are not counted.
    held = calendar.taken_up(plain, Pause(since=at("2020-11-04 12:00"), until=at("2020-11-10 12:00")))
    assert held.due_on == date(2020, 11, 20)


def test_hours_stand_still_to_the_minute() -> None:
    calendar = office().calendar
    plain = calendar.due(at("2020-11-02 09:30"), Duration.parse("48 hours"), "X")
    held = calendar.taken_up(plain, Pause(since=at("2020-11-02 10:00"), until=at("2020-11-02 13:15")))
    assert held.due_at == at("2020-11-04 12:45")


def test_a_date_that_a_person_set_moves_by_the_days_that_stood_still() -> None:
    calendar = office().calendar
    plain = calendar.until(date(2020, 12, 4), at("2020-11-02 09:30"), "X", note="It was another before.")
    held = calendar.taken_up(plain, Pause(since=at("2020-11-04 12:00"), until=at("2020-11-10 12:00")))
    assert held.due_at == calendar.end_of(date(2020, 12, 10))
    assert "It was another before. The clock stood still" in held.proof()


def test_while_the_clock_stands_still_nobody_is_reminded_and_nothing_is_missed() -> None:
    case_ = asked(holding())
    assert wake_at(case_, holding()) == at("2020-12-01 08:00")  # the morning after the two weeks
    assert ticked(case_, "2020-11-27 08:00", holding())[1] == []
    assert not case_.deadlines[0].is_missed(at("2020-12-01 07:00"))


def test_without_an_answer_the_clock_goes_on_and_who_asked_is_told() -> None:
    case_, letters = ticked(asked(holding()), "2020-12-01 08:00", holding())
    assert [one.kind for one in letters] == [LetterKind.REMINDER]
    assert due(case_) == date(2020, 12, 14) and case_.question is None
    text = compose(letters[0], case_, holding(), templates=our_templates()).text
    assert "Monday 16 November 2020" in text and "Monday 14 December 2020" in text and "#outcome" in text
    assert wake_at(case_, holding()) == at("2020-12-10 08:00")


def test_a_late_clock_counts_the_end_of_the_wait_as_of_its_day() -> None:
    case_, letters = ticked(asked(holding()), "2020-12-16 12:00", holding())
    assert due(case_) == date(2020, 12, 14)
    assert [one.kind for one in letters] == [LetterKind.BREACH_NOTICE]
    assert "question that you put" in compose(letters[0], case_, holding(), templates=our_templates()).text


def test_where_the_clock_runs_on_only_the_reminder_goes() -> None:
    here = holding(pauses=False)
    case_ = asked(here)
    assert case_.deadlines[0].held_since is None and due(case_) == date(2020, 11, 30)
    reminded, _ = ticked(case_, "2020-11-27 08:00", here)
    _, letters = ticked(reminded, "2020-12-01 08:00", here)
    assert [one.kind for one in letters] == [LetterKind.BREACH_NOTICE]


def test_an_absence_notice_is_no_answer() -> None:
    machine = Reading(as_=MessageClass.AUTO_REPLY, because="Auto-Submitted says auto-replied (RFC 3834).")
    case_, decision = answered(asked(holding()), "2020-11-17 08:00", holding(), machine)
    assert case_.question is not None and case_.deadlines[0].held_since == at(ASKED)
    assert decision.letters == ()


def test_a_question_that_comes_back_holds_nothing() -> None:
    before = asked(holding())
    failed = LetterCameToNothing(letter=5, kind="question", to="p@mail.example", why="550", at=at("2020-11-16 10:05"))
    case_ = fold(decide(before, failed, holding()).facts, before)
    assert case_.question is None and case_.deadlines[0].held_since is None and due(case_) == date(2020, 11, 30)


def test_an_answer_that_is_late_already_is_not_held_by_a_question() -> None:
    case_ = asked(holding(), "2020-12-02 10:00")
    assert case_.deadlines[0].held_since is None
    assert case_.deadlines[0].is_missed(at("2020-12-02 10:00"))


def test_a_second_question_does_not_begin_the_pause_anew() -> None:
    here, before = holding(), asked(holding())
    left = LetterLeft(letter=6, kind="question", stage="stage-1", at=at("2020-11-19 10:00"))
    twice = fold(decide(before, left, here).facts, before)
    assert twice.deadlines[0].held_since == at(ASKED)
    case_, _ = answered(twice, "2020-11-23 10:00", here)
    assert due(case_) == date(2020, 12, 7)


@pytest.mark.parametrize(("line", "on"), [("#outcome upheld", "2020-12-07"), ("#note", "2020-11-30")])
def test_whoever_answers_without_waiting_ends_the_wait(line: str, on: str) -> None:
    here, before = holding(), asked(holding())
    trigger = arrived(mail("coordinator@office.example", "Re: x", f"{line}\nIt was late."), at("2020-11-23 10:00"), 9)
    answers = notice(before.ref, "coordinator@office.example")
    staff = here.officer("coordinator@office.example")
    trigger = replace(trigger, answers=answers)
    threaded = Threaded(writer=Writer.STAFF, case=before, officer=staff, answers=answers, because="x")
    case_ = fold(decide(before, trigger, here, threaded).facts, before)
    assert due(case_) == date.fromisoformat(on)
    assert (case_.question is None) is (case_.outcome is Outcome.UPHELD)


def test_the_question_tells_the_complainant_what_it_does_to_the_date() -> None:
    here, before = holding(), late()
    trigger = arrived(mail("coordinator@office.example", "Re: x", "#question\nWhen was it?"), at("2020-11-16 09:59"), 9)
    answers = notice(before.ref, "coordinator@office.example")
    staff = here.officer("coordinator@office.example")
    threaded = Threaded(writer=Writer.STAFF, case=before, officer=staff, answers=answers, because="x")
    decision = decide(before, replace(trigger, answers=answers), here, threaded)
    question = next(one for one in decision.letters if one.kind is LetterKind.QUESTION)
    text = compose(question, before, here, templates=our_templates()).text
    assert "are added to the day, Monday 30 November 2020," in text and "2 weeks after this email" in text
    done = next(one for one in decision.letters if one.kind is LetterKind.DIRECTIVE_DONE)
    assert "stands still" in " ".join(str(one) for one in (done.facts["done"],))


def test_a_case_that_closes_while_its_clock_stands_still_owes_nothing() -> None:
    closed = after(asked(holding()), at("2020-12-10 10:00"), CaseClosed(why="x"))
    assert closed.question is None
    assert closed.deadlines[0].ended and not closed.deadlines[0].is_missed(at("2021-01-01"))


def test_while_its_clock_stands_still_a_promise_is_not_what_is_due_next() -> None:
    assert next_due_at(asked(holding())) is None
    case_, _ = answered(asked(holding()), "2020-11-23 10:00", holding())
    assert next_due_at(case_) == case_.deadlines[0].due.due_at


def test_a_question_about_what_is_late_already_promises_no_longer_time() -> None:
    assert may_hold(late(), at("2020-11-30 12:00")) and not may_hold(late(), at("2020-12-01 12:00"))


@pytest.mark.clause("LC-4.4")
def test_libra_does_not_stop_its_clock_for_a_question() -> None:
    case_ = asked(office())
    assert case_.question is None and case_.deadlines[0].held_since is None


def test_a_clock_that_would_stand_still_for_ever_is_refused() -> None:
    text = load("libra-children-services").text.replace("{ pauses = false,", "{ pauses = true,")
    with pytest.raises(PolicyError, match="write how long an answer is waited for"):
        loads(text, "libra.toml")

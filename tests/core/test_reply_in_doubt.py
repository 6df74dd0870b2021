"""A reply that may be an appeal: who is asked, who may say, and what happens where nobody does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow.core.case import Status, What
from mailflow.core.classify import Reading
from mailflow.core.decide import decide
from mailflow.core.facts import AppealMade, StageOpened
from mailflow.core.facts_beside import AppealDoubted
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import TimePassed
from tests.core.test_laws import FAMILY, WHOLE, Walk, begun


def decided(policy: str = "libra-children-services") -> Walk:
    walk = begun(policy, FAMILY)
    walk.post()
    walk.staff(walk.case.handlers[0].address, "#outcome not upheld", WHOLE[0])
    walk.post()
    assert walk.case.status is Status.DECIDED
    return walk


def opened(walk: Walk) -> list[str]:
    return [one.event.stage for one in walk.facts if isinstance(one.event, StageOpened)]


def test_a_reply_that_does_not_plainly_accept_is_put_before_the_handler() -> None:
    walk = decided()
    decision = walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    assert [(one.kind, one.facts["reason"]) for one in decision.letters] == [(LetterKind.HANDLER_NOTICE, "doubt")]
    assert walk.case.doubtful_appeal is not None and "perhaps-appeal" in walk.case.tags


@pytest.mark.parametrize("text", ["Thank you.", "I accept the outcome.", "I do not wish to appeal."])
def test_a_plain_acceptance_is_left_as_a_reply(text: str) -> None:
    walk = decided()
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", text)
    assert walk.case.doubtful_appeal is None and walk.case.tags == ()


def test_before_any_outcome_nothing_is_in_doubt() -> None:
    walk = begun("libra-children-services", FAMILY)
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    assert walk.case.doubtful_appeal is None


def test_a_machine_is_never_in_doubt_and_neither_is_what_may_be_one() -> None:
    walk = decided()
    walk.machine("Re: hello")
    assert walk.case.doubtful_appeal is None
    likely = Reading(as_=None, because="perhaps a machine", acknowledge=False)
    trigger = walk.message(FAMILY, "Re: hello", "I am away and cannot read this.", likely)
    walk.take(decide(walk.case, trigger, walk.office, Threaded(writer=Writer.COMPLAINANT, case=walk.case, because="x")))
    assert walk.case.doubtful_appeal is None


def test_unanswered_it_counts_at_the_end_of_the_window_and_not_a_second_before() -> None:
    walk = decided()
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    window = walk.case.deadline(What.APPEAL, walk.case.stage)
    assert window is not None
    walk.now = window.due.due_at
    walk.tick()
    assert opened(walk) == ["stage-1"]
    walk.now += timedelta(seconds=1)
    walk.tick()
    assert opened(walk) == ["stage-1", "stage-2"]
    assert walk.case.stage_since == window.due.due_at
    assert [one.event.word for one in walk.facts if isinstance(one.event, AppealMade)] == ["unanswered doubt"]


def test_where_there_is_no_window_it_counts_after_fourteen_days_from_the_first_such_reply() -> None:
    walk = decided("big-bums-little-bums")
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    assert walk.case.doubtful_appeal is not None
    last = walk.office.calendar.end_of(
        walk.office.calendar.day_of(walk.case.doubtful_appeal.received_at) + timedelta(days=14)
    )
    walk.now += timedelta(days=7)
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Has anybody read this?")
    walk.now = last
    walk.tick()
    assert opened(walk) == ["stage-1"]
    walk.now += timedelta(seconds=1)
    walk.tick()
    assert opened(walk) == ["stage-1", "stage-2"]


def test_it_counts_also_where_the_case_would_have_closed_in_between() -> None:
    walk = decided("big-bums-little-bums")
    assert walk.case.close_on is not None
    walk.now = walk.case.close_on.due_at - timedelta(days=1)
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    walk.now += timedelta(days=3)
    walk.tick()
    assert walk.case.status is Status.DECIDED
    walk.now += timedelta(days=12)
    walk.tick()
    assert opened(walk) == ["stage-1", "stage-2"]


def test_the_handler_says_that_it_is_one_and_the_clocks_start_then() -> None:
    walk = decided()
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    doubtful = [one.event.message for one in walk.facts if isinstance(one.event, AppealDoubted)]
    walk.now += timedelta(days=2)
    walk.staff(walk.case.handlers[0].address, "#appeal", "")
    assert walk.case.stage == "stage-2" and walk.case.stage_since == walk.now
    assert walk.case.stage_messages[-1:] == tuple(doubtful)
    assert walk.case.doubtful_appeal is None
    assert walk.case.tags == ("appeal",)


def test_the_handler_says_that_it_is_none_and_the_case_closes_in_its_time() -> None:
    walk = decided()
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    walk.staff(walk.case.handlers[0].address, "#not an appeal", "")
    assert walk.case.doubtful_appeal is None and walk.case.tags == ()
    walk.now += timedelta(days=20)
    walk.tick()
    assert walk.case.status is Status.CLOSED


def test_an_appeal_word_that_comes_late_explains_a_reply_that_came_in_time() -> None:
    walk = decided()
    walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
    walk.now += timedelta(days=20)  # the clock has not run yet: mail is read first
    walk.mail(FAMILY, Writer.COMPLAINANT, "Appeal", "I meant it so.")
    assert walk.case.stage == "stage-2" and "late" not in walk.case.tags


def test_a_question_that_came_after_the_window_and_is_read_before_the_clock_counts_as_nothing_by_itself() -> None:
    walk = decided()
    walk.now += timedelta(days=20)  # mailflow stood still: the case is not closed yet
    walk.mail(FAMILY, Writer.COMPLAINANT, "Can I appeal?", "I was away.")
    assert walk.case.doubtful_appeal is not None
    walk.tick()
    assert opened(walk) == ["stage-1"] and walk.case.status is Status.CLOSED
    walk.staff(walk.case.handlers[0].address, "#appeal", "")
    assert opened(walk) == ["stage-1", "stage-2"] and "late" in walk.case.tags


def test_a_question_on_a_withdrawn_complaint_lets_no_later_appeal_in_by_itself() -> None:
    walk = begun("libra-children-services", FAMILY)
    walk.post()
    walk.staff(walk.case.handlers[0].address, "#outcome withdrawn", "")
    walk.post()
    assert walk.case.status is Status.CLOSED and walk.case.deadline(What.APPEAL, "stage-1") is None
    walk.mail(FAMILY, Writer.COMPLAINANT, "Can I appeal?", "It was wrong after all.")
    walk.mail(FAMILY, Writer.COMPLAINANT, "Appeal", "It was wrong after all.")
    assert opened(walk) == ["stage-1"] and walk.case.late_appeal is not None


def test_the_family_is_told_when_their_reply_came_not_when_it_was_taken_for_an_appeal() -> None:
    said, silent = decided(), decided()
    for walk in (said, silent):
        walk.mail(FAMILY, Writer.COMPLAINANT, "Re: hello", "Nobody asked the driver.")
        walk.queued.clear()
    came = said.office.calendar.day_of(said.now)
    said.now += timedelta(days=2)
    decision = said.mail(said.case.handlers[0].address, Writer.STAFF, "Re: hello", "#appeal")
    silent.now += timedelta(days=20)
    counted = decide(silent.case, TimePassed(now=silent.now), silent.office)
    for letters in (decision.letters, counted.letters):
        told = [one.facts for one in letters if one.kind is LetterKind.ACKNOWLEDGEMENT]
        assert told == [{"opened_by": "appeal", "received_on": came.isoformat()}]


@pytest.mark.clause("SS-2.7")
def test_a_request_to_reconsider_is_put_before_who_decided_once_and_the_window_goes_on() -> None:
    walk = begun("stepping-stones", FAMILY)
    walk.staff(walk.case.handlers[0].address, "#stage stage-2", "")
    walk.staff(walk.case.handlers[0].address, "#outcome not upheld", "No.")
    walk.post()
    window = walk.case.deadline(What.APPEAL, "stage-2")
    decision = walk.mail(FAMILY, Writer.COMPLAINANT, "Could you reconsider?", "There were two.")
    assert [one.facts["reason"] for one in decision.letters] == ["reconsider"]
    assert walk.case.doubtful_appeal is None
    walk.now += timedelta(days=2)
    walk.staff(walk.case.handlers[0].address, "#outcome upheld", "Yes.")
    walk.post()
    assert str(walk.case.outcome) == "upheld" and walk.case.deadline(What.APPEAL, "stage-2") == window
    walk.staff(walk.case.handlers[0].address, "#outcome not upheld", "No.")
    walk.mail(FAMILY, Writer.COMPLAINANT, "Reconsider", "And again.")
    assert str(walk.case.outcome) == "upheld" and walk.case.doubtful_appeal is not None

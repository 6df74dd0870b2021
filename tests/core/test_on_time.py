"""Time passes: at which minute who is written to, at every edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.core.case import Case, Handler, Mark, What
from mailflow.core.days import Duration
from mailflow.core.decide import decide, wake_at
from mailflow.core.decision import SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import DeadlineMet, DeadlineSet, Event, Fact, MessageFiled, Reminded, StageOpened
from mailflow.core.facts_beside import TaskSet
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.trigger import TimePassed
from mailflow.letters.compose import compose
from mailflow.policies import PolicyError, load, loads
from mailflow.store.codec import load_event
from tests.core.cast import case, office
from tests.letters.offices import our_templates

HANDLER = Handler(role="coordinator", name="Coordinator", address="coordinator@office.example")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def promised(since: str, within: str, what: What = What.RESPOND) -> Case:
    """Return a case with one promise."""
    begun = at(since)
    due = office().calendar.due(begun, Duration.parse(within), "LC-4.5")
    events: tuple[Event, ...] = (
        StageOpened(stage="stage-1", since=begun, handlers=(HANDLER,), because="complaint"),
        DeadlineSet(what=what, stage="stage-1", source="LC-4.5", due=due),
    )
    return fold(tuple(Fact(at=begun, by="x", event=one) for one in events), case())


def written(before: Case, now: str) -> list[str]:
    """Return what goes out at a time, and check that the case then asks for the future."""
    decision = decide(before, TimePassed(now=at(now)), office())
    after = fold(decision.facts, before) if decision.facts else before
    again = wake_at(after, office())
    assert again is None or again > at(now)
    return [one.kind.value for one in decision.letters]


# Due on Monday 30 November 2020: the working days before it are Friday 27 and Thursday 26.
@pytest.mark.parametrize(
    ("now", "letters"),
    [
        ("2020-11-26 07:59:59", []),
        ("2020-11-26 08:00:00", ["reminder"]),
        ("2020-11-27 08:00:00", ["reminder"]),
        ("2020-11-30 23:59:59", ["reminder"]),
        ("2020-12-01 07:59:59", ["reminder"]),
        ("2020-12-01 08:00:00", ["breach-notice"]),
        ("2021-03-01 12:00:00", ["breach-notice"]),
    ],
)
def test_of_several_that_are_due_only_the_latest_goes(now: str, letters: list[str]) -> None:
    assert written(promised("2020-11-02 09:30", "4 weeks"), now) == letters


@pytest.mark.parametrize(
    ("reminded", "now", "letters"),
    [
        (Mark.TWO_DAYS, "2020-11-26 23:00:00", []),
        (Mark.TWO_DAYS, "2020-11-27 07:59:59", []),
        (Mark.TWO_DAYS, "2020-11-27 08:00:00", ["reminder"]),
        (Mark.ONE_DAY, "2020-11-30 12:00:00", []),
        (Mark.ONE_DAY, "2020-12-01 08:00:00", ["breach-notice"]),
        (Mark.BREACH, "2021-12-01 08:00:00", []),
    ],
)
def test_each_letter_goes_once(reminded: Mark, now: str, letters: list[str]) -> None:
    before = promised("2020-11-02 09:30", "4 weeks")
    event = Reminded(what=What.RESPOND, stage="stage-1", source="LC-4.5", mark=reminded)
    assert written(fold((Fact(at=at("2020-11-26 08:00"), by="x", event=event),), before), now) == letters


def test_a_promise_made_too_late_for_a_reminder_has_the_next_one_only() -> None:
    # Received on Monday at noon, due on Wednesday: the reminder of Monday morning was before the promise.
    short = promised("2020-11-02 12:00", "2 days")
    assert wake_at(short, office()) == at("2020-11-03 08:00")
    assert written(short, "2020-11-02 13:00") == []
    assert written(short, "2020-11-03 08:00") == ["reminder"]


@pytest.mark.parametrize(
    ("since", "within", "wakes"),
    [
        # Due on Thursday 31 December: the bank holidays 25 and 28 lie before it.
        ("2020-12-18 17:30", "7 working days", "2020-12-29 08:00"),
        # Due on Tuesday 5 January: Monday 4, Thursday 31; 1 January is no working day.
        ("2020-12-22 09:00", "2 weeks", "2020-12-31 08:00"),
        # Due on Easter Tuesday: Thursday before Good Friday, and the Wednesday.
        ("2021-03-30 09:00", "1 week", "2021-03-31 07:00"),
        # The clocks went forward on 28 March: 08:00 is 07:00 UTC.
        ("2021-03-01 09:00", "4 weeks", "2021-03-25 08:00"),
        ("2021-03-02 09:00", "4 weeks", "2021-03-26 08:00"),
        ("2021-03-03 09:00", "4 weeks", "2021-03-29 07:00"),
    ],
)
def test_the_first_reminder_is_on_the_second_working_day_before(since: str, within: str, wakes: str) -> None:
    assert wake_at(promised(since, within), office()) == at(wakes)


def test_nobody_is_reminded_of_an_acknowledgement_but_its_failure_is_told() -> None:
    before = promised("2020-11-02 09:30", "1 week", What.ACKNOWLEDGE)
    assert wake_at(before, office()) == at("2020-11-10 08:00")
    assert written(before, "2020-11-10 07:59:59") == []
    assert written(before, "2020-11-10 08:00:00") == ["breach-notice"]


def test_a_kept_promise_reminds_nobody_and_a_quiet_week_does() -> None:
    before = promised("2020-11-02 09:30", "4 weeks")
    met = DeadlineMet(what=What.RESPOND, stage="stage-1", source="LC-4.5", met_at=at("2020-11-03 09:00"))
    kept = fold((Fact(at=at("2020-11-03 09:00"), by="x", event=met),), before)
    assert written(kept, "2020-11-10 07:59:59") == []
    assert written(kept, "2020-11-10 08:00:00") == ["reminder"]


@pytest.mark.parametrize(("as_", "wakes"), [("reply", "2020-11-12 08:00"), ("auto-reply", "2020-11-10 08:00")])
def test_an_absence_notice_does_not_break_a_quiet_week(as_: str, wakes: str) -> None:
    before = promised("2020-11-02 09:30", "4 weeks")
    met = DeadlineMet(what=What.RESPOND, stage="stage-1", source="LC-4.5", met_at=at("2020-11-03 09:00"))
    filed = MessageFiled(message=2, as_=as_)
    facts = (Fact(at=at("2020-11-03 09:00"), by="x", event=met), Fact(at=at("2020-11-05 09:00"), by="x", event=filed))
    assert wake_at(fold(facts, before), office()) == at(wakes)


# --- the policy's own times -------------------------------------------------------------------------------------------


def with_reminders(*spans: str) -> Office:
    here = office()
    times = tuple(Duration.parse(one) for one in spans)
    return replace(here, policy=here.policy.model_copy(update={"reminders": times}))


# Due on Monday 30 November 2020.
@pytest.mark.parametrize(
    ("spans", "times"),
    [
        (("1 week",), ["2020-11-23 08:00", "2020-12-01 08:00"]),
        (("3 days", "5 working days"), ["2020-11-23 08:00", "2020-11-27 08:00", "2020-12-01 08:00"]),
        ((), ["2020-12-01 08:00"]),
    ],
)
def test_the_policy_says_when_staff_are_reminded(spans: tuple[str, ...], times: list[str]) -> None:
    here, now, before, seen = (
        with_reminders(*spans),
        at("2020-11-02 09:30"),
        promised("2020-11-02 09:30", "4 weeks"),
        [],
    )
    while (wakes := wake_at(before, here)) is not None and wakes < at("2020-12-02"):
        assert wakes > now
        decision = decide(before, TimePassed(now=wakes), here)
        assert len(decision.letters) == 1
        seen.append(wakes)
        before, now = fold(decision.facts, before), wakes
    assert seen == [at(one) for one in times]


def test_each_of_the_policys_own_reminders_goes_once() -> None:
    here, before = with_reminders("1 week", "3 days"), promised("2020-11-02 09:30", "4 weeks")
    first = decide(before, TimePassed(now=at("2020-11-23 08:00")), here)
    after = fold(first.facts, before)
    assert after.deadlines[0].reminded == "1 week before"
    assert decide(after, TimePassed(now=at("2020-11-26 12:00")), here).letters == ()


@pytest.mark.parametrize("span", ["48 hours", "1 month"])
def test_a_reminder_lies_whole_days_before(span: str) -> None:
    text = f'reminders = ["{span}"]\n' + load("libra-children-services").text
    with pytest.raises(PolicyError, match="write days, working days or weeks"):
        loads(text, "libra.toml")


# --- several at once --------------------------------------------------------------------------------------------------


def with_another(before: Case, since: str, within: str, what: What, source: str) -> Case:
    due = office().calendar.due(at(since), Duration.parse(within), source)
    fact = Fact(at=at(since), by="x", event=DeadlineSet(what=what, stage="stage-1", source=source, due=due))
    return fold((fact,), before)


def test_of_two_limits_missed_at_once_one_notice_tells_both() -> None:
    begun = promised("2020-11-02 09:30", "4 weeks")
    before = with_another(begun, "2020-11-02 09:30", "28 days", What.STATUTORY, "EYFS 3.75")
    (letter,) = decide(before, TimePassed(now=at("2020-12-01 08:00")), office()).letters
    assert letter.kind is LetterKind.BREACH_NOTICE
    text = written_out(letter, before)
    assert "LC-4.5" in text and "EYFS 3.75" in text and "still to come" not in text


def test_a_breach_and_a_reminder_at_once_are_one_notice_that_tells_both_dates() -> None:
    begun = promised("2020-11-02 09:30", "4 weeks")
    before = with_another(begun, "2020-11-02 09:30", "30 days", What.MEET, "LC-6.3")
    decision = decide(before, TimePassed(now=at("2020-12-01 08:00")), office())
    (letter,) = decision.letters
    assert letter.kind is LetterKind.BREACH_NOTICE
    text = written_out(letter, before)
    assert "Monday 30 November 2020" in text and "Wednesday 2 December 2020 (this is still to come)" in text
    assert all(one.reminded for one in fold(decision.facts, before).deadlines)


def test_two_reminders_at_once_are_one_letter_that_tells_both_dates() -> None:
    begun = promised("2020-11-02 09:30", "4 weeks")
    before = with_another(begun, "2020-11-02 09:30", "29 days", What.MEET, "LC-6.3")
    (letter,) = decide(before, TimePassed(now=at("2020-11-27 08:00")), office()).letters
    assert letter.kind is LetterKind.REMINDER
    text = written_out(letter, before)
    assert "Monday 30 November 2020" in text and "Tuesday 1 December 2020" in text


def test_a_task_that_is_due_with_a_promise_stands_in_the_same_letter() -> None:
    begun = promised("2020-11-02 09:30", "4 weeks")
    due = office().calendar.until(at("2020-11-27").date(), at("2020-11-02 09:30"), "LC-4.3")
    task = TaskSet(id=1, what="Ring the bus company", for_="coordinator", source="LC-4.3", due=due)
    before = fold((Fact(at=at("2020-11-02 09:30"), by="x", event=task),), begun)
    decision = decide(before, TimePassed(now=at("2020-11-27 08:00")), office())
    (letter,) = decision.letters
    text = written_out(letter, before)
    assert "Ring the bus company" in text and "#done 1" in text and "Monday 30 November 2020" in text
    assert fold(decision.facts, before).tasks[0].reminded


def written_out(letter: SendLetter, about: Case) -> str:
    return compose(letter, about, office(), templates=our_templates()).text


# --- what was recorded before -----------------------------------------------------------------------------------------


def test_a_reminder_on_record_from_before_policies_set_the_times_still_counts() -> None:
    event = load_event(
        "reminded", '{"what": "respond", "stage": "stage-1", "source": "LC-4.5", "mark": "two working days before"}'
    )
    assert event == Reminded(what=What.RESPOND, stage="stage-1", source="LC-4.5", mark=Mark.TWO_DAYS)
    before = fold((Fact(at=at("2020-11-26 08:00"), by="x", event=event),), promised("2020-11-02 09:30", "4 weeks"))
    assert wake_at(before, office()) == at("2020-11-27 08:00")


def test_a_breach_on_record_from_before_is_not_taken_up_again() -> None:
    told = Reminded(what=What.RESPOND, stage="stage-1", source="LC-4.5", mark=Mark.BREACH)
    before = fold((Fact(at=at("2020-12-01 08:00"), by="x", event=told),), promised("2020-11-02 09:30", "4 weeks"))
    assert wake_at(before, office()) is None

"""Time passes: at which minute who is written to, at every edge."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailflow.core.case import Case, Handler, Mark, What
from mailflow.core.days import Duration
from mailflow.core.decide import decide, wake_at
from mailflow.core.evolve import fold
from mailflow.core.facts import DeadlineMet, DeadlineSet, Event, Fact, MessageFiled, Reminded, StageOpened
from mailflow.core.trigger import TimePassed
from tests.core.cast import case, office

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

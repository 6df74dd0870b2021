"""A reply that may be an appeal waits: whoever can say what it is hears of it once more, while a day is left."""

from __future__ import annotations

import pytest

from mailflow.core.case import Case, Outcome, What
from mailflow.core.days import Duration
from mailflow.core.decide import wake_at
from mailflow.core.facts import DeadlineSet, OutcomeGiven, StageDecided
from mailflow.core.facts_beside import AppealDoubted
from tests.core.cast import office
from tests.core.test_escalation import after, at, late, ticked

LIBRA = "libra-children-services"


def doubted(when: str, window: str = "2 weeks") -> Case:
    """Return an answered case whose window ends on Monday 23 November 2020, with a doubtful reply."""
    sent = at("2020-11-09 10:00")
    ends = office().calendar.due(sent, Duration.parse(window), "LC-5.1")
    decided = after(
        late(),
        sent,
        OutcomeGiven(stage="stage-1", outcome=Outcome.NOT_UPHELD, message=2, window=ends),
        DeadlineSet(what=What.APPEAL, stage="stage-1", source="LC-5.1", due=ends),
        StageDecided(stage="stage-1", outcome=Outcome.NOT_UPHELD, sent_at=sent, final=False, close_on=ends),
    )
    return after(decided, at(when), AppealDoubted(message=3, received_at=at(when)))


@pytest.mark.parametrize(
    ("now", "n"),
    [
        ("2020-11-20 07:59:59", 0),
        ("2020-11-20 08:00:00", 1),
        ("2020-11-22 23:59:59", 1),
        ("2020-11-23 00:00:00", 0),  # the last day has begun: too late to be of use
        ("2020-11-23 23:59:59", 0),
    ],
)
def test_the_reminder_goes_on_the_last_working_day_before_and_not_on_the_last_day(now: str, n: int) -> None:
    _, letters = ticked(doubted("2020-11-11 09:00"), now, office())
    assert [one.to.address for one in letters] == ["coordinator@office.example"] * n


def test_it_goes_once() -> None:
    case_, _ = ticked(doubted("2020-11-11 09:00"), "2020-11-20 08:00", office())
    assert wake_at(case_, office()) == at("2020-11-24 00:00")
    assert ticked(case_, "2020-11-21 08:00", office())[1] == []


@pytest.mark.parametrize(
    ("when", "wakes"), [("2020-11-20 07:59", "2020-11-20 08:00"), ("2020-11-20 08:01", "2020-11-24 00:00")]
)
def test_a_reply_that_came_after_that_morning_has_its_own_notice_only(when: str, wakes: str) -> None:
    assert wake_at(doubted(when), office()) == at(wakes)


def test_a_late_clock_counts_the_reply_and_reminds_nobody() -> None:
    case_, letters = ticked(doubted("2020-11-11 09:00"), "2020-11-24 09:00", office())
    assert case_.stage == "stage-2"
    assert "reminder" not in [one.kind.value for one in letters]

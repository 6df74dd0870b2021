"""Which dates an open case would have under another policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mailflow.core.days import long_date
from mailflow.core.policy import Policy
from mailflow.policies import load, loads
from mailflow.simulate.moved import Move, moves
from mailflow.simulate.play import simulated
from mailflow.simulate.stories import read_story

COMPLAINT = "Mon 2026-11-02 09:30  >> mail from p@mail.example: Handover\n | It was late.\n"
OUTCOME = "Mon 2026-11-09 10:00  >> reply from coordinator to handler-notice\n | #outcome upheld\n | You are right.\n"
EXTENDED = "Mon 2026-11-09 10:00  >> reply from coordinator to handler-notice\n | #extend 11 December 2026\n | Late.\n"
END = "Tue 2026-11-24 09:00  >> clock\n"


def moved(folder: Path, story: str, change: Callable[[str], str]) -> list[Move]:
    """Play a story under Libra's policy, and hold its case against the policy with a changed text."""
    loaded = load("libra-children-services")
    new: Policy = loads(change(loaded.text), "new").policy
    (folder / "own.story").write_text(story, encoding="utf-8")
    with simulated(read_story(folder / "own.story"), "libra-children-services") as player:
        player.play()
        (case,) = player.cases()
        return list(moves(case, replace(player.desk.office, policy=new)))


def shown(found: list[Move]) -> list[tuple[str | None, str, str]]:
    def day(move: Move, which: str) -> str:
        due = getattr(move, which)
        return long_date(due.due_on) if due else "none"

    return [(one.what.value if one.what else None, day(one, "before"), day(one, "after")) for one in found]


def four_weeks_to(within: str) -> Callable[[str], str]:
    return lambda text: text.replace('within = "4 weeks"', f'within = "{within}"')


def window_to(within: str) -> Callable[[str], str]:
    return lambda text: text.replace('within = "2 weeks"\n', within)


def test_an_open_case_would_be_due_on_another_day(tmp_path: Path) -> None:
    found = moved(tmp_path, COMPLAINT, four_weeks_to("20 days"))
    assert shown(found) == [("respond", "Monday 30 November 2026", "Sunday 22 November 2026")]
    assert found[0].after is not None
    assert found[0].after.proof() == "20 days from Monday 2 November 2026 (09:30): Sunday 22 November 2026"


def test_another_way_to_say_the_same_day_moves_nothing(tmp_path: Path) -> None:
    assert moved(tmp_path, COMPLAINT, four_weeks_to("28 days")) == []


def test_a_date_that_a_person_set_stays(tmp_path: Path) -> None:
    assert moved(tmp_path, COMPLAINT + EXTENDED, four_weeks_to("20 days")) == []


def test_a_limit_that_goes_away_leaves_no_date(tmp_path: Path) -> None:
    def without(text: str) -> str:
        return text.replace('respond = [{ within = "4 weeks", source = "LC-4.5" }]', "")

    assert shown(moved(tmp_path, COMPLAINT, without)) == [("respond", "Monday 30 November 2026", "none")]


def test_the_window_of_a_case_that_was_answered_would_end_on_another_day(tmp_path: Path) -> None:
    found = moved(tmp_path, COMPLAINT + OUTCOME, window_to('within = "10 days"\n'))
    assert shown(found) == [("appeal", "Monday 23 November 2026", "Thursday 19 November 2026")]
    assert moved(tmp_path, COMPLAINT + OUTCOME, four_weeks_to("20 days")) == []


def test_without_a_window_the_case_would_be_closed_months_later(tmp_path: Path) -> None:
    (found,) = moved(tmp_path, COMPLAINT + OUTCOME, window_to(""))
    assert shown([found]) == [("appeal", "Monday 23 November 2026", "Tuesday 9 February 2027")]
    assert "no window" in found.note


def test_a_case_at_a_stage_that_is_gone_could_not_be_moved(tmp_path: Path) -> None:
    (found,) = moved(tmp_path, COMPLAINT, lambda text: text.replace('"stage-1"', '"first"'))
    assert found.what is None
    assert 'no stage "stage-1"' in found.note


def test_a_closed_case_stays_as_it_is(tmp_path: Path) -> None:
    assert moved(tmp_path, COMPLAINT + OUTCOME + END, window_to('within = "10 days"\n')) == []

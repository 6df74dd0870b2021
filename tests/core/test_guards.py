"""The parts that an outcome must have: LC-5.4 and BB-1.3."""

from __future__ import annotations

import pytest

from mailflow.core.case import Outcome
from mailflow.core.guards import missing_parts, parts_in, skeleton
from tests.core.cast import office

BB = office("big-bums-little-bums").policy
LC = office().policy


def missing(stage: str, outcome: Outcome, text: str, *, bb: bool = False) -> list[str]:
    return [one.name for one in missing_parts((BB if bb else LC).stage(stage), outcome, text)]


@pytest.mark.clause("LC-5.4")
@pytest.mark.parametrize("stage", ["stage-2", "stage-3"])
@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD])
def test_libra_wants_reasons_and_actions_from_stage_two_on(stage: str, outcome: Outcome) -> None:
    assert missing(stage, outcome, "No.") == ["Reasons", "Actions"]
    assert missing(stage, outcome, "Reasons: we saw it.") == ["Actions"]
    assert missing(stage, outcome, "Reasons: we saw it.\nActions: none") == []


@pytest.mark.clause("LC-4.5")
def test_libra_only_prompts_at_stage_one() -> None:
    assert missing("stage-1", Outcome.UPHELD, "No.") == []
    assert [one.name for one in LC.stage("stage-1").parts] == ["Findings", "Actions"]


@pytest.mark.clause("BB-1.3")
@pytest.mark.parametrize("stage", ["stage-1", "stage-2"])
@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.PARTLY_UPHELD])
def test_a_valid_complaint_at_big_bums_gets_three_parts(stage: str, outcome: Outcome) -> None:
    assert missing(stage, outcome, "Sorry.", bb=True) == ["Apology", "Explanation", "Correction"]
    whole = "Apology: sorry.\nExplanation: ill.\nCorrection: not again."
    assert missing(stage, outcome, whole, bb=True) == []


@pytest.mark.parametrize("outcome", [Outcome.NOT_UPHELD, Outcome.RESOLVED, Outcome.WITHDRAWN])
def test_what_is_not_upheld_at_big_bums_needs_no_part(outcome: Outcome) -> None:
    assert missing("stage-1", outcome, "No.", bb=True) == []


def test_stage_three_at_big_bums_has_no_parts() -> None:
    assert missing("stage-3", Outcome.UPHELD, "Yes.", bb=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "Reasons: a\nActions: b",
        "REASONS : a\nactions : b",
        "Reasons:\na\n\nActions:\nb",
        "**Reasons:** a\n**Actions:** b",
        "* Reasons: a\n* Actions: b",
        "> Reasons: a\n> Actions: b",
        "Dear Ms P,\n\nThe reasoning: a\nWhat we will do: b\n\nYours",
        "Reasons for the decision: a\nActions required: b",
        "Actions: b\nReasons: none",
    ],
)
def test_a_heading_is_known_in_any_dress(text: str) -> None:
    assert missing("stage-2", Outcome.UPHELD, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Reasons:\nActions:\n",
        "Reasons: a\nActions:   ",
        "The text has reasons: a and actions: b",
        "Reasons a\nActions b",
        "Seasons: a\nActions: b",
    ],
)
def test_an_empty_heading_or_none_at_the_start_of_a_line_is_missing(text: str) -> None:
    assert missing("stage-2", Outcome.UPHELD, text) != []


def test_the_skeleton_unfilled_is_not_an_answer() -> None:
    parts = LC.stage("stage-2").parts
    assert missing("stage-2", Outcome.UPHELD, skeleton(parts)) == ["Reasons", "Actions"]


def test_a_part_goes_on_to_the_next_heading() -> None:
    parts = LC.stage("stage-2").parts
    found = parts_in("Hello.\nReasons: one\ntwo: three\n\nActions: four\nFindings:\nfive", parts)
    assert found == {"Reasons": "one\ntwo: three", "Actions": "four", "Findings": "five"}

"""Dates counted by hand: bank holidays, closure days, clock changes, windows to the second, what goes at 08:00."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.world import FAMILY, World, plain

ADA = "ada@libra.example"
ANSWER = "#outcome not upheld\n\nDear Pat\nFindings: none\nReasons: it was not late\nActions: none"


def _dates(case: Any) -> dict[tuple[str, str], str]:
    return {(one["what"], one["source"]): one["due_at"] for one in case["deadlines"]}


#: What an email of Tuesday 22 December 2020, 10:00, opens, and which dates: counted with a calendar on paper.
#: Friday 25 and Monday 28 (for Boxing Day) December and Friday 1 January are bank holidays; closed from 29 to 31.
OPENS: dict[str, tuple[str, dict[tuple[str, str], str]]] = {
    "little-footsteps": (
        "formal-review",
        {("acknowledge", "LF-2.2"): "2020-12-24T10:00:00+00:00", ("respond", "LF-2.3"): "2021-01-08T23:59:59+00:00"},
    ),
    "big-bums-little-bums": ("stage-1", {("respond", "BB-1.1"): "2020-12-27T23:59:59+00:00"}),
    "stepping-stones": ("stage-1", {}),
    "childrens-links": (
        "complaint",
        {
            ("acknowledge", "CL-4.4a"): "2021-01-06T23:59:59+00:00",
            ("respond", "CL-4.4b"): "2021-02-08T23:59:59+00:00",
        },
    ),
    "libra-children-services": (
        "stage-1",
        {("acknowledge", "LC-4.2"): "2020-12-29T23:59:59+00:00", ("respond", "LC-4.5"): "2021-01-19T23:59:59+00:00"},
    ),
}


@pytest.mark.parametrize("policy", OPENS)
def test_an_email_opens_its_stage_with_its_dates_and_one_letter_each(world: World, policy: str) -> None:
    world.configure(policy, closed='["2020-12-29/2020-12-31"]')
    world.writes("Pat <p@mail.example>", "Late", "The bus was late.", "2020-12-22 10:00")
    world.once("2020-12-22 10:01")
    case = world.case()
    assert (case["stage"], _dates(case)) == OPENS[policy]
    assert world.kinds("p@mail.example") == ["acknowledgement"]
    assert world.kinds(ADA) == ["handler-notice"]
    copied = [one.recipients[0] for one in world.sink.envelopes if one.message["X-Mailflow-Letter"] == "copy"]
    expected = ["cora@libra.example", "wilma@libra.example"] if policy == "stepping-stones" else []
    assert sorted(copied) == expected


def test_hours_elapse_over_a_change_of_the_clocks(world: World) -> None:
    world.configure("little-footsteps")
    world.writes("Pat <p@mail.example>", "Late", "The bus was late.", "2020-10-24 10:00")
    world.once("2020-10-24 10:01")
    assert _dates(world.case()) == {
        ("acknowledge", "LF-2.2"): "2020-10-26T09:00:00+00:00",
        ("respond", "LF-2.3"): "2020-11-03T23:59:59+00:00",
    }


def test_reminders_and_the_breach_notice_go_at_eight(world: World) -> None:
    world.configure()
    world.writes("Pat <p@mail.example>", "Late", "The bus was late.", "2020-10-20 09:30")
    world.once("2020-10-20 09:31")
    heard = ["handler-notice"]
    for at, comes in (
        ("2020-11-13 07:59", []),
        ("2020-11-13 08:00", ["reminder"]),
        ("2020-11-16 08:00", ["reminder"]),
        ("2020-11-18 08:00", ["breach-notice"]),
    ):
        world.once(at)
        heard += comes
        assert world.kinds(ADA) == heard, at
    case = world.json("case", "show", "LC-2020-0001", "--now", "2020-11-19T12:00:00+00:00")
    missed = {one["what"]: one["missed"] for one in case["deadlines"]}
    assert missed == {"acknowledge": False, "respond": True}
    assert world.kinds(FAMILY) == [], "nobody else was written to"


def _decided(world: World) -> None:
    """Let an outcome leave on Tuesday 20 October 2020, so that the window ends on 3 November."""
    world.configure()
    world.writes(f"Pat <{FAMILY}>", "Late", "The bus was late.", "2020-10-20 09:30")
    world.once("2020-10-20 09:31")
    world.answers(world.letter(ADA, "handler-notice"), ANSWER, "2020-10-20 10:00")
    world.once("2020-10-20 10:01")


def test_an_appeal_in_the_last_second_is_in_time_although_read_weeks_later(world: World) -> None:
    _decided(world)
    outcome = world.letter(FAMILY, "outcome")
    assert "by the end of Tuesday 3 November 2020." in plain(outcome)
    world.answers(outcome, "I do.", "2020-11-03 23:59:59", subject=f"SV: Appeal {outcome.message['Subject']}")
    world.once("2020-11-10 07:00")
    case = world.case()
    assert (case["stage"], case["status"], case["tags"]) == ("stage-2", "open", ["appeal"])
    dates = {(one["what"], one["stage"]): one for one in case["deadlines"]}
    assert dates["appeal", "stage-1"]["due_at"] == "2020-11-03T23:59:59+00:00"
    assert dates["appeal", "stage-1"]["met_at"] == "2020-11-03T23:59:59+00:00"
    assert dates["respond", "stage-2"]["due_at"] == "2020-12-01T23:59:59+00:00", "its clock runs from the appeal"
    assert world.kinds(FAMILY) == ["acknowledgement", "outcome", "acknowledgement"]
    assert world.kinds("ben@libra.example") == ["handler-notice"]


def test_an_appeal_a_second_later_waits_for_a_person_who_accepts_it(world: World) -> None:
    _decided(world)
    outcome = world.letter(FAMILY, "outcome")
    world.answers(outcome, "I do.", "2020-11-04 00:00:00", subject=f"Appeal {outcome.message['Subject']}")
    world.once("2020-11-04 09:00")
    case = world.case()
    assert (case["stage"], case["status"], case["tags"]) == ("stage-1", "open", ["late"])
    assert world.kinds(FAMILY)[2:] == ["appeal-late"]
    assert world.kinds(ADA) == ["handler-notice", "directive-done", "handler-notice"]
    world.answers(world.letter(ADA, "handler-notice"), "#accept", "2020-11-05 10:00")
    world.once("2020-11-05 10:01")
    case = world.case()
    assert (case["stage"], case["status"], case["tags"]) == ("stage-2", "open", ["late", "appeal"])
    assert _dates(case)["respond", "LC-5.3"] == "2020-12-03T23:59:59+00:00", "its clock runs from #accept"
    assert world.kinds(FAMILY)[3:] == ["acknowledgement"]


def test_the_window_closes_and_a_declined_appeal_stays_closed(world: World) -> None:
    _decided(world)
    world.once("2020-11-04 00:00:01")
    assert world.case()["status"] == "closed"
    outcome = world.letter(FAMILY, "outcome")
    world.answers(outcome, "I do.", "2020-11-05 10:00", subject=f"Appeal {outcome.message['Subject']}")
    world.once("2020-11-05 10:01")
    world.answers(world.letter(ADA, "handler-notice"), "#decline\nIt came two days late.", "2020-11-06 10:00")
    world.once("2020-11-06 10:01")
    assert world.case()["status"] == "closed"
    assert world.kinds(FAMILY)[2:] == ["appeal-late", "appeal-declined"]
    assert "It came two days late." in plain(world.letter(FAMILY, "appeal-declined"))


APPEALS = {
    "APPEAL {}": "appeal",
    "AW: Re: {} appealing": "appeal",
    "Re: {} Unhappy  with the\u00a0outcome": "appeal",
    "Fwd: {} review please": "appeal",
    "Appeal": "appeal",
    "Re: {}": "perhaps",
    "Re: {} reviewed": "perhaps",
    "Re: {} I do not appeal": "reply",
    "Re: {} appeal?": "perhaps",
}


def test_words_of_appeal_in_subjects(world: World) -> None:
    world.configure()
    for n in range(len(APPEALS)):
        world.writes(f"F <f{n}@mail.example>", f"Late {n}", f"The bus was late, day {n}.", "2020-11-02 09:00")
    world.once("2020-11-02 09:30")
    for notice in world.sink.to(ADA):
        world.answers(notice, ANSWER, "2020-11-03 10:00")
    world.once("2020-11-03 10:01")
    for n, subject in enumerate(APPEALS):
        outcome = world.letter(f"f{n}@mail.example", "outcome")
        words = subject.format(" ".join(str(outcome.message["Subject"]).split()))
        world.answers(outcome, "Please take this on.", "2020-11-04 10:00", subject=words)
    world.once("2020-11-04 10:01")
    found = {}
    for subject, case in zip(APPEALS, world.json("case", "list"), strict=True):
        tags, stage = case["tags"], case["stage"]
        found[subject] = "perhaps" if "perhaps-appeal" in tags else "appeal" if stage == "stage-2" else "reply"
    assert found == APPEALS

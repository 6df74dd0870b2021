"""``mailflow retention due``: what is past its time, and what a person keeps all the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from mailflow.flow.kept_until import give_notice
from mailflow.settings import load_settings
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.player import Player
from mailflow.simulate.stories import read_story
from mailflow.wiring import desks
from tests.admin.conftest import Folder

STORY = """\
Mon 2026-11-02 09:30  >> mail from p@mail.example: The nanny
                      |  She did not come. Zebrafinch.
Mon 2026-11-02 09:31  >> mail from q@mail.example: The invoice
                      |  It is wrong.
Fri 2026-11-06 10:00  >> reply from hana@office.example to handler-notice (about LC-2026-0001)
                      |  #close they have moved away
"""
STAFF = """
[[staff]]
name = "Hana Handler"
address = "hana@office.example"
roles = ["complaints_handler", "mediator", "independent_reviewer", "safeguarding_lead"]
"""
LAST, PAST = "2031-11-06T23:59:59Z", "2031-11-07T00:00:00Z"


@pytest.fixture
def played(folder: Folder) -> Folder:
    """An office of Little Footsteps with a case that was closed on 6 November 2026, and one that is open."""
    text = folder.config.read_text(encoding="utf-8").replace("libra-children-services", "little-footsteps")
    folder.config.write_text(
        text.partition("[[staff]]")[0] + '[staff_mail]\nrequire = "token"\n' + STAFF, encoding="utf-8"
    )
    (folder.path / "own.story").write_text(STORY, encoding="utf-8")
    story, servers = read_story(folder.path / "own.story"), MemoryServers()
    with desks(load_settings(folder.config), story.steps[0].at) as laid:
        desk = replace(laid[0], mailbox=lambda: MemoryMailbox(servers), post=lambda: MemoryPost(servers))
        Player(story=story, desk=desk, servers=servers, mailbox="complaints@libra.example").play()
    return folder


@pytest.mark.clause("LF-4.2")
@pytest.mark.parametrize(("now", "due"), [(LAST, []), (PAST, ["LC-2026-0001"])])
def test_lf_4_2_a_record_is_past_its_time_five_years_after_its_case_closed(
    played: Folder, now: str, due: list[str]
) -> None:
    assert [one["ref"] for one in played.json("retention", "due", "--now", now) if one["due"]] == due


def test_with_all_every_closed_case_says_until_when_it_is_kept(played: Folder) -> None:
    (one,) = played.json("retention", "due", "--all", "--now", LAST)
    assert (one["ref"], one["due"], one["hold"], one["source"]) == ("LC-2026-0001", False, False, "LF-4.2")
    assert one["closed_at"].startswith("2026-11-06T10:00") and one["kept_until"].startswith("2031-11-06T23:59:59")
    lines = played.done("retention", "due", "--all", "--now", LAST).splitlines()
    assert re.match(r"LC-2026-0001 +2026-11-06 10:00 +2031-11-06 23:59", lines[1])
    assert lines[-1] == "0 records past their time."


@pytest.mark.clause("LF-4.2")
def test_lf_4_2_a_case_on_hold_is_never_due(played: Folder) -> None:
    played.done("case", "hold", "LC-2026-0001", "--reason", "a court asked", "--yes", "--now", LAST)
    (one,) = played.json("retention", "due", "--now", PAST)
    assert (one["due"], one["hold"]) == (False, True)
    assert "on hold" in played.done("retention", "due", "--now", PAST)


@pytest.mark.parametrize(
    ("now", "told"),
    [("2031-10-07T23:59:59+00:00", 0), ("2031-10-08T00:00:01+00:00", 1)],
    ids=["before", "a month before"],
)
def test_the_admin_hears_a_month_before_a_record_goes_and_once(played: Folder, now: str, told: int) -> None:
    at = datetime.fromisoformat(now)
    with desks(load_settings(played.config), at) as laid:
        assert give_notice(laid[0], at) == told
        assert give_notice(laid[0], at) == 0
    notices = [one for one in played.json("letter", "list") if one["kind"] == "admin-notice"]
    assert len(notices) == told
    for one in notices:
        text = played.json("letter", "show", str(one["id"]))["text"]
        assert "The record of LC-2026-0001 is kept until Thursday 6 November 2031" in text
        assert 'mailflow case hold LC-2026-0001 --reason "…"' in text


def test_nobody_is_told_of_a_record_on_hold(played: Folder) -> None:
    played.done("case", "hold", "LC-2026-0001", "--reason", "a court asked", "--yes", "--now", LAST)
    at = datetime.fromisoformat(PAST)
    with desks(load_settings(played.config), at) as laid:
        assert give_notice(laid[0], at) == 0


def test_a_policy_that_sets_no_time_says_so(folder: Folder) -> None:
    told = folder.done("retention", "due", "--now", PAST)
    assert told.startswith("0 records past their time.\nThe policy libra-children-services sets no time")

"""``mailflow policy``: without any configuration."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailflow.admin.root import mailflow
from mailflow.settings import load_settings
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.player import Player
from mailflow.simulate.stories import read_story
from mailflow.wiring import desks
from tests.admin.conftest import Folder

NAMES = ["big-bums-little-bums", "childrens-links", "libra-children-services", "little-footsteps", "stepping-stones"]


def answer(*words: str) -> str:
    """Run a command that must succeed."""
    result = CliRunner().invoke(mailflow, ["policy", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_policies_are_listed() -> None:
    assert [one["name"] for one in json.loads(answer("list", "--json"))] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_is_sound_shown_and_has_its_clauses(name: str) -> None:
    assert answer("check", name).startswith(f"{name}: nothing is wrong with it")
    assert "handled by" in answer("show", name)
    assert json.loads(answer("show", name, "--json"))["name"] == name
    clauses = json.loads(answer("clauses", name, "--json"))
    assert clauses
    assert clauses[0].keys() == {"policy", "clause", "says", "by", "does", "rule", "tests", "planned"}


def test_without_a_name_all_eighty_four_clauses_are_listed_with_rule_and_tests() -> None:
    clauses = json.loads(answer("clauses", "--json"))
    assert len(clauses) == len({one["clause"] for one in clauses}) == 84
    (one,) = [one for one in clauses if one["clause"] == "LC-4.2"]
    assert one["rule"] == ["stages.stage-1.acknowledge"]
    assert "tests/scenarios/test_stories.py::test_the_story_goes_as_it_is_told[libra-all-stages]" in one["tests"]
    lines = answer("clauses").splitlines()
    assert "LC-4.2 (acts): Acknowledged in writing within one week" in lines
    assert "    rule: stages.stage-1.acknowledge" in lines
    assert lines[-1].startswith("84 of 84 clauses have a rule and a test.")
    waiting = sum(one["planned"] is not None for one in clauses)
    assert lines[-1].endswith(f" Of {waiting} a part is still to come." if waiting else "a rule and a test.")


def test_every_problem_of_a_file_is_a_line_and_status_2(tmp_path: Path) -> None:
    text = Path("policies/libra-children-services.toml").read_text(encoding="utf-8")
    wrong = text.replace('to = "stage-2"', 'to = "stage-9"').replace('handlers = ["chair"]', 'handlers = ["chairs"]')
    (tmp_path / "own.toml").write_text(wrong, encoding="utf-8")
    result = CliRunner().invoke(mailflow, ["policy", "check", str(tmp_path / "own.toml")])
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) >= 2
    assert all("own.toml" in line and "(line " in line for line in lines)


def test_the_schema_is_one() -> None:
    assert json.loads(answer("schema"))["$schema"].endswith("2020-12/schema")


def test_without_a_name_it_is_the_configured_one(folder: Folder) -> None:
    assert folder.done("policy", "show").startswith("Libra Children Services")


# --- check, the critic ------------------------------------------------------------------------------------------------


def test_warnings_name_their_clauses_and_fail_nothing() -> None:
    lines = answer("check", "childrens-links").splitlines()
    assert lines[0] == f"childrens-links: nothing is wrong with it; {len(lines) - 1} things to look at:"
    (law,) = [line for line in lines if "eyfs" in line]
    assert law.startswith(
        "  complaint (CL-4.4b): the answer is promised within 28 working days, and the law eyfs gives"
    )


def test_the_laws_can_be_chosen_and_one_that_is_not_there_is_named() -> None:
    assert "eyfs" not in answer("check", "childrens-links", "--law", "lado")
    result = CliRunner().invoke(mailflow, ["policy", "check", "--law", "eyf"])
    assert result.exit_code == 2
    assert 'there is no law "eyf"; did you mean "eyfs"?' in result.stderr


@pytest.mark.clause("SS-7.1")
@pytest.mark.parametrize(("now", "overdue"), [("2022-07-26T22:59:59Z", False), ("2022-07-26T23:00:00Z", True)])
def test_ss_7_1_a_review_is_overdue_from_the_midnight_of_london(now: str, overdue: bool) -> None:
    assert ("review (SS-7.1)" in answer("check", "stepping-stones", "--now", now)) is overdue


def test_warnings_are_in_the_json_beside_the_problems() -> None:
    (told,) = json.loads(answer("check", "stepping-stones", "--json"))
    assert told["ok"] is True
    assert told["problems"] == []
    assert ["SS-2.5" in one["clauses"] for one in told["warnings"]].count(True) == 1


# --- show --html ------------------------------------------------------------------------------------------------------


def test_the_picture_is_written_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "procedure.html"
    assert answer("show", "libra-children-services", "--html", str(file)) == f"{file}: written\n"
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "procedure.html"
    result = CliRunner().invoke(mailflow, ["policy", "show", "childrens-links", "--html", str(file)])
    assert result.exit_code == 1
    assert result.stderr == f"mailflow: {file}: No such file or directory. Correct the path or its permissions.\n"


# --- publish ----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("CL-5.3")
def test_a_leaflet_is_printed_or_written_as_a_page(tmp_path: Path) -> None:
    assert "Write to us in your own words." in answer("publish", "childrens-links")
    assert "Write to a@b.example in" in answer("publish", "childrens-links", "--address", "a@b.example")
    assert json.loads(answer("publish", "childrens-links", "--staff", "--json"))["sections"][-1]["title"] == (
        "For staff and volunteers"
    )
    file = tmp_path / "complain.html"
    assert answer("publish", "childrens-links", "--html", str(file)) == f"{file}: written\n"
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_configured_policy_is_published_with_the_address_of_its_mailbox(folder: Folder) -> None:
    assert f"Write to {load_settings(folder.config).organisation().mailbox.address} in" in folder.done(
        "policy", "publish"
    )


# --- simulate ---------------------------------------------------------------------------------------------------------

STORY = """\
Mon 2026-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
Tue 2026-12-01 09:00  >> clock
"""


def simulated(folder: Path, text: str, *more: str) -> Result:
    """Play a story under Libra's policy."""
    (folder / "own.story").write_text(text, encoding="utf-8")
    words = ["policy", "simulate", "libra-children-services", str(folder / "own.story"), *more]
    return CliRunner().invoke(mailflow, words)


def test_a_story_tells_who_gets_which_letter_when_with_the_proof_of_each_date(tmp_path: Path) -> None:
    told = simulated(tmp_path, STORY).stdout
    assert told.startswith("Monday 2 November 2026, 09:30  mail from p@mail.example: Handover\n")
    assert "  -> acknowledgement to p@mail.example: [LC-2026-0001] We have received your complaint\n" in told
    assert "  -> reminder to Coordinator <coordinator@office.example>" in told
    assert "  LC-2026-0001 stage-1, acknowledgement, kept at once: Monday 9 November 2026 (LC-4.2)\n" in told
    assert "     4 weeks from Monday 2 November 2026 (09:30): Monday 30 November 2026\n" in told
    assert "Tuesday 1 December 2026, 08:00  time passes\n" in told
    assert "  LC-2026-0001 stage-1, answer, missed: Monday 30 November 2026 (LC-4.5)\n" in told
    assert "It was late" not in told
    assert "     | Hello," in simulated(tmp_path, STORY, "--letters").stdout


def test_a_story_in_json_has_the_same(tmp_path: Path) -> None:
    told = json.loads(simulated(tmp_path, STORY, "--json").stdout)
    assert told["checked"] == 0
    assert told["moments"][0]["at"] == "2026-11-02T09:30:00+00:00"
    assert {one["kind"] for one in told["moments"][0]["letters"]} == {"acknowledgement", "handler-notice"}
    assert [one["source"] for one in told["moments"][0]["dates"]] == ["LC-4.2", "LC-4.5"]


def test_a_story_that_comes_true_says_so_and_one_that_does_not_is_status_1(tmp_path: Path) -> None:
    claims = "  << letter acknowledgement to p@mail.example; by 2026-11-30\n  << letter handler-notice to coordinator\n"
    text = STORY.split("Tue")[0] + claims
    good = simulated(tmp_path, text)
    assert good.stdout.endswith("Every line of the story came true (2 were checked).\n")
    bad = simulated(tmp_path, text.replace("by 2026-11-30", "by 2026-12-01"))
    assert bad.exit_code == 1
    assert bad.stderr.startswith("mailflow: The story did not come true. own.story:3: by 2026-12-01\n")


def test_what_is_no_story_is_status_2_with_its_line(tmp_path: Path) -> None:
    result = simulated(tmp_path, "Tue 2026-11-02 09:30  >> clock\n")
    assert result.exit_code == 2
    assert result.stderr == "mailflow: own.story:1: 2026-11-02 is a Mon, not a Tue\n"


# --- diff -------------------------------------------------------------------------------------------------------------


def changed(folder: Path) -> str:
    """Write Libra's policy with three weeks for an answer, and return the path of the file."""
    text = Path("policies/libra-children-services.toml").read_text(encoding="utf-8")
    (folder / "own.toml").write_text(text.replace('within = "4 weeks"', 'within = "3 weeks"'), encoding="utf-8")
    return str(folder / "own.toml")


def played(folder: Folder) -> None:
    """Let a complaint arrive at the folder's office, without its servers."""
    servers = MemoryServers()
    (folder.path / "own.story").write_text(STORY.split("Tue")[0], encoding="utf-8")
    story = read_story(folder.path / "own.story")
    with desks(load_settings(folder.config), story.steps[0].at) as laid:
        desk = replace(laid[0], mailbox=lambda: MemoryMailbox(servers), post=lambda: MemoryPost(servers))
        Player(story=story, desk=desk, servers=servers, mailbox="complaints@libra.example").play()


def test_without_a_configuration_no_cases_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = changed(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("MAILFLOW_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    told = answer("diff", "libra-children-services", file)
    assert (
        "stage-1:\n  the answer is due within 3 weeks (LC-4.5) instead of within 4 weeks (LC-4.5) (shorter)\n" in told
    )
    assert told.endswith("No mailflow.toml was found, so no open cases were looked at.\n")
    assert json.loads(answer("diff", "libra-children-services", file, "--json"))["open_cases"] is None
    assert answer("diff", file, file).startswith("The two policies say the same.\n")
    assert not list(tmp_path.glob("*.db"))


def test_open_cases_that_would_move_are_named_with_the_proof_of_their_date(folder: Folder) -> None:
    file = changed(folder.path)
    played(folder)
    told = folder.done("policy", "diff", "libra-children-services", file)
    assert told.endswith(
        "1 open case of the first policy: 1 would have other dates under the second. Nothing was changed.\n"
        "  LC-2026-0001 at stage-1: answer by Monday 23 November 2026 instead of by Monday 30 November 2026\n"
        "    3 weeks from Monday 2 November 2026 (09:30): Monday 23 November 2026\n"
    )
    (move,) = folder.json("policy", "diff", "libra-children-services", file)["moves"]
    assert (move["case"], move["what"], move["after"]) == ("LC-2026-0001", "respond", "2026-11-23T23:59:59+00:00")


def test_cases_of_another_policy_are_not_looked_at(folder: Folder) -> None:
    played(folder)
    told = folder.done("policy", "diff", "childrens-links", "libra-children-services")
    assert "\n0 open cases of the first policy: none would have other dates under the second." in told

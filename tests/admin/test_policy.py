"""``mailflow policy``: without any configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
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
    assert answer("check", name) == f"{name}: nothing is wrong with it\n"
    assert "handled by" in answer("show", name)
    assert json.loads(answer("show", name, "--json"))["name"] == name
    clauses = json.loads(answer("clauses", name, "--json"))
    assert clauses
    assert clauses[0].keys() == {"clause", "says", "by", "does", "planned"}


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

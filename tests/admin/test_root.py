"""The command line itself: quick help, options in either place, errors of one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow import clock
from mailflow.admin.root import mailflow
from tests.admin.conftest import REPOSITORY, Folder, run_process

#: The aim is 0.2 s on an idle machine; CI shares its cores.
_HELP_S = 1.5
_HEAVY = {"pydantic", "sqlalchemy", "alembic", "jinja2", "imapclient", "holidays", "mailflow.wiring"}


def test_help_imports_nothing_heavy_and_is_quick(tmp_path: Path) -> None:
    start = time.monotonic()
    done = run_process("--help", cwd=tmp_path)
    assert time.monotonic() - start < _HELP_S
    assert done.returncode == 0
    for name in ("init", "check", "demo", "run", "case", "message", "pen", "letter", "policy", "audit", "db"):
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize("group", ["case", "message", "pen", "letter", "policy", "audit", "db", "run", "check", "init"])
def test_help_of_a_command_loads_no_library_but_click(group: str, tmp_path: Path) -> None:
    code = (
        "import sys; from mailflow.admin.root import mailflow; "
        f"mailflow(['{group}', '--help'], standalone_mode=False); "
        f"print('loaded', *sorted(sys.modules.keys() & {_HEAVY}))"
    )
    said = run_python(code, tmp_path)
    assert said.startswith("Usage:")
    assert said.splitlines()[-1] == "loaded"


def run_python(code: str, cwd: Path) -> str:
    """Run a little program, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd, env={"PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout


def test_options_of_all_commands_may_stand_before_the_name_or_after_it(folder: Folder) -> None:
    before = CliRunner().invoke(mailflow, ["--json", "--config", str(folder.config), "case", "list"])
    between = CliRunner().invoke(mailflow, ["case", "--json", "list", "--config", str(folder.config)])
    after = CliRunner().invoke(mailflow, ["case", "list", "--json", "--config", str(folder.config), "--org", "LC"])
    assert [json.loads(one.stdout) for one in (before, between, after)] == [[], [], []]


def test_the_option_after_the_name_counts(folder: Folder) -> None:
    result = CliRunner().invoke(mailflow, ["--config", "nowhere.toml", "case", "list", "--config", str(folder.config)])
    assert result.exit_code == 0


def test_a_fixed_present_ends_with_the_command(folder: Folder) -> None:
    folder.done("case", "list", "--now", "2031-01-01T00:00:00+00:00")
    assert clock.now().year != 2031


@pytest.mark.parametrize("wrong", ["yesterday", "2026-11-02T09:30:00"])
def test_a_present_that_is_no_instant_is_refused(folder: Folder, wrong: str) -> None:
    result = folder.ask("case", "list", "--now", wrong)
    assert result.exit_code == 2
    assert "+00:00" in result.stderr


def test_the_version_is_told_also_from_a_checkout(tmp_path: Path) -> None:
    done = run_process("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.startswith("mailflow")) == (0, True)


def test_a_misspelt_command_is_told_the_right_one() -> None:
    result = CliRunner().invoke(mailflow, ["polcy"])
    assert (result.exit_code, 'did you mean "policy"?' in result.stderr) == (2, True)


def test_no_configuration_is_status_2_and_says_what_to_run(tmp_path: Path) -> None:
    done = run_process("case", "list", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "run mailflow init" in done.stderr


def test_every_problem_of_a_configuration_has_a_line(folder: Folder) -> None:
    text = folder.config.read_text(encoding="utf-8").replace('code = "LC"', 'cod = "LC"').replace("since =", "sinse =")
    folder.config.write_text(text, encoding="utf-8")
    done = folder.process("case", "list")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith("mailflow: mailflow.toml: ") for line in lines)


def test_a_damaged_database_is_one_sentence(folder: Folder) -> None:
    (folder.path / "mailflow.db").write_bytes(b"this is no database" * 100)
    done = folder.process("case", "list")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Traceback" not in done.stderr
    assert "Traceback" in folder.process("case", "list", "--debug").stderr


def test_an_unknown_organisation_is_named_with_those_there_are(folder: Folder) -> None:
    result = folder.ask("case", "list", "--org", "XX")
    assert result.exit_code == 2
    assert 'there is no organisation "XX"' in result.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str) -> None:
    result = CliRunner().invoke(mailflow, ["completion", shell])
    assert result.exit_code == 0
    assert "_MAILFLOW_COMPLETE" in result.stdout


def test_completion_completes(tmp_path: Path) -> None:
    asked = {"_MAILFLOW_COMPLETE": "zsh_complete", "COMP_WORDS": "mailflow le", "COMP_CWORD": "1"}
    done = run_process(cwd=tmp_path, env=asked)
    assert "letter" in done.stdout.split()

"""What the README shows is what mailflow says: a reader holds on to every line of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
from mailflow.settings import load_settings

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def block(words: str) -> str:
    """The one block that has some words."""
    (found,) = [one for one in BLOCKS if words in one]
    return found


def said(tmp_path: Path, policy: str, story: str, *more: str) -> str:
    """What ``mailflow policy simulate`` makes of a story."""
    file = tmp_path / "a.story"
    file.write_text(story, encoding="utf-8")
    result = CliRunner().invoke(mailflow, ["policy", "simulate", policy, str(file), *more])
    assert result.exit_code == 0, result.output
    return result.stdout


def flat(text: str) -> str:
    """A text without its line ends: the README breaks lines that a letter does not."""
    return " ".join(re.sub(r"(?m)^ +\| ?", "", text).split())


def test_the_configuration_of_the_readme_works(tmp_path: Path) -> None:
    (tmp_path / "mailflow.toml").write_text(block("[organisation]"), encoding="utf-8")
    (tmp_path / "imap.password").write_text("secret", encoding="utf-8")
    assert load_settings(tmp_path / "mailflow.toml").organisation().organisation.code == "LC"


def test_the_story_of_the_readme_is_told_as_it_says(tmp_path: Path) -> None:
    story, told = block("#outcome partly upheld\n                      |"), block("  -> handler-notice to")
    assert said(tmp_path, "libra-children-services", story).startswith(told)


@pytest.mark.parametrize("subject", ["We have received your complaint", "Our answer to your complaint"])
def test_the_letters_of_the_readme_are_those_that_leave(tmp_path: Path, subject: str) -> None:
    story = block("#outcome partly upheld\n                      |")
    told = flat(said(tmp_path, "libra-children-services", story, "--letters"))
    shown = block(f"{subject}\n\nHello").partition("\n\n")[2]
    for part in re.split(r"\n *\(what .* wrote\)\n", shown):
        assert flat(part) in told


def test_the_date_of_the_readme_is_counted_so(tmp_path: Path) -> None:
    story = "Tue 2026-12-22 10:00  >> mail from p@mail.example: Nanny\n                      |  She did not come.\n"
    (proof,) = re.findall(r"(?:^    .*\n)+", TEXT[TEXT.index("Every date carries") :], re.MULTILINE)[:1]
    assert flat(proof) in flat(said(tmp_path, "little-footsteps", story, "--letters"))


def test_every_command_of_the_readme_is_there() -> None:
    lines = re.findall(r"^    mailflow ([a-z]+)(?: ([a-z]+(?: \| [a-z]+)*))?", TEXT, re.MULTILINE)
    assert lines
    for group, commands in lines:
        for name in (commands or "").split(" | "):
            result = CliRunner().invoke(mailflow, [group, *([name] if name else []), "--help"])
            assert result.exit_code == 0, (group, name, result.output)

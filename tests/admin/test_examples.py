"""Every example of ``docs/admin.md`` does what the page shows, one after the other, in one office."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailflow.admin.case import case
from mailflow.admin.letter import letter
from mailflow.admin.message import message
from mailflow.admin.pen import pen
from mailflow.admin.root import mailflow
from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot

PAGE = Path(__file__).parents[2] / "docs" / "admin.md"
LEFT_OUT = "…"


def examples() -> Iterator[tuple[str, list[str]]]:
    """Yield each command of the page with the lines that it prints."""
    inside = False
    found: list[tuple[str, list[str]]] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        elif inside and is_unfinished(found[-1][0]):
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        elif inside:
            found[-1][1].append(line)
    yield from found


def is_unfinished(command: str) -> bool:
    """Say whether a command goes on with the next line, because a quotation in it does."""
    try:
        shlex.split(command)
    except ValueError:
        return True
    return False


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Say whether the page shows what was printed; ``…`` stands for any number of lines."""
    if not shown or not printed:
        return [one for one in shown if one != LEFT_OUT] == printed
    if shown[0] == LEFT_OUT:
        return agrees(shown[1:], printed) or agrees(shown, printed[1:])
    first, is_begun = shown[0].removesuffix(LEFT_OUT), shown[0].endswith(LEFT_OUT)
    same = printed[0].startswith(first) if is_begun else printed[0] == first
    return same and agrees(shown[1:], printed[1:])


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "…", "c"], ["a", "b", "b", "c"], True),
        (["a", "…"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["…", "c"], ["a", "b"], False),
        (["a: …", "c"], ["a: b", "c"], True),
        (["a: …"], ["b: b"], False),
    ],
)
def test_lines_that_are_left_out_may_be_any(shown: list[str], printed: list[str], same: bool) -> None:
    assert agrees(shown, printed) is same


def test_the_examples_of_the_page_do_what_it_shows(
    office: Folder, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    monkeypatch.chdir(office.path)
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    stranger = mail("Re: [LC-2026-0001] We have received your complaint", "It was worse.", "stranger@mail.example")
    dovecot.deliver(user, stranger, MONDAY + timedelta(minutes=1))
    now = MONDAY + timedelta(minutes=30)
    for command, shown in examples():
        program, *words = shlex.split(command)
        assert program == "mailflow"
        now += timedelta(minutes=1)
        result = CliRunner().invoke(mailflow, ["--config", str(office.config), "--now", now.isoformat(), *words])
        printed = [line.rstrip() for line in result.output.splitlines()]
        says = "\n".join(f"{a or '':<70} | {b or ''}" for a, b in zip_longest(shown, printed))
        assert agrees(shown, printed), f"$ {command}\n{says}"
        assert result.exit_code == (1 if shown[:1] and shown[0].startswith("mailflow: ") else 0)


def test_every_command_on_cases_messages_letters_and_the_pen_has_its_example() -> None:
    page = PAGE.read_text(encoding="utf-8")
    commands = [
        f"mailflow {name} {one}"
        for name, group in (("case", case), ("message", message), ("letter", letter), ("pen", pen))
        for one in group.commands
    ]
    without = [one for one in commands if one not in page and one != "mailflow message read"]
    assert without == []

"""The examples of ``docs/operations.md`` do what the page shows, and every command of its kind has one."""

from __future__ import annotations

import shlex
from datetime import timedelta
from itertools import zip_longest

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
from tests.admin import test_examples
from tests.admin.conftest import MONDAY, REPOSITORY, Folder, mail
from tests.support.dovecot import Dovecot

PAGE = REPOSITORY / "docs" / "operations.md"
MINUTE = timedelta(minutes=1)


def test_the_examples_of_the_page_do_what_it_shows(
    office: Folder, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_examples, "PAGE", PAGE)
    monkeypatch.chdir(office.path)
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    now = MONDAY + MINUTE
    office.done("run", "--once", "--now", now.isoformat())
    dovecot.deliver(user, mail("And again", author="q@mail.example"), now)
    for command, shown in test_examples.examples():
        program, *words = shlex.split(command)
        assert program == "mailflow"
        now += MINUTE
        result = CliRunner().invoke(mailflow, ["--config", str(office.config), "--now", now.isoformat(), *words])
        printed = [line.rstrip() for line in result.output.splitlines()]
        says = "\n".join(f"{a or '':<70} | {b or ''}" for a, b in zip_longest(shown, printed))
        assert test_examples.agrees(shown, printed), f"$ {command}\n{says}"
        assert result.exit_code == any(one.startswith("mailflow: ") for one in shown)


@pytest.mark.parametrize(
    "command",
    [
        "backup",
        "restore",
        "recover",
        "rebuild",
        "db upgrade",
        "reconcile",
        "retention due",
        "retention purge",
        "retention sweep",
    ],
)
def test_every_command_that_keeps_forgets_or_brings_back_is_on_the_page(command: str) -> None:
    assert f"mailflow {command}" in PAGE.read_text(encoding="utf-8")

"""``mailflow reconcile``: every message that the mailbox held is accounted for, or named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from mailflow.flow.reconcile import INBOX, tell_unexplained
from mailflow.settings import load_settings
from mailflow.wiring import desks
from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot

AUTO = (
    b"From: p@mail.example\r\nTo: complaints@libra.example\r\nSubject: Away\r\n"
    b"Auto-Submitted: auto-replied\r\n\r\nAway.\r\n"
)


@pytest.fixture
def filled(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office whose mailbox has held a complaint twice, a machine's mail, a stranger's, and one from before."""
    first = mail("Handover was late")
    dovecot.deliver(user, first, MONDAY)
    dovecot.deliver(user, b"X-Again: yes\r\n" + first, MONDAY + timedelta(minutes=1))
    dovecot.deliver(user, AUTO, MONDAY + timedelta(minutes=2))
    dovecot.deliver(user, mail("An old one", author="old@mail.example"), MONDAY - timedelta(days=9))
    office.done("run", "--once", "--now", (MONDAY + timedelta(minutes=5)).isoformat())
    stranger = mail("Re: [LC-2026-0001] We have received your complaint", "It was worse.", "stranger@mail.example")
    dovecot.deliver(user, stranger, MONDAY + timedelta(minutes=6))
    office.done("run", "--once", "--now", (MONDAY + timedelta(minutes=9)).isoformat())
    return office


def test_every_message_is_accounted_for_and_those_from_before_the_start_are_left_alone(filled: Folder) -> None:
    (found,) = filled.json("reconcile")
    counts = {name: found[name] for name in ("messages", "filed", "pen", "machine", "duplicate", "answered")}
    assert counts == {"messages": 4, "filed": 1, "pen": 1, "machine": 1, "duplicate": 1, "answered": 0}
    assert found["unexplained"] == []
    lines = filled.done("reconcile", "--now", MONDAY.isoformat()).splitlines()
    assert lines[0] == "LC: the mailbox held 4 messages from 2026-11-01 to 2026-11-02 09:30."
    assert lines[-1].split() == ["0", "unexplained"]


def test_a_message_that_nobody_has_read_yet_is_unexplained_until_it_is(
    filled: Folder, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, mail("A new one", author="new@mail.example"), MONDAY + timedelta(minutes=20))
    result = filled.ask("reconcile")
    assert result.exit_code == 1
    assert "UID 6" in result.stdout and "LC: 1 unexplained" in result.stderr
    filled.done("run", "--once", "--now", (MONDAY + timedelta(minutes=30)).isoformat())
    assert filled.json("reconcile")[0]["filed"] == 2


def test_a_message_that_fell_off_its_case_is_named_and_the_admin_hears_of_it_once_a_day(filled: Folder) -> None:
    with closing(sqlite3.connect(filled.path / "mailflow.db")) as database, database:
        database.execute("UPDATE message SET ref = NULL WHERE id = 1")
        database.execute("UPDATE letter SET message = NULL")
    result = filled.ask("reconcile")
    assert result.exit_code == 1 and "message 1" in result.stdout and "it is on no case" in result.stdout
    now = MONDAY + timedelta(days=1)
    with desks(load_settings(filled.config), now) as laid:
        box = laid[0].settings.mailbox.imap
        with laid[0].mailbox() as mailbox:
            place = f"{box.user}@{box.host}/{INBOX}"
            assert [tell_unexplained(laid[0], mailbox, place, now) for _ in range(2)] == [1, 1]
    told = [one for one in filled.json("letter", "list") if one["kind"] == "admin-notice"]
    texts = [filled.json("letter", "show", str(one["id"]))["text"] for one in told]
    assert sum("1 message is not accounted for" in one for one in texts) == 1


def test_a_mailbox_out_of_reach_certifies_nothing(folder: Folder) -> None:
    result = folder.ask("reconcile")
    assert result.exit_code == 1 and "unexplained" not in result.output


def test_the_daemon_does_it_once_a_day(filled: Folder) -> None:
    with closing(sqlite3.connect(filled.path / "mailflow.db")) as database, database:
        database.execute("UPDATE message SET ref = NULL WHERE id = 1")
        database.execute("UPDATE letter SET message = NULL")
    filled.done("run", "--once", "--now", (MONDAY + timedelta(days=1)).isoformat())
    told = [one for one in filled.json("letter", "list") if one["kind"] == "admin-notice"]
    assert "1 message is not accounted for" in filled.json("letter", "show", str(told[-1]["id"]))["text"]

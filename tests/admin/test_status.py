"""``mailflow status``: whether mail flows, what is late, what waits for whom, what could not leave."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from mailflow.flow.approval import APPROVAL
from mailflow.store import TO_BE_LAID
from tests.admin.conftest import MONDAY, Folder, mail
from tests.admin.test_case_list import on_terminal
from tests.support.dovecot import Dovecot


def now(days: float = 0, minutes: float = 0) -> tuple[str, str]:
    return "--now", (MONDAY + timedelta(days=days, minutes=minutes)).isoformat()


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """Two cases, of which one is at the next stage, and a mail in the pen; the last turn ended after ten minutes."""
    dovecot.deliver(user, mail("Handover"), MONDAY)
    dovecot.deliver(user, mail("The gate", "It was open.", "q@mail.example"), MONDAY + timedelta(minutes=1))
    stranger = mail("Re: [LC-2026-0001] We have received your complaint", "Me too.", "x@mail.example")
    dovecot.deliver(user, stranger, MONDAY + timedelta(minutes=2))
    office.done("run", "--once", *now(minutes=5))
    office.done("case", "stage", "LC-2026-0002", "stage-2", "--reason", "it is serious", "--yes", *now(minutes=6))
    office.done("run", "--once", *now(minutes=10))
    return office


def test_where_all_goes_well_it_says_so_and_ends_with_status_0(worked: Folder) -> None:
    told = worked.done("status", "--exit-code", *now(minutes=12))
    lines = told.splitlines()
    assert lines[0] == "Libra Children Services (LC), Monday 2 November 2026 09:42"
    assert lines[1].startswith("Mail      flows: the mailbox was read 2 minutes ago; new mail is announced")
    assert "Late      nothing" in told
    assert "Waiting   Ada Coordinator: 1 case, 2 tasks, next 2026-11-30" in told
    assert "          Ben Officer: 1 case, next 2026-11-30" in told
    assert "Pen       1 for you to decide (mailflow pen list)" in told
    assert "Letters   all have left" in told
    assert "every message was accounted for 2 minutes ago" in told
    assert "no backup yet" in told
    assert "B free; the database has" in told


def test_nobody_who_complained_is_named(worked: Folder) -> None:
    for told in (worked.done("status", *now(60)), worked.done("status", "--json", *now(60))):
        assert "Rivers" not in told and "mail.example" not in told and "Handover" not in told


def test_a_mailbox_that_nobody_reads_is_amiss_after_a_quarter_of_an_hour(worked: Folder) -> None:
    assert worked.ask("status", "--exit-code", *now(minutes=24)).exit_code == 0
    result = worked.ask("status", "--exit-code", *now(minutes=26))
    assert result.exit_code == 1
    assert "Mail      does NOT flow: the mailbox was read 16 minutes ago" in result.stdout
    assert worked.ask("status", *now(minutes=26)).exit_code == 0, "without the option it is only told"


def test_what_is_late_is_named_with_whom_it_is(worked: Folder) -> None:
    worked.done("run", "--once", *now(29))
    told = worked.done("status", *now(29, 1))
    assert "Late      2 cases are late (mailflow case list --late)" in told
    assert "          LC-2026-0001  answer, 1 day late: Ada Coordinator" not in told, "it is late by hours"
    assert "          LC-2026-0001  answer, 9 hours late: Ada Coordinator" in told
    (state,) = worked.json("status", *now(29, 1))
    assert [one["ref"] for one in state["late"]] == ["LC-2026-0001", "LC-2026-0002"]
    assert {one["name"]: one["late"] for one in state["waiting"]} == {"Ada Coordinator": 1, "Ben Officer": 1}
    assert worked.ask("status", "--exit-code", *now(29, 1)).exit_code == 1


def test_a_server_out_of_reach_is_told_until_it_is_back(worked: Folder, dovecot: Dovecot) -> None:
    text = worked.config.read_text(encoding="utf-8")
    worked.config.write_text(text.replace(f"port = {dovecot.imap_port}", "port = 9"), encoding="utf-8")
    assert worked.ask("run", "--once", *now(minutes=11)).exit_code == 1
    (state,) = worked.json("status", *now(minutes=12))
    assert (state["flows"], len(state["problems"])) == (False, 1)
    assert (MONDAY + timedelta(minutes=10)).isoformat() == state["read_at"], "it was read before"
    worked.config.write_text(text, encoding="utf-8")
    worked.done("run", "--once", *now(minutes=13))
    (state,) = worked.json("status", *now(minutes=14))
    assert (state["flows"], state["problems"], state["trouble"]) == (True, [], [])


def test_letters_that_did_not_leave_are_counted_by_why(worked: Folder) -> None:
    worked.done("case", "note", "LC-2026-0001", "--text", "x", "--yes", *now(minutes=11))
    with closing(sqlite3.connect(worked.path / "mailflow.db")) as database, database:
        database.execute("UPDATE letter SET status = 'failed' WHERE id = 1")
        database.execute("UPDATE letter SET status = 'held', why = 'no address' WHERE id = 2")
        database.execute("UPDATE letter SET status = 'queued' WHERE id = 3")
        database.execute("UPDATE letter SET status = 'held', why = ? WHERE id = 4", (APPROVAL,))
        database.execute("UPDATE letter SET status = 'held', why = ? WHERE id = 5", (TO_BE_LAID,))
    database.close()
    (state,) = worked.json("status", *now(minutes=22))
    assert state["letters"] == {
        "approval": 1, "drafts": 1, "held": 1, "failed": 1, "queued": 1, "stuck": 1,
    }  # fmt: skip
    told = worked.done("status", *now(minutes=12))
    reasons = ("could not be sent", "held", "for your approval", "in the Drafts folder", "about to leave")
    assert [one for one in reasons if f"1 {one}" not in told] == []
    assert "1 should have left" in worked.done("status", *now(minutes=22))


def test_a_message_that_is_not_accounted_for_is_amiss(worked: Folder) -> None:
    with closing(sqlite3.connect(worked.path / "mailflow.db")) as database, database:
        database.execute("UPDATE message SET ref = NULL WHERE id = 1")
        database.execute("UPDATE letter SET message = NULL")
    database.close()
    assert worked.ask("reconcile", *now(minutes=11)).exit_code == 1
    result = worked.ask("status", "--exit-code", *now(minutes=12))
    assert result.exit_code == 1 and "1 not accounted for" in result.stdout


def test_a_backup_is_remembered(worked: Folder) -> None:
    worked.done("backup", str(worked.path / "copy.db"), *now(minutes=11))
    assert "last backup 2 days ago" in worked.done("status", *now(2, 12))


def test_records_on_hold_and_past_their_time_are_counted(worked: Folder) -> None:
    says = ("--reason", "it is so", "--yes", *now(minutes=11))
    worked.done("case", "close", "LC-2026-0001", *says)
    worked.done("case", "hold", "LC-2026-0001", *says)
    assert "records: 1 on hold" in worked.done("status", *now(minutes=12))


def test_before_the_first_turn_it_says_how_to_begin(folder: Folder) -> None:
    told = folder.done("status")
    assert "does NOT flow: the mailbox was never read (mailflow run)" in told
    assert "Cases     none is open" in told and "Waiting   nobody" in told
    assert folder.ask("status", "--exit-code").exit_code == 1


def test_the_screen_fits_and_what_is_amiss_is_red(worked: Folder) -> None:
    for columns in (80, 40):
        told = on_terminal(worked.path, columns, "status", *now(60), NO_COLOR="1")
        assert max(map(len, told.splitlines())) <= columns
        assert len(told.splitlines()) <= (24 if columns == 80 else 40)
    red = [one for one in on_terminal(worked.path, 80, "status", *now(60)).splitlines() if "\x1b[31m" in one]
    assert "does NOT flow" in red[0] and any("late" in one for one in red[1:])

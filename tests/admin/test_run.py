"""``mailflow run``: one turn, a rehearsal, and what it says when a server is out of reach."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, REPOSITORY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())


@pytest.fixture
def complaint(dovecot: Dovecot, user: str) -> None:
    """A complaint lies in the mailbox."""
    dovecot.deliver(user, mail("Handover was late again"), MONDAY)


@pytest.mark.usefixtures("complaint")
def test_one_turn_makes_a_case_and_acknowledges_it(office: Folder, sink: SmtpSink) -> None:
    said = office.done("run", "--once", *NOW)
    assert said == "LC: 1 message (1 complaint), 2 letters sent\n"
    assert len(sink.to("p.rivers@mail.example")) == 1
    assert len(sink.to("ada@libra.example")) == 1
    (case,) = office.json("case", "list")
    assert (case["ref"], case["stage"], case["status"]) == ("LC-2026-0001", "stage-1", "open")


@pytest.mark.usefixtures("complaint")
def test_a_second_turn_does_nothing_twice(office: Folder, sink: SmtpSink) -> None:
    office.done("run", "--once", *NOW)
    assert office.done("run", "--once", *NOW) == "LC: 0 messages, 0 letters sent\n"
    assert len(sink.envelopes) == 2


@pytest.mark.usefixtures("complaint")
def test_a_turn_as_a_process_answers_in_json(office: Folder) -> None:
    done = office.process("run", "--once", "--json", *NOW)
    assert (done.returncode, done.stderr) == (0, "")
    (turn,) = json.loads(done.stdout)
    assert turn["organisation"] == "LC"
    assert turn["classes"] == {"complaint": 1}
    assert turn["letters"]["sent"] == 2


def test_a_mailbox_out_of_reach_is_one_sentence_and_status_1(folder: Folder) -> None:
    done = folder.process("run", "--once", *NOW)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "mailflow: LC: The mailbox at 127.0.0.1:9" in done.stderr


@pytest.mark.usefixtures("complaint")
def test_a_rehearsal_tells_the_letters_and_changes_nothing(
    office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    dovecot.deliver(user, mail("The fees are wrong", author="q@mail.example"), MONDAY + timedelta(minutes=1))
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("[mailbox.imap]", 'spool = "move:Filed"\n[mailbox.imap]'), encoding="utf-8")
    said = office.done("run", "--once", "--dry-run", "--verbose", *NOW)
    assert said.startswith(
        "LC: 2 messages (2 complaint) would be taken in, 0 cases woken. Nothing was changed or sent."
    )
    assert "acknowledgement to p.rivers@mail.example: [LC-2026-0001]" in said
    assert "acknowledgement to q@mail.example: [LC-2026-0002]" in said
    assert "Monday 9 November 2026" in said
    assert sink.envelopes == ()
    assert office.json("case", "list") == []
    assert office.json("message", "list") == []
    assert len(dovecot.messages(user)) == 2
    assert all("\\Seen" not in flags for flags in dovecot.flags(user))


def test_a_rehearsal_keeps_counting_references_over_many_batches(office: Folder, dovecot: Dovecot, user: str) -> None:
    many = [(mail(f"Complaint {n}", author=f"p{n}@mail.example"), MONDAY) for n in range(60)]
    dovecot.deliver_many(user, many)
    (turn,) = office.json("run", "--dry-run", *NOW)
    assert turn["classes"] == {"complaint": 60}
    refs = {one["ref"] for one in turn["letters"]}
    assert (len(refs), max(refs)) == (60, "LC-2026-0060")


def test_letters_wait_where_the_server_that_sends_is_out_of_reach(
    office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    dovecot.deliver(user, mail("Handover was late again"), MONDAY)
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace(f"port = {sink.port}", "port = 9"), encoding="utf-8")
    result = office.ask("run", "--once", *NOW)
    assert result.exit_code == 1
    assert "127.0.0.1:9 is out of reach" in result.stderr
    assert {one["status"] for one in office.json("case", "show", "LC-2026-0001")["letters"]} == {"queued"}
    office.config.write_text(text, encoding="utf-8")
    office.done("run", "--once", *NOW)
    assert {one["status"] for one in office.json("case", "show", "LC-2026-0001")["letters"]} == {"sent"}


def test_the_daemon_works_until_it_is_told_to_stop(office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink) -> None:
    text = office.config.read_text(encoding="utf-8").replace('since = "2026-11-01"', 'since = "2020-01-01"')
    office.config.write_text(text, encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(office.path), "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        [sys.executable, "-m", "mailflow", "run", "--health", "."],
        cwd=office.path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as daemon:
        try:
            dovecot.deliver(user, mail("Handover was late again"))
            sink.wait_for(2)
        finally:
            daemon.terminate()
        said = daemon.communicate(timeout=60)[1]
    assert daemon.returncode == 0
    assert "letter sent id=1" in said
    assert "rivers" not in said
    assert (office.path / "LC.alive").exists()

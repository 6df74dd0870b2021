"""``mailflow letter``: the outbox, and samples of what letters say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())


@pytest.fixture
def waiting(office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink) -> Folder:
    """An office whose letters wait, because the server that sends was out of reach."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace(f"port = {sink.port}", "port = 9"), encoding="utf-8")
    assert office.ask("run", "--once", *NOW).exit_code == 1
    office.config.write_text(text, encoding="utf-8")
    return office


def test_letters_are_listed_shown_and_previewed(waiting: Folder) -> None:
    found = waiting.json("letter", "list")
    assert {one["status"] for one in found} == {"queued"}
    to_family = next(one for one in found if one["kind"] == "acknowledgement")
    number = str(to_family["id"])
    assert to_family["to"] == ["p.rivers@mail.example"]
    assert "p.rivers@mail.example" in waiting.done("letter", "show", number)
    assert waiting.done("letter", "preview", number).startswith("Subject: [LC-2026-0001]")
    assert b"Auto-Submitted: auto-replied" in waiting.ask("letter", "show", number, "--raw").stdout_bytes
    assert waiting.json("letter", "list", "--status", "sent") == []


def test_a_letter_that_is_tried_again_leaves_with_the_next_turn(waiting: Folder, sink: SmtpSink) -> None:
    for one in waiting.json("letter", "list"):
        waiting.done("letter", "retry", str(one["id"]), *NOW)
    waiting.done("run", "--once", *NOW)
    assert len(sink.envelopes) == 2
    sent = waiting.json("letter", "list", "--status", "sent")
    result = waiting.ask("letter", "retry", str(sent[0]["id"]), *NOW)
    assert result.exit_code == 1
    assert "it cannot be sent again" in result.stderr


def test_a_letter_that_does_not_exist_is_one_sentence(waiting: Folder) -> None:
    for words in (("show", "99"), ("preview", "99"), ("retry", "99")):
        result = waiting.ask("letter", *words)
        assert (result.exit_code, result.stderr) == (1, "mailflow: There is no letter 99. See mailflow letter list.\n")


def test_a_sample_needs_no_configuration() -> None:
    words = ["letter", "preview", "outcome", "--policy", "libra-children-services", "--stage", "stage-1"]
    result = CliRunner().invoke(mailflow, words)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Subject: [LCS-2026-0001]")
    assert "APPEAL" in result.stdout


def test_every_kind_has_a_sample_under_every_policy() -> None:
    from mailflow.letters.names import KINDS
    from mailflow.policies import available

    for policy in available():
        for kind in KINDS:
            result = CliRunner().invoke(mailflow, ["letter", "preview", kind.value, "--policy", policy])
            assert result.exit_code == 0, (policy, kind, result.output)


def test_a_sample_of_no_letter_says_which_there_are() -> None:
    result = CliRunner().invoke(mailflow, ["letter", "preview", "outcom", "--policy", "stepping-stones"])
    assert (result.exit_code, 'did you mean "outcome"?' in result.stderr) == (2, True)

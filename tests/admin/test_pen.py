"""``mailflow pen``: what waits is listed with its likely answers, accepted or discarded by a named person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())
SAID = ("--reason", "I phoned them", "--by", "Ada")


@pytest.fixture
def penned(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with a case, and a stranger's mail that bears the case's tag."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    stranger = mail("Re: [LC-2026-0001] We have received your complaint", "It was worse.", "stranger@mail.example")
    dovecot.deliver(user, stranger, MONDAY + timedelta(minutes=1))
    office.done("run", "--once", *NOW)
    return office


def test_an_entry_has_its_reason_and_its_likely_answers(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    assert entry["from"] == "stranger@mail.example"
    assert entry["reason"]
    assert any(one.startswith(f"mailflow pen accept {entry['id']}") for one in entry["answers"])
    page = penned.done("pen", "show", str(entry["id"]))
    assert "It was worse." in page
    assert "→ mailflow pen discard" in page


def test_an_accepted_entry_is_on_its_case_and_waits_no_more(penned: Folder, sink: SmtpSink) -> None:
    (entry,) = penned.json("pen", "list")
    said = penned.done("pen", "accept", str(entry["id"]), "--case", "lc-2026-0001", *SAID, *NOW)
    assert "It is on LC-2026-0001." in said
    assert penned.json("pen", "list") == []
    assert len(penned.json("case", "show", "LC-2026-0001")["messages"]) == 2
    sink.clear()
    penned.done("run", "--once", *NOW)
    assert sink.to("stranger@mail.example") == ()


def test_what_was_accepted_by_mistake_waits_in_the_pen_again(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    penned.done("pen", "accept", str(entry["id"]), "--case", "LC-2026-0001", *SAID, *NOW)
    penned.done("case", "undo", "LC-2026-0001", "--reason", "it is not theirs", "--by", "Ada", "--yes", *NOW)
    assert len(penned.json("case", "show", "LC-2026-0001")["messages"]) == 1
    (again,) = penned.json("pen", "list")
    assert again["message"] == entry["message"] and again["reason"].startswith(entry["reason"])


def test_an_entry_accepted_without_a_case_opens_one(penned: Folder, sink: SmtpSink) -> None:
    (entry,) = penned.json("pen", "list")
    assert penned.json("pen", "accept", str(entry["id"]), *SAID, *NOW)["ref"] == "LC-2026-0002"
    penned.done("run", "--once", *NOW)
    assert len(sink.to("stranger@mail.example")) == 1


def test_a_discarded_entry_stays_on_record_with_the_reason(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    penned.done("pen", "discard", str(entry["id"]), *SAID, *NOW)
    assert penned.done("pen", "list") == "Nothing waits in the holding pen.\n"
    (closed,) = penned.json("pen", "list", "--all")
    assert closed["resolution"] == "discarded by Ada: I phoned them"
    assert [one["class"] for one in penned.json("message", "list")] == ["complaint", "spam"]


def test_what_was_decided_once_is_not_decided_again(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    penned.done("pen", "discard", str(entry["id"]), *SAID, *NOW)
    result = penned.ask("pen", "accept", str(entry["id"]), *SAID, *NOW)
    assert result.exit_code == 1
    assert "was closed already" in result.stderr


def test_nothing_is_decided_without_a_reason(penned: Folder) -> None:
    result = penned.ask("pen", "accept", "1")
    assert (result.exit_code, "--reason" in result.stderr) == (2, True)


def test_an_entry_that_does_not_exist_is_one_sentence(penned: Folder) -> None:
    for words in (("show", "99"), ("accept", "99", *SAID), ("discard", "99", *SAID)):
        result = penned.ask("pen", *words)
        assert (result.exit_code, result.stderr) == (
            1,
            "mailflow: There is no entry 99 in the pen. See mailflow pen list.\n",
        )

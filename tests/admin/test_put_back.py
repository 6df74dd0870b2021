"""``letter undo``, ``pen undo`` and ``case undo``: what was cancelled or discarded by mistake waits again as it did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow.admin import correction
from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=30)).isoformat())
LATER = ("--now", (MONDAY + timedelta(hours=2)).isoformat())
WHY = ("--reason", "I phoned them", "--by", "Ada", "--yes")
BACK = ("--reason", "it was the wrong one", "--by", "Ben", "--yes")
REF = "LC-2026-0001"
ANSWER = ("--text", "Reasons: none.\nActions: none.\nFindings: none.", *WHY)


@pytest.fixture
def penned(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with a case, and a stranger's mail that bears the case's tag."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    stranger = mail(f"Re: [{REF}] We have received your complaint", "It was worse.", "stranger@mail.example")
    dovecot.deliver(user, stranger, MONDAY + timedelta(minutes=1))
    office.done("run", "--once", *NOW)
    return office


def answered(folder: Folder) -> str:
    """Let an answer wait, and return the number of its letter."""
    folder.done("case", "outcome", REF, "not-upheld", *ANSWER, *NOW)
    (letter,) = [one for one in folder.json("letter", "list", "--status", "queued") if one["kind"] == "outcome"]
    return str(letter["id"])


def seen(folder: Folder) -> dict[str, object]:
    """Return what is seen of the case, but for what was done to it."""
    case: dict[str, object] = folder.json("case", "show", REF, *NOW)
    return {name: value for name, value in case.items() if name != "events"}


# --- a letter ---------------------------------------------------------------------------------------------------------


def test_a_letter_cancelled_by_mistake_is_queued_again_and_the_case_is_as_it_was(
    penned: Folder, sink: SmtpSink
) -> None:
    number = answered(penned)
    before, raw = seen(penned), penned.done("letter", "show", number, "--raw")
    penned.done("letter", "cancel", number, *WHY, *NOW)
    assert seen(penned)["outcome"] is None
    page = penned.done("letter", "undo", number, *BACK, *NOW)
    assert "outcome: not-upheld (before: none)" in page
    assert f"Letter {number} (outcome to p.rivers@mail.example) is queued again." in page
    assert (seen(penned), penned.done("letter", "show", number, "--raw")) == (before, raw)
    undone = penned.json("case", "show", REF)["events"][-1]
    assert (undone["kind"], undone["by"], undone["reason"]) == ("override-undone", "admin Ben", "it was the wrong one")
    assert undone["data"]["command"] == "cancel"
    assert "follows the one before it" in penned.done("audit", "verify")
    sink.clear()
    penned.done("run", "--once", *LATER)
    assert len(sink.to("p.rivers@mail.example")) == 1
    case = penned.json("case", "show", REF)
    assert (case["status"], case["outcome"]) == ("decided", "not-upheld")
    left = penned.ask("letter", "undo", number, *BACK, *LATER)
    assert (left.exit_code, "is sent and not cancelled" in left.stderr) == (1, True)


def test_case_undo_takes_back_that_a_letter_was_cancelled_before_what_brought_it_about(penned: Folder) -> None:
    number = answered(penned)
    penned.done("letter", "cancel", number, *WHY, *NOW)
    answer = next(
        one["seq"]
        for one in penned.json("case", "show", REF)["events"]
        if one["kind"] == "override-made" and one["data"]["command"] == "outcome"
    )
    under = penned.ask("case", "undo", REF, "--event", str(answer), *BACK, *NOW)
    assert (under.exit_code, "cancel by admin Ada came after it" in under.stderr) == (1, True)
    penned.done("case", "undo", REF, *BACK, *NOW)
    assert penned.json("letter", "show", number)["status"] == "queued"
    penned.done("case", "undo", REF, *BACK, *NOW)
    assert penned.json("letter", "show", number)["status"] == "cancelled"
    again = penned.ask("letter", "undo", number, *BACK, *NOW)
    assert (again.exit_code, "stays cancelled" in again.stderr) == (1, True)


def test_a_letter_whose_answer_was_given_anew_stays_cancelled(penned: Folder) -> None:
    number = answered(penned)
    penned.done("letter", "cancel", number, *WHY, *NOW)
    answered(penned)
    result = penned.ask("letter", "undo", number, *BACK, *NOW)
    assert result.exit_code == 1
    assert f"Letter {number} (outcome) stays cancelled: another answer was given since" in result.stderr
    assert f"mailflow case undo {REF} --event" in result.stderr
    assert penned.json("letter", "show", number)["status"] == "cancelled"


def test_a_letter_of_a_case_that_was_closed_since_stays_cancelled_until_that_is_taken_back(penned: Folder) -> None:
    number = answered(penned)
    penned.done("letter", "cancel", number, *WHY, *NOW)
    penned.done("case", "close", REF, *WHY, *NOW)
    result = penned.ask("letter", "undo", number, *BACK, *NOW)
    assert (result.exit_code, "the case was closed since" in result.stderr) == (1, True)
    penned.done("case", "undo", REF, *BACK, *NOW)
    penned.done("letter", "undo", number, *BACK, *NOW)
    assert penned.json("letter", "show", number)["status"] == "queued"


def test_a_letter_whose_cause_was_taken_back_stays_cancelled(penned: Folder) -> None:
    penned.done("case", "stage", REF, "stage-2", *WHY, *NOW)
    notice = next(
        one["id"] for one in penned.json("letter", "list", "--status", "queued") if one["kind"] == "handler-notice"
    )
    penned.done("letter", "cancel", str(notice), *WHY, *NOW)
    moved = next(
        one["seq"]
        for one in penned.json("case", "show", REF)["events"]
        if one["kind"] == "override-made" and one["data"]["command"] == "stage"
    )
    penned.done("case", "undo", REF, "--event", str(moved), *BACK, *NOW)
    result = penned.ask("letter", "undo", str(notice), *BACK, *NOW)
    assert (result.exit_code, "it came of \u201cstage\u201d" in result.stderr) == (1, True)


def test_putting_a_letter_back_shows_first_what_follows_and_asks(penned: Folder) -> None:
    number = answered(penned)
    penned.done("letter", "cancel", number, *WHY, *NOW)
    asked = penned.ask("letter", "undo", number, "--reason", "x", *NOW)
    assert (asked.exit_code, "add --yes" in asked.stderr) == (2, True)
    planned = penned.done("letter", "undo", number, "--reason", "x", "--dry-run", "--preview", *NOW)
    assert "outcome to p.rivers@mail.example" in planned and "    Hello," in planned
    assert penned.json("letter", "show", number)["status"] == "cancelled"
    assert penned.json("letter", "undo", number, *BACK, *NOW)["outcome"] == "not-upheld"


def test_a_letter_that_waited_for_approval_waits_for_it_again(office: Folder, dovecot: Dovecot, user: str) -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("[mailbox]", 'sending = "approve"\n[mailbox]', 1), encoding="utf-8")
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    office.done("run", "--once", *NOW)
    (held,) = office.json("letter", "list", "--status", "held")
    number = str(held["id"])
    office.done("letter", "cancel", number, *WHY, *NOW)
    assert "is held again: it waits for approval" in office.done("letter", "undo", number, *BACK, *NOW)
    assert office.json("letter", "list", "--status", "held") == [held]
    assert "1 letter approved" in office.done("letter", "approve", number, "--yes", *NOW)


# --- an entry of the pen ----------------------------------------------------------------------------------------------


def test_what_was_discarded_by_mistake_waits_in_the_pen_again_as_it_did(penned: Folder) -> None:
    entries, messages = penned.json("pen", "list"), penned.json("message", "list")
    number = str(entries[0]["id"])
    penned.done("pen", "discard", number, *WHY[:-1], *NOW)
    page = penned.done("pen", "undo", number, *BACK, *NOW)
    assert f"Entry {number} waits in the pen again, likely of {REF}: {entries[0]['reason']}" in page
    assert penned.json("pen", "list") == entries
    assert penned.json("message", "list") == messages
    trail = penned.done("message", "show", str(entries[0]["message"]), "--explain")
    assert "Ada discarded it from the pen: I phoned them" in trail
    assert "Admin Ben took that back: it was the wrong one" in trail
    assert "discarded as spam by admin Ada: I phoned them" in penned.done("pen", "show", number)
    assert "taken back by admin Ben: it was the wrong one" in penned.done("pen", "show", number)
    assert "follows the one before it" in penned.done("audit", "verify")
    penned.done("pen", "accept", number, "--case", REF, *WHY[:-1], *NOW)
    assert len(penned.json("case", "show", REF)["messages"]) == 2


def test_putting_an_entry_back_asks_first_and_answers_in_json(penned: Folder) -> None:
    number = str(penned.json("pen", "list")[0]["id"])
    penned.done("pen", "discard", number, *WHY[:-1], *NOW)
    asked = penned.ask("pen", "undo", number, "--reason", "x", *NOW)
    assert (asked.exit_code, "add --yes" in asked.stderr) == (2, True)
    assert "waits in the pen again" in penned.done("pen", "undo", number, "--reason", "x", "--dry-run", *NOW)
    assert penned.json("pen", "list") == []
    told = penned.json("pen", "undo", number, *BACK, *NOW)
    assert (told["id"], told["likely_case"], told["closed_at"]) == (int(number), REF, None)


def test_words_in_the_reason_are_blacked_out_with_the_case_that_the_message_came_to(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    number, message = str(entry["id"]), str(entry["message"])
    penned.done("pen", "discard", number, "--reason", "it is about Rumpelstiltskin", "--by", "Ada", *NOW)
    penned.done("message", "move", message, REF, *WHY, *NOW)
    assert "Rumpelstiltskin" in penned.done("pen", "show", number)
    penned.done("case", "redact", REF, "--words", "Rumpelstiltskin", *WHY, *NOW)
    assert "Rumpelstiltskin" not in penned.done("pen", "show", number)
    assert "follows the one before it" in penned.done("audit", "verify")


def test_a_message_that_was_taken_elsewhere_since_waits_in_the_pen_no_more(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    number, message = str(entry["id"]), str(entry["message"])
    penned.done("pen", "discard", number, *WHY[:-1], *NOW)
    penned.done("message", "move", message, REF, *WHY, *NOW)
    moved = penned.ask("pen", "undo", number, *BACK, *NOW)
    assert (moved.exit_code, f"message {message} is on {REF} since" in moved.stderr) == (1, True)
    assert penned.json("pen", "list") == []


def test_a_message_that_was_said_to_be_something_else_since_stays_so(penned: Folder) -> None:
    (entry,) = penned.json("pen", "list")
    number, message = str(entry["id"]), str(entry["message"])
    penned.done("pen", "discard", number, *WHY[:-1], *NOW)
    penned.done("message", "reclassify", message, "list", *WHY, *NOW)
    result = penned.ask("pen", "undo", number, *BACK, *NOW)
    assert (result.exit_code, f"message {message} is list since" in result.stderr) == (1, True)


def test_what_was_accepted_or_waits_was_not_discarded(penned: Folder) -> None:
    number = str(penned.json("pen", "list")[0]["id"])
    waits = penned.ask("pen", "undo", number, *BACK, *NOW)
    assert (waits.exit_code, f"Entry {number} waits" in waits.stderr) == (1, True)
    penned.done("pen", "accept", number, "--case", REF, *WHY[:-1], *NOW)
    accepted = penned.ask("pen", "undo", number, *BACK, *NOW)
    assert (accepted.exit_code, "taken back with mailflow case undo" in accepted.stderr) == (1, True)
    for words in (("pen", "undo", "99"), ("letter", "undo", "99")):
        assert penned.ask(*words, *BACK).stderr.startswith("mailflow: There is no ")


def test_the_second_of_two_admins_is_told_that_it_was_put_back_already(
    penned: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = str(penned.json("pen", "list")[0]["id"])
    penned.done("pen", "discard", number, *WHY[:-1], *NOW)

    def meanwhile(**_: object) -> None:
        Folder(path=penned.path).done("pen", "undo", number, *BACK, *NOW)
        Folder(path=penned.path).done("pen", "discard", number, *WHY[:-1], *LATER)

    monkeypatch.setattr(correction, "ask", meanwhile)
    result = penned.ask("pen", "undo", number, "--reason", "x", *NOW)
    assert (result.exit_code, "was discarded once more meanwhile" in result.stderr) == (1, True)
    assert penned.json("pen", "list") == []

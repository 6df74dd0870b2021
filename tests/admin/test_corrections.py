"""``mailflow message move|reclassify|requeue`` and ``letter cancel``, on a real mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=30)).isoformat())
LATER = ("--now", (MONDAY + timedelta(hours=2)).isoformat())
WHY = ("--reason", "I phoned them", "--by", "Ada", "--yes")
REF, OTHER = "LC-2026-0001", "LC-2026-0002"
SAM = "sam@mail.example"


def absence(author: str) -> bytes:
    """A mail that says of itself that a machine wrote it."""
    return mail("Handover again", "It was late again.", author).replace(
        b"MIME-Version", b"Auto-Submitted: auto-replied\r\nMIME-Version"
    )


@pytest.fixture
def two(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with the cases of two people, another mail of the second, and one that a machine seems to have sent."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    dovecot.deliver(user, mail("Nobody answers the phone", "I rang twice.", SAM), MONDAY + timedelta(minutes=1))
    again = mail(f"[{OTHER}] One thing more", "And on Friday.", SAM)
    dovecot.deliver(user, again, MONDAY + timedelta(minutes=2))
    dovecot.deliver(user, absence("kim@mail.example"), MONDAY + timedelta(minutes=3))
    office.done("run", "--once", *NOW)
    return office


def classes(folder: Folder, ref: str) -> list[tuple[int, str]]:
    return [(one["id"], one["class"]) for one in folder.json("case", "show", ref)["messages"]]


def kinds(folder: Folder, status: str) -> list[str]:
    return [one["kind"] for one in folder.json("letter", "list", "--status", status)]


# --- where a message belongs ------------------------------------------------------------------------------------------


def test_a_message_on_the_wrong_case_is_moved_as_of_its_receipt(two: Folder) -> None:
    assert classes(two, OTHER) == [(2, "complaint"), (3, "reply")]
    page = two.done("message", "move", "3", REF, *WHY, *NOW)
    assert f"Message 3 is on {REF}." in page
    assert "handler-notice to ada@libra.example" in page
    assert classes(two, OTHER) == [(2, "complaint")]
    assert classes(two, REF) == [(1, "complaint"), (3, "reply")]
    gone = two.json("case", "show", OTHER)["events"][-1]
    assert (gone["kind"], gone["by"], gone["data"]) == ("message-taken-off", "admin Ada", {"message": 3, "to": REF})
    two.done("message", "move", "3", OTHER, *WHY, *NOW)
    assert classes(two, OTHER) == [(2, "complaint"), (3, "reply")]
    assert "follows the one before it" in two.done("audit", "verify")


def test_a_message_that_is_a_complaint_of_its_own_opens_a_case(two: Folder, sink: SmtpSink) -> None:
    sink.clear()
    assert two.json("message", "move", "3", "new", *WHY, *NOW)["ref"] == "LC-2026-0003"
    assert two.json("case", "show", "LC-2026-0003")["received_at"] == "2026-11-02T09:32:00+00:00"
    two.done("run", "--once", *LATER)
    assert len(sink.to(SAM)) == 1


def test_what_a_case_stands_on_is_not_taken_away(two: Folder) -> None:
    result = two.ask("message", "move", "2", REF, *WHY, *NOW)
    assert (result.exit_code, f"has opened {OTHER}" in result.stderr) == (1, True)
    assert classes(two, OTHER) == [(2, "complaint"), (3, "reply")]


def test_moving_asks_first_and_a_dry_run_moves_nothing(two: Folder) -> None:
    asked = two.ask("message", "move", "3", REF, "--reason", "x", *NOW)
    assert (asked.exit_code, "add --yes" in asked.stderr) == (2, True)
    assert "Message 3 is on" in two.done("message", "move", "3", REF, "--reason", "x", "--dry-run", *NOW)
    assert classes(two, OTHER) == [(2, "complaint"), (3, "reply")]
    assert two.json("pen", "list") == []


# --- what a message is ------------------------------------------------------------------------------------------------


def test_what_was_taken_for_a_machines_is_a_complaint_after_all(two: Folder) -> None:
    assert [one["class"] for one in two.json("message", "list")][-1] == "auto-reply"
    told = two.json("message", "reclassify", "4", "complaint", *WHY, *NOW)
    assert (told["class"], told["ref"]) == ("complaint", "LC-2026-0003")
    case = two.json("case", "show", "LC-2026-0003")
    assert case["received_at"] == "2026-11-02T09:33:00+00:00"
    assert case["complainant"]["address"] == "kim@mail.example"
    assert sorted(kinds(two, "queued")) == ["acknowledgement", "handler-notice"]


def test_a_reply_that_is_spam_stays_on_record_as_such(two: Folder) -> None:
    assert two.json("message", "reclassify", "3", "spam", *WHY, *NOW)["class"] == "spam"
    assert classes(two, OTHER) == [(2, "complaint"), (3, "spam")]
    said = two.json("case", "show", OTHER)["events"][-1]
    assert (said["kind"], said["data"]) == ("message-reclassified", {"message": 3, "was": "reply", "as_": "spam"})
    two.done("message", "reclassify", "3", "reply", *WHY, *NOW)
    assert classes(two, OTHER) == [(2, "complaint"), (3, "reply")]
    assert kinds(two, "queued") == ["handler-notice"]


def test_a_message_is_not_said_to_be_what_it_is_or_what_needs_a_case(two: Folder) -> None:
    same = two.ask("message", "reclassify", "3", "reply", *WHY, *NOW)
    assert (same.exit_code, "of the class reply already" in same.stderr) == (1, True)
    whose = two.ask("message", "reclassify", "4", "reply", *WHY, *NOW)
    assert (whose.exit_code, "mailflow message move 4 REF" in whose.stderr) == (1, True)


def test_a_message_is_read_anew_by_the_next_turn(two: Folder) -> None:
    two.done("message", "requeue", "4", *WHY, *NOW)
    assert two.json("message", "list")[-1]["class"] == "auto-reply"
    page = two.done("run", "--once", *LATER)
    assert "1 auto-reply" in page
    on_a_case = two.ask("message", "requeue", "2", *WHY, *NOW)
    assert (on_a_case.exit_code, f"is on {OTHER}" in on_a_case.stderr) == (1, True)


def test_what_was_typed_is_put_right_where_it_was_typed(two: Folder) -> None:
    two.done("case", "note", REF, "--text", "She rang.", "--yes", *NOW)
    note = two.json("message", "list")[-1]["id"]
    result = two.ask("message", "move", str(note), OTHER, *WHY, *NOW)
    assert (result.exit_code, f"mailflow case undo {REF}" in result.stderr) == (1, True)


def test_a_message_or_letter_that_does_not_exist_is_one_sentence(two: Folder) -> None:
    for words, what in ((("message", "move", "99", REF), "message"), (("letter", "cancel", "99"), "letter")):
        result = two.ask(*words, *WHY)
        assert (result.exit_code, result.stderr) == (
            1,
            f"mailflow: There is no {what} 99. See mailflow {what} list.\n",
        )


# --- a letter ---------------------------------------------------------------------------------------------------------


def test_a_cancelled_letter_never_leaves_and_its_answer_is_owed_again(two: Folder, sink: SmtpSink) -> None:
    words = ("--text", "Reasons: none.", "--reason", "x", "--yes", *NOW)
    two.done("case", "outcome", REF, "not-upheld", *words)
    letter = two.json("letter", "list", "--status", "queued")[0]["id"]
    assert "is cancelled and never leaves" in two.done("letter", "cancel", str(letter), *WHY, *NOW)
    case = two.json("case", "show", REF, *NOW)
    assert (case["status"], case["outcome"]) == ("open", None)
    assert next(one for one in case["deadlines"] if one["what"] == "respond")["met_at"] is None
    sink.clear()
    two.done("run", "--once", *LATER)
    assert sink.to("p.rivers@mail.example") == ()
    two.done("case", "outcome", REF, "not-upheld", *words)
    two.done("run", "--once", *LATER)
    assert two.json("case", "show", REF)["status"] == "decided"


def test_a_letter_that_has_left_cannot_be_cancelled(two: Folder) -> None:
    result = two.ask("letter", "cancel", "1", *WHY, *NOW)
    assert (result.exit_code, "is sent; it cannot be cancelled" in result.stderr) == (1, True)

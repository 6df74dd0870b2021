"""What a recovery cannot know is held or named, and never guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.end_to_end.office import COORDINATOR
from tests.end_to_end.test_coming_back import BACK, DAY, MINUTE, OUTCOME, STOPPED, Town, town
from tests.support.dovecot import Dovecot

__all__ = ["town"]
HOUR = timedelta(hours=1)


@pytest.fixture
def office(town: Town) -> Town:
    """The office, its record lost later on."""
    return town


pytestmark = pytest.mark.parametrize("town", ["leave"], indirect=True)


def back(town: Town, *more: str) -> Any:
    """Recover from the old backup, and return what it came to."""
    town.is_written_to_once_more()
    (told,) = town.office.json(
        *("recover", "--from", str(town.office.path / "old.db"), "--replace"),
        *("--stopped", STOPPED.isoformat(), "--now", BACK.isoformat(), *more),
    )
    return told


def without_copy(dovecot: Dovecot, town: Town, who: str, kind: str) -> None:
    """Take the copies of somebody's letters of a kind out of the Sent folder."""
    with dovecot.session(town.mailbox) as imap:
        imap.select("Sent")
        found = imap.search(None, "HEADER", "To", who, "HEADER", "X-Mailflow-Letter", kind)[1][0]
        assert found, "there is one"
        for number in found.split():
            imap.store(number.decode(), "+FLAGS", r"(\Deleted)")
        imap.expunge()


def test_a_letter_without_a_copy_is_held_until_a_person_lets_it_leave(office: Town, dovecot: Dovecot) -> None:
    without_copy(dovecot, office, "d@mail.example", "acknowledgement")
    before = office.sent()
    told = back(office)
    (held,) = told["held"]
    assert (held["kind"], held["to"]) == ("acknowledgement", ["d@mail.example"])
    assert held["ref"] == "LC-2020-0004", "which their own later mail bears"
    office.turn(BACK + MINUTE)
    assert not [key for key in office.sent() - before if key[2] == "d@mail.example"]
    office.office.done("letter", "approve", str(held["id"]), "--yes", "--now", (BACK + HOUR).isoformat())
    office.turn(BACK + HOUR)
    new = [key for key in office.sent() - before if key[2] == "d@mail.example"]
    assert new == [(held["ref"], "acknowledgement", "d@mail.example")]


def test_a_case_of_which_no_letter_tells_gets_a_reference_that_nobody_had(office: Town, dovecot: Dovecot) -> None:
    without_copy(dovecot, office, "b@mail.example", "acknowledgement")
    for one in office.office.path.glob("mailflow.db*"):
        one.unlink()
    office.office.done("rebuild", "--from-mailbox", "--stopped", STOPPED.isoformat(), "--now", BACK.isoformat())
    refs = {one["complainant"]["address"]: one["ref"] for one in office.office.json("case", "list")}
    assert [refs[f"{who}@mail.example"] for who in "acd"] == ["LC-2020-0001", "LC-2020-0003", "LC-2020-0004"]
    assert refs["b@mail.example"] == "LC-2020-0101"


def test_a_letter_that_an_admins_hand_sent_is_on_record_again_and_named(office: Town) -> None:
    now = STOPPED - DAY + HOUR
    words = ("--text", "We need longer.", "--reason", "ill")
    office.office.done("case", "extend", "LC-2020-0004", "2020-12-20", *words, "--yes", "--now", now.isoformat())
    office.turn(now + MINUTE)
    before = office.sent()
    told = back(office)
    assert told["held"] == []
    (named,) = told["unknown"]
    assert "LC-2020-0004: the letter interim-update left" in named
    office.turn(BACK + MINUTE)
    assert ("LC-2020-0004", "interim-update", "d@mail.example") not in office.sent() - before


def test_a_complaint_by_phone_keeps_its_reference_and_its_family_is_answered_on_it(office: Town) -> None:
    now = STOPPED - DAY + HOUR
    phoned = ("--name", "Pat Lake", "--address", "p@mail.example", "--channel", "phone", "--text", "They rang off.")
    office.office.done("case", "new", *phoned, "--reason", "phone", "--yes", "--now", now.isoformat())
    office.turn(now + MINUTE)
    office.answers("p@mail.example", "LC-2020-0005", "acknowledgement", "And once more today.", now + HOUR)
    office.turn(now + HOUR + MINUTE)
    before = office.sent()
    told = back(office)
    assert [one["kind"] for one in told["held"]] == ["handler-notice"], "no copy is later than this one"
    assert "LC-2020-0005: nothing in the mailbox opened it" in told["unknown"][0]
    found = office.office.json("case", "show", "LC-2020-0005")
    assert found["complainant"]["address"] == "p@mail.example"
    assert [one["class"] for one in found["messages"]] == ["complaint", "reply"]
    office.turn(BACK + MINUTE)
    assert not [key for key in office.sent() - before if key[0] == "LC-2020-0005"]


def test_a_forged_line_of_staff_is_no_truer_for_the_loss_of_the_record(office: Town) -> None:
    at = STOPPED - HOUR
    forged = "<mf.aaaaaaaaaaaaaaaaaaaaaaaaaa@libra.example>"
    office.writes(COORDINATOR, "Re: [LC-2020-0004] New complaint", OUTCOME.format("d"), at, answers=forged)
    office.turn(at + MINUTE)
    assert office.office.json("case", "show", "LC-2020-0004")["outcome"] is None
    told = back(office)
    found = office.office.json("case", "show", "LC-2020-0004")
    assert (found["outcome"], found["status"]) == (None, "open")
    assert any("lines of staff that were not carried out again" in one for one in told["unknown"])


def test_without_the_time_of_the_stop_what_came_last_is_held_too(office: Town) -> None:
    office.is_written_to_once_more()
    before = office.sent()
    (told,) = office.office.json(
        "recover", "--from", str(office.office.path / "old.db"), "--replace", "--now", BACK.isoformat()
    )
    assert {(one["kind"], *one["to"]) for one in told["held"]} == {
        ("acknowledgement", "e@mail.example"),
        ("handler-notice", COORDINATOR),
    }
    office.turn(BACK + MINUTE)
    assert {kind for _, kind, _ in office.sent() - before} == {"admin-notice"}, "which names what waits"


def test_a_record_that_was_not_put_back_is_left_alone(office: Town) -> None:
    result = office.office.ask("recover", "--now", BACK.isoformat())
    assert result.exit_code == 1 and "was not put back from a backup" in result.stderr
    result = office.office.ask("rebuild", "--from-mailbox", "--now", BACK.isoformat())
    assert result.exit_code == 1 and "not empty" in result.stderr

"""``mailflow case merge|split|move``: messages keep their origin, and everything can be taken apart again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

NOW = ("--now", (MONDAY + timedelta(minutes=30)).isoformat())
LATER = ("--now", (MONDAY + timedelta(hours=2)).isoformat())
WHY = ("--reason", "it is the same complaint", "--by", "Ada", "--yes")
FIRST, SECOND, STRANGERS = "LC-2026-0001", "LC-2026-0002", "LC-2026-0003"


@pytest.fixture
def three(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with two cases of one person, the second with a further mail, and one of somebody else."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    dovecot.deliver(user, mail("Late again", "Today it was late again."), MONDAY + timedelta(minutes=1))
    further = mail(f"[{SECOND}] One thing more", "By forty minutes.")
    dovecot.deliver(user, further, MONDAY + timedelta(minutes=2))
    dovecot.deliver(user, mail("Phone", "Nobody answers.", "sam@mail.example"), MONDAY + timedelta(minutes=3))
    office.done("run", "--once", *NOW)
    return office


def messages(folder: Folder, ref: str) -> list[int]:
    return [one["id"] for one in folder.json("case", "show", ref)["messages"]]


def test_a_later_case_goes_on_in_the_earlier_one_with_its_messages(three: Folder) -> None:
    page = three.done("case", "merge", SECOND, FIRST, *WHY, *NOW)
    assert f"{SECOND} goes on in {FIRST}" in page
    assert "handler-notice to ada@libra.example" in page
    assert (messages(three, FIRST), messages(three, SECOND)) == ([1, 2, 3], [])
    gone = three.json("case", "show", SECOND, *NOW)
    assert gone["status"] == "closed"
    assert all(one["ended"] or one["met_at"] for one in gone["deadlines"])
    assert three.json("case", "show", FIRST, *NOW)["status"] == "open"
    assert f"It came to {SECOND}" in " ".join(three.json("message", "show", "3", "--explain")["explain"])
    assert "follows the one before it" in three.done("audit", "verify")


def test_a_reply_to_a_merged_case_reaches_the_one_where_it_goes_on(
    three: Folder, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    three.done("case", "merge", SECOND, FIRST, *WHY, *NOW)
    dovecot.deliver(user, mail(f"Re: [{SECOND}] We have received", "And on Friday."), MONDAY + timedelta(hours=1))
    three.done("run", "--once", *LATER)
    assert len(messages(three, FIRST)) == 4
    assert messages(three, SECOND) == []


@pytest.mark.parametrize("ref", [FIRST, SECOND])
def test_what_was_merged_is_taken_apart_from_either_side(three: Folder, ref: str) -> None:
    before = [three.json("case", "show", one, *NOW) for one in (FIRST, SECOND)]
    three.done("case", "merge", SECOND, FIRST, *WHY, *NOW)
    page = three.done("case", "undo", ref, "--reason", "they are two", "--yes", *NOW)
    assert "Letters that are cancelled" in page
    for old, one in zip(before, (FIRST, SECOND), strict=True):
        new = three.json("case", "show", one, *NOW)
        assert {key for key in new if new[key] != old[key]} <= {"events", "letters"}
    assert "follows the one before it" in three.done("audit", "verify")


def test_what_has_been_told_because_of_it_stands_in_the_way(three: Folder) -> None:
    three.done("case", "merge", SECOND, FIRST, *WHY, *NOW)
    three.done("run", "--once", *LATER)
    result = three.ask("case", "undo", SECOND, "--reason", "they are two", "--yes", *LATER)
    assert (result.exit_code, "has left because of it" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((FIRST, FIRST), "cannot go on in itself"),
        ((FIRST, SECOND), f"mailflow case merge {SECOND} {FIRST}"),
        ((SECOND, "LC-2026-0009"), "There is no case LC-2026-0009"),
        ((STRANGERS, FIRST), "are of different people"),
    ],
)
def test_what_cannot_be_one_case_is_refused(three: Folder, words: tuple[str, str], says: str) -> None:
    result = three.ask("case", "merge", *words, *WHY, *NOW)
    assert (result.exit_code, says in result.stderr) == (1, True)
    assert [messages(three, ref) for ref in (FIRST, SECOND, STRANGERS)] == [[1], [2, 3], [4]]


def test_cases_of_different_people_are_one_only_where_a_person_insists(three: Folder) -> None:
    assert "The rule: confidentiality" in three.ask("case", "merge", STRANGERS, FIRST, *WHY, *NOW).stderr
    three.done("case", "merge", STRANGERS, FIRST, *WHY, "--override-policy", "it is her other address", *NOW)
    assert messages(three, FIRST) == [1, 4]


def test_a_case_that_is_kept_from_somebody_does_not_reach_them_by_merging(three: Folder) -> None:
    three.done("case", "about", SECOND, "coordinator", "--reason", "she was there", "--yes", *NOW)
    result = three.ask("case", "merge", SECOND, FIRST, *WHY, *NOW)
    assert (result.exit_code, f"mailflow case about {FIRST} coordinator" in result.stderr) == (1, True)


def test_a_message_is_split_off_as_a_case_of_its_own(three: Folder) -> None:
    page = three.done("case", "split", SECOND, "3", *WHY, *NOW)
    assert "Message 3 is on LC-2026-0004 now." in page
    assert "acknowledgement to p.rivers@mail.example" in page
    assert three.json("case", "show", "LC-2026-0004")["received_at"] == "2026-11-02T09:32:00+00:00"
    assert messages(three, SECOND) == [2]


def test_what_was_split_off_goes_back_and_its_case_is_closed(three: Folder) -> None:
    before = three.json("case", "show", SECOND, *NOW)
    three.done("case", "split", SECOND, "3", *WHY, *NOW)
    page = three.done("case", "undo", SECOND, "--reason", "it is one", "--yes", *NOW)
    assert "acknowledgement to p.rivers@mail.example" in page.partition("Letters that are cancelled")[2]
    after = three.json("case", "show", SECOND, *NOW)
    assert {key for key in after if after[key] != before[key]} == {"events"}
    alone = three.json("case", "show", "LC-2026-0004", *NOW)
    assert (alone["status"], alone["tags"], alone["messages"]) == ("closed", ["entered by mistake"], [])
    assert "follows the one before it" in three.done("audit", "verify")


@pytest.mark.parametrize("ref", [FIRST, SECOND])
def test_what_was_moved_goes_back_from_either_side(three: Folder, ref: str) -> None:
    before = [three.json("case", "show", one, *NOW) for one in (FIRST, SECOND)]
    three.done("case", "move", SECOND, "3", FIRST, *WHY, *NOW)
    three.done("case", "undo", ref, "--reason", "a slip", "--yes", *NOW)
    for old, one in zip(before, (FIRST, SECOND), strict=True):
        new = three.json("case", "show", one, *NOW)
        assert {key for key in new if new[key] != old[key]} <= {"events", "letters"}


def test_what_was_split_off_and_acknowledged_stays(three: Folder) -> None:
    three.done("case", "split", SECOND, "3", *WHY, *NOW)
    three.done("run", "--once", *LATER)
    result = three.ask("case", "undo", SECOND, "--reason", "it is one", "--yes", *LATER)
    assert (result.exit_code, "has left because of it" in result.stderr) == (1, True)
    assert "mailflow case merge LATER EARLIER" in result.stderr


def test_a_message_is_moved_to_another_case(three: Folder) -> None:
    three.done("case", "move", SECOND, "3", FIRST, *WHY, *NOW)
    assert (messages(three, FIRST), messages(three, SECOND)) == ([1, 3], [2])
    result = three.ask("case", "move", SECOND, "3", FIRST, *WHY, *NOW)
    assert (result.exit_code, f"Message 3 is not on {SECOND}" in result.stderr) == (1, True)

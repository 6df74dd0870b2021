"""The record is lost, and there is an old backup, or none: all is on record again, and nothing leaves twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.admin.conftest import Folder
from tests.end_to_end.office import ADMIN, COORDINATOR, OFFICER, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

FIRST = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STOPPED = FIRST + 4 * DAY
BACK = FIRST + 5 * DAY
OUTCOME = (
    "#outcome upheld\nWe are sorry that the handover of {} was late.\n\nFindings: It was.\nActions: A second worker."
)
STAFF = {COORDINATOR, OFFICER, ADMIN}


@dataclass(slots=True)
class Town:
    """An office, its mailbox, and the people who write to it."""

    office: Folder
    mailbox: str
    dovecot: Dovecot
    sink: SmtpSink

    def writes(self, who: str, subject: str, text: str, at: datetime, answers: str | None = None) -> None:
        raw = mail(who, self.mailbox, subject, text, at, answers=answers)
        self.dovecot.deliver_many(self.mailbox, [(raw, at)])

    def answers(self, who: str, ref: str, kind: str, text: str, at: datetime, mark: str = "Re: ") -> None:
        """Reply to the last letter of a kind about a case that somebody had."""
        had = [
            one.message
            for one in self.sink.to(who)
            if (one.message["X-Mailflow-Case"], one.message["X-Mailflow-Letter"]) == (ref, kind)
        ]
        self.writes(who, f"{mark}{had[-1]['Subject']}", text, at, answers=str(had[-1]["Message-ID"]))

    def is_written_to_once_more(self) -> None:
        """A mail comes after the daemon was stopped."""
        self.writes("e@mail.example", "Handover", "The handover of e was late.", STOPPED + MINUTE)

    def turn(self, at: datetime) -> None:
        self.office.done("run", "--once", "--now", at.isoformat())

    def sent(self) -> Counter[tuple[str, str, str]]:
        """How many letters of a kind about a case each person had."""
        return Counter(
            (str(one.message["X-Mailflow-Case"]), str(one.message["X-Mailflow-Letter"]), str(one.message["To"]))
            for one in self.sink.envelopes
        )

    def cases(self) -> dict[str, Any]:
        """What is on record of each case, less what is numbered anew."""
        return {
            one["ref"]: told(self.office.json("case", "show", one["ref"])) for one in self.office.json("case", "list")
        }


def told(case: Any) -> Any:
    wanted = ("stage", "status", "outcome", "tags", "received_at", "complainant")
    dates = [{name: one[name] for name in ("what", "stage", "due_at", "met_at", "missed")} for one in case["deadlines"]]
    return {
        **{name: case[name] for name in wanted},
        "deadlines": dates,
        "messages": [(one["received_at"], one["class"]) for one in case["messages"]],
        "letters": sorted((one["kind"], one["sent_at"] or "") for one in case["letters"] if not set(one["to"]) & STAFF),
    }


@pytest.fixture(params=["leave", "move:Filed"])
def town(request: pytest.FixtureRequest, dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> Town:
    """Four days of an office, of which the backup knows the first, until it is stopped."""
    make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, spool=request.param)
    office = Folder(path=tmp_path)
    made = Town(office=office, mailbox=user, dovecot=dovecot, sink=sink)
    for who in "ab":
        made.writes(f"{who}@mail.example", "Handover", f"The handover of {who} was late.", FIRST)
    made.turn(FIRST + MINUTE)
    office.done("backup", str(tmp_path / "old.db"))
    for who in "cd":
        made.writes(f"{who}@mail.example", "Handover", f"The handover of {who} was late.", FIRST + DAY)
    made.turn(FIRST + DAY + MINUTE)
    at = FIRST + 2 * DAY
    made.answers(COORDINATOR, "LC-2020-0001", "handler-notice", OUTCOME.format("a"), at)
    made.answers(COORDINATOR, "LC-2020-0003", "handler-notice", OUTCOME.format("c"), at)
    made.answers("d@mail.example", "LC-2020-0004", "acknowledgement", "It was worse than that.", at)
    made.turn(at + MINUTE)
    at = FIRST + 3 * DAY
    made.answers("a@mail.example", "LC-2020-0001", "outcome", "I want more.", at, mark="APPEAL Re: ")
    made.answers("c@mail.example", "LC-2020-0003", "outcome", "I want more.", at, mark="APPEAL Re: ")
    made.turn(at + MINUTE)
    return made


def went_on(town: Town, before: Counter[tuple[str, str, str]]) -> None:
    """The daemon works again: what came since it was stopped is answered, and nothing else leaves."""
    town.turn(BACK + MINUTE)
    new = town.sent() - before
    assert {(kind, to) for _, kind, to in new} == {
        ("acknowledgement", "e@mail.example"),
        ("handler-notice", f"Ada Coordinator <{COORDINATOR}>"),
    }, new
    assert max(new.values()) == 1
    (found,) = town.office.json("reconcile")
    assert found["unexplained"] == [] and found["messages"] == 10
    assert town.office.json("audit", "verify")[0]["sound"]


def test_from_an_old_backup_all_is_as_it_was_and_nothing_leaves_twice(town: Town) -> None:
    before, cases = town.sent(), town.cases()
    town.is_written_to_once_more()
    (told,) = town.office.json(
        "recover",
        "--from",
        str(town.office.path / "old.db"),
        "--replace",
        "--stopped",
        STOPPED.isoformat(),
        "--now",
        BACK.isoformat(),
    )
    assert town.cases() == cases
    assert (told["messages"], told["held"], told["unknown"]) == (7, [], [])
    assert town.sent() == before, "nothing leaves while the record is recovered"
    went_on(town, before)
    refs = {one["ref"] for one in town.office.json("case", "list")}
    assert {ref for ref in refs if re.fullmatch(r"LC-2020-000\d", ref)} == set(cases)


def test_from_nothing_but_the_mailbox_all_is_as_it_was_and_nothing_leaves_twice(town: Town) -> None:
    before, cases = town.sent(), town.cases()
    town.is_written_to_once_more()
    for one in town.office.path.glob("mailflow.db*"):
        one.unlink()
    (told,) = town.office.json("rebuild", "--from-mailbox", "--stopped", STOPPED.isoformat(), "--now", BACK.isoformat())
    assert town.cases() == cases
    assert (told["messages"], told["held"], told["unknown"]) == (9, [], [])
    went_on(town, before)


def test_what_a_yes_of_staff_confirmed_is_confirmed_again_by_the_letter_that_left(
    dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path
) -> None:
    make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, require="confirm")
    town = Town(office=Folder(path=tmp_path), mailbox=user, dovecot=dovecot, sink=sink)
    town.writes("a@mail.example", "Handover", "The handover of a was late.", FIRST)
    town.turn(FIRST + MINUTE)
    town.answers(COORDINATOR, "LC-2020-0001", "handler-notice", OUTCOME.format("a"), FIRST + DAY)
    town.turn(FIRST + DAY + MINUTE)
    town.answers(COORDINATOR, "LC-2020-0001", "confirm-sender", "#yes", FIRST + 2 * DAY)
    town.turn(FIRST + 2 * DAY + MINUTE)
    before, cases = town.sent(), town.cases()
    assert cases["LC-2020-0001"]["outcome"] == "upheld"
    for one in tmp_path.glob("mailflow.db*"):
        one.unlink()
    (told,) = town.office.json("rebuild", "--from-mailbox", "--stopped", STOPPED.isoformat(), "--now", BACK.isoformat())
    assert town.cases() == cases
    assert [one["kind"] for one in told["held"]] in ([], ["directive-done"])
    town.turn(BACK + MINUTE)
    assert not [key for key in town.sent() - before if key[1] in ("outcome", "confirm-sender")]

"""``sending = "approve"`` and the record is lost: what waited neither leaves nor is lost, nor is approved twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.office import ADMIN, COORDINATOR, mail, make_office
from tests.end_to_end.test_approval import words
from tests.end_to_end.test_drafts import AT, DAY, HOUR, MINUTE, Quick
from tests.end_to_end.test_drafts_coming_back import address, told
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

#: What had become of the letter to each family: it left, without a copy even; it was approved; it waited.
LEFT, NO_COPY, APPROVED, WAITS = "left", "nocopy", "approved", "waits"
BACK = AT + 6 * DAY


@pytest.fixture
def office(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> Quick:
    """Five days of an office in which a person approves each letter; the backup knows the first."""
    made = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, sending="approve")
    office = Quick(path=made.path, mailbox=made.mailbox)
    for name in (LEFT, NO_COPY, APPROVED, WAITS):
        raw = mail(address(name), user, f"Handover {name}", f"The handover of {name} was late.", AT)
        dovecot.deliver_many(user, [(raw, AT)])
    office.once(AT + MINUTE)
    office.run("backup", str(tmp_path / "old.db"))
    approve(office, AT + HOUR, LEFT, NO_COPY)
    office.once(AT + HOUR)
    (copy,) = [one for one in dovecot.messages(user, "Sent") if f"To: {address(NO_COPY)}".encode() in one]
    dovecot.remove(user, copy, "Sent")
    notice = next(one.message for one in sink.to(COORDINATOR) if f"Handover {LEFT}" in str(one.message))
    text = "#outcome upheld\nYou are right, and we are sorry."
    answer = mail(COORDINATOR, user, f"Re: {notice['Subject']}", text, AT + DAY, answers=str(notice["Message-ID"]))
    dovecot.deliver_many(user, [(answer, AT + DAY)])
    office.once(AT + DAY)
    approve(office, AT + 4 * DAY, LEFT)
    office.once(AT + 4 * DAY)
    approve(office, AT + 5 * DAY, APPROVED)  # and the machine dies before it leaves
    return office


def approve(office: Quick, at: datetime, *names: str) -> None:
    for name in names:
        (one,) = held_to(office, name)
        office.run("letter", "approve", str(one["id"]), "--yes", "--now", at.isoformat())


def held_to(office: Quick, name: str) -> list[Any]:
    held = office.json("letter", "list", "--status", "held")
    return [one for one in held if one["to"] == [address(name)]]


def case_of(office: Quick, name: str) -> Any:
    shown = [office.json("case", "show", one["ref"]) for one in office.json("case", "list")]
    return next(told(one) for one in shown if one["complainant"]["address"] == address(name))


def test_what_waited_for_approval_when_the_record_was_lost_waits_for_a_look_at_each(
    office: Quick, sink: SmtpSink
) -> None:
    before, letters = case_of(office, LEFT), len(sink.envelopes)
    for arguments in (("recover", "--from", str(office.path / "old.db"), "--replace"), ("rebuild", "--from-mailbox")):
        if arguments[0] == "rebuild":
            for one in office.path.glob("mailflow.db*"):
                one.unlink()
        (done,) = office.json(*arguments, "--stopped", (AT + 5 * DAY).isoformat(), "--now", BACK.isoformat())
        assert case_of(office, LEFT) == before, "what left counts as it did, with the last day that its letter printed"
        theirs = {one["to"][0]: one["why"] for one in done["held"] if "@mail.example" in one["to"][0]}
        assert set(theirs) == {address(name) for name in (NO_COPY, APPROVED, WAITS)}
        assert all("it may have left before the record was lost" in why for why in theirs.values())

    said = office.run("letter", "approve", "--all", "--yes", "--now", BACK.isoformat()).stdout
    assert "No letter waits for approval." in said and "3 letters may have left before the record was lost" in said
    morning = (BACK + DAY).replace(hour=8, minute=0)
    office.once(BACK)
    office.once(morning)
    assert [one for one in sink.envelopes[letters:] if "@mail.example" in one.recipients[0]] == [], "nothing leaves"
    reminders = [words(one) for one in sink.to(ADMIN) if "may have left before the record was lost" in words(one)]
    assert len(reminders) == 2, "and each morning nothing is forgotten"

    approve(office, morning, WAITS, APPROVED)
    office.run("letter", "cancel", str(held_to(office, NO_COPY)[0]["id"]), "--reason", "she has it", "--yes")
    office.once(morning)
    left = [one.recipients[0] for one in sink.envelopes[letters:] if "@mail.example" in one.recipients[0]]
    assert sorted(left) == sorted([address(WAITS), address(APPROVED)])
    assert [len(sink.to(address(name))) for name in (LEFT, NO_COPY, APPROVED, WAITS)] == [2, 1, 1, 1]
    assert datetime.fromisoformat(case_of(office, WAITS)["deadlines"][0]["met_at"]) == morning

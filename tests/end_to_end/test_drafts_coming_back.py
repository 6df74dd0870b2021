"""``sending = "drafts"`` and a lost record: what was sent from Drafts is known, and what lies there stays as it is."""

from __future__ import annotations

import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.office import COORDINATOR, OfficeFolder, mail, make_office
from tests.end_to_end.test_drafts import AT, DAY, HOUR, MINUTE, Desk, Quick
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

#: Each family's complaint came so, and what became of the draft of its acknowledgement before the record was lost.
FAMILIES = ("sent", "renamed", "edited", "bare", "lies", "removed", "later")
STOPPED, BACK = AT + 3 * DAY, AT + 4 * DAY


def address(name: str) -> str:
    return f"{name}@mail.example"


class Town:
    """An office that sends from Drafts, the families who write to it, and who works in its mailbox."""

    def __init__(self, office: OfficeFolder, dovecot: Dovecot, sink: SmtpSink) -> None:
        self.office, self.dovecot, self.sink = office, dovecot, sink
        self.desk = Desk(dovecot, office.mailbox)

    def complains(self, name: str, at: datetime) -> None:
        raw = mail(address(name), self.office.mailbox, f"Handover {name}", f"The handover of {name} was late.", at)
        self.dovecot.deliver_many(self.office.mailbox, [(raw, at)])

    def draft_to(self, name: str, kind: str = "acknowledgement") -> bytes:
        wanted = (f"To: {address(name)}".encode(), f"X-Mailflow-Letter: {kind}".encode())
        (found,) = [one for one in self.desk.drafts() if all(each in one for each in wanted)]
        return found

    def answers(self, name: str, text: str, at: datetime) -> None:
        """Let the coordinator answer the notice about a family's complaint."""
        (had,) = [
            one.message
            for one in self.sink.to(COORDINATOR)
            if one.message["X-Mailflow-Letter"] == "handler-notice" and f"Handover {name}" in str(one.message)
        ]
        raw = mail(COORDINATOR, self.office.mailbox, f"Re: {had['Subject']}", text, at, answers=str(had["Message-ID"]))
        self.dovecot.deliver_many(self.office.mailbox, [(raw, at)])

    def cases(self) -> dict[str, Any]:
        """What is on record of each case, by its family, less what is numbered anew."""
        shown = [self.office.json("case", "show", one["ref"]) for one in self.office.json("case", "list")]
        return {one["complainant"]["address"].partition("@")[0]: told(one) for one in shown}

    def acknowledged(self, name: str) -> datetime | None:
        """When a family's acknowledgement left, as the case counts it."""
        (ref,) = [
            one["ref"] for one in self.office.json("case", "list") if one["complainant"]["address"] == address(name)
        ]
        met_at = self.office.json("case", "show", ref)["deadlines"][0]["met_at"]
        return datetime.fromisoformat(met_at) if met_at else None


def told(case: Any) -> Any:
    dates = [{name: one[name] for name in ("what", "stage", "due_at", "met_at", "missed")} for one in case["deadlines"]]
    theirs = [one for one in case["letters"] if one["to"] == [case["complainant"]["address"]]]
    return {
        **{name: case[name] for name in ("ref", "stage", "status", "outcome", "tags", "received_at")},
        "deadlines": dates,
        "letters": sorted((one["kind"], one["status"], one["sent_at"] or "") for one in theirs),
        "messages": [(one["received_at"], one["class"]) for one in case["messages"]],
    }


@pytest.fixture
def town(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> Town:
    """Three days of an office, of which the backup knows the first. Then it stops, and its record will be lost."""
    made = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, sending="drafts")
    office = Quick(path=made.path, mailbox=made.mailbox)
    town = Town(office, dovecot, sink)
    for name in ("old", "unsent"):
        town.complains(name, AT)
    office.once(AT + MINUTE)
    town.desk.send(town.draft_to("old"), AT + HOUR)
    office.once(AT + 2 * HOUR)
    office.run("backup", str(tmp_path / "old.db"))
    for name in FAMILIES:
        town.complains(name, AT + DAY)
    office.once(AT + DAY + MINUTE)
    town.answers("old", "#outcome upheld\nYou are right, and we are sorry.", AT + DAY + HOUR)
    office.once(AT + DAY + HOUR + MINUTE)
    sent_at = AT + DAY + 2 * HOUR
    town.desk.send(town.draft_to("old", "outcome"), sent_at)
    town.desk.send(town.draft_to("sent"), sent_at)
    town.desk.send(town.draft_to("renamed"), sent_at, keeps="headers")
    town.desk.send(town.draft_to("edited"), sent_at, keeps="references", edit=("Thank you for", "Thank you, dear, for"))
    town.desk.send(town.draft_to("bare"), sent_at, keeps="subject")
    town.desk.take_away(town.draft_to("removed"))
    office.once(sent_at + MINUTE)
    # The one that the backup knows to lie in Drafts is sent, too, and the family answers.
    town.desk.send(town.draft_to("unsent"), AT + 2 * DAY, keeps="headers")
    office.once(AT + 2 * DAY + MINUTE)
    return town


def sent_while_stopped(town: Town) -> None:
    """A person sends a draft, which their program lets lie, and somebody writes, while nothing works."""
    town.desk.send(town.draft_to("later"), STOPPED + HOUR, keeps="references", leaves_draft=True)
    town.complains("new", STOPPED + 2 * HOUR)


def came_back(town: Town, before: dict[str, Any], drafts: list[bytes], letters: int) -> None:
    """All is on record as it was; what lay in Drafts lies there; and work goes on with what came since."""
    now = town.cases()
    # Nothing in the mailbox says which reference the one had whose draft is gone; it gets one that nobody has.
    assert now["removed"].pop("ref") not in [one["ref"] for one in before.values()]
    del before["removed"]["ref"]
    for name, case in before.items():
        assert now[name] == case, name
    assert town.desk.drafts() == drafts
    assert len(town.sink.envelopes) == letters, "nothing leaves while the record is recovered"

    town.office.once(BACK + MINUTE)
    assert town.acknowledged("later") == STOPPED + HOUR
    assert town.acknowledged("lies") is town.acknowledged("new") is None
    lying = town.desk.drafts()
    assert [one for one in lying if one in drafts] == [one for one in drafts if b"later@" not in one]
    assert len(lying) == len(drafts) and town.draft_to("new") in lying

    (number,) = [
        one["id"] for one in town.office.json("letter", "list", "--status", "held") if one["to"] == [address("removed")]
    ]
    town.office.run("letter", "retry", str(number))
    town.desk.send(town.draft_to("lies"), BACK + HOUR, keeps="references")
    for minutes in (1, 12):
        town.office.once(BACK + HOUR + minutes * MINUTE)
    assert town.acknowledged("lies") == BACK + HOUR
    assert sorted(town.desk.drafts()) == sorted([town.draft_to("new"), town.draft_to("removed")])
    assert [one for one in town.sink.envelopes if "@mail.example" in one.recipients[0]] == [], "people send them"
    assert town.office.json("audit", "verify")[0]["sound"]
    (found,) = town.office.json("reconcile")
    assert found["unexplained"] == []


WHEN = ("--stopped", STOPPED.isoformat(), "--now", BACK.isoformat())


def held(done: Any) -> None:
    """Held are letters to staff, of which nobody keeps a copy, and the one whose draft somebody has removed."""
    assert done["unknown"] == []
    theirs = [one for one in done["held"] if "@mail.example" in one["to"][0]]
    assert [one["to"] for one in theirs] == [[address("removed")]] and "mailflow letter retry" in theirs[0]["why"]
    assert len(done["held"]) < 6, "most notices left for certain: a draft was laid a while later, or staff answered"


@pytest.mark.kill
def test_drafts_are_known_again_from_an_old_backup_though_the_recovery_is_killed_and_then_from_nothing_at_all(
    town: Town,
) -> None:
    before, letters = town.cases(), len(town.sink.envelopes)
    sent_while_stopped(town)
    drafts = town.desk.drafts()
    outside = OfficeFolder(path=town.office.path, mailbox=town.office.mailbox)
    # The letter that is decided last, and of whose draft nothing is known yet, is the one of which no mark is left.
    killed = outside.run("recover", "--from", "old.db", "--replace", *WHEN, fault="R1:4", check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    refused = town.office.run("run", "--once", "--now", BACK.isoformat(), check=False)
    assert "mailflow recover" in refused.stderr and town.desk.drafts() == drafts
    (done,) = town.office.json("recover", *WHEN)
    held(done)
    came_back(town, before, drafts, letters)

    before, drafts, letters = town.cases(), town.desk.drafts(), len(town.sink.envelopes)
    for one in town.office.path.glob("mailflow.db*"):
        one.unlink()
    stopped = BACK + 2 * HOUR
    when = ("--stopped", stopped.isoformat(), "--now", (stopped + HOUR).isoformat())
    (done,) = town.office.json("rebuild", "--from-mailbox", *when)
    assert done["unknown"] == []
    assert [one for one in done["held"] if "@mail.example" in one["to"][0]] == [], "one draft or copy is there of each"
    assert town.cases() == before
    town.office.once(stopped + HOUR)
    assert town.desk.drafts() == drafts
    # Who looks after what lies in Drafts is told of it each morning, and this morning once more.
    assert [one.message["X-Mailflow-Letter"] for one in town.sink.envelopes[letters:]] == ["admin-notice"]

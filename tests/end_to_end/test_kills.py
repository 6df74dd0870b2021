"""The process is killed at every step between the mailbox and the case, and between the outbox and the mail server.

After a restart nothing is lost, nothing is done twice, and no letter went out twice, except where the server's final
answer was lost; those are counted. The failpoints bear the names of the crash-point table (docs/promises.md).

``MAILFLOW_KILLS`` says how often each point is passed before the kill (default: the first time only), as in ``1,2,3``.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from mailflow.core.case import Outcome
from mailflow.daemon import run_once
from mailflow.settings import load_settings
from mailflow.store import LetterRow, LetterStatus, Store, verify
from mailflow.wiring import desks
from tests.end_to_end.office import COORDINATOR, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import Fault, Phase, SmtpSink

FIRST_DAY = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2020, 11, 26, 8, 30, tzinfo=UTC)
COUNTS = [int(part) for part in os.environ.get("MAILFLOW_KILLS", "1").split(",")]

#: Between the mailbox and the case, between the outbox and the server, and the clock.
POINTS = [
    *("I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10"),
    *("O1", "O2", "O4", "O5", "O6", "O7", "O8", "O9", "O11", "O12", "O13", "TM1"),
]
#: Points that are passed only once in the run.
ONCE = {"I0", "I1", "O1", "TM1", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10"}
#: Where the server's final answer can be lost: the same letter may go out again, and is counted then.
UNCERTAIN = {"O9", "O11"}

KINDS = Counter(
    {
        ("acknowledgement", "old1@mail.example"): 1,
        ("acknowledgement", "old2@mail.example"): 1,
        ("acknowledgement", "a@mail.example"): 1,
        ("acknowledgement", "b@mail.example"): 1,
        ("handler-notice", COORDINATOR): 4,
        ("outcome", "old1@mail.example"): 1,
        ("directive-done", COORDINATOR): 1,
        ("reminder", COORDINATOR): 1,
    }
)


@dataclass(slots=True)
class Drill:
    """An office with two old cases, and three mails that wait: a complaint, a directive, another complaint."""

    office: OfficeFolder
    dovecot: Dovecot
    sink: SmtpSink

    def prepare(self) -> None:
        box = self.office.mailbox
        self.dovecot.deliver_many(
            box,
            [
                (mail(f"old{n}@mail.example", box, f"Old matter {n}", f"canary-old{n}", FIRST_DAY), FIRST_DAY)
                for n in (1, 2)
            ],
        )
        self.turn(FIRST_DAY + timedelta(minutes=1))
        notices = [one.message for one in self.sink.to(COORDINATOR)]
        notice = next(one for one in notices if one["X-Mailflow-Case"] == "LC-2020-0001")
        directive = mail(
            COORDINATOR,
            box,
            f"Re: {notice['Subject']}",
            "#outcome upheld\nWe are sorry.",
            LATER,
            answers=str(notice["Message-ID"]),
        )
        self.dovecot.deliver_many(
            box,
            [
                (mail("a@mail.example", box, "First", "canary-a", LATER), LATER),
                (directive, LATER + timedelta(seconds=1)),
                (mail("b@mail.example", box, "Second", "canary-b", LATER), LATER + timedelta(seconds=2)),
            ],
        )

    def turn(self, now: datetime) -> list[LetterRow]:
        """Run one turn in this process, and return all letters."""
        settings = load_settings(self.office.path / "mailflow.toml")
        with desks(settings, now) as laid:
            assert not run_once(laid, lambda: now)[0].problems
            with laid[0].store.reading() as reader:
                return reader.letters("LC")

    def drain(self) -> None:
        """Run turns until nothing waits any more."""
        for minutes in range(5, 60, 10):
            if all(one.status is LetterStatus.SENT for one in self.turn(LATER + timedelta(minutes=minutes))):
                return
        raise AssertionError("letters still wait after an hour")

    def check(self, point: str) -> None:
        """Hold the end against what must be: nothing lost, nothing doubled."""
        settings = load_settings(self.office.path / "mailflow.toml")
        with Store.open(settings.database.url) as store, store.reading() as reader:
            cases, messages, letters = reader.case_rows("LC"), reader.messages("LC"), reader.letters("LC")
            verified = verify(reader, "LC")
        assert [case.complainant.address for case in cases] == [
            f"{name}@mail.example" for name in ("old1", "old2", "a", "b")
        ]
        assert [case.outcome for case in cases] == [Outcome.UPHELD, None, None, None]
        assert Counter(row.class_ for row in messages) == {"complaint": 4, "staff-directive": 1}
        assert len(self.dovecot.messages(self.office.mailbox, "Filed")) == 5
        assert self.dovecot.messages(self.office.mailbox) == []

        uncertain = {letter.message_id: letter.uncertain for letter in letters}
        sent = Counter(str(one.message["Message-ID"]) for one in self.sink.envelopes)
        assert set(sent) == set(uncertain), "every letter left, and nothing else did"
        for message_id, copies in sent.items():
            assert copies <= 1 + uncertain[message_id], f"a letter went out {copies} times"
        if point not in UNCERTAIN:
            assert max(sent.values()) == 1, "a letter went out twice although no final answer was lost"
        assert Counter((letter.kind.value, letter.to_address) for letter in letters) == KINDS
        filed = self.dovecot.messages(self.office.mailbox, "Sent")
        assert len(filed) == 5, "one copy of each letter to a complainant lies in Sent"
        assert verified.is_sound, verified

    def doubtful(self) -> list[LetterRow]:
        """Return the letters that may have gone out twice."""
        settings = load_settings(self.office.path / "mailflow.toml")
        with Store.open(settings.database.url) as store, store.reading() as reader:
            return [letter for letter in reader.letters("LC") if letter.uncertain]


@pytest.fixture
def drill(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> Drill:
    office = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, spool="move:Filed")
    made = Drill(office=office, dovecot=dovecot, sink=sink)
    made.prepare()
    return made


@pytest.mark.kill
@pytest.mark.parametrize(
    ("point", "count"), [(point, count) for point in POINTS for count in COUNTS if count == 1 or point not in ONCE]
)
def test_nothing_is_lost_or_doubled_when_the_process_is_killed_at(drill: Drill, point: str, count: int) -> None:
    killed = drill.office.once(LATER + timedelta(minutes=1), fault=f"{point}:{count}", check=False)
    assert killed.returncode == -signal.SIGKILL, f"{point} was not reached: {killed.stdout}{killed.stderr}"
    drill.drain()
    drill.check(point)


@pytest.mark.kill
@pytest.mark.parametrize(("point", "count"), [("D1", 1), ("D2", 1), ("D2", 2), ("D3", 1)])
def test_no_draft_is_laid_twice_or_forgotten_when_the_process_is_killed_at(
    dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path, point: str, count: int
) -> None:
    office = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, sending="drafts")
    complaints = [(mail(f"{one}@mail.example", user, one, f"canary-{one}", FIRST_DAY), FIRST_DAY) for one in "abc"]
    dovecot.deliver_many(user, complaints)
    killed = office.once(FIRST_DAY + timedelta(minutes=1), fault=f"{point}:{count}", check=False)
    assert killed.returncode == -signal.SIGKILL, f"{point} was not reached: {killed.stdout}{killed.stderr}"
    for minutes in (2, 3):
        office.once(FIRST_DAY + timedelta(minutes=minutes))
    drafts = [message_from_bytes(raw)["To"] for raw in dovecot.messages(user, "Drafts")]
    assert Counter(drafts) == {f"{one}@mail.example": 1 for one in "abc"}
    held = office.json("letter", "list", "--status", "held")
    assert len(held) == 3 and all("presses Send" in one["why"] for one in held)
    events = [one["kind"] for n in (1, 2, 3) for one in office.json("case", "show", f"LC-2020-000{n}")["events"]]
    assert events.count("draft-laid") == 3


@pytest.mark.kill
def test_a_second_kill_during_the_recovery_changes_nothing(drill: Drill) -> None:
    for point in ("I5", "I7", "I8", "O8", "O12"):
        killed = drill.office.once(LATER + timedelta(minutes=1), fault=point, check=False)
        assert killed.returncode == -signal.SIGKILL, f"{point} was not reached"
    drill.drain()
    drill.check("O8")


@pytest.mark.kill
def test_an_answer_lost_after_the_server_took_the_letter_is_counted(drill: Drill) -> None:
    drill.sink.fail(Fault(at=Phase.DOT, keeps=True, recipient="a@mail.example"))
    drill.drain()
    drill.check("O9")
    assert [letter.to_address for letter in drill.doubtful()] == ["a@mail.example"]
    assert len(drill.sink.to("a@mail.example")) == 2


def test_the_drill_without_a_kill_ends_as_all_the_others_must(drill: Drill) -> None:
    drill.drain()
    drill.check("none")
    assert not drill.doubtful()

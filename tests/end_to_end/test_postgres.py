"""The whole program on PostgreSQL: stories, the kill drill, two daemons at once, and a database that restarts."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow import clock
from mailflow.core.mail import InboundMessage
from mailflow.flow import decide_one
from mailflow.flow.known import Known
from mailflow.flow.twice import sent_before
from mailflow.simulate.stories import read_story
from mailflow.store import MessageRow, MessageState, StoreUnavailable, Writer
from mailflow.store.cases import WriteCases
from tests.end_to_end.office import OfficeFolder, mail, make_office
from tests.end_to_end.running import Daemon
from tests.end_to_end.test_kills import LATER, Drill
from tests.scenarios.player import playing
from tests.support.dovecot import Dovecot
from tests.support.memory_office import memory_office, written
from tests.support.ports import wait_until
from tests.support.postgres import Postgres, postgres
from tests.support.smtp import SmtpSink

STORIES = Path(__file__).resolve().parents[1] / "scenarios"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A PostgreSQL of these tests' own: its connections are broken here."""
    with postgres() as started:
        yield started


@pytest.fixture
def url(server: Postgres) -> str:
    return server.url(server.new_database())


@pytest.fixture
def drill(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path, url: str) -> Drill:
    """The kill drill's office, with its record in PostgreSQL."""
    office = make_office(
        tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, spool="move:Filed", url=url
    )
    made = Drill(office=office, dovecot=dovecot, sink=sink)
    made.prepare()
    return made


@pytest.mark.parametrize("name", ["libra-all-stages", "libra-late-appeals"])
def test_the_story_goes_as_it_is_told(
    name: str, dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path, url: str
) -> None:
    with playing(read_story(STORIES / f"{name}.story"), dovecot, sink, user, tmp_path, url=url) as player:
        player.play()
    assert not list(tmp_path.glob("*.db*")), "nothing was kept in SQLite"


def test_the_drill_without_a_kill_ends_as_on_sqlite(drill: Drill) -> None:
    drill.drain()
    drill.check("none")


@pytest.mark.kill
@pytest.mark.parametrize("point", ["I7", "O8", "O11"])
def test_nothing_is_lost_or_doubled_when_the_process_is_killed_at(drill: Drill, point: str) -> None:
    killed = drill.office.once(LATER + timedelta(minutes=1), fault=point, check=False)
    assert killed.returncode == -signal.SIGKILL, f"{point} was not reached: {killed.stdout}{killed.stderr}"
    drill.drain()
    drill.check(point)


@pytest.fixture
def office(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path, url: str) -> OfficeFolder:
    return make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, url=url)


def test_of_two_daemons_at_once_the_second_stands_by(dovecot: Dovecot, sink: SmtpSink, office: OfficeFolder) -> None:
    with Daemon(office) as first:
        _complain(dovecot, office, "first")
        sink.wait_for(2)
        dovecot.wait_for_messages(office.mailbox, 1, "Sent")
        with Daemon(office) as second:
            second.wait_for_log("standing by")
            assert office.once(clock.now(), check=False).returncode == 1, "nor does a turn by hand work beside it"
            first.kill()
            _complain(dovecot, office, "second")
            sink.wait_for(4)
            assert second.stop() == 0
    assert len(sink.envelopes) == 4, "each letter left once"


def test_when_the_database_throws_everybody_out_one_daemon_goes_on_and_one_stands_by(
    dovecot: Dovecot, sink: SmtpSink, office: OfficeFolder, server: Postgres
) -> None:
    with Daemon(office) as first, Daemon(office) as second:
        _complain(dovecot, office, "first")
        sink.wait_for(2)
        dovecot.wait_for_messages(office.mailbox, 1, "Sent")
        wait_until(lambda: "standing by" in first.log + second.log, "one of them stands by")
        server.break_connections()
        for n, name in enumerate(("second", "third"), 2):
            _complain(dovecot, office, name)
            sink.wait_for(2 * n)
            dovecot.wait_for_messages(office.mailbox, n, "Sent")
        wait_until(lambda: "lock lost" in first.log + second.log, "who worked knows that it must ask again")
        assert first.is_alive and second.is_alive
        assert (first.stop(), second.stop()) == (0, 0)
        assert "Traceback" not in first.log + second.log
    assert len(sink.envelopes) == 6, "each letter left once"
    office.run("audit", "verify")


def test_a_daemon_outlives_a_database_that_is_away_for_a_while(
    dovecot: Dovecot, sink: SmtpSink, office: OfficeFolder, server: Postgres
) -> None:
    with Daemon(office) as daemon:
        _complain(dovecot, office, "first")
        sink.wait_for(2)
        dovecot.wait_for_messages(office.mailbox, 1, "Sent")
        server.stop()
        try:
            _complain(dovecot, office, "second")
            daemon.wait_for_log("record unavailable")
        finally:
            server.start()
        sink.wait_for(4)
        dovecot.wait_for_messages(office.mailbox, 2, "Sent")
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.log
    office.run("audit", "verify")


def _complain(dovecot: Dovecot, office: OfficeFolder, name: str) -> None:
    sender = f"Canary {name} <canary-{name}@mail.example>"
    raw = mail(sender, office.mailbox, f"canary subject {name}", f"canary text {name}", clock.now())
    dovecot.deliver(office.mailbox, raw)


@pytest.mark.parametrize("made_by", ["sqlite", "postgresql"])
def test_a_database_that_fails_while_a_complaint_is_decided_is_no_fault_of_the_complaint(
    made_by: str, server: Postgres, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered = WriteCases.last_number
    broken: list[str] = []

    def once(self: WriteCases, org: str, year: int) -> int:
        if not broken:
            broken.append(org)
            if made_by == "postgresql":
                server.break_connections()
            else:
                self._db.exec_driver_sql("SELECT 1 FROM a_table_that_is_not_there")
        return numbered(self, org, year)

    monkeypatch.setattr(WriteCases, "last_number", once)
    database = url if made_by == "postgresql" else f"sqlite:///{tmp_path / 'mailflow.db'}"
    with memory_office(tmp_path, database=database) as office:
        office.arrive(written("Parent <parent@family.example>", "Handover", "Nobody came.", office.now))
        with pytest.raises(StoreUnavailable, match="nothing of this step was kept"):
            office.turn()
        assert [one.state for one in office.messages()] == [MessageState.RECEIVED], "it waits, and is in no pen"
        assert [one.kind for one in office.turn() if one.to == "parent@family.example"] == ["acknowledgement"]
        assert [one.class_ for one in office.messages()] == ["complaint"]


@pytest.mark.parametrize("made_by", ["sqlite", "postgresql"])
def test_a_bug_that_the_database_refuses_costs_the_other_complaints_of_its_batch_nothing(
    made_by: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(writer: Writer, known: Known, row: MessageRow, message: InboundMessage) -> MessageRow | None:
        if message.subject == "Handover 2":
            writer._db.exec_driver_sql("INSERT INTO chain SELECT * FROM chain")
        return sent_before(writer, known, row, message)

    monkeypatch.setattr(decide_one, "sent_before", refused)
    database = url if made_by == "postgresql" else f"sqlite:///{tmp_path / 'mailflow.db'}"
    with memory_office(tmp_path, database=database) as office:
        office.arrive(written("Parent <parent0@family.example>", "Handover 0", "Nobody came.", office.now))
        office.turn()
        for n in (1, 2, 3):
            office.arrive(written(f"Parent <parent{n}@family.example>", f"Handover {n}", "Nobody came.", office.now))
        letters = office.turn()
        assert sorted(one.to for one in letters if one.kind == "acknowledgement") == [
            "parent1@family.example",
            "parent3@family.example",
        ]
        assert [one.class_ for one in office.messages()] == ["complaint", "complaint", "unreadable", "complaint"]
        assert [one.kind for one in letters].count("admin-notice") == 1

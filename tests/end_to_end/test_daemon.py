"""The daemon at work in the real present: it waits for mail, outlives its servers, stops when told, and stands by.

``POLL_S`` is a minute: what happens sooner than that was announced by the server (IDLE).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow import clock
from tests.end_to_end.office import ADMIN, COORDINATOR, OfficeFolder, mail, make_office
from tests.end_to_end.running import Daemon
from tests.support.dovecot import Dovecot
from tests.support.ports import free_ports, wait_until
from tests.support.smtp import Fault, Phase, SmtpSink

BOX = "complaints@libra.example"
#: Within this a complaint is acknowledged, also on a busy machine; far less than a poll.
SOON_S = 15.0


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """A Dovecot of the test's own: it is kicked, stopped and started."""
    with Dovecot() as started:
        started.add_user(BOX)
        yield started


@pytest.fixture
def office(server: Dovecot, sink: SmtpSink, tmp_path: Path) -> OfficeFolder:
    return _office(tmp_path, server, sink.port)


def test_a_complaint_is_acknowledged_as_soon_as_it_arrives(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder
) -> None:
    with Daemon(office) as daemon:
        _settle(server, sink, "first")
        for n, name in enumerate(("second", "third"), 2):
            _complain(server, name)
            sink.wait_for(2 * n, SOON_S)
        assert daemon.stop() == 0
    assert [len(sink.to(f"canary-{name}@mail.example")) for name in ("first", "second", "third")] == [1, 1, 1]
    assert len(server.messages(BOX, "Sent")) == 3, "a copy of each letter to a complainant lies in Sent"


def test_it_outlives_being_thrown_out_and_a_restart_of_the_mail_server(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder
) -> None:
    with Daemon(office) as daemon:
        _settle(server, sink, "first")
        server.kick(BOX)
        _complain(server, "second")
        sink.wait_for(4, SOON_S)
        server.kill()
        daemon.wait_for_log("mailbox unavailable")
        server.restart()
        _complain(server, "third")
        sink.wait_for(6, SOON_S)
        assert daemon.stop() == 0
    assert len(office.json("case", "list")) == 3


def test_letters_wait_for_a_mail_server_that_is_away_and_leave_when_it_is_back(server: Dovecot, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with Daemon(_office(tmp_path, server, port)) as daemon:
        _complain(server, "first")
        daemon.wait_for_log("post unavailable")
        with SmtpSink(port=port) as sink:
            sink.wait_for(2, SOON_S)
            _complain(server, "second")
            sink.wait_for(4, SOON_S)
            assert daemon.stop() == 0
            assert len(sink.envelopes) == 4, "no letter left twice"


def test_the_log_says_nothing_of_people_when_things_go_wrong(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder
) -> None:
    gone = "canary-gone@mail.example"
    sink.fail(Fault(at=Phase.RCPT, reply=f"550 5.1.1 <{gone}>: no such canary here", recipient=gone, times=None))
    sink.fail(Fault(at=Phase.DOT, reply=f"451 4.3.0 canary {COORDINATOR} later", recipient=COORDINATOR))
    with Daemon(office) as daemon:
        _complain(server, "gone")
        daemon.wait_for_log("letter failed")
        daemon.wait_for_log("letter put off")
        server.deliver(
            BOX, b"Content-Type: multipart/mixed; boundary=canary\r\nFrom: canary <<@>\r\n\r\n--canary\r\n\xff"
        )
        server.deliver(BOX, mail(COORDINATOR, BOX, "canary", "#outcom canary", clock.now()))
        wait_until(lambda: sink.to(ADMIN), "the admin is told what a person must see to")
        wait_until(lambda: "directive-error" in _kinds(sink, COORDINATOR), "the coordinator is told what is wrong")
        assert "Traceback" not in daemon.log
        assert daemon.stop() == 0


@pytest.mark.parametrize("state", ["idling", "backing off", "standing by"])
def test_it_stops_within_seconds_when_told_while(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder, state: str
) -> None:
    with Daemon(office) as daemon:
        _settle(server, sink, "first")
        if state == "standing by":
            with Daemon(office) as other:
                other.wait_for_log("standing by")
                assert other.stop() == 0
        elif state == "backing off":
            server.kill()
            daemon.wait_for_log("mailbox unavailable", times=2)
        assert daemon.stop() == 0


def test_it_stops_within_seconds_while_the_mail_server_keeps_its_answer_and_the_letter_goes_again(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder
) -> None:
    sink.fail(Fault(at=Phase.DOT, hangs=True))
    with Daemon(office) as daemon:
        _complain(server, "first")
        wait_until(lambda: Phase.DOT.value in sink.commands, "a letter waits for its last answer")
        assert daemon.stop() == 0
    office.once(clock.now())
    letters = office.json("letter", "list")
    assert [one["status"] for one in letters] == ["sent", "sent"]
    assert sorted(one["uncertain"] for one in letters) == [0, 1], "nobody knows whether it arrived: it is counted"


def test_a_second_daemon_stands_by_and_takes_over_when_the_first_is_killed(
    server: Dovecot, sink: SmtpSink, office: OfficeFolder
) -> None:
    with Daemon(office) as first:
        _settle(server, sink, "first")
        with Daemon(office) as second:
            second.wait_for_log("standing by")
            _settle(server, sink, "second", 2)
            assert "letter sent" not in second.log
            first.kill()
            _complain(server, "third")
            sink.wait_for(6, SOON_S)
            assert "letter sent" in second.log
            assert second.stop() == 0
    assert len(sink.envelopes) == 6, "each letter left once"
    office.run("audit", "verify")


def _office(folder: Path, server: Dovecot, smtp_port: int) -> OfficeFolder:
    return make_office(folder, mailbox=BOX, imap_port=server.imap_port, smtp_port=smtp_port)


def _kinds(sink: SmtpSink, to: str) -> set[str]:
    return {str(one.message["X-Mailflow-Letter"]) for one in sink.to(to)}


def _complain(server: Dovecot, name: str) -> None:
    sender = f"Canary {name} <canary-{name}@mail.example>"
    server.deliver(BOX, mail(sender, BOX, f"canary subject {name}", f"canary text {name}", clock.now()))


def _settle(server: Dovecot, sink: SmtpSink, name: str, number: int = 1) -> None:
    """Wait until the daemon has done its ``number``th complaint to the end: letters left, a copy lies in Sent."""
    _complain(server, name)
    sink.wait_for(2 * number)
    server.wait_for_messages(BOX, number, "Sent")

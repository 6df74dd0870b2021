"""While the mail server for letters is out of reach, mail is still read, and that server is not asked too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.daemon import Worker
from mailflow.settings import load_settings
from mailflow.wiring import desks
from tests.end_to_end.office import mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.ports import free_ports
from tests.support.smtp import SmtpSink

AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


def test_mail_is_read_while_letters_cannot_leave(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    office = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=port)
    now = AT
    with desks(load_settings(office.path / "mailflow.toml"), AT) as laid:
        worker = Worker(desk=laid[0], now=lambda: now)
        dovecot.deliver_many(user, [(mail("a@mail.example", user, "First", "Text.", AT), AT)])
        first = worker.turn()
        assert first.received.messages == 1
        assert first.delivered.problem
        assert not first.is_blind

        now = AT + timedelta(seconds=1)
        dovecot.deliver_many(user, [(mail("b@mail.example", user, "Second", "Text.", AT), now)])
        second = worker.turn()
        assert second.received.messages == 1
        assert second.delivered.problem is None, "the server was not asked again so soon"

        with SmtpSink(port=port) as sink:
            now = AT + timedelta(seconds=3)
            assert worker.turn().delivered.sent == 4
            assert len(sink.envelopes) == 4
        worker.close()

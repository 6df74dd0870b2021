"""The tests' own servers do what other tests take for granted."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime

import pytest

from tests.support.certificates import make_certificate
from tests.support.dovecot import Dovecot
from tests.support.smtp import Fault, Phase, PostfixSink, SmtpSink

MAIL = b"From: p.rivers@mail.example\r\nSubject: Handover\r\n\r\nIt was late.\r\n"


def send(sink: SmtpSink, to: str = "complaints@libra.example") -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, local_hostname="test", timeout=10) as session:
        session.sendmail("p.rivers@mail.example", [to], MAIL)


def test_mail_lies_in_the_mailbox_with_its_time_of_receipt(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, MAIL, at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    assert dovecot.messages(user) == [MAIL]
    with dovecot.session(user) as session:
        session.select("INBOX", readonly=True)
        _, parts = session.fetch("1", "(INTERNALDATE)")
        assert b'INTERNALDATE "02-Nov-2026 09:30:00 +0000"' in (parts[0] or b"")


def test_mail_over_lmtp_has_the_delivery_headers_of_a_real_server(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, MAIL)
    (raw,) = dovecot.wait_for_messages(user, 1)
    assert raw.startswith(b"Return-Path: <sender@mail.example>")
    assert raw.endswith(MAIL)


def test_mail_lies_in_another_folder(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, MAIL, folder="Archiv & Ablage")
    assert dovecot.messages(user, "Archiv & Ablage") == [MAIL]
    assert dovecot.messages(user) == []


def test_uidvalidity_changes_and_the_mail_stays(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, MAIL)
    new = dovecot.change_uidvalidity(user)
    with dovecot.session(user) as session:
        session.select("INBOX")
        assert session.response("UIDVALIDITY")[1] == [str(new).encode()]
    assert len(dovecot.messages(user)) == 1


def test_dovecot_comes_back_on_its_ports_after_a_crash() -> None:
    with Dovecot() as server:
        server.deliver("complaints", MAIL)
        ports = (server.imap_port, server.imaps_port, server.lmtp_port)
        server.restart()
        assert (server.imap_port, server.imaps_port, server.lmtp_port) == ports
        assert len(server.messages("complaints")) == 1


def test_sink_keeps_letters_in_order(sink: SmtpSink) -> None:
    send(sink, "one@libra.example")
    send(sink, "two@libra.example")
    assert [each.recipients for each in sink.wait_for(2)] == [("one@libra.example",), ("two@libra.example",)]
    assert sink.to("ONE@libra.example")[0].message["Subject"] == "Handover"
    assert sink.envelopes[0].raw == MAIL


def test_sink_hands_letters_on_to_a_mailbox(dovecot: Dovecot, user: str) -> None:
    with SmtpSink(deliver=dovecot.deliver) as sink:
        send(sink, user)
    (raw,) = dovecot.messages(user)
    assert raw.endswith(MAIL)


def test_sink_refuses_one_recipient_as_often_as_told(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.RCPT, reply="550 5.1.1 nobody here", recipient="Gone@mail.example", times=2))
    send(sink)
    for _ in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(sink, "gone@mail.example")
    send(sink, "gone@mail.example")
    assert len(sink.envelopes) == 2


@pytest.mark.parametrize("phase", list(Phase))
def test_sink_drops_the_connection_at_each_phase_and_keeps_nothing(sink: SmtpSink, phase: Phase) -> None:
    sink.fail(Fault(at=phase))
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(sink)
    assert sink.envelopes == ()
    send(sink)
    assert len(sink.envelopes) == 1


@pytest.mark.parametrize("phase", [Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT])
def test_sink_says_later_at_each_phase(sink: SmtpSink, phase: Phase) -> None:
    sink.fail(Fault(at=phase, reply="451 4.3.0 later"))
    with pytest.raises(smtplib.SMTPException, match="later"):
        send(sink)
    assert sink.envelopes == ()


def test_sink_can_take_a_letter_and_lose_the_answer(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.DOT, keeps=True))
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(sink)
    assert len(sink.envelopes) == 1


def test_sink_can_hang(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.DOT, hangs=True))
    with smtplib.SMTP("127.0.0.1", sink.port, local_hostname="test", timeout=0.2) as session:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            session.sendmail("a@mail.example", ["b@mail.example"], MAIL)
        session.close()


@pytest.mark.parametrize("implicit", [True, False])
def test_sink_speaks_tls_and_wants_a_password(tmp_path_factory: pytest.TempPathFactory, implicit: bool) -> None:
    certificate = make_certificate(tmp_path_factory.mktemp("tls"))
    trust = ssl.create_default_context(cafile=certificate.ca)
    with SmtpSink(certificate=certificate.server_context(), implicit_tls=implicit, users={"c": "secret"}) as sink:
        if implicit:
            session: smtplib.SMTP = smtplib.SMTP_SSL("localhost", sink.port, local_hostname="test", context=trust)
        else:
            session = smtplib.SMTP("localhost", sink.port, local_hostname="test")
            session.starttls(context=trust)
        with session:
            with pytest.raises(smtplib.SMTPException):
                session.sendmail("a@mail.example", ["b@mail.example"], MAIL)
            session.login("c", "secret")
            session.sendmail("a@mail.example", ["b@mail.example"], MAIL)
    assert len(sink.envelopes) == 1


def test_postfix_sink_accepts_mail() -> None:
    with PostfixSink() as sink, smtplib.SMTP("127.0.0.1", sink.port, local_hostname="test") as session:
        assert session.sendmail("a@mail.example", ["b@mail.example"], MAIL) == {}

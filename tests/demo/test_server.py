"""The demo's mail server, as any client sees it: Python's own, which know nothing of mailflow."""

from __future__ import annotations

import imaplib
import smtplib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mailflow.demo.server import HOST, Delivery, MailServer

PARENT, OFFICE = "p.rivers@mail.example", "complaints@libra.example"
PASSWORD = "demo"
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
RAW = (
    b"From: P. Rivers <p.rivers@mail.example>\r\nTo: nobody@elsewhere.example\r\nSubject: H\xc3\xa4ndover\r\n\r\n"
    b".dot\r\n8 bit: \xe9\r\n"
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(dict.fromkeys((PARENT, OFFICE), PASSWORD), lambda: NOW) as running:
        yield running


def _imap(server: MailServer, user: str = OFFICE) -> imaplib.IMAP4:
    client = imaplib.IMAP4(HOST, server.imap_port, timeout=10)
    client.login(user, PASSWORD)
    return client


def _fetched(client: imaplib.IMAP4, what: str) -> list[bytes]:
    _, answer = client.fetch("1", what)
    return [
        part for item in answer for part in (item if isinstance(item, tuple) else (item,)) if isinstance(part, bytes)
    ]


def _send(server: MailServer, to: str) -> None:
    with smtplib.SMTP(HOST, server.smtp_port, timeout=10) as client:
        client.login(PARENT, PASSWORD)
        client.sendmail(PARENT, [to], RAW)


def test_mail_is_delivered_by_its_envelope_byte_for_byte(server: MailServer) -> None:
    _send(server, OFFICE)
    with _imap(server) as client:
        assert client.select("INBOX") == ("OK", [b"1"])
        assert RAW in _fetched(client, "(BODY.PEEK[])")
    assert server.deliveries() == (Delivery(address=OFFICE, raw=RAW, received_at=NOW),)


def test_mail_is_dated_by_the_clock_of_the_story(server: MailServer) -> None:
    _send(server, OFFICE)
    with _imap(server) as client:
        client.select("INBOX")
        client.append("Sent", "", None, RAW)
        assert b'INTERNALDATE "02-Nov-2026 09:30:00 +0000"' in _fetched(client, "(INTERNALDATE)")[0]
        client.select("Sent")
        assert b'INTERNALDATE "02-Nov-2026 09:30:00 +0000"' in _fetched(client, "(INTERNALDATE)")[0]


def test_a_keyword_that_a_client_sets_is_kept(server: MailServer) -> None:
    server.deliver(OFFICE, RAW)
    with _imap(server) as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "$Label1")
    with _imap(server) as client:
        client.select("INBOX")
        assert b"$Label1" in _fetched(client, "(FLAGS)")[0]


def test_mail_to_a_mailbox_that_is_not_here_is_refused(server: MailServer) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        _send(server, "nobody@elsewhere.example")
    code, text = refused.value.recipients["nobody@elsewhere.example"]
    assert code == 550
    assert PARENT.encode() in text


def test_a_wrong_password_opens_nothing(server: MailServer) -> None:
    client = imaplib.IMAP4(HOST, server.imap_port, timeout=10)
    with pytest.raises(imaplib.IMAP4.error):
        client.login(OFFICE, "guess")
    client.logout()
    with smtplib.SMTP(HOST, server.smtp_port, timeout=10) as post, pytest.raises(smtplib.SMTPAuthenticationError):
        post.login(OFFICE, "guess")


def test_a_port_that_is_taken_is_replaced_by_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with MailServer({OFFICE: PASSWORD}, lambda: NOW, ports=(port, port)) as running, _imap(running) as client:
            assert port not in (running.imap_port, running.smtp_port)
            assert client.select("INBOX") == ("OK", [b"0"])

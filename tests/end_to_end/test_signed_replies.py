"""A reply that the domain of one of the staff has signed, on a real mailbox: the daemon asks for the key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.office import COORDINATOR, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.name_server import NameServer
from tests.support.signing import Signer
from tests.support.smtp import SmtpSink

MONDAY = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
FAMILY = "p.rivers@mail.example"
LIBRA, EVIL = Signer(domain="libra.example", bits=2048), Signer(domain="evil.example")
OUTCOME = "#outcome upheld\n\nFindings: the bus was late.\nActions: we ring every family."


@pytest.fixture
def server() -> Iterator[NameServer]:
    with NameServer() as them:
        for one in (LIBRA, EVIL):
            them.publish(one.name, one.published)
        yield them


def letters(sink: SmtpSink, to: str) -> list[str]:
    return [str(one.message["X-Mailflow-Letter"]) for one in sink.to(to)]


def reply(office: OfficeFolder, notice: str, signer: Signer, at: datetime) -> bytes:
    words = mail(f"Ada <{COORDINATOR}>", office.mailbox, "Re: it", OUTCOME, at, answers=notice)
    return signer.sign(words)


def test_a_signed_answer_needs_no_confirmation_and_one_signed_by_another_does(
    dovecot: Dovecot, user: str, sink: SmtpSink, server: NameServer, tmp_path: Path
) -> None:
    office = make_office(
        tmp_path,
        mailbox=user,
        imap_port=dovecot.imap_port,
        smtp_port=sink.port,
        require="auto",
        nameserver=server.address,
    )
    dovecot.deliver(user, mail(FAMILY, user, "Handover", "It was late.", MONDAY), at=MONDAY)
    office.once(MONDAY + timedelta(minutes=1))
    notice = str(sink.to(COORDINATOR)[-1].message["Message-ID"])
    at = MONDAY + timedelta(hours=1)
    dovecot.deliver(user, reply(office, notice, EVIL, at), at=at)
    office.once(at + timedelta(minutes=1))
    assert letters(sink, COORDINATOR) == ["handler-notice", "confirm-sender"] and server.asked == []
    at += timedelta(hours=1)
    dovecot.deliver(user, reply(office, notice, LIBRA, at), at=at)
    office.once(at + timedelta(minutes=1))
    assert letters(sink, COORDINATOR) == ["handler-notice", "confirm-sender", "directive-done"]
    assert letters(sink, FAMILY) == ["acknowledgement", "outcome"] and server.asked == [LIBRA.name]
    number = office.json("message", "list")[-1]["id"]
    told = office.run("message", "show", str(number), "--explain").stdout
    assert "the signature of libra.example holds; it was checked here" in " ".join(told.split()).casefold()

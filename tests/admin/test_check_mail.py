"""``mailflow check --mail`` finds out what a provider does: a real Dovecot behind servers of several habits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.admin.conftest import Folder, configuration
from tests.support.dovecot import Dovecot
from tests.support.name_server import NameServer
from tests.support.signing import Signer
from tests.support.smtp import Fault, Phase, SmtpSink

MX = "mx.libra.example"
STAMP = f"Authentication-Results: {MX}; dmarc=none header.from=libra.example\r\n".encode()
ADDRESS = "complaints@libra.example"
BY_MICROSOFT = (
    b"Received: from A.outlook.office365.com by B.eurprd04.prod.outlook.com with HTTPS\r\n"
    b"Authentication-Results: spf=pass smtp.mailfrom=x; dkim=none header.d=none;dmarc=none header.from=x\r\n"
    b"Received: from x (1.2.3.4) by C.mail.protection.outlook.com with Microsoft SMTP Server\r\n"
)
LIBRA = Signer(domain="libra.example")

#: What a server makes of a mail on its way in.
HABITS: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda raw: raw,
    "stamps on top": lambda raw: STAMP + raw,
    "stamps and strips": lambda raw: STAMP + re.sub(rb"(?im)^Authentication-Results:.*\r\n", b"", raw),
    "stamps below": lambda raw: raw.replace(b"\r\n\r\n", b"\r\n" + STAMP + b"\r\n", 1),
    "stamps without a name": lambda raw: b"Authentication-Results: spf=pass smtp.mailfrom=x; dmarc=pass\r\n" + raw,
    "stamps as Microsoft": lambda raw: BY_MICROSOFT + raw,
    "stamps as Microsoft, before another server": lambda raw: (
        b"Received: from C.outlook.com by mx.libra.example with ESMTP\r\n" + BY_MICROSOFT + raw
    ),
    "signs": lambda raw: LIBRA.sign(raw),
    "signs for another": lambda raw: Signer(domain="relay.example").sign(raw),
    "another Message-ID": lambda raw: re.sub(rb"(?m)^Message-ID: .*\r\n", b"Message-ID: <new@relay.example>\r\n", raw),
}


@contextmanager
def provider(
    habit: str, dovecot: Dovecot, user: str, folder: Path, *, plus: bool = True, more: str = ""
) -> Iterator[tuple[Folder, SmtpSink]]:
    """Open an office whose sending server hands its mail on to its own mailbox."""

    def deliver(to: str, raw: bytes) -> None:
        if plus or "+" not in to:
            # As Microsoft's servers lay it down: delivered over LMTP it would have a Received of Dovecot's on top.
            lay = dovecot.deliver_many if "Microsoft" in habit else lambda user, mail: dovecot.deliver(user, mail[0][0])
            lay(user, [(HABITS[habit](raw), None)])

    with SmtpSink(deliver=deliver) as sink:
        text = configuration(dovecot.imap_port, sink.port, user) + more
        (folder / "mailflow.toml").write_text(text, encoding="utf-8")
        (folder / "mailflow.toml").chmod(0o600)
        yield Folder(path=folder), sink


def looked(office: Folder) -> dict[str, tuple[str, str]]:
    told = json.loads(office.ask("check", "--mail", "--json").stdout)
    return {one["what"]: (one["status"], one["says"]) for one in told}


CONFIGURED = f'[staff_mail]\nauthserv_id = "{MX}"\n'


@pytest.mark.parametrize(
    ("habit", "more", "status", "says"),
    [
        ("nothing", "", "ok", "none on mail to itself. Staff's notes need the reply to a notice, and what leaves"),
        ("stamps on top", "", "ok", f'With authserv_id = "{MX}" under [staff_mail]'),
        ("stamps and strips", CONFIGURED, "ok", "need the reply to a notice and the server's verdict"),
        ("stamps below", "", "warning", "leave it out of authserv_id"),
        ("stamps below", CONFIGURED, "failed", f"take {MX} out of authserv_id"),
        ("stamps without a name", "", "ok", "cannot be told from a stranger's"),
        ("stamps as Microsoft", "", "ok", 'With authserv_id = "protection.outlook.com" under [staff_mail]'),
        (
            "stamps as Microsoft",
            '[staff_mail]\nauthserv_id = "protection.outlook.com"\n',
            "ok",
            "takes off or outranks",
        ),
        ("stamps as Microsoft, before another server", "", "ok", "cannot be told from a stranger's"),
    ],
)
def test_the_verdicts_of_a_server_are_found_out(
    habit: str, more: str, status: str, says: str, dovecot: Dovecot, user: str, tmp_path: Path
) -> None:
    with provider(habit, dovecot, user, tmp_path, more=more) as (office, _):
        found = looked(office)
        assert found["verdicts"][0] == status and says in found["verdicts"][1], found["verdicts"]
        assert found["Message-ID"][0] == "ok"
        status, says = found["plus addresses"]
        assert status == "ok" and "complaints+probe@libra.example arrives. With plus_addresses = true" in says
        assert found["signatures"] == ("ok", "mail of libra.example to itself bears none")


def test_a_server_that_replaces_our_message_ids_fails(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    with provider("another Message-ID", dovecot, user, tmp_path) as (office, _):
        status, says = looked(office)["Message-ID"]
        assert status == "failed" and "another server" in says


def test_plus_addresses_that_are_refused_are_no_fault(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    with provider("nothing", dovecot, user, tmp_path) as (office, sink):
        sink.fail(Fault(at=Phase.RCPT, reply="550 5.1.1 unknown", recipient="complaints+probe@libra.example"))
        status, says = looked(office)["plus addresses"]
        assert status == "ok" and "does not arrive" in says


@pytest.mark.parametrize(("plus", "status"), [(True, "ok"), (False, "failed")])
def test_plus_addresses_that_are_used_must_arrive(
    plus: bool, status: str, dovecot: Dovecot, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.admin.probe.probes.__defaults__", (2.0,))
    with provider("nothing", dovecot, user, tmp_path, plus=plus) as (office, _):
        path = tmp_path / "mailflow.toml"
        path.write_text(path.read_text().replace("[mailbox.imap]", "plus_addresses = true\n[mailbox.imap]"))
        found = looked(office)["plus addresses"]
        assert found[0] == status and ("answered so" if plus else "replies of staff are lost") in found[1]


@pytest.mark.parametrize(
    ("habit", "mood", "status", "says"),
    [
        (
            "signs",
            "",
            "ok",
            "the signature of libra.example holds; it was checked here, so mail of staff at libra.example",
        ),
        (
            "signs",
            "fails",
            "warning",
            "the domain name service gave no answer. Name one that answers: nameserver under",
        ),
        ("signs for another", "", "ok", "no signature of the sender's domain counts: it is another domain's"),
    ],
)
def test_whether_signatures_can_vouch_is_found_out(
    habit: str, mood: str, status: str, says: str, dovecot: Dovecot, user: str, tmp_path: Path
) -> None:
    with NameServer() as server:
        server.publish(LIBRA.name, LIBRA.published)
        server.fails = mood == "fails"
        more = f'[staff_mail]\nnameserver = "{server.address}"\n'
        with provider(habit, dovecot, user, tmp_path, more=more) as (office, _):
            found = looked(office)["signatures"]
            assert found[0] == status and says in found[1], found


def test_where_signatures_are_not_checked_nothing_is_said_of_them(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    with provider("signs", dovecot, user, tmp_path, more="[staff_mail]\ndkim = false\n") as (office, _):
        found = looked(office)
        assert "signatures" not in found and found["verdicts"][1].endswith("is confirmed")


def test_a_mailbox_that_does_not_get_its_own_mail_fails(
    dovecot: Dovecot, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.admin.probe.probes.__defaults__", (1.0,))
    with provider("nothing", dovecot, user, tmp_path) as (office, sink):
        sink.deliver = lambda to, raw: None
        status, says = looked(office)["probe"]
        assert status == "failed" and "spam folder" in says


def test_mailflow_files_the_probes_and_answers_none(dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    with provider("stamps on top", dovecot, user, tmp_path) as (office, sink):
        assert looked(office)["Message-ID"][0] == "ok"
        sent = len(sink.envelopes)
        office.done("run", "--once")
        assert len(sink.envelopes) == sent
        assert {one["class"] for one in office.json("message", "list")} == {"own"}
        assert office.json("case", "list") == []

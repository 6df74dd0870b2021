"""Opening a session with a mail server: out of reach, certificates, passwords; whose matter it is when it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.letters.smtp import PostUnavailable, Refused
from tests.letters.servers import RAW, Scripted, post_to, send
from tests.support.certificates import make_certificate
from tests.support.ports import free_ports
from tests.support.smtp import Fault, Phase, SmtpSink


def test_a_server_out_of_reach_is_unavailable_and_not_our_fault() -> None:
    with pytest.raises(PostUnavailable, match="out of reach") as unavailable:
        post_to(free_ports(1)[0]).open()
    assert unavailable.value.account is False


@pytest.mark.parametrize("phase", [Phase.CONNECT, Phase.EHLO])
def test_a_server_that_drops_us_at_the_door_is_unavailable(sink: SmtpSink, phase: Phase) -> None:
    sink.fail(Fault(at=phase, times=None))
    with pytest.raises(PostUnavailable):
        post_to(sink.port).open()


def test_a_server_that_greets_with_a_no_is_unavailable(sink: SmtpSink) -> None:
    sink.fail(Fault(at=Phase.CONNECT, reply="554 5.3.2 not today"))
    with pytest.raises(PostUnavailable, match="554") as unavailable:
        post_to(sink.port).open()
    assert unavailable.value.account is False


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_letters_travel_over_a_trusted_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.ca))
    with SmtpSink(certificate=certificate.server_context(), implicit_tls=security == "tls") as sink:
        with post_to(sink.port, host="localhost", security=security) as post:
            send(post)
        assert sink.envelopes[0].raw == RAW


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("wrong", ["unknown authority", "other name", "expired"])
def test_a_certificate_that_is_not_to_be_trusted_is_our_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, wrong: str
) -> None:
    names = ("mail.elsewhere.example",) if wrong == "other name" else ()
    certificate = make_certificate(tmp_path / "its", *names, expired=wrong == "expired")
    trusted = make_certificate(tmp_path / "another") if wrong == "unknown authority" else certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.ca))
    with (
        SmtpSink(certificate=certificate.server_context(), implicit_tls=security == "tls") as sink,
        pytest.raises(PostUnavailable, match="certificate") as unavailable,
    ):
        post_to(sink.port, host="localhost", security=security).open()
    assert unavailable.value.account is True
    assert Phase.MAIL.value not in sink.commands


def test_a_server_without_starttls_gets_nothing(sink: SmtpSink) -> None:
    with pytest.raises(PostUnavailable, match="offers no STARTTLS") as unavailable:
        post_to(sink.port, security="starttls").open()
    assert unavailable.value.account is True


def test_tls_on_a_port_that_speaks_none_says_what_to_look_at(sink: SmtpSink) -> None:
    with pytest.raises(PostUnavailable, match="right for this port") as unavailable:
        post_to(sink.port, security="tls").open()
    assert unavailable.value.account is True


@pytest.mark.parametrize("password", ["secret", "pässwörd £"])
def test_letters_travel_after_a_log_in(password: str) -> None:
    with SmtpSink(users={"complaints": password}) as sink:
        with post_to(sink.port, user="complaints", password=password) as post:
            send(post)
        assert len(sink.envelopes) == 1


@pytest.mark.parametrize("password", ["wrong", "fälsch"])
@pytest.mark.parametrize(("answer", "account"), [(b"535 5.7.8 no\r\n", True), (b"454 4.7.0 later\r\n", False)])
def test_a_refused_log_in_is_our_matter_where_it_is_for_good(password: str, answer: bytes, account: bool) -> None:
    with (
        Scripted(b"220 x\r\n", b"250-x\r\n250 AUTH PLAIN\r\n", answer, None) as bad,
        pytest.raises(PostUnavailable, match="refuses the log-in") as unavailable,
    ):
        post_to(bad.port, user="complaints", password=password).open()
    assert unavailable.value.account is account
    assert password not in str(unavailable.value)


def test_a_server_that_wants_a_log_in_and_gets_none_refuses_about_us() -> None:
    with (
        SmtpSink(users={"complaints": "secret"}) as sink,
        post_to(sink.port) as post,
        pytest.raises(Refused) as refused,
    ):
        send(post)
    assert refused.value.about_us is True


def test_a_server_without_log_in_is_our_matter() -> None:
    with (
        Scripted(b"220 x\r\n", b"250 x\r\n") as bad,
        pytest.raises(PostUnavailable, match="offers no log-in") as unavailable,
    ):
        post_to(bad.port, user="complaints", password="secret").open()
    assert unavailable.value.account is True


def test_a_user_without_a_password_is_our_matter(sink: SmtpSink) -> None:
    with pytest.raises(PostUnavailable, match="no password") as unavailable:
        post_to(sink.port, user="complaints").open()
    assert unavailable.value.account is True


def test_a_password_that_cannot_be_had_is_our_matter(sink: SmtpSink, tmp_path: Path) -> None:
    with pytest.raises(PostUnavailable, match="nowhere") as unavailable:
        post_to(sink.port, user="complaints", password_file=tmp_path / "nowhere").open()
    assert unavailable.value.account is True

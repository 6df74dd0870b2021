"""Signatures of mail, checked with keys from a name server on this machine: what proves an author and what does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow import clock
from mailflow.core.provenance import Checked, Seal
from mailflow.mailbox import signature
from mailflow.mailbox.readers import Readers
from mailflow.mailbox.signature import check_signatures
from tests.support.name_server import NameServer
from tests.support.signing import ALL, Signer

DOMAIN, NOW = "libra.example", 1_604_309_400
LIBRA, EVIL, SUB = Signer(domain=DOMAIN), Signer(domain="evil.example"), Signer(domain=f"mail.{DOMAIN}")
WEAK = Signer(domain=DOMAIN, selector="weak", bits=768)
MAIL = (
    b"From: Ada <ada@libra.example>\r\n"
    b"To: complaints@office.example\r\n"
    b"Subject: Re: A complaint\r\n"
    b"Date: Mon, 02 Nov 2020 09:30:00 +0000\r\n"
    b"Message-ID: <1@libra.example>\r\n"
    b"In-Reply-To: <notice@office.example>\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"\r\n"
    b"#outcome upheld\r\n"
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    monkeypatch.setattr(signature, "_left_alone", {})
    with NameServer() as them:
        for one in (LIBRA, EVIL, SUB, WEAK):
            them.publish(one.name, one.published)
        yield them


def looked(raw: bytes, server: NameServer, received_s: int = NOW) -> Checked:
    return check_signatures(raw, domain=DOMAIN, received_s=received_s, nameserver=server.address)


def without(*names: str) -> tuple[str, ...]:
    return tuple(one for one in ALL if one not in names)


def test_a_signature_of_the_senders_own_domain_holds(server: NameServer) -> None:
    assert looked(LIBRA.sign(MAIL), server) == Checked(
        seal=Seal.HOLDS, because="the signature of libra.example holds; it was checked here"
    )
    assert server.asked == ["s1._domainkey.libra.example"]


def test_it_holds_with_other_line_ends_and_with_what_servers_put_on_top(server: NameServer) -> None:
    signed = LIBRA.sign(MAIL)
    assert looked(signed.replace(b"\r\n", b"\n"), server).seal is Seal.HOLDS
    assert looked(b"Received: from a by b; Mon, 2 Nov 2020 09:30:01 +0000\r\n" + signed, server).seal is Seal.HOLDS


def test_either_the_message_id_or_the_content_type_must_be_covered(server: NameServer) -> None:
    either = [without("message-id"), without("content-type"), without("content-transfer-encoding")]
    assert [looked(LIBRA.sign(MAIL, covers=one), server).seal for one in either] == [Seal.HOLDS] * 3
    for neither in (without("message-id", "content-type"), without("message-id", "content-transfer-encoding")):
        assert "neither message-id" in looked(LIBRA.sign(MAIL, covers=neither), server).because


@pytest.mark.parametrize("name", ["subject", "date", "to", "in-reply-to"])
def test_what_we_go_by_must_be_covered(name: str, server: NameServer) -> None:
    checked = looked(LIBRA.sign(MAIL, covers=without(name)), server)
    assert checked.seal is Seal.BROKEN and f"does not cover {name}" in checked.because
    assert server.asked == [], "nobody is asked about what proves nothing"


@pytest.mark.parametrize(
    "name", [b"References: <other@office.example>\r\n", b"Cc: complaints+token@office.example\r\n"]
)
def test_a_field_that_is_added_afterwards_is_not_covered(name: bytes, server: NameServer) -> None:
    assert looked(name + LIBRA.sign(MAIL, covers=without("references", "cc")), server).seal is Seal.BROKEN
    assert looked(name + LIBRA.sign(MAIL), server).seal is Seal.BROKEN


Forged = Callable[[], bytes]
FORGED: dict[str, tuple[Forged, str]] = {
    "no signature": (lambda: MAIL, "there is none"),
    "another domain's": (lambda: EVIL.sign(MAIL), "another domain's"),
    "a lower domain's": (lambda: SUB.sign(MAIL), "another domain's"),
    "a higher domain's": (lambda: Signer(domain="example").sign(MAIL), "another domain's"),
    "a look-alike's": (lambda: Signer(domain="xn--lbra-h6a.example").sign(MAIL), "another domain's"),
    "a key that nobody publishes": (lambda: Signer(domain=DOMAIN, selector="s2").sign(MAIL), "publishes no such key"),
    "another key": (lambda: EVIL.sign(MAIL).replace(b"d=evil.example", b"d=libra.example"), "does not hold"),
    "another text": (lambda: LIBRA.sign(MAIL).replace(b"#outcome upheld", b"#outcome not upheld"), "does not hold"),
    "more text": (lambda: LIBRA.sign(MAIL) + b"And pay.\r\n", "does not hold"),
    "another subject": (lambda: LIBRA.sign(MAIL).replace(b"Re: A complaint", b"Re: Another"), "does not hold"),
    "another letter answered": (lambda: LIBRA.sign(MAIL).replace(b"<notice@", b"<stolen@"), "does not hold"),
    "a length": (lambda: LIBRA.sign(MAIL, length=len("#outcome upheld\r\n")), "l=)"),
    "a length, and more text": (lambda: LIBRA.sign(MAIL, length=5) + b"And pay.\r\n", "l=)"),
    "SHA-1": (lambda: LIBRA.sign(MAIL, algorithm="rsa-sha1"), "rsa-sha1"),
    "a weak key": (lambda: WEAK.sign(MAIL), "does not hold"),
    "expired": (lambda: LIBRA.sign(MAIL, more=(("x", str(NOW - 1)),)), "expired"),
    "a time that is none": (lambda: LIBRA.sign(MAIL, more=(("x", "never"),)), "expired"),
    "a second From": (lambda: b"From: eve@evil.example\r\n" + LIBRA.sign(MAIL), "from stands in the mail twice"),
    "a second To": (lambda: b"To: eve@evil.example\r\n" + LIBRA.sign(MAIL), "to stands in the mail twice"),
    "From not covered": (lambda: LIBRA.sign(MAIL, covers=without("from")), "does not cover from"),
    "a part of the domain in i=": (
        lambda: LIBRA.sign(MAIL, more=(("i", "@evil.example"),)),
        "does not hold",
    ),
    "a header that begins with a blank": (lambda: b" x\r\n" + LIBRA.sign(MAIL), "cannot be read with certainty"),
    "a line that is no field": (lambda: b"rubbish\r\n" + LIBRA.sign(MAIL), "cannot be read with certainty"),
    "a header that two programs read in two ways": (lambda: b"From x\r\n\r\n" + LIBRA.sign(MAIL), "two"),
    "a field with a blank before its colon": (lambda: b"From : eve@evil.example\r\n" + LIBRA.sign(MAIL), "two ways"),
    "tags that are none": (lambda: b"DKIM-Signature: rubbish\r\n" + MAIL, "it cannot be read"),
    "tags twice": (lambda: LIBRA.sign(MAIL).replace(b"v=1;", b"v=1; v=1;"), "it cannot be read"),
    "no tags": (lambda: b"DKIM-Signature: d=libra.example; h=" + ":".join(ALL).encode() + b"\r\n" + MAIL, ""),
}


@pytest.mark.parametrize("lie", FORGED)
def test_nothing_else_holds(lie: str, server: NameServer) -> None:
    make, says = FORGED[lie]
    checked = looked(make(), server)
    assert checked.seal is Seal.BROKEN and says in checked.because, checked


def test_a_signature_holds_until_its_last_second_as_of_the_receipt(server: NameServer) -> None:
    # dkimpy looks at the present as well: both must be in time.
    end = int(clock.now().timestamp()) + 1000
    signed = LIBRA.sign(MAIL, more=(("x", str(end)),))
    assert looked(signed, server, received_s=end).seal is Seal.HOLDS
    assert looked(signed, server, received_s=end + 1).seal is Seal.BROKEN


@pytest.mark.parametrize(
    ("published", "says"),
    [
        ("v=DKIM1; k=rsa; p=", "withdrawn"),
        ("v=DKIM2; p=x", "is no key"),
        ("just words", "is no key"),
        ("v=DKIM1; p=rubbish", "does not hold"),
        ("v=DKIM1; t=y; {p}", "t=y"),
        ("v=DKIM1; h=sha1; {p}", "something else"),
        ("v=DKIM1; s=tlsrpt; {p}", "something else"),
        ("v=DKIM1; k=ed25519; {p}", "does not hold"),
    ],
)
def test_a_key_must_be_one_for_this(published: str, says: str, server: NameServer) -> None:
    server.publish(LIBRA.name, published.replace("{p}", LIBRA.published.partition("rsa; ")[2]))
    checked = looked(LIBRA.sign(MAIL), server)
    assert checked.seal is Seal.BROKEN and says in checked.because, checked


@pytest.mark.parametrize("flags", ["h=sha1:sha256", "s=*", "s=other:email", "t=s", "n=words"])
def test_a_key_may_say_more_about_itself(flags: str, server: NameServer) -> None:
    server.publish(LIBRA.name, LIBRA.published.replace("k=rsa", f"k=rsa; {flags}"))
    assert looked(LIBRA.sign(MAIL), server).seal is Seal.HOLDS


def test_a_key_for_the_domain_alone_is_none_for_a_part_of_it(server: NameServer) -> None:
    signed = LIBRA.sign(MAIL, more=(("i", "ada@mail.libra.example"),))
    assert looked(signed, server).seal is Seal.HOLDS
    server.publish(LIBRA.name, LIBRA.published.replace("k=rsa", "k=rsa; t=s"))
    assert "t=s" in looked(signed, server).because


def test_two_keys_under_one_name_are_none(server: NameServer) -> None:
    server.publish(LIBRA.name, LIBRA.published, EVIL.published)
    assert "several keys" in looked(LIBRA.sign(MAIL), server).because


def test_a_name_without_texts_has_no_key(server: NameServer) -> None:
    server.publish(LIBRA.name)
    assert "publishes no such key" in looked(LIBRA.sign(MAIL), server).because


def test_of_several_signatures_one_that_holds_is_enough(server: NameServer) -> None:
    for signed in (EVIL.sign(LIBRA.sign(MAIL)), LIBRA.sign(EVIL.sign(MAIL)), WEAK.sign(LIBRA.sign(MAIL))):
        assert looked(signed, server).seal is Seal.HOLDS


def test_beyond_the_sixth_signature_nobody_looks(server: NameServer) -> None:
    for others, seal in ((5, Seal.HOLDS), (6, Seal.BROKEN)):
        signed = LIBRA.sign(MAIL)
        for _ in range(others):
            signed = EVIL.sign(signed)
        assert looked(signed, server).seal is seal


def test_a_name_server_that_cannot_tell_says_nothing_about_the_mail(server: NameServer) -> None:
    server.fails = True
    assert looked(LIBRA.sign(MAIL), server).seal is Seal.UNSURE
    server.fails = False
    assert looked(LIBRA.sign(MAIL), server).seal is Seal.HOLDS


def test_one_that_is_silent_is_waited_for_once_and_then_left_alone(
    server: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "ANSWER_S", 0.3)
    server.is_silent = True
    signed = LIBRA.sign(MAIL)
    assert looked(signed, server).seal is Seal.UNSURE
    server.is_silent = False
    begun = time.monotonic()
    assert all(looked(signed, server).seal is Seal.UNSURE for _ in range(20))
    assert time.monotonic() - begun < 0.3 and server.asked == []
    monkeypatch.setattr(signature, "_left_alone", {server.address: time.monotonic()})
    assert looked(signed, server).seal is Seal.HOLDS


def test_a_child_looks_for_the_daemon(server: NameServer) -> None:
    with Readers(processes=1, seconds=20) as readers:
        look = readers.submit_look(LIBRA.sign(MAIL), domain=DOMAIN, received_s=NOW, nameserver=server.address)
        assert look.result() == looked(LIBRA.sign(MAIL), server)


def test_a_child_that_is_lost_over_it_leaves_it_unsure(server: NameServer) -> None:
    server.is_silent = True
    with Readers(processes=1, seconds=1) as readers:
        look = readers.submit_look(LIBRA.sign(MAIL), domain=DOMAIN, received_s=NOW, nameserver=server.address)
        assert look.result() == Checked(
            seal=Seal.UNSURE, because="its signatures could not be checked: a reader was lost over them"
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.binary(max_size=6))
def test_no_bytes_break_it(server: NameServer, raw: bytes, at: int, piece: bytes) -> None:
    signed = LIBRA.sign(MAIL)
    assert looked(raw, server).seal is Seal.BROKEN
    assert looked(signed[:at] + piece + signed[at:], server).seal in (Seal.BROKEN, Seal.HOLDS)

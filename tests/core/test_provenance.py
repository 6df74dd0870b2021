"""Whose verdict counts, and for whom: only our own server's, topmost, about the very domain of the sender."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.provenance import Said, Seal, is_whole, server_says

OURS = ("mx.office.example",)
DOMAIN = "libra.example"


def vouches(stamps: Sequence[str], names: Sequence[str], domain: str) -> bool:
    """Say whether stamps that follow each other below a Received are believed."""
    trace = [("received", "from x by y"), *(("authentication-results", one) for one in stamps)]
    return server_says(trace, names, domain) is Said.YES


VOUCHED = [
    "mx.office.example; dmarc=pass header.from=libra.example",
    "MX.Office.Example; DMARC=Pass header.from=Libra.Example",
    "mx.office.example 1; dmarc=pass (p=reject dis=none) header.from=libra.example",
    "mx.office.example; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=libra.example header.s=s1",
    "mx.office.example; dkim=pass header.i=@libra.example",
    "mx.office.example; dkim=fail header.d=libra.example; dmarc=pass header.from=libra.example",
    '"mx.office.example"; dmarc=pass header.from="libra.example"',
]
VOUCHED += [
    "mx.office.example; DMARC=pass HEADER.FROM=libra.example",
    "mx.office.example; dmarc=pass header.from=ada@libra.example",
    # What a sender chose stands in the way of nothing: an escaped quote, a quoted bracket, a quote in a comment.
    'mx.office.example; spf=pass smtp.mailfrom="a\\"b"@x.example; dmarc=pass header.from=libra.example',
    'mx.office.example; spf=pass smtp.mailfrom="(x"@y.example; dmarc=pass header.from=libra.example',
    'mx.office.example; spf=pass (a " b) smtp.mailfrom=y.example; dmarc=pass header.from=libra.example',
    "mx.office.example; spf=pass smtp.mailfrom=x) ; dmarc=pass header.from=libra.example",
    # Comments may stand wherever a space may (RFC 8601 section 2.2).
    "mx.office.example (mx); dmarc (1) = (2) pass (3) header.from = (4) libra.example (5)",
]
NOT_VOUCHED = [
    "mx.office.example; spf=pass header.d=libra.example",
    "mx.office.example; iprev=pass header.i=@libra.example",
    *(
        f"mx.office.example; dmarc=none {comment}"
        for comment in (
            "(a; dmarc=pass header.from=libra.example )",
            "(ab; dmarc=pass header.from=libra.example )",
            "((a); dmarc=pass header.from=libra.example )",
            "((a) b; dmarc=pass header.from=libra.example )",
            '("a; dmarc=pass header.from=libra.example )',
            '(a") (b; dmarc=pass header.from=libra.example )',
            "(a; dmarc=pass header.from=libra.example",
        )
    ),
    "",
    ";;;",
    "mx.office.example; none",
    "mx.office.example; dmarc=fail header.from=libra.example",
    "mx.office.example; dmarc=none header.from=libra.example",
    "mx.office.example; dmarc=pass",
    "mx.office.example; dmarc=pass header.from=evil.example",
    "mx.office.example; dmarc=pass header.from=libra.example.evil.example",
    "mx.office.example; dkim=pass header.d=evil.example",
    "mx.office.example; dkim=pass header.d=example",
    "mx.office.example; spf=pass smtp.mailfrom=libra.example",
    "mx.office.example; arc=pass header.from=libra.example",
    "mx.evil.example; dmarc=pass header.from=libra.example",
    "mx.office.example.evil.example; dmarc=pass header.from=libra.example",
    "mx.evil.example; x=mx.office.example; dmarc=pass header.from=libra.example",
    "mx.office.example; dmarc=fail (dmarc=pass header.from=libra.example) header.from=libra.example",
    'mx.office.example; dmarc=fail reason="; dmarc=pass header.from=libra.example"',
    'mx.office.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=libra.example"@evil.example; dmarc=none',
    'mx.office.example; spf=pass smtp.mailfrom="x\\"; dmarc=pass header.from=libra.example; a=\\""@evil.example',
    'mx.office.example; spf=pass smtp.mailfrom="(" a; dmarc=none (; dmarc=pass header.from=libra.example)',
    "mx.office.example (; dmarc=pass header.from=libra.example)",
]


@pytest.mark.parametrize("stamp", VOUCHED)
def test_our_servers_word_about_the_senders_domain_counts(stamp: str) -> None:
    assert vouches([stamp], OURS, DOMAIN)


@pytest.mark.parametrize("stamp", NOT_VOUCHED)
def test_anything_else_does_not(stamp: str) -> None:
    assert not vouches([stamp], OURS, DOMAIN)


def test_only_the_topmost_stamp_of_ours_counts() -> None:
    passes, fails = VOUCHED[0], "mx.office.example; dmarc=fail header.from=libra.example"
    assert vouches([passes, fails], OURS, DOMAIN)
    assert not vouches([fails, passes], OURS, DOMAIN)
    assert vouches(["mx.evil.example; dmarc=fail header.from=libra.example", passes], OURS, DOMAIN)


def test_names_are_compared_whole_whatever_their_capitals() -> None:
    assert vouches([VOUCHED[0]], ("MX.Office.Example",), DOMAIN)
    assert vouches(['"mxx"; dmarc=pass header.from="x.exx"'], ("mxx",), "x.exx")
    assert not vouches(['"mxx"; dmarc=pass header.from="x.exx"'], ("m",), "x.exx")
    assert not vouches(['"mxx"; dmarc=pass header.from="x.exx"'], ("mxx",), ".e")


def test_a_header_is_read_up_to_its_twenty_thousandth_character() -> None:
    verdict = "dmarc=pass header.from=libra.example"
    for length, counts in ((20_000, True), (20_001, False)):
        padded = f"mx.office.example;{' ' * (length - len(verdict) - len('mx.office.example;'))}{verdict}"
        assert len(padded) == length
        assert vouches([padded], OURS, DOMAIN) is counts


def test_without_a_name_of_ours_nothing_counts() -> None:
    assert not vouches([VOUCHED[0]], (), DOMAIN)
    assert not vouches([], OURS, DOMAIN)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_no_header_breaks_it(stamps: list[str]) -> None:
    assert vouches(stamps, OURS, DOMAIN) in (True, False)


def test_a_mail_is_whole_where_each_field_stands_once_and_its_signature_covers_its_body() -> None:
    signed = {"from": ("a@libra.example",), "subject": ("x",), "dkim-signature": ("v=1; d=libra.example; bh=l=; b=x",)}
    assert is_whole(signed) and is_whole({})
    for name in ("from", "subject", "date", "message-id", "in-reply-to", "references"):
        assert not is_whole({**signed, name: ("one", "two")}), name
    assert is_whole({**signed, "received": ("one", "two")})
    for signature in ("v=1; l=10; b=x", "l=0", "v=1;\r\n\tL = 4; b=x"):
        assert not is_whole({**signed, "dkim-signature": ("v=1; b=x", signature)}), signature


def test_the_words_under_which_a_look_is_kept_stay_what_they_are() -> None:
    assert [one.value for one in Seal] == ["holds", "broken", "unsure"]

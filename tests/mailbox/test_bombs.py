"""Mail that is made to cost: each of these stops some well-known reader for seconds, minutes or for good."""

from __future__ import annotations

import time

import pytest

from mailflow.core.classify import machine_kind
from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature
from mailflow.mailbox.parse import files, parse

MOST_SECONDS = 2.0
_DAEMON = b"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: Undeliverable\n\n"
_HTML = b"From: a@b.example\nContent-Type: text/html\n\n"


def _nested(depth: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\n" + opening + b"\nthe end of the tunnel\n"


BOMBS = {
    "40 KB of semicolons": b"Content-Type: text/plain" + b";" * 40_000 + b"\n\nhello",
    "1 MB of semicolons": b"Content-Type: text/plain" + b";" * 1_000_000 + b"\n\nhello",
    "parameters without values": b"Content-Type: text/plain" + b"; a*0*" * 10_000 + b"\n\nhello",
    "quotes in parameters": b'Content-Type: text/plain; a="' + b'\\"' * 30_000 + b"\n\nhello",
    "comments in a type": b"Content-Type: " + b"(" * 60_000 + b"\n\nhello",
    "1 MB of encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 70_000 + b"\n\nhello",
    "encoded words without an end": b"Subject: " + b"=?utf-8?q?" * 6_000 + b"\n\nhello",
    "starts of encoded words": b"Subject: " + b"=?" * 30_000 + b"\n\nhello",
    "250,000 addresses": b"From: a@b.example\nTo: " + b"a@b.example, " * 250_000 + b"\n\nhello",
    "a From of brackets": b"From: " + b"<" * 60_000 + b"\n\nhello",
    "a From of parentheses": b"From: " + b"(" * 60_000 + b"a@b.example\n\nhello",
    "a From of quotes": b"From: " + b'"' * 60_001 + b"a@b.example\n\nhello",
    "a From of blanks": b"From: a" + b" " * 60_000 + b"b@c.example\n\nhello",
    "a From of commas": b"From: " + b"a@b.example," * 5_000 + b"\n\nhello",
    "References of brackets": b"References: " + b"<" * 60_000 + b"\nIn-Reply-To: " + b"<a@b>" * 12_000 + b"\n\nhello",
    "100,000 header lines": b"".join(b"X-%d: y\n" % n for n in range(100_000)) + b"\nhello",
    "a header of blanks": b"X: " + b" " * 1_000_000 + b"\n\nhello",
    "100,000 lines that are no fields": b"From: a@b.example\n" + b"hello there\n" * 100_000,
    "folds without end": b"Subject: a\n" + b" b\n" * 100_000 + b"\nhello",
    "10,000 parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhello\n" * 10_000,
    "1 MB of boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 250_000,
    "almost boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n" * 250_000,
    "100 levels": _nested(100),
    "10,000 levels": _nested(10_000),
    "attached mails in attached mails": b"Content-Type: message/rfc822\n\n" * 10_000,
    "50,000 nested boxes": _HTML + b"<div>" * 50_000 + b"hello",
    "50,000 quotations": _HTML + b"<blockquote>" * 50_000 + b"hello",
    "100,000 links": _HTML + b"<a href=http://x.example/y>z</a>" * 60_000,
    "tables in tables": _HTML + b"<table><tr><td>" * 20_000 + b"hello",
    "an attribute of 1 MB": _HTML + b'<p style="' + b"display:" * 120_000 + b'">hello',
    "open comments": _HTML + b"<!--" * 250_000,
    "entities": _HTML + b"&amp;" * 300_000,
    "2 MB of flowed lines": b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 600_000,
    "2 MB of quotation marks": b"In-Reply-To: <a@b>\n\n" + b">" * 2_000_000,
    "2 MB of newlines": b"In-Reply-To: <a@b>\n\n" + b"\n" * 2_000_000,
    "files that never end": b"Subject: x\n\n" + b"begin 644 x\nM\n" * 50_000,
    "introductions": b"In-Reply-To: <a@b>\n\n" + b"On 1 Jan 2020 at 10:00, a <a@b.example>\n" * 15_000,
    "wrote wrote wrote": b"In-Reply-To: <a@b>\n\n" + b"On 1 Jan 2020 wrote wrote wrote wrote \n" * 15_000,
    "headers in the text": b"In-Reply-To: <a@b>\n\n" + b"From: a\nTo: b\n" * 9_000,
    "a report of addresses": _DAEMON + b"user unknown <a@b.example>\n" * 40_000,
    "a report of words": _DAEMON + b"user " * 200_000,
    "a report of one word": _DAEMON + b"the " * 200_000,
    "a report of fields": b"Content-Type: multipart/report; boundary=b\n\n--b\n"
    + b"Content-Type: message/delivery-status\n\n"
    + b"Final-Recipient: rfc822; a@b.example\n\n" * 50_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_less_than_two_seconds(name: str) -> None:
    begun = time.process_time()
    message = parse(BOMBS[name])
    files(BOMBS[name])
    read = time.process_time() - begun
    machine_kind(message)
    without_signature(new_text(message.text, None))
    new_text(message.text, "We have received your complaint, and you will hear from us.\n" * 40)
    took = time.process_time() - begun
    print(f"{name}: {read:.2f} + {took - read:.2f} s")
    assert took < MOST_SECONDS
    assert "the message could not be read beyond its header" not in message.problems


def test_what_goes_beyond_the_limits_is_said() -> None:
    assert any("256 KB" in one for one in parse(BOMBS["100,000 header lines"]).problems) or any(
        "1,000" in one for one in parse(BOMBS["100,000 header lines"]).problems
    )
    assert any("500 parts" in one for one in parse(BOMBS["10,000 parts"]).problems)
    assert any("50 deep" in one for one in parse(BOMBS["10,000 levels"]).problems)

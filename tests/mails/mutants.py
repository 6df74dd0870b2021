"""Mails that are nearly right: mutations that know what a mail is made of, over real ones. Each comes from a seed.

The parts of a mail are doubled, dropped, moved, nested and mixed with those of another; fields, boundaries, charsets
and encodings are exchanged; and bytes are changed, cut and doubled as they come.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.mailbox.samples import SAMPLES, TOKENS

#: Larger mails say nothing new and cost more.
MAX_SEED_BYTES = 8_000
MAX_BYTES = 200_000

_BOUNDARY = re.compile(rb'boundary="?([^"\s;]{1,70})')
_CHARSET = re.compile(rb"charset=[^\s;]{1,40}", re.IGNORECASE)
_ENCODING = re.compile(rb"(?i)content-transfer-encoding:[^\r\n]*")
_TYPE = re.compile(rb"(?i)content-type:[^\r\n]*")

_CHARSETS = (
    *(b"utf-8", b"utf-16", b"utf-7", b"iso-2022-jp", b"hz-gb-2312", b"gb18030", b"windows-1252", b"koi8-r", b"big5"),
    *(b"unicode_escape", b"idna", b"zip", b"unknown-8bit", b'"', b"x" * 300, b"iso-8859-8-i", b"punycode", b"utf-32"),
)
_ENCODINGS = (b"base64", b"quoted-printable", b"x-uuencode", b"7bit", b"binary", b"BASE64 ", b"base64; x=y", b"\xff")
_TYPES = (
    *(b"text/plain", b"text/html", b"multipart/mixed; boundary=b", b"multipart/alternative", b"message/rfc822"),
    *(b"multipart/report; report-type=delivery-status; boundary=b", b"message/delivery-status", b"multipart/digest"),
    *(b"application/pkcs7-mime", b"text/calendar; method=REPLY", b"text/plain; format=flowed; delsp=yes", b"", b"/"),
    *(b"image/png; name*0*=utf-8''%ff; name*9999999999=x", b"multipart/related; boundary=" + b"b" * 300),
)
_FIELDS = (
    *(b"From: a@b.example (c) <x@y.example>", b"From: =?utf-8?q?=73taff?=@b.example", b"From:", b"Return-Path: <>"),
    *(b"Subject: =?utf-8?q?x=0d=0aBcc:_i=40e.example?=", b"Subject: =?" + b"=?utf-8?b?" * 40, b"Auto-Submitted: x"),
    *(b"In-Reply-To: <=?utf-8?q?=0d=0aBcc:_i=40e.example?=>", b"References: " + b"<a@b.example> " * 200, b"X: \0"),
    *(b"Date: Mon, 99 Foo 99999 99:99:99 +9999", b"Date: 1 Jan 0001 00:00:00 -2359", b"Message-ID: <>", b": x"),
    *(b"List-Id: <x>", b"X-Failed-Recipients: " + b"a@b.example," * 300, b"Precedence: bulk", b"To: " + b"(" * 500),
)


def seeds(folder: Path | None) -> list[bytes]:
    """Return the mails to begin with: the small samples, and the corpora where they are."""
    found = [*SAMPLES]
    if folder is not None:
        paths = sorted(path for path in folder.rglob("*.eml") if path.stat().st_size <= MAX_SEED_BYTES)
        found += [path.read_bytes() for path in paths]
    return found


def mutant(all_seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a mail with one to six things wrong with it."""
    raw = chance.choice(all_seeds)
    for _ in range(chance.randint(1, 6)):
        change = chance.choice(_CHANGES)
        raw = change(raw, chance, all_seeds)[:MAX_BYTES]
    return raw


def _bytes(raw: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    data = bytearray(raw)
    at = chance.randrange(len(data) + 1)
    to = min(len(data), at + chance.choice((1, 2, 8, 40, 400)))
    match chance.randrange(6):
        case 0:
            del data[at:to]
        case 1:
            data[at:at] = data[at:to] * chance.choice((1, 2, 50))
        case 2:
            data[at:at] = chance.choice(TOKENS)
        case 3:
            data[at:to] = chance.randbytes(to - at)
        case 4:
            del data[at:]
        case _:
            data[at:at] = chance.choice(TOKENS) * chance.choice((1, 20, 500))
    return bytes(data)


def _fields(raw: bytes, chance: random.Random, all_seeds: Sequence[bytes]) -> bytes:
    """Add, drop, double or move a header field, or take the header of another mail."""
    newline = b"\r\n" if b"\r\n" in raw[:2000] else b"\n"
    head, gap, body = raw.partition(newline * 2)
    lines = head.split(newline)
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines.insert(at, chance.choice(_FIELDS))
        case 1:
            del lines[at]
        case 2:
            lines.insert(chance.randrange(len(lines)), lines[at])
        case 3:
            lines[at] = lines[at][: len(lines[at]) // 2] + newline + b" " + lines[at][len(lines[at]) // 2 :]
        case _:
            lines = chance.choice(all_seeds).partition(newline * 2)[0].split(newline)
    return newline.join(lines) + gap + body


def _parts(raw: bytes, chance: random.Random, all_seeds: Sequence[bytes]) -> bytes:
    """Drop, double, move or nest a part, or put a part of another mail in."""
    found = _BOUNDARY.search(raw)
    if not found:
        return _wrapped(raw, chance, all_seeds)
    mark = b"--" + found[1]
    pieces = raw.split(mark)
    at = chance.randrange(len(pieces))
    match chance.randrange(5):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(at, pieces[at])
        case 2:
            pieces.append(pieces.pop(at))
        case 3:
            pieces.insert(at, b"\nContent-Type: message/rfc822\n\n" + raw[:20_000])
        case _:
            other = chance.choice(all_seeds)
            pieces.insert(at, b"\n" + other[chance.randrange(len(other) + 1) :])
    return mark.join(pieces)


def _wrapped(raw: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    kind = chance.choice(_TYPES)
    found = _BOUNDARY.search(kind)
    mark = b"--" + (found[1] if found else b"b")
    end = chance.choice((b"", mark + b"--\n"))
    return b"From: a@b.example\nContent-Type: " + kind + b"\n\n" + mark + b"\n" + raw + b"\n" + end


def _exchanged(raw: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """Say another charset, encoding, type or boundary than that of what follows."""
    match chance.randrange(4):
        case 0:
            return _CHARSET.sub(lambda _: b"charset=" + chance.choice(_CHARSETS), raw)
        case 1:
            return _ENCODING.sub(lambda _: b"Content-Transfer-Encoding: " + chance.choice(_ENCODINGS), raw)
        case 2:
            return _TYPE.sub(lambda one: b"Content-Type: " + chance.choice((*_TYPES, one[0][13:])), raw)
        case _:
            return _BOUNDARY.sub(lambda one: one[0][: chance.randrange(10, len(one[0]) + 1)], raw)


def _newlines(raw: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    old, new = chance.choice(((b"\r\n", b"\n"), (b"\n", b"\r\n"), (b"\n", b"\r"), (b"\n", b"\n\n"), (b"\n", b"\n ")))
    return raw.replace(old, new, chance.choice((-1, 1, 5)))


_Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]
_CHANGES: tuple[_Change, ...] = (_bytes, _bytes, _fields, _fields, _parts, _parts, _wrapped, _exchanged, _newlines)

"""Mail by which somebody poses as one of the staff: hundreds of variants, made by rule from a few ways to lie."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from itertools import product

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.memory_office import BORN, MAILBOX

STAFF = "ada@libra.example"
DOMAIN = "libra.example"
EVE = "eve@evil.example"
OURS = "mx.office.example"
LINES = "#outcome upheld\nFindings: all.\nActions: pay."


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoof:
    """A forged mail. ``name`` says how it lies."""

    name: str
    raw: bytes = field(repr=False)


def _octets(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


#: From fields that one program or another reads as the member of staff, none of which is hers beyond doubt.
GRAMMAR: Mapping[str, bytes] = {
    name: _octets(value)
    for name, value in {
        "hers, then another": f"From: {STAFF} <{EVE}>",
        "hers as the name": f'From: "{STAFF}" <{EVE}>',
        "hers in the name": f"From: Ada {STAFF} <{EVE}>",
        "hers in a comment": f"From: {EVE} ({STAFF})",
        "another in a comment": f"From: {STAFF} (<{EVE}>)",
        "a comment between": f"From: {STAFF} (c) <{EVE}>",
        "two authors": f"From: {STAFF}, {EVE}",
        "two authors, hers last": f"From: {EVE}, {STAFF}",
        "hers twice and another": f"From: <{STAFF}>, <{STAFF}>, <{EVE}>",
        "two in brackets": f"From: <{STAFF}> <{EVE}>",
        "two in brackets, hers last": f"From: <{EVE}> <{STAFF}>",
        "two fields": f"From: {STAFF}\r\nFrom: {EVE}",
        "two fields, hers last": f"From: {EVE}\r\nFrom: {STAFF}",
        "two fields in other capitals": f"From: {EVE}\r\nFROM: {STAFF}",
        "three fields": f"From: {STAFF}\r\nFrom: {STAFF}\r\nFrom: {EVE}",
        "a space before the colon": f"From : {STAFF}\r\nFrom: {EVE}",
        "a tab before the colon": f"From\t: {STAFF}\r\nFrom: {EVE}",
        "a NUL in the name of the field": b"From\x00: " + STAFF.encode() + b"\r\nFrom: " + EVE.encode(),
        "the first line folded": f" From: {STAFF}\r\nFrom: {EVE}",
        "folded away": f"From: {EVE}\r\n {STAFF}",
        "folded before": f"From:\r\n {STAFF}\r\n <{EVE}>",
        "an encoded local part": f"From: =?utf-8?q?ada?=@{DOMAIN}",
        "an encoded address": "From: =?utf-8?b?YWRhQGxpYnJhLmV4YW1wbGU=?=",
        "an encoded address in brackets": "From: <=?utf-8?b?YWRhQGxpYnJhLmV4YW1wbGU=?=>",
        "an encoded address before another": f"From: =?utf-8?q?ada=40libra=2Eexample?= <{EVE}>",
        "an encoded line end": f"From: =?utf-8?q?x=0d=0aFrom:_{STAFF.replace('@', '=40')}?= <{EVE}>",
        "an encoded NUL": f"From: =?utf-8?q?{STAFF.replace('@', '=40')}=00?= <{EVE}>",
        "an encoded bracket": f"From: =?utf-8?q?=3C{STAFF.replace('@', '=40')}=3E?= <{EVE}>",
        "a quoted local part": f'From: "ada"@{DOMAIN}',
        "a quoted local part with a bracket": f'From: "<{STAFF}>"@evil.example',
        "a quoted local part that goes on": f'From: "{STAFF} "@evil.example',
        "a quoted at": f'From: "ada@{DOMAIN}"@evil.example',
        "an escaped quote": f'From: "\\"{STAFF}\\"" <{EVE}>',
        "an open quote": f'From: "{STAFF} <{EVE}>',
        "an open comment": f"From: {STAFF} ({EVE}",
        "an open bracket": f"From: {STAFF} <{EVE}",
        "a route": f"From: <@evil.example:{STAFF}>",
        "a route to another": f"From: <@{DOMAIN}:{EVE}>",
        "a route of two": f"From: <@evil.example,@{DOMAIN}:{STAFF}>",
        "a group": f"From: {STAFF}:;",
        "a group with another": f"From: Ada: {STAFF}, {EVE};",
        "a group of one, and another": f"From: Ada: {STAFF};, {EVE}",
        "a percent": f"From: ada%{DOMAIN}@evil.example",
        "a bang": f"From: {DOMAIN}!ada@evil.example",
        "two at signs": f"From: {STAFF}@evil.example",
        "a longer domain": f"From: ada@{DOMAIN}.evil.example",
        "a lower domain": f"From: ada@mail.{DOMAIN}",
        "a shorter domain": "From: ada@example",
        "a dot at the end": f"From: {STAFF}.",
        "two dots": "From: ada@libra..example",
        "a dot in front": f"From: .{STAFF}",
        "a plus": f"From: ada+x@{DOMAIN}",
        "a literal": f"From: ada@[{DOMAIN}]",
        "an address of a machine": "From: ada@[127.0.0.1]",
        "another alphabet": "From: \u0430da@libra.example",
        "a wide letter": "From: \uff41da@libra.example",
        "a dot of another alphabet": "From: ada@libra\u3002example",
        "punycode": "From: ada@xn--libr-3qa.example",
        "a space of no width": "From: ada\u200b@libra.example",
        "a mark of direction": f"From: \u202eelpmaxe.arbil@ada\u202c <{EVE}>",
        "a soft hyphen": "From: ada@lib\u00adra.example",
        "a long s": "From: ada@libra.example\u017f",
        "latin-1": b"From: ad\xe5 <ada@libra.example> <eve@evil.example>",
        "broken utf-8": b"From: \xff\xfe<ada@libra.example>, <eve@evil.example>",
        "a semicolon": f"From: {STAFF}; {EVE}",
        "a bare CR": f"From: {STAFF}\rFrom: {EVE}",
        "a bare LF": f"From: {EVE}\nFrom: {STAFF}",
        "a vertical tab": f"From: {STAFF}\x0b{EVE}",
        "a NUL": b"From: ada@libra.example\x00, eve@evil.example",
        "nothing": "X-From: nobody",
        "an empty field": "From:",
        "a Sender": f"From: {EVE}\r\nSender: {STAFF}",
        "a Reply-To": f"From: {EVE}\r\nReply-To: {STAFF}",
        "a Resent-From": f"From: {EVE}\r\nResent-From: {STAFF}",
        "an X-Original-From": f"From: {EVE}\r\nX-Original-From: {STAFF}",
        "a Return-Path": f"Return-Path: <{STAFF}>\r\nFrom: {EVE}",
        "an Apparently-From": f"Apparently-From: {STAFF}",
    }.items()
}

#: What our own server writes on top about a mail from elsewhere, by provider.
VERDICTS = {
    "a failure (OpenDMARC)": f"{OURS}; dmarc=fail (p=none dis=none) header.from={DOMAIN}",
    "no policy (Postfix)": f"{OURS}; spf=pass smtp.mailfrom={EVE}; dkim=none; dmarc=none header.from={DOMAIN}",
    "another domain's pass (Google)": f"{OURS}; dkim=pass header.i=@evil.example header.s=s; "
    f"spf=pass (google.com: domain of {EVE} designates 1.2.3.4) smtp.mailfrom={EVE}; dmarc=fail header.from={DOMAIN}",
    "the pass of another (Microsoft)": f"{OURS}; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example;"
    f"dmarc=bestguesspass action=none header.from={DOMAIN};compauth=pass reason=109",
    "a chain that says pass (ARC)": f"{OURS}; arc=pass (i=1 dmarc=pass fromdomain={DOMAIN}); "
    f"dmarc=fail header.from={DOMAIN}",
    "an error": f"{OURS}; dkim=temperror header.d={DOMAIN}; dmarc=permerror header.from={DOMAIN}",
    "nothing": "",
}
_PASS = f"dmarc=pass header.from={DOMAIN}"
#: What a stranger writes into a mail to look vouched for.
FORGED = {
    "our server's name below": f"Authentication-Results: {OURS}; {_PASS}",
    "our server's name in capitals": f"AUTHENTICATION-RESULTS: {OURS.upper()}; {_PASS}",
    "with a version": f"Authentication-Results: {OURS} 1; {_PASS}",
    "a longer name": f"Authentication-Results: {OURS}.evil.example; {_PASS}",
    "a name before ours": f"Authentication-Results: evil.example; x={OURS}; {_PASS}",
    "ours in a comment": f"Authentication-Results: evil.example ({OURS}); {_PASS}",
    "a comment before ours": f"Authentication-Results: (evil.example) x{OURS}; {_PASS}",
    "without a name": f"Authentication-Results: {_PASS}",
    "Google's": f"Authentication-Results: mx.google.com; dkim=pass header.i=@{DOMAIN}; {_PASS}",
    "Microsoft's": f"Authentication-Results: spf=pass smtp.mailfrom={DOMAIN}; dkim=pass header.d={DOMAIN};{_PASS}",
    "Yahoo's": f"Authentication-Results: atlas.free.mail.yahoo.com; dkim=pass header.i=@{DOMAIN}; {_PASS}(p=REJECT)",
    "Fastmail's": f"Authentication-Results: mx1.messagingengine.com; dkim=pass header.d={DOMAIN}; {_PASS}",
    "an original": f"Authentication-Results-Original: {OURS}; {_PASS}",
    "an ARC": f"ARC-Authentication-Results: i=1; {OURS}; {_PASS}",
    "an X": f"X-Authentication-Results: {OURS}; {_PASS}",
    "folded": f"Authentication-Results:\r\n {OURS};\r\n {_PASS}",
    "in quotes": f'Authentication-Results: "{OURS}"; {_PASS}',
    "SPF": f"Received-SPF: pass ({OURS}: domain of {STAFF} designates 1.2.3.4)",
    "another alphabet": f"Authentication-Results: m\u0445.office.example; {_PASS}",
    "none": "X-Nothing: none",
}


def staff_spoofs(notice: str, ack: str, ref: str) -> Iterator[Spoof]:
    """Yield forged mail from outside to an office whose server stamps its verdicts.

    Args:
        notice: The Message-ID of a notice to the member of staff, which has leaked.
        ack: The Message-ID of the family's acknowledgement.
        ref: The reference of the case.
    """
    marks = {"her notice": (notice, ""), "the family's letter": (ack, ""), "the reference": ("", f"[{ref}]")}
    for (name, author), (mark, (id_, tag)) in product(GRAMMAR.items(), marks.items()):
        for verdict in ("dmarc=pass header.from=evil.example", "dmarc=fail header.from=libra.example"):
            stamp = f"Authentication-Results: {OURS}; {verdict}".encode()
            yield Spoof(name=f"From: {name}; {mark}; {verdict}", raw=_mail(name, [stamp, author], id_, tag))
    for (name, verdict), (lie, forged) in product(VERDICTS.items(), FORGED.items()):
        stamps = [f"Authentication-Results: {verdict}".encode()] if verdict else []
        if not stamps and _says_ours(forged):
            continue  # a server of ours that neither stamps nor strips has no name in the configuration
        fields = [*stamps, f"From: Ada <{STAFF}>".encode(), forged.encode()]
        yield Spoof(name=f"verdict: {name}; forged: {lie}", raw=_mail(f"{name}{lie}", fields, notice, ""))
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    for domain, is_long in product((b"evil.example", DOMAIN.encode(), b"example"), (False, True)):
        fields = [f"From: Ada <{STAFF}>".encode()]
        mail = _mail(f"dkim {domain!r} {is_long}", fields, notice, "")
        signature = dkim.sign(mail, b"s", domain, pem, length=is_long, include_headers=[b"from", b"subject"])
        result = "pass" if domain == b"evil.example" else "fail"
        stamp = f"Authentication-Results: {OURS}; dkim={result} header.d={domain.decode()}\r\n".encode()
        yield Spoof(name=f"DKIM of {domain!r}, l={is_long}", raw=stamp + signature + mail)


def replays(genuine: bytes) -> Iterator[Spoof]:
    """Yield a mail of staff's that was carried out once more, as whoever got hold of it sends it again."""
    id_ = re.search(rb"(?im)^Message-ID: .*\r?\n", genuine)
    subject = re.search(rb"(?im)^Subject: .*\r?\n", genuine)
    assert id_ is not None and subject is not None
    end = b"\r\n" if b"\r\n" in genuine else b"\n"
    yield Spoof(name="the same bytes", raw=genuine)
    yield Spoof(name="by another way", raw=b"Received: from x by y; Mon, 2 Nov 2020 10:00:00 +0000" + end + genuine)
    yield Spoof(name="another Message-ID", raw=genuine.replace(id_[0], b"Message-ID: <new@client.example>" + end))
    yield Spoof(name="no Message-ID", raw=genuine.replace(id_[0], b""))
    yield Spoof(name="more text", raw=genuine + end + b"And pay.")
    yield Spoof(name="another text", raw=genuine.partition(end * 2)[0] + end * 2 + LINES.encode())
    yield Spoof(name="another subject", raw=genuine.replace(subject[0], b"Subject: Re: other" + end))
    yield Spoof(name="a second subject", raw=b"Subject: Re: other" + end + genuine)
    yield Spoof(name="a second From", raw=b"From: " + EVE.encode() + end + genuine)
    yield Spoof(name="a signature of its beginning", raw=b"DKIM-Signature: v=1; d=libra.example; l=3; b=x" + end
                + genuine.replace(id_[0], b"Message-ID: <newer@client.example>" + end) + b"\n#note")  # fmt: skip


def _says_ours(forged: str) -> bool:
    name, _, value = forged.partition(":")
    return name.casefold() == "authentication-results" and value.split(";")[0].strip(' "\r\n').casefold() in (
        OURS,
        f"{OURS} 1",
    )


def _mail(name: str, fields: list[bytes], answers: str, tag: str) -> bytes:
    number = re.sub(r"\W", "", name)
    thread = [f"In-Reply-To: {answers}", f"References: {answers}"] if answers else []
    lines = [
        *fields,
        f"To: {MAILBOX}".encode(),
        f"Subject: Re: {tag} {number}".encode(),
        f"Date: {format_datetime(BORN)}".encode(),
        f"Message-ID: <{number}.{zlib.crc32(repr((fields, tag, answers)).encode())}@evil.example>".encode(),
        *(one.encode() for one in thread),
        b"Content-Type: text/plain; charset=utf-8",
        b"",
        LINES.encode().replace(b"\n", b"\r\n"),
        b"",
    ]
    return b"\r\n".join(lines)

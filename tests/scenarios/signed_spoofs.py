"""Mail by which somebody poses as one of the staff with signatures (DKIM).

With keys of their own, and with the real one under what was never written so. The name server knows every key;
``genuine`` alone may move a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from tests.scenarios.spoofs import DOMAIN, EVE, GRAMMAR, LINES, STAFF, Spoof
from tests.support.memory_office import MAILBOX
from tests.support.signing import ALL, Signer

LIBRA, EVIL = Signer(domain=DOMAIN), Signer(domain="evil.example")
#: Domains that somebody else can have, each with a good key.
OTHERS = tuple(
    Signer(domain=one)
    for one in (
        *(
            "evil.example",
            "example",
            f"mail.{DOMAIN}",
            f"{DOMAIN}.evil.example",
            "libraexample",
            "libra-example.example",
        ),
        *("xn--lbra-h6a.example", "xn--libr-53d.example", "libra.example.com", "1ibra.example", "libra.exampl"),
    )
)
#: Keys that the domain itself publishes, and that are not good enough.
BAD = (Signer(domain=DOMAIN, selector="weak", bits=768), Signer(domain=DOMAIN, selector="gone"))


def mail(number: str, *, text: str = LINES, answers: str = "", to: str = MAILBOX, author: str = f"Ada <{STAFF}>",
         subject: str = "Re: it") -> bytes:  # fmt: skip
    """Return a mail as a client writes it, before anybody signs it."""
    lines = [
        f"From: {author}",
        f"To: {to}",
        f"Subject: {subject} {number}",
        "Date: Mon, 02 Nov 2020 09:40:00 +0000",
        f"Message-ID: <{number}@libra.example>",
        *([f"In-Reply-To: {answers}", f"References: {answers}"] if answers else []),
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
        "",
    ]
    return "\r\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").encode()


def genuine(answers: str, number: str = "genuine", text: str = LINES) -> bytes:
    """Return what the member of staff writes and her domain signs."""
    return LIBRA.sign(mail(number, text=text, answers=answers))


def signed_spoofs(notice: str, ack: str, ref: str) -> Iterator[Spoof]:
    """Yield forged mail to an office whose own server stamps nothing and which checks signatures itself.

    Args:
        notice: The Message-ID of a notice to the member of staff, which has leaked.
        ack: The Message-ID of the family's acknowledgement.
        ref: The reference of the case.
    """
    marks = {"notice": (notice, ""), "ack": (ack, ""), "reference": ("", f"[{ref}]"), "both": (notice, f"[{ref}]")}
    for n, ((mark, (answers, tag)), signer) in enumerate(product(marks.items(), OTHERS)):
        yield Spoof(
            name=f"signed by {signer.domain}, {mark}",
            raw=signer.sign(mail(f"o{n}", answers=answers, subject=f"Re: {tag}")),
        )
        # The name of the signer is put right afterwards.
        swapped = signer.sign(mail(f"s{n}", answers=answers)).replace(
            f"d={signer.domain};".encode(), f"d={DOMAIN};".encode()
        )
        yield Spoof(name=f"signed by {signer.domain} as if by {DOMAIN}, {mark}", raw=swapped)
    for signer, (mark, (answers, tag)) in product(BAD, marks.items()):
        raw = signer.sign(mail(f"{signer.selector}{mark}", answers=answers, subject=f"Re: {tag}"))
        yield Spoof(name=f"a key that does not count: {signer.selector}, {mark}", raw=raw)
    yield from _real_keys(notice, ref)
    for number, (name, author) in enumerate(GRAMMAR.items()):
        fields = mail(f"g{number}", answers=notice).partition(b"\r\n")[2]
        yield Spoof(name=f"From: {name}; signed by another", raw=_signed_or_not(EVIL, author + b"\r\n" + fields))


def _signed_or_not(signer: Signer, raw: bytes) -> bytes:
    """Return a mail signed where the library can sign it: some of these headers it cannot even read."""
    try:
        return signer.sign(raw)
    except Exception:
        return b"DKIM-Signature: v=1; d=libra.example; s=s1\r\n" + raw


def _real_keys(notice: str, ref: str) -> Iterator[Spoof]:
    """Yield mail under real signatures of the member of staff's domain, each of which proves less than it seems."""
    lines = {"an outcome": LINES, "plain words": "See you on Friday.", "a note": "#note\nSeen."}
    for name, text in lines.items():
        private = mail(f"private{name[-4:]}", text=text, to=EVE)
        for covers, what in ((_but("in-reply-to", "references"), "not the thread"), (ALL, "all")):
            signed = LIBRA.sign(private, covers=covers)
            thread = f"In-Reply-To: {notice}\r\nReferences: {notice}\r\n".encode()
            yield Spoof(name=f"{name} to another, made to answer; covers {what}", raw=thread + signed)
            yield Spoof(name=f"{name} to another; our notice below; covers {what}", raw=_below(signed, thread))
        bare = LIBRA.sign(private, covers=_but("to", "cc", "in-reply-to", "references", "subject"))
        for field in (f"To: {MAILBOX}", f"Cc: {MAILBOX}", f"To: {MAILBOX}\r\nSubject: [{ref}]"):
            forged = re.sub(rb"(?m)^To: .*\r\n", b"", bare) if field.startswith("To") else bare
            yield Spoof(name=f"{name} to another, sent on: {field}", raw=_below(forged, f"{field}\r\n".encode()))
        once = mail(f"once{name[-4:]}", text=text, answers=notice)
        for covers in (_but("from"), _but("date"), _but("subject"), _but("in-reply-to"), _but("references"),
                       _but("to"), _but("message-id", "content-type")):  # fmt: skip
            raw = LIBRA.sign(once.replace(b"once", b"once%d" % len(str(covers))), covers=covers)
            yield Spoof(name=f"{name}: covers {', '.join(covers)}", raw=raw)
        yield Spoof(name=f"{name}: SHA-1", raw=LIBRA.sign(_renamed(once, "sha"), algorithm="rsa-sha1"))
        yield Spoof(name=f"{name}: expired", raw=LIBRA.sign(_renamed(once, "old"), more=(("x", "1604000000"),)))
        for length in (0, 1, len(text)):
            cut = LIBRA.sign(_renamed(once, f"l{length}"), length=length)
            yield Spoof(name=f"{name}: l={length}", raw=cut)
            yield Spoof(name=f"{name}: l={length}, more below", raw=cut + b"\r\n#close now\r\n")
        whole = LIBRA.sign(_renamed(once, "whole"))
        changes = {
            "another text": whole.rpartition(b"\r\n\r\n")[0] + b"\r\n\r\n#outcome not upheld\r\n",
            "more text": whole + b"And more.\r\n",
            "a second From on top": b"From: " + EVE.encode() + b"\r\n" + whole,
            "a second From, hers": b"From: " + STAFF.encode() + b"\r\n" + whole,
            "a second subject": b"Subject: [LC-2020-0009]\r\n" + whole,
            "a second thread": b"References: <x@y.example>\r\n" + whole,
            "a second Message-ID": b"Message-ID: <x@y.example>\r\n" + whole,
            "another author": whole.replace(b"From: Ada <ada@", b"From: Ada <bo@"),
            "another type": whole.replace(b"Content-Type: text/plain", b"Content-Type: text/html"),
            "another key named": whole.replace(b"s=s1", b"s=s9"),
            "no key named": whole.replace(b"s=s1;", b""),
        }
        for what, raw in changes.items():
            yield Spoof(name=f"{name}: {what}", raw=raw)


def _but(*names: str) -> Sequence[str]:
    return tuple(one for one in ALL if one not in names)


def _below(signed: bytes, fields: bytes) -> bytes:
    """Put fields at the end of the header, where some readers look first."""
    head, _, body = signed.partition(b"\r\n\r\n")
    return head + b"\r\n" + fields + b"\r\n" + body


def _renamed(raw: bytes, word: str) -> bytes:
    return raw.replace(b"<once", f"<{word}".encode()).replace(b"it once", f"it {word}".encode())

"""Forged mail as it lies in mailboxes of the large providers: what their servers put on top, and lies that fit below.

The servers neither take off nor refuse anything here: only their own stamp on top says what the mail is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tests.scenarios.spoofs import DOMAIN, EVE, LINES, STAFF, Spoof
from tests.support.memory_office import MAILBOX

_PASS = f"dmarc=pass header.from={DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider: the name by which its stamps are asked for, and what it puts on top of a mail with a verdict."""

    authserv_id: str
    layout: Callable[[str], Sequence[str]]

    def stamped(self, verdict: str) -> list[str]:
        """Return its header fields, the verdict among them."""
        return [line for line in self.layout(verdict) if line]


def _google(verdict: str) -> Sequence[str]:
    return (
        f"Delivered-To: {MAILBOX}",
        "Received: by 2002:a05:6a10:1:b0:1:2:3 with SMTP id x1csp1; Mon, 2 Nov 2020 09:40:02 -0800 (PST)",
        f"ARC-Authentication-Results: i=1; mx.google.com; {verdict}" if verdict else "",
        f"Return-Path: <{EVE}>",
        "Received: from mail.evil.example (mail.evil.example. [1.2.3.4]) by mx.google.com with ESMTPS id y",
        f"Received-SPF: pass (google.com: domain of {EVE} designates 1.2.3.4 as permitted sender) client-ip=1.2.3.4;",
        f"Authentication-Results: mx.google.com;\r\n       {verdict}",
    )


def _microsoft(verdict: str) -> Sequence[str]:
    return (
        "Received: from A.eurprd04.prod.outlook.com (::1) by B.eurprd04.prod.outlook.com with HTTPS; Mon, 2 Nov 2020",
        "Received: from C.eop-eur05.prod.protection.outlook.com (::1) by D.outlook.office365.com (::1) with Microsoft "
        "SMTP Server\r\n (version=TLS1_2) id 15.20.1 via Frontend Transport; Mon, 2 Nov 2020 09:40:02 +0000",
        f"Authentication-Results: {verdict}" if verdict else "",
        f"Received-SPF: Pass (protection.outlook.com: domain of {EVE} designates 1.2.3.4 as permitted sender)",
        "Received: from mail.evil.example (1.2.3.4) by C.mail.protection.outlook.com (10.1.1.1) with Microsoft SMTP "
        "Server\r\n id 15.20.1 via Frontend Transport; Mon, 2 Nov 2020 09:40:01 +0000",
    )


def _fastmail(verdict: str) -> Sequence[str]:
    return (
        "Received: from compute1.internal (compute1.nyi.internal [10.202.2.41]) by sloti1 (Cyrus) with LMTPA",
        f"X-Delivered-to: {MAILBOX}",
        f"Authentication-Results: mx3.messagingengine.com;\r\n    {verdict}",
        "Received: from mail.evil.example (mail.evil.example [1.2.3.4]) by mx3.messagingengine.com (Postfix)",
    )


def _yahoo(verdict: str) -> Sequence[str]:
    return (
        f"X-Apparently-To: {MAILBOX}; Mon, 2 Nov 2020 09:40:02 +0000",
        f"Authentication-Results: atlas.free.mail.ir2.yahoo.com;\r\n {verdict};",
        "Received: from 1.2.3.4 (EHLO mail.evil.example) by 10.196.1.1 with SMTPs; Mon, 2 Nov 2020 09:40:01 +0000",
    )


def _postfix(verdict: str) -> Sequence[str]:
    return (
        f"Return-Path: <{EVE}>",
        f"Authentication-Results: mx.office.example; spf=pass smtp.mailfrom={EVE}",
        f"Authentication-Results: mx.office.example;\r\n\t{verdict}",
        "Received: from mail.evil.example (unknown [1.2.3.4]) by mx.office.example (Postfix) with ESMTPS id 1",
    )


PROVIDERS: Mapping[str, Provider] = {
    "Google": Provider(authserv_id="mx.google.com", layout=_google),
    "Microsoft": Provider(authserv_id="protection.outlook.com", layout=_microsoft),
    "Fastmail": Provider(authserv_id="mx3.messagingengine.com", layout=_fastmail),
    "Yahoo": Provider(authserv_id="atlas.free.mail.ir2.yahoo.com", layout=_yahoo),
    "Postfix": Provider(authserv_id="mx.office.example", layout=_postfix),
}

#: What a server that looked says of a mail of the stranger's.
_VERDICTS = {
    "no": f"spf=pass smtp.mailfrom=evil.example; dkim=none (message not signed) header.d=none; "
    f"dmarc=fail action=none header.from={DOMAIN}",
    "no policy": f"spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=none header.from={DOMAIN}",
    "a guess": f"spf=pass smtp.mailfrom=x; dmarc=bestguesspass action=none header.from={DOMAIN};compauth=pass",
    "another's pass": f"dkim=pass header.i=@evil.example header.d=evil.example; spf=pass smtp.mailfrom={EVE}; "
    f"arc=pass (i=1 dmarc=pass fromdomain={DOMAIN}); dmarc=fail (p=NONE; dmarc=pass) header.from={DOMAIN}",
    "what the sender said to it": f'spf=pass smtp.mailfrom="a; dmarc=pass header.from={DOMAIN};"@evil.example; '
    f'dkim=fail reason="x; {_PASS}" header.d={DOMAIN}; dmarc=fail header.from={DOMAIN}',
}


def _lies(provider: Provider) -> Mapping[str, Sequence[str]]:
    named = f"Authentication-Results: {provider.authserv_id}; {_PASS}"
    bare = f"Authentication-Results: {_PASS}"
    border = "Received: from x (1.2.3.4) by E.mail.protection.outlook.com with Microsoft SMTP Server; Mon, 2 Nov 2020"
    own = list(provider.layout(f"dkim=pass header.d={DOMAIN} header.i=@{DOMAIN}; {_PASS}"))
    return {
        "its name": (named,),
        "its name twice": (named, named),
        "its name in capitals": (named.upper().replace("DMARC", "dmarc"),),
        "its name, folded": (named.replace("; ", ";\r\n\t"),),
        "its name in quotes": (named.replace(provider.authserv_id, f'"{provider.authserv_id}"'),),
        "its name and a version": (named.replace(";", " 1;", 1),),
        "no name": (bare,),
        "no name, and a border below": (bare, border),
        "a border, no name, a border": (border, bare, border),
        "all that it would write": [line for line in own if line],
        "all of it, and once more": [line for line in (*own, *own) if line],
        "its chain": (f"ARC-Authentication-Results: i=1; {provider.authserv_id}; {_PASS}",),
        "an original": (named.replace("Results:", "Results-Original:"),),
        "what Microsoft keeps": (
            f"X-MS-Exchange-Authentication-Results: {_PASS}",
            "X-MS-Exchange-Organization-AuthAs: Internal",
            "X-MS-Exchange-CrossTenant-AuthAs: Internal",
            "X-MS-Exchange-Organization-SCL: -1",
        ),
        "SPF": (f"Received-SPF: pass ({provider.authserv_id}: domain of {STAFF} designates 1.2.3.4)",),
    }


def provider_spoofs(name: str, notice: str) -> Iterator[Spoof]:
    """Yield forged mail in the mailbox of a provider, with the Message-ID of a notice that has leaked."""
    provider = PROVIDERS[name]
    verdicts = dict(_VERDICTS)
    if provider.authserv_id == "protection.outlook.com":
        verdicts["nothing"] = ""  # a stamp is known by its place: the stranger's does not stand there
    for (said, verdict), (lie, fields) in product(verdicts.items(), _lies(provider).items()):
        word = f"{said} {lie}".replace(" ", "-").replace("'", "").replace(",", "")
        lines = [
            *provider.stamped(verdict),
            *fields,
            f"From: Ada <{STAFF}>",
            f"To: {MAILBOX}",
            f"Subject: Re: {word}",
            "Date: Mon, 02 Nov 2020 09:40:00 +0000",
            f"Message-ID: <{word}@evil.example>",
            f"In-Reply-To: {notice}",
            f"References: {notice}",
            "Content-Type: text/plain; charset=utf-8",
            "",
            LINES,
            "",
        ]
        raw = "\r\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").encode()
        yield Spoof(name=f"{name} says {said}; forged: {lie}", raw=raw)


def genuine(name: str, notice: str) -> bytes:
    """Return what the member of staff writes, as the provider lays it down."""
    lines = [
        *PROVIDERS[name].stamped(f"dkim=pass header.i=@{DOMAIN}; spf=pass smtp.mailfrom={STAFF}; {_PASS}"),
        f"From: Ada <{STAFF}>",
        f"To: {MAILBOX}",
        "Subject: Re: it",
        "Message-ID: <genuine@libra.example>",
        f"In-Reply-To: {notice}",
        "Content-Type: text/plain; charset=utf-8",
        "",
        LINES,
        "",
    ]
    return "\r\n".join(lines).replace("\r\n", "\n").replace("\n", "\r\n").encode()

"""Whose stamps count, by the layouts of providers: topmost field first."""

from __future__ import annotations

import pytest

from mailflow.core.provenance import MICROSOFT, Said, server_says, stamps_of

OURS = ("mx.office.example",)
DOMAIN = "libra.example"
RECEIVED, STAMP = "received", "authentication-results"
FROM_OUTSIDE = (RECEIVED, "from mail.evil.example (1.2.3.4) by mx.office.example (Postfix) with ESMTPS id 1")
BORDER = (
    RECEIVED,
    "from mail.evil.example (1.2.3.4) by DB8EUR05FT056.mail.protection.outlook.com (10.233.239.192) with Microsoft "
    "SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.1 via Frontend Transport",
)
INSIDE = (
    RECEIVED,
    "from DB8EUR05FT056.eop-eur05.prod.protection.outlook.com (2603:10a6:10:be::4) by "
    "DB8PR09CA0017.outlook.office365.com (2603:10a6:10:a1::30) with Microsoft SMTP Server id 15.20.2",
)
MAILBOX = (
    RECEIVED,
    "from DB9PR04MB8107.eurprd04.prod.outlook.com (2603:10a6:10:24a::5) by "
    "PA4PR04MB7694.eurprd04.prod.outlook.com with HTTPS",
)
SENDER = (RECEIVED, "from [192.168.0.2] by smtp.libra.example with ESMTPSA id 7")


def by_microsoft(dmarc: str = "pass", domain: str = DOMAIN) -> tuple[str, str]:
    return STAMP, (
        f"spf=pass (sender IP is 1.2.3.4) smtp.mailfrom={domain}; dkim=none (message not signed) header.d=none;"
        f"dmarc={dmarc} action=none header.from={domain};compauth=pass reason=100"
    )


def named(verdict: str, name: str = OURS[0]) -> tuple[str, str]:
    return STAMP, f"{name}; {verdict}"


PASSES, FAILS = f"dmarc=pass header.from={DOMAIN}", f"dmarc=fail header.from={DOMAIN}"
GOOGLE = ("mx.google.com",)
Trace = list[tuple[str, str]]
LAYOUTS: dict[str, tuple[Trace, tuple[str, ...], Said]] = {
    "Postfix, above its Received": ([named(PASSES), FROM_OUTSIDE, SENDER], OURS, Said.YES),
    "Postfix behind Dovecot": ([(RECEIVED, "from mx by imap (LMTP)"), named(PASSES), FROM_OUTSIDE], OURS, Said.YES),
    "OpenDKIM and OpenDMARC, each its own": (
        [named("spf=pass smtp.mailfrom=x.example"), named(PASSES), named("dkim=none"), FROM_OUTSIDE],
        OURS,
        Said.YES,
    ),
    "a filter of SPF alone": ([named("spf=pass smtp.mailfrom=x.example"), FROM_OUTSIDE], OURS, Said.NOTHING),
    "a server that could not ask": ([named(f"dkim=temperror header.d={DOMAIN}"), FROM_OUTSIDE], OURS, Said.NOTHING),
    "one that could not ask, in other capitals": (
        [named(f"DKIM=TempError header.d={DOMAIN}"), FROM_OUTSIDE],
        OURS,
        Said.NOTHING,
    ),
    "DKIM alone says no": ([named(f"dkim=fail header.d={DOMAIN}"), FROM_OUTSIDE], OURS, Said.NO),
    "no, in other capitals": ([named(f"DMARC=Fail header.from={DOMAIN}"), FROM_OUTSIDE], OURS, Said.NO),
    "a comment in front of its name": ([(STAMP, f"(filter 2) {OURS[0]}; {PASSES}"), FROM_OUTSIDE], OURS, Said.YES),
    "half of it could be asked": ([named(f"dkim=temperror; {FAILS}"), FROM_OUTSIDE], OURS, Said.NO),
    "rspamd": (
        [
            named(
                f"dkim=pass header.d={DOMAIN} header.s=s1 header.b=abc; dmarc=pass (policy=none) header.from={DOMAIN}; "
                f"spf=pass (mx.office.example: domain of ada@{DOMAIN} designates 1.2.3.4 as permitted sender) "
                f"smtp.mailfrom=ada@{DOMAIN}"
            ),
            FROM_OUTSIDE,
        ],
        OURS,
        Said.YES,
    ),
    "Fastmail": (
        [
            (RECEIVED, "from compute1.internal (compute1.nyi.internal) by sloti1 (Cyrus) with LMTPA"),
            (
                STAMP,
                f"mx3.messagingengine.com; arc=none (no signatures found); dkim=pass (2048-bit rsa key) "
                f"header.d={DOMAIN} header.i=@{DOMAIN} header.b=abc header.a=rsa-sha256; dmarc=pass "
                "policy.published-domain-policy=none "
                "policy.evaluated-disposition=none (p=none,d=none) policy.policy-from=p "
                f"header.from={DOMAIN}; iprev=pass",
            ),
            (RECEIVED, "from mail.libra.example (1.2.3.4) by mx3.messagingengine.com (Postfix)"),
        ],
        ("mx3.messagingengine.com",),
        Said.YES,
    ),
    "Google, below its own Received": (
        [
            (RECEIVED, "by 2002:a05:6a10:1:b0:1:2:3 with SMTP id x1csp1"),
            (RECEIVED, "from mail.libra.example (1.2.3.4) by mx.google.com with ESMTPS id y"),
            named(
                f"dkim=pass header.i=@{DOMAIN} header.s=s1 header.b=abc; spf=pass (google.com: domain of ada@{DOMAIN} "
                f"designates 1.2.3.4 as permitted sender) smtp.mailfrom=ada@{DOMAIN}; dmarc=pass "
                f"(p=NONE sp=NONE dis=NONE) header.from={DOMAIN}",
                GOOGLE[0],
            ),
            SENDER,
        ],
        GOOGLE,
        Said.YES,
    ),
    "Google, of which a forged one follows": (
        [
            (RECEIVED, "from mail.evil.example (1.2.3.4) by mx.google.com with ESMTPS id y"),
            named(f"spf=pass smtp.mailfrom=evil.example; {FAILS}", GOOGLE[0]),
            named(PASSES, GOOGLE[0]),
            SENDER,
        ],
        GOOGLE,
        Said.NO,
    ),
    "Google's chain, which is not its word": (
        [
            (RECEIVED, "from mail.evil.example (1.2.3.4) by mx.google.com with ESMTPS id y"),
            named(f"arc=pass (i=1 dmarc=pass fromdomain={DOMAIN}); dmarc=fail header.from={DOMAIN}", GOOGLE[0]),
        ],
        GOOGLE,
        Said.NO,
    ),
    "Yahoo": (
        [
            named(f"dkim=pass header.i=@{DOMAIN} header.s=s1; spf=pass; dmarc=pass(p=REJECT) header.from={DOMAIN};"),
            FROM_OUTSIDE,
        ],
        OURS,
        Said.YES,
    ),
    "forged, below the Received of a server that says no": (
        [named(FAILS), FROM_OUTSIDE, named(PASSES), SENDER],
        OURS,
        Said.NO,
    ),
    "forged, where no server stands between": ([named(FAILS), named(PASSES)], OURS, Said.NO),
    "forged between two of ours": ([named("spf=none"), FROM_OUTSIDE, named(PASSES), SENDER], OURS, Said.NOTHING),
    "Microsoft": ([MAILBOX, INSIDE, by_microsoft(), BORDER, SENDER], (MICROSOFT,), Said.YES),
    "Microsoft, at its border": ([by_microsoft(), BORDER], (MICROSOFT,), Said.YES),
    "Microsoft in other capitals": ([by_microsoft(), BORDER], ("Protection.Outlook.COM",), Said.YES),
    "Microsoft, by its other hosts": (
        [
            (RECEIVED, "from A.prod.exchangelabs.com (::1) by B.namprd01.prod.exchangelabs.com with HTTPS"),
            (RECEIVED, "from C.prod.outlook.com (::1) by A.namprd01.prod.outlook.com"),
            by_microsoft(),
            BORDER,
        ],
        (MICROSOFT,),
        Said.YES,
    ),
    "Microsoft says no": ([MAILBOX, INSIDE, by_microsoft("fail"), BORDER], (MICROSOFT,), Said.NO),
    "Microsoft guesses": ([INSIDE, by_microsoft("bestguesspass"), BORDER], (MICROSOFT,), Said.NO),
    "Microsoft about another": ([INSIDE, by_microsoft("pass", "evil.example"), BORDER], (MICROSOFT,), Said.NO),
    "Microsoft unasked for": ([MAILBOX, INSIDE, by_microsoft(), BORDER], OURS, Said.NOTHING),
    "Microsoft, forged below its border": (
        [INSIDE, by_microsoft("fail"), BORDER, by_microsoft(), SENDER],
        (MICROSOFT,),
        Said.NO,
    ),
    "Microsoft, silent, and forged below": ([INSIDE, BORDER, by_microsoft(), BORDER], (MICROSOFT,), Said.NOTHING),
    "Microsoft, forged under another server": ([FROM_OUTSIDE, by_microsoft(), BORDER], (MICROSOFT,), Said.NOTHING),
    "Microsoft, forged with a border further down": (
        [by_microsoft(), FROM_OUTSIDE, BORDER],
        (MICROSOFT,),
        Said.NOTHING,
    ),
    "Microsoft, two on top": ([by_microsoft("fail"), by_microsoft(), BORDER], (MICROSOFT,), Said.NOTHING),
    "Microsoft, below somebody's": ([named(PASSES), by_microsoft(), BORDER], (MICROSOFT,), Said.NOTHING),
    "Microsoft, without a border": ([MAILBOX, INSIDE, by_microsoft()], (MICROSOFT,), Said.NOTHING),
    "Microsoft, inside below it": ([by_microsoft(), INSIDE, BORDER], (MICROSOFT,), Said.NOTHING),
    "a border in a comment": (
        [by_microsoft(), (RECEIVED, "from x (by a.mail.protection.outlook.com) by mx.evil.example")],
        (MICROSOFT,),
        Said.NOTHING,
    ),
    "a border as a greeting": (
        [by_microsoft(), (RECEIVED, "from a.mail.protection.outlook.com by mx.evil.example")],
        (MICROSOFT,),
        Said.NOTHING,
    ),
    "a longer border": (
        [by_microsoft(), (RECEIVED, "from x by a.mail.protection.outlook.com.evil.example")],
        (MICROSOFT,),
        Said.NOTHING,
    ),
    "a Received that names no server": ([by_microsoft(), (RECEIVED, "from x")], (MICROSOFT,), Said.NOTHING),
    "under the name that Microsoft never writes": ([named(PASSES, MICROSOFT), BORDER], (MICROSOFT,), Said.NOTHING),
    "under it, below a border that is silent": ([BORDER, named(PASSES, MICROSOFT)], (MICROSOFT,), Said.NOTHING),
    "Microsoft in capitals": ([by_microsoft(), (RECEIVED, BORDER[1].upper())], (MICROSOFT,), Said.YES),
    "a Received that looks like a stamp": ([FROM_OUTSIDE, (RECEIVED, named(PASSES)[1])], OURS, Said.NOTHING),
    "nothing at all": ([], (MICROSOFT,), Said.NOTHING),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_server_says_depends_on_where_it_says_it(layout: str) -> None:
    trace, names, said = LAYOUTS[layout]
    assert server_says(trace, names, DOMAIN) is said


def test_microsofts_place_comes_before_a_name_further_down() -> None:
    both = (*OURS, MICROSOFT)
    assert server_says([by_microsoft("fail"), BORDER, named(PASSES)], both, DOMAIN) is Said.NO
    assert server_says([named(PASSES), FROM_OUTSIDE], both, DOMAIN) is Said.YES
    assert server_says([INSIDE, by_microsoft(), BORDER], both, DOMAIN) is Said.YES
    assert stamps_of([INSIDE, by_microsoft(), BORDER], both) == [by_microsoft()[1]]

"""Looking at a mail's signatures (DKIM, RFC 6376): the only home of dkimpy and dnspython.

The bytes that are looked at are those that are on record. What a signature must be and cover to prove anything is said
in ``core/provenance.py``; here its sums are done, with the key that its domain has published. It runs in a reader child
(see ``readers.py``), within fixed times, and only for mail that bears the address of a member of staff.

dkimpy and our own reader of headers must see the same header: a signature over fields that one of them reads otherwise
proves nothing about what we read.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

from mailflow.core.provenance import Checked, Seal, why_not_binding
from mailflow.mailbox.mime import Fields, read

#: A mail has two or three; more are looked at by nobody but whoever wrote them.
MAX_SIGNATURES = 6
#: For one answer, and for all of them of one mail.
ANSWER_S, ALL_ANSWERS_S = 4.0, 8.0
#: So long nobody is asked again who gave no answer: a thousand forged mails must not wait four seconds each.
LEFT_ALONE_S = 30.0
#: What dkimpy raises on hostile mail: its own errors are ``DKIMException`` alone.
_ON_HOSTILE_MAIL = (ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError, OverflowError)
_DOES_NOT_HOLD = "it does not hold: what it covers was changed on the way, or its key is another or too weak"

Tags = Mapping[str, str]
#: Until when (``time.monotonic``) a name server of this process is left alone.
_left_alone: dict[str, float] = {}


class _KeyUnknown(Exception):
    """The key could not be had: no answer, or none that says anything. It may be had later."""


class _NoKey(Exception):
    """There is no key by which the signature could hold; the message says why."""


def check_signatures(raw: bytes, *, domain: str, received_s: int, nameserver: str = "") -> Checked:
    """Say whether the domain of the From address has signed a mail. Nothing is raised for any bytes.

    Args:
        raw: As it was received.
        domain: Of the From address, lower case.
        received_s: When it was received, in seconds since 1970.
        nameserver: Who is asked for keys: an IP address, with ``:port`` where it is not 53. By default whom the system
            asks.
    """
    # Imported here: it takes 60 ms, and few mails are looked at.
    import dkim

    silent = logging.Logger("dkimpy", logging.CRITICAL)
    silent.addHandler(logging.NullHandler())
    try:
        mail = dkim.DKIM(raw, logger=silent)
    except (dkim.DKIMException, *_ON_HOSTILE_MAIL):
        return _broken("its header cannot be read with certainty")
    root, _ = read(raw)
    if not _agree(mail.headers, root.fields):
        return _broken("its header is read by two programs in two ways")
    names = [name for name, _ in root.fields]
    written = [value for name, value in root.fields if name == "dkim-signature"]
    deadline = time.monotonic() + ALL_ANSWERS_S
    whys: dict[Seal, str] = {}
    for number, value in enumerate(written[:MAX_SIGNATURES]):
        tags = _tags(value)
        why = "it cannot be read" if tags is None else why_not_binding(tags, names, domain, received_s)
        if tags is None or why is not None:
            whys.setdefault(Seal.BROKEN, why or "")
            continue
        try:
            key = _key(tags, nameserver, deadline)
            if mail.verify(idx=number, dnsfunc=_answering(key)):
                return Checked(seal=Seal.HOLDS, because=f"the signature of {domain} holds; it was checked here")
            whys[Seal.BROKEN] = _DOES_NOT_HOLD
        except _KeyUnknown as error:
            whys[Seal.UNSURE] = str(error)
        except _NoKey as error:
            whys[Seal.BROKEN] = str(error)
        except (dkim.DKIMException, *_ON_HOSTILE_MAIL):
            whys[Seal.BROKEN] = _DOES_NOT_HOLD
    if (why := whys.get(Seal.UNSURE)) is not None:
        return Checked(seal=Seal.UNSURE, because=f"the signature of {domain} could not be checked: {why}")
    return _broken(whys.get(Seal.BROKEN, "there is none"))


def _broken(why: str) -> Checked:
    return Checked(seal=Seal.BROKEN, because=f"no signature of the sender's domain counts: {why}")


def _agree(theirs: list[tuple[bytes, bytes]], ours: Fields) -> bool:
    """Say whether dkimpy has read the fields that we have read, white space aside."""
    theirs_plain = [(name.lower(), b" ".join(value.split())) for name, value in theirs]
    return theirs_plain == [(name.encode(), b" ".join(value.split())) for name, value in ours]


def _tags(value: bytes) -> Tags | None:
    """Return the tags of a signature or a key without any white space; None where they cannot be read."""
    from dkim.util import InvalidTagValueList, parse_tag_value

    try:
        found: dict[bytes, bytes] = parse_tag_value(value)
        return {name.decode("ascii").strip(): "".join(text.decode("ascii").split()) for name, text in found.items()}
    except (InvalidTagValueList, UnicodeDecodeError):
        return None


def _key(tags: Tags, nameserver: str, deadline: float) -> bytes:
    """Return the key that a signature names (RFC 6376 section 3.6).

    Raises:
        _KeyUnknown: It could not be had.
        _NoKey: There is none, or none for this.
    """
    text = _published(f"{tags.get('s', '')}._domainkey.{tags['d']}.", nameserver, deadline)
    key = _tags(text)
    if key is None or key.get("v", "DKIM1") != "DKIM1":
        raise _NoKey("what its domain publishes is no key")
    if not key.get("p"):
        raise _NoKey("its domain has withdrawn the key")
    if "sha256" not in key.get("h", "sha256").split(":") or not {"*", "email"} & set(key.get("s", "*").split(":")):
        raise _NoKey("its key is for something else")
    flags = key.get("t", "").split(":")
    if "y" in flags:
        raise _NoKey("its domain is only trying signatures out (t=y)")
    if "s" in flags and tags.get("i", tags["d"]).rpartition("@")[2].casefold() != tags["d"].casefold():
        raise _NoKey("its key is not for a part of the domain (t=s)")
    # The rest was looked at here; dkimpy stumbles over a list in s=.
    return f"v=DKIM1; k={key.get('k', 'rsa')}; p={key['p']}".encode("ascii")


def _published(name: str, nameserver: str, deadline: float) -> bytes:
    """Return the text that is published under a name."""
    import dns.exception
    import dns.rdatatype
    import dns.resolver

    left = min(ANSWER_S, deadline - time.monotonic())
    if left <= 0 or time.monotonic() < _left_alone.get(nameserver, 0.0):
        raise _KeyUnknown("the domain name service gave no answer")
    try:
        resolver = dns.resolver.Resolver(configure=not nameserver)
        if nameserver:
            host, _, port = nameserver.rpartition(":") if nameserver.count(":") == 1 else (nameserver, "", "53")
            resolver.nameservers, resolver.port = [host], int(port)
        resolver.use_edns(0, 0, 1232)
        records = list(resolver.resolve(name, dns.rdatatype.TXT, lifetime=left, search=False))
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
        raise _NoKey("its domain publishes no such key") from None
    except dns.resolver.LifetimeTimeout:
        _left_alone[nameserver] = time.monotonic() + LEFT_ALONE_S
        raise _KeyUnknown("the domain name service gave no answer") from None
    except (dns.resolver.NoNameservers, dns.resolver.NoResolverConfiguration, OSError):
        raise _KeyUnknown("the domain name service gave no answer") from None
    except (dns.exception.DNSException, UnicodeError):
        raise _NoKey("the name of its key is no name") from None
    if len(records) != 1:
        raise _NoKey("its domain publishes several keys under one name")
    return b"".join(records[0].strings)


def _answering(key: bytes) -> Callable[..., bytes]:
    """Return what dkimpy asks for the key, which we have."""

    def answer(name: bytes, timeout: int = 0) -> bytes:
        return key

    return answer

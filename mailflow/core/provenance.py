"""Who vouches for the sender of a mail: our own mail server by its stamp, or else the sender's domain by its signature.

**The stamp** is our server's Authentication-Results (RFC 8601), and nobody else's. Only what stands on top under a name
on our list counts: the server that writes it removes, or outranks, what a stranger wrote under that name (section 5).
Microsoft writes it without a name; then its place must be the one where Microsoft's border writes it. Without a list
nothing counts.

**The signature** is the domain's own (DKIM, RFC 6376), looked at where our server says nothing. It must be of the very
domain in From, of the whole body, and of each field that we go by: a signature that leaves one of them out can be put
under a mail that its author never wrote. ``mailbox/signature.py`` does the sums; what they are worth is decided here.

Everything fails closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: The name by which Microsoft's stamps, which bear none, are asked for: the receiver that they call themselves.
MICROSOFT = "protection.outlook.com"

_METHOD = re.compile(r"([A-Za-z0-9-]+)\s*(?:/\s*\d+)?\s*=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"([A-Za-z]+\.[A-Za-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)")
_BY = re.compile(r"\bby\s+(\S+)", re.IGNORECASE)
#: Between Microsoft's border and a mailbox no other server is.
_INSIDE_MICROSOFT = (".outlook.com", ".office365.com", ".exchangelabs.com")
_BORDER_OF_MICROSOFT = ".mail.protection.outlook.com"

#: What a signature can cover in one of two fields while the other one is read (TRUST F26).
_ONCE = ("from", "subject", "date", "message-id", "in-reply-to", "references")
#: What we go by: who wrote, to which letter, what and when. ``to`` and ``cc`` can name a reply address of ours.
_GONE_BY = ("from", "subject", "date", "to", "cc", "in-reply-to", "references")
#: What a signature names even where the mail has it not: one that somebody has taken out would not be missed else.
_ALWAYS = ("from", "date")
#: Either is enough to know a mail again that somebody sends a second time, changed where nothing is signed.
_KNOWN_AGAIN = (("message-id",), ("content-type", "content-transfer-encoding"))
_PART_OF_BODY = re.compile(r"(?:^|;)\s*l\s*=", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,12}")


class Said(StrEnum):
    """What our server said of a mail's sender."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


class Seal(StrEnum):
    """What became of looking at a mail's signatures. ``UNSURE``: the key could not be had, which says nothing."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A look at the signatures of a mail. ``because``: one sentence, without content."""

    seal: Seal
    because: str


def is_whole(headers: Mapping[str, Sequence[str]]) -> bool:
    """Say whether what was signed is what we read: each field once, and the body to its end (no ``l=``).

    Args:
        headers: The values of each header, by lower-case name.
    """
    if any(len(headers.get(name, ())) > 1 for name in _ONCE):
        return False
    return not any(_PART_OF_BODY.search(value) for value in headers.get("dkim-signature", ()))


def why_not_binding(tags: Mapping[str, str], fields: Sequence[str], from_domain: str, received_s: int) -> str | None:
    """Say why a signature would prove nothing to us even if it held; None where it would prove the author.

    Args:
        tags: Its tags by lower-case name, without white space (RFC 6376 section 3.5).
        fields: The names of all header fields of the mail, lower case, one for each field.
        from_domain: Lower case. The signer must be this very domain: which domains belong together only a list of
            public suffixes could tell, and DMARC's verdict, where there is one, has looked.
        received_s: When the mail was received, in seconds since 1970.
    """
    if tags.get("d", "").casefold() != from_domain:
        return "it is another domain's"
    if tags.get("a", "").casefold() == "rsa-sha1":
        return "its algorithm is broken (rsa-sha1, RFC 8301)"
    if "l" in tags:
        return "it covers the beginning of the text alone (l=)"
    expires = tags.get("x")
    if expires is not None and not (_DIGITS.fullmatch(expires) and int(expires) >= received_s):
        return "it had expired when the mail came"
    signed = [one.strip().casefold() for one in tags.get("h", "").split(":")]
    for name in _GONE_BY:
        if fields.count(name) > 1:
            return f"{name} stands in the mail twice"
        if (name in fields or name in _ALWAYS) and name not in signed:
            return f"it does not cover {name}"
    if not any(all(name in signed for name in names) for names in _KNOWN_AGAIN):
        return "it covers neither message-id nor content-type"
    return None


def server_says(trace: Sequence[tuple[str, str]], authserv_ids: Sequence[str], from_domain: str) -> Said:
    """Return our server's verdict about the domain of the From address.

    Args:
        trace: The Received and Authentication-Results fields in their order, topmost first; names in lower case.
        authserv_ids: The names under which our server writes its stamps; ``MICROSOFT`` for one that writes none.
        from_domain: Lower case.
    """
    stamps = stamps_of(trace, authserv_ids)
    results = [part.strip() for stamp in stamps for part in _without_comments(stamp).split(";")]
    if any(_passes(part, from_domain) for part in results):
        return Said.YES
    return Said.NO if any(_is_said(part) for part in results) else Said.NOTHING


def stamps_of(trace: Sequence[tuple[str, str]], authserv_ids: Sequence[str]) -> list[str]:
    """Return the stamps that our server wrote; see ``server_says``.

    A server can write several (one by each of its filters). All of them count where they stand above the topmost
    Received: nobody but our own server writes there. Else only the topmost does, since a stranger's may follow it.
    """
    ours = {one.casefold() for one in authserv_ids}
    if MICROSOFT in ours and (found := _by_microsoft(trace)):
        return found
    ours.discard(MICROSOFT)  # it is no name: whoever writes it is not Microsoft
    named = [at for at, (field, value) in enumerate(trace) if field != "received" and name_of(value) in ours]
    if not named:
        return []
    top = next((at for at, (field, _) in enumerate(trace) if field == "received"), 0)
    return [trace[at][1] for at in named if at < top] or [trace[named[0]][1]]


def name_of(stamp: str) -> str:
    """Return the name under which a stamp was written, casefolded; empty for one without (Microsoft's)."""
    first = _without_comments(stamp).partition(";")[0]
    return "" if "=" in first else first.strip().split(" ")[0].strip('"').casefold()


def _by_microsoft(trace: Sequence[tuple[str, str]]) -> list[str]:
    """Return the stamp without a name that stands right above the Received of Microsoft's border, if there is one.

    Whatever came with the mail stands below that Received. Above it every Received must be Microsoft's own.
    """
    stamp: str | None = None
    for field, value in trace:
        if field != "received":
            if stamp is not None or name_of(value):
                return []
            stamp = value
            continue
        by = _BY.search(_without_comments(value))
        host = by[1].casefold() if by else ""
        if host.endswith(_BORDER_OF_MICROSOFT):
            return [stamp] if stamp is not None else []
        if stamp is not None or not host.endswith(_INSIDE_MICROSOFT):
            return []
    return []


def _is_said(part: str) -> bool:
    """Say whether a result tells something of the sender: one that our server could not finish does not."""
    match = _METHOD.match(part)
    return match is not None and match[1].casefold() in ("dmarc", "dkim") and match[2].casefold() != "temperror"


def _passes(part: str, from_domain: str) -> bool:
    match = _METHOD.match(part)
    if not match or match[2].casefold() != "pass":
        return False
    method = match[1].casefold()
    properties = {key.casefold(): value.strip('"').casefold() for key, value in _PROPERTY.findall(part[match.end() :])}
    if method == "dmarc":
        return bool(properties.get("header.from", "").rpartition("@")[2] == from_domain)
    if method == "dkim":
        signer = properties.get("header.d") or properties.get("header.i", "").rpartition("@")[2]
        return bool(signer == from_domain)
    return False


def _without_comments(value: str) -> str:
    """Take out ``( … )``, nested too, but not within quotes, and what could end a quotation or a verdict within quotes.

    A sender chooses parts of this header (an envelope address with a quoted local part, a reason): neither a comment
    nor a quoted text of theirs must look like a verdict.
    """
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value[:20_000]:
        if escaped:
            escaped, char = False, "_"
        elif char == "\\":
            escaped = True
            continue
        elif char == '"' and depth == 0:
            quoted = not quoted
        elif not quoted and char == "(":
            depth += 1
        elif char == ")" and depth:  # within a comment nothing is quoted
            depth -= 1
            out.append(" ")
            continue
        if depth == 0:
            out.append("," if quoted and char == ";" else char)
    return "".join(out)

"""Does our own mail server vouch for the sender? Its Authentication-Results are read, and nobody else's (RFC 8601).

Only the topmost header under a name on our list counts: the server that writes it removes, or outranks, what a stranger
wrote under that name (RFC 8601 section 5). Without a list nothing counts. It fails closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_METHOD = re.compile(r"([A-Za-z0-9-]+)\s*(?:/\s*\d+)?\s*=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"([A-Za-z]+\.[A-Za-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)")


#: What a signature can cover in one of two fields while the other one is read (TRUST F26).
_ONCE = ("from", "subject", "date", "message-id", "in-reply-to", "references")
_PART_OF_BODY = re.compile(r"(?:^|;)\s*l\s*=", re.IGNORECASE)


def is_whole(headers: Mapping[str, Sequence[str]]) -> bool:
    """Say whether what was signed is what we read: each field once, and the body to its end (no ``l=``).

    Args:
        headers: The values of each header, by lower-case name.
    """
    if any(len(headers.get(name, ())) > 1 for name in _ONCE):
        return False
    return not any(_PART_OF_BODY.search(value) for value in headers.get("dkim-signature", ()))


def vouches(stamped: Sequence[str], authserv_ids: Sequence[str], from_domain: str) -> bool:
    """Say whether our server's verdict covers the domain of the From address.

    Args:
        stamped: The Authentication-Results headers, topmost first.
        authserv_ids: The names under which our server writes them.
        from_domain: Lower case.
    """
    ours = {one.casefold() for one in authserv_ids}
    for value in stamped:
        parts = [part.strip() for part in _without_comments(value).split(";")]
        name = parts[0].split(" ")[0].strip('"').casefold()
        if name in ours:
            return any(_passes(part, from_domain) for part in parts[1:])
    return False


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

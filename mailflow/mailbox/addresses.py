"""Address fields: a strict grammar for who somebody is, a lenient one for whom else a mail went to.

A sender decides what may be done, so two programs must not see two senders in one field. What has the plainest shape
(an address, or a name and an address in angle brackets) is read alike by every program; the tests hold that against
mail-parser and the standard library. Any other shape is shown to those two, and one that they read differently is
nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import getaddresses

from mailflow.core.mail import Address, is_plain_address
from mailflow.mailbox.words import clean_line, decode_text, decode_words

MAX_ADDRESSES = 500

#: Another program's reading of a From field: the addresses that it sees.
Reader = Callable[[str], list[str]]

_PLAIN = re.compile(
    r"""(?:(?P<name>(?:"(?:[^"\\]|\\.){0,500}"|[^"<>@,:;\\]){0,500}|(?P<same>'?[^\s<>"(),:;']{3,320}'?))[ \t]*)?"""
    r"""<[ \t]*(?P<angle>[^\s<>"(),:;]{3,320})[ \t]*>"""
    r"""|(?P<bare>[^\s<>"(),:;]{3,320})(?:[ \t]+\((?P<comment>[^()<>@"\\,:;]{0,200})\))?""",
)
_SPECIAL = re.compile(r'["<>()@,:;\\]')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^<>]*>?|[,;:]|[^"(<,;:]+|[>)]', re.DOTALL)
_FOUND = re.compile(r"[^\s<>\"(),:;\[\]]+@[^\s<>\"(),:;\[\]]+")


def sender_of(fields: list[bytes], second: Reader) -> tuple[Address | None, bool]:
    """Return the author of a mail with these From fields, and whether every reader sees the same one."""
    if not fields:
        return None, False
    text = _decoded(fields[0])
    found = _PLAIN.fullmatch(text.strip())
    address = (found["angle"] or found["bare"]) if found else ""
    if not found or not is_plain_address(address) or "=?" in address:
        return next((one for one in addresses_of(fields[:1]) if is_plain_address(one.address)), None), False
    name = clean_line(
        decode_words((found["name"] or found["comment"] or "").replace("\\", "").replace('"', ""))
    ).strip()
    sender = Address(address=address, name=name)
    if len(fields) != 1:
        return sender, False
    if found["same"] and "@" in found["same"]:
        # "pat@mail.example <pat@mail.example>": whichever of the two a reader takes, it is the same.
        return sender, found["same"].strip("'") == address
    beyond_doubt = fields[0].isascii() and not (
        found["comment"] or text.count('"') > 2 or "\\" in text or _SPECIAL.search(name)
    )
    return sender, beyond_doubt or _all_agree(text, address, second)


def addresses_of(fields: list[bytes]) -> tuple[Address, ...]:
    """Return the addresses in a list such as To or Cc, in order, in linear time. Groups are opened."""
    out: list[Address] = []
    for value in fields:
        name: list[str] = []
        bare: list[str] = []
        angle: str | None = None
        comment = ""
        for token in (*_TOKEN.findall(_decoded(value)), ","):
            if token in (",", ";", ":"):
                if token != ":":
                    _append(out, name, bare, angle, comment)
                name, bare, angle, comment = [], [], None, ""
                if len(out) >= MAX_ADDRESSES:
                    return tuple(out)
            elif token[0] == "<":
                angle = token.strip("<> \t")
            elif token[0] == "(":
                comment = token.strip("()")
            elif token[0] == '"':
                name.append(re.sub(r"\\(.)", r"\1", token.strip('"')))
                bare.append(token)
            else:
                name.append(token)
                bare.append(token)
    return tuple(out)


def _append(out: list[Address], name: list[str], bare: list[str], angle: str | None, comment: str) -> None:
    address = angle if angle is not None else "".join(bare).strip()
    if angle is None:
        # "Anna anna@mail.example": no brackets, but only one word in it is an address.
        found = _FOUND.findall(address)
        shown = comment
        if len(found) == 1 and found[0] != address and '"' not in address:
            shown = shown or address.replace(found[0], " ")
            address = found[0]
    else:
        shown = "".join(name) or comment
    address = address.rpartition(":")[2].strip() if address.startswith("@") else "".join(address.split())
    address = _in_ascii(address.removeprefix("mailto:"))
    if "@" in address:
        shown = clean_line(decode_words(" ".join(shown.split()))).strip().strip("\"'").strip()
        out.append(Address(address=clean_line(address), name=shown))


def _in_ascii(address: str) -> str:
    """Return an address with its domain as name servers know it (RFC 5891); one that cannot be so written stays."""
    if address.isascii():
        return address
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _decoded(value: bytes) -> str:
    """Encoded words stay: decoding comes after splitting, or a name could hold an address that counts."""
    return clean_line(value.decode("ascii") if value.isascii() else decode_text(value, ""))


def _all_agree(text: str, address: str, second: Reader) -> bool:
    """Say whether the standard library and the second reader see this one address and no other in a From field."""
    wanted = address.casefold()
    for seen in ([pair[1] for pair in getaddresses([text])], second(text)):
        valid = {one.casefold() for one in seen if "@" in one}
        if valid != {wanted}:
            return False
    return True

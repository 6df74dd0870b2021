"""Whose mail stands below a line of staff's: its author by the headers that a program wrote above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.directives import EnterComplaint
from mailflow.core.mail import Address, is_plain_address
from mailflow.core.office import Office
from mailflow.core.quoted_headers import header_block_length

_LINE = 500
#: "From:" as mail programs write it above a mail that is forwarded.
_AUTHOR = re.compile(
    r"[>|\s]*\*{0,2}_?(?:from|von|de|da|van|fra|fr(?:å|a)n|l(?:ä|a)hett(?:ä|a)j(?:ä|a)|od|felad(?:ó|o)|от|від|kimden|από"
    r"|oddi wrth|发件人|寄件者|差出人|보낸 ?사람|de la|saatja|nuo|dari|từ|מאת|من|از)\*{0,2}\s?[:：]\*{0,2}\s*"
    r"(?P<who>\S.*)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"[>|\s]*\*{0,2}(?:subject|betreff|objet|asunto|oggetto|onderwerp|temat)\*{0,2}\s?[:：]", re.IGNORECASE
)
_ADDRESS = re.compile(r"[<(\[]?\s*(?:mailto:)?(?P<address>[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+)")


def authors(text: str) -> Iterator[Address]:
    """Yield who wrote each mail that is forwarded in a text, the outermost first, where an address stands there."""
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        length = header_block_length(lines, at)
        for line in lines[at : at + length]:
            found = _AUTHOR.match(line[:_LINE])
            wrote = _ADDRESS.search(found["who"]) if found else None
            if found and wrote and is_plain_address(wrote["address"]):
                yield Address(address=wrote["address"], name=found["who"][: wrote.start()].strip(" \"'*<")[:200])
                break
        at += max(length, 1)


def without_headers(text: str) -> str:
    """Return a text without the headers above the mails that are forwarded in it, but with their subjects."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        length = header_block_length(lines, at)
        block = lines[at : at + length] or lines[at : at + 1]
        kept += [line for line in block if not length or _SUBJECT.match(line[:_LINE])]
        at += len(block)
    return "\n".join(kept)


def named(entered: EnterComplaint, text: str, office: Office) -> EnterComplaint:
    """Return whose complaint is entered: a bare ``#new`` above a family's mail is that family's.

    Args:
        entered: The line.
        text: What stands below it.
        office: Its staff and its own mailbox, which forward what others wrote, are nobody's family.
    """
    if entered.name or entered.address or entered.anonymous:
        return entered
    family = next((one for one in authors(text) if not (office.officer(one.address) or office.is_ours(one))), None)
    if family is None:
        return entered
    return EnterComplaint(name=family.name, address=family.address, channel="email")

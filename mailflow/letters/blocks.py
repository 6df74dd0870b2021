"""Plain text into paragraphs, lists and links: the HTML of a letter is made from its plain text, by these few signs.

One line is one paragraph's line; an empty line ends a paragraph; ``- `` begins an item of a list; ``#`` a line that
staff can copy; a short line that ends in a colon leads in what follows. Other people's words stand between marks that
nobody can type, because they are taken out of every value: those words get no signs and, where they are not ours, no
links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

OPEN_VERBATIM, OPEN_QUOTED, CLOSE = "\ue000", "\ue001", "\ue002"

_MARKED = re.compile(f"([{OPEN_VERBATIM}{OPEN_QUOTED}])([^{CLOSE}]*){CLOSE}")
_NOT_TEXT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{OPEN_VERBATIM}-{CLOSE}]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']{3,500}")
_SIGNATURE = re.compile(r"(?m)^-- $")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_EMPTY_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+\n")
_LONGEST_LEAD = 60


class Run(NamedTuple):
    """A piece of a line; ``href`` where it is a link."""

    text: str
    href: str = ""


class Block(NamedTuple):
    """A paragraph, list, lead-in, line to copy, or other people's words; each line is a row of runs."""

    kind: Literal["paragraph", "list", "lead", "code", "quote"]
    lines: tuple[tuple[Run, ...], ...]


def plain(value: str) -> str:
    """Return a value fit for a letter: newlines as one character, without control characters and our own marks."""
    return _NOT_TEXT.sub("", value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


@lru_cache(maxsize=2)
def parts(rendered: str) -> tuple[tuple[Literal["ours", "verbatim", "quoted"], str], ...]:
    """Return the pieces of a rendered letter: our own words tidied, other people's as they are."""
    found: list[tuple[Literal["ours", "verbatim", "quoted"], str]] = []
    at = 0
    for match in _MARKED.finditer(rendered):
        found.append(("ours", _tidy(rendered[at : match.start()])))
        if match[1] == OPEN_VERBATIM:
            found.append(("verbatim", match[2]))
        else:
            # A "-- " of theirs would end our letter: clients grey out what follows and leave it out of replies.
            found.append(("quoted", _SIGNATURE.sub("--", match[2])))
        at = match.end()
    found.append(("ours", _tidy(rendered[at:])))
    return tuple(found)


def text_of(rendered: str) -> str:
    """Return the plain text of a rendered letter."""
    whole = "".join(text for _, text in parts(rendered))
    return whole.strip("\n") + "\n"


def blocks_of(rendered: str) -> list[Block]:
    """Return the blocks of a rendered letter."""
    found: list[Block] = []
    for whose, text in parts(rendered):
        if whose == "quoted":
            found.append(Block("quote", ((Run(text),),)))
        else:
            for paragraph in _EMPTY_LINE.split(text):
                found += _blocks(paragraph.strip("\n"), ours=whose == "ours")
    return found


@lru_cache(maxsize=1024)
def _blocks(paragraph: str, *, ours: bool) -> tuple[Block, ...]:
    """Return the blocks of a paragraph. Most paragraphs of a letter stand in every letter of its kind."""
    found: list[Block] = []
    kind: Literal["paragraph", "list", "lead", "code"] | None = None
    rows: list[tuple[Run, ...]] = []
    for line in paragraph.split("\n") if paragraph.strip() else ():
        kind_now = _kind(line, ours=ours)
        if rows and kind and kind_now != kind:
            found.append(Block(kind, tuple(rows)))
            rows = []
        kind = kind_now
        rows.append(tuple(_runs(line.removeprefix("- ") if kind == "list" else line)))
    if rows and kind:
        found.append(Block(kind, tuple(rows)))
    return tuple(found)


def _kind(line: str, *, ours: bool) -> Literal["paragraph", "list", "lead", "code"]:
    if line.startswith("- "):
        return "list"
    if line.startswith("#") and ours:
        return "code"
    return "lead" if line.endswith(":") and len(line) <= _LONGEST_LEAD else "paragraph"


def _runs(line: str) -> Iterator[Run]:
    at = 0
    for match in _LINK.finditer(line) if "://" in line or "ww." in line else ():
        link = match[0].rstrip(".,;:!?)")
        if at < match.start():
            yield Run(line[at : match.start()])
        yield Run(link, link if link.startswith("http") else f"https://{link}")
        at = match.start() + len(link)
    if at < len(line):
        yield Run(line[at:])


def _tidy(text: str) -> str:
    """Take out what conditions in a template leave behind: trailing blanks and empty lines in a row."""
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("\n", text))

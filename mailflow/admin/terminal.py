"""How text reaches a person: nothing that a sender wrote can move the cursor, hide text or turn a line around."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click

#: Left to right marks, embeddings, overrides and isolates: they make a name read as another.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WIDEST_SUBJECT = 60


def shown(text: str) -> str:
    """Return a text as a terminal may show it: line ends and tabs stay, what controls a terminal is spelt out."""
    return "".join(_harmless(character) for character in text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return a text for one line of a listing."""
    return shown(" ".join(text.split()))


def _harmless(character: str) -> str:
    if character in "\n\t" or (character.isprintable() and character not in _DIRECTION):
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def say(text: str = "", *, err: bool = False, colour: str | None = None) -> None:
    """Write a text for a person; ``err``: beside what a script reads.

    ``colour`` adds to what the words say and is never all that says it: it shows on a terminal alone, and not where
    NO_COLOR is set (no-color.org).
    """
    coloured = colour is not None and not os.environ.get("NO_COLOR")
    click.echo(click.style(shown(text), fg=colour) if coloured else shown(text), err=err)


def width() -> int | None:
    """Return how many characters a line of the terminal has; None where the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def say_json(value: object, *, in_one_line: bool = False) -> None:
    """Write JSON in ASCII, which no terminal and no encoding can change the meaning of."""
    click.echo(json.dumps(value, indent=None if in_one_line else 2, default=jsonable))


def jsonable(value: object) -> object:
    """Return what JSON has no form for as a text."""
    if isinstance(value, datetime):
        return value.isoformat()
    msg = f"{type(value).__name__} is no JSON"
    raise TypeError(msg)


def table(rows: Iterable[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Yield rows with their columns below each other; the last column is as long as it is."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        yield f"{indent}{'  '.join([*padded, row[-1]])}".rstrip()


def brief(text: str, width: int = _WIDEST_SUBJECT) -> str:
    """Return the beginning of a text for a column of a listing."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[: width - 1]}…"


def local(at: datetime | None, zone: str) -> str:
    """Return a time for a listing, in the organisation's zone: ``2026-11-02 09:30``."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at else "-"

"""A staff mail into its directives and the text below them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date

from mailflow.core.directives.kinds import LINES, MANY, NOTES, Directive
from mailflow.core.directives.lines import READERS

_BLANK = " \t\u00a0\u200b\ufeff"
_LINE = re.compile(r"#\s*([A-Za-z]+)\s*[:=]?\s*(.*)", re.DOTALL)
#: Their texts may begin in the line itself: "#question Which day was it?".
_TALKING = frozenset({"note", "question", "accept", "decline"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """What a member of staff wrote: the directives in order, the text below them, and what is wrong with the lines."""

    directives: tuple[Directive, ...] = ()
    text: str = ""
    problems: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def has_directives(self) -> bool:
        """At least one line began with ``#``."""
        return bool(self.lines)

    @property
    def only_notes(self) -> bool:
        """Nothing in it writes to the complainant or moves the case."""
        return bool(self.directives) and all(isinstance(one, NOTES) for one in self.directives)


def read(text: str, today: date) -> Instructions:
    """Read the new text of a staff mail (quotation and signature already off).

    Args:
        text: What the person wrote.
        today: The day of receipt in the organisation's zone, for dates written without a year.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    commands: list[str] = []
    at = 0
    while at < len(lines):
        line = _bare(lines[at])
        if line.startswith("#") and len(line) > 1:
            commands.append(line)
        elif line:
            break
        at += 1
    directives: list[Directive] = []
    problems: list[str] = []
    for command in commands:
        read_one = _read_line(command, today)
        if isinstance(read_one, str):
            problems.append(read_one)
        else:
            directives.append(read_one)
    said = [one[2].strip(_BLANK) for one in map(_LINE.fullmatch, commands) if one and one[1].casefold() in _TALKING]
    text = "\n\n".join(part for part in (*said, "\n".join(lines[at:]).strip()) if part)
    if stray := next((_bare(line) for line in lines[at:] if _is_known(line)), None):
        commands.append(stray)
        problems.append(
            f"\u201c{stray[:80]}\u201d stands below other text, and would be sent as part of it. Lines that begin with "
            "# stand at the top, above your text. Move it there, or begin it with another word."
        )
    kinds = [type(one) for one in directives if not isinstance(one, MANY) or directives.count(one) > 1]
    problems += [
        f"{LINES[kind]} stands there twice. Write it once." for kind in dict.fromkeys(kinds) if kinds.count(kind) > 1
    ]
    return Instructions(
        directives=tuple(directives),
        text=text,
        problems=tuple(problems),
        lines=tuple(commands),
    )


def _bare(line: str) -> str:
    """Return a directive without the marks that programs put around bold or italic words in the plain part."""
    stripped = line.strip(_BLANK)
    bare = stripped.lstrip("*_\\")
    return bare.rstrip("*_" + _BLANK) if bare != stripped and bare.startswith("#") else stripped


def _is_known(line: str) -> bool:
    match = _LINE.fullmatch(_bare(line))
    return match is not None and match[1].casefold() in READERS


def _read_line(line: str, today: date) -> Directive | str:
    match = _LINE.fullmatch(line)
    name = match[1].casefold() if match else ""
    rest = match[2].strip(_BLANK) if match else ""
    reader = READERS.get(name)
    if reader is None:
        near = difflib.get_close_matches(name, READERS, 1)
        hint = f" Did you mean #{near[0]}?" if near else f" Known lines are: {', '.join('#' + one for one in READERS)}."
        return f"\u201c{line[:80]}\u201d is not a line that we know.{hint}"
    return reader(rest, today)

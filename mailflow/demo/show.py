"""How the demo is told: scenes, what people write, what people read, and each date with its proof."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from mailflow.core.case import Case, Deadline, What
from mailflow.core.days import long_date
from mailflow.demo.cast import Person
from mailflow.demo.writing import Letter

_WIDTH = 88
_BAR = "\u2502 "
_ROW = "  {:7}  {:18}  {:11}  {:12}  {:15} {}"
_LABELS = {
    What.ACKNOWLEDGE: "Acknowledgement",
    What.RESPOND: "Answer",
    What.MEET: "Meeting",
    What.APPEAL: "Last day to appeal",
    What.STATUTORY: "Answer required by law",
}


@dataclass(slots=True, kw_only=True)
class Show:
    """Writes the tour to a stream.

    Attributes:
        colour: Bold and dim, for terminals.
        pace_s: A breath after each letter, so that a reader on a terminal can follow.
        pauses: Wait for Enter after each scene.
    """

    stream: TextIO
    colour: bool = False
    pace_s: float = 0.0
    pauses: bool = False
    width: int = _WIDTH
    _scene: int = 0
    _told: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, stream: TextIO, *, pause: bool, no_colour: bool) -> Show:
        """Return a show that fits a stream: calm text anywhere, a little more on a terminal."""
        terminal = stream.isatty()
        columns = shutil.get_terminal_size((_WIDTH, 24)).columns if terminal else _WIDTH
        pauses = pause and terminal and sys.stdin.isatty()
        return cls(
            stream=stream,
            colour=terminal and not no_colour,
            pace_s=0.45 if terminal and not pauses else 0.0,
            pauses=pauses,
            width=max(40, min(columns, _WIDTH)),
        )

    def say(self, text: str) -> None:
        """Tell something, in the narrator's voice."""
        for line in text.split("\n"):
            self._line(textwrap.fill(line, self.width, break_long_words=False, break_on_hyphens=False))
        self._line()

    def lines(self, text: str) -> None:
        """Write lines as they are: what is in them can be copied."""
        self._line(f"{text}\n")

    def note(self, line: str) -> None:
        """Write one line at once."""
        self._line(line)
        self.stream.flush()

    def scene(self, title: str, at: datetime) -> None:
        """Begin a scene: its number, title and local time."""
        self._scene += 1
        self._line()
        self._line(self._bold(f"{self._scene}. {title}"))
        self._line(self._dim(f"{long_date(at.date())}, {at:%H:%M}"))
        self._line()

    def written(self, person: Person, subject: str, text: str, *, by_machine: bool = False) -> None:
        """Show what somebody writes to the complaints address; what their client quotes below it is left out."""
        who = self._bold(person.name)
        self._line(f"The mail system of {who} writes:" if by_machine else f"{who} ({person.part}) writes:")
        self._framed(subject, text)

    def read(self, person: Person, letter: Letter) -> None:
        """Show a letter as its reader has it."""
        self._line(f"{self._bold(person.name)} reads:")
        self._framed(letter.subject, letter.text)
        self._told.append(_flat(letter.text))
        self._breathe()

    def beginning(self, person: Person, letter: Letter, until: str, rest: str) -> None:
        """Show a letter down to the line that begins with ``until``, and say what the rest of it is."""
        lines = letter.text.rstrip().split("\n")
        end = next((n for n, line in enumerate(lines) if line.startswith(until)), len(lines))
        above = "\n".join(lines[:end]).rstrip()
        self._line(f"{self._bold(person.name)} reads:")
        self._framed(letter.subject, above, rest=f"(and {len(lines) - end} more lines: {rest})")
        self._told.append(_flat(above))
        self._breathe()

    def glance(self, person: Person, letter: Letter, remark: str) -> None:
        """Mention a letter whose text would tell nothing new."""
        self._line(f"{self._bold(person.name)} gets:")
        self._framed(letter.subject, "", rest=f"({remark})")
        self._breathe()

    def dates(self, before: Case | None, after: Case) -> None:
        """Show each date that is new, with its proof, unless a letter above has shown that already."""
        old = {(one.what, one.stage, one.source): one.due for one in before.deadlines} if before else {}
        for one in after.deadlines:
            proof = one.due.proof()
            if old.get((one.what, one.stage, one.source)) == one.due or any(
                _flat(proof) in text for text in self._told
            ):
                continue
            self._told.append(_flat(proof))
            text = f"{_LABELS[one.what]}: {proof} (clause {one.source})"
            self._line(self._dim(textwrap.fill(text, self.width, initial_indent="\u2192 ", subsequent_indent="  ")))
            self._line()

    def promises(self, deadlines: Iterable[Deadline], zoned: Iterable[datetime | None]) -> None:
        """Show every date of the case: what was due when, when it was done, and whether that was in time.

        Args:
            deadlines: Of the case.
            zoned: When each was met, on the organisation's wall clock.
        """
        self._line(self._dim(_ROW.format("stage", "what", "due by", "done", "", "clause")))
        for one, met_at in zip(deadlines, zoned, strict=True):
            verdict = "open" if met_at is None else "late" if met_at > one.due.due_at else "in time"
            verdict += " (moved)" if one.due.within is None else ""
            done = f"{met_at:%d %b %H:%M}" if met_at else "-"
            self._line(
                _ROW.format(one.stage, _LABELS[one.what], f"{one.due.due_on:%d %b %Y}", done, verdict, one.source)
            )
        self._line()

    def end_scene(self) -> None:
        """Wait for Enter, where the visitor asked for it."""
        if not self.pauses:
            return
        try:
            input(self._dim("Press Enter to go on. "))
        except EOFError:
            self.pauses = False

    # --- inside --------------------------------------------------------------------------------------------------

    def _framed(self, subject: str, text: str, rest: str = "") -> None:
        bar = self._dim(_BAR)
        for line in self._wrapped(f"Subject: {subject}", hang="         "):
            self._line(f"  {bar}{self._bold(line)}")
        for line in ("", *self._wrapped(text)) if text else ():
            self._line(f"  {bar}{line}".rstrip())
        for line in ("", *self._wrapped(rest)) if rest else ():
            self._line(f"  {bar}{self._dim(line)}".rstrip())
        self._line()

    def _wrapped(self, text: str, hang: str = "") -> list[str]:
        room = self.width - 2 - len(_BAR)
        found: list[str] = []
        for raw in text.rstrip().split("\n"):
            line = shown(raw).rstrip()
            indent = hang or ("> " if line.startswith(">") else "  " if line.startswith("- ") else "")
            # A word longer than a line, such as the address of a web page, stays whole.
            found += textwrap.wrap(
                line, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
            ) or [""]
        return found

    def _breathe(self) -> None:
        if self.pace_s:
            self.stream.flush()
            time.sleep(self.pace_s)

    def _line(self, text: str = "") -> None:
        self.stream.write(f"{text}\n")

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def _dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text


def shown(text: str) -> str:
    """Return a line without control characters: what somebody wrote must not steer the visitor's terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _flat(text: str) -> str:
    return " ".join(text.split())

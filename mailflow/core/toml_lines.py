"""On which line each key of a TOML text stands: ``tomllib`` reads values but not their places.

The text must be one that ``tomllib`` accepts: this walk trusts its grammar and only looks for keys, brackets and the
ends of strings. A path is a tuple of keys and list positions: ``("stages", 2, "appeal", "to")``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*""")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> Mapping[Path, int]:
    """Return the line (from 1) of every table, key and list item of a TOML text."""
    walk = _Walk(text)
    walk.document()
    return walk.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the nearest thing around it that is written; None for a missing top key."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


class _Walk:
    """One pass over a text, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._counted_to = 0
        self._line = 1
        self._lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip_blank() < len(self.text):
            if self._takes("[["):
                table = self._item_of_array(self._resolved(self._dotted_key()))
                self._takes("]]")
            elif self._takes("["):
                table = self._resolved(self._dotted_key())
                self._takes("]")
                self._note(table)
            else:
                self._pair(table)

    def _pair(self, table: Path) -> None:
        start = self._here()
        path = table
        for key in self._dotted_key():
            path = (*path, key)
            self.lines.setdefault(path, start)
        self._takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        if self._takes("["):
            position = 0
            while self._skip_blank() < len(self.text) and not self._takes("]"):
                self._note((*path, position))
                self._value((*path, position))
                position += 1
                self._skip_blank()
                self._takes(",")
        elif self._takes("{"):
            while self._skip_blank() < len(self.text) and not self._takes("}"):
                self._pair(path)
                self._skip_blank()
                self._takes(",")
        else:
            match = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            # Past the end of a text that tomllib accepted there is nothing left to match but the empty scalar.
            self.at = match.end() if match else len(self.text)

    def _dotted_key(self) -> Path:
        keys: list[str | int] = []
        while match := _KEY.match(self.text, self.at):
            self.at = match.end()
            written = match[1]
            keys.append(written[1:-1] if written[0] in "\"'" else written)
            if not self._takes("."):
                break
        return tuple(keys)

    def _resolved(self, header: Path) -> Path:
        """Return a header's full path: a name that is an array of tables means the array's last item."""
        path: Path = ()
        for key in header:
            path = (*path, key)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _item_of_array(self, path: Path) -> Path:
        if path and isinstance(path[-1], int):
            path = path[:-1]
        self._note(path)
        position = self._lengths.get(path, 0)
        self._lengths[path] = position + 1
        self._note((*path, position))
        return (*path, position)

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._here())

    def _here(self) -> int:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return self._line

    def _skip_blank(self) -> int:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _takes(self, token: str) -> bool:
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

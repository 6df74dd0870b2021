"""The labels of a complaints form, and how to know one in a line of text: whole, numbered, with its answer, or wrapped.

Case, punctuation, numbers in front and what stands in brackets do not matter. Every step is linear in the text: only
the first characters of a cell are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailflow.core.form_terms import Form, FormField

#: No label is longer; what a cell has beyond is an answer.
_LONGEST_LABEL = 200
#: A label that is wrapped goes over so many lines at most.
_MOST_LINES = 4
_NO_WORD = re.compile(r"[\W_]+")
_BLANKS = {number: " " for number in range(128) if not chr(number).isalnum()}
_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_NUMBER = re.compile(r"(?:(?:q|question|no|number|item) ?)?(?:\d{1,2} ){1,3}|[a-h] ")
_SECTION = re.compile(
    r"(?:section|part) (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|[ivx]{1,4}|[a-h])\b ?"
)
_SEPARATOR = re.compile(r"[:：=?]+|\s[-–—]{1,2}\s|\.{3,}|…+|_{3,}")
_MOST_SEPARATORS = 4
#: Tabs and drawn columns stand between cells; so do many blanks, as in the text of a PDF.
_BETWEEN = re.compile(r"\t| {3,}")
_CELL = re.compile(r"\S+(?: {1,2}\S+)*")


def plain(text: str) -> str:
    """Return text for comparing: its words in small letters, one blank between them."""
    if text.isascii():  # the same by a quarter of the work
        return " ".join(text.lower().translate(_BLANKS).split())
    folded = unicodedata.normalize("NFKC", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).casefold()
    return _NO_WORD.sub(" ", folded).strip()


def cells_of(line: str) -> list[str]:
    """Return what a line of text has between tabs, wide gaps, or the bars of a table that is drawn with characters."""
    bare = line.strip()
    if bare.startswith("|"):
        return [cell.strip() for cell in bare.strip("|").split("|")]
    return [cell.strip() for cell in _BETWEEN.split(line.rstrip())]


def starts_of(line: str) -> list[int]:
    """Return where the cells of a line without tabs begin, counted in characters."""
    return [found.start() for found in _CELL.finditer(line)] if "\t" not in line and "|" not in line else []


def heading_of(line: str) -> str | None:
    """Return what follows ``Section Two.`` in the heading of a section; None where a line is no such heading."""
    found = _SECTION.match(words := plain(line[:_LONGEST_LABEL]))
    return words[found.end() :] if found and len(line) <= _LONGEST_LABEL and len(words.split()) <= 12 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label at the start of a cell. ``answer``: the rest of the cell; ``lines``: how many rows the label took."""

    label: str
    answer: str
    lines: int = 1


class Labels:
    """Every label of a form, and what else the blank form prints."""

    def __init__(self, form: Form) -> None:
        """Prepare the labels for looking up."""
        self._fields: dict[str, list[FormField]] = {}
        for field in form.fields:
            for label in (field.label, *field.synonyms):
                for spelling in {plain(label), plain(_BRACKETS.sub(" ", label))} - {""}:
                    known = self._fields.setdefault(spelling, [])
                    if field not in known:
                        known.append(field)
        self._ids = {plain(field.id): plain(field.label) for field in form.fields}
        self._printed = {plain(text) for text in form.printed}
        self.sections = {plain(field.section) for field in form.fields if field.section}
        telling = (name for name, fields in self._fields.items() if not all(one.usual for one in fields))
        self._first_words = {" ".join(name.split(" ")[:2]) for name in telling}
        self._beginnings = _beginnings((*self._fields, *self._printed))

    def may_stand_in(self, text: str) -> bool:
        """Say, quickly, whether a text may have a label that stands in forms only. No: ordinary mail, nearly always."""
        words = plain(text)
        return any(first in words for first in self._first_words)

    def fields(self, label: str) -> Sequence[FormField]:
        """Return the fields that bear a label, in the form's order."""
        return self._fields[label]

    def of_name(self, name: str) -> str | None:
        """Return the label of the field that a PDF's field is named after, by one of its labels or by its id."""
        return self.whole(name) or self._ids.get(plain(name))

    def whole(self, cell: str) -> str | None:
        """Return the label that a cell is, nothing more and nothing less."""
        return self._known(cell) if len(cell) <= _LONGEST_LABEL else None

    def at_start(self, cell: str) -> Labelled | None:
        """Return the label that a cell is, or that stands in front of a colon or the like; the longest one."""
        if label := self.whole(cell):
            return Labelled(label=label, answer="")
        best: Labelled | None = None
        for number, found in enumerate(_SEPARATOR.finditer(cell[:_LONGEST_LABEL])):
            if number == _MOST_SEPARATORS:
                break
            if label := self._known(cell[: found.start()]):
                best = Labelled(label=label, answer=cell[found.end() :].lstrip(" \t*_:.-").rstrip())
        return best

    def wrapped(self, first_cells: Sequence[str]) -> Labelled | None:
        """Return the label that begins in the first of some rows and ends in a later one; the longest one.

        Args:
            first_cells: The first cell of the row in question and of those below.
        """
        together, best = "", None
        for number, cell in enumerate(first_cells[:_MOST_LINES]):
            if not cell.strip() or len(cell) > _LONGEST_LABEL:
                break
            whole = f"{together} {cell}".strip()
            found = self.at_start(whole) if number else None
            # A label that ends before this line is no wrapped one: what comes then is its answer, or the next label.
            if found is not None and len(found.label.split()) > len(plain(together).split()):
                best = Labelled(label=found.label, answer=found.answer, lines=number + 1)
            if not self._begins(whole):
                break
            together = whole
        return best

    def printed_at(self, lines: Sequence[str]) -> int:
        """Return how many lines from the first one on are print of the blank form; 0 where the first is not."""
        together = ""
        for number, line in enumerate(lines[: 2 * _MOST_LINES]):
            together = f"{together} {plain(line[: 5 * _LONGEST_LABEL])}".strip()
            if together in self._printed:
                return number + 1
            if together not in self._beginnings:
                break
        return 0

    def _known(self, text: str) -> str | None:
        for spelling in (plain(text), plain(_BRACKETS.sub(" ", text))):
            for one in (spelling, _NUMBER.sub("", spelling, count=1) if _NUMBER.match(spelling) else spelling):
                if one in self._fields:
                    return one
        return None

    def _begins(self, text: str) -> bool:
        spelling = plain(text)
        found = _NUMBER.match(spelling)
        return spelling in self._beginnings or bool(found and spelling[found.end() :] in self._beginnings)


@lru_cache(maxsize=32)
def labels_of(form: Form) -> Labels:
    """Return a form's labels, made once for each form."""
    return Labels(form)


def _beginnings(texts: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        words = text.split(" ")
        found.update(" ".join(words[:count]) for count in range(1, len(words)))
    return frozenset(found)

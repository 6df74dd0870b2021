"""One text or document, read from top to bottom: label, answer, label, answer; what it says is a sheet of answers.

``form.py`` judges which sheets are forms. A label that comes again is part of an answer, unless it is the very label
that the sheet began with: then somebody put two forms into one text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailflow.core.form_labels import Labels, cells_of, heading_of, labels_of, plain, starts_of
from mailflow.core.form_terms import Form, FormField
from mailflow.core.mail import Document
from mailflow.core.sign_off import MOBILE_SIGNATURE

#: What goes beyond is no answer that a person wrote into a form.
_LONGEST_ANSWER = 20_000
_MOST_ROWS = 20_000
_LOOKED_AHEAD = 8
_LINES_BELOW_A_CLOSING = 6
_CLOSING = re.compile(
    r"(?:(?:with )?(?:kind|best|warm|many) (?:regards|wishes|thanks)|regards|thanks|thank you"
    r"|yours (?:sincerely|faithfully|truly))"
)
_TICKED = re.compile(r"[☒☑✓✔✗✘]|[\[(]\s?[xX✓✔]\s?[\])]")
_BOX = re.compile(rf"(?:[☐□]|[\[(]\s?[\])]|{_TICKED.pattern})")
_LONGEST_CHOICE = 300
_DRAWN = re.compile(r"[\s_.…:|=\-–—]*")

Row = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """An answer (maybe empty) for each label that was found. ``telling``: fields whose labels stand in forms only."""

    answers: dict[str, str] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    @property
    def is_form(self) -> bool:
        """Two labels make a form, one of them such as does not stand in other mail, and somebody filled it in."""
        return len(self.answers) >= 2 and bool(self.telling) and any(self.answers.values())


def sheets_of(form: Form, source: Document) -> tuple[list[Sheet], str]:
    """Return the sheets of a source, and the text around them."""
    labels = labels_of(form)
    fields = _Reading(labels=labels)
    for name, answer in source.pairs:
        label = labels.of_name(field_name(name))
        if label is not None and fields.begin(label):
            fields.answer(answer)
            fields.end()
    reading = _Reading(labels=labels)
    rows = source.rows[:_MOST_ROWS]
    position = 0 if labels.may_stand_in("\n".join("\n".join(row) for row in rows)) else len(rows)
    reading.rest += ["\n".join("\n".join(row) for row in rows[:position])]
    while position < len(rows):
        position += _take(reading, rows, position)
    reading.end()
    on_screen = fields.sheets[0]
    if any(on_screen.answers.values()):
        # The page of a PDF that is filled in on the screen prints the labels; the answers are in its fields.
        reading.sheets[0].answers |= {name: answer for name, answer in on_screen.answers.items() if answer}
        reading.sheets[0].telling |= on_screen.telling
    return [sheet for sheet in reading.sheets if sheet.answers], "\n".join(reading.rest)


def field_name(name: str) -> str:
    """Return a PDF field's name as words: ``form1[0].FullName[0]`` is ``Full Name``."""
    bare = re.sub(r"\[\d{1,5}\]", "", name[:1000])
    last = bare.rpartition(".")[2] if " " not in bare else bare
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last or bare)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A source while it is read: its sheets, the last of them unfinished, and the field that is being answered."""

    labels: Labels
    sheets: list[Sheet] = field(default_factory=lambda: [Sheet()])
    rest: list[str] = field(default_factory=list)
    section: str = ""
    first: str = ""
    open: FormField | None = None
    lines: list[str] = field(default_factory=list)

    def begin(self, label: str) -> bool:
        """Begin a field. False where the label is no new field of this sheet, but text."""
        sheet = self.sheets[-1].answers
        fields = sorted(self.labels.fields(label), key=lambda one: (self._is_elsewhere(one), bool(one.section)))
        pending = self.open.id if self.open else None
        chosen = next((one for one in fields if one.id not in sheet and one.id != pending), None)
        if chosen is None:
            if label != self.first or len(sheet) + (self.open is not None) < 2:
                return False
            self.end()
            self.sheets.append(Sheet())
            self.section, chosen = "", fields[0]
        self.end()
        sheet_now = self.sheets[-1]
        if not sheet_now.answers:
            self.first = label
        # A single word that is no more than a synonym ("Description") stands in lists and feeds of every kind.
        if not chosen.usual and (" " in label or label == plain(chosen.label)):
            sheet_now.telling.add(chosen.id)
        self.open = chosen
        return True

    def accepts(self, words: str) -> bool:
        """Say whether words are the answer that is waited for, although they are a label too."""
        waiting = self.open is not None and not any(line.strip() for line in self.lines)
        return waiting and self.open is not None and plain(words) in {plain(one) for one in self.open.accepts}

    def answer(self, text: str) -> None:
        """Take text of an answer."""
        self.lines += text.split("\n")

    def text(self, line: str) -> None:
        """Take a line that is no label: of the answer that is being read, or of nothing."""
        if self.open is not None:
            self.lines.append(line)
        elif line.strip():
            self.rest.append(line)

    def gap(self) -> None:
        """Take an empty line: it ends a short answer that has begun."""
        if self.open is None:
            return
        if self.open.long or not any(line.strip() for line in self.lines):
            self.lines.append("")
        else:
            self.end()

    def end(self) -> None:
        """Put the answer that was being read on the sheet."""
        if self.open is not None:
            self.sheets[-1].answers[self.open.id] = _cleaned(self.open, self.lines)
        self.open, self.lines = None, []

    def _is_elsewhere(self, one: FormField) -> bool:
        """Say whether a field belongs under another heading than the one that was read last."""
        if one.section:
            return plain(one.section) != self.section
        return self.section in self.labels.sections


def _take(reading: _Reading, rows: Sequence[Row], position: int) -> int:
    """Read what stands at a position; return how many rows it took."""
    row = rows[position]
    is_table = len(row) > 1
    cells = list(row) if is_table else cells_of(row[0] if row else "")
    if not any(cell.strip() for cell in cells):
        reading.gap()
        return 1
    below = rows[position : position + _LOOKED_AHEAD]
    if printed := reading.labels.printed_at([" ".join(one) for one in below]):
        _enter_section(reading, row)
        return printed
    if heading_of(" ".join(row)) is not None or plain(" ".join(row)) in reading.labels.sections:
        _enter_section(reading, row)
        return 1
    if not is_table and reading.accepts(row[0]) and _is_followed_by_label(reading, below):
        reading.text(row[0])
        return 1
    taken = _columns(reading, cells, below) or _labelled(reading, cells, below, is_table=is_table)
    if not taken and _is_closing(row[0], rows[position + 1 :]):
        reading.end()
    if not taken:
        reading.text("\n".join(row) if is_table else row[0])
    return taken or 1


def _is_followed_by_label(reading: _Reading, below: Sequence[Row]) -> bool:
    """Say whether the next field comes right below, so that what stands here is an answer and no label."""
    following = next((row for row in below[1:] if any(cell.strip() for cell in row)), None)
    if following is None:
        return True
    return any(reading.labels.at_start(cell) for cell in (cells_of(following[0]) if len(following) == 1 else following))


def _enter_section(reading: _Reading, row: Row) -> None:
    reading.end()
    line = " ".join(row)
    section = heading_of(line)
    reading.section = plain(line) if section is None else section


def _columns(reading: _Reading, cells: Sequence[str], below: Sequence[Row]) -> int:
    """Read a row of nothing but labels, and the row of answers under it."""
    names = [(number, label) for number, cell in enumerate(cells) if (label := reading.labels.whole(cell))]
    if len(names) < 2 or len(names) < sum(1 for cell in cells if cell.strip()):
        return 0
    if any(plain(cells[names[1][0]]) in map(plain, one.accepts) for one in reading.labels.fields(names[0][1])):
        return 0
    values: list[str] = []
    taken = 1
    for number, row in enumerate(below[1:], 2):
        under = list(row) if len(row) > 1 else cells_of(row[0] if row else "")
        if not all(_DRAWN.fullmatch(cell) for cell in under):
            if not any(reading.labels.at_start(cell) for cell in under) and heading_of(" ".join(row)) is None:
                values, taken = _aligned(below[0], row) or under, number
            break
    for number, label in names:
        if reading.begin(label):
            reading.answer(values[number] if number < len(values) else "")
            reading.end()
    return taken


def _aligned(header: Row, row: Row) -> list[str]:
    """Return the cells of a line as they stand under those of another, where only blanks tell the columns apart."""
    starts = starts_of(header[0]) if len(header) == 1 and len(row) == 1 else []
    if not starts:
        return []
    values = [""] * len(starts)
    for start, cell in zip(starts_of(row[0]), filter(None, cells_of(row[0])), strict=False):
        nearest = min(range(len(starts)), key=lambda number: abs(starts[number] - start))
        values[nearest] = f"{values[nearest]} {cell}".strip()
    indented = next(number for number, cell in enumerate(cells_of(header[0])) if cell)
    return [*[""] * indented, *values]


def _labelled(reading: _Reading, cells: list[str], below: Sequence[Row], *, is_table: bool) -> int:
    """Read a label with what stands beside it. In a table it may stand behind a number of its own column."""
    start = next((number for number, cell in enumerate(cells) if cell.strip()), 0)
    if is_table:
        start = next((number for number, cell in enumerate(cells) if reading.labels.at_start(cell)), start)
    beside = [cells[start + 1 :]]
    found = None
    if not is_table:
        columns = [cells_of(row[0].strip()) if len(row) == 1 else [""] for row in below]
        found = reading.labels.wrapped([(one or [""])[0] for one in (cells[start:], *columns[1:])])
        beside += [one[1:] for one in columns[1 : found.lines]] if found else []
    found = found or reading.labels.at_start(cells[start])
    if found is None or not reading.begin(found.label):
        return 0
    if found.answer:
        reading.answer(found.answer)
    for cell in (one for some in beside for one in some):
        other = None if reading.accepts(cell) else reading.labels.at_start(cell)
        if other is not None and reading.begin(other.label):
            cell = other.answer
        if cell.strip():
            reading.answer(cell)
    if is_table and any(line.strip() for line in reading.lines):
        reading.end()
    return found.lines


def _is_closing(line: str, below: Sequence[Row]) -> bool:
    """Say whether a letter ends here: a mark, a telephone's advertisement, or a farewell with a few lines below it."""
    if line.rstrip() in ("--", "—") or MOBILE_SIGNATURE.fullmatch(line[:300].strip()):
        return True
    if len(line) > 60 or not _CLOSING.match(plain(line)):
        return False
    filled = 0
    for row in below:
        filled += any(cell.strip() for cell in row)
        if filled > _LINES_BELOW_A_CLOSING:
            return False
    return True


def _cleaned(one: FormField, lines: Sequence[str]) -> str:
    """Return an answer without what the form itself prints there."""
    text = "\n".join(line.strip() for line in lines).strip()[:_LONGEST_ANSWER]
    if _DRAWN.fullmatch(text):
        return ""
    if not one.long and len(text) <= _LONGEST_CHOICE:
        text = _ticked(text)
    for hint in one.hints:
        if plain(text[: 2 * len(hint)]) == plain(hint):
            return ""
        if text.casefold().startswith(hint.casefold()):
            text = text[len(hint) :].lstrip(" \t\n:;,.-–()")
    return text


def _ticked(text: str) -> str:
    """Return the choices that are ticked in ``☒ Yes ☐ No``; a text without boxes as it is."""
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return text
    before = not _BOX.match(text)
    edges = [0, *(box.end() for box in boxes)] if before else [*(box.start() for box in boxes), len(text)]
    chosen = []
    for number, box in enumerate(boxes):
        words = text[edges[number] : box.start()] if before else text[box.end() : edges[number + 1]]
        if _TICKED.fullmatch(box[0]):
            chosen.append(words.strip(" \t\n,;/"))
    return ", ".join(word for word in chosen if word)

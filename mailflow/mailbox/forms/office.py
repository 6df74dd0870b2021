"""Word's .docx and OpenDocument's .odt: paragraphs and table rows, read by one walk over their XML.

By the standard library's expat and not by python-docx, which passes over content controls: the answers in a Word form
that is filled in on the screen are just there. Nothing is unpacked beyond the one part that is read, entities are
refused (a document has none), and what is unpacked is counted as it comes, whatever the archive says of its size.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from mailflow.core.mail import Document
from mailflow.mailbox.forms.limits import MAX_CELLS, MAX_CHARACTERS, MAX_ROWS, MAX_UNPACKED_BYTES, CannotRead

_CHUNK = 65_536
_MAX_DEPTH = 500
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dialect:
    """The names that two families of XML give to the same things, each ``namespace name``."""

    paragraphs: frozenset[str]
    rows: frozenset[str]
    cells: frozenset[str]
    texts: frozenset[str]  # the only places of text; none: everything is text
    left_out: frozenset[str]
    marks: dict[str, str]


def _word(*names: str) -> frozenset[str]:
    return frozenset(f"{space} {name}" for space in (_WORD, _WORD_STRICT) for name in names)


_DOCX = _Dialect(
    paragraphs=_word("p"),
    rows=_word("tr"),
    cells=_word("tc"),
    texts=_word("t"),
    # A text box is there twice: as drawn now, and as older programs draw it.
    left_out=_word("del", "moveFrom", "instrText", "delText") | {_FALLBACK},
    marks=dict.fromkeys(_word("tab"), "\t") | dict.fromkeys(_word("br", "cr"), "\n"),
)
_ODT = _Dialect(
    paragraphs=frozenset({f"{_TEXT} p", f"{_TEXT} h"}),
    rows=frozenset({f"{_TABLE} table-row"}),
    cells=frozenset({f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"}),
    texts=frozenset(),
    left_out=frozenset({f"{_TEXT} tracked-changes", f"{_OFFICE} annotation", f"{_OFFICE} automatic-styles"}),
    marks={f"{_TEXT} tab": "\t", f"{_TEXT} line-break": "\n", f"{_TEXT} s": " "},
)
_PLACEHOLDER = _word("showingPlcHdr")
_CONTROL = _word("sdt")


def office_document(data: bytes) -> Document:
    """Read a .docx or .odt file.

    Raises:
        CannotRead: It is something else, broken, locked, or too big.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.NameToInfo
            dialect, name = (_DOCX, "word/document.xml") if "word/document.xml" in names else (_ODT, "content.xml")
            if name not in names:
                raise CannotRead("it is a zip archive and no text document; archives are not opened")
            return _walk(archive, names[name], dialect)
    except (zipfile.BadZipFile, zipfile.LargeZipFile):
        raise CannotRead("it is broken") from None
    except expat.ExpatError:
        raise CannotRead("its XML is broken") from None


def _walk(archive: zipfile.ZipFile, part: zipfile.ZipInfo, dialect: _Dialect) -> Document:
    if part.flag_bits & 1:
        raise CannotRead("it is locked with a password")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CannotRead("it is packed in a way that no word processor uses")
    if part.file_size > MAX_UNPACKED_BYTES:
        raise CannotRead(f"it unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB")
    walk = _Walk(dialect=dialect)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    parser.StartDoctypeDeclHandler = _refuse
    unpacked = 0
    with archive.open(part) as stream:
        while not walk.is_full and (chunk := stream.read(_CHUNK)):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED_BYTES:
                raise CannotRead(f"it unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB")
            parser.Parse(chunk, False)
    if not walk.is_full:
        parser.Parse(b"", True)
    return Document(rows=tuple(walk.rows[:MAX_ROWS]))


def _refuse(*_: object) -> None:
    raise CannotRead("it declares a document type, which a word processor never does")


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What was read so far. The rows of a table that stands inside of a cell are rows of their own."""

    dialect: _Dialect
    rows: list[tuple[str, ...]] = field(default_factory=list)
    characters_left: int = MAX_CHARACTERS
    depth: int = 0
    silent: int = 0  # how deep we are in something that is left out
    in_text: int = 0
    paragraphs: int = 0
    line: list[str] = field(default_factory=list)
    open_rows: list[_Row] = field(default_factory=list)
    controls: list[bool] = field(default_factory=list)  # of each open content control: nobody has filled it in

    @property
    def is_full(self) -> bool:
        """Enough was read: the rest of the file is left."""
        return len(self.rows) >= MAX_ROWS or self.characters_left <= 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise CannotRead("it is nested deeper than any text")
        if self.silent or name in self.dialect.left_out:
            self.silent += 1
            return
        if name in self.dialect.rows:
            self.open_rows.append(_Row())
        elif name in self.dialect.texts:
            self.in_text += 1
        elif name in self.dialect.paragraphs:
            self.paragraphs += 1
        elif (mark := self.dialect.marks.get(name)) is not None and self.paragraphs:
            self.line.append(mark * _times(name, attributes))
        elif name in _CONTROL:
            self.controls.append(False)
        elif name in _PLACEHOLDER and self.controls:
            self.controls[-1] = attributes.get(f"{name.partition(' ')[0]} val", "1") not in ("0", "false")

    def characters(self, text: str) -> None:
        """Take text."""
        if self.silent or not self.paragraphs or (self.dialect.texts and not self.in_text):
            return
        if self.controls and self.controls[-1]:
            return
        self.characters_left -= len(text)
        self.line.append(text)

    def end(self, name: str) -> None:
        """End an element."""
        self.depth -= 1
        if self.silent:
            self.silent -= 1
            return
        if name in self.dialect.texts:
            self.in_text -= 1
        elif name in self.dialect.paragraphs:
            self.paragraphs -= 1
            self._end_line()
        elif name in self.dialect.cells and self.open_rows:
            self.open_rows[-1].end_cell()
        elif name in self.dialect.rows and self.open_rows:
            self._add(self.open_rows.pop().cells)
        elif name in _CONTROL and self.controls:
            self.controls.pop()

    def _end_line(self) -> None:
        if self.paragraphs:
            # A text box stands inside of a paragraph: its lines are lines of their own.
            self.line.append("\n")
            return
        text, self.line = "".join(self.line), []
        if self.open_rows:
            self.open_rows[-1].cell.append(text)
        else:
            self._add([text])

    def _add(self, cells: list[str]) -> None:
        if len(cells) > 1:
            self.rows.append(tuple(cells))
        elif cells:
            self.rows += [(line.strip(" "),) for line in cells[0].split("\n")]


@dataclass(slots=True, kw_only=True)
class _Row:
    """A row of a table that is being read."""

    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        """Put the paragraphs of a cell together."""
        text, self.cell = "\n".join(self.cell).strip(), []
        if len(self.cells) < MAX_CELLS:
            self.cells.append(text)


def _times(name: str, attributes: dict[str, str]) -> int:
    count = attributes.get(f"{_TEXT} c", "1") if name == f"{_TEXT} s" else "1"
    return min(int(count), 20) if count.isdecimal() and len(count) < 4 else 1

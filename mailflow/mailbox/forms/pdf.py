"""PDF: what stands in its form fields, and the text of its pages with the gaps between its columns.

pypdf is the extra ``forms``: imported when a PDF comes, because it takes a third of a second; without it the mail is
read all the same, and what was not searched is said.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mailflow.core.mail import Document
from mailflow.mailbox.forms.limits import MAX_CHARACTERS, MAX_FIELDS, MAX_PAGES, MAX_ROWS, CannotRead

if TYPE_CHECKING:
    from pypdf import PdfReader

_OFF = frozenset({"", "/Off", "Off"})
_ON = frozenset({"/Yes", "/On", "/1", "/true"})


def pdf_document(data: bytes) -> Document:
    """Read a PDF file.

    Raises:
        CannotRead: It is broken or locked, or the extra ``forms`` is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError:
        what = "PDF files need the extra: pip install 'mailflow-complaints[forms]'"
        raise CannotRead(what) from None
    # Its warnings would put pieces of private mail into the log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotRead("it is locked with a password")
        pairs = tuple(_pairs(reader))
        rows = tuple(_rows(reader))
    except DependencyError:
        raise CannotRead("it is encrypted in a way that cannot be read here") from None
    except PyPdfError:
        raise CannotRead("it is broken") from None
    if not pairs and not any(row[0].strip() for row in rows):
        raise CannotRead("it has pictures only, and no text")
    return Document(rows=rows, pairs=pairs)


def _pairs(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Yield each filled field by the name that people see (its tool tip) and by its own."""
    left = MAX_CHARACTERS
    for number, (name, field) in enumerate((reader.get_fields() or {}).items()):
        if number >= MAX_FIELDS or left <= 0:
            return
        answer = _answer(field)[:left]
        left -= len(answer)
        for label in dict.fromkeys((str(field.get("/TU") or name)[:1000], str(name)[:1000])):
            yield label, answer


def _answer(field: Mapping[str, Any]) -> str:
    value = field.get("/V")
    if value is None or value in _OFF:
        return ""
    if field.get("/FT") == "/Btn":
        return "Yes" if value in _ON else str(value).removeprefix("/")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def _rows(reader: PdfReader) -> Iterator[tuple[str]]:
    left = MAX_CHARACTERS
    rows = 0
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            return
        # As laid out: the gap between two columns is what tells a label from its answer.
        for line in page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False).split("\n"):
            left -= len(line)
            rows += 1
            if left <= 0 or rows > MAX_ROWS:
                return
            yield (line.rstrip(),)
        yield ("",)

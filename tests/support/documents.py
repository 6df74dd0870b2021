"""Documents as families send them: Word, OpenDocument and PDF files, made here with what a test puts into them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

import docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"

#: A line of text, or the cells of a row of a table.
Piece = str | Sequence[str]


def word(pieces: Iterable[Piece]) -> bytes:
    """Return a .docx file as python-docx makes it. Rows that follow each other are one table."""
    document = docx.Document()
    rows: list[Sequence[str]] = []
    for piece in (*pieces, ""):
        if not isinstance(piece, str):
            rows.append(piece)
            continue
        if rows:
            table = document.add_table(rows=0, cols=max(map(len, rows)))
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
            rows = []
        document.add_paragraph(piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_of(body: str, before: str = "") -> bytes:
    """Return a .docx file with this XML in its body: what Word writes and python-docx cannot."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zipped(
        {"word/document.xml": f"<?xml version='1.0'?>{before}<w:document {space}><w:body>{body}</w:body></w:document>"}
    )


def odt(pieces: Iterable[Piece]) -> bytes:
    """Return an .odt file. Line breaks in a cell are paragraphs of it."""

    def paragraphs(text: str) -> str:
        return "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))

    def xml(piece: Piece) -> str:
        if isinstance(piece, str):
            return paragraphs(piece)
        cells = "".join(f"<table:table-cell>{paragraphs(cell)}</table:table-cell>" for cell in piece)
        return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"

    spaces = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table"))
    body = "".join(map(xml, pieces))
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    return zipped({"mimetype": ODT, "content.xml": content})


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(
    lines: Iterable[Piece] = (), fields: Mapping[str, str] | None = None, tips: Mapping[str, str] | None = None
) -> bytes:
    """Return a PDF file of one page: lines from top to bottom, the cells of a row at columns; and form fields.

    Args:
        lines: What the page prints.
        fields: The form fields, each name with what was filled in.
        tips: Their tool tips, by name.
    """
    shown = []
    for number, line in enumerate(lines):
        for column, cell in enumerate([line] if isinstance(line, str) else line):
            text = cell.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            shown.append(f"BT /F1 8 Tf 1 0 0 1 {40 + 200 * column} {800 - 14 * number} Tm ({text}) Tj ET")
    stream = "\n".join(shown)
    widgets = [
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V ({answer}) /Rect [0 0 9 9]"
        f"{f' /TU ({tips[name]})' if tips and name in tips else ''} >>"
        for name, answer in (fields or {}).items()
    ]
    kids = " ".join(f"{6 + number} 0 R" for number in range(len(widgets)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{kids}] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Resources << /Font << /F1 4 0 R >> >>"
        f" /Contents 5 0 R /Annots [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        *widgets,
    ]
    out = "%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def mail_with(*files: tuple[str, str, bytes], text: str = "My complaint is attached.") -> bytes:
    """Return a mail with files, each a name, a type and its bytes."""
    mail = EmailMessage()
    mail["From"] = "Pat Rivers <p.rivers@mail.example>"
    mail["To"] = "complaints@libra.example"
    mail["Subject"] = "Complaint"
    mail["Message-ID"] = "<form@mail.example>"
    mail.set_content(text)
    for name, type_, data in files:
        main, _, sub = type_.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()

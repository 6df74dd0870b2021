"""Attached .docx, .odt and .pdf files → what is written in them, for whoever looks for a complaints form there.

No policy is known here: rows, lines and fields come out, and ``core/form.py`` finds the form in them. Runs in a reader
child, because the files are hostile: nothing is written anywhere, a file's name decides nothing, what is unpacked is
counted, and a file that cannot be read is a sentence in ``problems`` while its bytes stay with the message.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from mailflow.core.mail import Attachment, Document
from mailflow.mailbox.forms.limits import MAX_FILE_BYTES, MAX_FILES, CannotRead, TookTooLong
from mailflow.mailbox.forms.office import office_document
from mailflow.mailbox.forms.pdf import pdf_document

_ENDINGS = (".docx", ".docm", ".odt", ".pdf")
_TYPES = frozenset(
    {
        "application/pdf",
        "application/x-pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
#: What the readers of broken files raise. Any other error ends the child, which costs this reading and no mail.
_BROKEN = (
    *(ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, NotImplementedError),
    *(RecursionError, RuntimeError, OSError, EOFError, MemoryError, struct.error, zlib.error),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What is written in the files of a message. ``problems``: what could not be read, without content or names."""

    documents: tuple[Document, ...] = ()
    problems: tuple[str, ...] = ()


def may_have_a_form(attachments: Iterable[Attachment]) -> bool:
    """Say whether one of the files has the name or the type of a document that can be read here."""
    return any(_is_document(one) for one in attachments)


def extract(files: Iterable[tuple[Attachment, bytes]]) -> Extract:
    """Read the documents among the files of a message. Nothing is raised for any bytes."""
    documents: list[Document] = []
    problems: dict[str, None] = {}
    some = [(one, data) for one, data in files if _is_document(one)]
    if len(some) > MAX_FILES:
        problems[f"more than {MAX_FILES} documents: the rest was not searched for a complaints form"] = None
    for one, data in some[:MAX_FILES]:
        kind = _kind(one)
        try:
            documents.append(_document(data))
        except CannotRead as error:
            problems[f"an attached {kind} was not searched for a complaints form: {error}"] = None
        except TookTooLong:
            problems[f"an attached {kind} was not searched for a complaints form: reading it took too long"] = None
            break
        except _BROKEN:
            problems[f"an attached {kind} could not be read, so it was not searched for a complaints form"] = None
    return Extract(documents=tuple(documents), problems=tuple(problems))


def _document(data: bytes) -> Document:
    if len(data) > MAX_FILE_BYTES:
        raise CannotRead(f"it has more than {MAX_FILE_BYTES // 1_000_000} MB")
    if data.startswith(b"PK\x03\x04"):
        return office_document(data)
    if b"%PDF-" in data[:1024]:
        return pdf_document(data)
    raise CannotRead("its bytes are not what its name or type says")


def _is_document(one: Attachment) -> bool:
    return one.name.casefold().endswith(_ENDINGS) or one.type in _TYPES


def _kind(one: Attachment) -> str:
    if one.type.endswith("pdf") or one.name.casefold().endswith(".pdf"):
        return "PDF file"
    return "OpenDocument file" if "opendocument" in one.type or one.name.casefold().endswith(".odt") else "Word file"

"""Make a letter into bytes, once: what is queued is what is sent, however often it is tried (DESIGN, law 10).

The header lines are written by hand from an allow-list. The standard library's header classes decode encoded words
that an attacker hid in a Message-ID and write what comes out as lines of its own (TRUST 0.11), and they cost five
times as much. What was built, but for the lines of files, is read back by a grammar that leaves no reader a choice: a
header too many, or a To or From other than intended, makes it an ``UnsafeLetter``, which the caller holds.

It is a few lines over 300 lines long: each rule below stands beside what keeps it, and whoever changes one reads all.

Rules, each with a test:

1. Bytes are 7-bit, lines end in CRLF and have at most 998 octets; no bare CR, no bare LF, no NUL.
2. No control character stands in a header. Names and subjects lose theirs; addresses and Message-IDs of ours that have
   one are refused; Message-IDs of others that have one are left out.
3. A letter to a complainant shows no display name beside the address: attackers choose their names.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from email.utils import format_datetime, getaddresses
from functools import lru_cache
from urllib.parse import quote

from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import is_plain_address
from mailflow.letters.composed import Composed, Envelope

MAX_MESSAGE_ID_CHARACTERS = 70
_MAX_REFERENCES = 12
_MAX_FILE_NAME_CHARACTERS = 75

_OUR_ID = re.compile(r"<[!-;=?-~]{1,68}>")
_THEIR_ID = re.compile(r"<[!-;=?-~]{1,200}>")
_CASE_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_FILE_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
#: The types that need their parameters: an invitation (RFC 6047 section 2.4), as calendar.py writes it, and words.
_WITH_PARAMETERS = re.compile(r"text/calendar; method=(?:REQUEST|CANCEL); charset=utf-8|text/plain; charset=utf-8")
_HEAD = re.compile(r"(?:[A-Za-z-]+: (?:[!-~][ -~]*)?(?:\r\n [!-~][ -~]*)*\r\n)+")
_ATOM_WORDS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


class UnsafeLetter(Exception):
    """A letter that must not leave as it was built. Nothing was sent; the caller holds it for a person."""


def new_message_id(domain: str, random16: bytes) -> str:
    """Return a Message-ID of at most 70 characters with 128 unguessable bits.

    Args:
        domain: Our own mail domain. A long one loses labels on its left, then characters: the random part keeps all.
        random16: 16 bytes from the operating system's random source.
    """
    if len(random16) != 16:
        raise ValueError("a Message-ID takes 16 random bytes")
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"{domain!r} is not a mail domain; write the mailbox's address with a plain one")
    unique = base64.b32encode(random16).decode("ascii").rstrip("=").lower()
    room = MAX_MESSAGE_ID_CHARACTERS - len(f"<mf.{unique}@>")
    while len(domain) > room and "." in domain:
        domain = domain.partition(".")[2]
    return f"<mf.{unique}@{domain[-room:].lstrip('.-')}>"


def auto_submitted_for(kind: LetterKind) -> str:
    """Return the Auto-Submitted value (RFC 3834): an acknowledgement answers a mail, all else comes of itself."""
    return "auto-replied" if kind is LetterKind.ACKNOWLEDGEMENT else "auto-generated"


def freeze(
    composed: Composed,
    envelope: Envelope,
    *,
    auto_submitted: str | None = None,
    files: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:
    """Return the letter's bytes, ready for SMTP.

    Args:
        composed: Subject, plain text and HTML.
        envelope: What stands beside them.
        auto_submitted: ``auto-replied`` or ``auto-generated``; None takes what belongs to the kind.
        files: Name, media type and bytes of each file that goes along.

    Raises:
        UnsafeLetter: An address, an id or a header would be other than intended; the message says which.
    """
    to, message_id, in_reply_to = envelope.to, envelope.message_id, envelope.in_reply_to
    _refuse_unsafe(envelope)
    sender = _mailbox(envelope.from_name, envelope.from_address)
    recipient = _mailbox("" if envelope.audience is Audience.COMPLAINANT else to.name, to.address)
    thread = _harmless([*envelope.references, *([in_reply_to] if in_reply_to else [])])
    headers = [
        ("From", sender),
        *([("Reply-To", envelope.reply_to)] if envelope.reply_to else []),
        ("To", recipient),
        ("Subject", _phrase(composed.subject, first_line=len("Subject: "))),
        ("Date", format_datetime(envelope.date)),
        ("Message-ID", message_id),
    ]
    if in_reply_to and _harmless([in_reply_to]):
        headers.append(("In-Reply-To", in_reply_to))
    if thread:
        headers.append(("References", "\r\n ".join(thread)))
    headers += [
        ("Auto-Submitted", auto_submitted or auto_submitted_for(envelope.letter_kind)),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Mailflow-Letter", envelope.letter_kind.value),
    ]
    if envelope.case_ref is not None:
        headers.append(("X-Mailflow-Case", envelope.case_ref))
    headers.append(("MIME-Version", "1.0"))
    encoded = [_base64(octets) for _, _, octets in files]
    if envelope.plain_only and not files:
        encoding, body = _encoded(composed.text)
        headers += [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", encoding)]
        pieces = [body]
    else:
        parts = [_file_part(name, media_type, body) for (name, media_type, _), body in zip(files, encoded, strict=True)]
        content_type, pieces = _body(composed, message_id, parts, plain_only=envelope.plain_only)
        headers.append(("Content-Type", content_type))

    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    try:
        pieces = [f"{head}\r\n".encode("ascii"), *pieces]
    except UnicodeEncodeError as error:
        raise UnsafeLetter("A header of the letter is not 7-bit. Report this as a bug of mailflow.") from error
    # All but the files' own lines, which ``_base64`` made of 64 characters: nothing else can stand in them.
    files_lines = set(map(id, encoded))
    ours = b"".join(one for one in pieces if id(one) not in files_lines)
    _read_back(ours, headers, from_address=envelope.from_address, to=to.address)
    return b"".join(pieces)


def _body(
    composed: Composed, message_id: str, files: Sequence[list[bytes]], *, plain_only: bool
) -> tuple[str, list[bytes]]:
    """Return the Content-Type and the body: text and HTML, and the parts of the files beside them."""
    # "=_" occurs in no quoted-printable and no base64 text, so the boundary cannot stand in a body (RFC 2045, 6.7).
    mark = hashlib.sha256(message_id.encode("ascii")).hexdigest()[:24]
    if plain_only:
        return _multipart("mixed", f"=_mf.{mark}.m", (_text_part("plain", composed.text), *files))
    words = (_text_part("plain", composed.text), _text_part("html", composed.html))
    content_type, pieces = _multipart("alternative", f"=_mf.{mark}.a", words)
    if not files:
        return content_type, pieces
    first = [f"Content-Type: {content_type}\r\n\r\n".encode("ascii"), *pieces]
    return _multipart("mixed", f"=_mf.{mark}.m", (first, *files))


def _refuse_unsafe(envelope: Envelope) -> None:
    """Refuse what must be exact and is not."""
    if not is_plain_address(envelope.to.address):
        raise UnsafeLetter("The recipient's address is not one that every mail program reads alike. Use phone or post.")
    if not is_plain_address(envelope.from_address):
        raise UnsafeLetter("[mailbox] address is not a plain mail address. Correct it in mailflow.toml.")
    if envelope.reply_to is not None and not is_plain_address(envelope.reply_to):
        raise UnsafeLetter("The address that the letter is answered to is not a plain one. Report this as a bug.")
    if not _OUR_ID.fullmatch(envelope.message_id) or "=?" in envelope.message_id:
        raise UnsafeLetter("Our Message-ID has a form that is not allowed in a header.")
    if envelope.case_ref is not None and not _CASE_REF.fullmatch(envelope.case_ref):
        raise UnsafeLetter("The case reference has a form that is not allowed in a header.")
    if envelope.date.tzinfo is None:
        raise UnsafeLetter("The letter's date has no time zone.")


def _read_back(raw: bytes, intended: Sequence[tuple[str, str]], *, from_address: str, to: str) -> None:
    """Read the letter as a receiver would and refuse it where it is not what was meant."""
    lines = raw.split(b"\r\n")
    if not raw.count(b"\r") == raw.count(b"\n") == len(lines) - 1 or b"\0" in raw or not raw.isascii():
        raise UnsafeLetter("The letter has a bare line end, a NUL, or a character that is not 7-bit.")
    if max(map(len, lines)) > 998:
        raise UnsafeLetter("The letter has a line of more than 998 octets.")
    read = _fields_of(raw[: raw.index(b"\r\n\r\n") + 2].decode("ascii"))
    if read is None or [name for name, _ in read] != [name for name, _ in intended]:
        raise UnsafeLetter("The letter reads back with other headers than were meant.")
    values = dict(read)
    for field, address in (("From", from_address), ("To", to)):
        if _addresses(values[field]) != (address,):
            raise UnsafeLetter(f"The letter reads back with another {field} than was meant.")


def _fields_of(head: str) -> list[tuple[str, str]] | None:
    """Return the names and values of a header in a form that all readers read alike (RFC 5322 section 2.2), else None.

    Printable characters alone, folded by one blank before a word. Tests hold it against the standard library's reader,
    which takes five times as long.
    """
    if not _HEAD.fullmatch(head):
        return None
    fields = (line.split(": ", 1) for line in head[:-2].replace("\r\n ", " ").split("\r\n"))
    return [(name, value) for name, value in fields]


@lru_cache(maxsize=256)
def _addresses(value: str) -> tuple[str, ...]:
    """Return the addresses in a header's value as the standard library reads them. From is the same in every letter."""
    return tuple(found for _, found in getaddresses([value]))


def _harmless(ids: Iterable[str]) -> list[str]:
    """Return the Message-IDs that may stand in a header of ours: no doubles, the first and the latest if many.

    "=?" begins an encoded word, which old interpreters decode into new header lines.
    """
    kept = list(dict.fromkeys(one for one in ids if _THEIR_ID.fullmatch(one) and "=?" not in one))
    return kept if len(kept) <= _MAX_REFERENCES else [kept[0], *kept[1 - _MAX_REFERENCES :]]


def _clean(text: str) -> str:
    """Return text on one line, without control, format and private characters (RTL overrides, U+2028, NUL, …)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())


def _phrase(text: str, first_line: int = 0) -> str:
    """Return text as a header value: folded ASCII, or encoded words (RFC 2047) where it needs them."""
    text = _clean(text)
    if not text.isascii() or "=?" in text:
        return "\r\n ".join(_encoded_words(text))
    lines, used = [[]], first_line  # type: tuple[list[list[str]], int]
    for word in text.split(" "):
        if lines[-1] and used + len(word) > 76:
            lines.append([])
            used = 1
        lines[-1].append(word[:900])
        used += len(word) + 1
    return "\r\n ".join(" ".join(line) for line in lines)


def _encoded_words(text: str) -> list[str]:
    """Return encoded words of at most 75 characters, none of which cuts a character in two."""
    words, chunk = [], b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(chunk) + len(octets) > 45:
            words.append(chunk)
            chunk = b""
        chunk += octets
    words.append(chunk)
    return [f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words]


def _mailbox(name: str, address: str) -> str:
    """Return ``Name <address>``, or the address alone where there is no name."""
    name = _clean(name)[:200]
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        shown = "\r\n ".join(_encoded_words(name))
    elif _ATOM_WORDS.fullmatch(name):
        shown = name
    else:
        shown = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{shown}\r\n <{address}>" if len(shown) + len(address) > 66 else f"{shown} <{address}>"


def _multipart(subtype: str, boundary: str, parts: Iterable[list[bytes]]) -> tuple[str, list[bytes]]:
    """Return the Content-Type and the body of a multipart, in pieces: a file's bytes are copied once, at the end."""
    line = f"--{boundary}".encode("ascii")
    pieces = [piece for part in parts for piece in (line, b"\r\n", *part, b"\r\n")]
    return f'multipart/{subtype};\r\n boundary="{boundary}"', [*pieces, line, b"--\r\n"]


def _text_part(subtype: str, text: str) -> list[bytes]:
    encoding, body = _encoded(text)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return [head.encode("ascii"), body]


def _encoded(text: str) -> tuple[str, bytes]:
    """Return a text as quoted-printable, or as base64 where that would be mostly escapes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    octets = lines.replace("\n", "\r\n").encode("utf-8", "replace")
    if len(octets) - len(lines) > len(lines) // 3 + lines.count("\n"):
        return "base64", _base64(octets)
    return "quoted-printable", binascii.b2a_qp(octets, istext=True)


def _base64(octets: bytes) -> bytes:
    # 57 octets make a line of 76 characters (RFC 2045 section 6.8). Cut afterwards: a call for each line costs more.
    whole = binascii.b2a_base64(octets, newline=False)
    return b"\r\n".join([whole[at : at + 76] for at in range(0, len(whole), 76)]) + (b"\r\n" if whole else b"")


def _file_part(name: str, media_type: str, body: bytes) -> list[bytes]:
    """Return a file as an attachment. Types that may not be base64, or are none, become plain octets."""
    if media_type.startswith("message/") and not name.lower().endswith(".eml"):
        name = f"{name or 'mail'}.eml"  # by its ending a mail program opens it
    if not _WITH_PARAMETERS.fullmatch(media_type):
        media_type = _plain_type(media_type)
    head = (
        f"Content-Type: {media_type}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {_file_name(name)}\r\n\r\n"
    )
    return [head.encode("ascii"), body]


def _plain_type(media_type: str) -> str:
    media_type = media_type.strip().lower()
    if not _FILE_TYPE.fullmatch(media_type) or media_type.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return media_type


def _file_name(name: str) -> str:
    """Return the ``filename`` parameter (RFC 2231 where it is not ASCII), without folders and without tricks."""
    name = _clean(name.replace("\\", "/").rpartition("/")[2]).strip(". ") or "file"
    if len(name) > _MAX_FILE_NAME_CHARACTERS:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 8 else ""
        name = name[: _MAX_FILE_NAME_CHARACTERS - len(ending)] + ending
    if name.isascii() and "=?" not in name:
        return 'filename="' + name.replace('"', "'") + '"'
    return "filename*=utf-8''" + quote(name.encode("utf-8", "replace"), safe="")

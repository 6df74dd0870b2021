"""The parts of a message: raw bytes → header fields and a tree of parts, in linear time and within fixed limits.

Our own reader, because the usual ones can be stopped by a single mail: the standard library recurses (about 1,000
nested parts end it) and needs minutes for 40 KB of semicolons; mail-parser raises on ordinary truncation. This one
never raises on any bytes, copies no body, and goes at most ``MAX_DEPTH`` deep and ``MAX_PARTS`` wide.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mailflow.mailbox.words import decode_text, parameters

#: Header bytes, bytes of one field and number of fields that are read; what is beyond stays in the raw message.
MAX_HEADER_BYTES = 256 * 1024
MAX_FIELD_BYTES = 64 * 1024
MAX_FIELDS = 1000
MAX_PARTS = 500
MAX_DEPTH = 50

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_HEADER_END = re.compile(rb"\r?\n(?:\r?\n|\Z)")
_WELL_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,40}|received|return-path|reply-to|sender"
    rb"|in-reply-to|references|x-[a-z0-9-]{2,60}|dkim-signature|list-[a-z]{2,20}|precedence|user-agent)[ \t]*:",
    re.IGNORECASE,
)
_GUESSED_BOUNDARY = re.compile(rb"^--(\S{1,70})[ \t]*\r?\nContent-", re.IGNORECASE | re.MULTILINE)
_ENVELOPE = re.compile(rb">?From [^\r\n:]*(?::\d[^\r\n]*)?(?:\r\n|\n|\r)")
_QP_BREAK = re.compile(rb"=[ \t]{1,100}\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")

Fields = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A node of the tree. ``data[start:end]`` is its body as it was sent."""

    fields: Fields
    type: str
    params: Mapping[str, str]
    disposition: str
    filename: str
    encoding: str
    content_id: str
    data: bytes
    start: int
    end: int
    children: tuple[Part, ...] = ()

    def field(self, name: str) -> bytes:
        """Return the first value of a field (lower-case ``name``), unfolded, or nothing."""
        return next((value for key, value in self.fields if key == name), b"")

    def body(self, limit: int | None = None) -> bytes:
        """Return the body with its transfer encoding undone, at most about ``limit`` bytes of it."""
        end = self.end if limit is None else min(self.end, self.start + limit * 4)
        raw = self.data[self.start : end]
        if self.encoding == "base64":
            return _base64(raw)[:limit]
        if self.encoding == "quoted-printable":
            # White space behind a soft line break was added on the way (RFC 2045 section 6.7).
            return binascii.a2b_qp(_QP_BREAK.sub(b"=\n", raw) if b"= " in raw or b"=\t" in raw else raw)[:limit]
        if self.encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uuencode(raw)[:limit]
        return raw[:limit]


@dataclass(slots=True)
class _Count:
    parts: int = 0
    problems: dict[str, None] = field(default_factory=dict)


def read(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """Return the tree of a message and what was wrong with it."""
    data = _with_newlines(raw)
    envelope = _ENVELOPE.match(data)
    start = envelope.end() if envelope else 0
    if data.startswith(b"\xef\xbb\xbf", start):
        start += 3
    while data.startswith((b"\r\n", b"\n"), start):
        start += 2 if data.startswith(b"\r\n", start) else 1
    count = _Count()
    part = _part(data, start, len(data), 0, "text/plain", count)
    return part, tuple(count.problems)


def header_fields(data: bytes, start: int, end: int, problems: dict[str, None]) -> tuple[Fields, int]:
    """Return the unfolded fields of a header block and where the body begins."""
    if data.startswith((b"\n", b"\r\n"), start):
        return (), start + (2 if data.startswith(b"\r\n", start) else 1)
    ending = _HEADER_END.search(data, start, end)
    body_start, header_end = (ending.end(), ending.start()) if ending else (end, end)
    if header_end - start > MAX_HEADER_BYTES:
        problems["header longer than 256 KB: the rest of it was not read"] = None
        header_end = start + MAX_HEADER_BYTES
    fields: list[tuple[str, bytes]] = []
    lines: list[bytes] = []
    position = start
    all_lines = data[start:header_end].split(b"\n")
    for number, line in enumerate(all_lines):
        if line[:1] in (b" ", b"\t") or (lines and _is_broken_fold(line, all_lines, number)):
            lines.append(line.rstrip(b"\r"))
        else:
            _add_field(fields, lines, problems)
            lines = [line.rstrip(b"\r")]
            if len(fields) >= MAX_FIELDS:
                problems["more than 1,000 header fields: the rest was not read"] = None
                lines = []
                break
            if line.strip() and not _FIELD.match(line) and not line.startswith((b"From ", b">From ")):
                # A line that is no field ends the header, as in every mail program: the writer forgot the blank line.
                problems["header without a blank line after it"] = None
                return tuple(fields), position
        position += len(line) + 1
    _add_field(fields, lines, problems)
    return tuple(fields), body_start


def _is_broken_fold(line: bytes, lines: list[bytes], number: int) -> bool:
    """A line that is no field but has a well-known field right after it: somebody's wrapping lost the blank."""
    if not line.strip() or _FIELD.match(line) or line.startswith((b"From ", b">From ")):
        return False
    return number + 1 < len(lines) and bool(_WELL_KNOWN.match(lines[number + 1]))


def _add_field(fields: list[tuple[str, bytes]], lines: list[bytes], problems: dict[str, None]) -> None:
    if not lines or not lines[0]:
        return
    # The white space that a fold begins with stays as one blank: "Appeal\r\n against" is two words.
    value = lines[0] if len(lines) == 1 else lines[0] + b"".join(b" " + line.lstrip(b" \t") for line in lines[1:])
    if len(value) > MAX_FIELD_BYTES:
        problems["a header field longer than 64 KB was cut"] = None
        value = value[:MAX_FIELD_BYTES]
    found = _FIELD.match(value)
    if found:
        fields.append((found[1].decode("ascii").lower(), found[2].strip(b" \t\r")))


def _part(data: bytes, start: int, end: int, depth: int, default: str, count: _Count) -> Part:
    count.parts += 1
    fields, body = header_fields(data, start, end, count.problems)
    first: dict[str, bytes] = {}
    for name, value in fields:
        first.setdefault(name, value)
    kind, params = parameters(first.get("content-type", b""), default)
    disposition, extra = parameters(first.get("content-disposition", b""), "")
    children: tuple[Part, ...] = ()
    if kind.startswith("multipart/"):
        if depth >= MAX_DEPTH:
            count.problems["nested more than 50 deep: the inner parts were not read"] = None
        else:
            children = _children(data, body, end, kind, params.get("boundary", ""), depth, count)
        if not children:
            count.problems["a multipart without its parts was read as text"] = None
            kind = "text/plain"
    elif "/" not in kind:
        kind = default
    return Part(
        fields=fields,
        type=kind,
        params=params,
        disposition=disposition,
        filename=extra.get("filename", "") or params.get("name", ""),
        encoding=_encoding(first.get("content-transfer-encoding", b"")),
        content_id=decode_text(first.get("content-id", b"")[:500], "").strip(" <>"),
        data=data,
        start=min(body, end),
        end=end,
        children=children,
    )


def _encoding(value: bytes) -> str:
    text = value.decode("latin-1")
    return (text.partition("(")[0] if "(" in text else text).strip(" \t\"';").lower()


def _children(
    data: bytes, start: int, end: int, kind: str, boundary: str, depth: int, count: _Count
) -> tuple[Part, ...]:
    mark = boundary.encode("utf-8", "replace").rstrip()
    spans = _between(data, start, end, b"--" + mark) if mark else []
    if not spans:
        guessed = _GUESSED_BOUNDARY.search(data, start, min(end, start + 10_000))
        if not guessed:
            return ()
        spans = _between(data, start, end, b"--" + guessed[1])
    default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    children = []
    for first, last in spans:
        if count.parts >= MAX_PARTS:
            count.problems["more than 500 parts: the rest was not read"] = None
            break
        children.append(_part(data, first, last, depth + 1, default, count))
    return tuple(children)


def _between(data: bytes, start: int, end: int, mark: bytes) -> list[tuple[int, int]]:
    """Return the spans between the lines that are ``mark``; the last may lack its end."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    position = start
    while (at := data.find(mark, position, end)) >= 0:
        position = at + len(mark)
        line_end = data.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end
        rest = data[position : min(line_end, position + 200)].strip()
        if (at != start and data[at - 1 : at] != b"\n") or rest not in (b"", b"--"):
            continue
        if opened is not None:
            spans.append((opened, _before_newline(data, opened, at)))
            opened = None
        if rest == b"--" or len(spans) > MAX_PARTS:
            return spans
        opened = position = min(line_end + 1, end)
    if opened is not None and opened < end:
        spans.append((opened, end))
    return spans


def _before_newline(data: bytes, start: int, at: int) -> int:
    """The newline before a boundary belongs to the boundary."""
    if at > start and data[at - 1 : at] == b"\n":
        at -= 1
        if at > start and data[at - 1 : at] == b"\r":
            at -= 1
    return at


def _with_newlines(raw: bytes) -> bytes:
    """Give a message whose header lines end in bare carriage returns the newlines that it meant."""
    head = raw[:4096]
    if b"\r" not in head:
        return raw
    bare = head.count(b"\r") - head.count(b"\r\n")
    if bare <= head.count(b"\n"):
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _base64(raw: bytes) -> bytes:
    begin = raw[:200].lstrip().partition(b"\n")[0]
    if begin.count(b" ") > 3 and _NOT_BASE64.search(begin.replace(b" ", b"").strip()):
        return raw  # a sentence: whoever wrote the field did not encode
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        # Cut short or with strange characters: what is whole in it can still be read.
        clean = _NOT_BASE64.sub(b"", raw)
        clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
        try:
            return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
        except binascii.Error:
            return raw


def _uuencode(raw: bytes) -> bytes:
    out: list[bytes] = []
    begun = False
    for line in raw.splitlines():
        if not begun:
            begun = line.startswith(b"begin ")
        elif line.strip() == b"end":
            break
        else:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                # The usual broken encoder writes too many characters on a line; its own count is right.
                wanted = ((((line[0] - 32) & 63) * 4 + 5) // 3) if line else 0
                try:
                    out.append(binascii.a2b_uu(line[:wanted]))
                except binascii.Error:
                    continue
    return b"".join(out) if begun else raw

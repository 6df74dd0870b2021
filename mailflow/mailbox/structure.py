"""Which parts of a message are its body and which are files: RFC 8621 section 4.1.4, and files from before MIME.

An attached mail is always a file, never body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mailflow.mailbox.mime import MAX_PARTS, Part
from mailflow.mailbox.words import decode_text

UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n(?=[!-M][ -`]{2,84}\r?\n)", re.MULTILINE)
UU_END = re.compile(rb"^(?:`|)\r?\nend[ \t]*\r?$", re.MULTILINE)
_MEDIA = ("image/", "audio/", "video/")
_PROTOCOL = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/global-headers",
        "application/pgp-signature",
        "application/pkcs7-signature",
    }
)


@dataclass(slots=True)
class Content:
    """Text parts in order, HTML parts in order, and files."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)


def sort_parts(root: Part) -> Content:
    """Sort the leaves of a tree into text, HTML and files by the algorithm of RFC 8621 section 4.1.4.

    Differing from its letter in two points. A picture shown between texts is a file too: a photograph that a telephone
    puts inline is what a family sends as evidence. And what belongs to the protocol (a report's machine-readable part,
    a detached signature), unless it bears a name, is nobody's file.
    """
    content = Content()
    _sort((root,), "mixed", False, content.html, content.text, content)
    for part in content.text:
        if part.type == "text/plain":
            content.files.extend(uuencoded(part))
    return content


def _sort(
    parts: tuple[Part, ...],
    around: str,
    in_alternative: bool,
    html: list[Part] | None,
    text: list[Part] | None,
    content: Content,
) -> None:
    html_before = len(html) if html is not None else -1
    text_before = len(text) if text is not None else -1
    for index, part in enumerate(parts):
        if part.type.startswith("multipart/"):
            inner = part.type.partition("/")[2]
            _sort(part.children, inner, in_alternative or inner == "alternative", html, text, content)
            continue
        if part.type in _PROTOCOL and not part.filename:
            continue
        media = part.type.startswith(_MEDIA)
        inline = (
            part.disposition != "attachment"
            and (media or part.type in ("text/plain", "text/html"))
            and (index == 0 or (around != "related" and (media or not part.filename)))
        )
        if not inline:
            content.files.append(part)
        elif around == "alternative":
            wanted = {"text/plain": text, "text/html": html}.get(part.type)
            (content.files if wanted is None else wanted).append(part)
        else:
            if in_alternative and part.type == "text/plain":
                html = None
            elif in_alternative and part.type == "text/html":
                text = None
            for body in (text, html):
                if body is not None:
                    body.append(part)
            if media:
                content.files.append(part)
    if around == "alternative" and text is not None and html is not None:
        if len(text) == text_before and len(html) != html_before:
            text.extend(html[html_before:])
        elif len(html) == html_before and len(text) != text_before:
            html.extend(text[text_before:])


def uuencoded(part: Part) -> list[Part]:
    """Return the files that stand in a text between ``begin`` and ``end``: mail from before MIME, and old Outlook's."""
    found: list[Part] = []
    if part.encoding in ("base64", "quoted-printable"):
        return found
    position = part.start
    while len(found) < MAX_PARTS and (begin := UU_BEGIN.search(part.data, position, part.end)):
        end = UU_END.search(part.data, begin.end(), part.end)
        if not end:
            break
        name = decode_text(begin[1], "").strip()
        kind = {"gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
        found.append(
            replace(
                part,
                fields=(),
                type=kind.get(name.rpartition(".")[2].lower(), "application/octet-stream"),
                params={},
                disposition="attachment",
                filename=name,
                encoding="x-uuencode",
                start=begin.start(),
                end=end.end(),
            )
        )
        position = end.end()
    return found

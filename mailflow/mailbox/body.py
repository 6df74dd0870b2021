"""The readable text of a message: its body parts decoded, HTML as text, flowed lines joined.

HTML goes through Lexbor, without recursion, so that 20,000 nested boxes are read like one. Text that HTML hides is kept
between marks, because a person who looks should see what a filter was shown.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from mailflow.mailbox.flowed import unflow
from mailflow.mailbox.mime import Part
from mailflow.mailbox.structure import UU_BEGIN, UU_END, Content
from mailflow.mailbox.words import clean_text, decode_text, fits

MAX_TEXT_BYTES = 2_000_000
MAX_BOXES = 2000

_BLOCK = frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "main",
        "nav",
        "pre",
        "section",
        "tbody",
        "tfoot",
        "thead",
        "tr",
    }
)
_SPACED = frozenset({"p", "table", "ul", "ol", "dl"})
_SILENT = frozenset({"head", "script", "style", "title", "template", "svg", "math", "object", "iframe"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z]{1,20})[^<>]{0,2000}>")
#: Elements that hold nothing, or whose end mail programs leave out.
_ALONE = frozenset({"br", "hr", "img", "input", "link", "meta", "area", "base", "col", "p", "li", "td", "tr", "th"})
_QUOTE_IN, _QUOTE_OUT = "\x01", "\x02"


def readable_text(content: Content, problems: dict[str, None]) -> str:
    """Return all that a person would read. The plain text, unless it is empty or the HTML says much more."""
    texts: list[str] = []
    budget = MAX_TEXT_BYTES
    for part in content.text:
        if part.type.startswith("text/") and budget > 0:
            piece = part_text(part, budget, problems)
            budget -= len(piece)
            texts.append(piece)
    plain = "\n".join(texts)
    rich = [part for part in content.html if part.type == "text/html" and part not in content.text]
    if rich and (not plain.strip() or _looks_like_a_stub(plain, sum(part.end - part.start for part in rich))):
        shown = "\n".join(part_text(part, MAX_TEXT_BYTES, problems) for part in rich)
        if len(shown.split()) > 2 * len(plain.split()):
            # Nothing that the plain part says on its own may be lost.
            plain = shown if _squeezed(plain) in _squeezed(shown) else f"{plain.rstrip()}\n\n{shown}"
    if not plain.strip():
        # Nothing in the usual places: a text of another kind is still what the person wrote.
        others = [p for p in content.files if p.type.startswith("text/") and not p.filename and p.disposition == ""]
        plain = "\n".join(
            part_text(p, MAX_TEXT_BYTES, problems) for p in others if not p.type.endswith(("calendar", "headers"))
        )
    if len(plain) > MAX_TEXT_BYTES:
        problems["text longer than 2 MB: the rest is in the original"] = None
        plain = plain[:MAX_TEXT_BYTES]
    return plain


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _looks_like_a_stub(plain: str, html_bytes: int) -> bool:
    """A plain part such as "your program cannot show HTML" beside the real letter."""
    return len(plain) < 400 and html_bytes > 4 * len(plain) + 200


def part_text(part: Part, limit: int, problems: dict[str, None]) -> str:
    """Return the text of one part: decoded, with plain newlines, flowed lines joined, HTML as text."""
    data = part.body(limit)
    if part.type == "text/plain" and b"begin " in data and UU_BEGIN.search(data):
        data = _without_files(data)
    charset = part.params.get("charset", "")
    if not charset and part.type == "text/html":
        found = _META_CHARSET.search(data[:2048])
        charset = found[1].decode("ascii") if found else ""
    if not data.isascii() and not fits(data, charset):
        problems["a text did not fit its charset and was read as the likeliest one"] = None
    text = decode_text(data, charset)
    if part.type == "text/html":
        return clean_text(html_to_text(text))
    text = clean_text(text.removeprefix("\ufeff"))
    if part.params.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.params.get("delsp", "").lower() == "yes")
    return text


def _without_files(data: bytes) -> bytes:
    """Cut uuencoded files out of a text: they are among the attachments."""
    out: list[bytes] = []
    position = 0
    while begin := UU_BEGIN.search(data, position):
        end = UU_END.search(data, begin.end())
        if not end:
            break
        out.append(data[position : begin.start()])
        position = end.end()
    out.append(data[position:])
    return b"".join(out)


class _Writer:
    """Collects the text of an HTML page with its line structure."""

    __slots__ = ("breaks", "out")

    def __init__(self) -> None:
        self.out: list[str] = []
        self.breaks = 0

    def add(self, text: str) -> None:
        self.out.append(text)
        self.breaks = 0

    def line(self, count: int = 1) -> None:
        """Make sure that at least ``count`` newlines stand here, unless this is the top."""
        if self.out and self.breaks < count:
            self.out.append("\n" * (count - self.breaks))
            self.breaks = count

    @property
    def at_start(self) -> bool:
        return not self.out or self.out[-1][-1] in "\n \t\x01\x02"


def _not_too_deep(html: str) -> str:
    """Leave out the tags that open boxes beyond ``MAX_BOXES`` deep; their text stays. Lexbor is quadratic in depth."""
    if html.count("<") < 2 * MAX_BOXES:
        return html
    depth = position = 0
    out: list[str] = []
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _ALONE:
            continue
        if tag[1]:
            depth = max(0, depth - 1)
        else:
            depth += 1
            if depth > MAX_BOXES:
                out.append(html[position : tag.start()])
                position = tag.end()
    out.append(html[position:])
    return "".join(out)


def html_to_text(html: str) -> str:
    """Return the text of an HTML page: blocks as lines, quotations with ``>``, links with their targets."""
    tree = LexborHTMLParser(_not_too_deep(html[:MAX_TEXT_BYTES].replace("\x00", "")))
    root = tree.body or tree.root
    writer = _Writer()
    # (node, closing text): nodes are closed from the stack, so depth costs no recursion.
    stack = [(root, False, 0)] if root is not None else []
    while stack:
        node, closing, preformatted = stack.pop()
        tag = node.tag or ""
        if tag == "-text":
            _text(writer, node.text_content or "", preformatted)
            continue
        if closing:
            _close(writer, node, tag)
            continue
        if tag in _SILENT or tag.startswith(("_", "!", "-")):
            continue
        attributes = node.attributes if tag not in ("b", "i", "br", "strong", "em", "tr", "tbody") else {}
        _open(writer, tag, attributes)
        stack.append((node, True, preformatted))
        if tag == "pre":
            preformatted = 1
        children = []
        child = node.child
        while child is not None:
            children.append((child, False, preformatted))
            child = child.next
        stack.extend(reversed(children))
    return _lines("".join(writer.out))


def _text(writer: _Writer, text: str, preformatted: int) -> None:
    if preformatted:
        writer.add(text) if text else None
        return
    text = _BLANKS.sub(" ", text)
    if writer.at_start:
        text = text.lstrip(" ")
    if text:
        writer.add(text)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _open(writer: _Writer, tag: str, attributes: dict[str, str | None]) -> None:
    if tag == "br":
        writer.out.append("\n")
        writer.breaks += 1
    elif tag == "hr":
        writer.line()
        writer.add("_" * 32)
        writer.line()
    elif tag == "img":
        described = _BLANKS.sub(" ", attributes.get("alt") or "").strip()
        if described:
            writer.add(f"[image: {described}]")
    elif tag == "blockquote":
        writer.line()
        writer.add(_QUOTE_IN)
    elif tag == "li":
        writer.line()
        writer.add("* ")
    elif tag in _SPACED:
        writer.line(2)
    elif tag in _BLOCK:
        writer.line()
    if attributes and _is_hidden(attributes):
        writer.add("[hidden: ")


def _close(writer: _Writer, node: object, tag: str) -> None:
    attributes: dict[str, str | None] = getattr(node, "attributes", None) or {}
    if attributes and tag not in ("br", "hr", "img") and _is_hidden(attributes):
        if writer.out and writer.out[-1] == "[hidden: ":
            writer.out.pop()
        else:
            writer.add("]")
    if tag == "blockquote":
        writer.line()
        writer.add(_QUOTE_OUT)
    elif tag in ("td", "th"):
        if not writer.at_start:
            writer.add("\t")
    elif tag in _SPACED:
        writer.line(2)
    elif tag in _BLOCK or tag == "li":
        writer.line()
    elif tag == "a":
        target = (attributes.get("href") or "").strip()
        if target.startswith(("http:", "https:")) and not _ends_with(writer, target):
            writer.add(f" <{target}>")


def _ends_with(writer: _Writer, target: str) -> bool:
    """Say whether a link's own text is its target already, so that it need not be told twice."""
    shown = "".join(writer.out[-3:]).strip().rstrip("/")
    bare = target.rstrip("/")
    return not shown or shown.endswith(bare) or shown.endswith(bare.split("://", 1)[-1])


def _lines(text: str) -> str:
    """Write quotation levels as ``>`` and take away blank lines beyond one."""
    depth = 0
    lines: list[str] = []
    for line in text.replace("\xa0", " ").split("\n"):
        pieces = re.split("([\x01\x02])", line) if "\x01" in line or "\x02" in line else [line]
        for piece in pieces:
            if piece == _QUOTE_IN:
                depth += 1
            elif piece == _QUOTE_OUT:
                depth = max(0, depth - 1)
            elif piece or len(pieces) == 1:
                lines.append(f"{'> ' * min(depth, 9)}{piece.rstrip()}".rstrip(" "))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

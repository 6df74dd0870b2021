"""What each line of a reply is: words, a marked line, the introduction of a quotation, or copied mail headers.

Every step is linear in the length of the text; a line is looked at up to ``MAX_LINE``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.core.quotation_words import attribution_length, has_initials, is_original_message, name_stands_above
from mailflow.core.quoted_headers import header_block_length
from mailflow.core.sign_off import DELIMITER, MAX_LINE

_I = re.IGNORECASE
EMPTY, TEXT, QUOTE, INTRO, HEADERS = "etqbh"

#: The line that our letters begin with: what stands below it is ours.
_ABOVE_THIS_LINE = re.compile(
    r"[>|\s]*[-_=#*\s]{0,12}(?:please )?(?:type|write|enter|reply|add)\w* (?:your )?(?:reply|answer|response)?\s?"
    r"above this line[-_=#*.\s]{0,12}",
    _I,
)
#: Help desks draw the line themselves, in the language of whom they serve: "##- Bitte … über dieser Zeile -##".
_LINE_WORDS = (
    *("line", "zeile", "linie", "ligne", "línea", "linha", "lijn", "regel", "linea", "riga", "rad", "linj", "rivin"),
    *("lini", "řádk", "строк", "llinell"),
)
_ABOVE_A_LINE = re.compile(
    r"\b(?:above|über|oberhalb|au-dessus de|par-dessus|encima de|sobre|boven|sopra|acima d|ovanför|over"
    r"|yläpuolelle|powyżej|nad|выше|uwch) ?"
    r"(?:this|dieser|diese|cette|esta|deze|questa|este|den h(?:ä|a)r|denne|tämän|tej|t(?:í|o)mto|этой|y) "
    rf"(?:{'|'.join(_LINE_WORDS)})\w{{0,4}}\b[^\n]{{0,40}}$",
    _I,
)
#: Marks that turn the direction of writing, which programs put around names and addresses in Hebrew and Arabic.
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
#: "I agree On Wed, Apr 4, 2026 at 3:59 PM, …", not "---- On Wed, …".
_GLUED_BEHIND = re.compile(r"(?<=[^\s>|-])(?:\s?-{2,}\s?|\s)(?=On (?:\w{3,9},? )?(?:\d|\w{3,9} \d))")
#: A long link that a program has wrapped: the rest of it is no word of anybody.
_LINK_OPENS = re.compile(r"[(<]\s?https?://[^\s)>]*$")
_ONLY_A_LINK = re.compile(r"\s?[(<]\s?https?://[^\s)>]*[)>]?[\s>]*")
#: ">> now <<" is no quotation.
_FRAMED = re.compile(r">{2}[> ]*[^<>]*<{2,}")
_LONG = 64
_DRAWN_ACROSS = 5
_PGP_END = "-----END PGP SIGNATURE-----"


def is_above_line(line: str) -> bool:
    """Say whether this is the line that our letters begin with, or a help desk's: what stands below it is theirs."""
    if ("bove" in line or "BOVE" in line) and _ABOVE_THIS_LINE.match(line):
        return True
    if line.lstrip("> |\t")[:2] not in ("--", "==", "__", "**", "##") or len(line) > 200:
        return False
    small = line.casefold()
    return any(word in small for word in _LINE_WORDS) and bool(_ABOVE_A_LINE.search(line))


def unarmoured(lines: list[str]) -> list[str]:
    """Take off what OpenPGP puts around a signed text and inside it (RFC 9580 section 7)."""
    if not any(line.startswith("-----BEGIN PGP SIG") for line in lines):
        return lines
    out: list[str] = []
    signed = skipping = False
    ends = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].rstrip() == _PGP_END), -1)
    for i, line in enumerate(lines):
        bare = line.rstrip()
        if bare == "-----BEGIN PGP SIGNED MESSAGE-----":
            signed = skipping = True
        elif bare == "-----BEGIN PGP SIGNATURE-----" and i < ends:
            signed, skipping = False, True
        elif skipping:
            skipping = bare != _PGP_END and not (signed and not bare)
        else:
            out.append(line[2:] if signed and line.startswith("- -") else line)
    return out


def unglued(lines: list[str]) -> list[str]:
    """Put an introduction that a program wrote behind the last words, in the same line, into a line of its own."""
    out: list[str] = []
    for i, line in enumerate(lines):
        if " On " in line or "-On " in line:
            found = _GLUED_BEHIND.search(line[:MAX_LINE])
            if found and attribution_length([line[found.end() :], *lines[i + 1 : i + 6]], 0) > 0:
                out.append(line[: found.start()])
                line = line[found.end() :]
        out.append(line)
    return out


def kinds_of(lines: list[str]) -> list[str]:
    """Return the kind of each line: empty, text, quoted, introducing a quotation, or a block of mail headers."""
    kinds: list[str] = []
    lines = [line if line.isascii() else _DIRECTION.sub("", line) for line in lines]
    i = 0
    while i < len(lines):
        line = lines[i][:MAX_LINE]
        stripped = line.strip()
        length, kind = 1, TEXT
        if not stripped:
            kind = EMPTY
        elif is_original_message(lines, i):
            kind = HEADERS
        elif (found := header_block_length(lines, i)) > 0:
            length, kind = found, HEADERS
            _draw_in(lines, kinds)
        elif (found := attribution_length(lines, i)) > 0:
            length, kind = found, INTRO
            if kinds and kinds[-1] == TEXT and name_stands_above(lines, i):
                kinds[-1] = INTRO
        elif _is_marked(lines, i, stripped) or (kinds and kinds[-1] == QUOTE and _goes_on(lines, i)):
            kind = QUOTE
        kinds.extend([kind] * length)
        i += length
    return kinds[: len(lines)]


def _draw_in(lines: Sequence[str], kinds: list[str]) -> None:
    """Count the drawn line above a block of headers as one of them."""
    at = len(kinds) - 1
    if at > 0 and kinds[at] == EMPTY:
        at -= 1
    if (
        at >= 0
        and kinds[at] == TEXT
        and len(lines[at].strip()) >= _DRAWN_ACROSS
        and DELIMITER.fullmatch(lines[at][:MAX_LINE])
    ):
        kinds[at:] = [HEADERS] * (len(kinds) - at)


def _is_marked(lines: Sequence[str], at: int, stripped: str) -> bool:
    """Say whether a line is marked as quoted: not the row of a table that somebody drew, nor ">> now <<"."""
    if stripped[0] == ">":
        return not (stripped.endswith("<<") and _FRAMED.fullmatch(stripped))
    if stripped[0] == "|":
        return not (stripped.endswith("|") and stripped.count("|") > 2 and any(map(str.isalnum, stripped)))
    return has_initials(lines, at)


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Say whether a line is the rest of the marked one above, which a program has wrapped, with marked lines below.

    Nobody answers in the middle of a sentence, in small letters or figures and without a blank line.
    """
    below = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    if not below.lstrip().startswith(">"):
        return False
    line, above = lines[at][:MAX_LINE], lines[at - 1][:MAX_LINE].rstrip()
    if _ONLY_A_LINK.fullmatch(line) or (_LINK_OPENS.search(above) and " " not in line.strip()):
        return True
    follows = lines[at + 1].lstrip().startswith(">") and len(above) >= _LONG and above[-1].isalnum()
    return follows and len(line) < _LONG // 2 and (line[:1].islower() or line[:1].isdigit())


def cut_rule(lines: list[str], kinds: list[str]) -> tuple[list[str], list[str]]:
    """Cut the drawn line that stands right above a block of headers, with the blank lines around it."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    if end and DELIMITER.fullmatch(lines[end - 1][:MAX_LINE]):
        end -= 1
    return lines[:end], kinds[:end]

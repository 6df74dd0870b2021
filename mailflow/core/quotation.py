"""What is new in a reply: the writer's own words without the mail that they answer.

Two ways to know a quotation. By content (``our_lines``): we know what we sent, so our own lines are ours in any
language and with any mail program. By habit: the lines with which programs introduce what they quote
(``quotation_words``). What is not surely a quotation stays: the result is a view, the case keeps the full text, and a
first complaint is never cut, because it often forwards the very thing complained of. Every step is linear in the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from mailflow.core.our_lines import without_our_lines
from mailflow.core.quotation_kinds import (
    EMPTY,
    HEADERS,
    INTRO,
    QUOTE,
    TEXT,
    cut_rule,
    is_above_line,
    kinds_of,
    unarmoured,
    unglued,
)
from mailflow.core.quotation_words import is_by_program, is_told
from mailflow.core.sign_off import (
    DELIMITER,
    MAX_LINE,
    MAX_SIGNATURE_LINES,
    fenced_lines,
    is_advertisement,
    is_footer,
    joined_lines,
)

#: Beyond this nobody wrote a reply by hand; it is kept as it is.
MAX_LINES = 20_000
MAX_CHARACTERS = 400_000
_DIGIT = re.compile(r"\d")


def new_text(text: str, sent: str | None, *, first: bool = False) -> str:
    """Return the writer's own words.

    Args:
        text: The text of the message.
        sent: What we sent before (several letters can be joined), or None where that is unknown.
        first: True for a first complaint: nothing is cut.
    """
    whole = text.replace("\r\n", "\n").strip("\n")
    if first or not whole.strip():
        return whole.strip()
    lines = unglued(unarmoured(whole.split("\n")))
    above = next((i for i, line in enumerate(lines) if is_above_line(line[:MAX_LINE])), None)
    if above is not None and any(line.strip() for line in lines[:above]):
        lines = _without_last_intro(lines[:above])
    elif len(lines) > MAX_LINES or len(whole) > MAX_CHARACTERS:
        return whole.strip()
    kept = without_our_lines(lines, sent) if sent and sent.strip() else _without_habits(lines)
    return joined_lines(kept)


def _without_habits(lines: list[str]) -> list[str]:
    """Cut what a program's introduction says is quoted; our own letters are not known."""
    kinds = kinds_of(lines)
    fenced = fenced_lines(lines)
    kinds = [
        TEXT if inside and kind not in (EMPTY, QUOTE) else kind for kind, inside in zip(kinds, fenced, strict=True)
    ]
    if TEXT not in kinds:
        return [] if QUOTE in kinds and _named_by_program(lines, kinds) else lines
    lines, kinds = _without_advertisement_below(lines, kinds)
    # Headers with the writer's words above them: a program put the whole earlier mail below.
    headers = _after_text(lines, kinds, HEADERS)
    if headers is not None and not _answered_below(lines, kinds, headers):
        lines, kinds = cut_rule(lines[:headers], kinds[:headers])
    intro = _after_text(lines, kinds, INTRO)
    if intro is not None:
        lines, kinds = _cut_from_introduction(lines, kinds, intro)
    lines, kinds = _without_leading_quotation(lines, kinds)
    introducing = _introducing(lines, kinds)
    kept = [(line, kind) for line, kind, gone in zip(lines, kinds, introducing, strict=True) if not gone]
    if any(kind == TEXT for _, kind in kept):
        end = _end_of_words(kept)
        kept = kept[:end]
    return [line for line, _ in kept]


def _named_by_program(lines: Sequence[str], kinds: Sequence[str]) -> bool:
    """Say whether an introduction has an address or a date: "She said:" above marked lines is somebody's own."""
    return any(kind == INTRO and ("@" in line or _DIGIT.search(line)) for line, kind in zip(lines, kinds, strict=True))


def _without_advertisement_below(lines: list[str], kinds: list[str]) -> tuple[list[str], list[str]]:
    """Cut a telephone's advertisement that stands below marked lines: the last words are above or between them."""
    end = len(lines)
    while end and (kinds[end - 1] == EMPTY or (kinds[end - 1] == TEXT and is_advertisement(lines, end - 1))):
        end -= 1
    if end and kinds[end - 1] == QUOTE and TEXT in kinds[:end]:
        return lines[:end], kinds[:end]
    return lines, kinds


def _introducing(lines: Sequence[str], kinds: Sequence[str]) -> list[bool]:
    """Say which lines introduce a quotation: a program's, with the address, or with a date above marked lines.

    Headers without a drawn line, above plain words, are those of a letter that somebody typed. What else looks like it
    is somebody's own telling ("On 2 November at 10:15 Mrs Hill wrote:", "She said:").
    """
    marks: list[bool] = []
    for kind, group in groupby(range(len(kinds)), lambda i: kinds[i]):
        run = list(group)
        is_one = False
        if kind in (INTRO, HEADERS):
            marked = next((one for one in kinds[run[-1] + 1 : run[-1] + 4] if one != EMPTY), QUOTE) == QUOTE
            text = " ".join(lines[i] for i in run)
            if kind == HEADERS:
                ruled = lines[run[0]].lstrip("> |")[:1] in ("-", "_", "=", "\u2010")
                is_one = marked or (ruled and "@" in text)
            else:
                is_one = is_by_program(text[:MAX_LINE], marked=marked) or (
                    # "Anna wrote:" at the top is an old program's; with "Ben wrote:" below it, somebody's.
                    marked
                    and not is_told(text)
                    and not {TEXT, INTRO} & set(kinds[: run[0]])
                    and not _has_unmarked(lines, kinds, INTRO, run[-1] + 1)
                )
        marks.extend([is_one] * len(run))
    return marks


def _has_unmarked(lines: Sequence[str], kinds: Sequence[str], wanted: str, start: int) -> bool:
    return any(kinds[i] == wanted and lines[i].lstrip()[:1] not in (">", "|") for i in range(start, len(kinds)))


def _end_of_words(kept: list[tuple[str, str]]) -> int:
    """Return where the trailing quotation begins, looking through a signature below it."""
    end = len(kept)
    delimiter = next((i for i in range(end - 1, -1, -1) if DELIMITER.fullmatch(kept[i][0][:MAX_LINE])), None)
    if delimiter is not None and any(kind == QUOTE for _, kind in kept[:delimiter]):
        below = [line for line, kind in kept[delimiter + 1 :] if kind == TEXT]
        last = next((i for i in range(delimiter - 1, -1, -1) if kept[i][1] != EMPTY), None)
        if len(below) <= MAX_SIGNATURE_LINES and last is not None and kept[last][1] == QUOTE:
            end = delimiter
    last = end
    while end and kept[end - 1][1] != TEXT:
        end -= 1
    # "What I want:" and marked lines right below it are one; no program introduces a quotation so.
    if end and kept[end - 1][0].rstrip().endswith(":") and QUOTE in [kind for _, kind in kept[end : end + 2]]:
        return last
    return end or len(kept)


def _without_leading_quotation(lines: list[str], kinds: list[str]) -> tuple[list[str], list[str]]:
    """Cut an introduced quotation that stands first with the whole answer below it."""
    text = kinds.index(TEXT) if TEXT in kinds else len(kinds)
    if QUOTE not in kinds[:text] or QUOTE in kinds[text:]:
        return lines, kinds
    introductions = [line for line, kind in zip(lines[:text], kinds[:text], strict=True) if kind == INTRO]
    introduced = HEADERS in kinds[:text] or any(
        line.lstrip()[:1] in (">", "|") or is_by_program(line, marked=True) for line in introductions
    )
    # "Anna wrote:" is an old program's, "She wrote:" somebody's, and so are two of them.
    if introduced or (len(introductions) == 1 and not is_told(introductions[0])):
        return lines[text:], kinds[text:]
    return lines, kinds


def _after_text(lines: Sequence[str], kinds: Sequence[str], wanted: str) -> int | None:
    """Return the first line of a kind that has words above it; a drawn line is none."""
    seen = False
    for i, kind in enumerate(kinds):
        if kind == TEXT:
            seen = seen or not DELIMITER.fullmatch(lines[i][:MAX_LINE])
        elif kind == wanted and seen:
            return i
    return None


def _answered_below(lines: Sequence[str], kinds: Sequence[str], at: int) -> bool:
    """Say whether the writer goes on below: headers with marked lines below them, and words below or between those."""
    below = at
    while below < len(kinds) and (kinds[below] in (HEADERS, EMPTY) or not lines[below].strip("> |\t_-=*")):
        below += 1
    return below < len(kinds) and kinds[below] == QUOTE and _goes_on_below(lines, kinds, below)


def _goes_on_below(lines: Sequence[str], kinds: Sequence[str], at: int) -> bool:
    """Say whether the writer goes on between or below marked lines; what a list adds below them is not the writer's."""
    last = max(i for i in range(at, len(kinds)) if kinds[i] == QUOTE)
    return TEXT in kinds[at:last] or (TEXT in kinds[last:] and not is_footer(lines[last + 1 :]))


def _cut_from_introduction(lines: list[str], kinds: list[str], at: int) -> tuple[list[str], list[str]]:
    """Cut what "On … wrote:" introduces: to the end, or the marked lines only, where the writer goes on below them."""
    below = at
    while below < len(kinds) and kinds[below] in (INTRO, EMPTY):
        below += 1
    if below < len(kinds) and kinds[below] != QUOTE:
        return lines[:at], kinds[:at]
    if below < len(kinds) and _goes_on_below(lines, kinds, below):
        # The writer goes on below or between quoted lines: answers that nobody could read without their questions.
        return lines, kinds
    return lines[:at], kinds[:at]


def _without_last_intro(lines: list[str]) -> list[str]:
    """Above our mark "write above this line" stands the introduction of the quotation, if there is one.

    Marked lines follow below for certain, which is what tells an introduction from the writer's words.
    """
    kinds = kinds_of([*lines, ">"])[: len(lines)]
    end = len(lines)
    while end and kinds[end - 1] in (EMPTY, INTRO, HEADERS, QUOTE):
        end -= 1
    return cut_rule(lines[:end], kinds[:end])[0] if end else lines

"""Which lines of a reply we sent ourselves: known by their content, in any language and with any mail program."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.core.quotation_kinds import EMPTY, HEADERS, INTRO, QUOTE, TEXT, cut_rule, kinds_of
from mailflow.core.sign_off import MAX_LINE

#: Shorter lines ("Yes.", "Thank you") are anybody's.
_TELLING = 8
#: So many lines of ours in a row are a quotation also without any mark.
_RUN = 4
_TELLING_INSIDE = 20
_NOT_LETTERS = re.compile(r"[\W_]+")


def _key(line: str) -> str:
    return _NOT_LETTERS.sub("", line[:MAX_LINE]).casefold()


def without_our_lines(lines: list[str], sent: str) -> list[str]:
    """Cut the lines that we sent, and the introduction and the empty marks around them; nothing else."""
    keys = {_key(line) for line in sent.split("\n")} - {""}
    known = {key for key in keys if len(key) >= _TELLING}
    drawn = {line.strip() for line in sent.split("\n") if not _key(line)} - {""}  # "--" above a name, ruled lines
    glued = _NOT_LETTERS.sub("", sent).casefold()
    pieces = {glued[i : i + _TELLING_INSIDE] for i in range(max(0, len(glued) - _TELLING_INSIDE + 1))}
    alike = [_is_ours(line, known, pieces) for line in lines]
    if True not in alike:
        return lines
    kinds = kinds_of(lines)
    start = _quotation_begins(kinds, alike)
    ours = [i >= start and one for i, one in enumerate(alike)]
    ours = [one and not written for one, written in zip(ours, _below_marked(lines, kinds, ours), strict=True)]
    if True not in ours:
        return lines
    introduces = [kind in (INTRO, HEADERS) and _introduces_ours(kinds, ours, i) for i, kind in enumerate(kinds)]
    above = [one or other for one, other in zip(ours, introduces, strict=True)]
    cut = list(above)
    for i, kind in enumerate(kinds):
        bare = lines[i].strip()[:1] in (">", "|") and not lines[i].strip("> |\t")
        part = kind == QUOTE or _key(lines[i]) in keys or lines[i].strip() in drawn
        cut[i] = cut[i] or bare or (part and _between_ours(above, ours, i))
    kept = _uncut(lines, cut)
    return cut_rule(kept, kinds)[0] if ours[-1] or not any(line.strip() for line in _below_ours(lines, ours)) else kept


def _quotation_begins(kinds: Sequence[str], ours: Sequence[bool]) -> int:
    """Return the first line that can be quoted: one that a program marked or introduced, or a run of lines of ours.

    What stands above is the writer's, also where it repeats us: staff copy our example lines and fill in our headings.
    """
    run, begins = 0, 0
    for i, kind in enumerate(kinds):
        if kind in (INTRO, HEADERS, QUOTE):
            return i
        if kind == EMPTY:
            continue
        begins = begins if run else i
        run = run + 1 if ours[i] else 0
        if run == _RUN:
            return begins
    return len(kinds)


def _introduces_ours(kinds: Sequence[str], ours: Sequence[bool], at: int) -> bool:
    """Say whether lines of ours follow soon, before another introduction; else it is another mail that is quoted."""
    seen = False
    for i in range(at, min(at + 15, len(kinds))):
        if ours[i]:
            return True
        if seen and kinds[i] in (INTRO, HEADERS):
            return False
        seen = seen or kinds[i] in (TEXT, QUOTE)
    return False


def _below_marked(lines: Sequence[str], kinds: Sequence[str], ours: Sequence[bool]) -> list[bool]:
    """Say which lines are the writer's although they repeat us: where the quotation is marked, those without marks.

    So answers somebody who writes below the quotation and copies our example line or our headings there. A line right
    below a marked one may be the rest of it, wrapped by a program; one that begins with # never is.
    """
    marked = sum(one and kind == QUOTE for one, kind in zip(ours, kinds, strict=True))
    bare = sum(one and kind == TEXT for one, kind in zip(ours, kinds, strict=True))
    if marked < 3 * bare:
        return [False] * len(lines)
    return [
        kind == TEXT and (line.lstrip().startswith("#") or i == 0 or kinds[i - 1] != QUOTE)
        for i, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]


def _below_ours(lines: list[str], ours: list[bool]) -> list[str]:
    return lines[len(ours) - ours[::-1].index(True) :]


def _uncut(lines: list[str], cut: list[bool]) -> list[str]:
    """Return what is not cut; the blank lines on both sides of a cut become those of one side."""
    kept: list[str] = []
    after_cut = False
    for line, gone in zip(lines, cut, strict=True):
        if gone:
            after_cut = True
        elif line.strip() or not (after_cut and kept and not kept[-1].strip()):
            kept.append(line)
            after_cut = after_cut and not line.strip()
    return kept


def _between_ours(above: Sequence[bool], ours: Sequence[bool], i: int) -> bool:
    """A line between lines of ours, or between their introduction and them ("Hello,"): part of the same quotation."""
    return any(above[max(0, i - 4) : i]) and any(ours[i + 1 : i + 5])


def _is_ours(line: str, known: set[str], pieces: set[str]) -> bool:
    key = _key(line)
    if len(key) < _TELLING:
        return False
    if key in known:
        return True
    # Wrapped anew by the other program: every stretch of it must be a stretch of ours.
    if len(key) < _TELLING_INSIDE:
        return False
    starts = range(0, len(key) - _TELLING_INSIDE + 1, _TELLING_INSIDE // 2)
    return all(key[at : at + _TELLING_INSIDE] in pieces for at in (*starts, len(key) - _TELLING_INSIDE))

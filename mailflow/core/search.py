"""What is looked for in a text: words without regard to case and accents, and "words in quotation marks" in a row.

The same folding makes the words of what is searched and of what is asked for, so that every database finds the same,
and a look through everything finds what an index does. Whatever a person types is looked for: nothing is a mistake.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: A longer word is known by its beginning.
LONGEST_WORD: Final = 64
#: Scripts that leave no space between words: each character is a word, and several in a row are a phrase.
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ASCII: Final = re.compile(r"[a-z0-9]+")
_WORD: Final = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])+")
_ASKED: Final = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
#: Characters of a passage that shows a place.
_PASSAGE: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One or more words in a row. ``is_open``: the last one is the beginning of a word (``hand*``)."""

    words: tuple[str, ...]
    is_open: bool = False


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: small letters, no accents, at most ``LONGEST_WORD`` long."""
    found = _ASCII.findall(text.lower()) if text.isascii() else _WORD.findall(_folded(text))
    return [one[:LONGEST_WORD] for one in found]


def terms(asked: str) -> tuple[Term, ...]:
    """Return what a person looks for; none where there is no word in it.

    Each word is looked for by itself; what stands in quotation marks, or is written together (``p@mail.example``,
    ``LC-2026-0001``), as words in a row. A star at the end stands for the rest of a word.
    """
    found = []
    for match in _ASKED.finditer(asked.translate(_QUOTES)):
        quoted, plain = match.groups()
        text = quoted if quoted is not None else plain
        if some := words(text):
            found.append(Term(words=tuple(some), is_open=text.rstrip().endswith("*")))
    return tuple(dict.fromkeys(found))


def has(text_words: Sequence[str], term: Term) -> bool:
    """Say whether a term is among the words of a text."""
    return _place(text_words, term) is not None


def passage(text: str, wanted: Iterable[Term]) -> str:
    """Return a piece of a text in one line around the first of the terms in it; empty where it has none of them."""
    flat = " ".join(text.split())
    spans = _spans(flat)
    all_words = [word for word, _, _ in spans]
    places = [place for term in wanted if (place := _place(all_words, term)) is not None]
    if not places:
        return ""
    at = spans[min(places)][1]
    first = max(0, at - _PASSAGE // 3)
    if first:
        first = flat.rfind(" ", 0, first + 1) + 1 or first
    last = min(len(flat), first + _PASSAGE)
    if last < len(flat):
        last = max(flat.rfind(" ", at + 1, last), at + 1)
    return f"{'… ' if first else ''}{flat[first:last]}{' …' if last < len(flat) else ''}"


def _place(text_words: Sequence[str], term: Term) -> int | None:
    length, last = len(term.words), term.words[-1]
    for start in range(len(text_words) - length + 1):
        end = text_words[start + length - 1]
        if not (end.startswith(last) if term.is_open else end == last):
            continue
        if tuple(text_words[start : start + length - 1]) == term.words[:-1]:
            return start
    return None


def _spans(text: str) -> list[tuple[str, int, int]]:
    """Return each word of a text with where it begins and ends in it."""
    pieces, origin = [], []
    for place, character in enumerate(text):
        piece = _folded(character)
        pieces.append(piece)
        origin += [place] * len(piece)
    folded = "".join(pieces)
    return [
        (match.group()[:LONGEST_WORD], origin[match.start()], origin[match.end() - 1] + 1)
        for match in _WORD.finditer(folded)
    ]


def _folded(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", marked) if unicodedata.category(one)[0] != "M")

"""Who must not be recognised in what staff write for a report: everybody who has a part in any case, and all staff.

A word too many is taken for a name rather than one too few: "May" and "Grace" are months and virtues, and people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mailflow.core.case import Case

#: What stands in the place of a name.
BLACKED_OUT = "[…]"
_HONORIFICS = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "prof", "professor", "the"))
_LONGEST_NAME = 100
_WORD = re.compile(r"[^\W_]+")
_ELSEWHERE = (
    re.compile(r"[^\s<>@]+@[^\s<>@]+\.\w+"),
    re.compile(r"(?<![\w-])[A-Z]{1,8}-[0-9]{4}-[0-9]{4,8}(?![\w-])"),
    re.compile(r"\+?\d[\d ()-]{7,}\d"),
)


class Names:
    """The names that stand in no report."""

    def __init__(self, cases: Iterable[Case], staff: Sequence[str] = (), titles: Iterable[str] = ()) -> None:
        """Learn the names.

        Args:
            cases: All of the organisation.
            staff: Names of its people.
            titles: What roles are called. A word of a title that is entered as somebody's name is no name.
        """
        plain = {word.casefold() for title in titles for word in _WORD.findall(title)}
        whole = {name for one in (*staff, *_people(cases)) if (name := _normal(one)) and len(name) < _LONGEST_NAME}
        self._words = {
            word for name in whole for word in _WORD.findall(name) if _is_a_name(word) and word.casefold() not in plain
        }
        #: Whole names by their first word: a text has few of thousands.
        self._whole: dict[str, list[str]] = {}
        for name in whole:
            if words := _WORD.findall(name.casefold()):
                self._whole.setdefault(words[0], []).append(name)

    def within(self, text: str) -> bool:
        """Say whether a text names somebody, or says where somebody can be reached, or which case it is about."""
        return self.blacked_out(text) != _normal(text)

    def blacked_out(self, text: str) -> str:
        """Return a text without them."""
        text = _normal(text)
        for pattern in _ELSEWHERE:
            text = pattern.sub(BLACKED_OUT, text)
        likely = {name for word in _WORD.findall(text.casefold()) for name in self._whole.get(word, ())}
        for name in sorted(likely, key=lambda one: (-len(one), one)):
            words = r"[\s-]+".join(map(re.escape, name.split()))
            text = re.sub(rf"(?<!\w){words}(?!\w)", BLACKED_OUT, text, flags=re.IGNORECASE)
        return _WORD.sub(lambda found: BLACKED_OUT if found[0] in self._words else found[0], text)


def _people(cases: Iterable[Case]) -> Iterator[str]:
    for case in cases:
        yield case.complainant.name
        yield from (one.name for one in case.parties)
        yield from (one.text for one in case.form if "name" in one.name.casefold())


def _is_a_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word.casefold() not in _HONORIFICS


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\u2019", "'").split())

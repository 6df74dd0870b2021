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
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_REF = re.compile(r"(?<![\w-])[A-Z]{1,8}-[0-9]{4}-[0-9]{4,8}(?![\w-])")
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+\.\w+")
_NUMBER = re.compile(r"\+?\d[\d ()-]{7,}\d")


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
        whole = [_normal(one) for one in (*staff, *_people(cases)) if one.strip()]
        words = {word for name in whole for word in _WORD.findall(name) if _is_a_name(word)}
        found = {*(one for one in whole if " " in one), *(w for w in words if w.casefold() not in plain)}
        self._anyhow = [
            re.compile(rf"(?<!\w)(?:{_either(some)})(?!\w)", re.IGNORECASE) for some in _some(sorted(whole))
        ]
        self._known = [re.compile(rf"(?<!\w)(?:{_either(some)})(?!\w)") for some in _some(sorted(found))]

    def within(self, text: str) -> bool:
        """Say whether a text names somebody, or says where somebody can be reached, or which case it is about."""
        return self.blacked_out(text) != _normal(text)

    def blacked_out(self, text: str) -> str:
        """Return a text without them."""
        text = _normal(text)
        for pattern in (_ADDRESS, _REF, _NUMBER, *self._anyhow, *self._known):
            text = pattern.sub(BLACKED_OUT, text)
        return text


def _people(cases: Iterable[Case]) -> Iterator[str]:
    for case in cases:
        yield case.complainant.name
        yield from (one.name for one in case.parties)
        yield from (one.text for one in case.form if "name" in one.name.casefold() and len(one.text) < 100)


def _is_a_name(word: str) -> bool:
    return len(word.strip(".")) > 1 and word[0].isupper() and word.casefold().strip(".") not in _HONORIFICS


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _either(names: Iterable[str]) -> str:
    return "|".join(r"[\s-]+".join(re.escape(word) for word in name.split()) for name in names)


def _some(names: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Yield the names in lots: one pattern for thousands takes longer to make than to search."""
    return (names[at : at + size] for at in range(0, len(names), size))

"""What is to be blacked out in a record: words wherever they stand, however they are broken into lines or quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

#: What stands in the place of words. Always the same: its length says nothing about what was there.
BLACK: Final = "█████"
#: Fewer letters than these stand everywhere.
SHORTEST: Final = 3
#: Between two words of a text: a new line, and what a mail program puts before a line that it quotes.
_BETWEEN = r"[\s>|*_]+"
#: A line of a text that is blacked out whole is looked for elsewhere as well if it has so many letters: a greeting
#: stands in every mail.
_TELLING: Final = 16


@dataclass(frozen=True)
class Blackout:
    """Words to be blacked out, whatever their capitals."""

    words: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        told = sorted({tuple(one.split()) for one in self.words if one.strip()}, key=lambda one: -len(" ".join(one)))
        if not told:
            return None
        return re.compile("|".join(_BETWEEN.join(map(re.escape, one)) for one in told), re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Say whether any of the words stands in a text."""
        return bool(self._pattern and self._pattern.search(text))

    def of(self, text: str) -> str:
        """Return a text with the words blacked out."""
        return self._pattern.sub(BLACK, text) if self._pattern else text

    def of_json(self, value: Any) -> Any:
        """Return a JSON value with the words blacked out in each text of it; the names of its fields stay."""
        match value:
            case str():
                return self.of(value)
            case list():
                return [self.of_json(one) for one in value]
            case dict():
                return {key: self.of_json(one) for key, one in value.items()}
            case _:
                return value


def why_not(words: Iterable[str]) -> str | None:
    """Return why some words cannot be blacked out; None where they can."""
    short = [one for one in words if len("".join(one.split())) < SHORTEST]
    return f"\u201c{short[0]}\u201d is too short: it stands in many words. Give more of the text." if short else None


def lines_of(text: str) -> tuple[str, ...]:
    """Return what a text that is blacked out whole is looked for by where it was quoted."""
    return tuple(line for line in (one.strip(" \t>|") for one in text.splitlines()) if len(line) >= _TELLING)

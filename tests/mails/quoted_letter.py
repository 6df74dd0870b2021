"""The letter of ours that the replies in the tables quote."""

from __future__ import annotations

_LINES = ("Dear Pat,", "", "We have had your letter and will look into it.", "Please wait for our answer.", "", "Ada")
LETTER = "".join(f"{line}\n" for line in _LINES)
MARKED = "".join(f"> {line}".rstrip() + "\n" for line in _LINES)


def filled(text: str, **more: str) -> str:
    """Put the letter where a text says ``{letter}`` or, with a mark on each line, ``{marked}``; and more by name."""
    for name, words in {"letter": LETTER, "marked": MARKED, **more}.items():
        text = text.replace(f"{{{name}}}", words)
    return text

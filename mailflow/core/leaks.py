"""What may not leave in a letter of staff's words: it is caught, and goes only with its author's ``#send anyway``.

Words of a disciplinary sanction (a policy's list; SS-2.6), the names of people who complain in other cases, what is
ours alone (the footer of our notices), and what a mail program left below the text: the author's address, their
signature.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from mailflow.core.office import Office, Officer

#: How every notice to staff ends (templates/*.txt).
FOOTER = "Confidential. Sent by mailflow for"
#: So many lines at the end can be a signature.
_SIGNATURE_LINES = 8

_REACHES = re.compile(
    r"^\W*(?:t|tel|telephone|phone|m|mob|mobile|cell|direct(?: line| dial)?|f|fax|e|email|e-mail|w|web|ext)\s*[.:|)]|"
    r"\+?\d[\d ()-]{8,}\d|\bwww\.|\bhttps?://",
    re.IGNORECASE,
)
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u2010": "-", "\u2011": "-"})


def caught_in(text: str, officer: Officer, office: Office, other_names: Iterable[str]) -> tuple[str, ...]:
    """Return what in a letter's text may not leave, each as a phrase for its author; nothing where all may.

    Args:
        text: The author's words for the complainant.
        officer: Who wrote them.
        office: For the policy's list of words, and the names of colleagues.
        other_names: Full names of people who complain in other cases.
    """
    folded = _folded(text)
    caught = [
        f"\u201c{word}\u201d, a word of a disciplinary sanction"
        for word in office.policy.sanction_words
        if _pattern(_folded(word)).search(folded)
    ]
    colleagues = {_folded(one.name) for one in office.staff}
    for name in dict.fromkeys(" ".join(one.split()) for one in other_names):
        key = _folded(name)
        if " " in key and key not in colleagues and _pattern(key).search(folded):
            caught.append(f"\u201c{name[:80]}\u201d, the name of somebody who complains in another case")
    if _folded(FOOTER) in folded:
        caught.append("the footer of our own notices: text of a notice to staff is in it")
    if re.search(rf"(?<![\w.+-]){re.escape(officer.key)}(?![\w-])", folded):
        caught.append(f"your own address ({officer.address}); answers are to reach the complaints mailbox")
    if _has_signature(text, officer):
        caught.append("your signature with how to reach you")
    return tuple(caught)


def _has_signature(text: str, officer: Officer) -> bool:
    """Say whether the author's name stands near the end with a telephone number, or the like, below it."""
    last = [line.strip() for line in text.splitlines() if line.strip()][-_SIGNATURE_LINES:]
    name = _folded(officer.name)
    named = next((at for at, line in enumerate(last) if name and _folded(line).startswith(name)), None)
    return named is not None and any(_REACHES.search(line) for line in last[named:])


def _folded(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


@functools.lru_cache(maxsize=1024)
def _pattern(folded: str) -> re.Pattern[str]:
    """Return whole words; a star at the end of a policy's word stands for every ending."""
    stem, star, _ = folded.partition("*")
    return re.compile(rf"(?<!\w){re.escape(stem)}" + (r"\w*" if star else r"(?!\w)"))

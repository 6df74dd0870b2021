"""How a letter begins: "Dear Complaints Officer," says whom somebody writes to, not whom they complain of.

Only a part is taken off so, only in the first lines, and only where the letter speaks of its reader in nothing but
courtesies: "Dear Complaints Officer, you were rude" names whom it is about. A name is never taken off: "Dear Ada" also
begins the letter that complains of Ada.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: A greeting stands in one of the first so many lines that have words; the first of them is the subject.
_LINES = 3
_ADDRESS = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
#: What every letter says to its reader, whoever that is.
_COURTESIES = re.compile(
    r"\b(?:thank you|thanking you|(?:write|writing|wrote|written|complain|complaining|speak|talk) to you"
    r"|(?:hear|hearing)(?: back)?(?: soon)? from you|(?:let|tell|inform|informing|ask|contact|contacting) you"
    r"|(?:can|could|would|will) you please|if you (?:can|could|would)|yours (?:sincerely|faithfully|truly)"
    r"|your (?:complaints? )?(?:service|services|organisation|organization|company|agency|charity|nursery|centre|center"
    r"|setting|team|office|staff|policy|procedure|website|attention|time|help|reply|response|answer))\b",
    re.IGNORECASE,
)


def without_greeting(text: str, titles: tuple[str, ...]) -> str:
    """Return a text without the greeting of one of these parts, where it is no more than a greeting.

    Args:
        text: The subject in the first line, what was written below it.
        titles: What the part is called.
    """
    greeting = _greeting(titles)
    lines, worded = text.split("\n"), 0
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        worded += 1
        if worded > _LINES:
            return text
        if (found := greeting.match(line)) is not None:
            rest = "\n".join((*lines[:number], line[found.end() :], *lines[number + 1 :]))
            return text if _ADDRESS.search(_COURTESIES.sub(" ", rest)) else rest
    return text


@lru_cache(maxsize=256)
def _greeting(titles: tuple[str, ...]) -> re.Pattern[str]:
    parts = "|".join(r"[\s-]+".join(re.escape(word) for word in title.split()) for title in titles) or r"(?!)"
    return re.compile(
        r"[^\w]*(?:dear|hello|hi|good (?:morning|afternoon|evening)|to|for the attention of|fao|attn)[\s:]+"
        rf"(?:the\s+)?(?:{parts})(?!\w|\s+\w)",
        re.IGNORECASE,
    )

"""Mail that bears a case's marks and comes from another address: was its complainant asked, and what did they say?

They are asked at the address on record alone. Whose a mail is, the words of an answer say: a plain yes or no in its
first sentence; in doubt it is neither, and a person reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_GREETING = re.compile(
    r"(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|to whom it may concern)\b.{0,60}", re.IGNORECASE
)
_YES = re.compile(
    r"#?\s*(?:yes|yeah|yep|yup|aye|correct|confirmed|i confirm|i did|it was me|that was me)\b", re.IGNORECASE
)
_NO = re.compile(
    r"#?\s*(?:no|nope|nah|not me|(?:it|that|this) (?:was not|wasn'?t|is not|isn'?t)|i (?:did not|didn'?t))\b",
    re.IGNORECASE,
)
#: What makes a "yes" no plain yes: "Yes, I got it, but it was not me".
_BUT = re.compile(
    r"\b(?:no|not|never|cannot|nobody|none|neither|but|unless|if|maybe|perhaps|possibly|which|what|who)\b"
    r"|n't\b|\bnt\b|\?|\b(?:some(?:body|one)|any(?:body|one)) else\b",
    re.IGNORECASE,
)
#: Said anywhere, these take a yes back.
_NOT_MINE = re.compile(
    r"\b(?:not (?:from )?(?:me|mine|my|us|ours)"
    r"|(?:was|is|am|did)(?:n't| not)\b.{0,30}\b(?:me|mine|write|send|sent|wrote)"
    r"|some(?:body|one) else|never (?:wrote|sent|heard)|do(?:n't| not) (?:know|recogni[sz]e))\b",
    re.IGNORECASE,
)
_MINE = re.compile(r"\b(?:yes|(?:was|is) (?:me|mine|from me))\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"'(),:;\[\]]+@[^\s<>\"'(),:;\[\]]+[^\s<>\"'(),:;.!?\[\]]")
_COURTESY = re.compile(
    r"(?:(?:many |with )?(?:thanks?|thank you)(?: (?:you|so much|very much|again|for (?:asking|checking)))?"
    r"|(?:with )?(?:kind(?:est)?|best|warm) (?:regards|wishes)|regards|yours (?:sincerely|faithfully|truly)|cheers|best"
    r"|(?:that|it|this) (?:was|is) (?:me|mine|my e?-?mail)|i (?:wrote|sent) (?:it|that)"
    r"|from my (?:other|work|partner'?s|husband'?s|wife'?s) (?:address|e?-?mail|account)|sent from my [\w ]{1,40})",
    re.IGNORECASE,
)
_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " "})
_LONGEST = 20_000


class Said(StrEnum):
    """What an answer says: it was theirs, it was not, or nobody can tell from its words."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioned:
    """A mail that the complainant was asked about.

    Attributes:
        message: The mail. It waits in the holding pen.
        address: Where it came from (casefolded). The letter does not name it.
        asked_at: When the question was decided on.
        said: The answer; None while there is none.
        said_at: When the answer came.
        is_known: They named the address themselves: what comes from it is theirs from then on.
    """

    message: int
    address: str
    asked_at: datetime
    said: Said | None = None
    said_at: datetime | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to such a question.

    Attributes:
        message: The mail that was asked about.
        said: What the words say of it.
        names_it: They name the address that it came from.
        has_more: They say something else besides; whoever deals with the case reads it.
        is_settled: A person has decided about the mail meanwhile, or it was answered before.
        received_at: When the mail that was asked about came.
        address: Where it came from, as it is written there.
    """

    message: int
    said: Said
    names_it: bool
    has_more: bool
    is_settled: bool
    received_at: datetime
    address: str


def read_answer(text: str, address: str, known: tuple[str, ...], name: str = "") -> tuple[Said, bool, bool]:
    """Return what an answer says, whether it names the address, and whether it says more than that.

    Whoever names another address than the one in question speaks of another mail: that is no yes.

    Args:
        text: What is new in the answer, less its quotation; the first 20,000 characters count.
        address: Where the mail in question came from.
        known: Addresses that say nothing by standing there: the complainant's own, and ours.
        name: The complainant's name, which can stand below.
    """
    lines = [line.strip() for line in text[:_LONGEST].translate(_QUOTES).splitlines() if line.strip()]
    if lines and _GREETING.fullmatch(lines[0]) and len(lines) > 1:
        lines = lines[1:]
    whole = " ".join(lines)
    named = {one.casefold() for one in _ADDRESS.findall(whole)} - {one.casefold() for one in known}
    names_it = address.casefold() in named
    first = re.split(r"(?<=[.!?])\s", _ADDRESS.sub(" ", lines[0]), maxsplit=1)[0] if lines else ""
    said = Said.UNCLEAR
    if found := _NO.match(first):
        said = Said.UNCLEAR if _MINE.search(whole[found.end() :]) else Said.NO
    elif found := _YES.match(first):
        plain = not _BUT.search(first[found.end() :]) and not _NOT_MINE.search(whole)
        said = Said.YES if plain and named <= {address.casefold()} else Said.UNCLEAR
    return said, names_it, said is Said.UNCLEAR or _has_more(lines, name)


def _has_more(lines: list[str], name: str) -> bool:
    """Say whether anything is left once the answer, an address, courtesies and the name below are taken off."""
    words = {*name.casefold().split(), "and", "ps"}
    for number, line in enumerate(lines):
        rest = _ADDRESS.sub(" ", line)
        if number == 0:
            found = _YES.match(rest) or _NO.match(rest)
            rest = rest[found.end() :] if found else rest
        for part in re.split(r"[.,;:!?\-\u2013\u2014]+\s*", rest):
            plain = _COURTESY.sub(" ", part).casefold()
            left = [one for one in re.findall(r"\w+", plain) if one not in words]
            is_name = number > 0 and number == len(lines) - 1 and len(left) <= 2 and part.strip().istitle()
            if left and not is_name:
                return True
    return False

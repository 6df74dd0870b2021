"""Does a reply to an outcome plainly accept it, or merely give thanks? All else may be an appeal: a person says.

What the text must be is written down here, not what it must not be: each clause has to be one that accepts, thanks,
greets or takes leave. A clause that is none of these, a "but", a question, a thanks that is meant otherwise
("thanks for nothing") leaves the doubt, and doubt serves the complainant. Beside a plain acceptance, news that
complains of nothing ("Lily has settled in") may stand. English; a reply in another language is in doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from mailflow.core.doubt_words import (
    ACCEPTS,
    AGAINST,
    AND,
    ASKS,
    COURTESY,
    ENDS,
    FOR,
    NAME,
    NO_MORE,
    QUOTES,
    SHORT_FORMS,
    THANKED,
    THANKS,
    THANKS_ENOUGH,
    WRAPPED,
)

#: A reply is read so far; nobody accepts in more words than this.
_LONGEST = 3000


class _Sense(IntEnum):
    NAME, COURTESY, THANKS, ACCEPTANCE, NEWS, AGAINST = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReading:
    """What a reply to an outcome is: ``in_doubt`` unless it plainly accepts or merely thanks."""

    in_doubt: bool
    because: str


def read_reply(text: str) -> ReplyReading:
    """Read the new text of a reply to an outcome."""
    text = text.translate(QUOTES).strip()
    if not text:
        return ReplyReading(in_doubt=True, because="it has no text that says whether the answer is accepted")
    if len(text) > _LONGEST:
        return ReplyReading(in_doubt=True, because="it is too long to be a plain acceptance or thanks")
    if "?" in text:
        return ReplyReading(in_doubt=True, because="it asks something")
    senses = [(_sense(clause), clause) for clause in _clauses(text)]
    against = next((clause for sense, clause in senses if sense is _Sense.AGAINST), None)
    if against is not None:
        return ReplyReading(in_doubt=True, because=f"it does not plainly accept the answer: {_shown(against)}")
    kinds = {sense for sense, _ in senses}
    if _Sense.ACCEPTANCE in kinds:
        return ReplyReading(in_doubt=False, because="it plainly accepts the answer")
    news = next((clause for sense, clause in senses if sense is _Sense.NEWS), None)
    if news is not None:
        return ReplyReading(in_doubt=True, because=f"it says more than thanks: {_shown(news)}")
    if _Sense.THANKS in kinds:
        return ReplyReading(in_doubt=False, because="it merely gives thanks")
    return ReplyReading(in_doubt=True, because="it neither accepts the answer nor gives thanks")


def _clauses(text: str) -> list[str]:
    whole = WRAPPED.sub(" ", text)
    pieces = (part.strip(" \t\"'*_>-") for line in ENDS.split(whole) for part in AND.split(line))
    return [" ".join(part.split()) for part in pieces if re.search(r"\w", part)]


def _sense(written: str) -> _Sense:
    clause = written.casefold()
    for pattern, words in SHORT_FORMS:
        clause = pattern.sub(words, clause)
    if match := ACCEPTS.match(clause):
        return _Sense.AGAINST if AGAINST.search(clause, match.end()) else _Sense.ACCEPTANCE
    courtesy = COURTESY.fullmatch(clause)
    if courtesy and NO_MORE.match(clause):
        return _Sense.COURTESY
    if THANKS_ENOUGH.fullmatch(clause):
        return _Sense.THANKS
    if AGAINST.search(clause):
        return _Sense.AGAINST
    if THANKS.match(clause):
        return _thanks(clause)
    if FOR.match(clause):
        return _thanks(clause)
    if courtesy:
        return _Sense.COURTESY
    if NAME.fullmatch(written) and not ASKS.search(clause):
        return _Sense.NAME
    return _Sense.AGAINST if ASKS.search(clause) else _Sense.NEWS


def _thanks(clause: str) -> _Sense:
    """Take thanks for thanks where it is for what people are thanked for; "for your opinion" may be meant otherwise."""
    _, has_object, thing = clause.partition(" for ") if not clause.startswith("for ") else ("", " for ", clause[4:])
    return _Sense.THANKS if not has_object or THANKED.match(thing) else _Sense.NEWS


def _shown(clause: str) -> str:
    return f"\u201c{clause[:80]}\u201d"

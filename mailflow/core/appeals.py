"""Is there an appeal in the subject of a reply? The word must stand there by itself, and not be taken back.

A word that is negated ("I do not wish to appeal") makes a reply. Where the subject asks about appealing, or is in two
minds, a person decides. The text below is not searched: it quotes, forwards and tells stories.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Reply and forward prefixes of mail clients in the languages of Europe and beyond ("Re:", "AW:", "Odp:", "回复：").
_PREFIX = re.compile(
    r"^\s*(?:re|r|aw|antw|antwort|antwoord|sv|vs|vl|vá|ref|res|rif|rép|rv|enc|odp|od|ynt|ilt|hl|atb|ad|bls|se|"
    r"fw|fwd|wg|tr|doorst|vb|videresendt|i|pd|továbbítás|πρθ|απ|σχετ|пересл|отв|ответ|fs|trs|"
    r"回复|回覆|答复|转发|轉寄|返信|転送|回信|답장|전달|رد|إعادة توجيه|השב|הועבר)"
    r"\s*(?:[\[(]\s*\d{1,3}\s*[\])]|\^\d{1,3})?\s*[:：]\s*",
    re.IGNORECASE,
)
_NOT = (
    r"(?:not|never|no|nor|neither|without|don'?t|doesn'?t|won'?t|wouldn'?t|can'?t|cannot|isn'?t|didn'?t|shan'?t|"
    r"no longer)"
)
_CARRIER = (
    r"(?:i|we|to|a|an|the|any|my|our|your|this|that|of|for|in|be|am|is|are|was|want|wanting|wish|wishing|going|plan|planning|"
    r"intend|intending|need|needed|like|making|make|made|request|requesting|requested|ask|asking|seek|seeking|send|"
    r"sending|further|formally|currently|actually|really|longer|more|necessary|take|taking|pursue|pursuing|"
    r"continue|continuing|with|will|would|think|feel|at|all|now)"
)
_ASKS = re.compile(
    r"\b(?:can|could|(?<!\d )may(?! \d)|might|should|how|whether|unsure|perhaps|maybe|possibly|considering|thinking)\b"
)
#: Right before the word: an earlier appeal is called off, or somebody is thanked for a review.
_CALLS_OFF = re.compile(
    r"\b(?:withdraw(?:ing|n)?|cancel(?:l?ing|l?ed)?|drop(?:ping|ped)?|retract(?:ing|ed)?"
    r"|thank(?:s| you)(?: \w+){0,2} for)(?: (?:the|my|our|your|this|that|a|an)){0,2} $"
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "\u00a0": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReading:
    """What a subject says about an appeal.

    ``word`` is the keyword; ``certain`` False where a person must say; ``taken_back``: the subject says plainly no.
    """

    word: str | None
    certain: bool
    because: str
    taken_back: bool = False

    @property
    def is_appeal(self) -> bool:
        """A keyword stands there, plainly."""
        return self.word is not None and self.certain

    @property
    def is_perhaps(self) -> bool:
        """A keyword stands there, but a person must decide."""
        return self.word is not None and not self.certain


def without_prefixes(subject: str) -> str:
    """Take off any number of ``Re:``/``Fwd:`` in any language (at most 20)."""
    for _ in range(20):
        shorter = _PREFIX.sub("", subject, count=1)
        if shorter == subject:
            break
        subject = shorter
    return subject.strip()


def keywords_in(text: str, keywords: Iterable[str]) -> tuple[str, ...]:
    """Return the keywords that stand in a text as whole words, in the policy's order; case and spacing are ignored."""
    folded = _folded(text)
    return tuple(word for word in keywords if _whole(word).search(folded))


#: The class of what staff write to a family themselves.
BY_HAND = "staff-reply"


def our_subjects(letters: Iterable[str], by_hand: Iterable[str]) -> tuple[str, ...]:
    """Return the subjects that are not the complainant's words: of our letters, and of what staff wrote themselves.

    Of the latter none of one or two words: it would take the only word of an appeal with it.
    """
    theirs = (without_prefixes(one) for one in by_hand)
    return tuple(dict.fromkeys(filter(None, (*letters, *(one for one in theirs if len(one.split()) > 2)))))


def read_appeal(subject: str, our_subjects: Iterable[str], keywords: Iterable[str]) -> AppealReading:
    """Look for a stage's appeal keywords in the subject of a complainant's reply.

    Args:
        subject: As read, unfolded.
        our_subjects: Subjects of our own letters; what is ours in the subject is not the complainant's word.
        keywords: The stage's list.
    """
    rest = _folded(subject)
    for ours in sorted((_folded(one) for one in our_subjects), key=len, reverse=True):
        if ours:
            rest = rest.replace(ours, " ")
    rest = without_prefixes(rest)
    found = keywords_in(rest, keywords)
    if not found:
        return AppealReading(word=None, certain=True, because="its subject has none of the stage's appeal words")
    left = rest
    for word in found:
        left = _negated(word).sub(" ", left)
    still = [word for word in found if _whole(word).search(left)]
    if not still:
        why = f"its subject has the word \u201c{found[0]}\u201d, but takes it back"
        return AppealReading(word=None, certain=True, because=why, taken_back=True)
    word = still[0]
    if left != rest:
        return AppealReading(
            word=word, certain=False, because=f"its subject has \u201c{word}\u201d and also takes it back"
        )
    before = rest[: _start(word, rest)]
    if rest.endswith("?") or _ASKS.search(before):
        return AppealReading(word=word, certain=False, because=f"its subject seems to ask about \u201c{word}\u201d")
    if _CALLS_OFF.search(before):
        why = f"its subject has \u201c{word}\u201d, but perhaps calls it off or gives thanks for it"
        return AppealReading(word=word, certain=False, because=why)
    return AppealReading(word=word, certain=True, because=f"its subject has the word \u201c{word}\u201d")


def _folded(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


@functools.cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_folded(word))}(?!\w)")


@functools.cache
def _negated(word: str) -> re.Pattern[str]:
    body = re.escape(_folded(word))
    return re.compile(rf"(?<![\w']){_NOT}\s+(?:{_CARRIER}\s+){{0,6}}{body}(?!\w)")


def _start(word: str, text: str) -> int:
    match = _whole(word).search(text)
    return match.start() if match else 0

"""What the policy asks of a complaint and the complaint does not say: asked for once, in the acknowledgement.

A person who told it in words that nobody foresaw is asked needlessly; so the signs are many, and they stand in the
policy. Where something came that cannot be read (a photograph of a letter), nothing is asked: it may say all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from mailflow.core.form import FoundForm
from mailflow.core.form_labels import plain
from mailflow.core.form_terms import Ask, Form
from mailflow.core.mail import InboundMessage
from mailflow.core.policy import Policy

#: A mail with fewer words beside a file that cannot be read says that the complaint is in the file.
_COVERING_NOTE = 40
_LONGEST = 100_000
_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
_DATE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|yesterday|tonight|last (?:night|week|month|year|time)"
    r"|this (?:morning|afternoon|evening|week|month)|(?:january|february|april|june|july|august|september|october"
    rf"|november|december)|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS}|may|march)|(?:may|march|{_MONTHS}) \d{{1,2}}"
    r"|\d{1,2} ?[ap]\.?m\b|\d{1,2}[:.]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|(?:days?|weeks?|months?|years?) ago)\b",
    re.IGNORECASE,
)


def asks_for(
    policy: Policy, message: InboundMessage, text: str, found: FoundForm | None, stage: str
) -> tuple[str, ...]:
    """Return what the acknowledgement of a complaint asks for.

    Args:
        policy: Whose form and whose asks.
        message: For its subject and files.
        text: Its new text.
        found: The form in it.
        stage: The stage that it opens.
    """
    form = policy.form
    if form.asks_at and stage not in form.asks_at:
        return ()
    unread = len(message.attachments) > len(message.documents)
    told = f"{message.subject}\n{text}" if found is None else found.rest
    if found is None:
        told = "\n".join((told, *(document.text for document in message.documents)))
        if unread and len(plain(told[:_LONGEST]).split()) < _COVERING_NOTE:
            return ()
    return missing(form, found, told)


def missing(form: Form, found: FoundForm | None, text: str) -> tuple[str, ...]:
    """Return what a form asks for that neither its fields nor a text says, each as a phrase."""
    answered = set(found.fields) if found else set()
    words = f" {plain(text[:_LONGEST])} "
    return tuple(
        ask.text for ask in form.asks if not answered.intersection(ask.fields) and not _is_said(ask, text, words)
    )


def _is_said(ask: Ask, text: str, words: str) -> bool:
    if ask.least_words and words.count(" ") - 1 >= ask.least_words:
        return True
    if ask.dates and _DATE.search(text[:_LONGEST]):
        return True
    return bool(_any_of(ask.signs).search(words))


@lru_cache(maxsize=64)
def _any_of(signs: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the signs between words that stand one blank apart."""
    found = sorted(plain(sign) + ("" if sign.endswith("*") else " ") for sign in signs)
    # By their first letters: at each word a search tries a few letters, not every sign.
    parts = [
        f"{re.escape(first)}(?:{'|'.join(re.escape(sign[1:]) for sign in some)})"
        for first, some in groupby(found, key=lambda sign: sign[:1])
    ]
    return re.compile(f" (?:{'|'.join(parts)})") if parts else re.compile(r"(?!)")

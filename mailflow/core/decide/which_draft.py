"""Which of the letters that lay in Drafts is a mail that a person sent? Answered by evidence; nothing is guessed.

Mail programs keep different things of a draft (docs/decisions tells which). The best evidence decides:

1. its Message-ID, or a mark in its References that only this draft was given;
2. the headers that name its case and its kind;
3. it went to whom the draft was for, with the case's reference in its subject or in the draft's own words, and the
   draft is gone.

Where several letters fit, the one whose words are the same is it, else the one with the same subject, else the one
whose draft is gone; if several still fit, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mailflow.core.mail import InboundMessage
from mailflow.core.thread import tags_in

#: A program lays the copy into Sent and takes the draft away one after the other; until then it cannot be known.
PATIENCE = timedelta(minutes=10)
#: Clocks of two servers differ by so much at most.
_SKEW = timedelta(minutes=2)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter that was laid into Drafts and has not left.

    Attributes:
        to: For whom it is.
        text: Its words as decided.
        message_id: As it was laid.
        laid_at: When it was laid.
        is_gone: It is not in the Drafts folder any more.
        is_cancelled: It was taken back: it can only have been sent by mistake.
    """

    letter: int
    ref: str
    kind: str
    to: str
    subject: str
    text: str
    message_id: str
    laid_at: datetime
    is_gone: bool
    is_cancelled: bool = False


class As(StrEnum):
    """What a mail in the Sent folder is, as seen from the drafts."""

    SENT = "sent"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"
    NOT_YET = "not-yet"
    NO_DRAFT = "no-draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a mail is, and which letters it can be: one, or several where it is unclear."""

    as_: As
    letters: tuple[int, ...] = ()


def draft_mark(message_id: str) -> str:
    """Return what a draft alone has in its References, so that it is known although a program changes its Message-ID.

    Args:
        message_id: Of a letter of ours, as ``<mf.unique@domain>``.
    """
    return f"<draft.{message_id.removeprefix('<').removeprefix('mf.')}"


def id_of_mark(mark: str) -> str | None:
    """Return the Message-ID of the draft that a mark was made from; None where it is no mark."""
    return f"<mf.{mark.removeprefix('<draft.')}" if mark.startswith("<draft.") else None


def same_words(one: str, other: str) -> bool:
    """Say whether two texts have the same words, however a program breaks its lines and marks its lists."""
    return _WORDS.findall(one.casefold()) == _WORDS.findall(other.casefold())


def which_draft(
    sent: InboundMessage,
    to: Collection[str],
    sent_at: datetime,
    waiting: Sequence[Waiting],
    *,
    code: str,
    now: datetime,
) -> Judged:
    """Return which letter a mail in the Sent folder is.

    Args:
        sent: The mail as it left.
        to: Everybody outside whom it went to, casefolded.
        sent_at: When it was laid into the Sent folder.
        waiting: The letters that it can be.
        code: Of the organisation, for the tag in a subject.
        now: The present.
    """
    able = [one for one in waiting if sent_at >= one.laid_at - _SKEW]
    ids = {sent.message_id or "", *sent.references}
    marked = [one for one in able if one.message_id in ids or draft_mark(one.message_id) in ids]
    kind, ref = sent.header("x-mailflow-letter").strip(), sent.header("x-mailflow-case").strip()
    marked = marked or [one for one in able if kind and (one.kind, one.ref) == (kind, ref)]
    is_young = now < sent_at + PATIENCE
    if marked:
        return _marked(sent, to, marked, is_young=is_young)
    tags = tags_in(sent.subject, code)
    theirs = [
        one
        for one in able
        if not one.is_cancelled and one.to.casefold() in to and (one.ref in tags or same_words(one.text, sent.text))
    ]
    gone = [one for one in theirs if one.is_gone]
    if gone:
        return _one_of(sent, gone)
    return Judged(as_=As.NOT_YET if theirs and is_young else As.NO_DRAFT)


def _marked(sent: InboundMessage, to: Collection[str], marked: Sequence[Waiting], *, is_young: bool) -> Judged:
    """Judge a mail that bears a draft's own marks; forwarded to a colleague, a draft still lies where it was."""
    rightly = [one for one in marked if one.to.casefold() in to]
    if rightly:
        judged = _one_of(sent, rightly)
        is_early = judged.as_ is As.UNCLEAR and is_young and not any(one.is_gone for one in rightly)
        return Judged(as_=As.NOT_YET) if is_early else judged
    gone = [one for one in marked if one.is_gone]
    if len(gone) == 1:
        return Judged(as_=As.ELSEWHERE, letters=(gone[0].letter,))
    return Judged(as_=As.NOT_YET if is_young and not gone else As.NO_DRAFT)


def _one_of(sent: InboundMessage, fitting: Sequence[Waiting]) -> Judged:
    subject = " ".join(sent.subject.split())
    tests: tuple[Callable[[Waiting], bool], ...] = (
        lambda one: same_words(one.text, sent.text),
        lambda one: " ".join(one.subject.split()) == subject,
        lambda one: one.is_gone,
    )
    left = list(fitting)
    for test in tests:
        if len(left) > 1:
            left = [one for one in left if test(one)] or left
    if len(left) == 1:
        return Judged(as_=As.SENT, letters=(left[0].letter,))
    return Judged(as_=As.UNCLEAR, letters=tuple(one.letter for one in left))

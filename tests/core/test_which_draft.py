"""Which letter from Drafts is a mail that a person sent: by evidence, and never by a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.decide.which_draft import (
    PATIENCE,
    As,
    Judged,
    Waiting,
    draft_mark,
    id_of_mark,
    same_words,
    which_draft,
)
from mailflow.core.mail import InboundMessage
from tests.core.cast import mail

LAID = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
SENT = LAID + timedelta(hours=1)
FAMILY = "p@mail.example"
TAG = "[LC-2020-0001] Our answer"


def draft(number: int = 1, **changes: object) -> Waiting:
    """Return a letter that lies in Drafts."""
    known: dict[str, object] = {
        "letter": number,
        "ref": "LC-2020-0001",
        "kind": "relay",
        "to": FAMILY,
        "subject": TAG,
        "text": f"These are the words of letter {number}.",
        "message_id": f"<mf.{number}@libra.example>",
        "laid_at": LAID,
        "is_gone": False,
    }
    return Waiting(**{**known, **changes})  # type: ignore[arg-type]


def sent(subject: str = TAG, text: str = "Other words.", *references: str, **headers: str) -> InboundMessage:
    """Return a mail that a program made of a draft."""
    fields = {name.replace("_", "-"): (value,) for name, value in headers.items()}
    return replace(mail("complaints@libra.example", subject, text, *references), headers=fields)


def judge(message: InboundMessage, *waiting: Waiting, to: str = FAMILY, now: datetime = SENT) -> Judged:
    return which_draft(message, {to}, SENT, waiting, code="LC", now=now)


@pytest.mark.parametrize(
    "message",
    [
        replace(sent("Anything"), message_id="<mf.1@libra.example>"),
        sent("Anything", "Other words.", draft_mark("<mf.1@libra.example>")),
        sent("Anything", x_mailflow_letter="relay", x_mailflow_case="LC-2020-0001"),
    ],
    ids=["its-message-id", "the-mark-in-its-references", "our-headers"],
)
def test_a_mark_of_ours_is_enough_though_the_draft_still_lies_there(message: InboundMessage) -> None:
    other = draft(2, kind="outcome")
    assert judge(message, draft(), other) == Judged(as_=As.SENT, letters=(1,))


def test_a_reference_in_the_subject_is_enough_once_the_draft_is_gone_and_not_before() -> None:
    assert judge(sent(), draft(is_gone=True)) == Judged(as_=As.SENT, letters=(1,))
    assert judge(sent(), draft()) == Judged(as_=As.NOT_YET)
    assert judge(sent(), draft(), now=SENT + PATIENCE) == Judged(as_=As.NO_DRAFT)


def test_the_same_words_are_enough_where_the_subject_is_another() -> None:
    words = "These are the WORDS\nof letter 1."
    assert judge(sent("Hello", words), draft(is_gone=True)) == Judged(as_=As.SENT, letters=(1,))
    assert judge(sent("Hello"), draft(is_gone=True)) == Judged(as_=As.NO_DRAFT)


def test_what_was_sent_before_the_draft_was_laid_is_not_the_draft() -> None:
    late = draft(is_gone=True, laid_at=SENT + timedelta(hours=1))
    assert judge(sent(), late) == Judged(as_=As.NO_DRAFT)


@pytest.mark.parametrize(("is_gone", "as_"), [(True, As.ELSEWHERE), (False, As.NOT_YET)])
def test_a_draft_that_went_to_somebody_else_never_counts_as_sent(is_gone: bool, as_: As) -> None:
    marked = sent("Anything", "Other words.", draft_mark("<mf.1@libra.example>"))
    assert judge(marked, draft(is_gone=is_gone), to="q@mail.example").as_ is as_


def test_a_draft_that_was_forwarded_and_still_lies_there_is_left_alone() -> None:
    marked = sent("Fwd", "Look at this.", draft_mark("<mf.1@libra.example>"))
    assert judge(marked, draft(), to="ada@libra.example", now=SENT + PATIENCE) == Judged(as_=As.NO_DRAFT)


def test_between_two_the_words_decide_and_then_the_subject_and_else_nobody() -> None:
    two = (draft(1, is_gone=True), draft(2, is_gone=True))
    assert judge(sent(text=two[1].text), *two) == Judged(as_=As.SENT, letters=(2,))
    named = replace(two[0], subject="[LC-2020-0001] A question")
    assert judge(sent(), named, two[1]) == Judged(as_=As.SENT, letters=(2,))
    assert judge(sent(), *two) == Judged(as_=As.UNCLEAR, letters=(1, 2))


def test_a_cancelled_letter_is_known_by_its_own_marks_alone() -> None:
    gone = draft(is_gone=True, is_cancelled=True)
    assert judge(sent(), gone) == Judged(as_=As.NO_DRAFT)
    marked = sent("Anything", "Other words.", draft_mark(gone.message_id))
    assert judge(marked, gone) == Judged(as_=As.SENT, letters=(1,))


@given(st.lists(st.booleans(), min_size=2, max_size=6), st.booleans(), st.booleans())
def test_letters_that_look_alike_are_never_told_apart_by_chance(
    gone: list[bool], has_headers: bool, is_young: bool
) -> None:
    alike = [draft(number, text="The same.", is_gone=one) for number, one in enumerate(gone, 1)]
    headers = {"x_mailflow_letter": "relay", "x_mailflow_case": "LC-2020-0001"} if has_headers else {}
    now = SENT if is_young else SENT + PATIENCE
    found = judge(sent(text="Changed.", **headers), *alike, now=now)
    only = [one.letter for one in alike if one.is_gone]
    assert (found.as_ is As.SENT) == (len(only) == 1)
    assert found.as_ is not As.SENT or found.letters == tuple(only)


@pytest.mark.parametrize(
    ("other", "are_same"),
    [("- Dear Pat:\n  it was late", True), ("DEAR PAT, *it was late*", True), ("Dear Pat, it was not late", False)],
)
def test_words_are_the_same_however_a_program_lays_them_out(other: str, are_same: bool) -> None:
    assert same_words("* Dear Pat: it was late", other) is are_same


@pytest.mark.parametrize(
    ("mark", "id_"),
    [(draft_mark("<mf.1@libra.example>"), "<mf.1@libra.example>"), ("<LC-2020-0001.complainant@libra.example>", None)],
)
def test_a_draft_is_known_by_its_mark_alone(mark: str, id_: str | None) -> None:
    assert id_of_mark(mark) == id_

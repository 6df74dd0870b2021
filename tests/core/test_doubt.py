"""Which replies to an outcome a person must look at: measured on replies of our own making."""

from __future__ import annotations

import pytest

from mailflow.core.doubt import read_reply
from tests.core.doubt_replies import APPEALS_EASY, APPEALS_HARD, REPLIES_EASY, REPLIES_HARD

APPEALS = (*APPEALS_EASY, *APPEALS_HARD)
REPLIES = (*REPLIES_EASY, *REPLIES_HARD)


def test_there_are_three_hundred_replies_and_half_of_them_are_hard() -> None:
    assert len({*APPEALS, *REPLIES}) == len(APPEALS) + len(REPLIES) >= 300
    assert len(APPEALS_HARD) + len(REPLIES_HARD) >= (len(APPEALS) + len(REPLIES)) / 2


def test_hardly_an_appeal_is_missed_and_few_thanks_are_taken_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    missed = [text for text in APPEALS if not read_reply(text).in_doubt]
    alarmed = [text for text in REPLIES if read_reply(text).in_doubt]
    found = len(APPEALS) - len(missed)
    recall, precision = found / len(APPEALS), found / (found + len(alarmed))
    with capsys.disabled():
        print(f"\n{len(APPEALS) + len(REPLIES)} replies: recall {recall:.3f}, precision {precision:.3f}")
    assert recall >= 0.98, missed
    assert precision >= 0.9, alarmed


@pytest.mark.parametrize("text", ["", "   \n", "\U0001f44d"])
def test_a_reply_without_words_is_in_doubt(text: str) -> None:
    assert read_reply(text).in_doubt


def test_the_reason_shows_what_was_not_understood() -> None:
    assert "The room was never cleaned" in read_reply("Thank you. The room was never cleaned.").because
    assert read_reply("Thank you.").because == "it merely gives thanks"
    assert read_reply("I accept the outcome.").because == "it plainly accepts the answer"


def test_a_long_text_is_read_in_no_time() -> None:
    assert read_reply("i do so very much " * 160 + "accept").in_doubt
    assert read_reply("thank you for " * 200_000).in_doubt

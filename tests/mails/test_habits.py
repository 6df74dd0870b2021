"""The writer's own words, whatever program they wrote with and whatever language it speaks."""

from __future__ import annotations

import pytest

from mailflow.core.quotation import new_text, without_signature
from tests.mails.habits import ATTRIBUTIONS, HEADER_BLOCKS, PHONES, RULES, A, N
from tests.mails.replies import REPLIES

ANSWER = "Thank you, but I do not agree.\nThe handover was late again on Friday."
LETTER = """Dear P. Rivers,

We have received your complaint of 2 November 2026.
You will have our answer by Friday 4 December 2026.

Libra Children Services"""
MARKED = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))
#: Programs that put the earlier mail below without a mark before each line, some of the time.
UNMARKED = ("apple", "yahoo", "proton", "zoho", "gmail", "spark", "hey", "open-x", "libero", "mail.ru", "yandex")


def own_words(text: str) -> str:
    return without_signature(new_text(text, None))


def introductions(name: str) -> list[str]:
    """The introduction as the program wraps it; and in one line, where it is one sentence."""
    text = ATTRIBUTIONS[name]
    wrapped = text.replace("⏎", "\n")
    if text.count("⏎") != 1 or "---" in text:
        return [wrapped]
    return [wrapped, text.replace("<⏎", "<").replace("(⏎", "(").replace("⏎", " ")]


@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_the_introduction_goes_with_what_it_introduces(name: str) -> None:
    for introduction in introductions(name):
        assert own_words(f"{ANSWER}\n\n{introduction}\n\n{MARKED}\n") == ANSWER
        assert own_words(f"{ANSWER}\n\n{introduction}\n{MARKED}\n") == ANSWER
        if name.startswith(UNMARKED):
            assert own_words(f"{ANSWER}\n\n{introduction}\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_an_answer_below_the_quotation_is_found(name: str) -> None:
    for introduction in introductions(name):
        assert own_words(f"{introduction}\n\n{MARKED}\n\n{ANSWER}\n") == ANSWER


@pytest.mark.parametrize("name", HEADER_BLOCKS)
def test_a_block_of_mail_headers_ends_the_writers_words(name: str) -> None:
    who, sent, to, subject, day = HEADER_BLOCKS[name]
    rows = [f"{who}: {N} <{A}>", f"{sent}: {day}", f"{to}: Pat Rivers <p@mail.example>", f"{subject}: Your complaint"]
    bold = ["*{}:*{}".format(*row.split(":", 1)) for row in rows]
    without_address = [f"{who}: {N}", *rows[1:]]
    link = [f"{who}: {N} [mailto:{A}]", *rows[1:]]
    for block in (rows, bold, without_address, link, [row.replace(":", "：", 1) for row in rows]):
        for rule in ("", "________________________________\n"):
            assert own_words(f"{ANSWER}\n\n{rule}" + "\n".join(block) + f"\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("rule", RULES)
def test_a_line_that_says_original_message_ends_the_writers_words(rule: str) -> None:
    assert own_words(f"{ANSWER}\n\n{rule}\n{N} <{A}>\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("phone", PHONES)
def test_what_a_telephone_adds_is_not_the_writers(phone: str) -> None:
    assert own_words(f"{ANSWER}\n\n{phone}\n") == ANSWER
    assert own_words(f"{ANSWER}\n\n{phone}\n\nOn 3 Nov 2026, at 10:15, {N} <{A}> wrote:\n\n{MARKED}\n") == ANSWER


@pytest.mark.parametrize("name", REPLIES)
def test_whole_replies_come_down_to_what_was_written(name: str) -> None:
    text, wanted = REPLIES[name]
    assert own_words(text) == wanted

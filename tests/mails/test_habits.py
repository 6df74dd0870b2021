"""The writer's own words, whatever program they wrote with and whatever language it speaks."""

from __future__ import annotations

import pytest

from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature
from mailflow.mailbox.body import html_to_text
from tests.mails.below_headers import BELOW_HEADERS
from tests.mails.habits import ATTRIBUTIONS, HEADER_BLOCKS, PHONES, RULES, A, N
from tests.mails.more_habits import EITHER_WAY, HELP_DESKS, MARKED, MORE_PHONES, UNMARKED, WORDS_IN_RULES
from tests.mails.pages import PAGES
from tests.mails.replies import REPLIES as WHOLE_REPLIES
from tests.mails.typed import TYPED

REPLIES = {**WHOLE_REPLIES, **BELOW_HEADERS}
ANSWER = "Thank you, but I do not agree.\nThe handover was late again on Friday."
LETTER = """Dear P. Rivers,

We have received your complaint of 2 November 2026.
You will have our answer by Friday 4 December 2026.

Libra Children Services"""
QUOTED = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))
#: Programs that put the earlier mail below without a mark before each line, some of the time.
WITHOUT_MARKS = ("apple", "yahoo", "proton", "zoho", "gmail", "spark", "hey", "open-x", "libero", "mail.ru", "yandex")


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
        assert own_words(f"{ANSWER}\n\n{introduction}\n\n{QUOTED}\n") == ANSWER
        assert own_words(f"{ANSWER}\n\n{introduction}\n{QUOTED}\n") == ANSWER
        if name.startswith(WITHOUT_MARKS):
            assert own_words(f"{ANSWER}\n\n{introduction}\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("name", ATTRIBUTIONS)
def test_an_answer_below_the_quotation_is_found(name: str) -> None:
    for introduction in introductions(name):
        assert own_words(f"{introduction}\n\n{QUOTED}\n\n{ANSWER}\n") == ANSWER


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


@pytest.mark.parametrize("name", UNMARKED)
def test_what_stands_above_an_earlier_mail_without_marks_goes_with_it(name: str) -> None:
    for above in (f"{ANSWER}\n\n", f"{ANSWER}\n"):
        assert own_words(f"{above}{UNMARKED[name]}\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("name", MARKED)
def test_what_stands_above_an_earlier_mail_with_marks_goes_with_it(name: str) -> None:
    assert own_words(f"{ANSWER}\n\n{MARKED[name]}\n\n{QUOTED}\n") == ANSWER
    assert own_words(f"{ANSWER}\n\n{MARKED[name]}\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", EITHER_WAY)
def test_what_stands_above_an_earlier_mail_goes_with_it_marked_or_not_and_above_the_answer_too(name: str) -> None:
    introduction = EITHER_WAY[name]
    assert own_words(f"{ANSWER}\n\n{introduction}\n\n{QUOTED}\n") == ANSWER
    assert own_words(f"{ANSWER}\n\n{introduction}\n\n{LETTER}\n") == ANSWER
    assert own_words(f"{introduction}\n\n{QUOTED}\n\n{ANSWER}\n") == ANSWER
    for wrapped in (introduction.replace(" <", " <\n", 1), introduction.replace(" <", "\n<", 1)):
        assert own_words(f"{ANSWER}\n\n{wrapped}\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", PAGES)
def test_a_reply_in_html_comes_down_to_what_was_written(name: str) -> None:
    page = "".join(f"<div>{line}</div>" for line in ANSWER.split("\n"))
    assert own_words(html_to_text(f"<html><body>{page}{PAGES[name]}</body></html>")) == ANSWER


@pytest.mark.parametrize("words", WORDS_IN_RULES)
def test_original_message_between_drawn_lines_is_known_in_more_languages(words: str) -> None:
    for rule in (f"-------- {words} --------", f"-----{words}-----", f"‐‐‐‐‐‐ {words} ‐‐‐‐‐‐"):
        assert own_words(f"{ANSWER}\n\n{rule}\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("line", HELP_DESKS)
def test_below_the_line_of_a_help_desk_everything_is_theirs(line: str) -> None:
    assert own_words(f"{ANSWER}\n\n{line}\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("name", TYPED)
def test_what_people_type_like_a_program_stays_theirs(name: str) -> None:
    text = TYPED[name]
    for typed in (text, f"Dear Ada,\n\n{text}\n\nPlease answer me.\n\nPat Rivers", f"Dear Ada,\n{text}\nPat"):
        kept = own_words(typed)
        assert [line for line in typed.split("\n") if line.strip() and line not in kept.split("\n")] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_line_that_says_original_message_ends_the_writers_words(rule: str) -> None:
    assert own_words(f"{ANSWER}\n\n{rule}\n{N} <{A}>\n\n{LETTER}\n") == ANSWER


@pytest.mark.parametrize("phone", [*PHONES, *MORE_PHONES])
def test_what_a_telephone_adds_is_not_the_writers(phone: str) -> None:
    assert own_words(f"{ANSWER}\n\n{phone}\n") == ANSWER
    assert own_words(f"{ANSWER}\n\n{phone}\n\nOn 3 Nov 2026, at 10:15, {N} <{A}> wrote:\n\n{QUOTED}\n") == ANSWER


@pytest.mark.parametrize("name", REPLIES)
def test_whole_replies_come_down_to_what_was_written(name: str) -> None:
    text, wanted = REPLIES[name]
    assert own_words(text) == wanted

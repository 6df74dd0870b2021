"""What reaches a terminal: nothing that a sender wrote controls it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mailflow.admin.terminal import brief, one_line, shown, table


@given(st.text(st.characters()))
def test_no_control_character_is_left_but_line_ends_and_tabs(text: str) -> None:
    for character in shown(text):
        assert character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@given(st.text(st.characters()))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_words_of_every_script_stay_as_they_are() -> None:
    for text in ("naïve café", "Привет", "你好", "שלום", "👩 emoji", "line one\nline two"):
        assert shown(text) == text


def test_what_controls_is_spelt_out() -> None:
    assert shown("a\x1b[2Jb\u202ec\x9bd\r\n") == "a\\x1b[2Jb\\u202ec\\x9bd\n"


def test_columns_stand_below_each_other() -> None:
    assert list(table([("a", "bb", "c"), ("aaa", "b", "cc")])) == ["a    bb  c", "aaa  b   cc"]
    assert list(table([])) == []


def test_a_long_text_is_cut_with_a_sign() -> None:
    assert brief("x" * 60) == "x" * 60
    assert brief("x" * 61) == "x" * 59 + "…"

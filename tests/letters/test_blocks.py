"""Plain text into blocks: the few signs, and that other people's words get none of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.letters.blocks import CLOSE, OPEN_QUOTED, OPEN_VERBATIM, Run, blocks_of, plain, text_of


def kinds(rendered: str) -> list[str]:
    return [block.kind for block in blocks_of(rendered)]


def test_an_empty_line_ends_a_paragraph_and_a_line_end_does_not() -> None:
    one, two = blocks_of("Yours sincerely,\nLibra\n\nP.S.\n")
    assert [run.text for line in one.lines for run in line] == ["Yours sincerely,", "Libra"]
    assert two.lines == ((Run("P.S."),),)


def test_a_short_line_with_a_colon_leads_in_a_list() -> None:
    assert kinds("What happens now:\n- one\n- two\nand so on") == ["lead", "list", "paragraph"]


def test_a_long_line_with_a_colon_is_a_paragraph() -> None:
    assert kinds("x" * 60 + ":") == ["paragraph"]


def test_lines_to_copy_stand_by_themselves() -> None:
    assert kinds("#outcome upheld\nAnswers the complaint.") == ["code", "paragraph"]


def test_a_hash_in_a_persons_words_is_no_line_to_copy() -> None:
    assert kinds(f"{OPEN_VERBATIM}#1 was late\n{CLOSE}") == ["paragraph"]


def test_quoted_words_are_one_block_without_links() -> None:
    (block,) = blocks_of(f"{OPEN_QUOTED}see https://evil.example/\n\n- now:\n#yes{CLOSE}")
    assert block.kind == "quote"
    assert [run for line in block.lines for run in line if run.href] == []


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2"),
        ("(www.charity-commission.gov.uk),", "https://www.charity-commission.gov.uk"),
        ("javascript:alert(1)", None),
        ("wwwoops", None),
    ],
)
def test_links_are_found_without_the_stop_behind_them(text: str, href: str | None) -> None:
    runs = [run for block in blocks_of(text) for line in block.lines for run in line]
    assert "".join(run.text for run in runs) == text
    assert [run.href for run in runs if run.href] == ([href] if href else [])


def test_what_conditions_leave_behind_is_tidied_and_a_persons_words_are_not() -> None:
    theirs = "one  \n\n\n\n  two"
    assert (
        text_of(f"Hello,   \n\n\n\n{OPEN_VERBATIM}{theirs}{CLOSE}\n\n\n\nBye\n\n\n") == f"Hello,\n\n{theirs}\n\nBye\n"
    )


@given(st.text())
def test_plain_leaves_no_control_character_and_no_mark_of_ours(text: str) -> None:
    cleaned = plain(text)
    assert not set(cleaned) & {*map(chr, range(32)), "\x7f", OPEN_VERBATIM, OPEN_QUOTED, CLOSE} - {"\n", "\t"}
    assert plain(cleaned) == cleaned


@given(st.text())
def test_no_words_can_break_out_of_their_marks(text: str) -> None:
    assert [block.kind for block in blocks_of(f"{OPEN_QUOTED}{plain(text)}{CLOSE}")] == ["quote"]

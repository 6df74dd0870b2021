"""Our letters begin with "Hello,": too short a line to be known as ours by itself, and ours all the same in a reply."""

from __future__ import annotations

import textwrap

import pytest

from mailflow.core.quotation import new_text

SENT = """Hello,

This is our answer to your complaint LC-2026-0001, which we received on Monday.

Yours sincerely,
Libra Children Services
"""
MARKED = textwrap.indent(SENT.rstrip(), "> ", lambda _: True)
WROTE = "On Mon, 16 Nov 2026 at 14:10, Libra Children Services <complaints@libra.example> wrote:"
HEADERS = """-----Original Message-----
From: Libra Children Services <complaints@libra.example>
Sent: 16 November 2026 14:10
To: p.rivers@mail.example
Subject: Our answer to your complaint"""


@pytest.mark.parametrize(
    "below",
    [f"{WROTE}\n\n{MARKED}", f"{WROTE}\n{MARKED}", f"{WROTE}\n\n{SENT}", f"{HEADERS}\n\n{SENT}"],
    ids=["marked", "marked at once", "unmarked", "below headers"],
)
def test_the_greeting_of_a_quoted_letter_is_cut_with_it(below: str) -> None:
    assert new_text(f"I do not accept this.\n\n{below}\n", SENT) == "I do not accept this."


def test_the_same_greeting_above_the_quotation_is_the_writers_own() -> None:
    assert (
        new_text(f"Hello,\n\nI do not accept this.\n\n{WROTE}\n{MARKED}\n", SENT) == "Hello,\n\nI do not accept this."
    )


NOTICE = """Hello,

The family wrote on Monday:

The handover was late, and nobody rang us.

--
Pat Rivers
07700 900123

Press Reply and write at the top of it.
"""
BY_TABS = textwrap.indent(NOTICE.rstrip(), "\t", lambda _: True)


def test_the_mark_above_a_signature_in_our_letter_is_cut_with_it() -> None:
    quoted = f"Libra Children Services <complaints@libra.example> wrote:\n\n{BY_TABS}\n"
    assert new_text(f"{quoted}\nWhich day was it?", NOTICE) == "Which day was it?"


def test_the_mark_above_the_writers_own_signature_stays() -> None:
    quoted = f"Libra Children Services <complaints@libra.example> wrote:\n\n{BY_TABS}\n"
    assert new_text(f"{quoted}\nWhich day was it?\n\n--\nAda", NOTICE) == "Which day was it?\n\n--\nAda"

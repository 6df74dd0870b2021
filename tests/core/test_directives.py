"""What staff write, line by line; and days as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.case import Outcome
from mailflow.core.days import long_date
from mailflow.core.directives import (
    AcceptAppeal,
    AskQuestion,
    Assign,
    Close,
    Confirm,
    DeclineAppeal,
    Directive,
    EnterComplaint,
    Extend,
    GiveOutcome,
    KeepNote,
    MoveTo,
    read,
    read_date,
)

TODAY = date(2020, 11, 27)

LINES: list[tuple[str, Directive]] = [
    ("#outcome upheld", GiveOutcome(outcome=Outcome.UPHELD)),
    ("#Outcome: UPHELD.", GiveOutcome(outcome=Outcome.UPHELD)),
    ("# outcome = upheld in full", GiveOutcome(outcome=Outcome.UPHELD)),
    ("#outcome partly upheld", GiveOutcome(outcome=Outcome.PARTLY_UPHELD)),
    ("#outcome partly-upheld", GiveOutcome(outcome=Outcome.PARTLY_UPHELD)),
    ("#outcome partially  upheld", GiveOutcome(outcome=Outcome.PARTLY_UPHELD)),
    ("#outcome not upheld", GiveOutcome(outcome=Outcome.NOT_UPHELD)),
    ("#outcome not-upheld", GiveOutcome(outcome=Outcome.NOT_UPHELD)),
    ("#outcome resolved", GiveOutcome(outcome=Outcome.RESOLVED)),
    ("#outcome withdrawn", GiveOutcome(outcome=Outcome.WITHDRAWN)),
    ("#outcome referred", GiveOutcome(outcome=Outcome.REFERRED)),
    ("#outcome arbitration recommended", GiveOutcome(outcome=Outcome.ARBITRATION_RECOMMENDED)),
    ("#note", KeepNote()),
    ("\u00a0#NOTE ", KeepNote()),
    ("#question", AskQuestion()),
    ("#extend 11 December 2020", Extend(until=date(2020, 12, 11))),
    ("#extend: Friday 11th of December", Extend(until=date(2020, 12, 11))),
    ("#assign bo@libra.example", Assign(who="bo@libra.example")),
    ("#assign Bo Carer", Assign(who="Bo Carer")),
    ("#stage Stage-2", MoveTo(stage="stage-2")),
    ("#accept", AcceptAppeal()),
    ("#decline", DeclineAppeal()),
    ("#close they moved away", Close(reason="they moved away")),
    ("#new Pat Rivers <p.rivers@mail.example>", EnterComplaint(name="Pat Rivers", address="p.rivers@mail.example")),
    ("#new Pat Rivers p.rivers@mail.example", EnterComplaint(name="Pat Rivers", address="p.rivers@mail.example")),
    (
        "#new Pat Rivers <mailto:p.rivers@mail.example>",
        EnterComplaint(name="Pat Rivers", address="p.rivers@mail.example"),
    ),
    ("#new Pat Rivers", EnterComplaint(name="Pat Rivers", address=None)),
    ("#new", EnterComplaint(name="", address=None)),
    ("#stage Stage 2", MoveTo(stage="stage-2")),
    ("#yes", Confirm()),
]
WRONG = [
    ("#outcom upheld", "#outcome"),
    ("#outcome", "upheld, partly upheld"),
    ("#outcome perhaps", "upheld, partly upheld"),
    ("#outcome uphelt", "#outcome upheld"),
    ("#extend", "#extend 15 January 2021"),
    ("#extend soon", "#extend 15 January 2021"),
    ("#extend 31 November 2020", "names no day"),
    ("#assign", "#assign bo@libra.example"),
    ("#stage", "#stage stage-2"),
    ("#close", "reason"),
    ("#new Pat <p@rivers@mail.example>", "not a mail address"),
    ("#1 on the list", "Known lines are"),
    ("##", "Known lines are"),
    ("#banana", "Known lines are"),
]
DAYS = [
    ("11 December 2020", date(2020, 12, 11)),
    ("11 Dec 2020", date(2020, 12, 11)),
    ("11th December, 2020", date(2020, 12, 11)),
    ("Friday 11 December 2020", date(2020, 12, 11)),
    ("friday, 11 dec. 2020.", date(2020, 12, 11)),
    ("the 11th of December", date(2020, 12, 11)),
    ("Tues 1 December", date(2020, 12, 1)),
    ("11 December", date(2020, 12, 11)),
    ("27 November", date(2020, 11, 27)),
    ("26 November", date(2021, 11, 26)),
    ("2020-12-11", date(2020, 12, 11)),
    ("11/12/2020", date(2020, 12, 11)),
    ("11.12.2020", date(2020, 12, 11)),
    ("29 February 2024", date(2024, 2, 29)),
    ("29 February 2021", None),
    ("29 February", None),
    ("31/11/2020", None),
    ("12/31/2020", None),
    ("11/12/20", None),
    ("next Friday", None),
    ("", None),
    ("11 Decembre 2020", None),
    ("Monday 11 December 2020", None),  # it is a Friday: one of the two is a slip
]


@pytest.mark.parametrize(("line", "directive"), LINES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_line_is_read_as_people_write_it(line: str, directive: Directive) -> None:
    written = read(f"{line}\n\nThe text.\n", TODAY)
    assert written.problems == ()
    assert written.directives == (directive,)
    assert written.text == "The text."


@pytest.mark.parametrize(("line", "remedy"), WRONG)
def test_a_wrong_line_is_answered_with_a_line_to_copy(line: str, remedy: str) -> None:
    written = read(f"{line}\nThe text.", TODAY)
    assert written.has_directives
    assert len(written.problems) == 1
    assert remedy in written.problems[0]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert read_date(text, TODAY) == day


def test_several_lines_stand_at_the_top_in_any_order_with_blank_lines_between() -> None:
    written = read("\n#assign Bo\n\n#extend 11 December\r\n\r\nWe wait.\r\nTruly.", TODAY)
    assert written.directives == (Assign(who="Bo"), Extend(until=date(2020, 12, 11)))
    assert written.text == "We wait.\nTruly."


def test_a_line_that_stands_twice_is_a_slip() -> None:
    assert read("#note\n#note\nText", TODAY).problems == ("#note stands there twice. Write it once.",)
    assert read("#outcome upheld\n#outcome not upheld\nText", TODAY).problems


def test_a_known_line_below_the_text_is_not_sent_with_it() -> None:
    written = read("Dear family,\n#outcome upheld\nwe agree.", TODAY)
    assert written.has_directives and "at the top" in written.problems[0]
    assert read("#note\nText\n  #close now", TODAY).problems


def test_an_unknown_hash_below_the_text_is_text() -> None:
    written = read("Dear family,\n#1 of the list is done, and so is C#.\n# of seats: 3", TODAY)
    assert not written.has_directives and written.problems == ()


def test_a_plain_reply_has_no_lines() -> None:
    written = read("Thank you.\n\nYours", TODAY)
    assert not written.has_directives
    assert written.text == "Thank you.\n\nYours"


def test_notes_move_nothing() -> None:
    assert read("#note\n#assign Bo\nText", TODAY).only_notes
    assert not read("#note\n#stage stage-2\nText", TODAY).only_notes
    assert not read("Text", TODAY).only_notes


@given(st.text(max_size=400))
def test_nothing_that_people_write_breaks_it(text: str) -> None:
    written = read(text, TODAY)
    assert written.has_directives or not written.directives
    assert all(len(one) < 1000 for one in written.problems)


@given(st.text(max_size=60))
def test_no_day_breaks_it(text: str) -> None:
    assert isinstance(read_date(text, TODAY), date | None)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_our_own_letters(day: date) -> None:
    assert read_date(long_date(day), TODAY) == day


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#new anonymous", EnterComplaint(name="", address=None, anonymous=True)),
        ("#new Anonymous, by post", EnterComplaint(name="", address=None, anonymous=True, channel="letter")),
        ("#new Ann Onymous", EnterComplaint(name="Ann Onymous", address=None)),
        ("#new Pat Rivers, in person", EnterComplaint(name="Pat Rivers", address=None, channel="person")),
        ("#new Pat <p@m.example>, In Person.", EnterComplaint(name="Pat", address="p@m.example", channel="person")),
        ("#new Pat <p@m.example>", EnterComplaint(name="Pat", address="p@m.example", channel="phone")),
        ("#new Rivers, Pat", EnterComplaint(name="Rivers, Pat", address=None, channel="phone")),
    ],
)
def test_who_complains_can_be_nobody_and_how_it_came_is_told(line: str, expected: EnterComplaint) -> None:
    assert read(f"{line}\nThe bell is broken.", TODAY).directives == (expected,)

"""The weekly digest: who hears of what, and who never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailflow.core.case import Case, Complainant
from mailflow.core.days import Duration
from mailflow.core.decide.digest import digests, key_of, week_of
from mailflow.core.decision import SendLetter
from mailflow.core.facts import CaseClosed
from mailflow.core.facts_beside import AboutSet, TaskDone, TaskSet
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.letters.compose import compose
from tests.core.cast import office
from tests.core.test_escalation import after, at, late
from tests.core.test_questions import asked, holding
from tests.letters.offices import our_templates

MONDAY = "2020-11-16 08:00"
CALENDAR = office().calendar


def told(*cases: Case, now: str = MONDAY, here: Office | None = None) -> dict[str, SendLetter]:
    here = here or office()
    letters = digests(((one, here) for one in cases), here, at(now))
    assert len({one.to.key for one in letters}) == len(letters), "one letter to each"
    return {one.to.address.partition("@")[0]: one for one in letters}


def words(letter: SendLetter) -> str:
    return compose(letter, None, office(), templates=our_templates()).text


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2020-11-16 07:59:59", "2020-11-09"),
        ("2020-11-16 08:00:00", "2020-11-16"),
        ("2020-11-22 23:59:59", "2020-11-16"),
        ("2021-03-29 07:00:00", "2021-03-29"),  # the clocks went forward: 08:00 is 07:00 UTC
        ("2021-03-29 06:59:59", "2021-03-22"),
    ],
)
def test_the_week_begins_on_monday_morning(now: str, monday: str) -> None:
    assert week_of(at(now), CALENDAR) == date.fromisoformat(monday)


def test_each_handler_hears_of_their_own_cases() -> None:
    one, two = late(), replace(late("stage-2"), ref="LC-2020-0002")
    letters = told(one, two)
    assert set(letters) == {"coordinator", "complaints_officer"}
    assert all(letter.kind is LetterKind.DIGEST for letter in letters.values())
    text = words(letters["coordinator"])
    assert "LC-2020-0001" in text and "LC-2020-0002" not in text
    assert "answer due by Monday 30 November 2020" in text


def test_nobody_hears_anything_where_nothing_is_open() -> None:
    closed = after(late(), at("2020-11-10 09:00"), CaseClosed(why="x"))
    assert told() == {} and told(closed) == {}


@pytest.mark.parametrize(("begun", "is_told"), [("2020-11-16 07:59:59", True), ("2020-11-16 08:00:00", False)])
def test_what_began_since_monday_morning_is_left_out(begun: str, is_told: bool) -> None:
    fresh = replace(late(), stage_since=at(begun))
    assert bool(told(fresh, now="2020-11-18 12:00")) is is_told


def test_what_is_overdue_is_called_so() -> None:
    text = words(told(late(), now="2020-12-07 08:00")["coordinator"])
    assert "answer was due by Monday 30 November 2020" in text


def test_a_clock_that_stands_still_is_called_so() -> None:
    here = holding()
    text = words(told(asked(here), now="2020-11-23 08:00", here=here)["coordinator"])
    assert "stands still" in text and "was due" not in text


def test_a_task_is_told_to_whose_it_is_also_after_the_case_closed() -> None:
    due = CALENDAR.due(at("2020-11-03 09:00"), Duration.parse("4 weeks"), "promised")
    task = TaskSet(id=1, what="Ring every family", for_="chair@office.example", source="promised", due=due)
    owed = after(late(), at("2020-11-03 09:00"), task, CaseClosed(why="x"))
    letters = told(owed)
    assert set(letters) == {"chair"}
    text = words(letters["chair"])
    assert "Ring every family, by Tuesday 1 December 2020" in text and "#done 1" in text
    assert told(after(owed, at("2020-11-04 09:00"), TaskDone(id=1))) == {}


def test_nobody_hears_of_a_case_that_is_about_them() -> None:
    task = TaskSet(id=1, what="Find out", for_="coordinator", source="LC-4.3")
    sealed = AboutSet(about="coordinator", addresses=("coordinator@office.example",))
    letters = told(after(late(), at("2020-11-03 09:00"), task, sealed))
    assert letters and "coordinator" not in letters


def test_nothing_of_the_complainant_stands_in_it() -> None:
    known = replace(late(), complainant=Complainant(name="P. Rivers", address="p@mail.example"))
    text = words(told(known)["coordinator"])
    assert "Rivers" not in text and "p@mail.example" not in text


def test_who_is_away_is_spared_and_whoever_stands_in_hears() -> None:
    here = office()
    away = ((date(2020, 11, 9), date(2020, 11, 20)),)
    staff = tuple(replace(one, away=away) if "coordinator" in one.roles else one for one in here.staff)
    assert set(told(late(), here=replace(here, staff=staff))) == {"complaints_officer"}


def test_the_key_of_the_first_letter_is_that_of_the_week() -> None:
    letters = list(told(late(), replace(late("stage-2"), ref="LC-2020-0002")).values())
    assert letters[0].once == key_of(date(2020, 11, 16))
    assert len({one.once for one in letters}) == 2

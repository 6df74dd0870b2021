"""Columns that need care."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from mailflow.store.tables import LONGEST_KEY, from_microseconds, indexable, storable, to_microseconds

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 28), timezones=ZONES)


@given(INSTANTS)
def test_an_instant_comes_back_exactly_and_in_utc(at: datetime) -> None:
    again = from_microseconds(to_microseconds(at))
    assert again == at
    assert again.tzinfo is UTC


@given(INSTANTS, INSTANTS)
def test_stored_instants_sort_as_instants_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (to_microseconds(one) < to_microseconds(other))


@given(st.text())
def test_a_text_that_can_be_stored_is_stored_as_it_is(text: str) -> None:
    if "\0" not in text:
        assert storable(text) == text


@given(st.lists(st.sampled_from(["a", "é", "😀", "\0", "\ud800", "\udc00"])).map("".join))
def test_what_no_database_takes_gives_way_to_a_mark(text: str) -> None:
    stored = storable(text)
    stored.encode()
    assert "\0" not in stored
    assert storable(stored) == stored


def test_a_surrogate_pair_becomes_the_character_it_stands_for() -> None:
    assert storable("a\ud83d\ude00b") == "a😀b"


def test_a_key_of_ordinary_length_stays_as_it_is() -> None:
    assert indexable("x" * LONGEST_KEY) == "x" * LONGEST_KEY


def test_a_monstrous_key_is_short_and_still_tells_itself_from_others() -> None:
    one, other = indexable("x" * 5_000), indexable("x" * 4_999 + "y")
    assert len(one) <= LONGEST_KEY
    assert one != other

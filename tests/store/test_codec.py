"""Cases and events as JSON."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.case import Case
from mailflow.core.facts import CaseOpened, Event, Tagged
from mailflow.core.mail import Attachment, FailedRecipient
from mailflow.store import codec

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(1, 999),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2900, 1, 1), timezones=st.just(UTC)),
    type(None): st.none(),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that an annotation allows."""
    if kind in LEAVES:
        return LEAVES[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in {Union, types.UnionType}:
        return st.one_of(*map(values_of, arguments))
    if origin is tuple:
        return st.lists(st.deferred(lambda: values_of(arguments[0])), max_size=2).map(tuple)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind) and isinstance(kind, type)
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: values_of(hints[one.name]) for one in fields(kind)})


@pytest.mark.parametrize("cls", get_args(Event), ids=lambda cls: codec.kind_of(cls))
def test_every_event_comes_back_as_it_was(cls: type[Event]) -> None:
    @given(values_of(cls))
    def comes_back(event: Event) -> None:
        kind, text = codec.dump_event(event)
        assert codec.load_event(kind, text) == event

    comes_back()


@given(values_of(Case))
def test_a_case_comes_back_as_it_was(case: Case) -> None:
    assert codec.load_case(codec.dump_case(case)) == case


def test_the_kind_of_an_event_is_its_name_in_small_letters() -> None:
    assert codec.kind_of(CaseOpened) == "case-opened"
    assert codec.kind_of(Tagged(tag="late")) == "tagged"


def test_an_event_that_this_mailflow_does_not_know_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="moon-rose"):
        codec.load_event("moon-rose", "{}")


def test_a_lone_surrogate_gives_way_to_a_mark_in_events_and_lists() -> None:
    kind, text = codec.dump_event(Tagged(tag="a\ud800"))
    assert codec.load_event(kind, text) == Tagged(tag="a\ufffd")
    assert codec.load_texts(codec.dump_values(("b\udfff",))) == ("b\ufffd",)


def test_a_nul_in_an_event_is_escaped_and_comes_back() -> None:
    kind, text = codec.dump_event(Tagged(tag="a\0b"))
    assert "\0" not in text
    assert codec.load_event(kind, text) == Tagged(tag="a\0b")


def test_flat_values_are_written_with_their_fields() -> None:
    assert codec.dump_values((Attachment(name="a.pdf", type="application/pdf", bytes=3),)) == (
        '[{"name":"a.pdf","type":"application/pdf","bytes":3,"sha256":""}]'
    )
    assert codec.dump_values((FailedRecipient(address="a@b.example"),)) == (
        '[{"address":"a@b.example","action":"failed","status":""}]'
    )

"""Cases and events as JSON text, and back.

The classes of ``core`` are the schema: pydantic reads their annotations. The adapters are built at first use, since
building them costs more than a command that needs none should pay. The text of an event is hashed into the chain as
it is written here, and never written anew.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any, Final, get_args

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.facts import Event
from mailflow.core.facts_apart import Apart
from mailflow.store.tables import storable

#: The kind of the last event of a case whose record was destroyed. It is the store's own: see ``erasure.py``.
ERASED: Final = "record-erased"


@cache
def _cases() -> TypeAdapter[Case]:
    return TypeAdapter(Case)


@cache
def _intents() -> TypeAdapter[SendLetter]:
    return TypeAdapter(SendLetter)


@cache
def _event_classes() -> dict[str, type[Event | Apart]]:
    return {kind_of(cls): cls for cls in (*get_args(Event), *get_args(Apart))}


@cache
def _events(kind: str) -> TypeAdapter[Any]:
    cls = _event_classes().get(kind)
    if cls is None:
        msg = f'the record has an event "{kind}" that this mailflow does not know'
        raise ValueError(msg)
    return TypeAdapter(cls)


def kind_of(event: type[Event | Apart] | Event | Apart) -> str:
    """Return the name of an event for people and scripts: ``CaseOpened`` is ``case-opened``."""
    return _kebab(event.__name__ if isinstance(event, type) else type(event).__name__)


@cache
def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def _dump(adapter: TypeAdapter[Any], value: object) -> str:
    try:
        return adapter.dump_json(value).decode()
    except PydanticSerializationError:
        # A lone surrogate, from mail in a broken charset, which no database takes.
        return to_json(_storable(adapter.dump_python(value))).decode()


def _storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case dict():
            return {key: _storable(item) for key, item in value.items()}
        case list() | tuple():
            return [_storable(item) for item in value]
        case _:
            return value


def dump_case(case: Case) -> str:
    """Return the state of a case as JSON."""
    return _dump(_cases(), case)


def load_case(text: str) -> Case:
    """Return a case from its JSON."""
    return _cases().validate_json(text)


#: The kinds of what is recorded of things by themselves.
APART: Final = tuple(kind_of(one) for one in get_args(Apart))


def dump_event(event: Event | Apart) -> tuple[str, str]:
    """Return an event's kind and its fields as JSON."""
    kind = kind_of(event)
    return kind, _dump(_events(kind), event)


def load_event(kind: str, text: str) -> Event:
    """Return an event from its kind and the JSON of its fields."""
    event: Event = _events(kind).validate_json(text)
    return event


def check_event(kind: str, text: str) -> None:
    """Look whether the JSON of an event's fields can be read.

    Raises:
        ValueError: It cannot.
    """
    _events(kind).validate_json(text)


def load_apart(kind: str, text: str) -> Apart:
    """Return what was done to a thing that is on no case from its kind and the JSON of its fields."""
    assert kind in APART, "it stands behind its own kind of reference"
    event: Apart = _events(kind).validate_json(text)
    return event


def is_of_a_case(kind: str) -> bool:
    """Say whether an event is one that cases are folded from; what is left of a destroyed record is not."""
    return kind != ERASED and kind not in APART


def dump_whole(adapter: TypeAdapter[Any], value: object) -> str:
    """Return a value of ``core`` as JSON, storable whatever texts are in it."""
    return _dump(adapter, value)


def dump_intent(letter: SendLetter) -> str:
    """Return what was decided about a letter as JSON, less a preview: that is decided anew, with the mail that asks."""
    return _dump(_intents(), replace(letter, preview=None))


def load_intent(text: str) -> SendLetter:
    """Return what was decided about a letter."""
    return _intents().validate_json(text)


def dump_values(values: object) -> str:
    """Return texts, or flat values of ``core``, as JSON."""
    if values == ():
        return "[]"
    try:
        return to_json(values).decode()
    except PydanticSerializationError:
        return to_json(_storable(to_jsonable_python(values))).decode()


def load_texts(text: str) -> tuple[str, ...]:
    """Return a list of texts."""
    return () if text == "[]" else tuple(json.loads(text))

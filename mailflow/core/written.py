"""Files that people write (``mailflow.toml``, policies): TOML text into a model, or every problem in one go.

A problem names the file, the table and key, the line, what is wrong and what is allowed.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from mailflow.core.toml_lines import Path, line_of, lines_of

#: A policy is some twenty kilobytes; what is far longer was not written by a person.
LONGEST_TEXT = 1_000_000
_LONGEST_LIST = 30

_IN_PLAIN_WORDS = {
    "string_type": "must be a text in quotes",
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "int_parsing": "must be a whole number",
    "tuple_type": "must be a list in [ ]",
    "list_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "mapping_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "string_too_short": "must not be empty",
}


class Written(BaseModel):
    """A table that a person writes: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class WrittenError(Exception):
    """A file cannot be used. ``problems``: each a full sentence with its place."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Keep every problem; the message is all of them, a line each."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


Model = TypeVar("Model", bound=Written)


def table_of(text: str, file: str) -> dict[str, Any]:
    """Read TOML.

    Raises:
        WrittenError: Where it is no TOML; with the line that the parser names.
    """
    if len(text) > LONGEST_TEXT:
        raise WrittenError([f"{file}: has more than {LONGEST_TEXT} characters; this cannot be the file that was meant"])
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "brackets are nested too deep"
        raise WrittenError([f"{file}: cannot be read as TOML: {what}; correct that place and try again"]) from None


def read(text: str, model: type[Model], file: str, context: Mapping[str, Any] | None = None) -> Model:
    """Read a text into a model.

    Args:
        text: The file's text.
        model: What it must be.
        file: The name that problems give.
        context: What the model's validators need to know beside the text.

    Raises:
        WrittenError: With every problem, in the order of the lines.
    """
    table = table_of(text, file)
    try:
        return model.model_validate(table, context=dict(context or {}))
    except ValidationError as error:
        lines = lines_of(text)
        found = {(path, what) for path, what in _explained(error, model)}
        in_order = sorted(found, key=lambda each: (line_of(lines, each[0]) or 0, str(each)))
        raise WrittenError(place(file, path, lines, table) + what for path, what in in_order) from None


def place(file: str, path: Path, lines: Mapping[Path, int], table: object) -> str:
    """Return the start of a problem: ``file: stages[stage-1].appeal.to (line 40): ``."""
    line = line_of(lines, path)
    key = dotted(path, table)
    return f"{file}: {key}{f' (line {line})' if line else ''}: " if key else f"{file}: "


def dotted(path: Path, table: object = None) -> str:
    """Return a path as people see it, ``stages[stage-1].appeal.to``.

    An item of a list goes by its id or name where the table shows one, else by its position, counted from 1.
    """
    text = ""
    for part in path:
        table = _at(table, part)
        if isinstance(part, int):
            name = (
                next((table[key] for key in ("id", "name") if key in table), None) if isinstance(table, dict) else None
            )
            text += f"[{name if isinstance(name, str) else part + 1}]"
        else:
            text += ("." if text else "") + part
    return text


def _at(table: object, part: str | int) -> object:
    if isinstance(table, dict):
        return table.get(part)
    return table[part] if isinstance(table, list) and isinstance(part, int) and part < len(table) else None


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """Return the remedy for a word that is not known: the nearest one, and all that are allowed where they are few."""
    words = sorted(set(allowed))
    folded = {each.casefold(): each for each in words}
    begun = [each for each in folded if word and each.startswith(word.casefold())]
    near = begun if len(begun) == 1 else difflib.get_close_matches(word.casefold(), folded, 1)
    if near:
        meant = f'did you mean "{folded[near[0]]}"?'
        return meant if len(words) > _LONGEST_LIST else f"{meant} (allowed here: {', '.join(words)})"
    if len(words) > _LONGEST_LIST:
        return f"such as {', '.join(words[:3])}"
    return f"allowed here: {', '.join(words)}" if words else "there is none to choose from"


def _explained(error: ValidationError, model: type[Written]) -> Iterable[tuple[Path, str]]:
    for each in error.errors(include_url=False):
        path = tuple(each["loc"])
        yield path, _in_words(each["type"], path, each.get("input"), each["msg"], each.get("ctx", {}), model)


def _in_words(kind: str, path: Path, value: object, message: str, context: Mapping[str, Any], model: type) -> str:
    match kind:
        case "extra_forbidden":
            return f"unknown key; {did_you_mean(str(path[-1]), _keys_at(model, path[:-1]))}"
        case "missing":
            if _fields(_annotation_at(model, path)) is not None:
                return f"is missing; add the table [{dotted(path)}]"
            return f'is missing; add a line that begins with "{path[-1]} ="'
        case "literal_error" | "enum":
            allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
            return f'"{value}" is not known here; {did_you_mean(str(value), allowed)}'
        case "value_error":
            return message.removeprefix("Value error, ")
        case "string_pattern_mismatch":
            return f'"{value}" must have only small letters, digits and hyphens (underscores in roles), a letter first'
        case _ if kind in _IN_PLAIN_WORDS:
            # A secret that was written without its quotes must not reach a terminal or a log.
            shown = isinstance(value, str | int | float) and not str(path[-1]).startswith("password")
            return f"{_IN_PLAIN_WORDS[kind]}{f', not {value!r}' if shown else ''}"
        case _:
            return message


def _keys_at(model: type, path: Path) -> list[str]:
    """Return the keys that are allowed in the table at a path of a model."""
    return list(_fields(_annotation_at(model, path)) or ())


def _annotation_at(model: type, path: Path) -> object:
    """Return the annotation of what stands at a path of a model, a model itself where it is a table."""
    current: Any = model
    for part in path:
        if isinstance(part, str) and (fields := _fields(current)) is not None and part in fields:
            current = fields[part]
        current = _inner(current)
    return current


def _fields(model: object) -> dict[str, Any] | None:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inner(annotation: object) -> object:
    """Return the model inside of ``Model | None``, ``tuple[Model, ...]`` and the like, or the annotation itself."""
    if _fields(annotation) is not None:
        return annotation
    found = [inner for argument in get_args(annotation) if _fields(inner := _inner(argument)) is not None]
    return found[0] if found else annotation

"""Which keys of a policy file carry a clause out: wherever a rule names the clause as its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: What an entry of a list is called by in a path, the first that it has; else it is counted, from 1.
_NAMES = ("id", "role", "name")


def rules_of(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return for each clause the paths of the rules that name it, in the file's order.

    Args:
        data: A policy file as TOML gives it. Its table ``clauses`` is the list, and no rule.

    Returns:
        An entry for every clause of the file, empty where no rule names it. A path is ``stages.stage-1.acknowledge``:
        the table that has the clause as its ``source``, or the key whose value the clause is, such as
        ``stages.stage-3.timescale``.
    """
    found: dict[str, list[str]] = {clause: [] for clause in data.get("clauses", {})}
    for path, value in _strings({key: value for key, value in data.items() if key != "clauses"}, ()):
        if value in found:
            rule = ".".join(path[:-1] if path[-1] == "source" else path)
            if rule not in found[value]:
                found[value].append(rule)
    return {clause: tuple(rules) for clause, rules in found.items()}


def _strings(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _strings(each, (*path, str(key)))
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _strings(each, (*path, _called(each, number)))


def _called(entry: object, number: int) -> str:
    if isinstance(entry, Mapping):
        for key in _NAMES:
            if isinstance(entry.get(key), str):
                return str(entry[key])
    return str(number)

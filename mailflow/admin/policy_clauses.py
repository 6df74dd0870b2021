"""``mailflow policy clauses``: each clause, the rule that carries it out, and the tests that show it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mailflow.admin.terminal import one_line
from mailflow.core.clause_rules import rules_of
from mailflow.policies import LoadedPolicy, available, load
from mailflow.settings import data_folder

#: The tests by clause, as their marks say it; ``make clauses`` writes the file, and a test holds it to the marks.
INDEX = "clause-tests.json"


def told(loaded: LoadedPolicy) -> list[dict[str, Any]]:
    """Return each clause of a policy as plain values, for JSON.

    ``rule`` holds paths of keys in the policy file and, where the machine itself is the rule, files of its code.
    ``tests`` is empty for a policy that did not come with mailflow, or was changed: nobody has tested that one.
    """
    rules = rules_of(tomllib.loads(loaded.text.removeprefix("\ufeff")))
    tests = _tests() if _came_with_mailflow(loaded) else {}
    return [
        {
            "policy": loaded.policy.name,
            "clause": key,
            "says": one.says,
            "by": one.by,
            "does": one.does,
            "rule": [*rules[key], *one.code],
            "tests": list(tests.get(key, ())),
            "planned": one.planned or None,
        }
        for key, one in loaded.policy.clauses.items()
    ]


def lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines that tell it to a person, the last of which counts."""
    clauses = list(found)
    for one in clauses:
        yield f"{one['clause']} ({one['by']}): {one_line(one['says'])}"
        yield f"    {one_line(one['does'])}"
        if one["rule"]:
            yield f"    rule: {one_line(', '.join(one['rule']))}"
        if one["tests"]:
            yield f"    shown by: {', '.join(one['tests'])}"
        if one["planned"]:
            yield f"    not yet: {one_line(one['planned'])}"
    proven = sum(bool(one["rule"] and one["tests"]) for one in clauses)
    waiting = sum(one["planned"] is not None for one in clauses)
    parts = f" Of {waiting} a part is still to come." if waiting else ""
    yield f"{proven} of {len(clauses)} clauses have a rule and a test.{parts}"


def _came_with_mailflow(loaded: LoadedPolicy) -> bool:
    name = loaded.policy.name
    return name in available() and load(name).digest == loaded.digest


def _tests() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((data_folder("policies") / INDEX).read_text(encoding="utf-8"))
    return found

"""What may not leave: an outcome without the parts that the policy promises (BB-1.3, LC-5.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailflow.core.case import Outcome
from mailflow.core.policy import Part, Stage

_HEADING = re.compile(r"^[ \t>*_#-]*([A-Za-z][A-Za-z '-]{1,60}?)[ \t*_]*:[ \t*_]*(.*)$")
#: Outcomes that answer nothing, so nothing has to be explained: the policies want parts of decisions.
_NO_DECISION = (Outcome.WITHDRAWN, Outcome.REFERRED)


def parts_in(text: str, parts: Sequence[Part]) -> dict[str, str]:
    """Return the text under each part's heading, by the part's name. A heading stands at the start of a line."""
    names = {_fold(word): part.name for part in parts for word in (part.name, *part.synonyms)}
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        match = _HEADING.match(line)
        name = names.get(_fold(match[1])) if match else None
        if match and name:
            current = found.setdefault(name, [])
            current.append(match[2])
        elif current is not None:
            current.append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def missing_parts(stage: Stage, outcome: Outcome, text: str) -> tuple[Part, ...]:
    """Return the required parts that a text lacks. A part that says ``none`` is there; an empty one is not.

    What is withdrawn or referred elsewhere is not decided, and needs none.
    """
    if outcome in _NO_DECISION:
        return ()
    parts = stage.parts_for(outcome.value)
    found = parts_in(text, parts)
    return tuple(one for one in parts if one.required and not found.get(one.name))


def skeleton(parts: Sequence[Part]) -> str:
    """Return the empty headings to fill in."""
    return "\n".join(f"{one.name}:\n" for one in parts).rstrip()


def _fold(heading: str) -> str:
    return " ".join(heading.casefold().split())

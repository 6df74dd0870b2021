"""Letters that promise what no rule keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.critic.terms import PolicyWarning
from mailflow.core.days import Duration
from mailflow.core.policy import Policy, Stage

_SPAN = re.compile(r"\b\d{1,3}\s+(?:working\s+days?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)


def promises(policy: Policy) -> Iterator[PolicyWarning]:
    """Yield what letters say, by clauses that are not wholly carried out yet, or with a time that is no limit."""
    said: dict[tuple[str, str], list[str]] = {}
    for stage in policy.stages:
        for sentence in stage.sentences:
            said.setdefault((sentence.source, f'"{sentence.text}"'), []).append(stage.id)
        if stage.meet:
            said.setdefault((stage.meet.source, f"that there is a meeting within {stage.meet.within}"), []).append(
                stage.id
            )
    for body in policy.bodies:
        if body.says:
            said.setdefault((body.source, f'"{body.says}"'), []).append(f"bodies[{body.id}]")
    for (source, what), places in said.items():
        clause = policy.clauses.get(source)
        if clause and clause.planned:
            says = f"a letter says {what}, and mailflow does not do all of this clause yet: {clause.planned}; see to it"
            yield PolicyWarning(clauses=(source,), about=", ".join(places), says=f"{says} by hand")
    for stage in policy.stages:
        for sentence in stage.sentences:
            yield from _times(stage, sentence.text, sentence.source)


def _times(stage: Stage, text: str, source: str) -> Iterator[PolicyWarning]:
    kept = {one.within for one in (stage.acknowledge, stage.meet, *stage.respond) if one}
    if stage.appeal and stage.appeal.within:
        kept.add(stage.appeal.within)
    for match in _SPAN.finditer(text):
        if Duration.parse(match[0]) not in kept:
            says = f'the acknowledgement says "{match[0]}", and no limit of this stage is of that time'
            yield PolicyWarning(clauses=(source,), about=stage.id, says=f"{says}; add it, or leave it out")

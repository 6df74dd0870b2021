"""A person puts a message onto a case, or lets it open one: what follows is an override, and is taken back as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.decide.on_admin import key_of
from mailflow.core.decision import Decision
from mailflow.core.facts import CaseOpened, Fact
from mailflow.core.facts_beside import OverrideMade
from mailflow.core.facts_by_hand import MessageBrought

#: What such an override is called: as its command is.
ACCEPT, MOVE, SPLIT, RECLASSIFY = "accept", "move", "split", "reclassify"


def bring(
    decision: Decision, brought: MessageBrought, *, command: str, by: str, reason: str, at: datetime, seq: int
) -> Decision:
    """Return what follows from a message as an override of the one who put it there.

    Args:
        decision: What follows from it, as from any message of a complainant.
        brought: Which message, and from where.
        command: What the override is called.
        by: Who did it.
        reason: Why.
        at: The present.
        seq: The number of the case's last event; 0 for a case that it opens.
    """
    opened = decision.facts[:1] if decision.facts and isinstance(decision.facts[0].event, CaseOpened) else ()
    rest = decision.facts[len(opened) :]
    author = f"admin {by}"
    marker = Fact(at=at, by=author, event=OverrideMade(command=command, facts=len(rest) + 1))
    facts = (*opened, marker, Fact(at=at, by=author, event=brought), *rest)
    key = key_of(seq + len(opened) + 1)
    return replace(
        decision,
        facts=tuple(replace(one, reason=reason) for one in facts),
        letters=tuple(replace(one, once=f"{key}{n}") for n, one in enumerate(decision.letters)),
    )

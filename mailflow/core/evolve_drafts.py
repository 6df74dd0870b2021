"""What a fact about a draft means for the state of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.facts_drafts import DraftGone, DraftLaid, DraftSent
from mailflow.core.unsent import UnsentDraft

OfDrafts = DraftLaid | DraftSent | DraftGone


def evolve_drafts(case: Case, event: OfDrafts, at: datetime) -> Case:
    """Return the case after a fact about a draft. ``at``: when the fact counts."""
    others = tuple(one for one in case.drafts if one.letter != event.letter)
    if not isinstance(event, DraftLaid):
        return replace(case, drafts=others)
    new = UnsentDraft(letter=event.letter, kind=event.kind, stage=event.stage, since=at)
    waits = case.outcome is not None and event.stage == case.stage and case.outcome_at is None
    window = event.window if event.window and waits else case.printed_window
    return replace(case, drafts=(*others, new), printed_window=window)

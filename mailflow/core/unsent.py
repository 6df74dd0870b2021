"""A letter that waits in the mailbox's Drafts folder, as its case knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentDraft:
    """A letter that lies in the Drafts folder until a person sends it. ``since``: when it was laid there."""

    letter: int
    kind: str
    stage: str
    since: datetime

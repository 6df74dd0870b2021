"""Promises with their dates: what each is for, how it stands, and what time has written to staff about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.days import DueDate


class What(StrEnum):
    """What a deadline is for. ``APPEAL`` is the complainant's window; it bears the stage whose outcome opened it."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    MEET = "meet"
    APPEAL = "appeal"
    STATUTORY = "statutory"


class Mark(StrEnum):
    """The letters that time sends about a deadline, in order of urgency."""

    TWO_DAYS = "two working days before"
    ONE_DAY = "one working day before"
    BREACH = "the day after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One promise with its date. Unique by what, stage and source; it is met, ended or still open."""

    what: What
    stage: str
    source: str
    due: DueDate
    set_at: datetime
    met_at: datetime | None = None
    ended: bool = False
    reminded: Mark | None = None

    @property
    def is_running(self) -> bool:
        """Neither met nor ended by leaving its stage."""
        return self.met_at is None and not self.ended

    def is_missed(self, now: datetime) -> bool:
        """Met late, or not met and the time is past. The complainant's own window is nobody's failure."""
        if self.what is What.APPEAL or self.ended:
            return False
        return (self.met_at or now) > self.due.due_at

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
    """The letters that time sends about a deadline, in order of urgency; a policy may set other reminders."""

    TWO_DAYS = "two working days before"
    ONE_DAY = "one working day before"
    BREACH = "the day after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One promise with its date. Unique by what, stage and source; it is met, ended or still open.

    Attributes:
        reminded: The last of time's letters about it: a ``Mark``, or the policy's own span, such as ``1 week before``.
        told_at: When its breach was told to who deals with the case.
        escalated_at: When its breach was last told to the role above.
        updated_at: When the machine told the complainant that the answer is late.
        held_since: Its clock stands still since then: the complainant was asked something.
    """

    what: What
    stage: str
    source: str
    due: DueDate
    set_at: datetime
    met_at: datetime | None = None
    ended: bool = False
    reminded: str | None = None
    told_at: datetime | None = None
    escalated_at: datetime | None = None
    updated_at: datetime | None = None
    held_since: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Neither met nor ended by leaving its stage."""
        return self.met_at is None and not self.ended

    def is_missed(self, now: datetime) -> bool:
        """Met late, or not met and the time is past. The complainant's own window is nobody's failure."""
        if self.what is What.APPEAL or self.ended:
            return False
        return (self.met_at or self.held_since or now) > self.due.due_at

"""What the critic says, and how it compares two limits: over a year of days, not by a rule of thumb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailflow.core.days import Calendar, Duration
from mailflow.core.policy import Policy, Stage

_DAYS = 366
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWarning:
    """Something in a policy that a person should look at.

    Attributes:
        clauses: The clauses that it is about.
        about: The stage or table.
        says: What it is and what can be done about it, in a sentence.
    """

    clauses: tuple[str, ...]
    about: str
    says: str

    def __str__(self) -> str:
        """Return the warning for a line of its own."""
        clauses = f" ({', '.join(self.clauses)})" if self.clauses else ""
        return f"{self.about}{clauses}: {self.says}"


class Year:
    """The receipts of a year from a day on, one at noon of each day."""

    def __init__(self, calendar: Calendar, first: date) -> None:
        """Take the year that begins on a day."""
        self.calendar = calendar
        self.receipts = tuple(calendar.at_local(first + timedelta(days=n), _NOON) for n in range(_DAYS))
        self._dues: dict[Duration, tuple[datetime, ...]] = {}

    def dues(self, within: Duration) -> tuple[datetime, ...]:
        """Return when a limit ends, for each receipt."""
        if within not in self._dues:
            self._dues[within] = tuple(self.calendar.due(at, within, "").due_at for at in self.receipts)
        return self._dues[within]

    def later(self, one: Duration, other: Duration) -> int:
        """Return for how many receipts the first limit ends after the second."""
        return sum(a > b for a, b in zip(self.dues(one), self.dues(other), strict=True))

    def always_later(self, one: Duration, other: Duration) -> bool:
        """Say whether the first limit ends after the second whatever the day."""
        return self.later(one, other) == len(self.receipts)


def before(policy: Policy, stage: Stage) -> tuple[Stage, ...]:
    """Return the stages from which appeals lead to a stage, directly or by others, in order."""
    leading: set[str] = set()
    for each in reversed(policy.stages):
        if each.appeal and each.appeal.to in {stage.id, *leading}:
            leading.add(each.id)
    return tuple(each for each in policy.stages if each.id in leading)


def opens_by_mail(stage: Stage) -> bool:
    """Say whether a complaint by mail can begin at a stage."""
    return stage.opens_by_email or bool(stage.opens_on_subject)

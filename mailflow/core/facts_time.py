"""What time does beside its reminders: who hears of a promise not kept, and a question that waits for its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailflow.core.deadlines import What


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachEscalated:
    """The role above was told of a promise not kept. ``to``: their addresses, casefolded; none where nobody is left."""

    what: What
    stage: str
    source: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTold:
    """The machine told the complainant that an answer is late, because nobody had (LC-5.3)."""

    what: What
    stage: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPut:
    """A question to the complainant left (SMTP 250). ``holds``: the clock of the answer stands still from then."""

    stage: str
    sent_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSettled:
    """A question waits no longer. A clock that stood still since ``since`` goes on from ``until``.

    ``because``: ``answered``, ``unanswered`` (its time is over), ``undelivered``, ``decided`` (the case was answered).
    """

    stage: str
    since: datetime
    until: datetime
    because: Literal["answered", "unanswered", "undelivered", "decided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtNearsItsEnd:
    """A doubtful reply soon counts as an appeal; who can say what it is was reminded, if a day was left."""

    message: int

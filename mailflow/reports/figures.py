"""What happened in a period, counted: the bare figures. Nobody sees them but ``told.py``, which says what may be told.

Three kinds of thing are counted. *What was received* in the period, by what it is. *What happened* in it: appeals,
answers, promises that were kept or broken, actions and lessons. And *what is open* today. They overlap, but nothing
else does: each division is by one property that says nothing of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailflow.core.case import Case, Deadline, Kind, Outcome, Status, What
from mailflow.core.days import Calendar
from mailflow.core.decide.tasks_set import PROMISED
from mailflow.core.facts import DeadlineMoved, Fact, StageDecided, StageOpened
from mailflow.core.facts_beside import LessonKept, TaskSet
from mailflow.core.facts_time import DelayTold
from mailflow.core.policy import Policy

NOT_SAID = "Not said"
#: Tags that mailflow sets by itself; all others are somebody's own words, and so themes.
OUR_TAGS = frozenset(
    {"appeal", "perhaps-appeal", "late", "safeguarding", "conflict", "third-party", "undeliverable", "hold"}
)
_CHANNELS = {"email": "Email", "form": "Form", "phone": "Phone", "person": "In person", "letter": "Letter"}
_AGES = ((28, "Up to 4 weeks"), (56, "4 to 8 weeks"), (91, "8 to 13 weeks"))
_OLDER = "More than 13 weeks"
_APPEALED = ("appeal", "late-appeal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, the first and the last of them included, in the organisation's zone."""

    first: date
    last: date

    def holds(self, at: datetime | None, calendar: Calendar) -> bool:
        """Say whether an instant is within; none is not."""
        return at is not None and self.first <= calendar.day_of(at) <= self.last

    @property
    def before(self) -> Period:
        """The period of the same length, or the same months, before this one."""
        last = self.first - timedelta(days=1)
        whole_months = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        if not whole_months:
            return Period(first=last - (self.last - self.first), last=last)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        year, month = divmod(self.first.year * 12 + self.first.month - 1 - months, 12)
        return Period(first=date(year, month + 1, 1), last=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A case as it stands, and what happened to it, in order."""

    case: Case
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What became of one kind of promise that was met or fell due in the period.

    Attributes:
        days: How long each took that was met, late or not; in whole days, the shortest first.
    """

    stage: str
    what: What
    source: str
    kept: int
    broken: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is counted.

    Attributes:
        kinds: Of all that was received.
        before: Complaints received in the period before; None where nothing at all is on record from before this one.
        types: Of the complaints received; ``relations``, ``channels`` too. Empty where the policy has none.
        themes: Complaints received that bear a word of somebody's own.
        appeals: By the stage that they opened.
        answers: By outcome, of all stages.
        open: Complaints that wait for an answer today, by age; ``oldest`` in days.
        moved: Complaints whose answer was put off to a later day by a person.
        delays_told: Complaints whose complainant was told by mailflow that the answer is late.
        actions_done: Of the ``actions`` promised in the period.
        lessons: As staff wrote them, with the case of each.
    """

    kinds: Mapping[Kind, int]
    before: int | None
    types: Mapping[str, int]
    relations: Mapping[str, int]
    channels: Mapping[str, int]
    themes: Mapping[str, int]
    safeguarding: int
    appeals: Mapping[str, int]
    answers: Mapping[str, int]
    open: Mapping[str, int]
    oldest: int
    promises: tuple[Promise, ...]
    moved: int
    delays_told: int
    actions: int
    actions_done: int
    lessons: tuple[tuple[Case, str], ...]


def count(histories: Sequence[History], period: Period, policy: Policy, calendar: Calendar, now: datetime) -> Figures:
    """Count a period.

    Args:
        histories: All cases of the organisation.
        period: May end after the present; what has not happened is not counted.
        policy: The organisation's present one, for the names of types, relations, stages and outcomes.
        calendar: Whose days are meant.
        now: The present, for what is open and what is overdue.
    """
    received = [h.case for h in histories if period.holds(h.case.first_received_at, calendar)]
    complaints = [one for one in received if one.kind is Kind.COMPLAINT]
    stages = {one.id: one.title for one in policy.stages}
    happened = [(h.case, f) for h in histories for f in h.facts if period.holds(f.at, calendar)]
    opened = [f.event for _, f in happened if isinstance(f.event, StageOpened) and f.event.because in _APPEALED]
    decided = [f.event for _, f in happened if isinstance(f.event, StageDecided)]
    ages = _ages(histories, calendar, now)
    promised = {(case.ref, f.event.id) for case, f in happened if isinstance(f.event, TaskSet)}
    tasks = [t for h in histories for t in h.case.tasks if t.source == PROMISED and (h.case.ref, t.id) in promised]
    return Figures(
        kinds={kind: sum(one.kind is kind for one in received) for kind in Kind},
        before=_received_before(histories, period, calendar),
        types=_named({key: one.title for key, one in policy.types.items()}, [one.type for one in complaints]),
        relations=_named(
            {key: one.title for key, one in policy.relations.items()}, [one.complainant.relation for one in complaints]
        ),
        channels=_named(_CHANNELS, [one.channel for one in complaints]),
        themes=Counter(tag for one in complaints for tag in one.tags if tag not in OUR_TAGS),
        safeguarding=sum("safeguarding" in one.tags for one in complaints),
        appeals=_named({key: stages[key] for key in list(stages)[1:]}, [one.stage for one in opened]),
        answers=_named({one: told_outcome(one) for one in policy.outcomes}, [one.outcome.value for one in decided]),
        open=_by_age(ages),
        oldest=max(ages, default=0),
        promises=tuple(_promises(histories, period, policy, calendar, now)),
        moved=len({case.ref for case, f in happened if _is_put_off(f)}),
        delays_told=len({case.ref for case, f in happened if isinstance(f.event, DelayTold)}),
        actions=len(tasks),
        actions_done=sum(one.done_at is not None for one in tasks),
        lessons=tuple((case, f.event.text) for case, f in happened if isinstance(f.event, LessonKept)),
    )


def told_outcome(outcome: str | Outcome) -> str:
    """Return an outcome as a heading: ``Not upheld``."""
    return str(outcome).replace("-", " ").capitalize()


def _named(titles: Mapping[str, str], found: Iterable[str | None]) -> dict[str, int]:
    """Count what was found under the titles of all there could be, and what has none under its own name."""
    counts = dict.fromkeys(titles.values(), 0)
    for key in found:
        title = titles.get(key, key) if key else NOT_SAID
        counts[title] = counts.get(title, 0) + 1
    return counts


def _received_before(histories: Sequence[History], period: Period, calendar: Calendar) -> int | None:
    cases = [one.case for one in histories]
    if all(calendar.day_of(one.first_received_at) >= period.first for one in cases):
        return None
    return sum(c.kind is Kind.COMPLAINT and period.before.holds(c.first_received_at, calendar) for c in cases)


def _ages(histories: Sequence[History], calendar: Calendar, now: datetime) -> list[int]:
    cases = (one.case for one in histories)
    waiting = (one for one in cases if one.kind is Kind.COMPLAINT and one.status is Status.OPEN)
    today = calendar.day_of(now)
    return [(today - calendar.day_of(one.first_received_at)).days for one in waiting]


def _by_age(ages: Iterable[int]) -> dict[str, int]:
    counts = dict.fromkeys([*(name for _, name in _AGES), _OLDER], 0)
    for age in ages:
        counts[next((name for days, name in _AGES if age <= days), _OLDER)] += 1
    return counts


def _is_put_off(fact: Fact) -> bool:
    """Say whether a person set another day. A clock that stood still for a question goes on by its rule."""
    moved = fact.event
    return isinstance(moved, DeadlineMoved) and moved.what is What.RESPOND and moved.due.within is None


def _promises(
    histories: Sequence[History], period: Period, policy: Policy, calendar: Calendar, now: datetime
) -> Iterator[Promise]:
    """Yield what became of each promise, in the order of the stages; what only the law asks for comes last."""
    found: dict[tuple[str, What, str], list[Deadline]] = {}
    for deadline in (one for h in histories for one in h.case.deadlines):
        # What was met late belongs to the period in which it fell due: it is told of once.
        settled = min(deadline.met_at or deadline.due.due_at, deadline.due.due_at)
        is_open = deadline.met_at is None and not deadline.is_missed(now)
        if deadline.what is What.APPEAL or deadline.ended or is_open or not period.holds(settled, calendar):
            continue
        # A law's clock runs from stage to stage: it is one promise wherever it was met.
        stage = "" if deadline.what is What.STATUTORY else deadline.stage
        found.setdefault((stage, deadline.what, deadline.source), []).append(deadline)
    order = {one.id: at for at, one in enumerate(policy.stages)}
    whats = list(What)
    for key in sorted(found, key=lambda k: (k[1] is What.STATUTORY, order.get(k[0], 99), whats.index(k[1]), k[2])):
        broken = sum(one.is_missed(now) for one in found[key])
        # Only of those that were met: how long others have waited would tell of the complaints that are open.
        took = (_days_of(one, calendar) for one in found[key] if one.met_at)
        yield Promise(
            stage=key[0],
            what=key[1],
            source=key[2],
            kept=len(found[key]) - broken,
            broken=broken,
            days=tuple(sorted(took)),
        )


def _days_of(deadline: Deadline, calendar: Calendar) -> int:
    assert deadline.met_at is not None, "it was met"
    return max(0, (calendar.day_of(deadline.met_at) - calendar.day_of(deadline.due.anchor_at)).days)

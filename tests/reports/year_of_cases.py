"""A year of complaints, made up from a seed: each case is the fold of the facts that a real one would have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from mailflow.core.case import Complainant, Handler, Kind, Outcome, What
from mailflow.core.days import DueDate
from mailflow.core.evolve import fold
from mailflow.core.facts import (
    AppealMade,
    CaseOpened,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    Event,
    Fact,
    OutcomeGiven,
    StageDecided,
    StageOpened,
    Tagged,
)
from mailflow.core.facts_beside import LessonKept, RelationSet, TaskDone, TaskSet, TypeSet
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.reports.figures import History

FIRST_DAY = datetime(2020, 1, 1, 9, tzinfo=UTC)
NOW = datetime(2021, 1, 4, 9, tzinfo=UTC)
_CHANNELS = ("email",) * 14 + ("phone",) * 4 + ("person", "letter")
_OUTCOMES = (
    *(Outcome.UPHELD, Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.PARTLY_UPHELD, Outcome.NOT_UPHELD),
    *(Outcome.NOT_UPHELD, Outcome.RESOLVED, Outcome.RESOLVED, Outcome.WITHDRAWN),
)
_THEMES = ("handover", "lateness", "staffing", "food", "fees")
LESSONS = (
    "Ring the family the evening before a change of time.",
    "Write the collection list on the day, not the day before.",
    "Two people check the register at four o'clock.",
)


@dataclass(slots=True, kw_only=True)
class _Life:
    """One case in the making."""

    office: Office
    random: Random
    ref: str
    facts: list[Fact] = field(default_factory=list)

    def happen(self, at: datetime, *events: Event) -> None:
        self.facts += [Fact(at=at, by="mailflow", event=one) for one in events]

    def hours(self, least: int, most: int) -> timedelta:
        return timedelta(hours=self.random.randint(least, most))

    def begin(self, at: datetime, number: int) -> None:
        policy, draw = self.office.policy, self.random
        kind = draw.choice([Kind.COMPLAINT] * 11 + [Kind.FEEDBACK, Kind.PRAISE])
        opened = CaseOpened(
            ref=self.ref,
            organisation=self.office.code,
            policy=policy.name,
            edition=policy.edition,
            policy_digest=self.office.policy_digest,
            kind=kind,
            channel=draw.choice(_CHANNELS),
            complainant=Complainant(name=f"Rowan Quillfeather{number}", address=f"family{number}@mail.example"),
            received_at=at,
        )
        self.happen(at, opened)
        if kind is not Kind.COMPLAINT:
            return
        if policy.types and draw.random() < 0.9:
            self.happen(at, TypeSet(type=draw.choice(list(policy.types))))
        if policy.relations and draw.random() < 0.9:
            self.happen(at, RelationSet(relation=draw.choice(list(policy.relations))))
        if draw.random() < 0.4:
            self.happen(at, Tagged(tag=draw.choice(_THEMES)))
        if draw.random() < 0.02:
            self.happen(at, Tagged(tag="safeguarding"))
        self.stage(at, next(one for one in policy.stages if one.opens_by_email), "complaint")

    def stage(self, at: datetime, stage: Stage, because: str) -> None:
        draw, role = self.random, stage.handlers[0]
        handler = Handler(role=role, name=role, address=f"{role}@office.example")
        self.happen(at, StageOpened(stage=stage.id, since=at, handlers=(handler,), because=because))
        promised = self.promise(at, stage)
        sent = at + self.hours(1, 30) if draw.random() < 0.97 else at + timedelta(days=9)
        if What.ACKNOWLEDGE in promised:
            self.meet(sent, stage, What.ACKNOWLEDGE, promised)
        if draw.random() < 0.06:
            return  # nobody answers
        answered = at + timedelta(days=draw.choice((3, 6, 9, 14, 20, 26, 31)), hours=draw.randint(0, 6))
        if answered > NOW:
            return
        if draw.random() < 0.1 and What.RESPOND in promised:
            source, due = promised[What.RESPOND]
            until = self.office.calendar.until(due.due_on + timedelta(days=10), at, source)
            moved = DeadlineMoved(what=What.RESPOND, stage=stage.id, source=source, due=until)
            self.happen(at + timedelta(days=2), moved)
        self.answer(answered, stage, promised)

    def promise(self, at: datetime, stage: Stage) -> Mapping[What, tuple[str, DueDate]]:
        promised: dict[What, tuple[str, DueDate]] = {}
        for what, limit in ((What.ACKNOWLEDGE, stage.acknowledge), *((What.RESPOND, one) for one in stage.respond)):
            if limit and not limit.for_type:
                due = self.office.calendar.due(at, limit.within, limit.source)
                promised[what] = (limit.source, due)
                self.happen(at, DeadlineSet(what=what, stage=stage.id, source=limit.source, due=due))
        return promised

    def meet(self, at: datetime, stage: Stage, what: What, promised: Mapping[What, tuple[str, DueDate]]) -> None:
        self.happen(at, DeadlineMet(what=what, stage=stage.id, source=promised[what][0], met_at=at))

    def answer(self, at: datetime, stage: Stage, promised: Mapping[What, tuple[str, DueDate]]) -> None:
        draw, outcome = self.random, self.random.choice(_OUTCOMES)
        self.happen(at, OutcomeGiven(stage=stage.id, outcome=outcome, message=1))
        if What.RESPOND in promised:
            self.meet(at, stage, What.RESPOND, promised)
        final = stage.appeal is None
        decided = StageDecided(stage=stage.id, outcome=outcome, sent_at=at, final=final, close_on=None)
        self.happen(at, decided)
        if draw.random() < 0.3:
            number = len(self.facts)
            self.happen(at, TaskSet(id=number, what="Train the team", for_="coordinator", source="promised"))
            if draw.random() < 0.8:
                self.happen(at + timedelta(days=5), TaskDone(id=number))
        if draw.random() < 0.1:
            self.happen(at, LessonKept(text=draw.choice(LESSONS)))
        later = at + timedelta(days=draw.randint(2, 9))
        if stage.appeal and draw.random() < 0.2 and later < NOW:
            to = stage.appeal.to
            self.happen(later, AppealMade(message=2, word="appeal", from_stage=stage.id, to_stage=to))
            self.stage(later, self.office.policy.stage(to), "appeal")


def year_of(office: Office, seed: int, cases: int) -> Iterator[History]:
    """Yield the cases of a year, in the order of their receipt.

    Args:
        office: Whose policy they run under.
        seed: The same one makes the same year.
        cases: How many.
    """
    random = Random(seed)
    times = sorted(FIRST_DAY + timedelta(hours=random.randint(0, 365 * 24)) for _ in range(cases))
    for number, at in enumerate(times, 1):
        life = _Life(office=office, random=random, ref=f"{office.code}-2020-{number:04d}")
        life.begin(at, number)
        yield History(case=fold(tuple(life.facts)), facts=tuple(life.facts))

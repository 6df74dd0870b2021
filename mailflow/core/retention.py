"""How long a record is kept after its case closed, and what is left of it when it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case, Complainant, Status
from mailflow.core.days import Calendar, DueDate
from mailflow.core.evolve import evolve
from mailflow.core.facts import Fact, StageDecided, StageOpened
from mailflow.core.facts_time import DelayTold
from mailflow.core.policy import Policy, Retention

#: The tag by which a person keeps a record past its time, for a court or an inquiry.
HOLD = "hold"
#: A safeguarding record is kept as well until a person takes the word off the case.
SAFEGUARDING = "safeguarding"
#: The tags that say what kind of case it was. All others are somebody's own words, and can be a name.
_OUR_TAGS = frozenset({"appeal", "late", SAFEGUARDING, "conflict", "third-party", "entered by mistake"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """What is left of a case whose record was destroyed: what can be counted, and nothing that says who or what it was.

    Attributes:
        case: Its kind, type, relation, channel, stages, outcome and dates. No name, address, word or message.
        facts: The stages that opened, the answers, and that a delay was told.
    """

    case: Case
    facts: tuple[Fact, ...]


def why_kept(case: Case) -> str | None:
    """Return why nothing of a case may be destroyed, as an end of a sentence; None where it may."""
    if case.status is not Status.CLOSED:
        return "it is open"
    if HOLD in case.tags:
        return "it is on hold; mailflow case release ends a hold"
    if SAFEGUARDING in case.tags:
        return f"it is a safeguarding case; mailflow case untag {case.ref} safeguarding lets it go"
    return None


def remains_of(case: Case, facts: Iterable[Fact], policy: Policy | None) -> Remains:
    """Return what is left of a case.

    Args:
        case: The case; it is closed.
        facts: What happened to it and still counts.
        policy: Its policy, whose words for types and relations name nobody; None where it is not known.
    """
    relation = case.complainant.relation
    left = Case(
        ref=case.ref,
        organisation=case.organisation,
        policy=case.policy,
        edition=case.edition,
        policy_digest=case.policy_digest,
        kind=case.kind,
        channel=case.channel,
        complainant=Complainant(
            anonymous=case.complainant.anonymous,
            relation=relation if policy and relation in policy.relations else None,
        ),
        stage=case.stage,
        status=case.status,
        first_received_at=case.first_received_at,
        stage_since=case.stage_since,
        moved_at=case.moved_at,
        type=case.type if policy and case.type in policy.types else None,
        outcome=case.outcome,
        outcome_at=case.outcome_at,
        tags=tuple(one for one in case.tags if one in _OUR_TAGS),
        deadlines=tuple(replace(one, due=replace(one.due, note="")) for one in case.deadlines),
        decided_stages=case.decided_stages,
        ended=case.ended,
        merged_into=case.merged_into,
        seq=case.seq,
    )
    return Remains(case=left, facts=tuple(filter(None, map(_counted, facts))))


def _counted(fact: Fact) -> Fact | None:
    """Return a fact without people, where reports count it."""
    match fact.event:
        case StageOpened():
            event: StageOpened | StageDecided | DelayTold = replace(fact.event, handlers=())
        case StageDecided():
            event = replace(fact.event, close_on=None)
        case DelayTold():
            event = fact.event
        case _:
            return None
    return Fact(at=fact.at, by="mailflow", event=event)


def closed_since(facts: Iterable[Fact]) -> datetime | None:
    """Return when a case closed for the last time; None while it is open.

    Args:
        facts: All facts of the case, in the order of their numbers; the first opens it.
    """
    case: Case | None = None
    since: datetime | None = None
    for fact in facts:
        was_closed = case is not None and case.status is Status.CLOSED
        case = evolve(case, fact)
        if case.status is not Status.CLOSED:
            since = None
        elif not was_closed:
            since = fact.at
    return since


def kept_until(closed_at: datetime, retention: Retention, calendar: Calendar) -> DueDate:
    """Return until when the record of a case is kept: the end of the last day, with its proof."""
    return calendar.due(closed_at, retention.keep, retention.source)

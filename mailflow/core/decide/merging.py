"""Two cases are one: the later goes on in the earlier, and its messages with it. See ``undo.py`` for the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.case import Case, Status
from mailflow.core.decide.on_admin import key_of
from mailflow.core.decide.opening import notices, recipients
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, DeadlinesEnded, Event, Fact, MessageFiled, Tagged
from mailflow.core.facts_beside import CaseJoined, CaseMerged, OverrideMade, PolicyOverridden
from mailflow.core.office import Office
from mailflow.core.overrides import Refused

#: What an override is called that has brought two cases together; both have one.
MERGE = "merge"
_PRIVACY = "confidentiality: one person's story does not reach another"
#: Tags that say something about the state of one case alone.
_ITS_OWN = frozenset({"appeal", "perhaps-appeal", "late", "conflict", "undeliverable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What follows on each of the two cases."""

    gone: Decision
    kept: Decision


def merge(
    case: Case,
    into: Case,
    messages: Sequence[tuple[int, str]],
    office: Office,
    *,
    by: str,
    reason: str,
    at: datetime,
    insists: str | None = None,
) -> Merged | Refused:
    """Let a case go on in another one.

    Args:
        case: The later case; it is closed.
        into: The earlier one; its clocks go on as they were.
        messages: Those of the later case, each with its class.
        office: Of the earlier case.
        by: Who decides.
        reason: Why.
        at: The present.
        insists: Why what the policy forbids is done all the same.
    """
    if refused := _refused(case, into, insists):
        return refused
    author, moved = f"admin {by}", tuple(one for one, _ in messages)
    overridden: tuple[Event, ...] = ()
    if insists is not None and not _same_person(case, into):
        overridden = (PolicyOverridden(rule=_PRIVACY, because=insists),)
    why = f"it goes on in {into.ref}"
    gone = (*overridden, CaseMerged(into=into.ref, messages=moved), DeadlinesEnded(stage=case.stage))
    gone = gone if case.status is Status.CLOSED else (*gone, CaseClosed(why=why))
    kept = (
        *overridden,
        CaseJoined(from_=case.ref, messages=moved),
        *(MessageFiled(message=one, as_=as_, opens=one in case.stage_messages) for one, as_ in messages),
        *(Tagged(tag=one) for one in case.tags if one not in {*_ITS_OWN, *into.tags}),
    )
    after = fold(_group(kept, author, reason, at), into)
    letters = notices(
        recipients(after, office, at),
        "further",
        stage=into.stage,
        messages=moved,
        office=office,
        remark=f"{case.ref} goes on in this case, because it is the same complaint. Its messages are below.",
    )
    key = key_of(into.seq + 1)
    numbered = tuple(replace(one, once=f"{key}{n}") for n, one in enumerate(letters))
    says = f"{case.ref} goes on in {into.ref}, with its messages, and is closed. The complainant is not written to."
    return Merged(
        gone=Decision(facts=_group(gone, author, reason, at), because=says),
        kept=Decision(facts=_group(kept, author, reason, at), letters=numbered, because=says),
    )


def _group(events: Sequence[Event], author: str, reason: str, at: datetime) -> tuple[Fact, ...]:
    marker = OverrideMade(command=MERGE, facts=len(events))
    return tuple(Fact(at=at, by=author, event=one, reason=reason) for one in (marker, *events))


def _refused(case: Case, into: Case, insists: str | None) -> Refused | None:
    if case.ref == into.ref:
        return Refused(why="A case cannot go on in itself. Name two cases.")
    for one in (case, into):
        if one.merged_into:
            return Refused(why=f"{one.ref} goes on in {one.merged_into} already.")
        if one.late_appeal is not None or one.doubtful_appeal is not None:
            return Refused(why=f"An appeal waits for an answer on {one.ref}. Its handler answers it first.")
    if case.first_received_at < into.first_received_at:
        turned = f"mailflow case merge {into.ref} {case.ref} --reason \u2026"
        return Refused(why=f"{case.ref} came first, and its clocks govern. Turn it around: {turned}")
    if into.status is Status.CLOSED:
        return Refused(why=f"{into.ref} is closed. Open it first: mailflow case reopen {into.ref} --reason \u2026")
    if any(one not in into.sealed_from for one in case.sealed_from):
        first = f"mailflow case about {into.ref} {case.about or 'WHOM'} --reason \u2026"
        return Refused(why=f"{case.ref} is kept from somebody who sees {into.ref}. Say first whom it is about: {first}")
    if not _same_person(case, into) and insists is None:
        return Refused(why=f"{case.ref} and {into.ref} are of different people.", rule=_PRIVACY)
    return None


def _same_person(one: Case, other: Case) -> bool:
    addresses = {(each.complainant.address or "").casefold() for each in (one, other)}
    names = {each.complainant.name.casefold() for each in (one, other)}
    return len(addresses) == 1 and (addresses != {""} or (len(names) == 1 and names != {""}))

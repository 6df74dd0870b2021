"""What a complaint is: its type, who complains, whether it is a complaint at all, and whose; what was told to whom."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from mailflow.core.case import Case, Handler, Kind, Outcome, Status, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import long_date
from mailflow.core.decide.answers import FARTHEST
from mailflow.core.decide.forms import choose
from mailflow.core.decide.opening import notices
from mailflow.core.decide.work import Work
from mailflow.core.directives import AskWritten, Disclose, MakeFeedback, Refer, SetRelation, SetTimescale, SetType
from mailflow.core.evolve import earliest_running
from mailflow.core.facts import CaseClosed, DeadlinesEnded, DeadlineSet, OutcomeGiven, ReplyRelayed
from mailflow.core.facts_beside import (
    CaseReferred,
    DisclosureMade,
    HandlersChanged,
    KindSet,
    RelationSet,
    TypeSet,
    WrittenAnswerAsked,
)
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.policy import Limit


def particulars(
    work: Work, directive: SetType | SetRelation | SetTimescale | AskWritten | Disclose | Refer | MakeFeedback
) -> str | None:
    """Carry out a directive that says what a complaint is, or say why not."""
    match directive:
        case SetType():
            return _type(work, directive.type)
        case SetRelation():
            return _relation(work, directive.relation)
        case SetTimescale():
            return _timescale(work, directive.until)
        case AskWritten():
            return _written(work)
        case Disclose():
            return _disclose(work, directive.reason)
        case Refer():
            return _refer(work, directive.to)
        case MakeFeedback():
            return _feedback(work, directive.kind)
        case _ as never:
            assert_never(never)


# --- type and relation -----------------------------------------------------------------------------------------------


def _type(work: Work, words: str) -> str | None:
    """Set the type (LF-3), and what the policy hangs on it: who handles it (SS-1.2), by when (SS-6.1)."""
    types = work.office.policy.types
    if not types:
        return "This policy has no types of complaint, so there is nothing to set. Leave #type out."
    type_ = choose(types, words)
    if type_ is None:
        return f"There is no type \u201c{words[:40]}\u201d. Write one of: {', '.join(f'#type {one}' for one in types)}."
    if type_ == work.case.type:
        return f"{work.case.ref} has the type {type_} already."
    before = work.case
    work.happen(TypeSet(type=type_))
    work.done.append(f"The type of {before.ref} is now: {types[type_].title}.")
    if before.status is Status.OPEN and before.outcome is None:
        _limits_of_type(work, before.type)
        _route_by_type(work, before.type)
    return None


def _limits_of_type(work: Work, old: str | None) -> None:
    """Set the limits that the type brings, and end those that belonged to the type before."""
    case, stage = work.case, work.office.policy.stage(work.case.stage)
    running = {one.source for one in case.deadlines if one.is_running and (one.what, one.stage) == _answer_at(case)}
    for limit in stage.respond:
        if limit.applies_to(case.type) and limit.source not in running:
            _set_limit(work, limit)
        elif limit.applies_to(old) and not limit.applies_to(case.type) and limit.source in running:
            work.happen(DeadlinesEnded(stage=stage.id, source=limit.source))
            work.done.append(f"The date of {limit.source} no longer holds.")


def _answer_at(case: Case) -> tuple[What, str]:
    return What.RESPOND, case.stage


def _set_limit(work: Work, limit: Limit) -> None:
    anchor = work.case.first_received_at if limit.counts_from == "complaint" else work.case.stage_since
    due = work.office.calendar.due(anchor, limit.within, limit.source)
    work.happen(DeadlineSet(what=What.RESPOND, stage=work.case.stage, source=limit.source, due=due))
    work.done.append(f"For this type the answer is due by {long_date(due.due_on)} ({limit.source}).")


def _route_by_type(work: Work, old: str | None) -> None:
    """Hand the case over where the policy names others for the type. Who was brought in with ``#assign`` stays.

    A case that is kept from somebody stays with whom it went to for that: the wall is stronger than the type.
    """
    case, stage = work.case, work.office.policy.stage(work.case.stage)
    if stage.handlers_for(case.type) == stage.handlers_for(old) or case.sealed_from:
        return
    named = work.office.handlers_of(stage.handlers_for(case.type), work.arrived.received_at, shut_out(case))
    if not named:
        return
    handlers = (*named, *(one for one in case.handlers if _was_brought_in(one, work.office, named)))
    if {one.address for one in handlers} == {one.address for one in case.handlers}:
        return
    work.happen(HandlersChanged(handlers=handlers, because=f"its type is {case.type}"))
    new = tuple(one for one in named if not case.is_handled_by(one.address))
    work.letters += notices(new, "type", stage=case.stage, messages=case.stage_messages, office=work.office)
    names = " and ".join(one.name for one in named)
    work.done.append(f"By its type it goes to {names}, who {'deal' if len(named) > 1 else 'deals'} with it now.")


def _was_brought_in(one: Handler, office: Office, named: tuple[Handler, ...]) -> bool:
    """Say whether somebody is on the case by ``#assign`` and not by a role of the policy."""
    return one.role not in office.policy.roles and all(one.address != each.address for each in named)


def _relation(work: Work, words: str) -> str | None:
    """Record who the complainant is to the organisation (CL-5.1); a free word where the policy lists none."""
    relations = work.office.policy.relations
    relation = choose(relations, words) if relations else words.strip()
    if relation is None:
        known = ", ".join(f"#relation {one}" for one in relations)
        return f"This policy knows no relation \u201c{words[:40]}\u201d. Write one of: {known}."
    if relation == work.case.complainant.relation:
        return f"{work.case.ref} has the relation {relation} already."
    work.happen(RelationSet(relation=relation))
    title = relations[relation].title if relation in relations else relation
    work.done.append(f"The complainant\u2019s relation to us is now: {title}.")
    return None


# --- what the complainant is promised ---------------------------------------------------------------------------------


def _timescale(work: Work, until: date) -> str | None:
    """Give a stage without a limit its date, and tell the complainant (SS-3.2)."""
    case, stage = work.case, work.office.policy.stage(work.case.stage)
    if case.status is Status.CLOSED:
        return work.closed()
    if case.outcome is not None or case.late_appeal is not None:
        return f"{stage.title} of {case.ref} is answered, so no date is to be set."
    running = earliest_running(case, What.RESPOND)
    if running is not None:
        day = long_date(running.due.due_on)
        return f"The answer has its date already: {day} ({running.source}). Write #extend with a later day to move it."
    if until <= work.today:
        return f"{long_date(until)} is not in the future. Write the day by which you will have answered."
    if until > work.today + FARTHEST:
        return f"{long_date(until)} is years away. If the year is right, ask {work.office.admin}; else correct it."
    source = stage.timescale or stage.source or "our word to the complainant"
    due = work.office.calendar.until(until, work.arrived.received_at, source, note=f"{work.officer.name} set it.")
    work.happen(DeadlineSet(what=What.RESPOND, stage=stage.id, source=source, due=due))
    told = "Nobody can be written to, so tell the complainant yourself."
    if case.complainant.address:
        work.happen(ReplyRelayed(message=work.arrived.id, how="interim-update"))
        work.write(LetterKind.INTERIM_UPDATE, work.text, {"due": long_date(until), "is_first": True})
        told = "The complainant is told."
    work.done.append(f"The answer is now due on {long_date(until)}. {told}")
    return None


def _written(work: Work) -> str | None:
    """Mark that a written response was asked for: the stage stays open until one is sent (SS-1.3)."""
    case = work.case
    if case.status is Status.CLOSED:
        return work.closed()
    if case.wants_written:
        return f"{case.ref} is marked already: the complainant wants a written response."
    work.happen(WrittenAnswerAsked())
    work.done.append(
        f"{case.ref} is marked: the complainant wants a written response. It stays open until you write one below "
        "#outcome."
    )
    return None


def _disclose(work: Work, reason: str) -> str | None:
    """Record that confidentiality could not be kept, and explain it to the complainant (SS-0.3).

    Where nothing stands below the line, its reason is the explanation.
    """
    work.happen(DisclosureMade(reason=reason))
    if work.case.complainant.address:
        work.happen(ReplyRelayed(message=work.arrived.id, how="relay"))
        work.write(LetterKind.RELAY, work.text or reason)
        what = "Your text" if work.text else "The reason"
        work.done.append(f"The disclosure is recorded with its reason. {what} goes to the complainant.")
    else:
        work.done.append("The disclosure is recorded with its reason. Nobody can be written to: explain it in person.")
    return None


# --- no complaint of ours ---------------------------------------------------------------------------------------------


def _refer(work: Work, to: str) -> str | None:
    """Pass a complaint on to whom it concerns (SS-0.2): its outcome here is that it was referred."""
    if problem := _not_open(work):
        return problem
    if Outcome.REFERRED.value not in work.office.policy.outcomes:
        return "This policy does not refer complaints to others. Answer it with #outcome."
    case, title = work.case, work.office.policy.stage(work.case.stage).title
    work.happen(
        CaseReferred(to=to),
        OutcomeGiven(stage=case.stage, outcome=Outcome.REFERRED, message=work.arrived.id),
    )
    if case.complainant.address:
        work.write(LetterKind.REFERRAL, work.text, {"referred_to": to}, once=f"outcome:{case.stage}:{case.seq}")
        work.done.append(f"{title} ends with a referral to {to}. The complainant is told; then the case is closed.")
    else:
        work.happen(CaseClosed(why=f"it was referred to {to}; the complainant left no address"))
        work.done.append(f"{title} ends with a referral to {to}. Nobody can be written to; the case is closed.")
    work.done.append(f"mailflow wrote nothing to {to}: please pass the complaint on yourself.")
    return None


def _feedback(work: Work, kind: Kind) -> str | None:
    """Take a case for feedback or praise: thanked, counted, without a clock (CL-2.2)."""
    if problem := _not_open(work):
        return problem
    if work.case.decided_stages:
        return f"{work.case.ref} was answered as a complaint at an earlier step. Answer it with #outcome."
    case = work.case
    work.happen(KindSet(kind=kind), DeadlinesEnded(stage=case.stage), CaseClosed(why=f"it is {kind.value}"))
    if case.complainant.address:
        work.write(LetterKind.THANKS, "", once=f"thanks:{case.seq}", with_files=False)
        work.done.append(f"{case.ref} is {kind.value}. The sender is thanked, and the case is closed.")
    else:
        work.done.append(f"{case.ref} is {kind.value}. Nobody can be thanked by mail; the case is closed.")
    return None


def _not_open(work: Work) -> str | None:
    """Say why a case cannot end now: it has, or a late appeal waits."""
    case = work.case
    if case.status is Status.CLOSED:
        return work.closed()
    if case.late_appeal is not None:
        return "A late appeal waits for an answer. Write #accept, or #decline with your reason below it."
    if case.outcome is not None:
        title = work.office.policy.stage(case.stage).title
        return f"{title} of {case.ref} already has its outcome ({case.outcome.value.replace('-', ' ')})."
    return None

"""A promise was not kept, and nothing follows: the role above hears of it; the complainant, where the policy says so.

Both wait until who deals with the case has had the time that the policy gives: they can set it right. Whoever is told
learns the reference, the stage and the dates, and nothing of the complaint (LF-4.1, CL-4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailflow.core.case import Case, Deadline, Handler, Status, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import long_date
from mailflow.core.decide.calls import told_of, write
from mailflow.core.decide.marks import morning_after, only_waits_for_the_post
from mailflow.core.decide.opening import recipients
from mailflow.core.decide.safeguarding import is_safeguarding
from mailflow.core.decision import SendLetter
from mailflow.core.facts import Event
from mailflow.core.facts_time import BreachEscalated, DelayTold
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address
from mailflow.core.office import Office


def escalations(case: Case, now: datetime, office: Office) -> tuple[list[Event], list[SendLetter]]:
    """Return who above is told by now that promises were not kept: one letter to each, with all of them."""
    due = [one for one in case.deadlines if (at := _told_above_at(case, one, office)) is not None and at <= now]
    if not due:
        return [], []
    above = role_above(case, now, office)
    to = tuple(one.address.casefold() for one in above)
    events: list[Event] = [BreachEscalated(what=one.what, stage=one.stage, source=one.source, to=to) for one in due]
    facts: dict[str, Value] = {
        **told_of(due, (), office),
        "mark": "escalated",
        "told_on": long_date(office.calendar.day_of(max(one.told_at for one in due if one.told_at))),
    }
    return events, write(case, LetterKind.BREACH_NOTICE, facts, above)


def late_answers(case: Case, now: datetime, office: Office) -> tuple[list[Event], list[SendLetter]]:
    """Return the machine's own interim update, where the policy promises one and nobody has written it (LC-5.3)."""
    due = [one for one in case.deadlines if (at := _told_family_at(case, one, office)) is not None and at <= now]
    if not due:
        return [], []
    assert case.complainant.address is not None, "only who can be written to is told"
    events: list[Event] = [DelayTold(what=one.what, stage=one.stage, source=one.source) for one in due]
    letter = SendLetter(
        kind=LetterKind.INTERIM_UPDATE,
        to=Address(address=case.complainant.address),
        audience=Audience.COMPLAINANT,
        facts={"was_due": min(one.due.due_on for one in due).isoformat()},
        stage=case.stage,
        thread=case.thread,
    )
    return events, [letter]


def next_escalation(case: Case, office: Office) -> datetime | None:
    """Return when somebody else must be told of a promise that was not kept, or None."""
    return min(_times(case, office), default=None)


def role_above(case: Case, at: datetime, office: Office) -> tuple[Handler, ...]:
    """Return who hears that a promise was not kept: the first role above whose holders do not know yet.

    The stage's ``escalate_to``; else whoever answers the stages that follow; else whoever acts in the handlers' place;
    else the admin. Nobody whom the case is about, or whom its text names, is ever among them.
    """
    policy, out = office.policy, shut_out(case)
    known = {one.address.casefold() for one in (*case.handlers, *recipients(case, office, at))} | out
    stage, roles = policy.stage(case.stage), list[str]()
    if stage.escalate_to:
        roles.append(stage.escalate_to)
    following = policy.next_stage(stage.id)
    while following is not None:
        roles += following.handlers_for(case.type)
        following = policy.next_stage(following.id)
    for role in stage.handlers_for(case.type):
        roles += policy.role_chain(role)[1:]
    for role in roles:
        found = [one for one in office.holders(role, at, out) if one.address.casefold() not in known]
        if found:
            return tuple(found)
    return () if office.admin.casefold() in known else (Handler(role="", name="", address=office.admin),)


def _times(case: Case, office: Office) -> Iterator[datetime]:
    for one in case.deadlines:
        for at in (_told_above_at(case, one, office), _told_family_at(case, one, office)):
            if at is not None:
                yield at


def _is_left_undone(case: Case, one: Deadline, office: Office) -> bool:
    """Say whether a breach that was told still waits for a person; what only waits for the post helps nobody above."""
    is_open = case.status is Status.OPEN and one.is_running and one.told_at is not None
    return is_open and not only_waits_for_the_post(case, one, office)


def _told_above_at(case: Case, one: Deadline, office: Office) -> datetime | None:
    terms = office.policy.escalation
    if terms.off or one.told_at is None or not _is_left_undone(case, one, office):
        return None
    if one.escalated_at is None:
        return morning_after(office, one.told_at, terms.after)
    if terms.again_after is None:
        return None
    return morning_after(office, max(case.moved_at, one.escalated_at), terms.again_after)


def _told_family_at(case: Case, one: Deadline, office: Office) -> datetime | None:
    terms = next((each.interim for each in office.policy.stages if each.id == one.stage), None)
    if terms is None or one.what is not What.RESPOND or one.told_at is None or one.updated_at is not None:
        return None
    if is_safeguarding(case) or case.complainant.address is None or not _is_left_undone(case, one, office):
        return None
    return morning_after(office, one.told_at, terms.after)

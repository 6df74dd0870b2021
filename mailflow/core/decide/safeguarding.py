"""A child or an adult may be at risk: the lead is alerted at once, with the checklist; the machine falls silent.

Nothing here takes an alarm back: only the admin takes the tag off. A later alarm on the same case goes to those who
were alerted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailflow.core.alarm_words import alarm_in
from mailflow.core.case import Case
from mailflow.core.decide.tasks_set import next_number
from mailflow.core.decide.wall import told_by
from mailflow.core.decide.work import Work
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import Event, Fact
from mailflow.core.facts_beside import SafeguardingAlerted, SafeguardingRaised, SafeguardingTaken, TaskSet
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office
from mailflow.core.safeguarding_terms import Safeguarding
from mailflow.core.trigger import MessageArrived

#: The tag of such a case.
SAFEGUARDING = "safeguarding"
_BY = "mailflow"


def is_safeguarding(case: Case | None) -> bool:
    """Say whether the alarm was raised on a case."""
    return case is not None and SAFEGUARDING in case.tags


def quiet(letters: Iterable[SendLetter]) -> tuple[SendLetter, ...]:
    """Return letters as they may leave on a safeguarding case: of the machine's to the complainant only the receipt."""
    kept = []
    for one in letters:
        if one.audience is not Audience.COMPLAINANT or one.kind is LetterKind.RECEIPT:
            kept.append(one)
        elif one.kind is LetterKind.ACKNOWLEDGEMENT:
            kept.append(replace(one, kind=LetterKind.RECEIPT, facts={}))
    return tuple(kept)


def guarded(decision: Decision, case: Case | None, arrived: MessageArrived, office: Office) -> Decision:
    """Return a decision about what a complainant wrote, with the alarm that its words raise.

    Args:
        decision: What else follows.
        case: As it stands before; None where the decision opens it.
        arrived: What was written.
        office: Its policy has the words.
    """
    terms = office.policy.safeguarding
    because = alarm_in(told_by(arrived), terms) if terms else None
    was = is_safeguarding(case)
    if was:
        decision = replace(decision, letters=quiet(decision.letters))
    if because is None or terms is None:
        return decision
    after = fold(decision.facts, case)
    if was:
        again = _alerts(after, _told(after, office), because, arrived.id, again=False)
        return replace(decision, letters=(*decision.letters, *again))
    events, letters = raise_alarm(after, because, arrived.id, arrived.received_at, office, terms)
    facts = tuple(Fact(at=arrived.received_at, by=_BY, event=one) for one in events)
    return replace(
        decision,
        facts=(*decision.facts, *facts),
        letters=(*quiet(decision.letters), *letters),
        because=f"{decision.because}; {because}, so the safeguarding lead is alerted",
    )


def raise_alarm(
    case: Case, because: str, message: int, at: datetime, office: Office, terms: Safeguarding
) -> tuple[list[Event], list[SendLetter]]:
    """Return the facts and letters of an alarm: its checklist as tasks of the lead, and the alert."""
    tasks = [
        TaskSet(
            id=number,
            what=one.task,
            for_=terms.lead,
            source=one.source,
            due=office.calendar.due(at, one.within, one.source) if one.within else None,
        )
        for number, one in enumerate(terms.checklist, next_number(case))
    ]
    to = _next_in_line(case, at, office, terms)
    alerted = SafeguardingAlerted(to=tuple(one.address.casefold() for one in to), message=message)
    events: list[Event] = [SafeguardingRaised(because=because), *tasks, alerted]
    return events, _alerts(case, to, because, message, again=False)


def raise_by_staff(work: Work) -> str | None:
    """Carry out ``#safeguarding``, or say why not."""
    terms = work.office.policy.safeguarding
    if terms is None:
        return (
            f"This policy has no [safeguarding] table, so nobody can be alerted by mailflow. Ring "
            f"{work.office.admin} and your safeguarding lead now."
        )
    if is_safeguarding(work.case):
        return f"{work.case.ref} is a safeguarding case already, and its lead was alerted."
    about = work.case.stage_messages[-1] if work.case.stage_messages else work.arrived.id
    because = f"{work.officer.name} wrote #safeguarding"
    events, letters = raise_alarm(work.case, because, about, work.arrived.received_at, work.office, terms)
    work.happen(*events)
    work.letters += letters
    work.done.append(
        f"{work.case.ref} is a safeguarding case now. The safeguarding lead is alerted, and mailflow writes nothing to "
        "the complainant by itself but a receipt."
    )
    return None


def taken_by(work: Work) -> None:
    """Record that somebody who was alerted has seen it: whoever of them writes a line has."""
    alarm = work.case.alarm
    if alarm is not None and alarm.taken_at is None and work.officer.key in alarm.told:
        work.happen(SafeguardingTaken())


def alert_again(case: Case, now: datetime, office: Office) -> tuple[tuple[Event, ...], tuple[SendLetter, ...]]:
    """Return the alert to the next in line, where nobody who was alerted has answered in time."""
    terms, alarm, at = office.policy.safeguarding, case.alarm, next_alert(case, office)
    if terms is None or alarm is None or at is None or at > now:
        return (), ()
    to = _next_in_line(case, now, office, terms)
    told = SafeguardingAlerted(to=tuple(one.address.casefold() for one in to), message=alarm.message)
    because = f"nobody who was alerted has answered within {terms.again_after}"
    return (told,), tuple(_alerts(case, to, because, alarm.message, again=True))


def next_alert(case: Case, office: Office) -> datetime | None:
    """Return when the next in line is alerted: as late on the day as the last alert went; None where nobody is left."""
    terms, alarm = office.policy.safeguarding, case.alarm
    if terms is None or alarm is None or alarm.taken_at is not None or not is_safeguarding(case):
        return None
    if not _next_in_line(case, alarm.since, office, terms):
        return None
    days = office.calendar.due(alarm.since, terms.again_after, "").due_on - office.calendar.day_of(alarm.since)
    return alarm.since + days


def _next_in_line(case: Case, at: datetime, office: Office, terms: Safeguarding) -> tuple[Address, ...]:
    """Return who is alerted next: who is there, role by role; then the admin; then who is away. Nobody twice.

    Nobody whom the case is about is ever among them.
    """
    known = {*case.sealed_from, *(case.alarm.told if case.alarm else ())}
    on = office.calendar.day_of(at)
    away: list[Address] = []
    for role in office.policy.role_chain(terms.lead):
        holders = [one for one in office.staff if role in one.roles and one.key not in known]
        if here := [one for one in holders if not one.is_away(on)]:
            return tuple(Address(address=one.address, name=one.name) for one in here)
        away += [Address(address=one.address, name=one.name) for one in holders]
    if office.admin.casefold() not in known:
        return (Address(address=office.admin),)
    return tuple(dict.fromkeys(away))


def _told(case: Case, office: Office) -> tuple[Address, ...]:
    told = [one for one in (case.alarm.told if case.alarm else ()) if one not in case.sealed_from]
    known = {one.key: Address(address=one.address, name=one.name) for one in office.staff}
    return tuple(known.get(one, Address(address=one)) for one in told)


def _alerts(case: Case, to: Iterable[Address], because: str, message: int, *, again: bool) -> list[SendLetter]:
    return [
        SendLetter(
            kind=LetterKind.SAFEGUARDING_ALERT,
            to=one,
            audience=Audience.STAFF,
            facts={"because": because, "again": again},
            text_of=(message,),
            message=message,
            stage=case.stage,
            attach=(message,),
        )
        for one in to
    ]

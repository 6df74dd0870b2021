"""Meetings and mediation: one invitation to each, with a calendar file; moved and called off by the same line.

The promise of a meeting within a limit (BB-3.2) is met when the complainant's invitation to a day within it has left,
and is open again when that meeting is called off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import assert_never
from zoneinfo import ZoneInfo

from mailflow.core.case import Handler, Meeting, Party, Status, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import long_date
from mailflow.core.decide.answers import FARTHEST
from mailflow.core.decide.panels import name_panel
from mailflow.core.decide.work import Work
from mailflow.core.decision import SendLetter
from mailflow.core.directives import AddParty, Mediate, Meet, NamePanel
from mailflow.core.facts import DeadlineSet
from mailflow.core.facts_beside import MeetingSet, PartyAdded
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address

_MEETING, _MEDIATION = "meeting", "mediation"


def arrange(work: Work, directive: Meet | Mediate | NamePanel | AddParty) -> str | None:
    """Carry out a directive about a meeting, mediation or a panel, or say why not."""
    if work.case.status is Status.CLOSED:
        return work.closed()
    match directive:
        case Meet():
            return _appoint(work, _MEETING, directive.on, directive.at, directive.place)
        case Mediate():
            return _appoint(work, _MEDIATION, directive.on, directive.at, directive.place)
        case NamePanel():
            before = work.case.panel
            if why := name_panel(work, directive):
                return why
            _seat(work, before)
            return None
        case AddParty():
            return _add_party(work, directive)
        case _ as never:
            assert_never(never)


def _appoint(work: Work, kind: str, on: date | None, at: time | None, place: str) -> str | None:
    known = work.case.meeting_of(kind)
    if on is None:
        return _call_off(work, kind, known)
    starts_at = work.office.calendar.at_local(on, at.hour, at.minute) if at else None
    if on < work.today or (starts_at is not None and starts_at <= work.arrived.received_at):
        return f"{_when(on, at)} is past. Write a later day after #{kind}."
    if on > work.today + FARTHEST:
        return f"{long_date(on)} is years away. If the year is right, ask {work.office.admin}; else correct it."
    if kind == _MEETING and (late := _too_late(work, on)):
        return late
    meeting = Meeting(
        kind=kind,
        uid=f"{work.case.meeting_stem(kind)}{work.office.address.rpartition('@')[2]}".casefold(),
        starts_at=starts_at,
        on=on,
        place=place,
        sequence=known.sequence + 1 if known else 0,
        invited=tuple(_staff(work, kind)),
    )
    change = "changed" if known and not known.is_cancelled else ""
    # Whoever was invited by a line above this one in the same mail gets this in its place.
    work.letters = [
        one
        for one in work.letters
        if one.calendar is None or one.calendar.is_cancelled or one.calendar.uid != meeting.uid
    ]
    work.happen(MeetingSet(meeting=meeting))
    invited = _invite(work, meeting, change)
    where = f", {place}" if place else ""
    work.done.append(f"The {kind} is on {_when(on, at)}{where}. Invited, one mail each: {', '.join(invited)}.")
    work.done += _remarks(work, kind, on)
    return None


def _too_late(work: Work, on: date) -> str | None:
    """Say that a day is past the limit. Once an invitation in time has left, a later day is for the two to agree on."""
    promise = work.case.deadline(What.MEET, work.case.stage)
    if promise is None or not promise.is_running or on <= promise.due.due_on:
        return None
    return (
        f"{long_date(on)} is too late: the policy promises a meeting by {long_date(promise.due.due_on)} "
        f"({promise.source}). Write a day until then after #meeting, or move the promise first, with your reason "
        f"below the line: #extend {long_date(on).partition(' ')[2]}"
    )


def _remarks(work: Work, kind: str, on: date) -> list[str]:
    case = work.case
    remarks = []
    if not case.complainant.address:
        remarks.append("The complainant left no mail address: tell them of it by phone or post.")
    promise = case.deadline(What.MEET, case.stage) if kind == _MEETING else None
    if promise and on > promise.due.due_on:
        remarks.append(f"It is later than the policy promises ({long_date(promise.due.due_on)}, {promise.source}).")
    if kind == _MEDIATION and not case.parties:
        remarks.append("The other side is not known: write #party NAME <address>, and this line again.")
    if kind == _MEDIATION and not case.panel:
        remarks.append("Whoever mediates is invited too once named: write #panel NAME, and this line again.")
    return remarks


def _call_off(work: Work, kind: str, known: Meeting | None) -> str | None:
    if known is None or known.is_cancelled:
        return f"No {kind} is arranged at this step of {work.case.ref}, so there is none to call off."
    meeting = replace(known, sequence=known.sequence + 1, is_cancelled=True)
    work.happen(MeetingSet(meeting=meeting))
    promise = work.case.deadline(What.MEET, work.case.stage)
    if kind == _MEETING and promise and promise.met_at is not None:
        work.happen(DeadlineSet(what=promise.what, stage=promise.stage, source=promise.source, due=promise.due))
        day = long_date(promise.due.due_on)
        work.done.append(f"A meeting is owed again, by {day} ({promise.source}).")
    told = _invite(work, meeting, "cancelled")
    work.done.append(f"The {kind} on {long_date(known.on)} is called off. Told, one mail each: {', '.join(told)}.")
    return None


def _seat(work: Work, before: tuple[Handler, ...]) -> None:
    """Invite who has come to a panel to what is arranged already, and call it off for who has left it.

    For whoever stays nothing changes, so nothing is sent.
    """
    panel = {one.address.casefold() for one in work.case.panel}
    left = {one.address.casefold(): one for one in before if one.address.casefold() not in panel}
    for kind in (_MEETING, _MEDIATION):
        known = work.case.meeting_of(kind)
        if known is None or known.is_cancelled or known.on < work.today:
            continue
        invited = {one.casefold(): one for one in known.invited}
        new = {one: name for one, name in _staff(work, kind).items() if one.casefold() not in invited}
        off = [one for key, one in left.items() if key in invited and not work.case.is_sealed_from(key)]
        if not new and not off:
            continue
        stay = (address for key, address in invited.items() if key not in left)
        meeting = replace(known, sequence=known.sequence + 1, invited=(*stay, *new))
        work.happen(MeetingSet(meeting=meeting))
        for one in off:
            _to_staff(work, replace(meeting, is_cancelled=True), one.address, one.name, "cancelled", text="")
        for address, name in new.items():
            _to_staff(work, meeting, address, name, "", text="")
        if new:
            work.done.append(f"Invited to the {kind} on {long_date(known.on)}: {', '.join(new.values())}.")
        if off:
            work.done.append(f"The {kind} is called off for {', '.join(one.name for one in off)}.")


def _add_party(work: Work, directive: AddParty) -> str | None:
    key = directive.address.casefold()
    if key == (work.case.complainant.address or "").casefold():
        return f"{directive.address} is the complainant's own address. #party names the other side of a mediation."
    if work.case.is_sealed_from(directive.address):
        return (
            f"{work.case.ref} is, or may be, about {directive.address}, so mailflow sends nothing of it there, no "
            "invitation either. Ask them to the talk yourself."
        )
    if work.office.is_ours(Address(address=directive.address)):
        return f"{directive.address} is the complaints mailbox. #party needs the address of the other side."
    work.happen(PartyAdded(party=Party(name=directive.name, address=directive.address)))
    work.done.append(f"{directive.name or directive.address} is the other side of {work.case.ref}. Nothing was sent.")
    known = work.case.meeting_of(_MEDIATION)
    if known is not None and not known.is_cancelled:
        work.done.append("Write the line of the mediation again, so that they are invited to it.")
    return None


# --- invitations --------------------------------------------------------------------------------------------------


def _invite(work: Work, meeting: Meeting, change: str) -> list[str]:
    """Write to each who is to come, one mail each; returns who, for the author."""
    case = work.case
    invited = []
    facts = _facts(work, meeting, change)
    if case.complainant.address:
        to = Address(address=case.complainant.address)
        work.letters.append(_letter(work, meeting, to, facts, stage=case.stage, thread=case.thread))
        invited.append("the complainant")
    if meeting.kind == _MEDIATION:
        for party in case.parties:
            # Neither the stage nor the thread: what goes to one side must not show the other's Message-ID.
            work.letters.append(_letter(work, meeting, Address(address=party.address), facts))
            invited.append(party.name or party.address)
    for address, name in _staff(work, meeting.kind).items():
        _to_staff(work, meeting, address, name, change, text=work.text)
        invited.append(name)
    return invited


def _to_staff(work: Work, meeting: Meeting, address: str, name: str, change: str, *, text: str) -> None:
    facts = {**_facts(work, meeting, change), "arranged_by": work.officer.name}
    to = Address(address=address, name=name)
    letter = _letter(work, meeting, to, facts, Audience.STAFF, stage=work.case.stage)
    work.letters.append(letter if text else replace(letter, text="", attach=()))


def _staff(work: Work, kind: str) -> dict[str, str]:
    """Return who of the staff is to come: the panel, else for a meeting the handlers, and whom the policy names."""
    case, office = work.case, work.office
    hearing = list(case.panel)
    if kind == _MEETING:
        with_roles = office.policy.stage(case.stage).meeting_with
        hearing = [*(case.panel or case.handlers), *office.handlers_of(with_roles, work.arrived.received_at)]
    found = {one.address.casefold(): one for one in hearing}
    theirs = {(case.complainant.address or "").casefold(), *shut_out(case)}
    return {one.address: one.name for key, one in found.items() if key not in theirs}


def _facts(work: Work, meeting: Meeting, change: str) -> dict[str, Value]:
    local = meeting.starts_at.astimezone(ZoneInfo(work.office.calendar.zone)) if meeting.starts_at else None
    return {
        "what": meeting.kind,
        "when": meeting.on.isoformat(),
        "time": f"{local:%H:%M}" if local else "",
        "place": meeting.place,
        "change": change,
        "arranged_by": "",
    }


def _letter(
    work: Work,
    meeting: Meeting,
    to: Address,
    facts: dict[str, Value],
    audience: Audience = Audience.COMPLAINANT,
    *,
    stage: str | None = None,
    thread: str | None = None,
) -> SendLetter:
    return SendLetter(
        kind=LetterKind.MEETING_INVITATION,
        to=to,
        audience=audience,
        text=work.text,
        facts=facts,
        message=work.arrived.id,
        stage=stage,
        attach=(work.arrived.id,) if work.arrived.message.attachments else (),
        thread=thread,
        calendar=meeting,
    )


def _when(on: date, at: time | None) -> str:
    return f"{long_date(on)}, {at:%H:%M}" if at else long_date(on)

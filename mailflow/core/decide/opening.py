"""A stage opens: its handlers, its clocks, the acknowledgement and the notices; the same for all ways into a stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from mailflow.core.asking import asks_for
from mailflow.core.case import Case, Complainant, Handler, Kind, Status, What
from mailflow.core.decide.forms import form_events, type_in
from mailflow.core.decide.linked import recurrence
from mailflow.core.decide.safeguarding import guarded, is_safeguarding, quiet
from mailflow.core.decide.somebody_new import informed, new_to, nobody_new
from mailflow.core.decide.statutory import clocks_of_law
from mailflow.core.decide.tasks_set import tasks_on_opening
from mailflow.core.decide.wall import nobody_left, raise_wall, told_by
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.facts import CaseOpened, DeadlinesEnded, DeadlineSet, Event, Fact, MessageFiled, StageOpened
from mailflow.core.facts_linked import CaseLinked
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office
from mailflow.core.policy import Limit, Stage
from mailflow.core.trigger import MessageArrived


def open_complaint(
    arrived: MessageArrived,
    office: Office,
    *,
    because: str,
    by: str = "complainant",
    channel: str = "email",
    complainant: Complainant | None = None,
    subject: str = "",
) -> Decision:
    """Open a case for a first mail, at the stage that the policy names for it.

    ``subject``: what a complaint that came otherwise than by email is headed, for a policy that asks for it.
    """
    message, sender = arrived.message, arrived.message.sender
    if complainant is None:
        assert sender is not None, "who wrote a complaint by mail has an address"
        complainant = Complainant(name=sender.name, address=sender.address)
    stage, why = office.policy.opening_stage(message.subject if channel == "email" else subject)
    opened = CaseOpened(
        ref="",
        organisation=office.code,
        policy=office.policy.name,
        edition=office.policy.edition,
        policy_digest=office.policy_digest,
        kind=Kind.COMPLAINT,
        channel=channel,
        complainant=complainant,
        received_at=arrived.received_at,
    )
    is_theirs = by == "complainant"
    own_thread = message.message_id if is_theirs else None
    as_ = MessageClass.FORM if is_theirs and arrived.form else MessageClass.COMPLAINT
    filed = MessageFiled(message=arrived.id, as_=as_.value, thread=own_thread, opens=True)
    facts, letters = open_stage(
        None,
        opened,
        stage,
        office,
        since=arrived.received_at,
        because="complaint",
        by=by,
        message=arrived.id,
        thread=own_thread,
        # Who rang or came was asked there and then by whoever wrote it down.
        asks=asks_for(office.policy, message, arrived.new_text, arrived.form, stage.id) if is_theirs else (),
        told=told_by(arrived),
        earlier_cases=_of_the_same(complainant, arrived.earlier_cases),
        type_=type_in(arrived, office),
    )
    at = arrived.received_at
    form = tuple(Fact(at=at, by=by, event=event) for event in form_events(None, arrived, office))
    decision = Decision(
        as_=as_,
        facts=(Fact(at=at, by=by, event=opened), Fact(at=at, by=by, event=filed), *form, *facts),
        letters=letters,
        because=f"{because}, so it is a new complaint; {why}",
    )
    return guarded(decision, None, arrived, office)


def _of_the_same(complainant: Complainant, cases: Sequence[Case]) -> tuple[Case, ...]:
    return tuple(one for one in cases if complainant.address and one.has_part(complainant.address))


def open_stage(
    case: Case | None,
    opened: CaseOpened | None,
    stage: Stage,
    office: Office,
    *,
    since: datetime,
    because: str,
    by: str,
    message: int,
    thread: str | None,
    asks: tuple[str, ...] = (),
    told: str = "",
    asked_at: datetime | None = None,
    earlier_cases: Sequence[Case] = (),
    type_: str | None = None,
) -> tuple[tuple[Fact, ...], tuple[SendLetter, ...]]:
    """Return the facts and letters of a stage that begins.

    Args:
        case: The case, or None when ``opened`` begins it.
        opened: The first fact of a new case.
        stage: The stage that begins.
        office: Policy, people, calendar.
        since: Receipt of what opened the stage; the clocks start there.
        because: ``complaint``, ``appeal``, ``late-appeal``, ``directive``.
        by: Who brought it about, for the record.
        message: What opened it; its text and files go to the handlers.
        thread: Message-ID that the acknowledgement answers.
        asks: What the acknowledgement asks for.
        told: What the complainant wrote that opens it: whom it names may not deal with it.
        asked_at: Receipt of the complainant's own mail, where the stage begins later than that.
        earlier_cases: Of a new case: those in which the same person has a part already.
        type_: Of a new case: the type that its form names.
    """
    complainant = case.complainant if case else opened.complainant if opened else Complainant()
    received = case.first_received_at if case else since
    events: list[Event] = [DeadlinesEnded(stage=case.stage)] if case else []
    type_ = case.type if case else type_
    wall = raise_wall(case, told, message, stage.handlers_for(type_), since, office, earlier_cases)
    handlers = new_to(case, stage, wall.handlers, wall.sealed, since, office)
    again, asked = nobody_new(case, stage, handlers, wall.sealed, office)
    before = [one for one in earlier_cases if one.complainant.address == complainant.address]
    events += [*wall.events, *([CaseLinked(to=tuple(one.ref for one in before))] if before else ())]
    remark = " ".join(filter(None, (wall.remark, recurrence(before, stage, office), again)))
    events.append(StageOpened(stage=stage.id, since=since, handlers=handlers, because=because))
    writes_back = complainant.address is not None
    events += deadlines_of(stage, office, since, received, type_, writes_back=writes_back)
    events += clocks_of_law(case, stage.id, office, received, writes_back=writes_back)
    events += tasks_on_opening(case, stage, since, office)
    facts = tuple(Fact(at=since, by=by, event=event) for event in events)
    letters = acknowledgement(case, complainant, stage, because, message, thread, _known(asks, asked_at, office))
    seen = (*(case.stage_messages if case else ()), message)
    letters += notices(handlers, because, stage=stage.id, messages=seen, office=office, remark=remark)
    if case is None:
        letters += copies("opened", stage, handlers, office, message, except_=wall.shut_out)
    else:
        letters += informed("moved", case, stage, handlers, office)
    letters += [*nobody_left(case.ref if case else "", stage, wall, office), *asked]
    return facts, tuple(letters)


def acknowledgement(
    case: Case | None,
    complainant: Complainant,
    stage: Stage,
    because: str,
    message: int,
    thread: str | None = None,
    known: Mapping[str, Value] | None = None,
) -> list[SendLetter]:
    """Return the letter that says that a stage began; none to somebody without an address."""
    if not complainant.address:
        return []
    letter = SendLetter(
        kind=LetterKind.ACKNOWLEDGEMENT,
        to=Address(address=complainant.address),
        audience=Audience.COMPLAINANT,
        facts={"opened_by": because, **(known or {})},
        message=message,
        stage=stage.id,
        thread=thread,
        once=f"acknowledgement:{stage.id}:{case.seq if case else 0}",  # a stage can begin more than once
    )
    return list(quiet((letter,)) if is_safeguarding(case) else (letter,))


def _known(asks: tuple[str, ...], asked_at: datetime | None, office: Office) -> dict[str, Value]:
    """Return what an acknowledgement says beside its stage; it is kept with the letter, so nothing that is empty."""
    received_on = office.calendar.day_of(asked_at).isoformat() if asked_at else ""
    known: dict[str, Value] = {"asks": asks, "received_on": received_on}
    return {name: value for name, value in known.items() if value}


def deadlines_of(
    stage: Stage, office: Office, since: datetime, complained_at: datetime, type_: str | None, *, writes_back: bool
) -> list[Event]:
    """Return the promises that a stage makes when it opens.

    An acknowledgement is promised only to somebody who left an address.
    """

    def set_(what: What, limit: Limit) -> DeadlineSet:
        anchor = complained_at if limit.counts_from == "complaint" else since
        due = office.calendar.due(anchor, limit.within, limit.source)
        return DeadlineSet(what=what, stage=stage.id, source=limit.source, due=due)

    found: list[Event] = []
    if stage.acknowledge and writes_back:
        found.append(set_(What.ACKNOWLEDGE, stage.acknowledge))
    found += [set_(What.RESPOND, one) for one in stage.respond if one.applies_to(type_)]
    if stage.meet:
        found.append(set_(What.MEET, stage.meet))
    return found


def further(case: Case, arrived: MessageArrived, office: Office) -> list[SendLetter]:
    """Put what somebody wrote on a case before its handlers, closed or not."""
    return notices(
        recipients(case, office, arrived.received_at),
        "closed-reply" if case.status is Status.CLOSED else "further",
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
    )


def notices(
    handlers: Sequence[Handler],
    reason: str,
    *,
    stage: str,
    messages: tuple[int, ...],
    office: Office,
    remark: str = "",
) -> list[SendLetter]:
    """Write to each handler, once each, with the texts and files of the messages, newest first."""
    newest_first = tuple(dict.fromkeys(reversed(messages)))
    return [
        SendLetter(
            kind=LetterKind.HANDLER_NOTICE,
            to=Address(address=one.address, name=one.name),
            audience=Audience.STAFF,
            facts={"reason": reason, "role": one.role, "remark": remark},
            text_of=newest_first,
            message=newest_first[0] if newest_first else None,
            stage=stage,
            attach=newest_first,
        )
        for one in handlers
    ]


def copies(
    on: str,
    stage: Stage,
    handlers: Sequence[Handler],
    office: Office,
    message: int | None,
    *,
    except_: Collection[str],
) -> list[SendLetter]:
    """Write to those whom the policy keeps informed (SS-1.4, SS-1.6), except who has the case or whom it is about."""
    have_it = {one.address.casefold() for one in handlers} | set(except_)
    letters: list[SendLetter] = []
    for rule in office.policy.copies:
        if on not in rule.on or (rule.stages and stage.id not in rule.stages):
            continue
        for one in (each for each in office.staff if rule.role in each.roles):
            if one.address.casefold() in have_it:
                continue
            have_it.add(one.address.casefold())
            letters.append(
                SendLetter(
                    kind=LetterKind.COPY,
                    to=Address(address=one.address, name=one.name),
                    audience=Audience.STAFF,
                    facts={"on": on, "source": rule.source},
                    text_of=(message,) if message is not None else (),
                    message=message,
                    stage=stage.id,
                    # A case opens once, but can close more than once: after a later appeal it closes again.
                    once=f"copy:{on}:{one.address.casefold()}" if on == "opened" else None,
                )
            )
    return letters


def recipients(case: Case, office: Office, at: datetime) -> tuple[Handler, ...]:
    """Return who is to be written to about a case: its handlers who are there, else who acts in their place."""
    on = office.calendar.day_of(at)
    here = []
    for handler in case.handlers:
        officer = office.officer(handler.address)
        if officer and not officer.is_away(on) and not case.is_sealed_from(officer.address):
            here.append(handler)
    roles = office.policy.stage(case.stage).handlers_for(case.type)
    return tuple(here) or office.handlers_of(roles, at, case.sealed_from)

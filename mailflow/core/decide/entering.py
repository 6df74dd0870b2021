"""A complaint is entered at the command line, for who rang, came or wrote on paper (BB-0.1, SS-0.1)."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.case import Complainant, Kind
from mailflow.core.decide.on_admin import key_of
from mailflow.core.decide.opening import open_complaint
from mailflow.core.decide.safeguarding import is_safeguarding
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, DeadlinesEnded, Event, Fact
from mailflow.core.facts_beside import KindSet, OverrideMade
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office
from mailflow.core.trigger import MessageArrived


def enter(
    arrived: MessageArrived,
    office: Office,
    *,
    complainant: Complainant,
    kind: Kind,
    channel: str,
    by: str,
    reason: str,
) -> Decision:
    """Open a case for what was typed. It counts as of its receipt, like a mail.

    Feedback and praise are thanked and closed (CL-2.2). Where their words raise the alarm they are dealt with like a
    complaint, until a person has said otherwise.

    Args:
        arrived: What was typed; ``received_at`` is when the person said it.
        office: Policy, people, calendar.
        complainant: Who complains.
        kind: What it is.
        channel: phone, person, letter, form.
        by: Who enters it.
        reason: Why, for the record.
    """
    author = f"admin {by}"
    decision = open_complaint(
        arrived,
        office,
        because=f"{author} entered it at the command line",
        by=author,
        channel=channel,
        complainant=complainant,
        subject=arrived.message.subject if channel in ("letter", "form") else "",
    )
    if kind is not Kind.COMPLAINT and not is_safeguarding(fold(decision.facts)):
        decision = _thanked(decision, arrived, complainant, kind, author)
    opened, *rest = decision.facts
    marker = Fact(at=opened.at, by=author, event=OverrideMade(command="new", facts=len(rest)))
    facts = (opened, marker, *rest)
    return replace(
        decision,
        facts=tuple(replace(one, reason=reason) if one.by == author else one for one in facts),
        letters=tuple(replace(one, once=f"{key_of(2)}{n}") for n, one in enumerate(decision.letters)),
    )


def _thanked(
    decision: Decision, arrived: MessageArrived, complainant: Complainant, kind: Kind, author: str
) -> Decision:
    stage = fold(decision.facts).stage
    events: tuple[Event, ...] = (
        KindSet(kind=kind),
        DeadlinesEnded(stage=stage),
        CaseClosed(why=f"it is {kind.value}"),
    )
    thanks = SendLetter(
        kind=LetterKind.THANKS,
        to=Address(address=complainant.address or ""),
        audience=Audience.COMPLAINANT,
        message=arrived.id,
        stage=stage,
    )
    return replace(
        decision,
        facts=(*decision.facts, *(Fact(at=arrived.received_at, by=author, event=one) for one in events)),
        letters=(thanks,) if complainant.address else (),
        because=f"{author} entered {kind.value} at the command line",
    )

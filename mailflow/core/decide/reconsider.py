"""A request that the answer be reconsidered (SS-2.7): before the same decider, once; the window goes on meanwhile."""

from __future__ import annotations

from mailflow.core.appeals import read_appeal
from mailflow.core.case import Case, Status, What
from mailflow.core.decide.opening import notices, recipients
from mailflow.core.decision import Decision
from mailflow.core.facts import Fact, MessageFiled
from mailflow.core.facts_beside import ReconsiderationAsked
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.trigger import MessageArrived


def reconsideration(case: Case, arrived: MessageArrived, office: Office) -> Decision | None:
    """Put a request to reconsider before who decided; None where the mail is no such request, or not the first."""
    stage = office.policy.stage(case.stage)
    if case.status is not Status.DECIDED or case.stage in case.reconsidered or not arrived.reading.acknowledge:
        return None
    window = case.deadline(What.APPEAL, case.stage)
    if window is not None and arrived.received_at > window.due.due_at:
        return None
    word = read_appeal(arrived.message.subject, arrived.our_subjects, stage.reconsider).word
    if word is None:
        return None
    filed = MessageFiled(message=arrived.id, as_=MessageClass.REPLY.value, thread=arrived.message.message_id)
    letters = notices(
        recipients(case, office, arrived.received_at),
        "reconsider",
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
        remark=f"Its subject has the word \u201c{word}\u201d.",
    )
    facts = tuple(
        Fact(at=arrived.received_at, by="complainant", event=one)
        for one in (filed, ReconsiderationAsked(message=arrived.id))
    )
    because = f"its subject asks to \u201c{word}\u201d, so who decided is asked to think again, once"
    return Decision(as_=MessageClass.REPLY, facts=facts, letters=tuple(letters), because=because)

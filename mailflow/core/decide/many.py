"""Many mails of one sender: when a first mail opens no case of its own any more, and where it is kept.

A family that writes three mails within an hour about three matters has three cases, each acknowledged. The fourth first
mail within the hour is kept with the latest of them: put before its handler, who can have it made a case of its own,
but not acknowledged again. One that names somebody here, or brings a complaints form, opens a case all the same: the
one because the handler at hand may be whom it is about, the other because it says what it is. Beyond ``FLOOD`` mails an
hour nothing opens a case, and the handlers hear of it once a day.

So it makes no difference whether they come at once or one by one (TRUST F12), and whoever writes slowly is no flood.
"""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.case import Case
from mailflow.core.conflicts import named_in
from mailflow.core.decide.opening import notices, recipients
from mailflow.core.decide.wall import told_by
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.facts import Fact, MessageFiled
from mailflow.core.floods import CASES, FLOOD, cases_lately, flooded
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.trigger import MessageArrived


def kept_with_others(arrived: MessageArrived, office: Office) -> Decision | None:
    """Return the decision about a first mail that opens no case because its sender has written so many; else None."""
    if (case := flooded(arrived)) is not None:
        return replace(grouped(case, arrived, office), onto=case.ref)
    lately = cases_lately(arrived)
    if len(lately) < CASES or arrived.form is not None or named_in(told_by(arrived), office):
        return None
    return replace(_with_the_latest(lately[-1], arrived, office), onto=lately[-1].ref)


def _with_the_latest(case: Case, arrived: MessageArrived, office: Office) -> Decision:
    """Keep one mail more with a case and put it before its handlers; the complainant gets no other acknowledgement."""
    remark = (
        f"They have opened {CASES} cases within an hour, so this mail is kept with {case.ref}, the latest, and was not "
        f"acknowledged. If it is a complaint of its own, ask {office.admin} to make it a case (mailflow case split "
        f"{case.ref} {arrived.id}): it then counts from when it came."
    )
    letters = _for_handlers(case, arrived, office, remark)
    because = f"its sender opened {CASES} cases within an hour, so it is kept with the latest, {case.ref}"
    return Decision(as_=MessageClass.REPLY, facts=(_filed(arrived),), letters=tuple(letters), because=because)


def grouped(case: Case, arrived: MessageArrived, office: Office) -> Decision:
    """Keep one mail of a flood with a case; its handlers are told once a day, and the complainant nothing."""
    sender = arrived.message.sender
    day = office.calendar.day_of(arrived.received_at)
    remark = (
        f"More than {FLOOD} mails of theirs came within an hour. They are all kept with {case.ref}, from now on "
        f"without a notice for each. Ask {office.admin} to look through them (mailflow message list --ref {case.ref})."
    )
    letters = _for_handlers(case, arrived, office, remark)
    of = sender.key if sender else "-"
    return Decision(
        as_=MessageClass.REPLY,
        facts=(_filed(arrived),),
        letters=tuple(replace(one, once=f"flood:{of}:{day}:{one.to.key}") for one in letters),
        because=f"more than {FLOOD} mails of its sender came within an hour, so they are kept together on {case.ref}",
    )


def _for_handlers(case: Case, arrived: MessageArrived, office: Office, remark: str) -> list[SendLetter]:
    return notices(
        recipients(case, office, arrived.received_at),
        "further",
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
        remark=remark,
    )


def _filed(arrived: MessageArrived) -> Fact:
    event = MessageFiled(message=arrived.id, as_=MessageClass.REPLY.value, thread=arrived.message.message_id)
    return Fact(at=arrived.received_at, by="complainant", event=event)

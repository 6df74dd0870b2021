"""Whose is a mail that bears a case's marks and comes from another address? Its complainant is asked (TRUST 2.7, F21).

The letter goes to the address on record and to no other, and shows nothing of the mail but when it came: neither its
words nor its sender, who may be a witness, or somebody who wants to reach the family through us. A yes in answer to
that very letter (its Message-ID is unguessable, so who wrote it reads that address) lets the mail onto the case as of
its own receipt. Only where the complainant names the address themselves is later mail from it theirs too. Letters go
to the address on record all the same: an address that is written to is changed by a person, not by mail.

Who forges marks must not be able to spend a family's patience: one question waits at a time, one for each address, a
few for a case in all and for a mailbox in a day. What nobody is asked about waits in the pen as before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from mailflow.core.case import Case, Status
from mailflow.core.days import long_date
from mailflow.core.decide.opening import further
from mailflow.core.decide.safeguarding import is_safeguarding
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.facts import Event, Fact, MessageFiled
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.floods import is_flood
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office
from mailflow.core.other_address import Answer, Said
from mailflow.core.thread import Threaded
from mailflow.core.trigger import MessageArrived

#: A question that is not answered within this stands in the way of no other.
WAITS = timedelta(days=14)
#: Questions on one case, those answered with yes left out: who forges mail cannot bring about a yes.
MOST = 3
#: Questions of one mailbox within a day: references can be guessed, one after the other.
MOST_A_DAY = 20

_BY = "complainant"


def asked(penned: Decision, threaded: Threaded, arrived: MessageArrived, office: Office) -> Decision:
    """Return the decision about a mail that goes to the pen, with the question to the complainant where they may be."""
    case = threaded.perhaps
    if case is None:
        return penned
    if why_not := why_not_asked(case, arrived, office):
        told = f"{penned.pen}; nobody is asked: {why_not}"
        return replace(penned, pen=told, because=told)
    sender, address = arrived.message.sender, case.complainant.address
    assert sender is not None and address is not None, "nobody is asked otherwise"
    local = arrived.received_at.astimezone(ZoneInfo(office.calendar.zone))
    letter = SendLetter(
        kind=LetterKind.CONFIRM_ADDRESS,
        to=Address(address=address),
        audience=Audience.COMPLAINANT,
        facts={"came_on": local.date().isoformat(), "came_at": f"{local:%H:%M}"},
        message=arrived.id,
        stage=case.stage,
        thread=case.thread,
        once=f"confirm-address:{arrived.id}",
    )
    question = OtherAddressQuestioned(message=arrived.id, address=sender.key)
    told = f"{penned.pen}; its complainant is asked, at the address on record, whether it is theirs"
    return replace(
        penned,
        pen=told,
        because=told,
        beside=case.ref,
        facts=(Fact(at=arrived.now, by="mailflow", event=question),),
        letters=(letter,),
    )


def why_not_asked(case: Case, arrived: MessageArrived, office: Office) -> str | None:
    """Return why the complainant is not asked whether a mail is theirs; None where they are."""
    sender = arrived.message.sender
    if sender is None or not arrived.message.sender_is_plain:
        return "its sender's address cannot be read with certainty"
    if not arrived.reading.acknowledge:
        return "a machine may have written it"
    if not case.complainant.address:
        return "its complainant left no address"
    if case.status is Status.CLOSED:
        return "the case is closed"
    if case.sealed_from or is_safeguarding(case) or case.parties:
        return "on such a case a person writes first"
    if arrived.earlier_cases:
        return "its sender has a case of their own"
    if _is_of_the_office(sender, office):
        return "its sender may be a member of staff"
    return _too_often(case, arrived, sender.key)


def _is_of_the_office(sender: Address, office: Office) -> bool:
    name = " ".join(sender.name.casefold().split())
    ours = {office.admin.casefold(), office.address.casefold(), *(one.key for one in office.staff)}
    return sender.key in ours or (bool(name) and name in {one.name.casefold() for one in office.staff})


def _too_often(case: Case, arrived: MessageArrived, key: str) -> str | None:
    if is_flood(arrived):
        return "too many mails of its sender came within an hour"
    if any(one.address == key and one.said is not Said.YES for one in case.questioned):
        return "its complainant was asked about that address before"
    if any(one.said is None and arrived.now < one.asked_at + WAITS for one in case.questioned):
        return "its complainant is asked about another mail just now"
    if sum(one.said is not Said.YES for one in case.questioned) >= MOST:
        return f"its complainant was asked {MOST} times"
    if arrived.questions >= MOST_A_DAY:
        return f"{MOST_A_DAY} such questions were asked within a day"
    return None


def answer_alone(case: Case, arrived: MessageArrived, office: Office) -> Decision | None:
    """Return what follows from a reply that answers such a question and says nothing else; None for any other.

    A yes is filed: the mail that it lets in is put before the handlers. A no is put before them, because somebody
    writes in the complainant's name.
    """
    answer = arrived.answer
    if answer is None or answer.has_more or answer.said is Said.UNCLEAR:
        return None
    filed = MessageFiled(message=arrived.id, as_=MessageClass.REPLY.value, thread=arrived.message.message_id)
    letters: list[SendLetter] = []
    if answer.is_settled or answer.said is Said.NO:
        letters = further(case, arrived, office)
    fact = Fact(at=arrived.received_at, by=_BY, event=filed)
    because = "it answers our question whether a mail from another address is theirs"
    return Decision(as_=MessageClass.REPLY, facts=(fact,), letters=tuple(letters), because=because)


def with_answer(decision: Decision, arrived: MessageArrived, office: Office) -> Decision:
    """Return the decision about a reply with what it says of a mail from another address."""
    answer = arrived.answer
    if answer is None:
        return decision
    facts = decision.facts
    if not answer.is_settled and answer.said is not Said.UNCLEAR:
        facts = (*facts, Fact(at=arrived.received_at, by=_BY, event=_said(answer, arrived)))
    said = {
        Said.YES: "yes, it was theirs",
        Said.NO: "no, it was not theirs",
        Said.UNCLEAR: "it is not certain what they say",
    }[answer.said]
    remark = (
        f"They were asked whether a mail of {_when(answer, office)} that came from another address was theirs: {said}."
    )
    if answer.is_settled:
        remark = f"{remark} It was decided before what becomes of that mail; ask {office.admin} if that was wrong."
    elif answer.said is Said.NO:
        remark = f"{remark} It is on no case. Somebody may be writing in their name: ask {office.admin} to look at it."
    elif answer.said is Said.UNCLEAR:
        remark = f"{remark} It still waits; tell {office.admin} whose it is (mailflow pen list)."
    because = f"{decision.because}; asked about a mail from another address, they say: {answer.said.value}"
    return replace(remarked(decision, remark), facts=facts, because=because)


def remarked(decision: Decision, remark: str) -> Decision:
    """Return a decision with a remark in its notices to the handlers, before what stands there already."""
    return replace(
        decision,
        letters=tuple(
            replace(one, facts={**one.facts, "remark": f"{remark} {one.facts.get('remark') or ''}".rstrip()})
            if one.kind is LetterKind.HANDLER_NOTICE
            else one
            for one in decision.letters
        ),
    )


def confirmed(decision: Decision, answer: Answer, at_answer: str, office: Office) -> Decision:
    """Return the decision about a mail that its complainant has said to be theirs.

    Args:
        decision: As about any mail of theirs.
        answer: What they said of it.
        at_answer: When they said so, as a day.
        office: For the day on which the mail came.
    """
    later = (
        "Mail from there is theirs from now on."
        if answer.names_it
        else "Of the next one from there they are asked anew."
    )
    remark = (
        f"This mail of {_when(answer, office)} came from another address, {answer.address}. On {at_answer} the "
        f"complainant said, from the address on record, that it is theirs. {later} Letters go to the address on record."
    )
    because = f"{decision.because}; its complainant said, from the address on record, that it is theirs"
    return replace(remarked(decision, remark), because=because)


def _said(answer: Answer, arrived: MessageArrived) -> Event:
    key = answer.address.casefold()
    if answer.said is Said.YES:
        return OtherAddressConfirmed(message=answer.message, address=key, answer=arrived.id, is_known=answer.names_it)
    return OtherAddressDenied(message=answer.message, address=key, answer=arrived.id)


def _when(answer: Answer, office: Office) -> str:
    return long_date(office.calendar.day_of(answer.received_at))

"""A member of staff wrote: who may, on what evidence, and what follows. One wrong line, and nothing leaves."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.admission import Admission, Evidence, admit, evidence_of
from mailflow.core.case import Case, Complainant
from mailflow.core.decide.carry_out import carry_out
from mailflow.core.decide.opening import open_complaint, recipients
from mailflow.core.decide.other_side import is_about_other_side, went_to_other_side, why_not_relayed
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.directives import (
    Confirm,
    EnterComplaint,
    FinishTask,
    Instructions,
    KeepNote,
    RaiseSafeguarding,
    SendAnyway,
    read,
)
from mailflow.core.facts import ConfirmationAsked, DirectiveRefused, Event, Fact, MessageFiled, NoteKept, ReplyRelayed
from mailflow.core.forwarded import named
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office, Officer
from mailflow.core.thread import Answered
from mailflow.core.trigger import MessageArrived

#: What staff may write on a case that others deal with; ``#done`` asks for itself whose task it is.
_OPEN_TO_ALL = (KeepNote, FinishTask, RaiseSafeguarding)
_NO_CASE = "It is not clear which case this is about. Press Reply on the notice of the case and write there."


def on_staff(
    case: Case | None, officer: Officer, answers: Answered | None, arrived: MessageArrived, office: Office
) -> Decision:
    """Decide what a mail from staff does.

    A ``#yes`` to a preview does not come here: whoever receives it decides the previewed mail again, confirmed.
    """
    written = read(arrived.new_text, office.calendar.day_of(arrived.received_at))
    if arrived.is_repeat:
        why = (
            "This mail is one that we have already, or bears its Message-ID, so nothing of it was done a second time. "
            "If it is a new one, write it once more and send it anew."
        )
        return refuse(case, officer, arrived, (why,), lines=written.lines)
    entered = next((one for one in written.directives if isinstance(one, EnterComplaint)), None)
    if written.has_directives and written.problems:
        return refuse(case, officer, arrived, written.problems, lines=written.lines)
    if any(isinstance(one, Confirm) for one in written.directives):
        why = "There is no preview that this #yes answers, or it was carried out already. Reply to the preview itself."
        return refuse(case, officer, arrived, (why,), lines=written.lines)
    if entered is not None:
        return _enter(entered, officer, written, arrived, office)
    if case is None:
        return _without_case(officer, written, arrived)
    if not (written.has_directives or arrived.reading.acknowledge or arrived.reading.of_office):
        # In doubt whether a person wrote it: an absence notice must not go to the family as if it were an answer.
        why = f"a reply of staff that may be a machine's, so it was not sent on: {arrived.reading.because}"
        return Decision(as_=MessageClass.STAFF_REPLY, pen=why, likely_case=case.ref, because=why)
    if not written.has_directives and _went_to_the_family(case, arrived):
        return _file(
            case, officer, arrived, ReplyRelayed(message=arrived.id, how="direct"), "it went to the family directly"
        )
    if not written.has_directives and went_to_other_side(case, arrived):
        return _file(case, officer, arrived, NoteKept(message=arrived.id), "it went to the other side directly")
    if not written.has_directives and office.plain_reply == "note":
        written = Instructions(directives=(KeepNote(),), text=written.text)
    is_plain = all(isinstance(one, SendAnyway) for one in written.directives)
    if is_plain and is_about_other_side(case, answers):
        return refuse(case, officer, arrived, (why_not_relayed(case),), lines=written.lines)
    return _weigh(case, officer, answers, written, arrived, office)


def unplaced(penned: Decision, answers: Answered | None, arrived: MessageArrived, office: Office) -> Decision:
    """Tell a member of staff whose lines are on no case that nothing was done.

    Whoever writes on a case that is about them gets the very words that a reference which nobody has gets.
    """
    sender = arrived.message.sender
    officer = office.officer(sender.address) if sender and arrived.message.sender_is_plain else None
    if officer is None:
        return penned
    written = read(arrived.new_text, office.calendar.day_of(arrived.received_at))
    is_reply = answers is not None and answers.for_staff and answers.to.casefold() == officer.key
    if not written.has_directives and not (is_reply and arrived.reading.acknowledge):
        return penned
    told = refuse(None, officer, arrived, (_NO_CASE,), lines=written.lines)
    return replace(penned, as_=told.as_, letters=told.letters)


def refuse(
    case: Case | None,
    officer: Officer,
    arrived: MessageArrived,
    problems: tuple[str, ...],
    *,
    lines: tuple[str, ...] = (),
    notes_only: bool = False,
) -> Decision:
    """Keep the mail, move nothing, and tell the registered address what is wrong.

    ``notes_only``: whoever it is can do no more on the case than keep a note.
    """
    as_ = MessageClass.STAFF_DIRECTIVE if lines else MessageClass.STAFF_REPLY
    letter = SendLetter(
        kind=LetterKind.DIRECTIVE_ERROR,
        to=Address(address=officer.address, name=officer.name),
        audience=Audience.STAFF,
        facts={"problems": problems, "lines": lines, **({"notes_only": True} if notes_only else {})},
        message=arrived.id,
        stage=case.stage if case else None,
        thread=arrived.message.message_id,
    )
    facts: tuple[Fact, ...] = ()
    if case:
        events: tuple[Event, ...] = (
            MessageFiled(message=arrived.id, as_=as_.value),
            DirectiveRefused(message=arrived.id, why=" ".join(problems)),
        )
        facts = tuple(Fact(at=arrived.received_at, by=officer.name, event=one) for one in events)
    return Decision(as_=as_, facts=facts, letters=(letter,), because=f"it was not carried out: {problems[0]}")


def _weigh(
    case: Case,
    officer: Officer,
    answers: Answered | None,
    written: Instructions,
    arrived: MessageArrived,
    office: Office,
) -> Decision:
    if not _may_direct(case, officer, arrived, office) and not all(
        isinstance(one, _OPEN_TO_ALL) for one in written.directives or (None,)
    ):
        names = ", ".join(one.name for one in case.handlers) or office.admin
        why = (
            f"Only who deals with {case.ref} now can write to the complainant or move it: {names}. You can add a #note."
        )
        return refuse(case, officer, arrived, (why,), lines=written.lines, notes_only=True)
    outcome = carry_out(case, officer, written, arrived, office)
    if isinstance(outcome, tuple):
        return refuse(case, officer, arrived, outcome, lines=written.lines)
    evidence = _evidence(officer, case, answers, arrived)
    match admit(evidence, office, only_notes=written.only_notes):
        case Admission.CARRY_OUT:
            return outcome
        case Admission.CONFIRM:
            return _ask_to_confirm(case, officer, written, arrived, outcome)
        case Admission.REFUSE:
            why = (
                "We could not make sure that this mail came from you, so nothing was done. Open the last notice about "
                f"{case.ref} that mailflow sent you, press Reply, and write your lines there."
            )
            if evidence.token:
                why = (
                    "We could not make sure that this mail came from you: it answers our notice, but no mail server "
                    "vouches for its sender, and here that is needed. So nothing was done, and sending it again would "
                    f"change nothing: ask {office.admin}."
                )
            return refuse(case, officer, arrived, (why,), lines=written.lines)


def _evidence(officer: Officer, case: Case | None, answers: Answered | None, arrived: MessageArrived) -> Evidence:
    ref = case.ref if case else None
    return evidence_of(
        officer, ref, answers, verified=arrived.verified, confirmed=arrived.confirmed, unsure=arrived.unsure
    )


def _may_direct(case: Case, officer: Officer, arrived: MessageArrived, office: Office) -> bool:
    """Say whether somebody deals with a case: its handlers, and who acts in their place while they are away."""
    stand_ins = recipients(case, office, arrived.received_at)
    return case.is_handled_by(officer.address) or any(one.address.casefold() == officer.key for one in stand_ins)


def _ask_to_confirm(
    case: Case | None, officer: Officer, written: Instructions, arrived: MessageArrived, planned: Decision
) -> Decision:
    """Show the registered address what would be sent, and wait for ``#yes``."""
    as_ = MessageClass.STAFF_DIRECTIVE if written.has_directives else MessageClass.STAFF_REPLY
    letter = SendLetter(
        kind=LetterKind.CONFIRM_SENDER,
        to=Address(address=officer.address, name=officer.name),
        audience=Audience.STAFF,
        facts={"lines": written.lines},
        message=arrived.id,
        stage=case.stage if case else None,
        thread=arrived.message.message_id,
        preview=planned,
    )
    facts: tuple[Fact, ...] = ()
    if case:
        events: tuple[Event, ...] = (
            MessageFiled(message=arrived.id, as_=as_.value),
            ConfirmationAsked(message=arrived.id),
        )
        facts = tuple(Fact(at=arrived.received_at, by=officer.name, event=one) for one in events)
    why = "it waits until the registered address confirms it with #yes"
    return Decision(as_=as_, facts=facts, letters=(letter,), because=why)


def _enter(
    entered: EnterComplaint, officer: Officer, written: Instructions, arrived: MessageArrived, office: Office
) -> Decision:
    """Open a case for somebody who rang, came, or whose mail was forwarded (BB-0.1, SS-0.1)."""
    entered = named(entered, written.text, office)
    if not (entered.name or entered.address or entered.anonymous):
        why = "#new needs the name of the person who complains. For example: #new Pat Rivers <p.rivers@mail.example>"
        return refuse(None, officer, arrived, (why,), lines=written.lines)
    if len(written.directives) > 1:
        why = "#new must be the only such line in a mail. Send the others in answer to the notice that follows."
        return refuse(None, officer, arrived, (why,), lines=written.lines)
    if not written.text and not arrived.message.attachments:
        why = "Below #new there is no text. Write there what the person complained of, in their words if you can."
        return refuse(None, officer, arrived, (why,), lines=written.lines)
    planned = open_complaint(
        arrived,
        office,
        because=f"{officer.name} entered it with #new",
        by=officer.name,
        channel=entered.channel,
        complainant=Complainant(name=entered.name, address=entered.address, anonymous=entered.anonymous),
    )
    evidence = _evidence(officer, None, None, arrived)
    if admit(evidence, office, only_notes=False, opens_case=True) is Admission.CONFIRM:
        return _ask_to_confirm(None, officer, written, arrived, planned)
    return replace(planned, letters=(*planned.letters, _entered(planned, officer, written, arrived)))


def _entered(planned: Decision, officer: Officer, written: Instructions, arrived: MessageArrived) -> SendLetter:
    """Confirm ``#new`` to its author, who need not be who deals with the case: its number is in the subject."""
    answered = any(one.audience is Audience.COMPLAINANT for one in planned.letters)
    done = (
        "It is on record as a complaint and goes to whoever deals with it.",
        "The complainant gets a letter that says so." if answered else "No letter goes to the complainant.",
    )
    return SendLetter(
        kind=LetterKind.DIRECTIVE_DONE,
        to=Address(address=officer.address, name=officer.name),
        audience=Audience.STAFF,
        facts={"done": done, "lines": written.lines},
        message=arrived.id,
        thread=arrived.message.message_id,
    )


def _without_case(officer: Officer, written: Instructions, arrived: MessageArrived) -> Decision:
    if written.has_directives:
        return refuse(None, officer, arrived, (_NO_CASE,), lines=written.lines)
    why = "a member of staff wrote, and nothing in it points to a case: it may be their own complaint"
    return Decision(as_=MessageClass.STAFF_REPLY, pen=why, because=why)


def _went_to_the_family(case: Case, arrived: MessageArrived) -> bool:
    return any(case.is_complainants(one.address) for one in (*arrived.message.to, *arrived.message.cc))


def _file(
    case: Case, officer: Officer, arrived: MessageArrived, event: NoteKept | ReplyRelayed, because: str
) -> Decision:
    filed = MessageFiled(message=arrived.id, as_=MessageClass.STAFF_REPLY.value)
    facts = tuple(Fact(at=arrived.received_at, by=officer.name, event=one) for one in (filed, event))
    return Decision(as_=MessageClass.STAFF_REPLY, facts=facts, because=because)

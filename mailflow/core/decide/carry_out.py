"""Directives carried out, in the order in which they are written; all of them, or none."""

from __future__ import annotations

from typing import assert_never

from mailflow.core.case import Case, Status
from mailflow.core.conflicts import shut_out
from mailflow.core.decide.about import about
from mailflow.core.decide.answers import answer, relay
from mailflow.core.decide.doubt import say_appeal
from mailflow.core.decide.meetings import arrange
from mailflow.core.decide.moves import move
from mailflow.core.decide.opening import copies
from mailflow.core.decide.particulars import particulars
from mailflow.core.decide.questions import settled_by_answer
from mailflow.core.decide.safeguarding import raise_by_staff, taken_by
from mailflow.core.decide.tasks import take_on
from mailflow.core.decide.tasks_set import tasks_that_follow
from mailflow.core.decide.withheld import withhold
from mailflow.core.decide.work import Work
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.directives import (
    LINES,
    AcceptAppeal,
    AddParty,
    AskQuestion,
    AskWritten,
    Assign,
    Close,
    Confirm,
    DeclineAppeal,
    Directive,
    Disclose,
    EnterComplaint,
    Extend,
    FinishTask,
    GiveOutcome,
    Instructions,
    KeepLesson,
    KeepNote,
    MakeFeedback,
    Mediate,
    Meet,
    MoveTo,
    NamePanel,
    PromiseAction,
    RaiseSafeguarding,
    Refer,
    SayAppeal,
    SendAnyway,
    SetAbout,
    SetRelation,
    SetTimescale,
    SetType,
)
from mailflow.core.facts import MessageFiled, NoteKept
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import MessageArrived

_SENT_FROM_DRAFTS = (
    "It is put into the Drafts folder of {address}. Nothing reaches the complainant until somebody opens it there and "
    "presses Send."
)
_APPROVED_FIRST = "It leaves when it has been approved; until then nothing has reached the complainant."

#: Directives that the text below them belongs to; two of them in one mail would fight for it.
_TAKES_TEXT = (GiveOutcome, KeepNote, AskQuestion, Extend, DeclineAppeal, Refer, Disclose, Meet, Mediate, SetTimescale)


def carry_out(
    case: Case, officer: Officer, written: Instructions, arrived: MessageArrived, office: Office
) -> Decision | tuple[str, ...]:
    """Return what the directives of a mail come to, or every reason why they cannot be carried out.

    Without a directive the text is relayed to the complainant.
    """
    work = Work(case=case, officer=officer, arrived=arrived, office=office, text=written.text)
    as_ = MessageClass.STAFF_DIRECTIVE if written.has_directives else MessageClass.STAFF_REPLY
    work.happen(MessageFiled(message=arrived.id, as_=as_.value))
    takers = [one for one in written.directives if isinstance(one, _TAKES_TEXT)]
    if len(takers) > 1:
        return (
            "The text below the lines can serve only one of them. Send the lines in two mails, each with its own text.",
        )
    is_plain = all(isinstance(one, SendAnyway) for one in written.directives)
    if is_plain:
        problem = relay(work) or withhold(work, written)
        if written.directives and not problem:
            work.done.append("Your text goes to the complainant.")
            work.letters.append(_confirmation(work, written))
        return (problem,) if problem else _decision(work, as_)
    problems = [problem for one in written.directives if (problem := do(work, one))]
    if problems:
        return tuple(problems)
    if withheld := withhold(work, written):
        return (withheld,)
    taken_by(work)
    follow_up(work, case)
    if not takers and written.text:
        work.happen(NoteKept(message=arrived.id))
        work.done.append("The text below your lines was kept as a note; it was not sent to the complainant.")
    if written.has_directives:  # a plain reply that is kept as a note is confirmed to nobody
        work.letters.append(_confirmation(work, written))
    return _decision(work, as_)


def _confirmation(work: Work, written: Instructions) -> SendLetter:
    writes = any(one.audience is Audience.COMPLAINANT for one in work.letters)
    waits = (_APPROVED_FIRST,) if work.office.approves and writes else ()
    waits = (_SENT_FROM_DRAFTS.format(address=work.office.address),) if work.office.drafts and writes else waits
    return SendLetter(
        kind=LetterKind.DIRECTIVE_DONE,
        to=Address(address=work.officer.address, name=work.officer.name),
        audience=Audience.STAFF,
        facts={"done": (*work.done, *waits), "lines": written.lines},
        message=work.arrived.id,
        stage=work.case.stage,
        thread=work.arrived.message.message_id,
    )


def _decision(work: Work, as_: MessageClass) -> Decision:
    return Decision(
        as_=as_,
        facts=tuple(work.facts),
        letters=tuple(work.letters),
        because=" ".join(work.done) or "a reply to the complainant, sent on",
    )


def follow_up(work: Work, before: Case) -> None:
    """Add what follows from what has become of a case: a question that waits no longer, its tasks, copies."""
    office = work.office
    work.happen(*settled_by_answer(before, work.case, work.arrived.received_at, office))
    work.happen(*tasks_that_follow(before, work.case, work.arrived.received_at, office))
    if work.case.status is Status.CLOSED and before.status is not Status.CLOSED:
        stage = office.policy.stage(work.case.stage)
        work.letters += copies("closed", stage, work.case.handlers, office, None, except_=shut_out(work.case))


def do(work: Work, directive: Directive) -> str | None:
    """Carry out one directive, or say why not."""
    match directive:
        case GiveOutcome() | KeepNote() | AskQuestion() | Extend():
            return answer(work, directive)
        case Assign() | MoveTo() | AcceptAppeal() | DeclineAppeal() | Close():
            return move(work, directive)
        case SetAbout():
            return about(work, directive)
        case Meet() | Mediate() | NamePanel() | AddParty():
            return arrange(work, directive)
        case PromiseAction() | KeepLesson() | FinishTask():
            return take_on(work, directive)
        case RaiseSafeguarding():
            return raise_by_staff(work)
        case SetType() | SetRelation() | SetTimescale() | AskWritten() | Disclose() | Refer() | MakeFeedback():
            return particulars(work, directive)
        case SayAppeal():
            return say_appeal(work, directive)
        case SendAnyway():
            return None  # it is no deed of its own; ``withhold`` asks for it
        case EnterComplaint() | Confirm():
            raise AssertionError("decided before any case is at hand")
        case _ as never:
            assert_never(never)


def _not_yet(directive: Directive) -> str:
    return f"{LINES[type(directive)]} is not built yet in this version of mailflow. Nothing was done; do it by hand."

"""Directives carried out, in the order in which they are written; all of them, or none.

Longer than 300 lines because each directive has its own reasons why it cannot be carried out, in words for its author.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from mailflow.core.case import Case, Handler, Outcome, Status, What
from mailflow.core.days import long_date
from mailflow.core.decide.on_letter import window_from
from mailflow.core.decide.opening import copies, notices, open_stage
from mailflow.core.decision import Audience, Decision, LetterKind, SendLetter, Value
from mailflow.core.directives import (
    AcceptAppeal,
    AskQuestion,
    Assign,
    Close,
    Confirm,
    DeclineAppeal,
    Directive,
    EnterComplaint,
    Extend,
    GiveOutcome,
    Instructions,
    KeepNote,
    MoveTo,
)
from mailflow.core.evolve import earliest_running, evolve
from mailflow.core.facts import (
    AppealAccepted,
    AppealDeclined,
    CaseClosed,
    DeadlineMoved,
    Event,
    Fact,
    HandlerAssigned,
    MessageFiled,
    NoteKept,
    OutcomeGiven,
    ReplyRelayed,
)
from mailflow.core.guards import missing_parts, skeleton
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import MessageArrived

#: Directives that the text below them belongs to; two of them in one mail would fight for it.
_TAKES_TEXT = (GiveOutcome, KeepNote, AskQuestion, Extend, DeclineAppeal)
#: An answer is put off by weeks; a day beyond this is a slip of the pen in the year.
_FARTHEST = timedelta(days=731)
#: Outcomes that need no explanation of ours: the complainant knows.
_SPEAKS_FOR_ITSELF = (Outcome.RESOLVED, Outcome.WITHDRAWN)


@dataclass(slots=True, kw_only=True)
class _Work:
    """What the directives of one mail have come to so far."""

    case: Case
    officer: Officer
    arrived: MessageArrived
    office: Office
    text: str
    facts: list[Fact] = field(default_factory=list)
    letters: list[SendLetter] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.office.calendar.day_of(self.arrived.received_at)

    def happen(self, *events: Event) -> None:
        self.record(*(Fact(at=self.arrived.received_at, by=self.officer.name, event=one) for one in events))

    def record(self, *facts: Fact) -> None:
        for fact in facts:
            self.facts.append(fact)
            self.case = evolve(self.case, fact)

    def write(
        self, kind: LetterKind, text: str, facts: dict[str, Value] | None = None, once: str | None = None
    ) -> None:
        """Write to the complainant, where there is an address; the author's own files go with it."""
        if not self.case.complainant.address:
            return
        self.letters.append(
            SendLetter(
                kind=kind,
                to=Address(address=self.case.complainant.address),
                audience=Audience.COMPLAINANT,
                text=text,
                facts=facts or {},
                message=self.arrived.id,
                stage=self.case.stage,
                attach=(self.arrived.id,) if self.arrived.message.attachments else (),
                thread=self.case.thread,
                once=once,
            )
        )


def carry_out(
    case: Case, officer: Officer, written: Instructions, arrived: MessageArrived, office: Office
) -> Decision | tuple[str, ...]:
    """Return what the directives of a mail come to, or every reason why they cannot be carried out.

    Without a directive the text is relayed to the complainant.
    """
    work = _Work(case=case, officer=officer, arrived=arrived, office=office, text=written.text)
    as_ = MessageClass.STAFF_DIRECTIVE if written.has_directives else MessageClass.STAFF_REPLY
    work.happen(MessageFiled(message=arrived.id, as_=as_.value))
    takers = [one for one in written.directives if isinstance(one, _TAKES_TEXT)]
    if len(takers) > 1:
        return (
            "The text below the lines can serve only one of them. Send the lines in two mails, each with its own text.",
        )
    if not written.directives:
        problem = _relay(work)
        return (problem,) if problem else _decision(work, as_)
    problems = [problem for one in written.directives if (problem := _one(work, one))]
    if problems:
        return tuple(problems)
    if work.case.status is Status.CLOSED and case.status is not Status.CLOSED:
        stage = office.policy.stage(work.case.stage)
        work.letters += copies("closed", stage, work.case.handlers, office, None)
    if not takers and written.text:
        work.happen(NoteKept(message=arrived.id))
        work.done.append("The text below your lines was kept as a note; it was not sent to the complainant.")
    if written.has_directives:  # a plain reply that is kept as a note is confirmed to nobody
        work.letters.append(
            SendLetter(
                kind=LetterKind.DIRECTIVE_DONE,
                to=Address(address=officer.address, name=officer.name),
                audience=Audience.STAFF,
                facts={"done": tuple(work.done), "lines": written.lines},
                message=arrived.id,
                stage=work.case.stage,
                thread=arrived.message.message_id,
            )
        )
    return _decision(work, as_)


def _decision(work: _Work, as_: MessageClass) -> Decision:
    return Decision(
        as_=as_,
        facts=tuple(work.facts),
        letters=tuple(work.letters),
        because=" ".join(work.done) or "a reply to the complainant, sent on",
    )


def _one(work: _Work, directive: Directive) -> str | None:
    match directive:
        case GiveOutcome():
            return _outcome(work, directive.outcome)
        case KeepNote():
            return _note(work)
        case AskQuestion():
            return _question(work)
        case Extend():
            return _extend(work, directive.until)
        case Assign():
            return _assign(work, directive.who)
        case MoveTo():
            return _move(work, directive.stage)
        case AcceptAppeal():
            return _accept(work)
        case DeclineAppeal():
            return _decline(work)
        case Close():
            return _close(work, directive.reason)
        case EnterComplaint() | Confirm():
            raise AssertionError("decided before any case is at hand")
        case _ as never:
            assert_never(never)


def _relay(work: _Work) -> str | None:
    if not work.text:
        return (
            "There was no text in your reply, so there was nothing to send. Write your answer above the quoted notice."
        )
    if not work.case.complainant.address:
        return "The complainant left no address, so nothing can be sent. Write #note to keep your text in the file."
    work.happen(ReplyRelayed(message=work.arrived.id, how="relay"))
    work.write(LetterKind.RELAY, work.text)
    return None


def _outcome(work: _Work, outcome: Outcome) -> str | None:
    case, stage = work.case, work.office.policy.stage(work.case.stage)
    if case.late_appeal is not None:
        return "A late appeal waits for an answer. Write #accept, or #decline with your reason below it."
    if case.outcome is not None:
        return (
            f"{stage.title} of {case.ref} already has its outcome ({case.outcome.value.replace('-', ' ')}). To add "
            "something, reply without a # line and your text is sent to the complainant."
        )
    if case.status is Status.CLOSED:
        return _closed(work)
    if outcome.value not in work.office.policy.outcomes:
        known = ", ".join(one.replace("-", " ") for one in work.office.policy.outcomes)
        return f"This policy knows no outcome \u201c{outcome.value.replace('-', ' ')}\u201d. Write one of: {known}."
    if not work.text and outcome not in _SPEAKS_FOR_ITSELF:
        return "Below #outcome there is no text, so the letter would say nothing. Write your answer there."
    if missing := missing_parts(stage, outcome, work.text):
        names = ", ".join(one.name for one in missing)
        source = missing[0].source
        return (
            f"The letter lacks what the policy promises ({source}): {names}. Put each under its heading at the start "
            "of a line, and write \u201cnone\u201d where there is nothing to say:\n\n"
            f"{skeleton(stage.parts_for(outcome.value))}"
        )
    window = window_from(work.office, stage, work.arrived.now)
    work.happen(OutcomeGiven(stage=stage.id, outcome=outcome, message=work.arrived.id, window=window))
    words = outcome.value.replace("-", " ")
    if case.complainant.address:
        work.write(LetterKind.OUTCOME, work.text, once=f"outcome:{stage.id}:{case.seq}")
        work.done.append(f"The outcome of {stage.title} is \u201c{words}\u201d. Your letter goes to the complainant.")
    else:
        work.happen(CaseClosed(why=f"the outcome is {words}; the complainant left no address"))
        work.done.append(
            f"The outcome of {stage.title} is \u201c{words}\u201d. Nobody can be written to; the case is closed."
        )
    return None


def _closed(work: _Work) -> str:
    ref = work.case.ref
    return f"{ref} is closed. Ask {work.office.admin} to reopen it (mailflow case reopen {ref})."


def _note(work: _Work) -> str | None:
    if not work.text and not work.arrived.message.attachments:
        return "Below #note there is no text. Write the note there."
    work.happen(NoteKept(message=work.arrived.id))
    work.done.append("Your note is kept in the file. It was not sent to the complainant.")
    return None


def _question(work: _Work) -> str | None:
    if not work.text:
        return "Below #question there is no text. Write there what the complainant is asked."
    if not work.case.complainant.address:
        return "The complainant left no address, so no question can be sent."
    work.happen(ReplyRelayed(message=work.arrived.id, how="question"))
    work.write(LetterKind.QUESTION, work.text)
    work.done.append("Your question goes to the complainant. You will get the answer.")
    return None


def _extend(work: _Work, until: date) -> str | None:
    if work.case.status is Status.CLOSED:
        return _closed(work)
    deadline = earliest_running(work.case, What.RESPOND) or earliest_running(work.case, What.MEET)
    if deadline is None:
        return f"{work.case.ref} has no date at this stage that could be moved."
    if until <= max(deadline.due.due_on, work.today):
        return (
            f"The answer is due on {long_date(deadline.due.due_on)} already; {long_date(until)} is not later. "
            "Write a later day after #extend."
        )
    if until > work.today + _FARTHEST:
        return f"{long_date(until)} is years away. If the year is right, ask {work.office.admin}; else correct it."
    due = work.office.calendar.until(
        until, work.arrived.received_at, deadline.source, note=f"It was {long_date(deadline.due.due_on)} before."
    )
    # Every limit on this answer that falls earlier moves with it: one answer has one date.
    for one in work.case.deadlines:
        if one.is_running and one.stage == deadline.stage and one.what is deadline.what and one.due.due_at < due.due_at:
            work.happen(DeadlineMoved(what=one.what, stage=one.stage, source=one.source, due=due))
    work.happen(ReplyRelayed(message=work.arrived.id, how="interim-update"))
    work.write(LetterKind.INTERIM_UPDATE, work.text, {"due": long_date(until)})
    work.done.append(f"The answer is now due on {long_date(until)}. The complainant is told.")
    return None


def _assign(work: _Work, who: str) -> str | None:
    wanted = who.strip().strip("<>").casefold()
    found = [one for one in work.office.staff if wanted in (one.key, one.name.casefold())]
    if not found:
        found = [one for one in work.office.staff if wanted and wanted in one.name.casefold().split()]
    if len(found) != 1:
        names = ", ".join(f"{one.name} <{one.address}>" for one in work.office.staff)
        problem = "fits more than one of the staff" if found else "is none of the staff in mailflow.toml"
        return f"\u201c{who[:80]}\u201d {problem}. Write one of: {names}."
    officer = found[0]
    handler = Handler(role="investigator", name=officer.name, address=officer.address)
    known = work.case.is_handled_by(officer.address)
    if known:
        return f"{officer.name} already deals with {work.case.ref}."
    work.happen(HandlerAssigned(handler=handler))
    work.letters += notices(
        (handler,), "handed", stage=work.case.stage, messages=work.case.stage_messages, office=work.office
    )
    work.done.append(f"{officer.name} now deals with {work.case.ref} too, and has the complaint.")
    return None


def _move(work: _Work, stage_id: str) -> str | None:
    case, policy = work.case, work.office.policy
    known = [one.id for one in policy.stages]
    if stage_id not in known:
        lines = ", ".join(f"#stage {one}" for one in known)
        return f"There is no stage \u201c{stage_id[:40]}\u201d. Write one of: {lines}."
    if stage_id == case.stage:
        return f"{case.ref} is at {stage_id} already."
    if case.status is Status.CLOSED:
        return _closed(work)
    _open(work, stage_id, "directive")
    work.done.append(f"{case.ref} is now at {policy.stage(stage_id).title}. The complainant gets an acknowledgement.")
    return None


def _open(work: _Work, stage_id: str, because: str) -> None:
    opening, letters = open_stage(
        work.case,
        None,
        work.office.policy.stage(stage_id),
        work.office,
        since=work.arrived.received_at,
        because=because,
        by=work.officer.name,
        message=work.arrived.id,
        thread=work.case.thread,
    )
    work.record(*opening)
    work.letters += letters


def _accept(work: _Work) -> str | None:
    late, stage = work.case.late_appeal, work.office.policy.stage(work.case.stage)
    if late is None or stage.appeal is None:
        return f"No late appeal waits on {work.case.ref}, so there is nothing to accept."
    work.happen(AppealAccepted(message=late.message))
    _open(work, stage.appeal.to, "late-appeal")
    title = work.office.policy.stage(stage.appeal.to).title
    work.done.append(f"The late appeal is accepted. {work.case.ref} is now at {title}, and the complainant is told.")
    return None


def _decline(work: _Work) -> str | None:
    late = work.case.late_appeal
    if late is None:
        return f"No late appeal waits on {work.case.ref}, so there is nothing to decline."
    work.happen(AppealDeclined(message=late.message), CaseClosed(why="a late appeal was declined"))
    work.write(LetterKind.APPEAL_DECLINED, work.text)
    work.done.append(f"The late appeal is declined and the complainant is told. {work.case.ref} is closed.")
    return None


def _close(work: _Work, reason: str) -> str | None:
    case = work.case
    if case.status is Status.CLOSED:
        return f"{case.ref} is closed already."
    if case.late_appeal is not None:  # the complainant gets a letter either way (CLAUSES, "How time is counted")
        return (
            "A late appeal waits for an answer. Write #accept, or #decline with your reason below it; #decline closes."
        )
    work.happen(CaseClosed(why=reason))
    work.done.append(f"{case.ref} is closed. The complainant is not written to.")
    return None

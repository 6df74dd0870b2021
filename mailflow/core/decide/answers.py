"""What staff write to the complainant: the outcome, a question, a new date, a plain reply; and notes for the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import assert_never

from mailflow.core.case import Case, Outcome, Status, What
from mailflow.core.days import DueDate, long_date
from mailflow.core.decide.extending import too_far
from mailflow.core.decide.on_letter import window_from
from mailflow.core.decide.panels import without_its_panel
from mailflow.core.decide.questions import may_hold
from mailflow.core.decide.statutory import asks_for_acknowledgement
from mailflow.core.decide.work import Work
from mailflow.core.directives import AskQuestion, Extend, GiveOutcome, KeepNote
from mailflow.core.evolve import earliest_running
from mailflow.core.facts import CaseClosed, DeadlineMoved, NoteKept, OutcomeGiven, ReplyRelayed
from mailflow.core.guards import missing_parts, skeleton
from mailflow.core.letter_kinds import LetterKind

#: An answer is put off by weeks; a day beyond this is a slip of the pen in the year.
FARTHEST = timedelta(days=731)
#: Outcomes that need no explanation of ours: the complainant knows.
_SPEAKS_FOR_ITSELF = (Outcome.RESOLVED, Outcome.WITHDRAWN)


def answer(work: Work, directive: GiveOutcome | KeepNote | AskQuestion | Extend) -> str | None:
    """Carry out a directive whose text is for the complainant, or for the file; or say why not."""
    match directive:
        case GiveOutcome():
            return _outcome(work, directive.outcome)
        case KeepNote():
            return _note(work)
        case AskQuestion():
            return _question(work)
        case Extend():
            return _extend(work, directive.until)
        case _ as never:
            assert_never(never)


def relay(work: Work) -> str | None:
    """Send a plain reply on to the complainant, or say why not."""
    if not work.text:
        return (
            "There was no text in your reply, so there was nothing to send. Write your answer above the quoted notice."
        )
    if not work.case.complainant.address:
        return "The complainant left no address, so nothing can be sent. Write #note to keep your text in the file."
    work.happen(ReplyRelayed(message=work.arrived.id, how="relay"))
    work.write(LetterKind.RELAY, work.text)
    return None


def _outcome(work: Work, outcome: Outcome) -> str | None:
    case, stage = work.case, work.office.policy.stage(work.case.stage)
    if case.late_appeal is not None:
        return "A late appeal waits for an answer. Write #accept, or #decline with your reason below it."
    if case.outcome is not None and not case.is_reconsidered:
        return (
            f"{stage.title} of {case.ref} already has its outcome ({case.outcome.value.replace('-', ' ')}). To add "
            "something, reply without a # line and your text is sent to the complainant."
        )
    if case.status is Status.CLOSED:
        return work.closed()
    if outcome.value not in work.office.policy.outcomes:
        known = ", ".join(one.replace("-", " ") for one in work.office.policy.outcomes)
        return f"This policy knows no outcome \u201c{outcome.value.replace('-', ' ')}\u201d. Write one of: {known}."
    if not work.text and case.wants_written and outcome is not Outcome.WITHDRAWN:
        return (
            f"The complainant of {case.ref} asked for a written response. Below #outcome there is no text; write it "
            "there."
        )
    if not work.text and outcome not in _SPEAKS_FOR_ITSELF:
        return "Below #outcome there is no text, so the letter would say nothing. Write your answer there."
    if missing := missing_parts(stage, outcome, work.text):
        names = ", ".join(one.name for one in missing)
        source = missing[0].source
        lacks = (
            f"The letter lacks what the policy promises ({source}): {names}. Put each under its heading at the start "
            "of a line, and write \u201cnone\u201d where there is nothing to say:\n\n"
            f"{skeleton(stage.parts_for(outcome.value))}"
        )
        if forbidden := work.forbids(source, lacks):
            return forbidden
    waits = without_its_panel(case, outcome, work.office)
    if waits and (forbidden := work.forbids("the panel", waits)):
        return forbidden
    window = _running_window(case) or window_from(work.office, stage, work.arrived.now)
    work.happen(
        OutcomeGiven(
            stage=stage.id, outcome=outcome, message=work.arrived.id, window=window, decider=work.officer.address
        )
    )
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


def _running_window(case: Case) -> DueDate | None:
    """Return the window of the answer that was given before: where it is reconsidered, the window goes on (SS-2.7)."""
    window = case.deadline(What.APPEAL, case.stage) if case.is_reconsidered else None
    return window.due if window else None


def _note(work: Work) -> str | None:
    if not work.text and not work.arrived.message.attachments:
        return "Below #note there is no text. Write the note there."
    work.happen(NoteKept(message=work.arrived.id))
    work.done.append("Your note is kept in the file. It was not sent to the complainant.")
    return None


def _question(work: Work) -> str | None:
    if not work.text:
        return "Below #question there is no text. Write there what the complainant is asked."
    if not work.case.complainant.address:
        return "The complainant left no address, so no question can be sent."
    work.happen(ReplyRelayed(message=work.arrived.id, how="question"))
    terms = work.office.policy.stage(work.case.stage).question
    holds = terms is not None and terms.pauses and may_hold(work.case, work.arrived.received_at)
    work.write(LetterKind.QUESTION, work.text, {"holds": holds, "waits": str(terms.waits) if terms and holds else ""})
    work.done.append("Your question goes to the complainant. You will get the answer.")
    if terms and holds:
        work.done.append(f"The clock stands still from its sending until then, but not beyond {terms.waits}.")
    return None


def _extend(work: Work, until: date) -> str | None:
    if work.case.status is Status.CLOSED:
        return work.closed()
    deadline = earliest_running(work.case, What.RESPOND) or earliest_running(work.case, What.MEET)
    if deadline is None:
        return f"{work.case.ref} has no date at this stage that could be moved."
    if until <= max(deadline.due.due_on, work.today):
        return (
            f"The answer is due on {long_date(deadline.due.due_on)} already; {long_date(until)} is not later. "
            "Write a later day after #extend."
        )
    if until > work.today + FARTHEST:
        return f"{long_date(until)} is years away. If the year is right, ask {work.office.admin}; else correct it."
    capped = too_far(work.case, deadline, until, work.office)
    if capped and (forbidden := work.forbids(_rule_of_extension(work), capped)):
        return forbidden
    due = replace(
        work.office.calendar.until(
            until, work.arrived.received_at, deadline.source, note=f"It was {long_date(deadline.due.due_on)} before."
        ),
        pauses=deadline.due.pauses,
    )
    # Every limit on this answer that falls earlier moves with it: one answer has one date.
    for one in work.case.deadlines:
        if one.is_running and one.stage == deadline.stage and one.what is deadline.what and one.due.due_at < due.due_at:
            moved = replace(due, source=one.source)
            work.happen(DeadlineMoved(what=one.what, stage=one.stage, source=one.source, due=moved))
    work.happen(ReplyRelayed(message=work.arrived.id, how="interim-update"))
    work.write(LetterKind.INTERIM_UPDATE, work.text, {"due": long_date(until)})
    work.done.append(f"The answer is now due on {long_date(until)}. The complainant is told.")
    law = earliest_running(work.case, What.STATUTORY)
    if law and law.due.due_on < until and not asks_for_acknowledgement(law, work.office):
        work.done.append(f"The time that a law gives cannot be moved: {long_date(law.due.due_on)} ({law.source}).")
    return None


def _rule_of_extension(work: Work) -> str:
    terms = work.office.policy.stage(work.case.stage).extend
    return terms.source if terms else ""

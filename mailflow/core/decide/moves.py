"""What staff do with a case: bring somebody in, take it to another stage, decide a late appeal, close it."""

from __future__ import annotations

from typing import assert_never

from mailflow.core.case import Handler, Status
from mailflow.core.decide.opening import notices, open_stage
from mailflow.core.decide.somebody_new import why_not_new
from mailflow.core.decide.tasks import finish_by_assigning
from mailflow.core.decide.work import Work
from mailflow.core.directives import AcceptAppeal, Assign, Close, DeclineAppeal, MoveTo
from mailflow.core.facts import AppealAccepted, AppealDeclined, CaseClosed, HandlerAssigned
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office, Officer


def move(work: Work, directive: Assign | MoveTo | AcceptAppeal | DeclineAppeal | Close) -> str | None:
    """Carry out a directive that moves the case, or say why not."""
    match directive:
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
        case _ as never:
            assert_never(never)


def find_officer(office: Office, who: str) -> Officer | str:
    """Return the one member of staff that a name or an address means, or what is wrong with it."""
    wanted = who.strip().strip("<>").casefold()
    found = [one for one in office.staff if wanted in (one.key, one.name.casefold())]
    if not found:
        found = [one for one in office.staff if wanted and wanted in one.name.casefold().split()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{one.name} <{one.address}>" for one in office.staff)
    problem = "fits more than one of the staff" if found else "is none of the staff in mailflow.toml"
    return f"\u201c{who[:80]}\u201d {problem}. Write one of: {names}."


def _assign(work: Work, who: str) -> str | None:
    officer = find_officer(work.office, who)
    if isinstance(officer, str):
        return officer
    if work.case.is_sealed_from(officer.address):
        return (
            f"{work.case.ref} is, or may be, about {officer.name}, so it cannot go there. Bring in somebody else; if "
            "it is about nobody here, write #about nobody first."
        )
    handler = Handler(role="investigator", name=officer.name, address=officer.address)
    known = work.case.is_handled_by(officer.address)
    if known:
        return f"{officer.name} already deals with {work.case.ref}."
    wanted = work.office.policy.stage(work.case.stage).somebody_new
    why = why_not_new(work.case, officer, work.office)
    if wanted and why and (forbidden := work.forbids(wanted.source, why)):
        return forbidden
    work.happen(HandlerAssigned(handler=handler))
    finish_by_assigning(work)
    work.letters += notices(
        (handler,), "handed", stage=work.case.stage, messages=work.case.stage_messages, office=work.office
    )
    work.done.append(f"{officer.name} now deals with {work.case.ref} too, and has the complaint.")
    return None


def _move(work: Work, stage_id: str) -> str | None:
    case, policy = work.case, work.office.policy
    known = [one.id for one in policy.stages]
    if stage_id not in known:
        lines = ", ".join(f"#stage {one}" for one in known)
        return f"There is no stage \u201c{stage_id[:40]}\u201d. Write one of: {lines}."
    if stage_id == case.stage:
        return f"{case.ref} is at {stage_id} already."
    if case.status is Status.CLOSED:
        return work.closed()
    open_next(work, stage_id, "directive")
    work.done.append(f"{case.ref} is now at {policy.stage(stage_id).title}. The complainant gets an acknowledgement.")
    return None


def open_next(work: Work, stage_id: str, because: str) -> None:
    """Open a stage as of the receipt of the mail."""
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


def _accept(work: Work) -> str | None:
    late, stage = work.case.late_appeal, work.office.policy.stage(work.case.stage)
    if late is None or stage.appeal is None:
        return f"No late appeal waits on {work.case.ref}, so there is nothing to accept."
    work.happen(AppealAccepted(message=late.message))
    open_next(work, stage.appeal.to, "late-appeal")
    title = work.office.policy.stage(stage.appeal.to).title
    work.done.append(f"The late appeal is accepted. {work.case.ref} is now at {title}, and the complainant is told.")
    return None


def _decline(work: Work) -> str | None:
    late = work.case.late_appeal
    if late is None:
        return f"No late appeal waits on {work.case.ref}, so there is nothing to decline."
    work.happen(AppealDeclined(message=late.message), CaseClosed(why="a late appeal was declined"))
    work.write(LetterKind.APPEAL_DECLINED, work.text)
    work.done.append(f"The late appeal is declined and the complainant is told. {work.case.ref} is closed.")
    return None


def _close(work: Work, reason: str) -> str | None:
    case = work.case
    if case.status is Status.CLOSED:
        return f"{case.ref} is closed already."
    if case.late_appeal is not None:  # the complainant gets a letter either way (CLAUSES, "How time is counted")
        return (
            "A late appeal waits for an answer. Write #accept, or #decline with your reason below it; #decline closes."
        )
    if case.doubtful_appeal is not None:
        return "A reply waits that may be an appeal. Write #appeal or #not an appeal first; then #close."
    if case.outcome is None and (why := _needs_an_outcome(work)):
        return why
    work.happen(CaseClosed(why=reason))
    work.done.append(f"{case.ref} is closed. The complainant is not written to.")
    return None


def _needs_an_outcome(work: Work) -> str | None:
    """Say why a case may not be closed without an answer: it was asked for in writing (SS-1.3), or all get one."""
    instead = "Write #outcome with your answer below it, or #feedback where it is no complaint."
    if work.case.wants_written:
        why = f"The complainant of {work.case.ref} asked for a written response, so #close is not enough. {instead}"
        return work.forbids("the written response that was asked for", why)
    if clause := work.office.policy.close_needs_outcome:
        return work.forbids(clause, f"The policy closes nothing without an outcome ({clause}). {instead}")
    return None

"""``evolve``: what a fact means for the state of a case. The state is the fold of its facts and nothing else."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.case import Case, Deadline, LateAppeal, Status, What
from mailflow.core.evolve_asked import evolve_asked
from mailflow.core.evolve_beside import evolve_beside, tagged, with_part
from mailflow.core.evolve_drafts import evolve_drafts
from mailflow.core.evolve_linked import evolve_linked
from mailflow.core.evolve_time import evolve_time
from mailflow.core.facts import (
    AppealAccepted,
    AppealAfterEnd,
    AppealCameLate,
    AppealDeclined,
    AppealMade,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    ConfirmationAsked,
    DeadlineMet,
    DeadlineMoved,
    DeadlinesEnded,
    DeadlineSet,
    DirectiveRefused,
    Event,
    Fact,
    HandlerAssigned,
    LetterFailed,
    LetterSent,
    MessageFiled,
    NoteKept,
    Nudged,
    OutcomeGiven,
    Reminded,
    ReplyRelayed,
    StageDecided,
    StageOpened,
    Tagged,
    Untagged,
)
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.facts_beside import LetterApproved, TaskReminded
from mailflow.core.facts_drafts import DraftGone, DraftLaid, DraftSent
from mailflow.core.facts_linked import CaseLinked, OtherSideWrote
from mailflow.core.facts_time import BreachEscalated, DelayTold, DoubtNearsItsEnd, QuestionPut, QuestionSettled
from mailflow.core.mail import MACHINE
from mailflow.core.replacing import replace

#: What the machine did of itself is nothing that happened to a case.
_UNMOVED = (
    *(Reminded, TaskReminded, Nudged, LetterSent, LetterApproved),
    *(BreachEscalated, DelayTold, DoubtNearsItsEnd, DraftLaid, DraftSent, DraftGone),
    OtherAddressQuestioned,
)


def evolve(case: Case | None, fact: Fact) -> Case:
    """Return the case after one more fact.

    Args:
        case: None only before ``CaseOpened``.
        fact: Facts of a case are folded in the order of their numbers.
    """
    event = fact.event
    if isinstance(event, CaseOpened):
        return _opened(event, fact.at)
    assert case is not None, "a case begins with CaseOpened"
    is_unmoved = isinstance(event, _UNMOVED) or _is_machines(event)
    moved_at = case.moved_at if is_unmoved else max(case.moved_at, fact.at)
    return _after(replace(case, seq=case.seq + 1, moved_at=moved_at), fact)


def fold(facts: tuple[Fact, ...], case: Case | None = None) -> Case:
    """Return the case after many facts (at least one, or an earlier state to go on from)."""
    for fact in facts:
        case = evolve(case, fact)
    assert case is not None, "nothing happened"
    return case


def _is_machines(event: Event) -> bool:
    """Say whether a machine wrote: an absence notice is nothing that happened to a case."""
    return isinstance(event, MessageFiled) and event.as_ in MACHINE


def _opened(event: CaseOpened, at: datetime) -> Case:
    return Case(
        ref=event.ref,
        organisation=event.organisation,
        policy=event.policy,
        edition=event.edition,
        policy_digest=event.policy_digest,
        kind=event.kind,
        channel=event.channel,
        complainant=event.complainant,
        stage="",
        status=Status.OPEN,
        first_received_at=event.received_at,
        stage_since=event.received_at,
        moved_at=at,
        seq=1,
    )


def _after(case: Case, fact: Fact) -> Case:
    match fact.event:
        case StageOpened() as e:
            return _begun(case, e)
        case DeadlineSet() | DeadlineMet() | DeadlineMoved() | DeadlinesEnded() | Reminded():
            return _deadlines(case, fact)
        case Nudged():
            return replace(case, nudged_at=fact.at)
        case MessageFiled() as e:
            messages = (*case.stage_messages, e.message) if e.opens else case.stage_messages
            return replace(case, thread=e.thread or case.thread, stage_messages=messages)
        case OutcomeGiven() as e:
            answered = replace(case, outcome=e.outcome, printed_window=e.window, is_reconsidered=False)
            return with_part(answered, e.stage, e.decider, decided=True)
        case StageDecided() as e:
            return replace(
                case,
                status=Status.DECIDED,
                outcome=e.outcome,
                outcome_at=e.sent_at,
                decided_stages=(*case.decided_stages, e.stage),
                ended=e.final,
                close_on=e.close_on,
            )
        case AppealCameLate() | AppealMade() | AppealAccepted() | AppealDeclined() as e:
            return _appeals(case, e)
        case HandlerAssigned() as e:
            others = tuple(one for one in case.handlers if one.address.casefold() != e.handler.address.casefold())
            return with_part(replace(case, handlers=(*others, e.handler)), case.stage, e.handler.address)
        case Tagged() as e:
            return tagged(case, e.tag)
        case Untagged() as e:
            return replace(case, tags=tuple(one for one in case.tags if one != e.tag))
        case LetterFailed():
            return tagged(case, "undeliverable")
        case CaseClosed():
            over = replace(_without_promises(case, fact.at), close_on=None, late_appeal=None, question=None)
            return replace(over, status=Status.CLOSED)
        case CaseReopened():
            return replace(case, status=Status.OPEN, ended=False)
        case AppealAfterEnd() | NoteKept() | ReplyRelayed() | DirectiveRefused() | ConfirmationAsked() | LetterSent():
            return case
        case CaseOpened():
            raise AssertionError("a case is opened once")
        case BreachEscalated() | DelayTold() | QuestionPut() | QuestionSettled() | DoubtNearsItsEnd() as timed:
            return evolve_time(case, timed, fact.at)
        case DraftLaid() | DraftSent() | DraftGone() as of_drafts:
            return evolve_drafts(case, of_drafts, fact.at)
        case CaseLinked() | OtherSideWrote() as linked:
            return evolve_linked(case, linked)
        case OtherAddressQuestioned() | OtherAddressConfirmed() | OtherAddressDenied() as asked:
            return evolve_asked(case, asked, fact.at)
        case _ as beside:
            return evolve_beside(case, beside, fact.at)


def _begun(case: Case, event: StageOpened) -> Case:
    opened = replace(
        case,
        stage=event.stage,
        stage_since=event.since,
        handlers=event.handlers,
        status=Status.OPEN,
        outcome=None,
        outcome_at=None,
        printed_window=None,
        close_on=None,
        late_appeal=None,
        doubtful_appeal=None,
        question=None,
        is_reconsidered=False,
        panel=(),
        nudged_at=None,
    )
    return with_part(opened, event.stage, *(one.address for one in event.handlers))


def _appeals(case: Case, event: AppealCameLate | AppealMade | AppealAccepted | AppealDeclined) -> Case:
    if isinstance(event, AppealDeclined):
        return replace(case, late_appeal=None)
    if isinstance(event, AppealCameLate):
        waiting = LateAppeal(message=event.message, received_at=event.received_at)
        late = replace(tagged(case, "late"), late_appeal=waiting, doubtful_appeal=None)
        return replace(late, status=Status.OPEN, close_on=None)
    if event.message not in case.stage_messages:  # a reply in doubt was filed as a reply
        case = replace(case, stage_messages=(*case.stage_messages, event.message))
    certain = replace(case, tags=tuple(one for one in case.tags if one != "perhaps-appeal"))
    return replace(tagged(certain, "appeal"), late_appeal=None)


def _without_promises(case: Case, at: datetime) -> Case:
    """End what is still promised when a case closes. What was overdue by then stays missed."""
    return replace(
        case,
        deadlines=tuple(
            replace(one, ended=True)
            if one.is_running and one.what is not What.APPEAL and not one.is_missed(at)
            else one
            for one in case.deadlines
        ),
    )


def _is_ended(one: Deadline, event: DeadlinesEnded) -> bool:
    if event.source:
        return (one.what, one.stage, one.source) == (What.RESPOND, event.stage, event.source)
    return one.stage == event.stage


def _deadlines(case: Case, fact: Fact) -> Case:
    event = fact.event
    if isinstance(event, DeadlinesEnded):
        return replace(
            case,
            deadlines=tuple(
                replace(one, ended=True) if one.is_running and _is_ended(one, event) else one for one in case.deadlines
            ),
        )
    assert isinstance(event, DeadlineSet | DeadlineMet | DeadlineMoved | Reminded)
    key = (event.what, event.stage, event.source)
    old = next((one for one in case.deadlines if (one.what, one.stage, one.source) == key), None)
    new: Deadline
    if isinstance(event, DeadlineSet):
        new = Deadline(what=event.what, stage=event.stage, source=event.source, due=event.due, set_at=fact.at)
    else:
        assert old is not None, "a deadline is set before it is met, moved or reminded of"
        match event:
            case DeadlineMet():
                new = replace(old, met_at=event.met_at)
            case DeadlineMoved():
                anew = replace(old, reminded=None, told_at=None, escalated_at=None, updated_at=None, held_since=None)
                new = replace(anew, due=event.due, set_at=fact.at)
            case Reminded():
                new = replace(old, reminded=event.mark, told_at=event.told_at)
    if old is None:
        return replace(case, deadlines=(*case.deadlines, new))
    return replace(case, deadlines=tuple(new if one is old else one for one in case.deadlines))


def earliest_running(case: Case, *whats: What) -> Deadline | None:
    """Return the running deadline of the present stage that comes first, of the kinds named."""
    running = [d for d in case.deadlines if d.is_running and d.stage == case.stage and d.what in whats]
    return min(running, key=lambda d: d.due.due_at, default=None)

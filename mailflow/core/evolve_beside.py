"""What a fact beside the stages means for the state of a case."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from mailflow.core.case import Alarm, Case, Involved, LateAppeal, Task
from mailflow.core.facts_beside import (
    AboutSet,
    AppealDoubted,
    AppealRuledOut,
    CaseJoined,
    CaseMerged,
    CaseReferred,
    DisclosureMade,
    FormRead,
    HandlersChanged,
    KindSet,
    LessonKept,
    LetterApproved,
    LetterCancelled,
    MeetingSet,
    MessageReclassified,
    MessageTakenOff,
    OverrideMade,
    OverrideUndone,
    PanelNamed,
    PartyAdded,
    PolicyOverridden,
    ReconsiderationAsked,
    RelationSet,
    SafeguardingAlerted,
    SafeguardingRaised,
    SafeguardingTaken,
    SentAnyway,
    StaffNamed,
    TaskDone,
    TaskReminded,
    TaskSet,
    TypeSet,
    WrittenAnswerAsked,
)
from mailflow.core.facts_by_hand import BlackedOut, MessageBrought
from mailflow.core.replacing import replace

Beside = (
    AboutSet
    | StaffNamed
    | HandlersChanged
    | TypeSet
    | RelationSet
    | KindSet
    | WrittenAnswerAsked
    | DisclosureMade
    | CaseReferred
    | TaskSet
    | TaskDone
    | TaskReminded
    | LessonKept
    | SafeguardingRaised
    | SafeguardingAlerted
    | SafeguardingTaken
    | PartyAdded
    | PanelNamed
    | MeetingSet
    | AppealDoubted
    | AppealRuledOut
    | ReconsiderationAsked
    | SentAnyway
    | FormRead
    | OverrideMade
    | OverrideUndone
    | PolicyOverridden
    | LetterCancelled
    | LetterApproved
    | MessageTakenOff
    | MessageBrought
    | MessageReclassified
    | CaseMerged
    | CaseJoined
    | BlackedOut
)

#: Letters that bring an answer; without one of them it is not given.
ANSWERS = ("outcome", "referral")
PERHAPS_APPEAL = "perhaps-appeal"


def evolve_beside(case: Case, event: Beside, at: datetime) -> Case:
    """Return the case after a fact beside the stages. ``at``: when the fact counts."""
    match event:
        case AboutSet():
            sealed = replace(case, about=event.about, sealed_from=event.addresses, is_suspected=event.suspected)
            sealed = sealed if event.suspected else replace(sealed, named=())
            return tagged(sealed, "conflict") if event.addresses else untagged(sealed, "conflict")
        case StaffNamed():
            return replace(case, named=tuple(dict.fromkeys((*case.named, *event.addresses))))
        case HandlersChanged():
            changed = replace(case, handlers=event.handlers)
            return with_part(changed, case.stage, *(one.address for one in event.handlers))
        case TypeSet():
            return replace(case, type=event.type)
        case RelationSet():
            return replace(case, complainant=replace(case.complainant, relation=event.relation))
        case KindSet():
            return replace(case, kind=event.kind)
        case WrittenAnswerAsked():
            return replace(case, wants_written=True)
        case DisclosureMade() | CaseReferred() | LessonKept() | SentAnyway() | OverrideMade() | PolicyOverridden():
            return case
        case MessageTakenOff() | MessageBrought() | MessageReclassified() | CaseJoined() | BlackedOut():
            return case
        case CaseMerged():
            return replace(case, merged_into=event.into)
        case LetterCancelled():
            waits = event.kind in ANSWERS and event.stage == case.stage and case.outcome_at is None
            return replace(case, outcome=None, printed_window=None) if waits else case
        case LetterApproved():
            waits = case.outcome is not None and event.stage == case.stage and case.outcome_at is None
            return replace(case, printed_window=event.window) if event.window and waits else case
        case OverrideUndone():
            return replace(event.restored, seq=case.seq)
        case FormRead():
            return replace(case, form=event.fields)
        case SafeguardingRaised():
            return tagged(case, "safeguarding")
        case SafeguardingAlerted():
            told = case.alarm.told if case.alarm else ()
            return replace(case, alarm=Alarm(told=(*told, *event.to), since=at, message=event.message))
        case SafeguardingTaken():
            return replace(case, alarm=replace(case.alarm, taken_at=at)) if case.alarm else case
        case TaskSet() | TaskDone() | TaskReminded():
            return _tasks(case, event, at)
        case PartyAdded() | PanelNamed() | MeetingSet():
            return _meetings(case, event)
        case AppealDoubted() | AppealRuledOut():
            return _doubt(case, event)
        case ReconsiderationAsked():
            return replace(case, reconsidered=(*case.reconsidered, case.stage), is_reconsidered=True)
        case _ as never:
            assert_never(never)


def tagged(case: Case, tag: str) -> Case:
    """Return the case with a word put on it."""
    return case if tag in case.tags else replace(case, tags=(*case.tags, tag))


def untagged(case: Case, tag: str) -> Case:
    """Return the case with a word taken off it."""
    return replace(case, tags=tuple(one for one in case.tags if one != tag))


def with_part(case: Case, stage: str, *addresses: str, decided: bool = False) -> Case:
    """Return the case with those who had a part at a stage; who decided stays a decider."""
    parts = {(one.stage, one.address): one for one in case.involved}
    for key in ((stage, address.casefold()) for address in addresses if address):
        parts[key] = Involved(stage=key[0], address=key[1], decided=decided or (key in parts and parts[key].decided))
    return replace(case, involved=tuple(parts.values()))


def _tasks(case: Case, event: TaskSet | TaskDone | TaskReminded, at: datetime) -> Case:
    if isinstance(event, TaskSet):
        new = Task(id=event.id, what=event.what, for_=event.for_, source=event.source, due=event.due)
        return replace(case, tasks=(*case.tasks, new))

    def changed(task: Task) -> Task:
        if task.id != event.id:
            return task
        return replace(task, done_at=at) if isinstance(event, TaskDone) else replace(task, reminded=True)

    return replace(case, tasks=tuple(changed(task) for task in case.tasks))


def _meetings(case: Case, event: PartyAdded | PanelNamed | MeetingSet) -> Case:
    if isinstance(event, PartyAdded):
        others = tuple(one for one in case.parties if one.address.casefold() != event.party.address.casefold())
        return replace(case, parties=(*others, event.party))
    if isinstance(event, PanelNamed):
        return with_part(replace(case, panel=event.members), case.stage, *(one.address for one in event.members))
    others_ = tuple(one for one in case.meetings if one.uid != event.meeting.uid)
    return replace(case, meetings=(*others_, event.meeting))


def _doubt(case: Case, event: AppealDoubted | AppealRuledOut) -> Case:
    if isinstance(event, AppealRuledOut):
        return replace(untagged(case, PERHAPS_APPEAL), doubtful_appeal=None)
    doubt = LateAppeal(message=event.message, received_at=event.received_at)
    return replace(tagged(case, PERHAPS_APPEAL), doubtful_appeal=doubt)

"""A letter left us, or came to nothing. Promises are kept when the next server says 250, not when staff write."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case, Outcome, What
from mailflow.core.conflicts import shut_out
from mailflow.core.days import DueDate, Duration
from mailflow.core.decide.opening import copies
from mailflow.core.decide.questions import question_left, settled
from mailflow.core.decide.somebody_new import informed
from mailflow.core.decide.statutory import met_by, slept
from mailflow.core.decide.tasks_set import UNDELIVERED, next_number, open_tasks
from mailflow.core.decision import Decision, SendLetter, admin_notices
from mailflow.core.facts import (
    CaseClosed,
    DeadlineMet,
    DeadlineSet,
    Event,
    Fact,
    LetterFailed,
    LetterSent,
    StageDecided,
)
from mailflow.core.facts_beside import TaskSet
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.core.trigger import LetterCameToNothing, LetterLeft

_BY = "mailflow"


def on_letter_left(case: Case, left: LetterLeft, office: Office) -> Decision:
    """Record that a letter to the complainant left, and what that meets, decides or closes."""
    events: list[Event] = [LetterSent(letter=left.letter, kind=left.kind), *met_by(case, left, office)]
    letters: list[SendLetter] = []
    if left.kind in (LetterKind.ACKNOWLEDGEMENT, LetterKind.RECEIPT):
        events += _met(case, left, What.ACKNOWLEDGE)
    elif left.kind == LetterKind.MEETING_INVITATION and left.stage == case.stage:
        meeting = case.meeting_of("meeting")
        events += _met(case, left, What.MEET) if meeting and not meeting.is_cancelled else []
    elif left.kind == LetterKind.QUESTION:
        events += question_left(case, left, office)
    elif left.kind in (LetterKind.OUTCOME, LetterKind.REFERRAL) and left.stage:
        met, told = answer_left(case, left, office)
        events += met
        letters += told
    facts = tuple(Fact(at=left.at, by=_BY, event=one) for one in events)
    return Decision(facts=facts, letters=tuple(letters), because=f"the letter {left.kind} left")


def answer_left(case: Case, left: LetterLeft, office: Office) -> tuple[list[Event], list[SendLetter]]:
    """Return what an answer meets, decides or closes once it has left, and who else hears of it."""
    events, letters = _met(case, left, What.ACKNOWLEDGE, What.RESPOND), list[SendLetter]()
    if left.stage == case.stage and case.outcome and case.outcome_at is None:
        events += _decided(case, case.outcome, left, office)
        if any(isinstance(one, CaseClosed) for one in events):
            stage = office.policy.stage(case.stage)
            letters += copies("closed", stage, case.handlers, office, None, except_=shut_out(case))
        have_it = {one.to.address for one in letters}
        told = informed("decided", case, office.policy.stage(case.stage), case.handlers, office)
        letters += [one for one in told if one.to.address not in have_it]
    return events, letters


def on_letter_came_to_nothing(case: Case, failed: LetterCameToNothing, office: Office) -> Decision:
    """Record that a letter did not arrive, tell the handlers, and keep as a task that a person must phone or write."""
    events: list[Event] = [LetterFailed(letter=failed.letter, kind=failed.kind, why=failed.why)]
    if failed.kind == LetterKind.QUESTION:
        events += settled(case, failed.at, "undelivered", office)
    events += _to_be_told_otherwise(case, failed, office)
    facts = tuple(Fact(at=failed.at, by=_BY, event=one) for one in events)
    item = {
        "title": f"{case.ref}: the letter \u201c{failed.kind}\u201d could not be delivered",
        "detail": failed.why,
        "command": f"mailflow letter show {failed.letter}",
    }
    told = {office.admin.casefold(): office.admin} | {one.address.casefold(): one.address for one in case.handlers}
    for key in (failed.to.casefold(), *case.sealed_from):
        told.pop(key, None)
    letters = tuple(
        replace(one, once=f"undelivered:{failed.letter}:{one.to.key}")
        for one in admin_notices(told.values(), item, stage=case.stage)
    )
    return Decision(facts=facts, letters=letters, because=f"the letter {failed.kind} could not be delivered")


#: What a letter is called in words, where its kind says too little.
_CALLED = {LetterKind.CONFIRM_ADDRESS.value: "question whether a mail from another address is theirs"}
#: In what time somebody should have phoned, or written by post.
_TO_TELL = Duration.parse("2 working days")


def _to_be_told_otherwise(case: Case, failed: LetterCameToNothing, office: Office) -> list[Event]:
    """Return the task that waits until somebody was told in another way what a letter said; one for each kind."""
    whom = (
        "the complainant"
        if failed.to.casefold() == (case.complainant.address or "").casefold()
        else "who should have had it"
    )
    named = _CALLED.get(failed.kind, failed.kind.replace("-", " "))
    what = f"The {named} did not reach {whom} by email: phone or write by post"
    if any((one.what, one.source) == (what, UNDELIVERED) for one in open_tasks(case)):
        return []
    role = next(iter(office.policy.stage(case.stage).handlers), "")
    due = office.calendar.due(failed.at, _TO_TELL, UNDELIVERED)
    return [TaskSet(id=next_number(case), what=what, for_=role, source=UNDELIVERED, due=due)]


def _met(case: Case, left: LetterLeft, *whats: What) -> list[Event]:
    return [
        DeadlineMet(what=one.what, stage=one.stage, source=one.source, met_at=left.at)
        for one in case.deadlines
        if (one.is_running or slept(case, one)) and one.what in whats and one.stage == left.stage
    ]


def _decided(case: Case, outcome: Outcome, left: LetterLeft, office: Office) -> list[Event]:
    stage = office.policy.stage(case.stage)
    if stage.appeal is None or outcome in (Outcome.REFERRED, Outcome.WITHDRAWN):
        final = stage.appeal is None
        decided = StageDecided(stage=stage.id, outcome=outcome, sent_at=left.at, final=final, close_on=None)
        why = "the last stage was answered" if final else f"the complaint was {outcome.value}"
        return [decided, CaseClosed(why=why)]
    window = window_from(office, stage, left.at)
    if window and case.printed_window and case.printed_window.due_at > window.due_at:
        window = case.printed_window  # never shorter than what the letter says
    close_on = window or office.calendar.due(left.at, office.policy.close_after, "")
    events: list[Event] = []
    if window:
        events.append(DeadlineSet(what=What.APPEAL, stage=stage.id, source=stage.appeal.source, due=window))
    events.append(StageDecided(stage=stage.id, outcome=outcome, sent_at=left.at, final=False, close_on=close_on))
    return events


def window_from(office: Office, stage: Stage, sent_at: datetime) -> DueDate | None:
    """Return the complainant's window to appeal against a stage's outcome; its day zero is the day of sending."""
    if stage.appeal is None or stage.appeal.within is None:
        return None
    return office.calendar.due(sent_at, stage.appeal.within, stage.appeal.source)

"""A reply that may be an appeal: put before a person, and where nobody says what it was, it counts as one."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.appeals import without_prefixes
from mailflow.core.case import Case, LateAppeal, Status, What
from mailflow.core.days import Duration, Unit, long_date
from mailflow.core.decide.calls import write
from mailflow.core.decide.marks import MORNING
from mailflow.core.decide.opening import open_stage, recipients
from mailflow.core.decide.work import Work
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.directives import SayAppeal
from mailflow.core.doubt import read_reply
from mailflow.core.evolve import fold
from mailflow.core.facts import (
    AppealAccepted,
    AppealCameLate,
    AppealMade,
    DeadlineMet,
    Event,
    Fact,
)
from mailflow.core.facts_beside import AppealRuledOut
from mailflow.core.facts_time import DoubtNearsItsEnd
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.policy import Appeal
from mailflow.core.trigger import MessageArrived

#: Where the policy sets no window: how long a doubtful reply waits for somebody to say what it is.
WAITS = Duration(n=14, unit=Unit.DAYS)


def doubt_about(case: Case, arrived: MessageArrived, office: Office) -> str | None:
    """Return why a reply without an appeal word may be an appeal; None where it cannot be one, or plainly is none."""
    if case.status is not Status.DECIDED or case.late_appeal is not None or not arrived.reading.acknowledge:
        return None
    if office.policy.stage(case.stage).appeal is None or _is_late(case, arrived.received_at, office):
        return None
    reading = read_reply(arrived.new_text if arrived.new_text.strip() else _own_subject(case, arrived))
    return reading.because if reading.in_doubt else None


def counts_at(case: Case, office: Office) -> datetime | None:
    """Return when a doubtful reply counts as an appeal; None where none waits, or no clock runs."""
    doubt = case.doubtful_appeal
    if doubt is None or case.status is not Status.DECIDED:
        return None
    window = case.deadline(What.APPEAL, case.stage)
    if window is not None:  # what came after it and is read late waits for a person, and counts as nothing by itself
        return window.due.due_at if doubt.received_at <= window.due.due_at else None
    return office.calendar.due(doubt.received_at, WAITS, "").due_at


def doubt_call_at(case: Case, office: Office) -> datetime | None:
    """Return when who can say what a doubtful reply is must be called on: the last working day before it counts.

    None where none waits, where it was done, or where the reply came after that morning.
    """
    at, doubt = counts_at(case, office), case.doubtful_appeal
    if at is None or doubt is None or doubt.reminded:
        return None
    day = office.calendar.working_days_before(office.calendar.day_of(at), 1)
    morning = office.calendar.at_local(day, MORNING)
    return morning if morning > doubt.received_at else None


def call_on_doubt(case: Case, now: datetime, office: Office) -> Decision:
    """Remind who can say what a doubtful reply is, while a day is left for it."""
    at, doubt, ends = doubt_call_at(case, office), case.doubtful_appeal, counts_at(case, office)
    following = office.policy.next_stage(case.stage)
    if at is None or at > now or doubt is None or ends is None or following is None:
        return Decision(because="a reply waits that may be an appeal")
    last = office.calendar.day_of(ends)
    facts = {"mark": "doubt", "due": long_date(last), "begins": following.title}
    to = recipients(case, office, now) if office.calendar.day_of(now) < last else ()
    fact = Fact(at=now, by="mailflow", event=DoubtNearsItsEnd(message=doubt.message))
    letters = write(case, LetterKind.REMINDER, facts, to, text_of=(doubt.message,))
    return Decision(facts=(fact,), letters=tuple(letters), because="a reply that may be an appeal soon counts as one")


def remark_about(case: Case, because: str, office: Office) -> str:
    """Say to the handlers why they are asked, and what happens if they do not answer.

    Args:
        case: As it is with the doubt.
        because: Why there is a doubt.
        office: Policy and calendar.
    """
    following, at = office.policy.next_stage(case.stage), counts_at(case, office)
    if following is None or at is None:
        return f"Why you are asked: {because}."
    until = long_date(office.calendar.day_of(at))
    return (
        f"Why you are asked: {because}. If nobody says by the end of {until}, it counts as a request to go on, "
        f"and {following.title} begins."
    )


def confirms_doubt(case: Case, office: Office) -> bool:
    """Say whether an appeal by its word, late by itself, only says what a reply in time had meant."""
    return case.doubtful_appeal is not None and not _is_late(case, case.doubtful_appeal.received_at, office)


def say_appeal(work: Work, directive: SayAppeal) -> str | None:
    """Carry out ``#appeal`` or ``#not an appeal``, or say why not."""
    case, doubt = work.case, work.case.doubtful_appeal
    appeal = work.office.policy.stage(case.stage).appeal
    if doubt is None or appeal is None:
        return (
            f"No reply on {case.ref} waits to be called an appeal or not: somebody has said already, or its time is "
            "over. To take the case on all the same, write #stage and the stage."
        )
    if not directive.is_appeal:
        work.happen(AppealRuledOut(message=doubt.message))
        work.done.append("The reply is filed as no appeal. The complainant is not written to, and the window goes on.")
        return None
    if _is_late(case, doubt.received_at, work.office):
        window = case.deadline(What.APPEAL, case.stage)
        came = AppealCameLate(
            message=doubt.message,
            received_at=doubt.received_at,
            window_ended_at=window.due.due_at if window else None,
        )
        work.happen(came, AppealAccepted(message=doubt.message))
    else:
        work.happen(*_made(case, doubt, appeal, "#appeal"))
    facts, letters = _begins(
        work.case, doubt, appeal, work.office, since=work.arrived.received_at, by=work.officer.name
    )
    work.record(*facts)
    work.letters += letters
    title = work.office.policy.stage(appeal.to).title
    work.done.append(f"The reply is an appeal. {case.ref} is now at {title}, and the complainant is told.")
    return None


def count_as_appeal(case: Case, now: datetime, office: Office) -> Decision | None:
    """Open the next stage for a doubtful reply that nobody has answered in time; None where it is not time yet."""
    at, doubt = counts_at(case, office), case.doubtful_appeal
    appeal = office.policy.stage(case.stage).appeal
    if at is None or doubt is None or appeal is None or at >= now:
        return None
    why = "nobody said whether a doubtful reply is an appeal, so it counts as one"
    made = tuple(
        Fact(at=at, by="mailflow", event=one, reason=why) for one in _made(case, doubt, appeal, "unanswered doubt")
    )
    facts, letters = _begins(fold(made, case), doubt, appeal, office, since=at, by="mailflow")
    return Decision(facts=(*made, *facts), letters=letters, because=why)


def _own_subject(case: Case, arrived: MessageArrived) -> str:
    """Return what of the subject is the complainant's: some write all of it there, and nothing below."""
    rest = arrived.message.subject
    for ours in sorted(arrived.our_subjects, key=len, reverse=True):
        rest = rest.replace(ours, " ")
    return "" if f"[{case.ref}]" in rest else without_prefixes(rest)


def _is_late(case: Case, received_at: datetime, office: Office) -> bool:
    """Say whether something came too late to be an appeal. It does where the policy has a window that never began."""
    window, appeal = case.deadline(What.APPEAL, case.stage), office.policy.stage(case.stage).appeal
    if window is None:
        return appeal is not None and appeal.within is not None
    return received_at > window.due.due_at


def _made(case: Case, doubt: LateAppeal, appeal: Appeal, word: str) -> list[Event]:
    window = case.deadline(What.APPEAL, case.stage)
    events: list[Event] = []
    if window is not None:
        events.append(DeadlineMet(what=window.what, stage=window.stage, source=window.source, met_at=doubt.received_at))
    events.append(AppealMade(message=doubt.message, word=word, from_stage=case.stage, to_stage=appeal.to))
    return events


def _begins(
    case: Case, doubt: LateAppeal, appeal: Appeal, office: Office, *, since: datetime, by: str
) -> tuple[tuple[Fact, ...], tuple[SendLetter, ...]]:
    return open_stage(
        case,
        None,
        office.policy.stage(appeal.to),
        office,
        since=since,
        because="appeal",
        by=by,
        message=doubt.message,
        thread=case.thread,
        asked_at=doubt.received_at,
    )

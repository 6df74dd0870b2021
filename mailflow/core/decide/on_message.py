"""A message arrived: the order of the questions is the text of ``on_message``."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.appeals import AppealReading, keywords_in, read_appeal
from mailflow.core.asking import asks_for
from mailflow.core.case import Case, Status, What
from mailflow.core.decide.doubt import confirms_doubt, doubt_about, remark_about
from mailflow.core.decide.forms import with_form
from mailflow.core.decide.many import grouped, kept_with_others
from mailflow.core.decide.on_staff import on_staff, unplaced
from mailflow.core.decide.opening import further, notices, open_complaint, open_stage, recipients
from mailflow.core.decide.other_side import from_other_side
from mailflow.core.decide.questions import remark_on, settled
from mailflow.core.decide.reconsider import reconsideration
from mailflow.core.decide.safeguarding import guarded, is_safeguarding
from mailflow.core.decide.unheard import heard
from mailflow.core.decide.wall import told_by
from mailflow.core.decide.whose import answer_alone, asked, with_answer
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import (
    AppealAfterEnd,
    AppealCameLate,
    AppealMade,
    DeadlineMet,
    Event,
    Fact,
    MessageFiled,
)
from mailflow.core.facts_beside import AppealDoubted
from mailflow.core.floods import is_flood
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address, MessageClass
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import MessageArrived

_BY = "complainant"


def on_message(threaded: Threaded, arrived: MessageArrived, office: Office) -> Decision:
    """Decide what a message is and what follows from it."""
    if arrived.reading.as_ is not None:
        return _machine(threaded, arrived, arrived.reading.as_)
    if threaded.likely is not None:
        penned = asked(_pen(arrived, threaded.because, likely=threaded.likely), threaded, arrived, office)
        return unplaced(penned, threaded.answers, arrived, office)
    if arrived.message.sender is None or not arrived.message.sender_is_plain:
        why = "its sender's address cannot be read with certainty"
        return _pen(arrived, why, likely=threaded.case.ref if threaded.case else None)
    if threaded.writer is Writer.STAFF and threaded.officer is not None:
        return on_staff(threaded.case, threaded.officer, threaded.answers, arrived, office)
    if threaded.writer is Writer.OTHER_SIDE and threaded.case is not None:
        put = from_other_side(threaded.case, arrived, office, because=threaded.because)
        return heard(guarded(put, threaded.case, arrived, office), threaded.case, arrived.received_at, office)
    if threaded.case is None:
        if not arrived.reading.acknowledge:
            return _pen(arrived, arrived.reading.because)
        if (kept := kept_with_others(arrived, office)) is not None:
            with_ = next(one for one in arrived.earlier_cases if one.ref == kept.onto)
            return guarded(kept, with_, arrived, office)
        return open_complaint(arrived, office, because=threaded.because)
    decision = answer_alone(threaded.case, arrived, office)
    if decision is None:
        decision = _from_complainant(threaded.case, arrived, office, because=threaded.because)
    decision = with_form(with_answer(decision, arrived, office), threaded.case, arrived, office)
    seen = _seen_by_a_person(guarded(decision, threaded.case, arrived, office), threaded.case, arrived, office)
    return heard(seen, threaded.case, arrived.received_at, office)


def _seen_by_a_person(decision: Decision, case: Case, arrived: MessageArrived, office: Office) -> Decision:
    """On a safeguarding case, where the machine falls silent, see to it that some person gets what was written."""
    if not is_safeguarding(case) or any(one.audience is Audience.STAFF for one in decision.letters):
        return decision
    letters = further(case, arrived, office)
    return replace(decision, letters=(*decision.letters, *letters))


def _machine(threaded: Threaded, arrived: MessageArrived, as_: MessageClass) -> Decision:
    """File what a machine wrote. It moves nothing, and nobody answers it (RFC 3834 section 2)."""
    case = threaded.case
    if case is None:
        return Decision(as_=as_, because=arrived.reading.because)
    return Decision(as_=as_, facts=(_filed(arrived, as_, "a machine"),), because=arrived.reading.because)


def _pen(arrived: MessageArrived, reason: str, *, likely: str | None = None) -> Decision:
    return Decision(
        as_=MessageClass.REPLY if likely else MessageClass.COMPLAINT, pen=reason, likely_case=likely, because=reason
    )


def _filed(arrived: MessageArrived, as_: MessageClass, by: str, *, opens: bool = False) -> Fact:
    thread = arrived.message.message_id if by == _BY else None
    event = MessageFiled(message=arrived.id, as_=as_.value, thread=thread, opens=opens)
    return Fact(at=arrived.received_at, by=by, event=event)


def _from_complainant(case: Case, arrived: MessageArrived, office: Office, *, because: str) -> Decision:
    reading = read_appeal(arrived.message.subject, arrived.our_subjects, office.policy.keywords_at(case.stage))
    if not arrived.reading.acknowledge:
        because = f"{because}; {arrived.reading.because}"
    if not reading.is_appeal or not arrived.reading.acknowledge:
        if again := reconsideration(case, arrived, office):
            return again
        can_appeal = case.outcome_at is not None and office.policy.stage(case.stage).appeal is not None
        by_word = reading.because if reading.word is not None and can_appeal and case.late_appeal is None else None
        says_no = reading.taken_back and not keywords_in(arrived.new_text, office.policy.keywords_at(case.stage))
        doubt = by_word or (None if says_no else doubt_about(case, arrived, office))
        return _reply(case, arrived, office, reading, because=f"{because}; {reading.because}", doubt=doubt)
    if case.outcome_at is None:
        why = f"{because}; {reading.because}, but no outcome has gone out yet that could be appealed against"
        return _reply(case, arrived, office, reading, because=why)
    if case.late_appeal is not None:
        why = f"{because}; {reading.because}, and a late appeal already waits for an answer"
        return _reply(case, arrived, office, reading, because=why)
    return _appeal(case, arrived, office, reading.word or "", because=f"{because}; {reading.because}")


def _reply(
    case: Case,
    arrived: MessageArrived,
    office: Office,
    reading: AppealReading,
    *,
    because: str,
    doubt: str | None = None,
) -> Decision:
    """Put a later mail of the complainant before the handlers; nothing goes to the complainant.

    What may be an appeal is put before them as such: a person says whether it is. The first such reply keeps its date.
    """
    if is_flood(arrived) and doubt is None:
        return grouped(case, arrived, office)
    facts = [_filed(arrived, MessageClass.REPLY, _BY)]
    reason = "closed-reply" if case.status is Status.CLOSED else "further"
    remark = f"Its subject has the word \u201c{reading.word}\u201d." if reading.word else ""
    answered = settled(case, arrived.received_at, "answered", office)
    facts += [Fact(at=arrived.received_at, by=_BY, event=one) for one in answered]
    remark = " ".join(filter(None, (remark, remark_on(answered, office))))
    if doubt is not None and case.doubtful_appeal is None:
        doubted = AppealDoubted(message=arrived.id, received_at=arrived.received_at)
        facts.append(Fact(at=arrived.received_at, by=_BY, event=doubted))
        reason, remark = "doubt", remark_about(fold(tuple(facts), case), doubt, office)
        because = f"{because}; {doubt}, so a person says whether it is an appeal"
    letters = notices(
        recipients(case, office, arrived.received_at),
        reason,
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
        remark=remark,
    )
    return Decision(
        as_=MessageClass.REPLY,
        facts=tuple(facts),
        letters=tuple(letters),
        because=because,
    )


def _appeal(case: Case, arrived: MessageArrived, office: Office, word: str, *, because: str) -> Decision:
    stage = office.policy.stage(case.stage)
    if stage.appeal is None:
        return _after_the_end(case, arrived, because=because)
    window = case.deadline(What.APPEAL, case.stage)
    ended_at = window.due.due_at if window else None
    must_be_in_time = stage.appeal.within is not None
    if must_be_in_time and (ended_at is None or arrived.received_at > ended_at):
        if not confirms_doubt(case, office):
            return _late(case, arrived, office, because=because)
        because = f"{because}; a reply in time waits that it explains"
    events: list[Event] = []
    if window:
        events.append(
            DeadlineMet(what=window.what, stage=window.stage, source=window.source, met_at=arrived.received_at)
        )
    events.append(AppealMade(message=arrived.id, word=word, from_stage=case.stage, to_stage=stage.appeal.to))
    opening, letters = open_stage(
        case,
        None,
        office.policy.stage(stage.appeal.to),
        office,
        since=arrived.received_at,
        because="appeal",
        by=_BY,
        message=arrived.id,
        thread=arrived.message.message_id,
        asks=_asks_of_appeal(case, arrived, office, stage.appeal.to),
        told=told_by(arrived),
    )
    facts = tuple(Fact(at=arrived.received_at, by=_BY, event=one) for one in events)
    return Decision(
        as_=MessageClass.APPEAL,
        facts=(_filed(arrived, MessageClass.APPEAL, _BY, opens=True), *facts, *opening),
        letters=letters,
        because=f"{because}; it came in time and opens {stage.appeal.to}",
    )


def _asks_of_appeal(case: Case, arrived: MessageArrived, office: Office, to: str) -> tuple[str, ...]:
    """Return what a policy asks for only now that the next stage opens (SS-2.8); nothing twice."""
    if to not in office.policy.form.asks_at or case.stage in office.policy.form.asks_at:
        return ()
    told = f"{arrived.earlier}\n{arrived.new_text}"
    return asks_for(office.policy, arrived.message, told, arrived.form, to)


def _late(case: Case, arrived: MessageArrived, office: Office, *, because: str) -> Decision:
    """Keep a late appeal and put it before the handler of the stage that was left; the complainant is told so."""
    window = case.deadline(What.APPEAL, case.stage)
    came = AppealCameLate(
        message=arrived.id,
        received_at=arrived.received_at,
        window_ended_at=window.due.due_at if window else None,
    )
    letters = notices(
        recipients(case, office, arrived.received_at),
        "late-appeal",
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
    )
    letters += _to_complainant(case, arrived, LetterKind.APPEAL_LATE)
    return Decision(
        as_=MessageClass.APPEAL,
        facts=(
            _filed(arrived, MessageClass.APPEAL, _BY, opens=True),
            Fact(at=arrived.received_at, by=_BY, event=came),
        ),
        letters=tuple(letters),
        because=f"{because}; it came after the last day, so the handler accepts or declines it",
    )


def _after_the_end(case: Case, arrived: MessageArrived, *, because: str) -> Decision:
    """Answer an appeal against the last stage with the letter that says where else to turn."""
    fact = Fact(at=arrived.received_at, by=_BY, event=AppealAfterEnd(message=arrived.id))
    return Decision(
        as_=MessageClass.APPEAL,
        facts=(_filed(arrived, MessageClass.APPEAL, _BY), fact),
        letters=tuple(_to_complainant(case, arrived, LetterKind.PROCESS_ENDED)),
        because=f"{because}; the last stage is decided, so the process has ended",
    )


def _to_complainant(case: Case, arrived: MessageArrived, kind: LetterKind) -> list[SendLetter]:
    if not case.complainant.address:
        return []
    return [
        SendLetter(
            kind=kind,
            to=Address(address=case.complainant.address),
            audience=Audience.COMPLAINANT,
            message=arrived.id,
            stage=case.stage,
            thread=arrived.message.message_id,
        )
    ]

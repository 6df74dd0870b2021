"""A complainant answers whether a mail from another address is theirs: on a yes it leaves the pen for its case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.core.appeals import keywords_in
from mailflow.core.case import Case
from mailflow.core.days import long_date
from mailflow.core.decide import on_message
from mailflow.core.decide.whose import confirmed
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.other_address import Answer, Said, read_answer
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import MessageArrived
from mailflow.flow.again import arrived_again
from mailflow.flow.desk import Desk
from mailflow.flow.known import Known
from mailflow.flow.record import Recorder
from mailflow.flow.understand import Understood
from mailflow.store import MessageRow, MessageState, Reader

_DAY = timedelta(days=1)


def with_answer(desk: Desk, reader: Reader, known: Known, understood: Understood) -> Understood:
    """Return a mail with what it says of another one, and what is to be known before its author is asked.

    Only an answer to the question itself, from the address on record, is one: whoever wrote it reads that address.
    """
    arrived, threaded = understood.arrived, understood.threaded
    if threaded.perhaps is not None:
        arrived = replace(arrived, questions=_lately(desk, reader, known, arrived.now))
        return replace(understood, arrived=arrived)
    answers, case = threaded.answers, threaded.case
    if answers is None or answers.kind != LetterKind.CONFIRM_ADDRESS or answers.message is None or case is None:
        return understood
    sender, address = arrived.message.sender, (case.complainant.address or "").casefold()
    is_theirs = threaded.writer is Writer.COMPLAINANT and sender is not None and sender.key == address
    if not is_theirs or answers.to.casefold() != address or arrived.reading.as_ is not None:
        return understood
    row = reader.message(answers.message)
    if row is None or row.from_address is None:
        return understood
    answer = _answer(desk, reader, row, case, arrived, answers.subject)
    return replace(understood, arrived=replace(arrived, answer=answer))


def _lately(desk: Desk, reader: Reader, known: Known, now: datetime) -> int:
    if known.questions is None:
        known.questions = reader.queued_since(desk.org, LetterKind.CONFIRM_ADDRESS, now - _DAY)
    return known.questions


def _answer(desk: Desk, reader: Reader, row: MessageRow, case: Case, arrived: MessageArrived, ours: str) -> Answer:
    from_address = row.from_address or ""
    known = (case.complainant.address or "", desk.office.address)
    said, names_it, has_more = read_answer(arrived.new_text, from_address, known, case.complainant.name)
    subject = arrived.message.subject
    words = desk.office_for(case, reader).policy.keywords_at(case.stage)
    has_more |= bool(
        arrived.message.attachments or keywords_in(subject, words) or ours.casefold() not in subject.casefold()
    )
    return Answer(
        message=row.id,
        said=said,
        names_it=names_it,
        has_more=has_more,
        is_settled=reader.pen_of(row.id) is None,
        received_at=row.received_at,
        address=from_address,
    )


def let_in(desk: Desk, recorder: Recorder, understood: Understood) -> Understood:
    """Put a mail on its case that its complainant says is theirs, as of its receipt, before what says so is decided.

    Returns:
        The answer, on the case as that has left it.
    """
    arrived, case = understood.arrived, understood.threaded.case
    answer = arrived.answer
    if case is None or answer is None or answer.said is not Said.YES or answer.is_settled:
        return understood
    row, entry = recorder.writer.message(answer.message), recorder.writer.pen_of(answer.message)
    assert row is not None and entry is not None, "it waits in the pen"
    day = long_date(desk.office.calendar.day_of(arrived.received_at))
    because = f"its complainant said on {day}, from the address on record, that it is theirs (message {arrived.id})"
    office = desk.office_for(case, recorder.writer)
    again = arrived_again(desk, recorder.writer, row, case, recorder.now, because)
    decision = on_message(Threaded(writer=Writer.COMPLAINANT, case=case, because=because), again, office)
    decision = confirmed(decision, answer, day, office)
    recorder.message(replace(row, new_text=again.new_text))
    after = recorder.decided(case, decision)
    assert after is not None, "what is let in is on a case"
    as_ = decision.as_ or MessageClass.REPLY
    done = replace(row, state=MessageState.DECIDED, class_=as_.value, because=decision.because, ref=after.ref)
    recorder.message(replace(done, explain=(*row.explain, because), new_text=again.new_text))
    recorder.writer.close_pen(entry.id, resolution=f"onto {after.ref}: {because}", at=recorder.now)
    return replace(understood, threaded=replace(understood.threaded, case=after))

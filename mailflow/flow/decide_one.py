"""One message is decided and put on record, whatever it is.

One bad message stops nothing (DESIGN, law 5): one of the three broad ``except`` of the program is here, around the
decision of a message; what fails there waits in the holding pen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from mailflow.core.case import Case
from mailflow.core.decide import on_message
from mailflow.core.decision import Decision
from mailflow.core.facts import CaseOpened
from mailflow.core.floods import is_automatic
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import MessageClass
from mailflow.flow.deliver import came_to_nothing
from mailflow.flow.desk import Desk
from mailflow.flow.known import Known
from mailflow.flow.on_record import read_into
from mailflow.flow.record import Recorder
from mailflow.flow.twice import sent_before
from mailflow.flow.understand import Understood, confirmed_by, understand
from mailflow.flow.whose import let_in, with_answer
from mailflow.mailbox.readers import Parsed
from mailflow.store import LetterChange, LetterRow, LetterStatus, MessageRow, MessageState, is_the_record

log = logging.getLogger("mailflow.flow")


def decide_one(desk: Desk, recorder: Recorder, known: Known, row: MessageRow, parsed: Parsed | None) -> MessageRow:
    """Decide one message and put it on record, whatever it is."""
    if parsed is None:
        return _unreadable(
            recorder, row, f"reading it was begun {row.attempts} times and brought the process down each time"
        )
    row = replace(read_into(row, parsed.message), checked=parsed.checked)
    if parsed.failure is not None:
        return _unreadable(recorder, row, parsed.failure)
    decided: list[MessageRow] = []
    failed = tried(lambda: decided.append(_decide(desk, recorder, known, row, parsed)))
    if failed is not None and is_the_record(failed):
        raise failed  # it says nothing about this message, which waits for the next turn
    if failed is not None:
        return failed_on(recorder, row, failed)
    known.add(decided[0])
    return decided[0]


def failed_on(recorder: Recorder, row: MessageRow, error: Exception) -> MessageRow:
    """Put a message before a person because a bug of ours is in the way of its decision."""
    trace = error if log.isEnabledFor(logging.DEBUG) else None
    log.error("message not decided id=%d error=%s", row.id, type(error).__name__, exc_info=trace)
    return _unreadable(recorder, row, f"mailflow failed on it ({type(error).__name__}); the message is kept whole")


def tried(work: Callable[[], object]) -> Exception | None:
    """Do something, and return what went wrong."""
    try:
        work()
    except Exception as error:
        return error
    return None


def _decide(desk: Desk, recorder: Recorder, known: Known, row: MessageRow, parsed: Parsed) -> MessageRow:
    if (first := known.earlier_delivery(row.id, parsed.message)) is not None:
        return _duplicate(recorder, row, first, "it is another delivery of a message that we have")
    understood = understand(desk, recorder.writer, known, row, parsed, recorder.now, recorder.cases())
    understood = let_in(desk, recorder, with_answer(desk, recorder.writer, known, understood))
    if understood.threaded.case is None and understood.arrived.reading.as_ is None:
        first = sent_before(recorder.writer, known, row, parsed.message)
        if first is not None:
            return _duplicate(recorder, row, first, "its author sent the very same within minutes")
    confirmed = confirmed_by(desk, recorder.writer, understood, recorder.cases())
    if confirmed is not None and confirmed[0].id not in known.confirmed:
        known.confirmed.add(confirmed[0].id)
        return _confirm(desk, recorder, row, understood, *confirmed)
    decision, case = _answer(desk, recorder, understood)
    form = understood.arrived.form
    row = replace(row, new_text=understood.arrived.new_text, form=form.fields if form else None)
    recorder.message(row)
    case = recorder.decided(case, decision) or case
    as_ = decision.as_ or MessageClass.UNREADABLE
    done = _decided(
        row,
        as_,
        decision.because,
        ref=case.ref if case and decision.beside is None else None,
        acknowledge=decision.beside is None and any(is_automatic(one.kind, one.audience) for one in decision.letters),
        explain=(
            *(understood.arrived.reading.because, understood.threaded.because, understood.vouched),
            *parsed.message.problems,
        ),
        carried_out=as_ is MessageClass.STAFF_DIRECTIVE and _was_carried_out(decision),
    )
    recorder.message(done)
    if decision.beside is not None:
        known.questions = (known.questions or 0) + 1
    if decision.pen is not None:
        recorder.pen(row.id, decision.pen, decision.likely_case)
    if as_ is MessageClass.BOUNCE and (letter := _returned(known, parsed)) is not None:
        done = replace(done, ref=letter.ref)
        recorder.message(done)
        _bounced(recorder, letter, parsed)
    return done


def _duplicate(recorder: Recorder, row: MessageRow, first: MessageRow, because: str) -> MessageRow:
    done = _decided(row, MessageClass.DUPLICATE, because, ref=first.ref, duplicate_of=first.id)
    recorder.message(done)
    return done


def _answer(desk: Desk, recorder: Recorder, understood: Understood) -> tuple[Decision, Case | None]:
    case = understood.threaded.case
    office = desk.office_for(case, recorder.writer)
    decision = on_message(understood.threaded, understood.arrived, office)
    if case is not None and decision.facts and isinstance(decision.facts[0].event, CaseOpened):
        # ``#new`` in answer to a notice: another case, under the policy of today; the one at hand stays as it is.
        return on_message(understood.threaded, understood.arrived, desk.office), None
    if (onto := decision.onto or decision.beside) is not None:
        return decision, recorder.case(onto)
    return decision, case


def _confirm(
    desk: Desk, recorder: Recorder, row: MessageRow, yes: Understood, first: MessageRow, understood: Understood
) -> MessageRow:
    """Carry out what a ``#yes`` confirms, as of the receipt of the mail that it confirms."""
    decision, case = _answer(desk, recorder, understood)
    recorder.message(first)
    case = recorder.decided(case, decision) or case
    ref = case.ref if case else None
    as_ = decision.as_ or MessageClass.STAFF_DIRECTIVE
    recorder.message(
        _decided(first, as_, decision.because, ref=ref, explain=first.explain, carried_out=_was_carried_out(decision))
    )
    because = f"it confirms message {first.id}"
    row = replace(row, new_text=yes.arrived.new_text)
    done = _decided(
        row, MessageClass.STAFF_DIRECTIVE, because, ref=ref, explain=(yes.threaded.because,), carried_out=True
    )
    recorder.message(done)
    return done


def _returned(known: Known, parsed: Parsed) -> LetterRow | None:
    """Return the letter of ours that a delivery report is about."""
    named = (parsed.message.returned_message_id, *parsed.message.references)
    return next((known.letters[id_] for id_ in named if id_ in known.letters), None)


def _bounced(recorder: Recorder, letter: LetterRow, parsed: Parsed) -> None:
    """Mark the letter that came back for good; a person must phone or write by post."""
    if not any(one.action == "failed" for one in parsed.message.failed_recipients):
        return
    if letter.status is not LetterStatus.SENT:
        return
    status = next((one.status for one in parsed.message.failed_recipients if one.status), "")
    why = f"it came back: the receiving server refused it{' (' + status + ')' if status else ''}"
    recorder.writer.mark([LetterChange.failed(letter.id, why=why)])
    came_to_nothing(recorder, letter, why)


def _unreadable(recorder: Recorder, row: MessageRow, why: str) -> MessageRow:
    done = _decided(row, MessageClass.UNREADABLE, why)
    recorder.message(done)
    recorder.pen(row.id, why)
    return done


def _decided(
    row: MessageRow,
    as_: MessageClass,
    because: str,
    *,
    ref: str | None = None,
    duplicate_of: int | None = None,
    acknowledge: bool = False,
    explain: tuple[str, ...] = (),
    carried_out: bool = False,
) -> MessageRow:
    return replace(
        row,
        state=MessageState.DECIDED,
        class_=as_.value,
        because=because,
        ref=ref,
        duplicate_of=duplicate_of,
        acknowledge=acknowledge,
        explain=tuple(one for one in explain if one),
        carried_out=carried_out,
    )


def _was_carried_out(decision: Decision) -> bool:
    return not any(one.kind in (LetterKind.DIRECTIVE_ERROR, LetterKind.CONFIRM_SENDER) for one in decision.letters)

"""Letters leave. One transaction for each letter records the last one's answer and makes the next one's dot durable.

A letter is never offered twice unless the server's final answer to it was lost, and every such repeat is counted
(``uncertain``). The order, with the failpoints of a crash test between the steps:

    claim → offer (MAIL, RCPT, DATA, body) → *committing* durable → dot → answer → *sent* durable, with what it meets
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailflow import faults
from mailflow.core.case import Case
from mailflow.core.decide import decide
from mailflow.core.decide.wall import may_reach
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.trigger import LetterCameToNothing, LetterLeft
from mailflow.flow import budget
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.letters.smtp import Lost, Post, PostUnavailable, Refused, Unknown
from mailflow.store import Conflict, LetterChange, LetterRow, LetterStatus, Step

log = logging.getLogger("mailflow.flow")

#: Pauses before a letter is tried again, in minutes; the last one repeats. Greylisting needs minutes, not seconds.
BACK_OFF_MINUTES = (1, 5, 15, 60, 240)
#: After so long a letter that the server keeps putting off is given up, and a person is told.
GIVE_UP_AFTER = timedelta(days=5)
_BATCH = 50


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What one round of posting came to.

    ``letters``: which ones were sent. ``problem``: the mail server was out of reach or refuses us; one sentence.
    """

    sent: int = 0
    failed: int = 0
    put_off: int = 0
    uncertain: int = 0
    held: int = 0
    letters: set[int] = field(default_factory=set)
    problem: str | None = None


@dataclass(slots=True, kw_only=True)
class _Round:
    desk: Desk
    now: Callable[[], datetime]
    result: Delivered = field(default_factory=Delivered)
    settled: list[tuple[LetterRow, LetterChange]] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)


def deliver(desk: Desk, now: Callable[[], datetime], post: Post) -> Delivered:
    """Post every letter that is due. What cannot leave now stays queued with its reason."""
    work = _Round(desk=desk, now=now)
    _resolve(work)
    tried: set[int] = set()
    while True:
        with desk.store.writing() as writer:
            left = budget.room(desk, writer, now())
            due = [one for one in writer.claim(desk.org, now(), _BATCH) if one.id not in tried]
            work.cases = writer.cases(desk.org, {one.ref for one in due if one.ref})
        if not due:
            break
        tried.update(one.id for one in due)
        try:
            for letter, following in zip(due, [*due[1:], None], strict=True):
                if budget.must_wait(letter, left):
                    _hold(work, letter)
                elif _may_reach(work, letter):
                    _post(work, post, letter, _announced(work, following, left - 1))
                    left = desk.settings.mailbox.letters_per_hour - len(desk.sent.times)
                else:
                    _withhold(work, letter)
        except PostUnavailable as error:
            work.result.problem = str(error)
        _settle(work)
        if work.result.problem:
            log.warning("post unavailable org=%s: letters stay queued", desk.org)
            break
    return work.result


def _announced(work: _Round, following: LetterRow | None, left: int) -> tuple[str, str] | None:
    """Return sender and recipient of the letter that comes next, where it may leave as things stand."""
    if following is None or budget.must_wait(following, left) or not _may_reach(work, following):
        return None
    return work.desk.office.address, following.to_address


def _may_reach(work: _Round, letter: LetterRow) -> bool:
    return may_reach(letter.to_address, letter.audience, work.cases.get(letter.ref or ""))


def _hold(work: _Round, letter: LetterRow) -> None:
    """Keep back what is more than the mailbox may send within the hour."""
    if not work.result.held:
        budget.tell(work.desk, work.now())
    work.settled.append((letter, LetterChange.held(letter.id, why=budget.WHY)))
    work.result.held += 1
    work.desk.sent.may_hold = True
    log.info("letter held id=%d kind=%s case=%s", letter.id, letter.kind.value, letter.ref or "-")


def _withhold(work: _Round, letter: LetterRow) -> None:
    """Keep back what was queued before it was known that the case is about its recipient."""
    why = "the case is, or may be, about its recipient"
    work.settled.append((letter, LetterChange.cancelled(letter.id, why=why)))
    log.info("letter withheld id=%d kind=%s case=%s", letter.id, letter.kind.value, letter.ref or "-")


def _resolve(work: _Round) -> None:
    """Take up letters whose answer died with an earlier process: nobody knows, so they go again, counted."""
    desk = work.desk
    with desk.store.writing() as writer:
        unknown = writer.unresolved(desk.org)
        why = "mailflow stopped before the server's answer was recorded; the letter may have arrived"
        writer.mark([LetterChange.retry(one.id, at=work.now(), why=why, is_uncertain=True) for one in unknown])
    work.result.uncertain += len(unknown)
    for one in unknown:
        log.warning("letter uncertain id=%d: sent again with the same Message-ID", one.id)


def _post(work: _Round, post: Post, letter: LetterRow, then: tuple[str, str] | None) -> None:
    """Post one letter. ``then``: the envelope of the one that is posted next, unless something comes between."""
    assert letter.raw is not None, "claim brings the bytes"
    try:
        faults.hit("O2")
        post.offer(work.desk.office.address, letter.to_address, letter.raw)
        faults.hit("O7")
    except Refused as error:
        _refused(work, letter, error)
        return
    except Lost as error:
        _put_off(work, letter, str(error))
        return
    try:
        is_ours = _settle(
            work, LetterChange.committing(letter.id, at=work.now(), attempt=letter.attempts, org=work.desk.org)
        )
    except BaseException:
        post.cancel()
        raise
    if not is_ours:
        post.cancel()
        log.info("letter taken back id=%d kind=%s case=%s", letter.id, letter.kind.value, letter.ref or "-")
        return
    faults.hit("O8")
    try:
        reply = post.finish(then)
        faults.hit("O11")
    except Refused as error:
        _refused(work, letter, error)
    except Unknown as error:
        _put_off(work, letter, str(error), is_uncertain=True)
    else:
        work.settled.append((letter, LetterChange.sent(letter.id, at=work.now(), reply=reply)))
        work.result.sent += 1
        work.result.letters.add(letter.id)
        work.desk.sent.times.append(work.now())
        log.info("letter sent id=%d kind=%s case=%s", letter.id, letter.kind.value, letter.ref or "-")


def _refused(work: _Round, letter: LetterRow, error: Refused) -> None:
    if error.about_us:
        # Not this letter's fault: the account or the sender address is refused. All of them wait for a person.
        _put_off(work, letter, str(error))
        raise PostUnavailable(str(error), account=error.permanent) from error
    if error.permanent or letter.queued_at + GIVE_UP_AFTER < work.now():
        work.settled.append((letter, LetterChange.failed(letter.id, why=str(error))))
        work.result.failed += 1
        log.warning("letter failed id=%d kind=%s case=%s", letter.id, letter.kind.value, letter.ref or "-")
    else:
        _put_off(work, letter, str(error))


def _put_off(work: _Round, letter: LetterRow, why: str, *, is_uncertain: bool = False) -> None:
    minutes = BACK_OFF_MINUTES[min(letter.attempts, len(BACK_OFF_MINUTES) - 1)]
    at = work.now() + timedelta(minutes=minutes)
    work.settled.append((letter, LetterChange.retry(letter.id, at=at, why=why, is_uncertain=is_uncertain)))
    work.result.put_off += 1
    work.result.uncertain += is_uncertain
    log.warning("letter put off id=%d attempt=%d next=%dmin", letter.id, letter.attempts + 1, minutes)


def _settle(work: _Round, *more: LetterChange) -> bool:
    """Record how the last letters ended, with what that means for their cases, and what is about to happen.

    Returns:
        False where what was about to happen must not: a person took the letter back since it was claimed.
    """
    settled, work.settled = work.settled, []
    if not settled and not more:
        return True
    still = more
    try:
        _write(work, settled, more)
    except Conflict:
        # A person has changed a case or taken a letter back since the letters were claimed: look again, once. What
        # the others have come to is recorded whatever has become of this one.
        work.cases.clear()
        still = _still_waiting(work, more)
        _write(work, settled, still)
    faults.hit("O12")
    return len(still) == len(more)


def _still_waiting(work: _Round, changes: Sequence[LetterChange]) -> tuple[LetterChange, ...]:
    with work.desk.store.reading() as reader:
        found = ((one, reader.letter(one.id)) for one in changes)
        return tuple(one for one, row in found if row is not None and row.status is LetterStatus.QUEUED)


def _write(work: _Round, settled: Sequence[tuple[LetterRow, LetterChange]], more: Sequence[LetterChange]) -> None:
    with work.desk.store.writing() as writer:
        recorder = Recorder(desk=work.desk, writer=writer, now=work.now(), files_of=lambda _: ())
        # A letter to staff that has left changes no case: more than half of all are those.
        telling = [(one, change) for one, change in settled if _is_told(one, change)]
        recorder.adopt({one.ref: work.cases[one.ref] for one, _ in telling if one.ref and one.ref in work.cases})
        for letter, change in telling:
            ended(recorder, letter, change)
        writer.mark([*(change for _, change in settled), *more])
        recorder.flush()
    work.cases.update(recorder.cases())


def _is_told(letter: LetterRow, change: LetterChange) -> bool:
    """Say whether the end of a letter means something for its case, or for whoever hears of what went wrong."""
    is_theirs = letter.audience is Audience.COMPLAINANT and letter.ref is not None
    return change.step is Step.FAILED or (change.step is Step.SENT and is_theirs)


def ended(recorder: Recorder, letter: LetterRow, change: LetterChange) -> None:
    """Record what the end of a letter means: a promise kept, or a person to be told."""
    if change.step is Step.FAILED:
        came_to_nothing(recorder, letter, change.why or "the server refused it")
        return
    case = recorder.case(letter.ref) if letter.ref else None
    assert case is not None and change.at is not None, "a letter's case exists, and sending has a time"
    left = LetterLeft(letter=letter.id, kind=letter.kind.value, stage=letter.stage, at=change.at)
    recorder.decided(case, decide(case, left, recorder.desk.office_for(case, recorder.writer)))


def came_to_nothing(recorder: Recorder, letter: LetterRow, why: str) -> None:
    """Tell people that a letter did not arrive. The admin hears of letters to staff too, but never in a circle."""
    case = recorder.case(letter.ref) if letter.ref else None
    if case is not None and letter.audience is Audience.COMPLAINANT:
        failed = LetterCameToNothing(
            letter=letter.id, kind=letter.kind.value, to=letter.to_address, why=why, at=recorder.now
        )
        recorder.decided(case, decide(case, failed, recorder.desk.office_for(case, recorder.writer)))
    elif letter.kind is not LetterKind.ADMIN_NOTICE:
        about = f" about {letter.ref}" if letter.ref else ""
        item = {
            "title": f"A letter to staff ({letter.kind.value}{about}) did not arrive",
            "detail": why,
            "command": f"mailflow letter show {letter.id}",
        }
        recorder.tell(trouble(recorder.desk.office, case, (item,), once=f"undelivered:{letter.id}"))

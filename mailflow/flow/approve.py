"""A person approves letters that wait (``sending = "approve"``); each morning they hear of those that do."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime

from mailflow.core.case import Case
from mailflow.core.conflicts import watchers
from mailflow.core.days import long_date
from mailflow.core.decide.approving import approve as decide_approval
from mailflow.core.decide.marks import MORNING, staff_deadlines
from mailflow.core.facts_beside import LetterApproved
from mailflow.flow.act import Refusal
from mailflow.flow.approval import may_have_left, waits_for_approval, why_it_waits
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.letters.freeze import UnsafeLetter
from mailflow.letters.render import TemplateBroken
from mailflow.store import TO_BE_LAID, LetterRow, LetterStatus, Reader, Writer

log = logging.getLogger("mailflow.flow")

_DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A letter that was approved, as it leaves. ``last_day``: the last day to appeal where it has moved on."""

    letter: LetterRow
    last_day: date | None = None


def waiting(reader: Reader, org: str) -> list[LetterRow]:
    """Return the letters that wait for approval, the oldest first."""
    held = reader.letters(org, status=LetterStatus.HELD.value)
    return [one for one in held if waits_for_approval(one)]


def approve(
    desk: Desk, numbers: Sequence[int], now: datetime, *, by: str, reason: str | None = None
) -> tuple[Approved, ...]:
    """Let letters leave with the next turn: all of them, or none. With ``sending = "drafts"`` it lays them into Drafts.

    What was read is what leaves, but for its date and the last day to appeal: that is counted from the approval.

    Args:
        desk: The organisation.
        numbers: The letters.
        now: The present.
        by: Who approves them.
        reason: Why, where they say so.

    Raises:
        Refusal: One of them does not wait for approval, or cannot be written with its new day.
    """
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))
        approved = tuple(
            Approved(letter=row, last_day=_approve(recorder, row, by, reason))
            for row in [_waiting(writer, desk.org, number) for number in dict.fromkeys(numbers)]
        )
        recorder.flush()
        rows = {one.letter.id: writer.letter(one.letter.id) or one.letter for one in approved}
    for one in approved:
        log.info("letter approved id=%d kind=%s case=%s", one.letter.id, one.letter.kind.value, one.letter.ref or "-")
    return tuple(Approved(letter=rows[one.letter.id], last_day=one.last_day) for one in approved)


def _waiting(writer: Writer, org: str, number: int) -> LetterRow:
    letter = writer.letter(number)
    if letter is None or letter.org != org:
        raise Refusal(f"There is no letter {number}. See mailflow letter list.")
    if waits_for_approval(letter):
        return letter
    state = f"Letter {number} is {letter.status.value} and does not wait for approval; nothing was approved."
    if letter.status in (LetterStatus.HELD, LetterStatus.FAILED):
        raise Refusal(f"{state} To send it: mailflow letter retry {number}")
    raise Refusal(state)


def _approve(recorder: Recorder, letter: LetterRow, by: str, reason: str | None) -> date | None:
    """Queue a letter as it leaves, and return the last day to appeal where it has moved on."""
    writer, at = recorder.writer, recorder.now
    subject, text, raw = letter.subject, letter.text or "", _dated(writer.letter_raw(letter.id), at)
    window = None
    if (case := recorder.case(letter.ref) if letter.ref else None) is not None:
        office = recorder.desk.office_for(case, writer)
        decision = decide_approval(
            case, office, letter=letter.id, kind=letter.kind.value, stage=letter.stage, by=by, reason=reason, at=at
        )
        recorder.decided(case, decision)
        window = next((one.event.window for one in decision.facts if isinstance(one.event, LetterApproved)), None)
    if window is not None:
        try:
            composed, raw = recorder.write_anew(letter)
        except LookupError as error:
            again = f"mailflow letter cancel {letter.id} lets the answer be given anew. Nothing was approved."
            raise Refusal(f"Letter {letter.id} cannot leave as it is: {error}. {again}") from error
        except (TemplateBroken, UnsafeLetter) as error:
            raise Refusal(
                f"Letter {letter.id} cannot be written with its new last day to appeal: {error} Nothing was approved."
            ) from error
        subject, text = composed.subject, composed.text
    writer.approve(letter.id, subject=subject, text=text, raw=raw, at=at)
    if why_it_waits(recorder.desk, letter.audience) == TO_BE_LAID:
        writer.to_draft(letter.id)  # such an office sends nothing to complainants but by a person's hand
    return window.due_on if window else None


def _dated(raw: bytes, at: datetime) -> bytes:
    """Return a letter with the date of its approval: receivers distrust a letter that is days old when it comes."""
    return _DATE.sub(b"Date: " + format_datetime(at).encode("ascii"), raw, count=1)


def remind_of_approvals(desk: Desk, now: datetime, reminded: date | None) -> date | None:
    """Each morning, tell whoever watches over a case of the letters that have waited since before, also in Drafts.

    Args:
        desk: The organisation.
        now: The present.
        reminded: The day on which this process did so last.

    Returns:
        The day on which it was done last.
    """
    today = desk.office.calendar.day_of(now)
    morning = desk.office.calendar.at_local(today, MORNING)
    if reminded == today or now < morning:
        return reminded
    with desk.store.reading() as reader:
        late = [one for one in waiting(reader, desk.org) if one.queued_at < morning]
        late += _in_drafts(reader, desk.org, morning)
        cases = reader.cases(desk.org, {one.ref for one in late if one.ref})
    if not late:
        return today
    told: dict[tuple[str, ...], tuple[Case | None, list[Mapping[str, str]]]] = {}
    for one in late:
        case = cases.get(one.ref or "")
        told.setdefault(watchers(desk.office, case), (case, []))[1].append(_item(one, case, desk))
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
        for n, (case, items) in enumerate(told.values()):
            once = f"approvals:{today.isoformat()}" + (f":{n}" if n else "")
            if not writer.was_queued(desk.org, f"-:{once}"):
                recorder.tell(trouble(desk.office, case, items, once=once))
        recorder.flush()
    return today


def _in_drafts(reader: Reader, org: str, before: datetime) -> list[LetterRow]:
    return [
        one.letter
        for one in reader.drafts(org)
        if one.letter.status is LetterStatus.HELD
        and (one.ended, one.gone_at) == (None, None)
        and one.letter.queued_at < before
    ]


def _item(letter: LetterRow, case: Case | None, desk: Desk) -> Mapping[str, str]:
    since = long_date(desk.office.calendar.day_of(letter.queued_at))
    owed = sorted((one.due.due_at, one) for one in staff_deadlines(case) if one.stage == letter.stage) if case else []
    due = f" The next date of its stage is {long_date(owed[0][1].due.due_on)}." if owed else ""
    about = f" about {letter.ref}" if letter.ref else ""
    preview = f"mailflow letter preview {letter.id}"
    is_ready = waits_for_approval(letter)
    state = "still waits for your approval" if is_ready else "still lies in Drafts"
    if may_have_left(letter):
        state = "may have left before the record was lost: look, then approve or cancel it"
    return {
        "title": f"The letter {letter.kind.value}{about} {state}",
        "detail": f"It was written on {since}, and no promise is kept before it leaves.{due}",
        "command": f"{preview}; mailflow letter approve {letter.id}" if is_ready else preview,
    }

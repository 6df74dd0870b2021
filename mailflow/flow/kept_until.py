"""Which closed cases are kept until when; and the notice to the admin a month before a record's time is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailflow.core.case import Case, Status
from mailflow.core.days import Calendar, DueDate, long_date
from mailflow.core.policy import Policy, Retention
from mailflow.core.retention import closed_since, kept_until, why_kept
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.store import Reader, Trace

log = logging.getLogger("mailflow.flow")

#: So long before its time is over the admin hears of a record: time enough to ask whether anybody still needs it.
NOTICE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A closed case and its time.

    Attributes:
        until: The end of its last day, with the proof.
        why_kept: Why it is kept all the same; None where its time alone decides.
    """

    case: Case
    closed_at: datetime
    until: DueDate
    why_kept: str | None

    def is_due(self, now: datetime) -> bool:
        """Say whether it is past its time, and nothing keeps it."""
        return self.until.due_at < now and self.why_kept is None


def closed_cases(
    reader: Reader, org: str, calendar: Calendar, policy_of: Callable[[Case], Policy | None], until: datetime | None
) -> Iterator[Kept]:
    """Yield closed cases with their time, the oldest first.

    Args:
        reader: The record.
        org: The organisation.
        calendar: Its calendar.
        policy_of: The edition that a case was promised; None where it is not known.
        until: Only those whose time is over by then; None for all.
    """
    for case in reader.case_rows(org):
        if case.status is not Status.CLOSED:
            continue
        policy = policy_of(case)
        if policy is None or policy.retention is None:
            continue
        # It closed after it came: where it could not be due even so, its events need not be read.
        if until and kept_until(case.first_received_at, policy.retention, calendar).due_at >= until:
            continue
        facts = [one.fact for one in reader.events(org, case.ref)]
        closed_at = closed_since(fact for fact in facts if fact is not None) if all(facts) else None
        if closed_at is None:
            continue
        over = kept_until(closed_at, policy.retention, calendar)
        if until is None or over.due_at < until:
            yield Kept(case=case, closed_at=closed_at, until=over, why_kept=why_kept(case))


def unfiled(reader: Reader, org: str, retention: Retention, calendar: Calendar, now: datetime) -> list[Trace]:
    """Return the messages on no case that are past the time for which a record is kept, counted from their receipt.

    Spam, machines' mail, what was discarded from the holding pen: what people wrote is in it all the same.
    """
    found = {one.message: one for one in reader.on_no_case(org, now)}
    return [
        found[row.id]
        for row in reader.messages_by_id(found)
        if kept_until(row.received_at, retention, calendar).due_at < now
    ]


def give_notice(desk: Desk, now: datetime) -> int:
    """Tell the admin of the records whose time is over within a month, each once; returns how many those are."""
    with desk.store.reading() as reader:
        near = [
            one
            for one in closed_cases(
                reader,
                desk.org,
                desk.office.calendar,
                lambda case: _policy_of(desk, reader, case),
                now + NOTICE,
            )
            if one.why_kept is None and not reader.was_queued(desk.org, _key(one))
        ]
    if near:
        with desk.store.writing() as writer:
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
            for one in near:
                item = {
                    "title": f"The record of {one.case.ref} is kept until {long_date(one.until.due_on)}",
                    "detail": "Then mailflow retention purge destroys it. Where it is still needed, for a court or for "
                    f"somebody's safety, put it on hold before. {one.until.proof()}",
                    "command": f'mailflow case hold {one.case.ref} --reason "…"',
                }
                recorder.tell(trouble(desk.office, one.case, (item,), once=_key(one).removeprefix("-:")))
            recorder.flush()
        log.info("retention notices queued org=%s n=%d", desk.org, len(near))
    return len(near)


def _policy_of(desk: Desk, reader: Reader, case: Case) -> Policy | None:
    try:
        return desk.office_for(case, reader).policy
    except LookupError:
        return None  # mailflow check says so; the turn of the daemon goes on


def _key(one: Kept) -> str:
    # Opened and closed again it has another time, and is told of again. Letters about no case have a dash.
    return f"-:retention:{one.case.ref}:{one.until.due_on.isoformat()}"

"""A case as JSON (INTERFACE, ``case show`` and ``case list``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mailflow.core.at_hand import next_thing, standing
from mailflow.core.case import Case, Complainant, Deadline, Task
from mailflow.store import LetterRow, MessageRow, Reader, RecordedFact, next_due_at


def whole(case: Case, reader: Reader, now: datetime) -> dict[str, Any]:
    """Return everything that is on record about a case, but texts."""
    org = case.organisation
    return {
        "ref": case.ref,
        "organisation": org,
        "policy": case.policy,
        "edition": case.edition,
        "kind": case.kind.value,
        "type": case.type,
        "about": case.about,
        "channel": case.channel,
        "tags": list(case.tags),
        "complainant": _complainant(case.complainant),
        "form": {one.name: one.text for one in case.form},
        "stage": case.stage,
        "status": case.status.value,
        "outcome": case.outcome.value if case.outcome else None,
        "handlers": [{"role": one.role, "name": one.name, "address": one.address} for one in case.handlers],
        "received_at": case.first_received_at,
        "deadlines": [_deadline(one, now) for one in case.deadlines],
        "tasks": [_task(one) for one in case.tasks],
        "messages": [_message(one) for one in reader.messages(org, ref=case.ref)],
        "letters": [_letter(one) for one in reader.letters(org, ref=case.ref)],
        "events": events(reader.events(org, case.ref)),
    }


def listed(case: Case, now: datetime, soon: datetime) -> dict[str, Any]:
    """Return a case for the list; what is due until ``soon`` is due soon."""
    first = next_thing(case)
    return {
        "ref": case.ref,
        "organisation": case.organisation,
        "kind": case.kind.value,
        "stage": case.stage,
        "status": case.status.value,
        "outcome": case.outcome.value if case.outcome else None,
        "tags": list(case.tags),
        "received_at": case.first_received_at,
        "next_due_at": next_due_at(case),
        "complainant": _complainant(case.complainant),
        "handlers": [{"role": one.role, "name": one.name, "address": one.address} for one in case.handlers],
        "next": first and {"what": first.what, "due_at": first.due_at, "source": first.source, "task": first.task},
        "standing": standing(case, now, soon).value,
    }


def events(recorded: Sequence[RecordedFact]) -> list[dict[str, Any]]:
    """Return the events of a case."""
    return [
        {"seq": one.seq, "at": one.at, "kind": one.kind, "by": one.by, "reason": one.reason, "data": dict(one.data)}
        for one in recorded
    ]


def _complainant(one: Complainant) -> dict[str, Any]:
    return {"name": one.name, "address": one.address, "anonymous": one.anonymous, "relation": one.relation}


def _deadline(one: Deadline, now: datetime) -> dict[str, Any]:
    return {
        "what": one.what.value,
        "stage": one.stage,
        "due_at": one.due.due_at,
        "met_at": one.met_at,
        "missed": one.is_missed(now),
        "ended": one.ended,
        "held_since": one.held_since,
        "source": one.source,
        "proof": one.due.proof(),
    }


def _task(one: Task) -> dict[str, Any]:
    return {
        "id": one.id,
        "what": one.what,
        "for": one.for_,
        "due_at": one.due.due_at if one.due else None,
        "done_at": one.done_at,
        "source": one.source,
    }


def _message(row: MessageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "received_at": row.received_at,
        "from": row.from_address,
        "subject": row.subject,
        "class": row.class_,
    }


def _letter(row: LetterRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "to": [row.to_address],
        "subject": row.subject,
        "status": row.status.value,
        "sent_at": row.sent_at,
    }

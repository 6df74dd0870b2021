"""``mailflow retention``: which records are past the time that the policy keeps them for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, group, pass_asked
from mailflow.admin.terminal import local, say, say_json, table

if TYPE_CHECKING:
    from mailflow.admin.record import Chosen
    from mailflow.core.case import Case
    from mailflow.core.days import DueDate
    from mailflow.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A closed case and its time. ``is_held``: a person keeps it all the same."""

    case: Case
    org: str
    closed_at: datetime
    until: DueDate
    is_held: bool

    def is_due(self, now: datetime) -> bool:
        return self.until.due_at < now and not self.is_held


@group("retention")
def retention() -> None:
    """Retention: what is past its time."""


@retention.command("due")
@click.option("--all", "with_all", is_flag=True, help="Also the closed cases whose time is still to come.")
@pass_asked
def due(asked: Asked, with_all: bool) -> None:
    """The closed cases whose records are past the time that their policy keeps them for.

    The time runs from the day on which a case closed last, under the edition of the policy that it was promised. A case
    on hold (mailflow case hold) is never due. Where a policy sets no time, nothing falls due. Nothing is deleted.
    """
    from mailflow.admin.record import open_record

    now = clock.now()
    with open_record(asked) as record, record.store.reading() as reader:
        found = [one for chosen in record.chosen for one in _kept(chosen, reader, now, with_all=with_all)]
        zones = {chosen.code: chosen.zone for chosen in record.chosen}
        silent = [chosen.policy.policy.name for chosen in record.chosen if chosen.policy.policy.retention is None]
    if asked.json:
        say_json([_object(one, now) for one in found])
        return
    rows = [
        (one.case.ref, local(one.closed_at, zones[one.org]), local(one.until.due_at, zones[one.org]), _state(one, now))
        for one in found
    ]
    for line in table([("CASE", "CLOSED", "KEPT UNTIL", ""), *rows] if rows else ()):
        say(line)
    number = sum(one.is_due(now) for one in found)
    say(f"{number} record{'' if number == 1 else 's'} past {'its' if number == 1 else 'their'} time.")
    for name in dict.fromkeys(silent):
        say(f"The policy {name} sets no time, so nothing under it falls due; [retention] in the policy file sets one.")


def _kept(chosen: Chosen, reader: Reader, now: datetime, *, with_all: bool) -> Iterator[_Kept]:
    """Yield closed cases with their time, the oldest first."""
    from mailflow.core.case import Status
    from mailflow.core.retention import HOLD, closed_since, kept_until
    from mailflow.policies import calendar_for, loads

    organisation = chosen.settings.organisation
    calendar = calendar_for(organisation.time_zone, organisation.region)
    policies = {chosen.policy.digest: chosen.policy.policy}
    for case in reader.case_rows(chosen.code):
        if case.status is not Status.CLOSED:
            continue
        if case.policy_digest not in policies and (stored := reader.policy_text(case.policy_digest)):
            name, text = stored
            policies[case.policy_digest] = loads(text, name).policy
        policy = policies.get(case.policy_digest)
        if policy is None or policy.retention is None:
            continue
        # It closed after it came: where it could not be due even so, its events need not be read.
        if not with_all and kept_until(case.first_received_at, policy.retention, calendar).due_at >= now:
            continue
        facts = [one.fact for one in reader.events(chosen.code, case.ref)]
        closed_at = closed_since(fact for fact in facts if fact is not None) if all(facts) else None
        if closed_at is None:
            continue
        until = kept_until(closed_at, policy.retention, calendar)
        one = _Kept(case=case, org=chosen.code, closed_at=closed_at, until=until, is_held=HOLD in case.tags)
        if with_all or until.due_at < now:
            yield one


def _state(one: _Kept, now: datetime) -> str:
    if one.is_held:
        return "on hold"
    return "past its time" if one.is_due(now) else ""


def _object(one: _Kept, now: datetime) -> dict[str, object]:
    return {
        "ref": one.case.ref,
        "organisation": one.org,
        "closed_at": one.closed_at.isoformat(),
        "kept_until": one.until.due_at.isoformat(),
        "due": one.is_due(now),
        "hold": one.is_held,
        "source": one.until.source,
        "proof": one.until.proof(),
    }

"""``mailflow policy diff``: what another policy would change, and which open cases it would move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailflow import clock, wiring
from mailflow.admin.asked import Asked
from mailflow.core.case import Case, Status
from mailflow.core.days import DueDate, long_date
from mailflow.core.policy_diff import Difference
from mailflow.policies import LoadedPolicy
from mailflow.settings import SettingsError, find_config
from mailflow.simulate.moved import Move, moves
from mailflow.simulate.tell import PROMISES
from mailflow.store import Store


def moved(asked: Asked, old: LoadedPolicy, new: LoadedPolicy) -> tuple[int, list[Move]] | None:
    """Return how many open cases run under the old policy, and what would be otherwise with them under the new one.

    Returns:
        None where no installation is configured, so that there is no database to look into.

    Raises:
        SettingsError: A configuration is there, or was named, and cannot be used.
        StoreError: The database cannot be used.
    """
    try:
        find_config(asked.config)
    except SettingsError:
        if asked.config is not None or asked.org is not None:
            raise
        return None
    settings = asked.settings()
    looked_at, found = 0, list[Move]()
    with Store.open(settings.database.url) as store:
        for organisation in asked.organisations(settings):
            with store.reading() as reader:
                cases = reader.case_rows(organisation.organisation.code)
            office = wiring.office_of(settings, organisation, new, clock.now())
            for case in (one for one in cases if one.status is not Status.CLOSED and _runs(one, old)):
                looked_at += 1
                found += moves(case, office)
    return looked_at, found


def _runs(case: Case, policy: LoadedPolicy) -> bool:
    return case.policy_digest == policy.digest or case.policy == policy.policy.name


def told(found: tuple[Difference, ...], cases: tuple[int, list[Move]] | None) -> dict[str, Any]:
    """Return all of it as plain values, for JSON. ``open_cases`` is null where nobody looked."""
    looked_at, moving = cases or (None, [])
    return {
        "differences": [{"about": one.about, "says": one.says} for one in found],
        "open_cases": looked_at,
        "moves": [
            {
                "case": one.ref,
                "stage": one.stage,
                "what": one.what.value if one.what else None,
                "before": one.before.due_at.isoformat() if one.before else None,
                "after": one.after.due_at.isoformat() if one.after else None,
                "proof": one.after.proof() if one.after else None,
                "note": one.note or None,
            }
            for one in moving
        ],
    }


def lines(found: tuple[Difference, ...], cases: tuple[int, list[Move]] | None) -> Iterator[str]:
    """Yield the lines that tell it to a person."""
    if not found:
        yield "The two policies say the same."
    about = ""
    for one in found:
        if one.about != about:
            about = one.about
            yield f"{about}:"
        yield f"  {one.says}"
    yield ""
    if cases is None:
        yield "No mailflow.toml was found, so no open cases were looked at."
        return
    looked_at, moving = cases
    counted = f"{looked_at} open case{'' if looked_at == 1 else 's'} of the first policy"
    refs = len({one.ref for one in moving})
    yield f"{counted}: {refs or 'none'} would have other dates under the second. Nothing was changed."
    for move in moving:
        yield f"  {move.ref} at {move.stage}: {_dates(move)}"
        if move.after:
            yield f"    {move.after.proof()}"


def _dates(move: Move) -> str:
    if move.what is None:
        return move.note
    note = f" ({move.note})" if move.note else ""
    return f"{PROMISES[move.what]} {_day(move.after)} instead of {_day(move.before)}{note}"


def _day(due: DueDate | None) -> str:
    return f"by {long_date(due.due_on)}" if due else "without a date"

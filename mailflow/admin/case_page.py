"""A case as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.admin.terminal import brief, local, one_line, table
from mailflow.core.case import Case
from mailflow.core.days import long_date

#: Fields of events that say something by themselves.
_TELLING = (
    *("what", "stage", "outcome", "as_", "kind", "how", "word", "tag", "mark", "from_stage", "to_stage", "why"),
    *("command", "rule"),
)


def page(case: Case, told: dict[str, Any], organisation: str, zone: str) -> Iterator[str]:
    """Yield the lines that tell a case.

    Args:
        case: The case.
        told: The same as JSON, with its messages, letters and events.
        organisation: Its name.
        zone: In which its people see times.
    """
    outcome = f", outcome {case.outcome.value}" if case.outcome else ""
    yield f"{case.ref}: {case.kind.value}, {case.status.value}, {case.stage}{outcome}"
    yield ""
    yield from table(_summary(case, organisation, zone))
    form = [(one.name, one_line(one.text)) for one in case.form]
    yield from _section("Complaints form", table(form, "  "))
    yield from _section("Dates", _dates(told, zone))
    yield from _section("Tasks", _tasks(told, zone))
    messages = [
        (
            str(one["id"]),
            local(one["received_at"], zone),
            one["class"] or "-",
            one["from"] or "-",
            brief(one["subject"]),
        )
        for one in told["messages"]
    ]
    yield from _section("Messages", table(messages, "  "))
    letters = [
        (
            *(str(one["id"]), local(one["sent_at"], zone), one["kind"], one["status"]),
            *(", ".join(one["to"]), brief(one["subject"])),
        )
        for one in told["letters"]
    ]
    yield from _section("Letters", table(letters, "  "))
    events = [
        (str(one["seq"]), local(one["at"], zone), one["kind"], _detail(one["data"]), _by(one)) for one in told["events"]
    ]
    yield from _section("Events", table(events, "  "))


def _summary(case: Case, organisation: str, zone: str) -> Iterator[tuple[str, str]]:
    who = case.complainant
    address = f"<{who.address}>" if who.address else "(no address)"
    yield "Organisation", organisation
    yield "Policy", f"{case.policy}, edition {case.edition}"
    yield "Received", f"{_long(case.first_received_at, zone)}, by {case.channel}"
    yield "Complainant", "anonymous" if who.anonymous else f"{who.name} {address}".strip()
    if who.relation:
        yield "Relation", who.relation
    if case.type:
        yield "Type", case.type
    if case.about:
        yield "About", case.about
    for one in case.handlers:
        yield "Handler", f"{one.name} <{one.address}>, {one.role}"
    if case.tags:
        yield "Tags", ", ".join(case.tags)


def _dates(told: dict[str, Any], zone: str) -> Iterator[str]:
    for one in told["deadlines"]:
        if one["met_at"]:
            how = f"met {_long(one['met_at'], zone)}{', too late' if one['missed'] else ''}"
        else:
            held = f"stands still since {_long(one['held_since'], zone)}" if one["held_since"] else "running"
            how = "ended with its stage" if one["ended"] else "missed" if one["missed"] else held
        yield f"  {one['what']} ({one['stage']}, {one['source']}): {how}"
        yield f"    {one_line(one['proof'])}"


def _tasks(told: dict[str, Any], zone: str) -> Iterator[str]:
    for one in told["tasks"]:
        if one["done_at"]:
            how = f"done {_long(one['done_at'], zone)}"
        else:
            how = f"by {_long(one['due_at'], zone)}" if one["due_at"] else "open, without a date"
        yield f"  {one['id']}. {one_line(one['what'])} ({one['for']}, {one['source']}): {how}"


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    first = next(lines, None)
    if first is not None:
        yield ""
        yield title
        yield first
        yield from lines


def _detail(data: dict[str, Any]) -> str:
    """Return the words among an event's fields: what, where, which."""
    named = [str(data[key]) for key in _TELLING if data.get(key) is not None]
    return " ".join([*named, *(f"{key} {data[key]}" for key in ("message", "letter") if data.get(key) is not None)])


def _by(event: dict[str, Any]) -> str:
    return f"by {event['by']}" + (f": {event['reason']}" if event["reason"] else "")


def _long(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    return f"{long_date(there.date())} {there:%H:%M}"

"""The record of complaints: each one of a period with its outcome and what was done, and nobody's name.

It is what a registered provider shows Ofsted on request (complaints in a period, with outcome and action), and what a
chair keeps of outcomes and actions (LC-8.2). It is no report: single complaints stand in it, so it is not handed round.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from mailflow.core.case import Kind
from mailflow.core.days import Calendar
from mailflow.core.decide.tasks_set import PROMISED
from mailflow.core.facts import OutcomeGiven, StageDecided
from mailflow.core.policy import Policy
from mailflow.reports.figures import History, Period, told_outcome
from mailflow.reports.forms import harmless
from mailflow.reports.names import Names
from mailflow.reports.overview import framed
from mailflow.reports.told import day, period_in_words

_HEADINGS = ("reference", "received", "about", "outcome", "answered", "actions")
_OPEN = "Not answered yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A complaint. ``actions``: what was promised, each with its state; ``answered_on``: the day of the last answer."""

    ref: str
    received_on: date
    about: str
    outcome: str
    answered_on: date | None
    actions: tuple[str, ...]


def entries(
    histories: Sequence[History], period: Period, policy: Policy, calendar: Calendar, names: Names
) -> tuple[Entry, ...]:
    """Return the complaints received in a period, oldest first. Of a case that is sealed, only that it was there."""
    found = [
        one
        for one in histories
        if one.case.kind is Kind.COMPLAINT and period.holds(one.case.first_received_at, calendar)
    ]
    found.sort(key=lambda one: (one.case.first_received_at, one.case.ref))
    return tuple(_entry(one, policy, calendar, names) for one in found)


def _entry(history: History, policy: Policy, calendar: Calendar, names: Names) -> Entry:
    case = history.case
    answers = [f.event for f in history.facts if isinstance(f.event, StageDecided)]
    given = [f.event for f in history.facts if isinstance(f.event, OutcomeGiven)]
    type_ = policy.types.get(case.type or "")
    actions = tuple(
        f"{names.blacked_out(one.what)} ({_state(one.done_at and calendar.day_of(one.done_at))})"
        for one in case.tasks
        if one.source == PROMISED
    )
    return Entry(
        ref=case.ref,
        received_on=calendar.day_of(case.first_received_at),
        about=type_.title if type_ else case.type or "",
        outcome=told_outcome(given[-1].outcome) if given else _OPEN,
        answered_on=calendar.day_of(answers[-1].sent_at) if answers else None,
        actions=() if case.sealed_from else actions,
    )


def _state(done_on: date | None) -> str:
    return f"done on {day(done_on)}" if done_on else "not done yet"


def as_table(found: Sequence[Entry]) -> str:
    """Return the record as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([*map(harmless, row)] for row in rows(found))
    return out.getvalue()


def rows(found: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Return the rows of the record as a table; the first has the headings."""
    told = [tuple(_HEADINGS)]
    for one in found:
        answered = one.answered_on.isoformat() if one.answered_on else ""
        told.append((one.ref, one.received_on.isoformat(), one.about, one.outcome, answered, "; ".join(one.actions)))
    return [*told]


def as_text(found: Sequence[Entry], organisation: str, period: Period) -> str:
    """Return the record for a screen."""
    lines = [_title(organisation, period), ""]
    for one in found:
        about = f"; {one.about}" if one.about else ""
        answered = f", answered on {day(one.answered_on)}" if one.answered_on else ""
        lines.append(f"{one.ref}  received on {day(one.received_on)}{about}; {one.outcome.lower()}{answered}")
        lines += [f"    - {action}" for action in one.actions]
    if not found:
        lines.append("No complaint was received.")
    return "\n".join([*lines, "", _CARE, ""])


def as_json(found: Sequence[Entry]) -> list[dict[str, object]]:
    """Return the record for programs."""
    return [
        {
            "ref": one.ref,
            "received_on": one.received_on.isoformat(),
            "about": one.about or None,
            "outcome": one.outcome,
            "answered_on": one.answered_on.isoformat() if one.answered_on else None,
            "actions": list(one.actions),
        }
        for one in found
    ]


def as_page(found: Sequence[Entry], organisation: str, period: Period) -> str:
    """Return the record as a page of its own."""
    rows = "".join(f"<tr>{''.join(map(_cell, _HEADINGS, _cells(one)))}</tr>\n" for one in found)
    head = "".join(f"<th>{name.capitalize()}</th>" for name in _HEADINGS)
    title = _title(organisation, period)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>" if found else "<p>None.</p>"
    return framed(title, f"<h1>{escape(title)}</h1></header>\n{table}\n<footer><p>{escape(_CARE)}</p></footer>")


def _cells(one: Entry) -> tuple[str, ...]:
    answered = day(one.answered_on) if one.answered_on else ""
    plain = (one.ref, day(one.received_on), one.about, one.outcome, answered)
    return (*map(escape, plain), "<br>".join(map(escape, one.actions)))


def _cell(heading: str, html: str) -> str:
    """Return a cell with its heading at hand: on a phone a row is shown as a card."""
    return f'<td data-of="{heading.capitalize()}"{"" if html else " class=empty"}>{html}</td>'


_CARE = "Single complaints stand here, without names. Give it to those alone who have a right to it."


def _title(organisation: str, period: Period) -> str:
    return f"{organisation}: record of complaints, {period_in_words(period)}"

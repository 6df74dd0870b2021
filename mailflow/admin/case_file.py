"""The file of one case as a page: what came, what went, what was promised and what was decided, in order.

``for_complainant`` leaves out what is not theirs to see: mail of other people, letters to staff, notes, names of staff,
tags and reasons. It is where an answer to a subject access request starts; a person reads it before it is handed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.core.case import Case
from mailflow.core.days import long_date
from mailflow.core.letter_kinds import Audience
from mailflow.core.mail import MessageClass
from mailflow.core.other_address import Said
from mailflow.store import LetterRow, MessageRow

_THEIRS = frozenset(
    one.value for one in (MessageClass.COMPLAINT, MessageClass.REPLY, MessageClass.APPEAL, MessageClass.FORM)
)
_WHATS = {
    "acknowledge": "Acknowledgement",
    "respond": "Answer",
    "meet": "Meeting",
    "appeal": "Last day to go on",
    "statutory": "Answer required by law",
}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #999; }
h3 { font-size: 1rem; margin: 1.6rem 0 .2rem; } .note { color: #555; margin: 0; font-size: .9rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border-left: 3px solid #bbb; padding-left: .8rem; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; } @media print { body { margin: 0; } h3, dt { break-after: avoid; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What goes into the file: the case as JSON, and whole messages and letters, in the order of their times."""

    case: Case
    told: dict[str, Any]
    messages: tuple[MessageRow, ...]
    letters: tuple[LetterRow, ...]
    for_complainant: bool


def chosen(
    case: Case,
    told: dict[str, Any],
    messages: Sequence[MessageRow],
    letters: Sequence[LetterRow],
    *,
    for_complainant: bool,
) -> CaseFile:
    """Return the file of a case: all of it, or what its complainant may see."""
    if not for_complainant:
        return CaseFile(case=case, told=told, messages=tuple(messages), letters=tuple(letters), for_complainant=False)
    address = (case.complainant.address or "").casefold()
    confirmed = {one.message for one in case.questioned if one.said is Said.YES}
    theirs = [
        one
        for one in messages
        if one.class_ in _THEIRS and (case.is_complainants(one.from_address or "") or one.id in confirmed)
    ]
    sent = [
        one
        for one in letters
        if one.audience is Audience.COMPLAINANT and one.to_address.casefold() == address and one.sent_at is not None
    ]
    return CaseFile(
        case=case,
        told=_theirs(told, {one.id for one in theirs}, {one.id for one in sent}),
        messages=tuple(theirs),
        letters=tuple(sent),
        for_complainant=True,
    )


def _theirs(told: dict[str, Any], messages: set[int], letters: set[int]) -> dict[str, Any]:
    own = ("ref", "organisation", "policy", "edition", "kind", "type", "channel", "complainant", "stage", "status")
    return {
        **{key: told[key] for key in (*own, "outcome", "received_at", "deadlines")},
        "messages": [one for one in told["messages"] if one["id"] in messages],
        "letters": [one for one in told["letters"] if one["id"] in letters],
    }


def page(file: CaseFile, organisation: str, zone: str) -> str:
    """Return the file as one HTML page without anything from outside."""
    title = f"{file.case.ref}: the file of a {file.case.kind.value}"
    inside = "\n".join(_sections(file, organisation, zone))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<h1>{escape(title)}</h1>\n{inside}\n</body>\n</html>\n"
    )


def _sections(file: CaseFile, organisation: str, zone: str) -> Iterator[str]:
    case = file.case
    who = "somebody who gives no name" if case.complainant.anonymous else case.complainant.name
    yield _list(
        [
            ("Organisation", organisation),
            ("Policy", f"{case.policy}, edition {case.edition}"),
            ("Complainant", f"{who}{f' <{case.complainant.address}>' if case.complainant.address else ''}"),
            ("Received", f"{_at(case.first_received_at, zone)}, by {case.channel}"),
            ("Step", f"{case.stage}, {case.status.value}"),
            ("Outcome", case.outcome.value.replace("-", " ") if case.outcome else "none yet"),
            *([] if file.for_complainant else [("With", ", ".join(one.name for one in case.handlers))]),
        ]
    )
    yield "<h2>What was promised</h2>"
    yield _list([_promise(one, zone) for one in file.told["deadlines"]])
    yield "<h2>What was written</h2>"
    yield from _written(file, zone)
    if not file.for_complainant:
        yield "<h2>What happened</h2>"
        yield _list([_event(one, zone) for one in file.told["events"]])


def _promise(one: dict[str, Any], zone: str) -> tuple[str, str]:
    how = f"kept {_at(one['met_at'], zone)}" if one["met_at"] else "ended with its step" if one["ended"] else "open"
    late = ", too late" if one["missed"] else ""
    return f"{_WHATS[one['what']]} ({one['stage']}, {one['source']}): {how}{late}", one["proof"]


def _written(file: CaseFile, zone: str) -> Iterator[str]:
    found: list[tuple[datetime, str]] = [
        (
            one.received_at,
            _piece(
                one.subject or "(no subject)",
                f"{one.class_}, from {one.from_name or ''} {f'<{one.from_address}>' if one.from_address else ''}, "
                f"{_at(one.received_at, zone)}",
                one.text or "",
            ),
        )
        for one in file.messages
    ]
    found += [
        (
            one.sent_at or one.queued_at,
            _piece(
                one.subject,
                f"our letter ({one.kind.value}) to {one.to_address}, {one.status.value}, "
                f"{_at(one.sent_at or one.queued_at, zone)}",
                one.text or "",
            ),
        )
        for one in file.letters
    ]
    yield from (piece for _, piece in sorted(found, key=lambda each: each[0]))


def _piece(heading: str, note: str, text: str) -> str:
    told = " ".join(note.split())
    return f'<h3>{escape(heading)}</h3>\n<p class="note">{escape(told)}</p>\n<pre>{escape(text.strip())}</pre>'


def _event(one: dict[str, Any], zone: str) -> tuple[str, str]:
    said = f": {one['reason']}" if one["reason"] else ""
    fields = ", ".join(f"{key} {value}" for key, value in one["data"].items() if isinstance(value, str | int) and value)
    return f"{one['seq']}. {one['kind']}, {_at(one['at'], zone)}, by {one['by']}{said}", fields


def _list(rows: Sequence[tuple[str, str]]) -> str:
    inside = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f"<dl>\n{inside}\n</dl>"


def _at(at: datetime, zone: str) -> str:
    there = at.astimezone(ZoneInfo(zone))
    return f"{long_date(there.date())}, {there:%H:%M}"

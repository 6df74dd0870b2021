"""``mailflow pen``: what the daemon would not decide alone."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, group, nothing_asked, pass_asked
from mailflow.admin.put_back import undo_discard
from mailflow.admin.terminal import brief, local, say, say_json, table
from mailflow.core.facts_apart import LoneMessageReclassified, MessageDiscarded, MessageRequeued
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.other_address import Questioned, Said

if TYPE_CHECKING:
    from mailflow.flow.desk import Desk
    from mailflow.store import ApartFact, LetterRow, MessageRow, PenRow, Reader

_DISCARDED_AS = ("spam", "auto-reply", "bounce", "list", "duplicate", "own", "calendar", "challenge", "unreadable")
_QUESTION = LetterKind.CONFIRM_ADDRESS
_BY = click.option("--by", metavar="NAME", default=getpass.getuser, help="Who decides; by default who is logged in.")
_REASON = click.option("--reason", required=True, help="Why, for the record.")


@group("pen")
def pen() -> None:
    """The holding pen: what a person must decide."""


pen.add_command(undo_discard)


@pen.command("list")
@click.option("--all", "with_closed", is_flag=True, help="Also what was decided.")
@pass_asked
def list_(asked: Asked, with_closed: bool) -> None:
    """What waits, oldest first, each with its reason and the likely answers."""
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        found = [
            (one.zone, _entry(reader, entry))
            for one in record.chosen
            for entry in reader.pen(one.code, open_only=not with_closed)
        ]
    found.sort(key=lambda each: (each[1].pen.opened_at, each[1].pen.id))
    if asked.json:
        say_json([_object(entry) for _, entry in found])
        return
    if not found:
        say("Nothing waits in the holding pen.")
        return
    for zone, entry in found:
        for line in _lines(entry, zone):
            say(line)
        say()


@pen.command("show")
@click.argument("number", metavar="ID", type=int)
@pass_asked
def show(asked: Asked, number: int) -> None:
    """One entry with the whole text of its message."""
    from mailflow.admin.record import open_record
    from mailflow.store import of_message

    with open_record(asked) as record, record.store.reading() as reader:
        item = reader.pen_item(number)
        chosen = record.of(item.org) if item else None
        if item is None or chosen is None:
            raise _unknown(number)
        entry = _entry(reader, item)
        row = entry.row
        done = reader.apart(item.org, of_message(item.message or 0))
    if asked.json:
        say_json({**_object(entry), "text": row.text if row else None, "done": [_done(one) for one in done]})
        return
    for line in _lines(entry, chosen.zone):
        say(line)
    for one in done:
        say(f"   {local(one.at, chosen.zone)}  {_done(one)['what']} by {one.by}: {one.reason}")
    if row is not None:
        say()
        say(row.text or "(no text could be read; see mailflow message show --raw)")


@pen.command("accept")
@click.argument("number", metavar="ID", type=int)
@click.option("--case", "ref", metavar="REF", help="The case that it belongs to; else it opens a new one.")
@_REASON
@_BY
@nothing_asked
@pass_asked
def accept(asked: Asked, number: int, ref: str | None, reason: str, by: str) -> None:
    """Let a message out: onto a case, or as a new complaint. It counts as of its receipt."""
    from mailflow.flow import act

    with _desk_of(asked, number) as desk:
        found = act.accept(desk, number, clock.now(), by=by, reason=reason, ref=ref.upper() if ref else None)
    if asked.json:
        say_json({"id": number, "ref": found})
    else:
        say(f"It is on {found}. The letters that follow leave with the next turn (mailflow run).")


@pen.command("discard")
@click.argument("number", metavar="ID", type=int)
@click.option("--as", "as_", type=click.Choice(_DISCARDED_AS), default="spam", show_default=True, help="What it is.")
@_REASON
@_BY
@nothing_asked
@pass_asked
def discard(asked: Asked, number: int, as_: str, reason: str, by: str) -> None:
    """Close an entry without a case. The message stays on record whole, and undo takes it back."""
    from mailflow.core.mail import MessageClass
    from mailflow.flow import act

    with _desk_of(asked, number) as desk:
        act.discard(desk, number, clock.now(), by=by, reason=reason, as_=MessageClass(as_))
    if asked.json:
        say_json({"id": number, "class": as_})
    else:
        say(f"Entry {number} is closed; its message stays on record as {as_}.")


@contextmanager
def _desk_of(asked: Asked, number: int) -> Iterator[Desk]:
    """Lay the desk of the organisation that an entry of the pen belongs to."""
    from mailflow import wiring

    with wiring.desks(asked.settings(), clock.now(), asked.org) as desks:
        with desks[0].store.reading() as reader:
            entry = reader.pen_item(number)
        desk = next((one for one in desks if entry and one.org == entry.org), None)
        if desk is None:
            raise _unknown(number)
        yield desk


def _unknown(number: int) -> Failure:
    return Failure(f"There is no entry {number} in the pen. See mailflow pen list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What waits: the entry, its message, and whether the complainant was asked about it, by which letter."""

    pen: PenRow
    row: MessageRow | None
    asked: Questioned | None = None
    letter: LetterRow | None = None


def _entry(reader: Reader, entry: PenRow) -> _Entry:
    row = reader.message(entry.message) if entry.message is not None else None
    case = reader.case(entry.org, entry.likely_case) if entry.likely_case else None
    asked = next((one for one in case.questioned if one.message == entry.message), None) if case else None
    if asked is None or case is None:
        return _Entry(pen=entry, row=row)
    letters = reader.letters(entry.org, ref=case.ref)
    letter = next((one for one in letters if one.kind == _QUESTION and one.message == entry.message), None)
    return _Entry(pen=entry, row=row, asked=asked, letter=letter)


def _answers(one: _Entry) -> list[str]:
    """Return the commands that are likely to be right, the likeliest first."""
    entry, row = one.pen, one.row
    if entry.closed_at is not None:
        return []
    onto = f"mailflow pen accept {entry.id} --case {entry.likely_case or 'REF'} --reason …"
    as_new = f"mailflow pen accept {entry.id} --reason …"
    away = f"mailflow pen discard {entry.id} --reason …"
    if row is None:
        return [away]
    if one.asked is not None and one.asked.said is Said.NO:
        return [away, as_new, onto]
    if entry.likely_case:
        return [onto, as_new, away]
    return [as_new, onto, away] if row.from_address else [onto, away]


def _object(one: _Entry) -> dict[str, Any]:
    entry, row = one.pen, one.row
    return {
        "id": entry.id,
        "organisation": entry.org,
        "message": entry.message,
        "from": row.from_address if row else None,
        "subject": row.subject if row else None,
        "received_at": row.received_at if row else None,
        "reason": entry.reason,
        "likely_case": entry.likely_case,
        "asked": _asked(one),
        "answers": _answers(one),
        "opened_at": entry.opened_at,
        "closed_at": entry.closed_at,
        "resolution": entry.resolution,
    }


def _done(one: ApartFact) -> dict[str, Any]:
    """Return what a person did to a message in the pen, and took back."""
    match one.event:
        case MessageDiscarded(as_=as_):
            what = f"discarded as {as_}"
        case LoneMessageReclassified(as_=as_):
            what = f"said to be {as_}"
        case MessageRequeued():
            what = "to be read anew"
        case _:
            what = "taken back"
    return {"what": what, "at": one.at, "by": one.by, "reason": one.reason}


def _asked(one: _Entry) -> dict[str, Any] | None:
    """Return when the complainant was asked whether the mail is theirs, by which letter, and what they said."""
    if one.asked is None:
        return None
    return {
        "at": one.asked.asked_at,
        "letter": one.letter.id if one.letter else None,
        "status": one.letter.status.value if one.letter else None,
        "said": one.asked.said.value if one.asked.said else None,
        "said_at": one.asked.said_at,
    }


def _told(one: _Entry, asked: Questioned, zone: str) -> str:
    by = f" (letter {one.letter.id}, {one.letter.status.value})" if one.letter else ""
    said = f"they said {asked.said.value} on {local(asked.said_at, zone)}" if asked.said and asked.said_at else ""
    return f"the complainant, {local(asked.asked_at, zone)}{by}: {said or 'no answer yet'}"


def _lines(one: _Entry, zone: str) -> Iterator[str]:
    entry, row = one.pen, one.row
    yield f"{entry.id}: {entry.reason}"
    fields = [("waits since", local(entry.opened_at, zone))]
    if row is not None:
        fields += [
            ("message", f"{row.id}, received {local(row.received_at, zone)}"),
            ("from", row.from_address or "nobody who can be answered"),
            ("subject", brief(row.subject)),
        ]
    if one.asked is not None:
        fields.append(("asked", _told(one, one.asked, zone)))
    if entry.resolution:
        fields.append(("decided", entry.resolution))
    yield from table(fields, "   ")
    yield from (f"   → {each}" for each in _answers(one))

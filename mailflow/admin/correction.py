"""How a message or a letter is put right by hand: as with a case, shown first, asked, done; see ``change.py``."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Command, Failure, command, pass_asked
from mailflow.admin.change import Hand, ask, options
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from datetime import datetime

    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By
    from mailflow.store import LetterRow, MessageRow, PenRow, Reader

    #: What a command does; it answers with what was done, in a sentence.
    Act = Callable[[Desk, By, datetime], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched:
    says: str
    letters: tuple[LetterRow, ...]


def corrects(name: str, what: str) -> Callable[[Callable[..., Act]], Command]:
    """Make a command that puts one message or one letter right. ``what``: message, letter, pen."""

    def make(function: Callable[..., Act]) -> Command:
        @functools.wraps(function)
        def run(
            asked: Asked,
            number: int,
            reason: str,
            by: str,
            yes: bool,
            preview: bool,
            dry_run: bool,
            insists: str | None,
            **its_own: Any,
        ) -> None:
            hand = Hand(by=by, reason=reason, insists=insists, yes=yes, preview=preview, dry_run=dry_run)
            make_correction(asked, hand, what, number, function(number, **its_own))

        return command(name)(click.argument("number", metavar="ID", type=int)(options()(pass_asked(run))))

    return make


def make_correction(asked: Asked, hand: Hand, what: str, number: int, act: Act) -> None:
    """Say what will follow, ask, and do it."""
    from mailflow import wiring
    from mailflow.flow.override import By, rehearsed

    now = clock.now()
    by = By(name=hand.by, reason=hand.reason, insists=hand.insists)
    with wiring.desks(asked.settings(), now, asked.org) as desks:
        with desks[0].store.reading() as reader:
            org = _org_of(reader, what, number)
        desk = next((one for one in desks if one.org == org), None)
        if desk is None:
            raise _unknown(what, number)
        if not hand.yes or hand.dry_run:
            planned = rehearsed(desk, lambda trial: _watched(trial, act, by, now))
            _tell(planned, hand, err=asked.json)
            if hand.dry_run:
                return
            ask(may_go_unasked=False)
        done = _watched(desk, act, by, clock.now())
        if asked.json:
            with desk.store.reading() as reader:
                say_json(_object(reader, what, number))
        elif hand.yes:
            _tell(done, hand)
        else:
            say(done.says)


def _watched(desk: Desk, act: Act, by: By, now: datetime) -> _Watched:
    """Act, and return what it says with the letters that it has brought about."""
    with desk.store.reading() as reader:
        last = max((one.id for one in reader.letters(desk.org, newest=True, limit=1)), default=0)
    says = act(desk, by, now)
    with desk.store.reading() as reader:
        new = [one for one in reader.letters(desk.org) if one.id > last]
        return _Watched(says=says, letters=tuple(reader.letter(one.id) or one for one in new))


def _org_of(reader: Reader, what: str, number: int) -> str:
    """Return whose a message, a letter or an entry of the pen is.

    Raises:
        Failure: There is none.
    """
    row: MessageRow | LetterRow | PenRow | None
    match what:
        case "message":
            row = reader.message(number)
        case "letter":
            row = reader.letter(number)
        case _:
            row = reader.pen_item(number)
    if row is None:
        raise _unknown(what, number)
    return row.org


def _object(reader: Reader, what: str, number: int) -> dict[str, Any]:
    if what == "letter":
        letter = reader.letter(number)
        assert letter is not None, "letters stay on record"
        return {"id": letter.id, "ref": letter.ref, "status": letter.status.value, "why": letter.why}
    if what == "pen":
        entry = reader.pen_item(number)
        assert entry is not None, "entries stay on record"
        said = {"reason": entry.reason, "likely_case": entry.likely_case, "closed_at": entry.closed_at}
        return {"id": entry.id, "message": entry.message, **said, "resolution": entry.resolution}
    row = reader.message(number)
    assert row is not None, "messages stay on record"
    return {"id": row.id, "ref": row.ref, "class": row.class_, "because": row.because, "state": row.state.value}


def _unknown(what: str, number: int) -> Failure:
    if what == "pen":
        return Failure(f"There is no entry {number} in the pen. See mailflow pen list.")
    return Failure(f"There is no {what} {number}. See mailflow {what} list.")


def _tell(told: _Watched, hand: Hand, *, err: bool = False) -> None:
    from mailflow.admin.change_told import letter_lines  # with it comes all that writes letters

    say(told.says, err=err)
    for line in letter_lines("Letters that follow", told.letters, preview=hand.preview):
        say(line, err=err)

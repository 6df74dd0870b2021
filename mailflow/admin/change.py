"""How every command that changes a case by hand goes: say what will follow, ask, do it, say what was done.

Without a terminal nobody can be asked, so nothing is done without ``--yes``. What was shown is what is done: where the
case has changed between the two nothing is, and whoever was asked hears what happened and is asked again.
"""

from __future__ import annotations

import functools
import getpass
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Command, Failure, Misconfigured, command, pass_asked
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By, Followed
    from mailflow.store import LetterRow

    #: What a command does, once it is known where, by whom and when.
    Act = Callable[[Desk, By, datetime], Followed]

NO_TERMINAL = (
    "this asks before it does anything, and there is no terminal to ask on. See with --dry-run what would follow, then "
    "add --yes"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How a change is to be made: by whom, why, and what is shown before."""

    by: str
    reason: str
    insists: str | None = None
    yes: bool = False
    preview: bool = False
    dry_run: bool = False


def options(reason: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of every change. ``reason``: what is recorded where none is given; None where one must be."""
    given: dict[str, Any] = {"required": True} if reason is None else {"default": reason}
    more = [
        click.option("--reason", help="Why, for the record.", **given),
        click.option("--by", metavar="NAME", default=getpass.getuser, help="Who does it; by default who is logged in."),
        click.option("--yes", is_flag=True, help="Do not ask."),
        click.option("--preview", is_flag=True, help="Show the very text of each letter."),
        click.option("--dry-run", is_flag=True, help="Only say what would follow; change nothing."),
        click.option(
            "--override-policy", "insists", metavar="REASON", help="Do what the policy forbids; REASON is recorded."
        ),
    ]

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(more):
            function = option(function)
        return function

    return add


def changes(name: str, *, reason: str | None = None) -> Callable[[Callable[..., Act]], Command]:
    """Make a command that changes one case: its function answers with what is to be done."""

    def make(function: Callable[..., Act]) -> Command:
        @functools.wraps(function)
        def run(
            asked: Asked,
            ref: str,
            reason: str,
            by: str,
            yes: bool,
            preview: bool,
            dry_run: bool,
            insists: str | None,
            **its_own: Any,
        ) -> None:
            hand = Hand(by=by, reason=reason, insists=insists, yes=yes, preview=preview, dry_run=dry_run)
            make_change(asked, hand, function(ref.upper(), **its_own), ref=ref.upper())

        return command(name)(click.argument("ref")(options(reason)(pass_asked(run))))

    return make


def make_change(asked: Asked, hand: Hand, act: Act, *, ref: str | None = None, may_go_unasked: bool = False) -> None:
    """Say what will follow, ask, and do it.

    Args:
        asked: What was asked beside the command.
        hand: By whom, why, and how.
        act: What is done.
        ref: The case; its prefix names the organisation. None for one that is entered.
        may_go_unasked: Without a terminal it is done all the same.
    """
    from mailflow import wiring
    from mailflow.flow.override import By, rehearsed

    now = clock.now()
    by = By(name=hand.by, reason=hand.reason, insists=hand.insists)
    with wiring.desks(asked.settings(), now, asked.org) as desks:
        desk = _desk_of(desks, ref)
        if hand.dry_run:
            planned = rehearsed(desk, lambda trial: act(trial, by, now))
            if asked.json:
                say_json({**_object(planned, desk, now), "dry_run": True})
            else:
                _tell(planned, desk, preview=hand.preview, is_done=False)
            return
        if hand.yes:
            done = act(desk, by, clock.now())
        else:
            done = _agreed(asked, hand, act, by, desk, may_go_unasked=may_go_unasked)
        if asked.json:
            say_json(_shown(done, desk, now))
        elif hand.yes:
            _tell(done, desk, preview=hand.preview, is_done=True)
        else:
            say(f"Done: {done.after.ref}.")


def _agreed(asked: Asked, hand: Hand, act: Act, by: By, desk: Desk, *, may_go_unasked: bool) -> Followed:
    """Say what would follow, ask, and do it; where the case has changed between the two, say how, and ask again.

    Raises:
        Overtaken: It has changed, and there is nobody to ask again.
    """
    from mailflow.flow.override import Overtaken, rehearsed

    while True:
        now = clock.now()
        planned = rehearsed(desk, functools.partial(_do, act, by, now))
        _tell(planned, desk, preview=hand.preview, is_done=False, err=asked.json)
        ask(may_go_unasked=may_go_unasked)
        seen = replace(by, seen=planned.before.seq if planned.before else None)
        try:
            return act(desk, seen, clock.now())
        except Overtaken as error:
            if not has_terminal():
                raise
            say(f"\n{planned.after.ref} has changed since you looked; nothing was done:", err=True)
            for line in error.meanwhile:
                say(f"  {line}", err=True)
            say("What would follow now:\n", err=True)


def _do(act: Act, by: By, now: datetime, desk: Desk) -> Followed:
    return act(desk, by, now)


def has_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin.isatty()


def ask(*, may_go_unasked: bool) -> None:
    """Ask whether to go on.

    Raises:
        Failure: The answer is no.
        Misconfigured: Nobody can be asked, and it may not go unasked.
    """
    if not has_terminal():
        if may_go_unasked:
            return
        raise Misconfigured(f"{NO_TERMINAL}.")
    if not click.confirm("Do it?", default=False, err=True):
        raise Failure("Nothing was done.")


def _desk_of(desks: Sequence[Desk], ref: str | None) -> Desk:
    if ref is None:
        if len(desks) > 1:
            raise Misconfigured(f"whose is it? Say --org CODE: {', '.join(one.org for one in desks)}.")
        return desks[0]
    code = ref.partition("-")[0].casefold()
    found = next((one for one in desks if one.org.casefold() == code), None)
    if found is None:
        raise Failure(f"There is no case {ref}. See mailflow case list.")
    return found


def _shown(done: Followed, desk: Desk, now: datetime) -> dict[str, Any]:
    from mailflow.admin.case_object import whole

    with desk.store.reading() as reader:
        return whole(done.after, reader, now)


def _object(planned: Followed, desk: Desk, now: datetime) -> dict[str, Any]:
    from mailflow.admin.change_told import dates

    return {
        "ref": planned.after.ref if planned.before else None,
        "says": planned.says,
        "letters": [_letter(one) for one in planned.letters],
        "cancelled": [_letter(one) for one in planned.cancelled],
        "dates": [
            {
                "what": one.what,
                "stage": one.stage,
                "source": one.source,
                "was": one.was,
                "is": one.now,
                "proof": one.proof,
            }
            for one in dates(planned)
        ],
    }


def _letter(row: LetterRow) -> dict[str, Any]:
    return {"kind": row.kind.value, "to": [row.to_address], "subject": row.subject, "text": row.text}


def _tell(followed: Followed, desk: Desk, *, preview: bool, is_done: bool, err: bool = False) -> None:
    from mailflow.admin.change_told import lines

    shown: Iterator[str] = lines(followed, desk.office.calendar.zone, preview=preview, is_done=is_done)
    for line in shown:
        say(line, err=err)

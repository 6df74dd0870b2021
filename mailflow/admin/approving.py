"""``mailflow letter approve``: let letters leave that a person had to see first."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, Misconfigured, command, pass_asked
from mailflow.admin.change import ask
from mailflow.admin.terminal import one_line, say, say_json
from mailflow.core.days import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mailflow.flow.approve import Approved
    from mailflow.flow.desk import Desk


@command("approve")
@click.argument("numbers", metavar="[ID]...", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that wait.")
@click.option("--reason", help="Why, for the record.")
@click.option("--by", metavar="NAME", default=getpass.getuser, help="Who does it; by default who is logged in.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--preview", is_flag=True, help="Show the very text of each letter.")
@click.option("--dry-run", is_flag=True, help="Only say what would leave; change nothing.")
@pass_asked
def approve(
    asked: Asked,
    numbers: tuple[int, ...],
    every: bool,
    reason: str | None,
    by: str,
    yes: bool,
    preview: bool,
    dry_run: bool,
) -> None:
    """Let letters leave that wait for approval (sending = "approve"): those of some IDs, or all.

    The last day to appeal is counted from the approval, and printed so. With sending = "drafts" a letter that recover
    has held is put into Drafts.
    """
    from mailflow import wiring
    from mailflow.flow import approve as flow
    from mailflow.flow.override import rehearsed

    if bool(numbers) == every:
        raise Misconfigured("say which letters: mailflow letter approve ID\u2026, or --all for all that wait.")
    now, name = clock.now(), f"admin {by}"
    with wiring.desks(asked.settings(), now, asked.org) as desks:
        chosen = [(desk, ids) for desk, ids in _by_desk(desks, numbers) if ids]
        if every and not asked.json:
            for line in _in_doubt(desks):
                say(line)
        if not chosen:
            if asked.json:
                say_json([])
            else:
                say("No letter waits for approval.")
            return

        def do(at: datetime, *, trial: bool) -> list[Approved]:
            found: list[Approved] = []
            for desk, ids in chosen:
                act = partial(flow.approve, numbers=ids, now=at, by=name, reason=reason)
                found += rehearsed(desk, act) if trial else act(desk)
            return found

        if not yes or dry_run:
            for line in _lines(do(now, trial=True), preview=preview):
                say(line, err=asked.json)
            if dry_run:
                return
            ask(may_go_unasked=True)
        done = do(clock.now(), trial=False)
    if asked.json:
        say_json([{"id": one.letter.id, "ref": one.letter.ref, "status": one.letter.status.value} for one in done])
        return
    if yes:
        for line in _lines(done, preview=preview):
            say(line)
    by_draft = sum(one.letter.status.value == "held" for one in done)
    if n := len(done) - by_draft:
        say(f"{_letters(n)} approved; {'it leaves' if n == 1 else 'they leave'} with the next turn.")
    if n := by_draft:
        say(f"{_letters(n)} approved; the next turn puts {'it' if n == 1 else 'them'} into Drafts.")


def _letters(n: int) -> str:
    return f"{n} letter{'' if n == 1 else 's'}"


def _by_desk(desks: Sequence[Desk], numbers: tuple[int, ...]) -> Iterator[tuple[Desk, list[int]]]:
    from mailflow.flow.approval import may_have_left
    from mailflow.flow.approve import waiting

    with desks[0].store.reading() as reader:
        if not numbers:
            for desk in desks:
                yield desk, [one.id for one in waiting(reader, desk.org) if not may_have_left(one)]
            return
        found: dict[str, list[int]] = {}
        for number in numbers:
            row = reader.letter(number)
            if row is None or row.org not in {one.org for one in desks}:
                raise Failure(f"There is no letter {number}. See mailflow letter list.")
            found.setdefault(row.org, []).append(number)
        yield from [(desk, found.get(desk.org, [])) for desk in desks]


def _in_doubt(desks: Sequence[Desk]) -> Iterator[str]:
    """Say which letters ``--all`` leaves out: what may have left would leave a second time."""
    from mailflow.flow.approval import may_have_left
    from mailflow.flow.approve import waiting

    with desks[0].store.reading() as reader:
        found = [one for desk in desks for one in waiting(reader, desk.org) if may_have_left(one)]
    if found:
        n = "1 letter" if len(found) == 1 else f"{len(found)} letters"
        yield f"{n} may have left before the record was lost, and --all leaves them out. Look at each, and name it:"
        yield "  mailflow letter list --status held"


def _lines(approved: Sequence[Approved], *, preview: bool) -> Iterator[str]:
    for one in approved:
        row = one.letter
        yield f"{row.id}: {row.kind.value} to {row.to_address}: {one_line(row.subject)}"
        if one.last_day is not None:
            yield f"  The last day to appeal is now {long_date(one.last_day)}, and the letter says so."
        if preview:
            yield ""
            yield from (f"    {line}".rstrip() for line in (row.text or "").splitlines())
            yield ""

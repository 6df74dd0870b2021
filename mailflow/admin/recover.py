"""``mailflow recover`` and ``mailflow rebuild``: back from an old record, or from none, and nothing is sent twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock, logs
from mailflow.admin.asked import Asked, Failure, Time, command, pass_asked
from mailflow.admin.restore import put_back, stopped, told
from mailflow.admin.terminal import local, say, say_json

if TYPE_CHECKING:
    from mailflow.flow.desk import Desk
    from mailflow.flow.recover import Recovered
    from mailflow.settings import Settings

_STOPPED = click.option(
    "--stopped", "until", metavar="TIME", type=Time(),
    help="When mailflow last worked: what came later has led to no letter yet, and is dealt with as ever.",
)  # fmt: skip
_FOLDERS = click.option(
    "--folder", "folders", metavar="NAME", multiple=True, help="A mailbox folder where people put messages; repeatable."
)


@command("recover")
@click.option(
    "--from", "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Restore this backup first."
)
@click.option("--identity", metavar="KEYFILE", type=click.Path(path_type=Path, dir_okay=False), help="As for restore.")
@click.option("--replace", "replaces", is_flag=True, help="As for restore: keep aside the record that is there.")
@click.option("--anyway", is_flag=True, help="The record was put back by other means (pg_restore, a disk's copy).")
@_STOPPED
@_FOLDERS
@pass_asked
def recover(
    asked: Asked,
    path: Path | None,
    identity: Path | None,
    replaces: bool,
    anyway: bool,
    until: datetime | None,
    folders: tuple[str, ...],
) -> None:
    """Bring an old record up to date from the mailbox. Stop the daemon first; no letter leaves from here.

    Every message that came since is read again, at its receipt. What left since is recognised by the copies in the
    mailbox's Sent folder; a letter of which that cannot be said is held: mailflow letter list --status held, and then
    letter approve or letter cancel. It can be stopped and begun again.
    """
    settings = asked.settings()
    with stopped(settings):
        if path is not None:
            for line in told(path, put_back(settings, path, identity, replaces=replaces)):
                say(line, err=asked.json)
        _go(asked, settings, until, folders, must_be_behind=not anyway)


@command("rebuild")
@click.option("--from-mailbox", is_flag=True, required=True, help="From what the mailbox holds: there is nothing else.")
@_STOPPED
@_FOLDERS
@pass_asked
def rebuild(asked: Asked, from_mailbox: bool, until: datetime | None, folders: tuple[str, ...]) -> None:
    """Make a record anew where there is no backup, from the mailbox's messages and our own letters in Sent.

    As near as can be, and what could not be known is listed. The database must be empty. Stop the daemon first; no
    letter leaves from here. If it was stopped on the way: mailflow recover goes on.
    """
    from mailflow.store import is_empty

    settings = asked.settings()
    with stopped(settings):
        if not is_empty(settings.database.url):
            raise Failure(
                "The database is not empty; nothing was changed. To go on with what was begun: mailflow recover. Else "
                "move the old one away first."
            )
        _go(asked, settings, until, folders, must_be_behind=False)


def _go(
    asked: Asked, settings: Settings, until: datetime | None, folders: tuple[str, ...], *, must_be_behind: bool
) -> None:
    from mailflow import wiring
    from mailflow.flow.recover import finish, recover

    logs.configure("warning", False)
    now = clock.now()
    done: list[tuple[Desk, Recovered]] = []
    with wiring.desks(settings, now, asked.org) as desks:
        if must_be_behind:
            _require_behind(desks)
        for desk in desks:
            found = recover(desk, now, min(until or now, now), folders=folders, said=lambda line: say(line, err=True))
            finish(desk)
            done.append((desk, found))
    if asked.json:
        say_json([_object(desk, found) for desk, found in done])
        return
    for desk, found in done:
        _tell(desk, found)


def _require_behind(desks: list[Desk]) -> None:
    with desks[0].store.reading() as reader:
        known = [desk.org for desk in desks if reader.recovering_since(desk.org) is None]
    if known:
        raise Failure(
            f"The record of {', '.join(known)} was not put back from a backup; nothing was changed. Name one with "
            "--from FILE; where it was put back by other means, say --anyway."
        )


def _object(desk: Desk, found: Recovered) -> dict[str, object]:
    return {
        "organisation": desk.org,
        "messages": found.messages,
        "recognised": found.recognised,
        "presumed": found.presumed,
        "held": [
            {"id": one.id, "ref": one.ref, "kind": one.kind.value, "to": [one.to_address], "why": one.why}
            for one in found.held
        ],
        "unknown": found.unknown,
    }


def _tell(desk: Desk, found: Recovered) -> None:
    zone = desk.settings.organisation.time_zone
    say(f"{desk.org}: {found.messages} message{'' if found.messages == 1 else 's'} read again; nothing was sent.")
    say(f"  {found.recognised:6} known to have left, by a copy in the Sent folder")
    say(f"  {found.presumed:6} to staff, which left before one of those did")
    say(f"  {len(found.held):6} held: nobody can say whether they left")
    for one in found.held[:20]:
        about = one.ref or "no case"
        say(f"         {one.id}: {one.kind.value} to {one.to_address} on {about}, {local(one.queued_at, zone)}")
    if found.held:
        say("         Look at each: mailflow letter list --status held. Then letter approve ID, or letter cancel ID.")
    for line in found.unknown:
        say(f"  Not known: {line}")
    say(
        "  Not known: what people did at the command line since (mailflow case, pen, letter), and what lies in no "
        "folder that was read."
    )
    say("  The daemon may work again. To see that every message is accounted for: mailflow reconcile")

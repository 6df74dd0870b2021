"""``mailflow restore``: a backup takes the place of the record, and no letter leaves until it has been recovered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from mailflow.settings import Settings
    from mailflow.store import Restored


@command("restore")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", "replaces", is_flag=True, help="There is a record: keep it aside.")
@click.option(
    "--identity", metavar="KEYFILE", type=click.Path(path_type=Path, dir_okay=False),
    help="The secret key (age, SSH or OpenPGP) that opens an encrypted backup; gpg's own key ring needs none.",
)  # fmt: skip
@click.option("--nothing-since", is_flag=True, help="Nothing came or left since FILE was made: work may go on at once.")
@pass_asked
def restore(asked: Asked, path: Path, replaces: bool, identity: Path | None, nothing_since: bool) -> None:
    """Put a backup into the configured database, SQLite or PostgreSQL. Stop the daemon first.

    The backup is verified before and after; one of an earlier mailflow is brought up to date. What left since it was
    made is not in it, so no letter leaves until mailflow recover has looked for that in the mailbox.
    """
    settings = asked.settings()
    with stopped(settings):
        done = put_back(settings, path, identity, replaces=replaces, is_behind=not nothing_since)
    if asked.json:
        say_json({"file": str(path), "events": done.events, "upgraded": done.is_upgraded, "aside": done.aside})
        return
    for line in told(path, done):
        say(line)
    if not nothing_since:
        say("No letter leaves before you run: mailflow recover")


def told(path: Path, done: Restored) -> Iterator[str]:
    """Yield what was put back, in lines."""
    events = ", ".join(f"{code} {number} events" for code, number in done.events.items()) or "no events"
    yield f"{path} is the record now, verified: {events}."
    if done.is_upgraded:
        yield "It was made by an earlier mailflow and was brought up to date."
    if done.aside:
        yield f"What was there before is kept in {done.aside}; delete it when you are sure."


def put_back(
    settings: Settings, path: Path, identity: Path | None, *, replaces: bool, is_behind: bool = True
) -> Restored:
    """Put a backup in the place of the record; the caller holds the mailboxes.

    Args:
        settings: Of the installation.
        path: The backup.
        identity: The file with the key that opens it; None where it is not encrypted, or ``gpg`` knows the key.
        replaces: What is there is kept aside.
        is_behind: Letters may have left since.

    Raises:
        StoreError: It cannot be used or opened, or there is something in its place; nothing was changed.
    """
    from mailflow.store import restore, sealing

    copy: Path | bytes = path
    with path.open("rb") as file:
        start = file.read(64)
    if sealing.is_sealed(start):
        copy = sealing.unseal(path.read_bytes(), identity)
    now = clock.now()
    return restore(
        settings.database.url,
        copy,
        behind=[one.organisation.code for one in settings.organisations] if is_behind else (),
        aside=f"before-{now:%Y%m%dT%H%M%SZ}",
        replaces=replaces,
        now=now,
    )


@contextmanager
def stopped(settings: Settings) -> Iterator[None]:
    """Hold all mailboxes while the block runs, so that no daemon works.

    Raises:
        Failure: One works.
        StoreError: The database cannot be asked.
    """
    from mailflow.store import alone

    with ExitStack() as stack:
        for one in settings.organisations:
            code = one.organisation.code
            if not stack.enter_context(alone(settings.database.url, f"mailbox:{code}")):
                raise Failure(f"mailflow works on the mailbox of {code}; nothing was changed. Stop it first.")
        yield

"""``mailflow db``: the tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, group, pass_asked
from mailflow.admin.copies import FOLDER
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from mailflow.settings import Settings
    from mailflow.store import Store


@group("db")
def database() -> None:
    """The database: bring its tables up to date."""


@database.command("upgrade")
@click.option("--no-backup", is_flag=True, help="Make no copy of the database before it is changed.")
@pass_asked
def upgrade(asked: Asked, no_backup: bool) -> None:
    """Bring the tables up to date after a new version of mailflow. Stop the daemon first.

    Where there is something to do, a copy of the database is written before, into the folder backups beside
    mailflow.toml; the five newest of these are kept ([backup] keep). A database of a later mailflow is refused.
    """
    from mailflow.admin.restore import stopped
    from mailflow.store import upgrade as bring

    settings = asked.settings()
    made: list[Path] = []
    with stopped(settings):
        changed = bring(
            settings.database.url,
            None if no_backup else lambda revision, store: made.append(_copied(settings, revision, store)),
        )
    if asked.json:
        say_json({"changed": changed, "backup": str(made[0]) if made else None})
        return
    for path in made:
        say(f"{path}: the database as it was before.")
    say("The tables were brought up to date." if changed else "The tables are up to date; nothing was changed.")


def _copied(settings: Settings, revision: str, database: Store) -> Path:
    """Write a copy of the database as it is, verify it, and let the oldest automatic ones go."""
    from mailflow.admin.backup import whole
    from mailflow.store import check_copy, sealing

    folder = settings.path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    key = settings.backup.recipient
    seal = sealing.seal_of(key) if key else None
    path = folder / f"before-upgrade-{revision}-{clock.now():%Y%m%dT%H%M%SZ}.db{seal.suffix if seal else ''}"
    content = database.copy_in_memory()
    check_copy(content)
    with whole(path) as part:
        part.write_bytes(seal(content) if seal else content)
    automatic = sorted(folder.glob("before-upgrade-*"), key=lambda one: one.name.rpartition("-")[2])
    for old in automatic[: -settings.backup.keep]:
        old.unlink()
    return path

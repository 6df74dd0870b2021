"""``mailflow db``: the tables."""

from __future__ import annotations

from mailflow.admin.asked import Asked, group, pass_asked
from mailflow.admin.terminal import say, say_json


@group("db")
def database() -> None:
    """The database: bring its tables up to date."""


@database.command("upgrade")
@pass_asked
def upgrade(asked: Asked) -> None:
    """Bring the tables up to date after a new version of mailflow. Stop the daemon and make a copy first."""
    from mailflow.store import upgrade as bring

    changed = bring(asked.settings().database.url)
    if asked.json:
        say_json({"changed": changed})
    else:
        say("The tables were brought up to date." if changed else "The tables are up to date; nothing was changed.")

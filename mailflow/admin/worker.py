"""``mailflow worker``: one of many processes that share the mailboxes of an installation, on PostgreSQL."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from mailflow import clock, logs
from mailflow.admin.asked import Asked, Failure, Misconfigured, command, pass_asked
from mailflow.admin.run import LEVELS, runnable_settings

#: More than anybody has; what a process can bear stands in docs/operations.md.
_ALL = 100_000


@command("worker")
@click.option("--mailboxes", metavar="N", type=click.IntRange(1, _ALL), help="Work on so many at the most.")
@click.option("--health", metavar="DIR", type=click.Path(path_type=Path), help="Touch DIR/CODE.alive after good turns.")
@click.option("--log-level", type=click.Choice(LEVELS), default="info", help="Default: info.")
@click.option("--log-json", is_flag=True, help="Log one JSON object a line.")
@pass_asked
def worker(asked: Asked, mailboxes: int | None, health: Path | None, log_level: str, log_json: bool) -> None:
    """Work on a fair share of the mailboxes, beside other workers, until stopped by SIGTERM or Ctrl-C.

    Start as many as you like, on as many machines, each with the same configuration. Each mailbox is worked on by one
    of them. One that is stopped gives its mailboxes to the others at once, and those of one that dies are taken over
    within seconds. SIGHUP reads the configuration anew; a file that changed is noticed without it, too.
    """
    if health is not None and not health.is_dir():
        raise Failure(f"{health}: there is no such folder. Make it, or correct --health.")
    if asked.org is not None:
        raise Misconfigured("workers share all mailboxes. To work on one only: mailflow run --org CODE")
    logs.configure(log_level, log_json)
    settings = runnable_settings(asked)
    from mailflow import daemon, wiring

    if not settings.database.is_shared:
        raise Misconfigured(
            "workers need PostgreSQL ([database] url in mailflow.toml), and this is SQLite: use mailflow run"
        )
    with wiring.bench(partial(runnable_settings, asked)) as bench:
        daemon.run(bench, clock.now, health, limit=mailboxes or _ALL)

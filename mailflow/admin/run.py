"""``mailflow run``: the daemon, one turn of it, or a rehearsal of one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock, logs
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from mailflow.daemon import Turn
    from mailflow.settings import Settings

LEVELS = ("debug", "info", "warning", "error")


@command("run")
@click.option("--once", is_flag=True, help="One turn: all mail, then the clock, then the post; then end.")
@click.option("--dry-run", is_flag=True, help="Say what one turn would do and send; change and send nothing.")
@click.option("-v", "--verbose", is_flag=True, help="With --dry-run: the letters' texts too.")
@click.option("--health", metavar="DIR", type=click.Path(path_type=Path), help="Touch DIR/CODE.alive after good turns.")
@click.option("--log-level", type=click.Choice(LEVELS), help="Default: info; warning for one turn.")
@click.option("--log-json", is_flag=True, help="Log one JSON object a line.")
@pass_asked
def run(
    asked: Asked,
    once: bool,
    dry_run: bool,
    verbose: bool,
    health: Path | None,
    log_level: str | None,
    log_json: bool,
) -> None:
    """Read the mail, keep the promises, post the letters, until stopped by SIGTERM or Ctrl-C.

    Messages are read in order of their receipt, then the clock runs, then every letter so decided is posted. With
    --once the exit status is 0 also where a directive failed or mail went to the pen, and 1 where a server was out of
    reach: what was decided is kept, and the next run goes on from there.
    """
    if health is not None and not health.is_dir():
        raise Failure(f"{health}: there is no such folder. Make it, or correct --health.")
    logs.configure(log_level or ("warning" if once or dry_run else "info"), log_json)
    settings = runnable_settings(asked)
    if dry_run:
        from mailflow.admin.rehearse import rehearse

        rehearse(asked, settings, verbose=verbose)
        return
    from mailflow import daemon, wiring

    if not once:
        with wiring.bench(partial(runnable_settings, asked), asked.org) as bench:
            daemon.run(bench, clock.now, health)
        return
    with wiring.desks(settings, clock.now(), asked.org) as desks:
        turns = daemon.run_once(desks, clock.now)
        told = {desk.org: turn for desk, turn in zip(desks, turns, strict=True)}
    if asked.json:
        say_json([{"organisation": org, **turn_object(turn)} for org, turn in told.items()])
    else:
        for org, turn in told.items():
            say(f"{org}: {turn_line(turn)}")
    problems = [f"{org}: {problem}" for org, turn in told.items() for problem in turn.problems]
    if problems:
        raise Failure("\n".join(problems))


def runnable_settings(asked: Asked) -> Settings:
    """Read the configuration of a process that works on mailboxes.

    Raises:
        SettingsError: There is none, or it cannot be used.
    """
    return asked.settings()


def turn_object(turn: Turn) -> dict[str, object]:
    """Return what a turn came to, for JSON."""
    received, delivered = turn.received, turn.delivered
    return {
        "messages": received.messages,
        "classes": dict(received.classes),
        "penned": received.penned,
        "woken": turn.woken,
        "letters": {
            "sent": delivered.sent,
            "failed": delivered.failed,
            "put_off": delivered.put_off,
            "uncertain": delivered.uncertain,
        },
        "problems": list(turn.problems),
    }


def turn_line(turn: Turn) -> str:
    """Return what a turn came to, in one line; what did not happen is not mentioned."""
    received, delivered = turn.received, turn.delivered
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(received.classes.items()))
    parts = [counted(received.messages, "message") + (f" ({kinds})" if kinds else "")]
    parts += [f"{received.penned} of them to the holding pen"] if received.penned else []
    parts += [f"{counted(turn.woken, 'case')} woken"] if turn.woken else []
    parts.append(f"{counted(delivered.sent, 'letter')} sent")
    parts += [f"{delivered.failed} failed"] if delivered.failed else []
    parts += [f"{delivered.put_off} put off"] if delivered.put_off else []
    parts += [f"{delivered.uncertain} sent again because an answer was lost"] if delivered.uncertain else []
    return ", ".join(parts)


def counted(n: int, what: str) -> str:
    """Return ``1 letter``, ``2 letters``."""
    return f"{n} {what}{'' if n == 1 else 's'}"

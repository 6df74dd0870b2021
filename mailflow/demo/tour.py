"""The tour put together: a folder, a mail server, mailflow on it, the story; then the visitor, or the end."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from mailflow import clock, logs
from mailflow.demo.cast import CODE, accounts, configuration
from mailflow.demo.server import HOST, MailServer, MailServerFailed
from mailflow.demo.show import Show
from mailflow.demo.story import BEGINS_ON, Story, begins_at
from mailflow.demo.visit import PORTS, stay
from mailflow.demo.world import StoryBroken, World
from mailflow.settings import CONFIG_NAME, load_settings
from mailflow.wiring import desks


def play(*, exit_after: bool, keep: bool, pause: bool) -> int:
    """Play the tour on standard output. Returns the exit status."""
    logs.configure("WARNING")
    stays = not exit_after and sys.stdout.isatty() and sys.stdin.isatty()
    show = Show.on(sys.stdout, pause=pause, no_colour="NO_COLOR" in os.environ)
    try:
        with _folder(keep) as folder, world_in(folder, PORTS if stays else (0, 0)) as world:
            Story(world=world, show=show).tell()
            if stays:
                world.close()
                clock.fix(None)
                stay(world, folder, show)
    except StoryBroken as error:
        sys.stdout.flush()
        print(f"The tour stopped, because mailflow did not do what is told here: {error}", file=sys.stderr)
        return 1
    except MailServerFailed as error:
        print(f"The demo's mail server could not start on {HOST}: {error}. Nothing was changed.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read the tour has seen enough (a pager, head); Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nEnded.")
        return 0
    finally:
        clock.fix(None)
    if keep:
        show.say(f"Kept: {folder} (mailflow --config {folder / CONFIG_NAME} case show {CODE}-{BEGINS_ON.year}-0001)")
    return 0


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """Make a folder for the configuration and the record; take it away again unless it is to be kept."""
    folder = Path(tempfile.mkdtemp(prefix="mailflow-demo-"))
    try:
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def world_in(folder: Path, ports: tuple[int, int]) -> Iterator[World]:
    """Start the servers, and mailflow on them, at the time when the story begins."""
    # The visitor writes today, and mailflow leaves alone what came before "since".
    since = min(BEGINS_ON.replace(day=1), _today())
    clock.fix(begins_at())
    with MailServer(accounts(), clock.now, ports=ports) as server:
        config = folder / CONFIG_NAME
        config.write_text(configuration(HOST, server.imap_port, server.smtp_port, since), encoding="utf-8")
        config.chmod(0o600)
        with desks(load_settings(config), clock.now()) as laid:
            world = World(desk=laid[0], server=server)
            try:
                yield world
            finally:
                world.close()


def _today() -> date:
    return clock.now().date()

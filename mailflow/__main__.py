"""``mailflow``, also as ``python -m mailflow``. Nothing heavy is imported before a command is known.

The commands are in ``admin/``. ``demo`` is added here, because the rooms ``admin`` and ``demo`` never see each other.
"""

from __future__ import annotations

import sys

import click

from mailflow.admin.root import mailflow


@mailflow.command("demo", short_help="A tour on this machine alone: a complaint through all of its stages.")
@click.option("--exit", "exit_after", is_flag=True, help="End after the tour instead of staying for a mail client.")
@click.option("--pause", is_flag=True, help="Wait for Enter after each step.")
@click.option("--keep", is_flag=True, help="Keep the folder with its mailflow.toml and its database.")
@click.pass_context
def demo(ctx: click.Context, exit_after: bool, pause: bool, keep: bool) -> None:
    """A tour on this machine alone: a family's complaint through all of its stages, letter by letter.

    It starts its own mail server, needs no configuration and sends nothing anywhere. On a terminal it then stays, and
    prints how to connect a mail client to play complainant or staff.
    """
    from mailflow.demo import main as play

    ctx.exit(play(exit_after=exit_after, keep=keep, pause=pause))


def main() -> None:
    """Run the command line and end the process with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name in a mail must not end a listing on a terminal that cannot show it.
            stream.reconfigure(errors="backslashreplace")
    mailflow(prog_name="mailflow")


if __name__ == "__main__":
    main()

"""``mailflow demo``: the tour. All of it is in ``mailflow/demo``."""

from __future__ import annotations

import click

from mailflow.admin.asked import command


@command("demo")
@click.option("--exit", "exit_after", is_flag=True, help="End after the tour instead of staying for a mail client.")
@click.option("--pause", is_flag=True, help="Wait for Enter after each step.")
@click.option("--keep", is_flag=True, help="Keep the folder with its mailflow.toml and its database.")
@click.pass_context
def demo(ctx: click.Context, exit_after: bool, pause: bool, keep: bool) -> None:
    """A tour on this machine alone: a family's complaint through all of its stages, letter by letter.

    It starts its own mail server, needs no configuration and sends nothing anywhere. On a terminal it then stays, and
    prints how to connect a mail client to play complainant or staff.
    """
    from mailflow.demo import main

    ctx.exit(main(exit_after=exit_after, keep=keep, pause=pause))

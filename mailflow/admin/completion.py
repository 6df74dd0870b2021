"""``mailflow completion``: what a shell needs to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mailflow.admin.asked import command
from mailflow.admin.terminal import say


@command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell: eval "$(mailflow completion bash)"."""
    kind = get_completion_class(shell)
    assert kind is not None, "click knows the three shells"
    say(kind(ctx.find_root().command, {}, "mailflow", "_MAILFLOW_COMPLETE").source())

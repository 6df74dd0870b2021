"""The options of every command that destroys records: the same words for the same thing, and quick to import."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., object])

_OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Only say what would be destroyed."),
    click.option("--yes", is_flag=True, help="Do not ask."),
    click.option("--by", metavar="NAME", default=getpass.getuser, help="Who does it; by default who is logged in."),
    click.option(
        "--certificate", "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
        help="Where the certificate is written; by default certificate-CODE-TIME.txt, here.",
    ),
)  # fmt: skip


def destroying(function: Function) -> Function:
    """Give a command ``dry_run``, ``yes``, ``by`` and ``path``, the certificate's."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function

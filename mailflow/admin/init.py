"""``mailflow init``: a few questions, each also an option, and a configuration that was tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mailflow.admin.asked import Asked, command, pass_asked
from mailflow.admin.providers import PROVIDERS
from mailflow.admin.terminal import say, say_json

_SECURITY = click.Choice(["tls", "starttls", "none"])
_PORT = click.IntRange(1, 65535)


@command("init")
@click.option("--name", help="The organisation.")
@click.option("--code", help="Prefix of case references, such as LC.")
@click.option("--policy", help="A name of mailflow policy list, or the path of a policy file.")
@click.option("--admin", help="Who hears of what waits for a person: an address.")
@click.option("--time-zone", default="Europe/London", show_default=True, help="In which days are counted.")
@click.option("--region", default="GB-ENG", show_default=True, help="Whose bank holidays are no working days.")
@click.option("--address", help="The complaints mailbox.")
@click.option("--provider", type=click.Choice(list(PROVIDERS)), help="Where the mailbox is; else by its domain.")
@click.option("--imap-host", help="The server that the mail is read from.")
@click.option("--imap-port", type=_PORT, help="Default: the usual one.")
@click.option("--imap-security", type=_SECURITY, help="Default: tls; none only on this machine.")
@click.option("--smtp-host", help="The server that sends.")
@click.option("--smtp-port", type=_PORT, help="Default: the usual one.")
@click.option("--smtp-security", type=_SECURITY, help="Default: tls; none only on this machine.")
@click.option("--user", help="The login name at both servers; by default the address.")
@click.option("--smtp-user", help='The login name where letters are sent; "" where none is wanted.')
@click.option("--password-file", type=click.Path(path_type=Path), help="A file whose first line is the password.")
@click.option(
    "--staff", multiple=True, metavar="ROLE=PERSON", help='Such as "coordinator=Ada Lee <ada@office.example>".'
)
@click.option("--no-test", is_flag=True, help="Do not try the servers.")
@pass_asked
def init(asked: Asked, /, no_test: bool, **options: Any) -> None:
    """Ask a few questions, try the mail servers, and write mailflow.toml (or the file of --config).

    Each question is also an option. Nothing stays written unless it can be loaded again and both servers let us in; an
    existing file is never touched. The password goes into a file of its own beside the configuration, and both can be
    read by you alone. Mail from before today is left alone.
    """
    from mailflow.admin.questions import Given, answers_to
    from mailflow.admin.setup import target_of, written

    target = target_of(asked)
    given = Given(**options)
    answers, password = answers_to(given, target)
    files = written(target, answers, password, test=not no_test)
    if asked.json:
        say_json({"written": [str(path) for path in files]})
        return
    say(f"Written: {' and '.join(str(path) for path in files)}")
    say("Next: mailflow check, then mailflow run.")

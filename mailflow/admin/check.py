"""``mailflow check``: one line for each thing that must be right, with the remedy for what is not."""

from __future__ import annotations

import click

from mailflow.admin.asked import Asked, command, pass_asked
from mailflow.admin.terminal import one_line, say, say_json


@command("check")
@click.option("--mail", "by_mail", is_flag=True, help="Also send up to three mails from the mailbox to itself.")
@pass_asked
@click.pass_context
def check(ctx: click.Context, asked: Asked, by_mail: bool) -> None:
    """Look at everything that must be right: ok, warning or failed, with the remedy.

    The configuration, the policy and who carries it out, every letter written against sample cases, the mailbox with
    its INBOX and Sent folder, the server that sends, the database, the clock, the disk. Nothing is sent; a Sent folder
    is made where the mailbox has none. Exit status 1 if anything failed, 2 if the configuration cannot be used.

    With --mail, mails from the mailbox to itself find out whether its provider keeps our Message-IDs and plus
    addresses, stamps its verdicts, and takes off forged ones; it is said what a line of staff's needs then.
    """
    from itertools import chain

    from mailflow.admin.checkup import Status, looks
    from mailflow.admin.probe import probes

    failed = 0
    useless: list[str] = []
    told = []
    for found in chain(looks(asked), probes(asked) if by_mail else ()):
        failed += found.status is Status.FAILED
        if found.status is Status.FAILED and found.what in ("configuration", "policy"):
            useless.append(found.says)
        told.append({"organisation": found.org, "what": found.what, "status": found.status.value, "says": found.says})
        if not asked.json:
            subject = f"{found.org} {found.what}" if found.org else found.what
            say(f"{found.status.value:<8} {subject:<20} {one_line(found.says)}")
    if asked.json:
        say_json(told)
    for says in useless:
        click.echo(f"mailflow: {one_line(says)}", err=True)
    if failed and not useless:
        click.echo(f"mailflow: {failed} of {len(told)} looks failed; each says what to do", err=True)
    ctx.exit(2 if useless else 1 if failed else 0)

"""``mailflow letter sent``: say that a letter left from Drafts, where mailflow cannot know it."""

from __future__ import annotations

import getpass
from datetime import datetime

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, Time, command, pass_asked
from mailflow.admin.change import ask
from mailflow.admin.terminal import local, say, say_json


@command("sent")
@click.argument("number", metavar="ID", type=int)
@click.option("--message", metavar="ID", type=int, help="The mail as it left, where it is on record.")
@click.option("--at", metavar="TIME", type=Time(), help="When it left, where no mail is on record; else now.")
@click.option("--reason", required=True, help="How you know, for the record.")
@click.option("--by", metavar="NAME", default=getpass.getuser, help="Who says so; by default who is logged in.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_asked
def sent(asked: Asked, number: int, message: int | None, at: datetime | None, reason: str, by: str, yes: bool) -> None:
    """Say that a letter from Drafts was sent (sending = "drafts").

    For a program that lays no copy into Sent, or a mail that may be any of several letters. What the letter promises
    is met as of its sending.
    """
    from mailflow import wiring
    from mailflow.flow.drafts_sent import say_sent

    now = clock.now()
    with wiring.desks(asked.settings(), now, asked.org) as desks:
        with desks[0].store.reading() as reader:
            row = reader.letter(number)
        desk = next((one for one in desks if row is not None and one.org == row.org), None)
        if row is None or desk is None:
            raise Failure(f"There is no letter {number}. See mailflow letter list.")
        if not yes:
            about = f" about {row.ref}" if row.ref else ""
            say(f"Letter {number} ({row.kind.value}{about} to {row.to_address}) counts as sent.", err=asked.json)
            ask(may_go_unasked=False)
        done = say_sent(desk, number, now, by=f"admin {by}", reason=reason, message=message, at=at)
    if asked.json:
        say_json({"id": number, "status": done.status.value, "sent_at": done.sent_at})
    else:
        zone = desk.settings.organisation.time_zone
        say(f"Letter {number} counts as sent on {local(done.sent_at, zone)}.")

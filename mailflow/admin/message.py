"""``mailflow message``: how each message was read, and why."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mailflow.admin.asked import Asked, Failure, group, pass_asked
from mailflow.admin.message_corrections import MESSAGE_COMMANDS
from mailflow.admin.progress import progress
from mailflow.admin.terminal import brief, local, say, say_json, table
from mailflow.core.mail import MessageClass


@group("message")
def message() -> None:
    """Messages: how each was read, and why; and what was read amiss."""


for _one in MESSAGE_COMMANDS:
    message.add_command(_one)


@message.command("read")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@pass_asked
def read(asked: Asked, files: tuple[Path, ...]) -> None:
    """Read raw messages from files the way the daemon would, touching nothing and needing no configuration.

    A folder is walked in depth (*.eml). With --json one object a line, also for mail that cannot be read. Where there
    is a configuration, the appeal words are those of its policy.
    """
    from mailflow.admin.reading import mail_files, page, read_all

    paths = mail_files(files)
    if not paths:
        raise Failure("There is no *.eml in that folder. Name the files themselves, whatever they are called.")
    with progress("Reading", len(paths), "What was read stands above; nothing was changed.") as step:
        for told in read_all(asked, paths):
            if asked.json:
                say_json(told, in_one_line=True)
            else:
                for line in page(told):
                    say(line)
            if not sys.stdout.isatty():  # where it is one, the messages themselves show how far it is
                step(1)


@message.command("list")
@click.option("--case", "ref", metavar="REF", help="The messages of one case.")
@click.option(
    "--class",
    "class_",
    metavar="CLASS",
    type=click.Choice([one.value for one in MessageClass]),
    help="Those that were taken for this, such as bounce.",
)
@click.option("-n", "--limit", type=click.IntRange(1), help="The newest N; by default 50, and all with --json.")
@pass_asked
def list_(asked: Asked, ref: str | None, class_: str | None, limit: int | None) -> None:
    """The messages on record, in order of receipt."""
    from mailflow.admin.message_object import listed
    from mailflow.admin.record import open_record

    limit = limit or (None if asked.json else 50)
    with open_record(asked) as record, record.store.reading() as reader:
        chosen = record.chosen if ref is None else (record.case(reader, ref)[0],)
        found = [
            (one, row)
            for one in chosen
            for row in reader.messages(one.code, ref=ref and ref.upper(), class_=class_, newest=True, limit=limit)
        ]
        found.sort(key=lambda each: (each[1].received_at, each[1].id))
        found = found[-limit:] if limit else found
        if asked.json:
            say_json([listed(reader.message(row.id) or row, one.policy.policy.appeal_keywords) for one, row in found])
            return
    if not found:
        say("There are no such messages.")
        return
    rows = [("ID", "RECEIVED", "CLASS", "CASE", "FROM", "SUBJECT")]
    rows += [
        (
            *(str(row.id), local(row.received_at, one.zone), row.class_ or "not yet read", row.ref or "-"),
            *(row.from_address or "-", brief(row.subject)),
        )
        for one, row in found
    ]
    for line in table(rows):
        say(line)


@message.command("show")
@click.argument("number", metavar="ID", type=int)
@click.option("--raw", is_flag=True, help="Its bytes as they arrived, and nothing else.")
@click.option("--explain", is_flag=True, help="Why it was read as it was, and which appeal word matched or why none.")
@pass_asked
def show(asked: Asked, number: int, raw: bool, explain: bool) -> None:
    """One message: its text, what it was taken for and why."""
    from mailflow.admin.message_object import explained, listed, page
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        row = reader.message(number)
        chosen = record.of(row.org) if row else None
        if row is None or chosen is None:
            raise Failure(f"There is no message {number}. See mailflow message list.")
        if raw:
            try:
                click.echo(reader.raw(number), nl=False)
            except LookupError:
                raise Failure(f"The bytes of message {number} were erased. Nothing of them is left.") from None
            return
        told = listed(row, chosen.policy.policy.appeal_keywords)
        why = explained(row, chosen.policy.policy.appeal_keywords)
    if asked.json:
        say_json({**told, "explain": list(why)} if explain else told)
        return
    for line in page(told, chosen.zone, why if explain else ()):
        say(line)

"""``mailflow case redact``: words or files are blacked out, everywhere on a case, for good."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from datetime import datetime

    from mailflow.flow.desk import Desk
    from mailflow.flow.redact import Redacted


@command("redact")
@click.argument("ref")
@click.option("--words", multiple=True, metavar="TEXT", help="Words, wherever they stand on the case; repeatable.")
@click.option("--file", "files", multiple=True, metavar="NAME", help="A file that came with a mail; repeatable.")
@click.option(
    "--message", type=int, metavar="ID", help="Its whole text; with --file, the mail that the file came with."
)
@click.option("--letter", type=int, metavar="ID", help="Its whole text.")
@click.option("--reason", required=True, help="Why, for the record; it stays, so do not say the words again.")
@click.option("--by", metavar="NAME", default=getpass.getuser, help="Who does it; by default who is logged in.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would be blacked out.")
@pass_asked
def redact(
    asked: Asked,
    ref: str,
    words: tuple[str, ...],
    files: tuple[str, ...],
    message: int | None,
    letter: int | None,
    reason: str,
    by: str,
    yes: bool,
    dry_run: bool,
) -> None:
    """Black out words, a file or a whole text, for good, wherever it stands on a case. It cannot be taken back.

    In every message and letter of the case, in what is recorded of it, and in the search. With [mailbox] purged =
    "delete" the copies of those messages and letters in the mailbox go too. The hash of what was there stays, so that
    the chain of events and the account of the mailbox still hold.
    """
    from mailflow import wiring
    from mailflow.flow.override import By, rehearsed
    from mailflow.flow.redact import Chosen, redact

    if not (words or files or message or letter):
        raise click.UsageError("Say what goes: --words TEXT, --file NAME, --message ID or --letter ID.")
    chosen = Chosen(
        words=words,
        files=files,
        message=message,
        letter=letter,
        whole=letter is not None or (message is not None and not files),
    )
    now, ref = clock.now(), ref.upper()
    with wiring.desks(asked.settings(), now, asked.org) as desks:
        desk = next((one for one in desks if ref.startswith(f"{one.org}-")), None)
        if desk is None:
            raise Failure(f"There is no case {ref}. See mailflow case list.")
        with desk.store.reading() as reader:
            case = reader.case(desk.org, ref)
        hand = By(name=by, reason=reason, seen=case.seq if case else None)
        planned = rehearsed(desk, lambda trial: redact(trial, ref, chosen, hand, now))
        if not asked.json:
            for line in _lines(planned, desk):
                say(line)
        elif dry_run:
            say_json(_object(ref, planned, None))
        if not dry_run:
            _do(asked, desk, ref, planned, lambda: redact(desk, ref, chosen, hand, now), yes=yes, now=now)


def _do(
    asked: Asked, desk: Desk, ref: str, planned: Redacted, act: Callable[[], Redacted], *, yes: bool, now: datetime
) -> None:
    """Ask, do it, and say what else still holds what is gone."""
    from mailflow.admin.change import ask
    from mailflow.admin.copies import as_json, lines
    from mailflow.admin.copies import copies as known_copies

    if not yes:
        ask(may_go_unasked=False)
    copies = _remove_copies(desk, ref, planned)
    done = act()
    left = desk.store.sweep()
    with desk.store.reading() as reader:
        backups = known_copies(reader, desk.org, asked.settings(), now)
    if asked.json:
        say_json({**_object(ref, done, copies), "backups": as_json(backups), "beyond": desk.store.beyond})
    else:
        say("Done." if copies is None else f"Done; {copies} deleted in the mailbox.")
        if desk.store.beyond:
            say(f"Beyond our reach: {desk.store.beyond}.")
        for line in lines(backups, desk.office.calendar.zone):
            say(line)
    if left:
        raise Failure(f"It is gone from the record, but may still lie in the files of the database: {left}.")


def _remove_copies(desk: Desk, ref: str, planned: Redacted) -> int | None:
    """Delete the copies of what changes from the mailbox, where that is configured; before the record forgets."""
    if desk.settings.mailbox.purged == "leave":
        return None
    from mailflow.flow.erase import Traces, remove_copies

    changed = {row.id for row, _ in planned.messages}
    letters = [row for row, _ in planned.letters]
    with desk.store.reading() as reader:
        traces = Traces(
            messages=tuple(one for one in reader.traces(desk.org, ref) if one.message in changed),
            letters=tuple(one.message_id for one in letters if one.filed_at or one.sent_at),
        )
    with desk.mailbox() as mailbox:
        return remove_copies(mailbox, desk.settings.mailbox, traces)


def _lines(planned: Redacted, desk: Desk) -> Iterator[str]:
    yield "Blacked out for good:"
    for row, _ in planned.messages:
        yield f"  message {row.id} ({row.class_}), received {row.received_at:%Y-%m-%d}"
    for letter, _ in planned.letters:
        yield f"  letter {letter.id} ({letter.kind.value} to {letter.to_address})"
    if planned.events:
        number = len(planned.events)
        yield f"  {number} {'event' if number == 1 else 'events'} of the record"
    for name in planned.also:
        yield f"It stands in a file that stays, too: {name}. Black that out with --file."
    if desk.settings.mailbox.purged == "leave":
        yield "Copies in the mailbox stay as they are ([mailbox] purged says so); look there yourself."


def _object(ref: str, done: Redacted, copies: int | None) -> dict[str, Any]:
    return {
        "ref": ref,
        "messages": [row.id for row, _ in done.messages],
        "letters": [row.id for row, _ in done.letters],
        "events": len(done.events),
        "files": list(done.files),
        "also": list(done.also),
        "copies": copies,
    }

"""``mailflow case new``: a complaint by phone, in person, on paper or on a form, for the person who complains."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Time, command, pass_asked
from mailflow.admin.change import Hand, make_change, options

if TYPE_CHECKING:
    from datetime import datetime

    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By, Followed

_KINDS = ("complaint", "feedback", "praise")
_CHANNELS = ("phone", "person", "letter", "form")
_MAX_FILE_BYTES = 25 * 1024 * 1024


@command("new")
@click.option("--name", metavar="NAME", help="Who complains.")
@click.option("--address", metavar="ADDRESS", help="Their mail address; without one no letter is sent.")
@click.option("--anonymous", is_flag=True, help="Somebody who gives no name.")
@click.option("--kind", type=click.Choice(_KINDS), default="complaint", show_default=True)
@click.option("--channel", type=click.Choice(_CHANNELS), default="phone", show_default=True, help="How it came.")
@click.option("--received", metavar="TIME", type=Time(), help="When it was made, ISO 8601 with an offset; else now.")
@click.option("--subject", metavar="SUBJECT", default="", help="What it is about, in a few words.")
@click.option("--text", metavar="TEXT", help="What the person said, in their words if you can.")
@click.option(
    "--file",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True, exists=True, dir_okay=False),
    help="A file with their words, or a form or letter that goes with it (.docx, .pdf, .odt); - for the input.",
)
@options(reason="it was entered at the command line")
@pass_asked
def new(
    asked: Asked,
    name: str | None,
    address: str | None,
    anonymous: bool,
    kind: str,
    channel: str,
    received: datetime | None,
    subject: str,
    text: str | None,
    file: Path | None,
    reason: str,
    by: str,
    yes: bool,
    preview: bool,
    dry_run: bool,
    insists: str | None,
) -> None:
    """Enter a complaint for somebody who rang, came or wrote on paper.

    Its times run from --received. Only words (--text or --file) and --name or --anonymous are needed. Long, because
    each option has its line.
    """
    from mailflow.core.case import Complainant, Kind
    from mailflow.flow.enter import Entered, enter

    _check(name, address, anonymous=anonymous)
    words, attached = _read(text, file)
    entered = Entered(
        complainant=Complainant(name=" ".join((name or "").split())[:200], address=address, anonymous=anonymous),
        kind=Kind(kind),
        channel=channel,
        received_at=received or clock.now(),
        subject=" ".join(subject.split())[:500],
        text=words,
        file=attached,
    )

    def act(desk: Desk, by: By, now: datetime) -> Followed:
        return enter(desk, entered, by, now)

    hand = Hand(by=by, reason=reason, insists=insists, yes=yes, preview=preview, dry_run=dry_run)
    make_change(asked, hand, act, may_go_unasked=True)


def _check(name: str | None, address: str | None, *, anonymous: bool) -> None:
    from mailflow.core.mail import is_plain_address

    if anonymous and (name or address):
        raise click.UsageError("Somebody anonymous has neither --name nor --address here.")
    if not anonymous and not (name or "").strip():
        raise click.UsageError("Say who complains: --name NAME, or --anonymous.")
    if address is not None and not is_plain_address(address):
        raise click.UsageError(f'"{address}" is no mail address. Leave --address out where there is none.')


def _read(text: str | None, file: Path | None) -> tuple[str, tuple[str, bytes] | None]:
    """Return the words, and the file where it is no plain text."""
    if text is None and file is None:
        raise click.UsageError("Say what the person said: --text TEXT, or --file FILE.")
    data, attached = b"", None
    if file is not None:
        with click.open_file(str(file), "rb") as opened:
            data = opened.read(_MAX_FILE_BYTES + 1)
        if len(data) > _MAX_FILE_BYTES:
            raise click.UsageError(f"{file} has more than {_MAX_FILE_BYTES // 1024 // 1024} MB.")
    words = (text or "").strip()
    try:
        found = data.decode("utf-8-sig")
        if "\0" in found:
            raise ValueError
    except ValueError:
        attached = (Path(file or "file").name, data)
    else:
        words = "\n\n".join(one for one in (words, found.strip()) if one)
    if not words and attached is None:
        raise click.UsageError("There are no words in it.")
    return words, attached

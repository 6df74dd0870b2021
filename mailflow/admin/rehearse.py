"""``mailflow run --dry-run``: a turn on a record of which nothing stays and a mailbox that is only looked at.

No connection to the mail server that sends is made. The letters are those that would be posted, word for word; only
their Message-IDs will be others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mailflow import clock, wiring
from mailflow.admin.asked import Asked
from mailflow.admin.disk import database_file
from mailflow.admin.run import counted
from mailflow.admin.terminal import say, say_json
from mailflow.flow.decide_batch import Received
from mailflow.flow.desk import Desk
from mailflow.flow.receive import receive
from mailflow.flow.tick import tick
from mailflow.mailbox.imap import FolderState, ImapMailbox
from mailflow.reporting import mail_due_report
from mailflow.settings import Settings
from mailflow.store import LetterRow, LetterStatus, PenRow


class _Looking(ImapMailbox):
    """A mailbox whose folders are opened for reading alone: the server itself keeps it from being changed."""

    def open(self, folder: str = "INBOX", *, readonly: bool = True) -> FolderState:
        """Open a folder without the right to change it."""
        return super().open(folder, readonly=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rehearsed:
    org: str
    received: Received
    woken: int
    letters: list[LetterRow]
    pen: list[PenRow]


def rehearse(asked: Asked, settings: Settings, *, verbose: bool) -> None:
    """Say what one turn would do.

    Raises:
        MailboxUnavailable: The mailbox could not be looked into.
    """
    with _record(settings) as with_record, wiring.desks(with_record, clock.now(), asked.org) as desks:
        done = [_rehearsed(desk) for desk in desks]
    if asked.json:
        say_json([_object(one) for one in done])
        return
    for one in done:
        for line in _lines(one, verbose=verbose):
            say(line)


@contextmanager
def _record(settings: Settings) -> Iterator[Settings]:
    """Give the settings, with a record elsewhere where there is none yet: making its file would be a change."""
    file = database_file(settings)
    if file is None or file.exists():
        yield settings
        return
    with TemporaryDirectory(prefix="mailflow-") as folder:
        elsewhere = settings.database.model_copy(update={"url": f"sqlite:///{Path(folder) / 'rehearsal.db'}"})
        yield replace(settings, database=elsewhere)


def _rehearsed(desk: Desk) -> _Rehearsed:
    now = clock.now()
    with desk.store.rehearsing() as store, _Looking(desk.settings.mailbox.imap) as mailbox:
        stays = desk.settings.mailbox.model_copy(update={"spool": "leave"})
        trial = replace(desk, store=store, settings=replace(desk.settings, mailbox=stays))
        with store.reading() as reader:
            before = {one.id for one in reader.pen(desk.org)}
        received = receive(trial, mailbox, now, set())
        woken = tick(trial, now)
        mail_due_report(trial, now)
        with store.reading() as reader:
            waiting = [
                one
                for one in reader.letters(desk.org)
                if one.status is LetterStatus.HELD or (one.status is LetterStatus.QUEUED and one.next_attempt_at <= now)
            ]
            letters = [reader.letter(one.id) or one for one in waiting]
            pen = [one for one in reader.pen(desk.org) if one.id not in before]
    return _Rehearsed(org=desk.org, received=received, woken=woken, letters=letters, pen=pen)


def _object(one: _Rehearsed) -> dict[str, Any]:
    return {
        "organisation": one.org,
        "messages": one.received.messages,
        "classes": dict(one.received.classes),
        "woken": one.woken,
        "letters": [
            {
                "kind": letter.kind.value,
                "to": [letter.to_address],
                "subject": letter.subject,
                "text": letter.text,
                "ref": letter.ref,
                "status": letter.status.value,
                "why": letter.why,
            }
            for letter in one.letters
        ],
        "pen": [{"message": entry.message, "reason": entry.reason} for entry in one.pen],
    }


def _lines(one: _Rehearsed, *, verbose: bool) -> Iterator[str]:
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(one.received.classes.items()))
    yield (
        f"{one.org}: {counted(one.received.messages, 'message')}{f' ({kinds})' if kinds else ''} would be taken in, "
        f"{counted(one.woken, 'case')} woken. Nothing was changed or sent."
    )
    for entry in one.pen:
        yield f"  to the holding pen: {entry.reason}"
    for letter in one.letters:
        held = f" (held: {letter.why})" if letter.status is LetterStatus.HELD else ""
        yield f"  {letter.kind.value} to {letter.to_address}: {letter.subject}{held}"
        if verbose:
            yield ""
            yield from (f"    {line}".rstrip() for line in (letter.text or "").splitlines())
            yield ""

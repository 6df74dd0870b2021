"""``mailflow letter undo`` and ``mailflow pen undo``: what was cancelled or discarded by mistake waits again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.change import Hand, make_change, options
from mailflow.admin.correction import make_correction

if TYPE_CHECKING:
    from datetime import datetime

    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By, Followed
_NUMBER = click.argument("number", metavar="ID", type=int)


@command("undo")
@_NUMBER
@options()
@pass_asked
def undo_cancel(asked: Asked, /, number: int, **how: Any) -> None:
    """Let a letter that you cancelled wait again as it did: queued, held, for approval or in Drafts."""
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        from mailflow.flow.put_back import cancelled_by

        row = reader.letter(number)
        if row is None or record.of(row.org) is None:
            raise Failure(f"There is no letter {number}. See mailflow letter list.")
        ref, of = row.ref, cancelled_by(reader, row)

    if ref is not None:
        about = ref

        def on_its_case(desk: Desk, by: By, now: datetime) -> Followed:
            from mailflow.flow.take_back import take_back

            return take_back(desk, about, of, by, now)

        make_change(asked, Hand(**how), on_its_case, ref=ref)
        return

    def alone(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow.put_back import put_back_letter, told_of

        return told_of(put_back_letter(desk, number, of, by, now))

    make_correction(asked, Hand(**how), "letter", number, alone)


@command("undo")
@_NUMBER
@options()
@pass_asked
def undo_discard(asked: Asked, /, number: int, **how: Any) -> None:
    """Let an entry that you discarded wait again, with its reason and its likely case."""
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        from mailflow.flow.put_back import discarded_by

        entry = reader.pen_item(number)
        if entry is None or record.of(entry.org) is None:
            raise Failure(f"There is no entry {number} in the pen. See mailflow pen list.")
        of = discarded_by(reader, entry)

    def act(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow.put_back import put_back_entry

        again = put_back_entry(desk, number, of, by, now)
        likely = f", likely of {again.likely_case}" if again.likely_case else ""
        return f"Entry {number} waits in the pen again{likely}: {again.reason}"

    make_correction(asked, Hand(**how), "pen", number, act)

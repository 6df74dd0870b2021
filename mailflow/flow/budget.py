"""How many letters may leave a mailbox within an hour. What is beyond it is held, and leaves when there is room.

A provider that is flooded with letters closes the account, and then no complaint is answered. Alerts about a person at
risk, and what the admin must know, leave whatever the hour has had.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.letter_kinds import LetterKind
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.store import LetterChange, LetterRow, Writer

WITHIN = timedelta(hours=1)
#: Why a letter is held; the record knows by it which ones leave by themselves.
WHY = "this mailbox has sent as many letters within an hour as it may; it leaves by itself when there is room"
_ALWAYS = (LetterKind.SAFEGUARDING_ALERT, LetterKind.ADMIN_NOTICE)


def room(desk: Desk, writer: Writer, now: datetime) -> int:
    """Return how many letters may leave now, and queue as many of those that were held for want of room."""
    limit, sent = desk.settings.mailbox.letters_per_hour, desk.sent
    if not sent.is_known:
        sent.times.extend(writer.sent_since(desk.org, now - WITHIN, among=2 * limit))
        sent.is_known = True
    while sent.times and sent.times[0] <= now - WITHIN:
        sent.times.popleft()
    left = max(0, limit - len(sent.times))
    if left and sent.may_hold:
        held = writer.held_for(desk.org, WHY, left)
        sent.may_hold = len(held) == left
        writer.mark([LetterChange.retry(one, at=now, why="") for one in held])
    return left


def must_wait(letter: LetterRow, left: int) -> bool:
    """Say whether a letter waits for room."""
    return left <= 0 and letter.kind not in _ALWAYS


def tell(desk: Desk, now: datetime) -> None:
    """Tell the admin, once an hour, that letters are held."""
    item = {
        "title": f"Letters are held: {desk.settings.mailbox.letters_per_hour} have left within an hour",
        "detail": "They leave by themselves, as many an hour as [mailbox] letters_per_hour in mailflow.toml says.",
        "command": "mailflow letter list --status held",
    }
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
        recorder.tell(trouble(desk.office, None, (item,), once=f"budget:{now:%Y-%m-%dT%H}"))
        recorder.flush()

"""Who has written how much lately, and how many letters have left: what the limits are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailflow.core.floods import WITHIN
from mailflow.flow.desk import Desk
from mailflow.flow.known import Known
from mailflow.mailbox.readers import Parsed
from mailflow.store import MessageRow, Reader


def note_senders(
    desk: Desk, reader: Reader, known: Known, rows: Sequence[MessageRow], parsed: Mapping[int, Parsed]
) -> None:
    """Note what the senders of a batch wrote lately, and when: before it, and in it.

    What waits in the same batch counts as well, so that a flood is known by its first mail where it comes at once.
    """
    for row in rows:
        one = parsed.get(row.id)
        if one is not None and one.message.sender is not None:
            known.times.setdefault(one.message.sender.key, []).append(row.received_at)
    if known.times:
        since = min(row.received_at for row in rows) - WITHIN
        for key, heads in reader.heads_since(desk.org, known.times, since).items():
            known.times[key] += [one.received_at for one in heads]
            known.lately_came[key] = [*heads]

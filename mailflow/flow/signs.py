"""Signs of life, for whoever asks later whether all goes well (``mailflow status``): when a turn ended, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailflow.flow.desk import Desk
from mailflow.store import Sign

#: A turn that ended as the one before it is written down so often: the record has better things to do.
EVERY: Final = timedelta(minutes=2)


@dataclass(slots=True, kw_only=True)
class Signs:
    """What one process has said of its turns; it begins anew with each."""

    _given_at: datetime | None = None
    _given: tuple[str, ...] = ()

    def turn_ended(self, desk: Desk, now: datetime, problems: Sequence[str], *, is_read: bool, is_told: bool) -> None:
        """Write down that a turn has ended, at most once in ``EVERY`` unless its problems are others than before.

        Args:
            desk: Whose turn.
            now: The present.
            problems: What was out of reach, each a sentence.
            is_read: The mailbox was read to its end.
            is_told: Its server says when mail has come (IDLE); else it is asked.

        Raises:
            StoreError: It could not be written.
        """
        said = tuple(problems)
        if self._given_at and said == self._given and timedelta(0) <= now - self._given_at < EVERY:
            return
        with desk.store.writing() as writer:
            writer.give_sign(desk.org, Sign.TURN, now, {"problems": list(said), "told_of_mail": is_told})
            if is_read:
                writer.give_sign(desk.org, Sign.READ, now)
        self._given_at, self._given = now, said

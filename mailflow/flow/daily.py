"""Which letters are written at all, and how many that no person has seen one address gets within a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.floods import DAILY, is_automatic
from mailflow.flow.desk import Desk
from mailflow.store import Writer


@dataclass(slots=True, kw_only=True)
class Daily:
    """The count of one transaction, over what the record had before it."""

    desk: Desk
    writer: Writer
    now: datetime
    _had: dict[str, int] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def is_new(self, letter: SendLetter, case: Case | None, *, is_opened_here: bool) -> bool:
        """Say whether a letter is to be written, before the work of it: what is queued once is not written twice.

        Args:
            letter: What was decided.
            case: The case that it is about.
            is_opened_here: The case is of this transaction, so no letter about it was ever queued before.
        """
        if letter.once is None:
            return True
        key = f"{case.ref if case else '-'}:{letter.once}"
        if key in self._keys:
            return False
        self._keys.add(key)
        return is_opened_here or not self.writer.was_queued(self.desk.org, key)

    def foresee(self, letters: Iterable[SendLetter]) -> None:
        """Ask the record at once about all addresses that letters go to, and not for each letter."""
        keys = {one.to.key for one in letters if self._is_counted(one)} - self._had.keys()
        if keys:
            had = self.writer.automatic_since(self.desk.org, self.now - timedelta(days=1), keys)
            self._had |= {key: had.get(key, 0) for key in keys}

    def too_many(self, letter: SendLetter) -> str | None:
        """Count a letter, and return why it waits for a person; None where it may leave. Staff are not counted."""
        if not self._is_counted(letter):
            return None
        self.foresee([letter])
        had = self._had[letter.to.key]
        self._had[letter.to.key] = had + 1
        return None if had < DAILY else f"its address has had {DAILY} automatic letters within a day; a person sends it"

    def _is_counted(self, letter: SendLetter) -> bool:
        return is_automatic(letter.kind, letter.audience) and not self.desk.office.officer(letter.to.address)

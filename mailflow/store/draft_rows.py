"""What the record hands out about drafts: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.store.access import Values
from mailflow.store.rows import LetterRow, NewLetter


class DraftEnd(StrEnum):
    """What became of a draft: a person sent it, removed it, sent it to somebody else, or its letter was cancelled."""

    SENT = "sent"
    REMOVED = "removed"
    ELSEWHERE = "elsewhere"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A letter that goes by the mailbox's Drafts folder, with its text.

    Attributes:
        message_id: As it is laid; ``letter.message_id`` is that under which it left, once it has.
        folder: Where it was laid, with ``uidvalidity`` and ``uid``; ``uid`` is None where the server did not say.
        sha256: Of its bytes as we laid them.
        laid_at: When it was laid; None while that is still to be done.
        gone_at: Since when it is not there any more.
        ended: What became of it; None while it lies there or is looked for.
        cleared: Nothing of it is left in the folder that we have to see to.
        sent_as: The mail as it left, or went elsewhere.
        changed: It left in other words than were decided.
    """

    letter: LetterRow
    message_id: str
    folder: str | None = None
    uidvalidity: int | None = None
    uid: int | None = None
    sha256: str | None = None
    laid_at: datetime | None = None
    gone_at: datetime | None = None
    ended: DraftEnd | None = None
    cleared: bool = False
    sent_as: int | None = None
    changed: bool = False


def draft_values(letter: NewLetter, id: int) -> Values:
    """Return the row of a draft that is still to be laid."""
    return {"letter": id, "org": letter.org, "message_id": letter.message_id, "cleared": False, "changed": False}

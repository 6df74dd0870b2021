"""Letters that a person sends from the mailbox's Drafts folder: where each lies there, and what became of it.

A letter that goes this way is ``held`` until it is found in the Sent folder, so nothing but a person can let it leave.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from mailflow.store.access import Values
from mailflow.store.draft_rows import DraftEnd, DraftRow
from mailflow.store.errors import Conflict
from mailflow.store.outbox import ReadOutbox, letter_row
from mailflow.store.rows import LetterStatus
from mailflow.store.tables import draft, letter, letter_body, message_raw

#: Why a letter is held that is still to be laid into the folder, or lies there; people read it.
TO_BE_LAID = "it waits to be put into the Drafts folder"
LIES = "it lies in the Drafts folder: a person opens it there and presses Send"
REMOVED = "its draft was removed from the Drafts folder and not sent; put it back with mailflow letter retry"
ELSEWHERE = "its draft was sent to somebody else than it was for; put it back with mailflow letter retry"

PERHAPS = (
    "it may have been sent from Drafts before the record was lost; look in Sent, then put it back into Drafts with "
    "mailflow letter retry, or letter cancel"
)

_OWN = ("folder", "uidvalidity", "uid", "sha256", "laid_at", "gone_at", "ended", "cleared", "sent_as", "changed")
_JOINED = (
    sa.select(
        letter,
        letter_body.c.text,
        draft.c.message_id.label("draft_message_id"),
        *(draft.c[name].label(f"draft_{name}") for name in _OWN),
    )
    .join(letter_body, letter_body.c.letter == letter.c.id)
    .join(draft, draft.c.letter == letter.c.id)
)
_FRESH: Values = {
    **{"folder": None, "uidvalidity": None, "uid": None, "sha256": None, "laid_at": None, "gone_at": None},
    **{"ended": None, "cleared": False, "sent_as": None, "changed": False},
}


class ReadDrafts(ReadOutbox):
    """Looking up drafts."""

    def drafts(self, org: str) -> list[DraftRow]:
        """Return what must be looked after, oldest letter first: drafts that have not left, and what is left of any."""
        unsettled = sa.or_(letter.c.status.in_(("held", "cancelled")), draft.c.cleared.is_(sa.false()))
        query = _JOINED.where(draft.c.org == org, unsettled).order_by(letter.c.id)
        return [_draft(row) for row in self._rows(query)]

    def draft_ids(self, org: str) -> set[str]:
        """Return the Message-IDs under which letters were laid into the Drafts folder, whatever became of them."""
        return set(self._db.scalars(sa.select(draft.c.message_id).where(draft.c.org == org)))

    def draft(self, letter_id: int) -> DraftRow | None:
        """Return the draft of a letter; None where it does not go by the Drafts folder."""
        row = self._db.execute(_JOINED.where(draft.c.letter == letter_id)).mappings().one_or_none()
        return None if row is None else _draft(row)

    def letter_as_sent(self, id: int) -> bytes:
        """Return a letter as it left: where a person has changed it in Drafts, the mail that they sent.

        Raises:
            LookupError: There is no such letter, or that mail was erased.
        """
        row = self.draft(id)
        if row is None or row.ended is not DraftEnd.SENT or row.sent_as is None or not row.changed:
            return self.letter_raw(id)
        raw = self._db.scalar(sa.select(message_raw.c.raw).where(message_raw.c.message == row.sent_as))
        if raw is None:
            msg = f"message {row.sent_as} has no bytes any more"
            raise LookupError(msg)
        return bytes(raw)


class WriteDrafts(ReadDrafts):
    """Following drafts."""

    def to_draft(self, id: int) -> None:
        """Hold a letter until it has been laid into the Drafts folder (again), whatever became of it there before.

        Raises:
            Conflict: It has left, was cancelled, or is leaving just now.
        """
        row = self._db.execute(sa.select(letter).where(letter.c.id == id).with_for_update()).mappings().one_or_none()
        able = (LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.FAILED)
        if row is None or row["status"] not in able or row["committing_at"] is not None:
            msg = f"letter {id} cannot be put into the Drafts folder any more; nothing was changed"
            raise Conflict(msg)
        new = self._insert(draft).values(letter=id, org=row["org"], message_id=row["message_id"], **_FRESH)
        self._db.execute(new.on_conflict_do_update(index_elements=["letter"], set_=_FRESH))
        self._hold(id, TO_BE_LAID)

    def lay_anew(self, id: int) -> None:
        """Have a draft laid once more, in the place of the one that lies there: its words have changed."""
        self._set(id, laid_at=None, gone_at=None)
        self._hold(id, TO_BE_LAID)

    def draft_laid(self, id: int, *, folder: str, uidvalidity: int, uid: int | None, sha256: str, at: datetime) -> None:
        """Record where a draft lies. ``sha256``: of its bytes as we laid them."""
        place = {"folder": folder, "uidvalidity": uidvalidity, "uid": uid, "sha256": sha256}
        self._set(id, **place, laid_at=at, gone_at=None, ended=None, cleared=False)
        self._hold(id, LIES)

    def draft_moved(self, id: int, *, uidvalidity: int, uid: int) -> None:
        """Record that a draft was found under another number: a program saves what was edited as a new message."""
        self._set(id, uidvalidity=uidvalidity, uid=uid, gone_at=None)

    def draft_missed(self, id: int, at: datetime) -> None:
        """Record since when a draft is not in its folder."""
        self._set(id, gone_at=at)

    def draft_ended(self, id: int, how: DraftEnd, *, sent_as: int | None = None, changed: bool = False) -> None:
        """Record that a draft is gone without its letter having left; the letter stays held, or cancelled.

        ``changed``: its letter is cancelled, and the draft was left in the folder to the person who has changed it.
        """
        self._set(id, ended=how.value, sent_as=sent_as, cleared=how is not DraftEnd.ELSEWHERE, changed=changed)
        if how is not DraftEnd.CANCELLED:
            self._hold(id, REMOVED if how is DraftEnd.REMOVED else ELSEWHERE)

    def draft_again(self, id: int) -> None:
        """Take up the draft of a letter that was cancelled, where it was taken out of the folder or left there since.

        What a person had changed, and was left to them, is the letter's draft again; else it is laid anew.
        """
        row = self.draft(id)
        if row is None or row.ended is not DraftEnd.CANCELLED:
            return  # nothing has happened to it yet
        if row.letter.why in (REMOVED, ELSEWHERE):  # as it was when its letter was cancelled
            self._set(id, ended=(DraftEnd.REMOVED if row.letter.why == REMOVED else DraftEnd.ELSEWHERE).value)
        elif row.changed:
            self._set(id, ended=None, cleared=False, changed=False)
        elif row.letter.why in (LIES, TO_BE_LAID):
            self.to_draft(id)

    def draft_sent(
        self,
        id: int,
        *,
        at: datetime,
        reply: str,
        sent_as: int | None,
        text: str | None = None,
        message_id: str | None = None,
    ) -> None:
        """Record that a person sent a draft. Its copy lies in Sent already.

        Args:
            id: The letter.
            at: When it left.
            reply: What is said of it where else a server's answer stands.
            sent_as: The mail as it left, where it is on record.
            text: Its words as they left, where they are others than were decided; the decided bytes stay.
            message_id: The identifier that it left under, where that is another.

        Raises:
            Conflict: It does not wait any more.
        """
        sent: Values = {"status": LetterStatus.SENT.value, "sent_at": at, "filed_at": at, "reply": reply, "why": None}
        if message_id is not None:
            sent["message_id"] = message_id
        query = sa.update(letter).where(letter.c.id == id, letter.c.status == LetterStatus.HELD.value).values(sent)
        if self._db.execute(query).rowcount != 1:
            msg = f"letter {id} does not wait to be sent from Drafts; nothing was changed"
            raise Conflict(msg)
        if text is not None:
            self._db.execute(sa.update(letter_body).where(letter_body.c.letter == id).values(text=text))
        self._set(id, ended=DraftEnd.SENT.value, sent_as=sent_as, changed=text is not None)

    def draft_perhaps_sent(self, id: int, at: datetime) -> None:
        """Hold a letter whose draft is not there, and of which nobody knows whether it ever lay there, since ``at``."""
        self._set(id, laid_at=at, gone_at=at, ended=DraftEnd.REMOVED.value, cleared=True)
        self._hold(id, PERHAPS)

    def draft_cleared(self, id: int) -> None:
        """Record that nothing in the Drafts folder is left to be looked after."""
        self._set(id, cleared=True)

    def write_anew(self, id: int, *, subject: str, text: str, raw: bytes) -> None:
        """Give a letter that waits to be laid its words as they are now."""
        self._db.execute(sa.update(letter).where(letter.c.id == id).values(subject=subject))
        self._db.execute(sa.update(letter_body).where(letter_body.c.letter == id).values(text=text, raw=raw))

    def _set(self, id: int, **values: object) -> None:
        self._db.execute(sa.update(draft).where(draft.c.letter == id).values(values))

    def _hold(self, id: int, why: str) -> None:
        held = {"status": LetterStatus.HELD.value, "why": why}
        waits = letter.c.status.in_((LetterStatus.HELD.value, LetterStatus.QUEUED.value, LetterStatus.FAILED.value))
        self._db.execute(sa.update(letter).where(letter.c.id == id, waits).values(held))


def _draft(row: RowMapping) -> DraftRow:
    own = {name: row[f"draft_{name}"] for name in _OWN}
    own["ended"] = DraftEnd(own["ended"]) if own["ended"] else None
    kept = {name: value for name, value in row.items() if not name.startswith("draft_")}
    return DraftRow(letter=letter_row(kept), message_id=row["draft_message_id"], **own)

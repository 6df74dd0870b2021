"""Letters: frozen when queued, and followed until the next server has taken them or a person knows why not.

A letter on its way is ``queued``. ``committing_at`` is made durable before the final dot of the SMTP dialogue is
written: if the process dies after it, nobody knows whether the letter was accepted, and ``unresolved`` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.store import codec, lookups
from mailflow.store.access import Access, Values, batches
from mailflow.store.draft_rows import draft_values
from mailflow.store.errors import Conflict
from mailflow.store.rows import LetterChange, LetterRow, LetterStatus, NewLetter, Step
from mailflow.store.steps import COMMIT, COMMIT_STILL_OURS, IS_QUEUED, MARKED, SENT, marked
from mailflow.store.tables import draft, letter, letter_body, storable

#: More letters than there are.
_ALL = 1 << 40
_MARK = (
    sa.update(letter)
    .where(letter.c.id == sa.bindparam("letter_"))
    .values({name: sa.bindparam(f"{name}_") for name in MARKED})
)
_TO_MARK = (
    sa.select(letter.c.id, *(letter.c[name] for name in MARKED))
    .where(letter.c.id.in_(sa.bindparam("letters_", expanding=True)))
    .order_by(letter.c.id)  # whoever marks the same letters waits instead of blocking each other
    .with_for_update()
)
_FILED = sa.update(letter).where(letter.c.id == sa.bindparam("letter_")).values(filed_at=sa.bindparam("filed_at_"))


class ReadOutbox(Access):
    """Looking up letters."""

    def letter(self, id: int) -> LetterRow | None:
        """Return a letter with its text, without its raw bytes."""
        query = sa.select(letter, letter_body.c.text).join(letter_body, letter_body.c.letter == letter.c.id)
        row = self._db.execute(query.where(letter.c.id == id)).mappings().one_or_none()
        return None if row is None else letter_row(row)

    def letter_raw(self, id: int) -> bytes:
        """Return a letter as it is sent, byte for byte.

        Raises:
            LookupError: There is no such letter.
        """
        raw = self._db.scalar(sa.select(letter_body.c.raw).where(letter_body.c.letter == id))
        if raw is None:
            msg = f"there is no letter {id}"
            raise LookupError(msg)
        return bytes(raw)

    def letter_intent(self, id: int) -> SendLetter | None:
        """Return what was decided about a letter that could not be written, or waited for approval; else None."""
        text = self._db.scalar(sa.select(letter_body.c.intent).where(letter_body.c.letter == id))
        return codec.load_intent(text) if text else None

    def letters(
        self,
        org: str,
        *,
        ref: str | None = None,
        status: str | None = None,
        newest: bool = False,
        limit: int | None = None,
    ) -> list[LetterRow]:
        """Return letters without text and bytes, in the order they were queued or ``newest`` first."""
        query = lookups.LETTER.where(letter.c.org == org)
        if ref is not None:
            query = query.where(letter.c.ref == ref)
        if status is not None:
            query = query.where(letter.c.status == status)
        query = query.order_by(letter.c.id.desc() if newest else letter.c.id).limit(limit)
        return [letter_row(row) for row in self._rows(query)]

    def letters_by_message_id(self, org: str, message_ids: Iterable[str]) -> dict[str, LetterRow]:
        """Return our letters that bear these Message-IDs; an unknown one is absent."""
        rows = self._found_among(lookups.letters_by_message_id, map(storable, message_ids), {"org_": org})
        return {row["message_id"]: letter_row(row) for row in rows}

    def letters_by_reply_key(self, org: str, keys: Iterable[str]) -> dict[str, LetterRow]:
        """Return our letters to which these reply addresses belong; an unknown one is absent."""
        rows = self._found_among(lookups.letters_by_reply_key, keys, {"org_": org})
        return {row["reply_key"]: letter_row(row) for row in rows}

    def was_queued(self, org: str, once: str) -> bool:
        """Say whether a letter with this key was ever queued, whatever became of it."""
        found = self._db.scalar(sa.select(letter.c.id).where(letter.c.org == org, letter.c.once == once))
        return found is not None

    def once_keys(self, org: str, beginning: str) -> list[str]:
        """Return the keys of letters, whatever became of them, that begin with a text of letters, digits and ``-:``."""
        query = sa.select(letter.c.once).where(letter.c.org == org, letter.c.once.startswith(beginning))
        return [key for key in self._db.scalars(query.order_by(letter.c.id)) if key]

    def unresolved(self, org: str) -> list[LetterRow]:
        """Return the letters that were committing when the process ended: the server may have them or not."""
        query = lookups.LETTER.where(letter.c.org == org, IS_QUEUED, letter.c.committing_at.is_not(None))
        return [letter_row(row) for row in self._rows(query.order_by(letter.c.id))]

    def unfiled(self, org: str, limit: int | None = None) -> list[LetterRow]:
        """Return sent letters to complainants, whole, of which no copy lies in the Sent folder yet, oldest first."""
        wanted = {"org_": org, "limit_": _ALL if limit is None else limit}
        return [letter_row(row) for row in self._found(lookups.LETTERS_UNFILED, wanted)]

    def next_attempt(self, org: str) -> datetime | None:
        """Return when the first queued letter is to be tried."""
        where = (letter.c.org == org, IS_QUEUED, letter.c.committing_at.is_(None))
        first: datetime | None = self._db.scalar(sa.select(sa.func.min(letter.c.next_attempt_at)).where(*where))
        return first


class WriteOutbox(ReadOutbox):
    """Queueing letters and following them."""

    def queue(self, letters: Sequence[NewLetter]) -> list[int | None]:
        """Queue letters and return their ids; None for one whose ``once`` was queued before."""
        for org in dict.fromkeys(one.org for one in letters):
            self._lock(org)
        taken = self._taken(letters)
        fresh: list[NewLetter] = []
        for one in letters:
            key = (one.org, one.once)
            if one.once is None or key not in taken:
                taken.add(key)
                fresh.append(one)
        self._add(letter, [_new(one) for one in fresh])
        ids = self._ids(fresh)
        bodies = [
            {
                "letter": ids[one.org, one.message_id],
                "text": one.text,
                "raw": one.raw,
                "intent": codec.dump_intent(one.intent) if one.intent else None,
            }
            for one in fresh
        ]
        self._add(letter_body, bodies)
        self._add(draft, [draft_values(one, ids[one.org, one.message_id]) for one in fresh if one.by_draft])
        queued = {id(one) for one in fresh}
        return [ids[one.org, one.message_id] if id(one) in queued else None for one in letters]

    def _taken(self, letters: Sequence[NewLetter]) -> set[tuple[str, str | None]]:
        found: set[tuple[str, str | None]] = set()
        for org in {one.org for one in letters}:
            keys = (one.once for one in letters if one.org == org and one.once is not None)
            found.update((org, row["once"]) for row in self._found_among(lookups.letters_by_once, keys, {"org_": org}))
        return found

    def _ids(self, letters: Sequence[NewLetter]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for org in {one.org for one in letters}:
            message_ids = (one.message_id for one in letters if one.org == org)
            rows = self._found_among(lookups.letter_ids, message_ids, {"org_": org})
            found.update(((org, row["message_id"]), row["id"]) for row in rows)
        return found

    def write_held(self, id: int, *, subject: str, text: str, raw: bytes, at: datetime) -> None:
        """Give a letter that was held because it could not be written its words, once, and queue it.

        Raises:
            Conflict: It has its words already, or is not held. What was frozen is not written anew.
        """
        row = self._db.execute(lookups.WHOLE_LETTER.where(letter.c.id == id).with_for_update()).mappings().one_or_none()
        if row is None or row["status"] != LetterStatus.HELD or row["raw"]:
            msg = f"letter {id} does not wait to be written; nothing was changed"
            raise Conflict(msg)
        self._queue_with(id, subject=subject, text=text, raw=raw, at=at)

    def approve(self, id: int, *, subject: str, text: str, raw: bytes, at: datetime) -> None:
        """Queue a letter that a person had to see first, in the words that are frozen now.

        Raises:
            Conflict: It is not held, or has no words yet.
        """
        row = self._db.execute(lookups.WHOLE_LETTER.where(letter.c.id == id).with_for_update()).mappings().one_or_none()
        if row is None or row["status"] != LetterStatus.HELD or not row["raw"]:
            msg = f"letter {id} does not wait to be approved; nothing was changed"
            raise Conflict(msg)
        self._queue_with(id, subject=subject, text=text, raw=raw, at=at)

    def _queue_with(self, id: int, *, subject: str, text: str, raw: bytes, at: datetime) -> None:
        queued = {"subject": subject, "status": LetterStatus.QUEUED.value, "why": None, "next_attempt_at": at}
        self._db.execute(sa.update(letter).where(letter.c.id == id).values(queued))
        self._db.execute(sa.update(letter_body).where(letter_body.c.letter == id).values(text=text, raw=raw))

    def claim(self, org: str, now: datetime, limit: int | None = None) -> list[LetterRow]:
        """Return the letters that are to be tried now, whole, the one that waits longest first.

        Within this transaction they are this writer's alone. A letter is claimed for longer by committing
        ``LetterChange.committing``, which only one writer can.
        """
        wanted = {"org_": org, "now_": now, "limit_": _ALL if limit is None else limit}
        return [letter_row(row) for row in self._found(lookups.LETTERS_DUE, wanted)]

    def mark(self, changes: Sequence[LetterChange]) -> None:
        """Record what happened to letters, one change for each.

        An attempt is counted when a letter begins to commit, or else when it is sent, fails or is to be tried again.

        Raises:
            Conflict: A letter is not where this step begins, or has another attempt: somebody else has it.
            Overtaken: Another process has taken over the mailbox, and the letters with it.
        """
        others = [one for one in sorted(changes, key=lambda one: one.id) if not self._stepped(one)]
        now: dict[int, RowMapping] = {}
        for some in batches(one.id for one in others):
            rows = self._db.execute(_TO_MARK, {"letters_": some}).mappings()
            now.update((row["id"], row) for row in rows)
        self._many(_MARK, [marked(one, now.get(one.id)) for one in others])

    def _stepped(self, change: LetterChange) -> bool:
        """Take one of the two steps of a letter that leaves at once, and say whether it could be taken."""
        values: Values = {"letter_": change.id, "at_": change.at}
        epoch = self._epochs.get(change.org or "")
        if change.step is Step.COMMITTING and change.attempt is not None and epoch is not None:
            row = {**values, "attempt_": change.attempt, "epoch_": epoch}
            if self._many(COMMIT_STILL_OURS, [row]) == 1:
                return True
            self._lock(change.org or "")  # were we overtaken? Else the letter itself is not where this step begins
            return False
        if change.step is Step.COMMITTING and change.attempt is not None:
            return self._many(COMMIT, [{**values, "attempt_": change.attempt}]) == 1
        if change.step is Step.SENT and change.attempt is None:
            return self._many(SENT, [{**values, "reply_": change.reply}]) == 1
        return False

    def uncancel(self, id: int, status: LetterStatus, why: str | None) -> None:
        """Let a letter wait as it did before a person cancelled it: its bytes are the same.

        Raises:
            Conflict: It is not cancelled.
        """
        assert status in {LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.FAILED}, "it has not left"
        is_cancelled = (letter.c.id == id, letter.c.status == LetterStatus.CANCELLED.value)
        if self._db.execute(sa.update(letter).where(*is_cancelled).values(status=status.value, why=why)).rowcount != 1:
            msg = f"letter {id} is not cancelled; nothing was changed"
            raise Conflict(msg)

    def filed(self, ids: Iterable[int], at: datetime) -> None:
        """Record that copies of letters lie in the Sent folder."""
        self._many(_FILED, [{"letter_": id, "filed_at_": at} for id in sorted(set(ids))])


def _new(one: NewLetter) -> Values:
    assert one.status in {LetterStatus.QUEUED, LetterStatus.HELD}, "a new letter is queued or held"
    assert one.raw or one.status is LetterStatus.HELD, "what is queued can be sent"
    return {
        "org": one.org,
        "ref": one.ref,
        "kind": one.kind.value,
        "audience": one.audience.value,
        "to_address": one.to_address,
        "to_name": one.to_name,
        "subject": one.subject,
        "message_id": one.message_id,
        "status": one.status.value,
        "attempts": 0,
        "uncertain": 0,
        "queued_at": one.queued_at,
        "next_attempt_at": one.next_attempt_at or one.queued_at,
        "why": one.why,
        "message": one.message,
        "stage": one.stage,
        "once": one.once,
        "reply_key": one.reply_key,
    }


def letter_row(row: RowMapping | Mapping[str, Any]) -> LetterRow:
    """Return a letter from the columns of its row."""
    values: Values = dict(row)
    values["kind"] = LetterKind(values["kind"])
    values["audience"] = Audience(values["audience"])
    values["status"] = LetterStatus(values["status"])
    return LetterRow(**values)

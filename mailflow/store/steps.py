"""The steps of a letter: from where each can be taken, and what its row says then."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from mailflow.store.access import Values
from mailflow.store.errors import Conflict
from mailflow.store.rows import LetterChange, LetterStatus, Step
from mailflow.store.tables import chain, letter

#: What a step can change.
MARKED = ("status", "committing_at", "attempts", "uncertain", "next_attempt_at", "sent_at", "why", "reply")

#: From where each step can be taken. What was cancelled stays so; what left can only come back (a bounce).
_FROM: Final = {
    Step.COMMITTING: {LetterStatus.QUEUED},
    Step.SENT: {LetterStatus.QUEUED},
    Step.RETRY: {LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.FAILED},
    Step.FAILED: {LetterStatus.QUEUED, LetterStatus.SENT, LetterStatus.FAILED},
    Step.HELD: {LetterStatus.QUEUED},
    Step.CANCELLED: {LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.FAILED},
}
#: Steps that cannot be taken while the server's answer is awaited.
_NOT_WHILE_COMMITTING: Final = {Step.COMMITTING, Step.HELD, Step.CANCELLED}

#: On its way. Spelt as in the index.
IS_QUEUED: Final = letter.c.status == sa.literal_column("'queued'")
#: The two steps that every letter takes, each as one statement that changes nothing where it cannot be taken.
COMMIT = (
    sa.update(letter)
    .where(
        letter.c.id == sa.bindparam("letter_"),
        IS_QUEUED,
        letter.c.committing_at.is_(None),
        letter.c.attempts == sa.bindparam("attempt_"),
    )
    .values(committing_at=sa.bindparam("at_"), attempts=letter.c.attempts + sa.literal_column("1"), why=sa.null())
)
COMMIT_STILL_OURS = COMMIT.where(
    sa.exists().where(chain.c.org == letter.c.org, chain.c.epoch == sa.bindparam("epoch_"))
)
SENT = (
    sa.update(letter)
    .where(letter.c.id == sa.bindparam("letter_"), IS_QUEUED, letter.c.committing_at.is_not(None))
    .values(
        status=sa.literal_column("'sent'"),
        committing_at=sa.null(),
        sent_at=sa.bindparam("at_"),
        reply=sa.bindparam("reply_"),
        why=sa.null(),
    )
)


def marked(change: LetterChange, now: RowMapping | None) -> Values:
    """Return what a letter's row says after a step.

    Args:
        change: The step.
        now: What it says before; None where there is no such letter.

    Raises:
        Conflict: The letter is not where the step begins, or has another attempt.
    """
    msg = f"letter {change.id} cannot become {change.step.value}"
    if now is None:
        raise Conflict(f"{msg}: there is no such letter")
    is_committing = now["committing_at"] is not None
    if now["status"] not in _FROM[change.step] or (is_committing and change.step in _NOT_WHILE_COMMITTING):
        raise Conflict(f"{msg}: it is {'committing' if is_committing else now['status']}")
    if change.attempt is not None and change.attempt != now["attempts"]:
        raise Conflict(f"{msg}: it was tried {now['attempts']} times, not {change.attempt}")
    new: Values = {name: now[name] for name in MARKED}
    was_queued = now["status"] == LetterStatus.QUEUED
    if was_queued and not is_committing and change.step not in {Step.HELD, Step.CANCELLED}:
        new["attempts"] += 1
    new["committing_at"] = None
    new["why"] = change.why
    match change.step:
        case Step.COMMITTING:
            new["committing_at"] = change.at
        case Step.RETRY:
            new["status"] = LetterStatus.QUEUED.value
            new["next_attempt_at"] = change.at
            new["uncertain"] += change.is_uncertain
        case Step.SENT:
            new["status"] = LetterStatus.SENT.value
            new["sent_at"] = change.at
            new["reply"] = change.reply
        case Step.FAILED | Step.HELD | Step.CANCELLED:
            new["status"] = change.step.value
    return {"letter_": change.id, **{f"{name}_": value for name, value in new.items()}}

"""Which letters wait for a person before they leave (``sending = "approve"`` and ``"drafts"``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailflow.core.letter_kinds import Audience
from mailflow.store import TO_BE_LAID, LetterRow, LetterStatus

if TYPE_CHECKING:
    from mailflow.flow.desk import Desk

#: Why a letter is held; the record knows by it which ones are ready to be approved.
APPROVAL = "it waits for approval: mailflow letter approve"

#: Why a letter is held that the recovery of a record decided once more.
MAY_HAVE_LEFT = "it may have left before the record was lost; look, then mailflow letter approve, or letter cancel"


def why_it_waits(desk: Desk, audience: Audience) -> str | None:
    """Return why a letter waits. Letters to staff and the admin leave at once: they bring what there is to see."""
    if audience is not Audience.COMPLAINANT:
        return None
    if desk.office.drafts:
        return TO_BE_LAID
    return APPROVAL if desk.office.approves else None


def may_have_left(letter: LetterRow) -> bool:
    """Say whether nobody knows if a letter has left: then nothing but a look at this very one lets it leave."""
    return letter.status is LetterStatus.HELD and letter.why == MAY_HAVE_LEFT


def waits_for_approval(letter: LetterRow) -> bool:
    """Say whether a letter is ready and waits for a person's yes; also where the configuration has changed since."""
    return letter.status is LetterStatus.HELD and letter.why in (APPROVAL, MAY_HAVE_LEFT)

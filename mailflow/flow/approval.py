"""Which letters wait until a person has approved them (``sending = "approve"``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailflow.core.decision import Audience
from mailflow.store import LetterRow, LetterStatus

if TYPE_CHECKING:
    from mailflow.flow.desk import Desk

#: Why a letter is held; the record knows by it which ones are ready to be approved.
APPROVAL = "it waits for approval: mailflow letter approve"

#: Why a letter is held that the recovery of a record decided once more.
MAY_HAVE_LEFT = "it may have left before the record was lost; look, then mailflow letter approve, or letter cancel"


def must_be_approved(desk: Desk, audience: Audience) -> bool:
    """Say whether a letter waits. Letters to staff and the admin leave at once: they bring what there is to approve."""
    return desk.office.approves and audience is Audience.COMPLAINANT


def waits_for_approval(letter: LetterRow) -> bool:
    """Say whether a letter is ready and waits for a person's yes; also where the configuration has changed since."""
    return letter.status is LetterStatus.HELD and letter.why in (APPROVAL, MAY_HAVE_LEFT)

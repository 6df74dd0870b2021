"""The clocks of the law beside those of the policy: set when a stage opens, kept beside its own; the earlier governs.

A law counts from the first complaint, whatever stage the case is at by then: its clock goes along from stage to stage
until a letter meets it. Which complaints a law is about, only a person can say, so its clock runs on every one, but
for what nobody may promise unasked: what a case of safeguarding or a request for one's own data calls for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailflow.core.case import Case, Deadline, Status, What
from mailflow.core.facts import DeadlineMet, DeadlineSet
from mailflow.core.law import Law
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.trigger import LetterLeft

_MEET = {
    "acknowledge": (LetterKind.ACKNOWLEDGEMENT, LetterKind.OUTCOME, LetterKind.REFERRAL),
    "outcome": (LetterKind.OUTCOME, LetterKind.REFERRAL),
}


def clocks_of_law(
    case: Case | None, stage: str, office: Office, complained_at: datetime, *, writes_back: bool
) -> Iterator[DeadlineSet]:
    """Yield the clocks of the organisation's laws that run at a stage that opens.

    Args:
        case: As it stood, or None where the stage begins it.
        stage: The stage that opens.
        office: Its laws and its calendar.
        complained_at: Receipt of the first complaint.
        writes_back: The complainant left an address; nobody else can be sent an acknowledgement.
    """
    for law in office.laws:
        is_ours = law.counts_from == "complaint" and law.concerns in ("every-complaint", "data-protection")
        if is_ours and law.what in _MEET and _is_owed(law, case, writes_back=writes_back):
            due = law.due(office.calendar, complained_at)
            yield DeadlineSet(what=What.STATUTORY, stage=stage, source=law.source, due=due)


def _is_owed(law: Law, case: Case | None, *, writes_back: bool) -> bool:
    if law.what == "acknowledge" and not writes_back:
        return False
    if case is None:
        return True
    clocks = [one for one in case.deadlines if one.what is What.STATUTORY and one.source == law.source]
    if any(one.met_at for one in clocks):
        return False
    # A law that was switched on later: its letter may have left before it had a clock.
    return bool(clocks) if law.what == "acknowledge" else not case.decided_stages


def met_by(case: Case, left: LetterLeft, office: Office) -> list[DeadlineMet]:
    """Return which clocks of the law a letter meets. One whose law was switched off since is met by an answer."""
    found = []
    for one in case.deadlines:
        if one.what is not What.STATUTORY or one.stage != left.stage or not (one.is_running or slept(case, one)):
            continue
        law = office.law_of(one.source)
        if left.kind in _MEET[law.what if law and law.what in _MEET else "outcome"]:
            found.append(DeadlineMet(what=one.what, stage=one.stage, source=one.source, met_at=left.at))
    return found


def slept(case: Case, deadline: Deadline) -> bool:
    """Say whether a promise ended because its case was closed. A letter that waited then keeps it all the same.

    Else it would be owed once more where the case is opened again, or its closing is taken back, and no letter be left
    to keep it.
    """
    return case.status is Status.CLOSED and deadline.ended and deadline.met_at is None


def asks_for_acknowledgement(deadline: Deadline, office: Office) -> bool:
    """Say whether a law's clock is about the acknowledgement, which goes by itself, and not about the answer."""
    law = office.law_of(deadline.source) if deadline.what is What.STATUTORY else None
    return law is not None and law.what == "acknowledge"

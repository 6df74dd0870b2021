"""How much is too much: mail of one sender, and letters that leave by themselves (TRUST F9, F12 to F14).

Nothing is dropped for it: mail is kept together on one case, and letters wait for a person.
"""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.case import Case
from mailflow.core.decision import Audience, LetterKind
from mailflow.core.trigger import MessageArrived

#: Mails of one sender within an hour beyond which they are put together: twenty complaints of one family in an hour
#: are a program's, or somebody's in a state in which twenty letters of ours do not help.
FLOOD = 20
WITHIN = timedelta(hours=1)
#: Letters that no person has seen which one address that is not staff's gets within a day.
DAILY = 10

_AUTOMATIC = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.APPEAL_LATE,
        LetterKind.PROCESS_ENDED,
        LetterKind.THANKS,
        LetterKind.RECEIPT,
    }
)
#: Their names, for the record.
AUTOMATIC = tuple(sorted(one.value for one in _AUTOMATIC))


def is_automatic(kind: LetterKind, audience: Audience) -> bool:
    """Say whether a letter answers a complainant's mail without a person."""
    return audience is Audience.COMPLAINANT and kind in _AUTOMATIC


def is_flood(arrived: MessageArrived) -> bool:
    """Say whether the sender has written more within the hour than anybody can answer one by one."""
    return arrived.lately > FLOOD


def flooded(arrived: MessageArrived) -> Case | None:
    """Return the case that a first mail of a flood is kept with: the latest that its sender opened within the hour."""
    if not is_flood(arrived):
        return None
    since = arrived.received_at - WITHIN
    return next((one for one in reversed(arrived.earlier_cases) if one.first_received_at >= since), None)

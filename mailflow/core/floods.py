"""How much is too much: mail of one sender, and letters that leave by themselves (TRUST F9, F12 to F14).

Nothing is dropped for it: mail is kept together on one case, and letters wait for a person.
"""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.case import Case
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.trigger import MessageArrived

#: Cases that the first mails of one sender open within an hour. Who has more to say in an hour is not helped by more
#: references and letters.
CASES = 3
#: Mails of one sender within an hour beyond which they are put together: twenty complaints of one family in an hour
#: are a program's, or somebody's in a state in which twenty letters of ours do not help.
FLOOD = 20
WITHIN = timedelta(hours=1)
#: As long as it goes on, a flood is kept where it was this long ago.
ONGOING = timedelta(days=1)
#: Letters that no person has seen which one address that is not staff's gets within a day.
DAILY = 10

_AUTOMATIC = frozenset(
    {
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.APPEAL_LATE,
        LetterKind.PROCESS_ENDED,
        LetterKind.THANKS,
        LetterKind.RECEIPT,
        LetterKind.CONFIRM_ADDRESS,
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
    """Return the case that a first mail of a flood is kept with: the latest that its sender opened within the day.

    A flood that goes on opens no case each hour.
    """
    return next(reversed(_opened(arrived, ONGOING)), None) if is_flood(arrived) else None


def cases_lately(arrived: MessageArrived) -> tuple[Case, ...]:
    """Return the cases that a mail's sender opened by mail within the hour around it, oldest first."""
    return _opened(arrived, WITHIN)


def _opened(arrived: MessageArrived, within: timedelta) -> tuple[Case, ...]:
    key = arrived.message.sender.key if arrived.message.sender else ""
    return tuple(
        one
        for one in arrived.earlier_cases
        if (one.complainant.address or "").casefold() == key
        and one.channel == "email"
        and one.merged_into is None
        and abs(one.first_received_at - arrived.received_at) <= within
    )

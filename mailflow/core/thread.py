"""Which case does a message belong to, on what evidence, and is its sender admitted to it?

Four hints, best first: a reply address of ours; a Message-ID of ours in References or In-Reply-To; a Message-ID of the
same person's earlier mail; the tag in the subject. A hint only *nominates*: knowing a reference or a Message-ID confers
nothing. The sender must be a party of the nominated case, else the message waits in the holding pen with its likely
case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.case import Case
from mailflow.core.mail import InboundMessage
from mailflow.core.office import Office, Officer

_TAG = re.compile(r"\[\s*([A-Za-z][A-Za-z0-9]{0,9}-\d{4}-\d{4,9})\s*\]")


class Writer(StrEnum):
    """Who wrote, as seen from the case."""

    COMPLAINANT = "complainant"
    STAFF = "staff"
    OTHER_SIDE = "other-side"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A letter of ours that a message answers.

    Attributes:
        to: The one address that the letter went to.
        for_staff: It was written to somebody as a member of staff. A letter to them as a complainant, or as the other
            side of a mediation, confers nothing.
        message: The incoming message that the letter was about (what a ``confirm-sender`` asks to confirm).
    """

    letter: int
    ref: str | None
    kind: str
    to: str
    subject: str
    message: int | None = None
    sent_at: datetime | None = None
    for_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threaded:
    """Where a message belongs. ``case`` is None for a first mail; ``likely`` names a case that does not admit it.

    ``perhaps``: that case, where its marks are such as its complainant has, so that they may be asked.
    """

    writer: Writer
    case: Case | None = None
    officer: Officer | None = None
    answers: Answered | None = None
    likely: str | None = None
    perhaps: Case | None = None
    because: str = ""


def tags_in(subject: str, code: str) -> tuple[str, ...]:
    """Return the case references of our own organisation in a subject, without doubles."""
    found = (match.upper() for match in _TAG.findall(subject))
    return tuple(dict.fromkeys(ref for ref in found if ref.startswith(f"{code.upper()}-")))


def thread(
    message: InboundMessage,
    office: Office,
    *,
    ours: Mapping[str, Answered],
    theirs: Mapping[str, str],
    cases: Mapping[str, Case],
    addressed: Sequence[Answered] = (),
    delivered: Sequence[str] = (),
) -> Threaded:
    """Place a message that a person wrote.

    Args:
        message: As read.
        office: Whose mailbox it came to.
        ours: Our letters among the message's references, by Message-ID.
        theirs: Reference of the case on which an earlier incoming message of this Message-ID was filed.
        cases: The cases that any hint names.
        addressed: Our letters to whose reply addresses the author has written (To, Cc).
        delivered: References of the cases to whose reply addresses it was delivered, without a word of the author's. No
            signature covers that, so it points to the case and is no answer to a letter.
    """
    sender = message.sender.address if message.sender and message.sender_is_plain else ""
    officer = office.officer(sender) if sender else None
    letters = [*addressed, *(ours[one] for one in reversed(message.references) if one in ours)]
    answers = next((one for one in letters if one.to.casefold() == sender.casefold()), next(iter(letters), None))
    hints = _hints(message, office, letters, theirs, delivered)
    named = {ref: why for ref, why in hints.items() if ref in cases}
    if not named:
        writer = Writer.STAFF if officer else Writer.STRANGER
        return Threaded(writer=writer, officer=officer, answers=answers, because="nothing in it points to a case")
    ref, why = next(iter(named.items()))
    if len(named) > 1:
        # Which ones, nobody is told: whoever hears of the first may be kept out of the second.
        why = "its marks point to more than one case"
        return Threaded(writer=Writer.STRANGER, likely=ref, answers=answers, because=why)
    case = cases[ref]
    if case.is_complainants(sender):
        return Threaded(
            writer=Writer.COMPLAINANT, case=case, answers=answers, because=f"{why}; the sender is its complainant"
        )
    if sender and officer is None and case.has_part(sender):
        why = f"{why}; the sender is the other side of its mediation"
        return Threaded(writer=Writer.OTHER_SIDE, case=case, answers=answers, because=why)
    if officer and case.is_sealed_from(officer.address):
        # Whom a case is about is a stranger to it, and is not told that it exists.
        why = "its sender is kept out of the case that it names"
        return Threaded(writer=Writer.STRANGER, likely=ref, answers=answers, because=why)
    if officer:
        return Threaded(
            writer=Writer.STAFF, case=case, officer=officer, answers=answers, because=f"{why}; the sender is staff"
        )
    perhaps = _perhaps_theirs(case, letters) if sender and ref not in delivered else None
    why = f"{why}, but the sender is not a party of {ref}"
    return Threaded(writer=Writer.STRANGER, likely=ref, perhaps=perhaps, because=why)


def _hints(
    message: InboundMessage,
    office: Office,
    letters: Sequence[Answered],
    theirs: Mapping[str, str],
    delivered: Sequence[str],
) -> dict[str, str]:
    """Return the cases that a message points to, the best hint first, each with the sentence that says how."""
    hints = {one.ref: "it answers a letter of ours" for one in letters if one.ref}
    if not hints:
        hints = {
            theirs[one]: "it answers an earlier message on the case" for one in message.references if one in theirs
        }
    for ref in delivered:
        hints.setdefault(ref, "it came to a reply address of ours")
    for ref in tags_in(message.subject, office.code):
        hints.setdefault(ref, "its subject bears the case's reference")
    return hints


def _perhaps_theirs(case: Case, letters: Sequence[Answered]) -> Case | None:
    """Return the case where a stranger's mail may be its complainant's.

    Who answers what went to staff, or to the other side, is perhaps one of those at another address of their own.
    """
    ours = [one for one in letters if one.ref == case.ref]
    return case if all(case.is_complainants(one.to) and not one.for_staff for one in ours) else None

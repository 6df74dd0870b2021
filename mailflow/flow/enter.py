"""A complaint by phone, in person or on paper becomes a case, through the same opening as one that came by mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflow.core.case import Case, Complainant, Kind
from mailflow.core.classify import Reading
from mailflow.core.decide.entering import enter as decide_entering
from mailflow.core.form import find_form
from mailflow.core.mail import Address, MessageClass
from mailflow.core.trigger import MessageArrived
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.kept import Typed, decided, keep
from mailflow.flow.override import By, Followed, letters_of, recorder_of

#: Older than this is a slip in the year: holidays are known for so long, and retention has passed.
OLDEST = timedelta(days=5 * 366)
_CAME = {"phone": "by phone", "person": "in person", "letter": "by letter", "form": "on a form"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What is entered.

    Attributes:
        channel: phone, person, letter, form.
        received_at: When the person said it.
        file: Name and bytes of a file that came with it.
    """

    complainant: Complainant
    kind: Kind
    channel: str
    received_at: datetime
    subject: str
    text: str
    file: tuple[str, bytes] | None = None


def enter(desk: Desk, entered: Entered, by: By, now: datetime) -> Followed:
    """Open a case for what is entered.

    Raises:
        Refusal: Its time cannot be right.
    """
    if entered.received_at > now:
        raise Refusal(f"{entered.received_at.isoformat()} is in the future. Correct --received.")
    if entered.received_at < now - OLDEST:
        raise Refusal(f"{entered.received_at.isoformat()} is years ago. Correct --received.")
    who = entered.complainant
    author = Address(address=who.address, name=who.name) if who.address else None
    typed = Typed(
        subject=entered.subject,
        text=entered.text,
        name=who.name or "Somebody who gives no name",
        author=author,
        file=entered.file,
    )
    with desk.store.writing() as writer:
        recorder = recorder_of(desk, writer, now)
        row, message = keep(desk, writer, typed, entered.received_at)
        form = find_form(desk.office.policy.form, entered.text, message.documents)
        row = replace(row, form=form.fields if form else None)
        recorder.message(row)
        arrived = MessageArrived(
            id=row.id,
            received_at=entered.received_at,
            now=now,
            message=message,
            new_text=entered.text,
            reading=Reading(as_=None, because=f"admin {by.name} entered it at the command line", acknowledge=True),
            form=form,
        )
        decision = decide_entering(
            arrived,
            desk.office,
            complainant=who,
            kind=entered.kind,
            channel=entered.channel,
            by=by.name,
            reason=by.reason,
        )
        after = recorder.decided(None, decision)
        assert after is not None, "what is entered is a case"
        recorder.message(decided(row, MessageClass.COMPLAINT, after.ref, decision.because))
        recorder.flush()
        letters = letters_of(desk, writer, after.ref, 2)
        return Followed(before=None, after=after, letters=letters, says=_says(after))


def _says(case: Case) -> str:
    who = "somebody who gives no name" if case.complainant.anonymous else case.complainant.name
    told = "" if case.complainant.address else " Nobody can be written to: there is no address."
    return f"A new case: {case.kind.value} of {who}, {_CAME[case.channel]}.{told}"

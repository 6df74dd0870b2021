"""``mailflow message move|reclassify|requeue`` and ``mailflow letter cancel``: what was read or written amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow.admin.correction import corrects

if TYPE_CHECKING:
    from datetime import datetime

    from mailflow.admin.correction import Act
    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By

_CLASSES = (
    *("complaint", "reply", "spam", "auto-reply", "bounce", "delay", "receipt", "feedback-report", "challenge"),
    *("calendar", "list", "own"),
)


@corrects("move", "message")
@click.argument("to", metavar="REF|new")
def move(number: int, to: str) -> Act:
    """Put a message onto a case, or let it open a new one. It counts as of its receipt."""

    def act(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow import correct

        ref = correct.move(desk, number, None if to.casefold() == "new" else to.upper(), by, now)
        return f"Message {number} is on {ref}."

    return act


@corrects("reclassify", "message")
@click.argument("class_", metavar="CLASS", type=click.Choice(_CLASSES))
def reclassify(number: int, class_: str) -> Act:
    """Say what a message is. A complaint opens a case, and a reply goes to the handlers, as of its receipt."""

    def act(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow import correct

        ref = correct.reclassify(desk, number, class_, by, now)
        return f"Message {number} is {class_}{f', on {ref}' if ref else ''}."

    return act


@corrects("requeue", "message")
def requeue(number: int) -> Act:
    """Have a message that is on no case read and decided anew by the next turn."""

    def act(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow import correct

        correct.requeue(desk, number, by, now)
        return f"Message {number} is read anew by the next turn (mailflow run)."

    return act


@corrects("cancel", "letter")
def cancel(number: int) -> Act:
    """Take a letter back before it leaves. An answer whose letter is cancelled is owed again. undo takes it back."""

    def act(desk: Desk, by: By, now: datetime) -> str:
        from mailflow.flow import correct

        letter = correct.cancel_letter(desk, number, by, now)
        about = f" about {letter.ref}" if letter.ref else ""
        return f"Letter {number} ({letter.kind.value}{about} to {letter.to_address}) is cancelled and never leaves."

    return act


#: Of ``mailflow message``.
MESSAGE_COMMANDS = (move, reclassify, requeue)

"""To which reply addresses of ours a mail was written, and to which it was delivered."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.mail import Address, InboundMessage
from mailflow.core.office import Office
from mailflow.core.reply_address import keys_in
from mailflow.store import LetterRow

#: Where servers say whom they delivered a mail to, each in its own way.
_DELIVERED = ("delivered-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-original-to", "x-rcpt-to")


def keys_of(office: Office, message: InboundMessage) -> set[str]:
    """Return the keys of all reply addresses that a mail names."""
    return {*_written_to(office, message), *_delivered_to(office, message)}


def written_to(office: Office, message: InboundMessage, letters: Mapping[str, LetterRow]) -> list[LetterRow]:
    """Return our letters whose reply addresses stand in To and Cc: those that the author answers.

    Args:
        office: Whose mailbox it came to.
        message: As read.
        letters: What the record has, by the keys of their reply addresses.
    """
    return [letters[key] for key in _written_to(office, message) if key in letters]


def delivered_to(office: Office, message: InboundMessage, letters: Mapping[str, LetterRow]) -> list[str]:
    """Return the cases of our letters to whose reply addresses servers say that they delivered it."""
    found = (letters[key].ref for key in _delivered_to(office, message) if key in letters)
    return [ref for ref in found if ref]


def _written_to(office: Office, message: InboundMessage) -> tuple[str, ...]:
    return keys_in((*message.to, *message.cc), office.address)


def _delivered_to(office: Office, message: InboundMessage) -> tuple[str, ...]:
    named = (value.strip(" <>") for name in _DELIVERED for value in message.headers.get(name, ()))
    return keys_in((Address(address=one) for one in named), office.address)

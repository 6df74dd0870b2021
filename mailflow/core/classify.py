"""A person or a machine? Our own marks first, then what the message itself shows (``machine_signs``).

``as_`` is None for a person; whether the mail may be answered by itself is a question of its own, because in doubt a
mail is filed as a person's and not answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from mailflow.core.machine_reports import Reading
from mailflow.core.machine_signs import Signs, signs_of_machine
from mailflow.core.mail import InboundMessage, MessageClass

__all__ = ["Reading", "machine_kind"]


def machine_kind(
    message: InboundMessage,
    own_addresses: Collection[str] = (),
    own_message_ids: Collection[str] = (),
    signs: Signs | None = None,
) -> Reading:
    """Say whether a machine wrote a message, and which kind of machine.

    Args:
        message: The message as read.
        own_addresses: Addresses of the complaints mailbox: what bears one as its author is our own, or forged.
        own_message_ids: Message-IDs of letters of ours that this message could be a copy of.
        signs: The message's ``signs_of_machine``, where somebody has looked already.
    """
    own = _own(message, own_addresses, own_message_ids)
    if own:
        return own
    signs = signs or signs_of_machine(message)
    many = signs.many and _written_to_many(message, own_addresses, signs.many)
    found = signs.machine or many or signs.unasked
    if found and not (found.of_office and signs.against):
        return found
    if signs.against:
        return Reading(as_=None, because=signs.against)
    return Reading(as_=None, because="Nothing in it points to a machine.", acknowledge=True)


def _own(message: InboundMessage, addresses: Collection[str], ids: Collection[str]) -> Reading | None:
    if message.message_id and message.message_id in ids:
        return Reading(as_=MessageClass.OWN, because="Its Message-ID is that of a letter of ours.")
    if message.header("x-mailflow-letter") or message.header("x-mailflow-case"):
        return Reading(as_=MessageClass.OWN, because="It bears the header of our own letters.")
    if message.sender and message.sender.key in {address.casefold() for address in addresses}:
        return Reading(as_=MessageClass.OWN, because="It claims to come from the complaints mailbox itself.")
    return None


def _written_to_many(message: InboundMessage, addresses: Collection[str], many: Reading) -> Reading | None:
    """Say what a list's mail is, where the list may be our own: a group that hands mail on marks all of it as a list's.

    None where the list is the complaints address itself. What comes through another group of our own domain may be a
    complaint to the office; through anybody else's it is a letter to many.
    """
    marks = " ".join(message.header(name) for name in ("list-id", "list-post", "mailing-list")).casefold()
    for address in (one.casefold() for one in addresses):
        if address in marks or address.replace("@", ".") in marks:
            return None
        if re.search(rf"[.@]{re.escape(address.rpartition('@')[2])}(?![\w.-])", marks):
            return Reading(as_=None, because="It came through a group of our own domain; a person should see it.")
    return many

"""What came before: the other cases of whoever complains, and the documents of a mail that is decided a second time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mailflow.core.case import Case
from mailflow.core.directives import EnterComplaint, read
from mailflow.core.form import FoundForm, find_form
from mailflow.core.forwarded import named
from mailflow.core.mail import InboundMessage
from mailflow.core.policy import Policy
from mailflow.core.thread import Writer
from mailflow.flow.desk import Desk
from mailflow.store import MessageRow, Reader

#: A mail of staff's that enters a complaint for somebody.
ENTERS = re.compile(r"\s*#\s*new\b", re.IGNORECASE)


def earlier_cases(
    desk: Desk, reader: Reader, row: MessageRow, text: str, writer: Writer, cases: Mapping[str, Case]
) -> tuple[Case, ...]:
    """Return the cases in which whoever complains by a mail has a part already, oldest first.

    Args:
        desk: The organisation.
        reader: For those who are entered by ``#new``; of all other authors the cases are at hand.
        row: The mail.
        text: What is new in it.
        writer: Who wrote it.
        cases: The cases at hand, as they stand.
    """
    key = (row.from_address or "").casefold()
    if writer is Writer.STAFF:
        written = read(text, desk.office.calendar.day_of(row.received_at)) if ENTERS.match(text) else None
        entered = (one for one in written.directives if isinstance(one, EnterComplaint)) if written else iter(())
        who = (named(one, written.text, desk.office) for one in entered) if written else iter(())
        key = next((one.address.casefold() for one in who if one.address), "")
        refs = reader.refs_written_to(desk.org, [key]).get(key, set()) if key else set()
        cases = {**reader.cases(desk.org, refs - cases.keys()), **cases}
    found = [one for one in cases.values() if key and one.has_part(key)]
    return tuple(sorted(found, key=lambda one: (one.first_received_at, one.ref)))


def with_documents(desk: Desk, reader: Reader, row: MessageRow, message: InboundMessage) -> InboundMessage:
    """Return a message from the record with what is written in its documents, which the record does not keep.

    Where they cannot be read any more (the bytes were erased, a reader was lost), it is returned as it is.
    """
    if not row.attachments:
        return message
    try:
        raw = reader.raw(row.id)
    except LookupError:
        return message
    parsed = next(desk.readers.read([raw]))
    return replace(message, documents=parsed.message.documents)


def form_again(message: InboundMessage, text: str, row: MessageRow, policy: Policy) -> FoundForm | None:
    """Return the complaints form of a message that is decided a second time, as it was read the first time."""
    found = find_form(policy.form, text, message.documents)
    return found or (FoundForm(fields=row.form) if row.form else None)

"""What the record knows that a batch of messages may refer to: a few look-ups for all of them.

It is fetched once and kept up to date while the batch is decided, so that a reply finds the case that a message three
lines above it has just opened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.floods import WITHIN
from mailflow.core.mail import InboundMessage
from mailflow.core.thread import tags_in
from mailflow.flow.desk import Desk
from mailflow.flow.goes_on import with_successors
from mailflow.flow.reply_addresses import keys_of
from mailflow.store import LetterRow, MessageRow, Reader
from mailflow.store.pace import MessageHead


@dataclass(slots=True, kw_only=True)
class Known:
    """What the record knows that a batch of messages may refer to."""

    letters: dict[str, LetterRow] = field(default_factory=dict)
    addressed: dict[str, LetterRow] = field(default_factory=dict)  # by the keys of their reply addresses
    messages: dict[str, list[MessageRow]] = field(default_factory=dict)
    same: dict[str, list[MessageRow]] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    names: list[tuple[str, str]] | None = None  # of the latest cases, where a mail of staff's wanted them
    confirmed: set[int] = field(default_factory=set)  # what a ``#yes`` of this batch has carried out
    times: dict[str, list[datetime]] = field(default_factory=dict)  # when each sender (casefolded) wrote lately
    questions: int | None = None  # how many complainants were asked within the day whether a mail is theirs
    lately_came: dict[str, list[MessageHead | MessageRow]] = field(default_factory=dict)  # by sender (casefolded)

    def add(self, row: MessageRow) -> None:
        """Take a message of this batch, so that later ones find it."""
        self.lately_came.setdefault((row.from_address or "").casefold(), []).append(row)
        if row.message_id:
            self.messages.setdefault(row.message_id, []).append(row)
        if row.content_hash:
            self.same.setdefault(row.content_hash, []).append(row)

    def earlier_delivery(self, row_id: int, message: InboundMessage) -> MessageRow | None:
        """Return the message of which this is another delivery: same Message-ID and same content, other bytes.

        The same Message-ID with other content is another message: an identifier that its sender chose suppresses
        nothing (TRUST 0.7).
        """
        if not message.message_id or not message.content_hash:
            return None
        same = self.same.get(message.content_hash, ())
        return next((one for one in same if one.id != row_id and one.message_id == message.message_id), None)

    def lately(self, row: MessageRow) -> int:
        """Return how many mails of a message's sender came within the hour around it."""
        author = (row.from_address or "").casefold()
        return sum(abs(one - row.received_at) <= WITHIN for one in self.times.get(author, ()))

    def is_repeat(self, row: MessageRow) -> bool:
        """Say whether an earlier mail of the same author has this one's Message-ID, or its content (TRUST F25, F26).

        Programs give each mail an identifier and a date of its own: whatever was changed on its way, it is one mail.
        """
        alike = [*self.messages.get(row.message_id or "", ()), *self.same.get(row.content_hash, ())]
        author = (row.from_address or "").casefold()
        return any(one.id != row.id and (one.from_address or "").casefold() == author for one in alike)


def look_up(desk: Desk, reader: Reader, messages: Iterable[InboundMessage]) -> Known:
    """Fetch what a batch refers to: one look-up for each kind of hint."""
    whole = list(messages)
    ids = {one for message in whole for one in message.references}
    ids |= {message.message_id for message in whole if message.message_id}
    ids |= {message.returned_message_id for message in whole if message.returned_message_id}
    known = Known(
        letters=reader.letters_by_message_id(desk.org, ids),
        messages=reader.by_message_id(desk.org, ids),
        same=reader.by_content(desk.org, {message.content_hash for message in whole if message.content_hash}),
    )
    keys = set[str]().union(*(keys_of(desk.office, message) for message in whole))
    known.addressed = reader.letters_by_reply_key(desk.org, keys) if keys else {}
    refs = {one.ref for one in (*known.letters.values(), *known.addressed.values()) if one.ref}
    refs |= {row.ref for rows in known.messages.values() for row in rows if row.ref}
    refs |= {ref for message in whole for ref in tags_in(message.subject, desk.org)}
    senders = {one.sender.key for one in whole if one.sender and not desk.office.officer(one.sender.address)}
    refs = refs.union(*reader.refs_written_to(desk.org, senders).values())
    known.cases = with_successors(reader, desk.org, reader.cases(desk.org, refs) if refs else {})
    return known

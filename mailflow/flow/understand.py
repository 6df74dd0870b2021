"""What a batch of messages is, before anything is decided: a few look-ups for all of them, then one trigger for each.

Nothing here changes anything. What the record knows about a message's hints (our letters, earlier messages, cases) is
fetched once for the whole batch and kept up to date while the batch is decided, so that a reply finds the case that a
message three lines above it has just opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.core.appeals import BY_HAND, keywords_in, our_subjects
from mailflow.core.case import Case
from mailflow.core.classify import Reading, machine_kind
from mailflow.core.decision import Audience, LetterKind
from mailflow.core.directives import Confirm, read
from mailflow.core.floods import WITHIN
from mailflow.core.form import FoundForm, find_form
from mailflow.core.mail import InboundMessage
from mailflow.core.policy import Policy
from mailflow.core.quotation import new_text, without_signature
from mailflow.core.thread import Answered, Threaded, Writer, tags_in, thread
from mailflow.core.trigger import MessageArrived
from mailflow.flow.before import ENTERS, earlier_cases, form_again, with_documents
from mailflow.flow.desk import Desk
from mailflow.flow.goes_on import where_it_goes_on, with_successors
from mailflow.flow.on_record import message_of
from mailflow.flow.reply_addresses import delivered_to, keys_of, written_to
from mailflow.flow.vouched import vouched
from mailflow.mailbox.readers import Parsed
from mailflow.store import LetterRow, MessageRow, Reader
from mailflow.store.pace import MessageHead

#: Names of people on so many cases, the latest, are looked for in what staff write.
_OTHER_CASES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A message with its place: what it answers, on which case, written by whom, and what is new in it.

    ``vouched`` says who vouches for its author, where that was asked.
    """

    arrived: MessageArrived
    threaded: Threaded
    vouched: str = ""


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
    lately_came: list[MessageHead | MessageRow] = field(default_factory=list)  # before this batch, and in it

    def add(self, row: MessageRow) -> None:
        """Take a message of this batch, so that later ones find it."""
        self.lately_came.append(row)
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


def understand(
    desk: Desk, reader: Reader, known: Known, row: MessageRow, parsed: Parsed, now: datetime, cases: Mapping[str, Case]
) -> Understood:
    """Place one message.

    Args:
        desk: Whose mailbox it came to.
        reader: For the text of the letter that it answers.
        known: What the batch refers to.
        row: The message on record.
        parsed: As read.
        now: The present.
        cases: The cases as this batch has left them.
    """
    message = parsed.message
    reading = machine_kind(message, (desk.office.address,), known.letters.keys() & {message.message_id})
    threaded = _placed(desk, known, row, message, cases)
    answers = threaded.answers
    case = threaded.case
    subjects: tuple[str, ...] = ()
    letter = reader.letter(answers.letter) if answers is not None else None
    sent = letter.text if letter else None
    policy = desk.office_for(case, reader).policy
    if case is not None and keywords_in(message.subject, policy.keywords_at(case.stage)):
        letters = reader.letters(desk.org, ref=case.ref)
        by_hand = reader.messages(desk.org, ref=case.ref, class_=BY_HAND)
        subjects = our_subjects((one.subject for one in letters), (one.subject for one in by_hand))
    if threaded.writer is Writer.STAFF:
        text = _words_of_staff(message.text, sent)
    else:
        text = new_text(message.text, sent, first=case is None)
    by = vouched(desk.office, message, parsed.checked)
    starts_anew = case is None or threaded.writer is Writer.STAFF
    arrived = MessageArrived(
        id=row.id,
        received_at=row.received_at,
        now=now,
        message=message,
        new_text=text,
        reading=reading,
        answers=answers,
        our_subjects=subjects,
        form=_form_in(message, text, reading, threaded.writer, policy),
        earlier_cases=earlier_cases(desk, reader, row, text, threaded.writer, cases) if starts_anew else (),
        earlier=_earlier(reader, case) if case is not None and policy.form.asks_at else "",
        other_names=other_names(desk, reader, known, case) if threaded.writer is Writer.STAFF else (),
        verified=by.verified,
        unsure=by.unsure,
        lately=known.lately(row),
        is_repeat=threaded.writer is Writer.STAFF and known.is_repeat(row),
    )
    return Understood(arrived=arrived, threaded=threaded, vouched=by.because)


def _placed(desk: Desk, known: Known, row: MessageRow, message: InboundMessage, cases: Mapping[str, Case]) -> Threaded:
    """Say which case a message belongs to, by every mark of ours that it bears."""
    ours = {id_: _answered(known.letters[id_]) for id_ in message.references if id_ in known.letters}
    theirs = {
        id_: row_.ref
        for id_ in message.references
        for row_ in known.messages.get(id_, ())
        if row_.ref and row_.id != row.id
    }
    office, addressed = desk.office, known.addressed
    answered = [_answered(one) for one in written_to(office, message, addressed)]
    delivered = delivered_to(office, message, addressed)
    found = thread(message, office, ours=ours, theirs=theirs, cases=cases, addressed=answered, delivered=delivered)
    return where_it_goes_on(found, cases)


def confirmed_by(
    desk: Desk, reader: Reader, understood: Understood, cases: Mapping[str, Case]
) -> tuple[MessageRow, Understood] | None:
    """Return the mail that a ``#yes`` confirms, ready to be decided as of its own receipt; else None.

    Only an answer to the very preview, from the registered address that it went to, counts.
    """
    answers, officer = understood.threaded.answers, understood.threaded.officer
    if officer is None or answers is None or answers.kind != LetterKind.CONFIRM_SENDER or answers.message is None:
        return None
    if answers.to.casefold() != officer.key or understood.arrived.reading.as_ is not None:
        return None
    written = read(understood.arrived.new_text, desk.office.calendar.day_of(understood.arrived.received_at))
    if written.problems or [type(one) for one in written.directives] != [Confirm]:
        return None
    row = reader.message(answers.message)
    if row is None or row.carried_out:
        return None
    case = cases.get(row.ref) if row.ref else None
    message, text = with_documents(desk, reader, row, message_of(row)), row.new_text or ""
    enters = ENTERS.match(text) is not None
    arrived = MessageArrived(
        id=row.id,
        received_at=row.received_at,
        now=understood.arrived.now,
        message=message,
        new_text=text,
        reading=Reading(as_=None, because="its registered author confirmed it", acknowledge=True),
        form=form_again(message, text, row, desk.office_for(case, reader).policy) if enters else None,
        earlier_cases=earlier_cases(desk, reader, row, text, Writer.STAFF, cases),
        other_names=other_names(desk, reader, None, case),
        confirmed=True,
    )
    threaded = Threaded(
        writer=Writer.STAFF, case=case, officer=officer, because=f"{officer.name} confirmed it with #yes"
    )
    return row, Understood(arrived=arrived, threaded=threaded)


def _words_of_staff(text: str, sent: str | None) -> str:
    """Return what staff wrote. A mail that is forwarded below ``#new`` is the complaint itself: it stays whole.

    What staff write goes to a family: beside our own letters, the mail of colleagues that a program quotes comes off.
    """
    words = new_text(text, sent)
    if sent is not None:
        words = new_text(words, None)
    if sent is None and ENTERS.match(text) and words != (whole := new_text(text, None, first=True)):
        return whole
    return without_signature(words)


def _form_in(message: InboundMessage, text: str, reading: Reading, writer: Writer, policy: Policy) -> FoundForm | None:
    """Return the complaints form in a person's mail; of staff's, only in what they enter for somebody by ``#new``."""
    if reading.as_ is not None or (writer is Writer.STAFF and not ENTERS.match(text)):
        return None
    return find_form(policy.form, text, message.documents)


def other_names(desk: Desk, reader: Reader, known: Known | None, case: Case | None) -> tuple[str, ...]:
    """Return the names of those who complain in other cases; the complainant's own name is no leak."""
    if case is None:
        return ()
    names = known.names if known else None
    if names is None:
        names = reader.latest_names(desk.org, _OTHER_CASES)
    if known:
        known.names = names
    own = " ".join(case.complainant.name.casefold().split())
    others = (" ".join(name.split()) for ref, name in names if ref != case.ref)
    return tuple(dict.fromkeys(name for name in others if name and name.casefold() != own))


def _earlier(reader: Reader, case: Case) -> str:
    rows = (reader.message(id_) for id_ in case.stage_messages)
    return "\n".join(row.new_text for row in rows if row is not None and row.new_text)


def _answered(letter: LetterRow) -> Answered:
    return Answered(
        letter=letter.id,
        ref=letter.ref,
        kind=letter.kind.value,
        to=letter.to_address,
        subject=letter.subject,
        message=letter.message,
        sent_at=letter.sent_at,
        for_staff=letter.audience is not Audience.COMPLAINANT,
    )

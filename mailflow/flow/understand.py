"""What a batch of messages is, before anything is decided: a few look-ups for all of them, then one trigger for each.

Nothing here changes anything. What the record knows about a message's hints is fetched once for the whole batch
(``known.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.appeals import BY_HAND, keywords_in, our_subjects
from mailflow.core.case import Case
from mailflow.core.classify import Reading, machine_kind
from mailflow.core.directives import Confirm, read
from mailflow.core.form import FoundForm, find_form
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import InboundMessage
from mailflow.core.policy import Policy
from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature
from mailflow.core.thread import Answered, Threaded, Writer, thread
from mailflow.core.trigger import MessageArrived
from mailflow.flow.before import ENTERS, earlier_cases, form_again, with_documents
from mailflow.flow.desk import Desk
from mailflow.flow.forwarded import with_attached_mail
from mailflow.flow.goes_on import where_it_goes_on
from mailflow.flow.known import Known
from mailflow.flow.on_record import message_of
from mailflow.flow.reply_addresses import delivered_to, written_to
from mailflow.flow.vouched import vouched
from mailflow.mailbox.readers import Parsed
from mailflow.store import LetterRow, MessageRow, Reader

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
    ours = known.letters.keys() & {message.message_id}
    reading = machine_kind(message, (desk.office.address,), ours, parsed.signs)
    threaded = _placed(desk, known, row, message, cases)
    answers = threaded.answers
    case = threaded.case
    letter = reader.letter(answers.letter) if answers is not None else None
    sent = letter.text if letter else None
    policy = desk.office_for(case, reader).policy
    if threaded.writer is Writer.STAFF:
        text = with_attached_mail(desk, reader, row, message, _words_of_staff(message.text, sent))
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
        our_subjects=subjects_on(reader, case, message.subject, policy) if case is not None else (),
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


def subjects_on(reader: Reader, case: Case, subject: str, policy: Policy) -> tuple[str, ...]:
    """Return the subjects of what we sent on a case, where a mail's subject has a word that could be theirs."""
    if not keywords_in(subject, policy.keywords_at(case.stage)):
        return ()
    letters = reader.letters(case.organisation, ref=case.ref)
    by_hand = reader.messages(case.organisation, ref=case.ref, class_=BY_HAND)
    return our_subjects((one.subject for one in letters), (one.subject for one in by_hand))


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

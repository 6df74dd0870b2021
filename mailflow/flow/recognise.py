"""What left, put on record once more: as a letter that was decided, or as one of which only its copy is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from mailflow.core.case import Complainant, Kind
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.quotation import new_text
from mailflow.core.reply_address import reply_key
from mailflow.core.sign_off import without_signature
from mailflow.core.thread import tags_in
from mailflow.flow.deliver import ended
from mailflow.flow.desk import Desk
from mailflow.flow.enter import Entered, enter
from mailflow.flow.override import By
from mailflow.flow.record import Recorder
from mailflow.flow.recovery import OPENING, OURS, Copy, Recovery
from mailflow.flow.vouched import vouched
from mailflow.mailbox.readers import Parsed
from mailflow.store import LetterChange, LetterRow, LetterStatus, MessageRow, NewLetter, Reader, Writer

_PRESUMED = "taken to have left: a letter that was decided later lies in the Sent folder"
_COPY = "a copy of it lies in the Sent folder"
_LOST = (
    "What was complained about is not on record: the record was lost, and this case is known only by the letter "
    "about it that lies in the Sent folder."
)


def settle_presumed(desk: Desk, recovery: Recovery) -> int:
    """Mark letters to staff as left that are known to have by what left after them; returns how many."""
    ids, recovery.presumed = recovery.presumed, []
    if not ids:
        return 0
    with desk.store.writing() as writer:
        rows = [one for one in writer.letters_by_message_id(desk.org, ids).values() if one.sent_at is None]
        for one in rows:
            if one.committing_at is not None or one.status is LetterStatus.HELD:
                writer.mark([LetterChange.retry(one.id, at=one.queued_at, why="")])
        writer.mark([LetterChange.sent(one.id, at=one.queued_at, reply=_PRESUMED) for one in rows])
    return len(rows)


def mark_left(desk: Desk, copy: Copy) -> bool:
    """Mark the letter of which this is a copy as left, with what that means for its case.

    Returns:
        False where no letter on record bears its Message-ID.
    """
    with desk.store.writing() as writer:
        found = writer.letters_by_message_id(desk.org, [copy.message_id, copy.laid_as or ""])
        letter = found.get(copy.message_id) or found.get(copy.laid_as or "")
        if letter is None:
            return False
        if letter.status in (LetterStatus.SENT, LetterStatus.CANCELLED):
            return True
        _mark(desk, writer, letter, copy)
    return True


def _mark(desk: Desk, writer: Writer, letter: LetterRow, copy: Copy) -> None:
    if letter.status is not LetterStatus.QUEUED or letter.committing_at is not None:
        writer.mark([LetterChange.retry(letter.id, at=copy.at, why="")])
    change = LetterChange.sent(letter.id, at=copy.at, reply=_COPY)
    writer.mark([change])
    writer.filed([letter.id], copy.at)
    if letter.audience is Audience.COMPLAINANT and letter.ref is not None:
        recorder = _recorder(desk, writer, copy)
        ended(recorder, letter, change)
        recorder.flush()


def adopt(desk: Desk, copy: Copy) -> list[str]:
    """Put a letter on record that left and that no mail in the mailbox led to: an admin's hand did, or a lost mail.

    Returns:
        What could not be known about it, in sentences.
    """
    kinds = {one.value for one in LetterKind}
    if copy.ref is None or copy.kind not in kinds or desk.recovery is None:
        return []
    unknown: list[str] = []
    with desk.store.reading() as reader:
        is_there = reader.case(desk.org, copy.ref) is not None
    if not is_there and copy.kind in OPENING and copy.ref.startswith(f"{desk.org}-"):
        _enter(desk, copy)
        said = f"{copy.ref}: nothing in the mailbox opened it; it was entered from the letter to {copy.to}."
        unknown.append(f"{said} Say what it is about: mailflow case note {copy.ref}, and whatever else was done.")
        if mark_left(desk, copy):
            return unknown
    with desk.store.writing() as writer:
        if writer.case(desk.org, copy.ref) is None:
            return [f"{copy.ref}: the letter {copy.kind} to {copy.to} left, and nothing says what the case was."]
        case = writer.case(desk.org, copy.ref)
        assert case is not None, "it was there just now"
        raw, subject, text = desk.recovery.words_of(copy)
        new = NewLetter(
            org=desk.org,
            kind=LetterKind(copy.kind),
            audience=Audience.COMPLAINANT,
            to_address=copy.to,
            subject=subject,
            text=text,
            message_id=copy.message_id,
            queued_at=copy.at,
            raw=raw,
            ref=copy.ref,
            stage=case.stage,
        )
        (id_,) = writer.queue([new])
        letter = writer.letter(id_) if id_ is not None else None
        assert letter is not None, "its Message-ID was on no letter"
        _mark(desk, writer, letter, copy)
    said = f"{copy.ref}: the letter {copy.kind} left, and nothing in the mailbox says why (mailflow letter show {id_})."
    return [*unknown, f"{said} Put the case right with mailflow case, without another letter."]


def _enter(desk: Desk, copy: Copy) -> None:
    """Open a case again of which only the letter that began it is known."""
    recovery = desk.recovery
    assert recovery is not None and copy.ref is not None, "adopt has looked"
    recovery.reference = copy.ref
    kind = Kind.FEEDBACK if copy.kind == LetterKind.THANKS.value else Kind.COMPLAINT
    at = copy.at - timedelta(seconds=1)  # it was decided before it left
    entered = Entered(
        complainant=Complainant(name="", address=copy.to),
        kind=kind,
        channel="letter",
        received_at=at,
        subject="(not on record)",
        text=_LOST,
    )
    copy.is_taken = False
    enter(desk, entered, By(name="mailflow recover", reason="the record of it was lost"), at)
    recovery.reference = None


def recognise(desk: Desk, recovery: Recovery, row: MessageRow, parsed: Parsed) -> None:
    """Give the notice that a mail from staff answers the Message-ID under which they got it.

    Our Message-IDs prove who answers because nobody can guess them; one that the record has lost proves nothing by
    itself. So it counts only where our own mail server vouches for the sender, or where a letter that has their very
    words left soon after: then this mail was carried out, and its notice was known.
    """
    message = parsed.message
    sender = message.sender
    officer = desk.office.officer(sender.address) if sender and message.sender_is_plain else None
    named = [one for one in reversed(message.references) if OURS.fullmatch(one)]
    if officer is None or not named:
        return
    refs = set(tags_in(message.subject, desk.org))
    refs |= {root[1:].partition(".")[0] for root in message.references if root.startswith(f"<{desk.org}-")}
    with desk.store.reading() as reader:
        lost = [one for one in named if one not in reader.letters_by_message_id(desk.org, named)]
        if not lost or lost[0] != named[0]:
            return  # what it answers is on record
        of_case = [one for ref in refs for one in reader.letters(desk.org, ref=ref)]
        words = without_signature(new_text(message.text, None)).strip()
        is_yes = words.casefold() == "#yes"
        if is_yes:
            words = _confirmed(desk, reader, refs, officer.key, row)
    theirs = [
        one
        for one in of_case
        if one.audience is not Audience.COMPLAINANT
        and one.to_address.casefold() == officer.key
        and one.queued_at <= row.received_at
        and one.message_id not in recovery.adopted
        and (one.kind is LetterKind.CONFIRM_SENDER) >= is_yes
    ]
    if not theirs:
        return
    if not vouched(desk.office, message, parsed.checked).verified and not recovery.is_vouched(
        refs, words, row.received_at
    ):
        return
    subject = " ".join(message.subject.split()).casefold()
    same = [one for one in theirs if " ".join(one.subject.split()).casefold() in subject]
    letter = max(same or theirs, key=lambda one: (one.queued_at, one.id))
    with desk.store.writing() as writer:
        writer.left_as(letter.id, lost[0], reply_key(lost[0]))
    recovery.adopted.add(lost[0])


def _confirmed(desk: Desk, reader: Reader, refs: Iterable[str], author: str, yes: MessageRow) -> str:
    """Return the words that a ``#yes`` confirms: the last of this author's that were not carried out."""
    asked = [
        one
        for ref in refs
        for one in reader.messages(desk.org, ref=ref, class_=MessageClass.STAFF_DIRECTIVE.value)
        if (one.from_address or "").casefold() == author and not one.carried_out and one.received_at <= yes.received_at
    ]
    last = reader.message(asked[-1].id) if asked else None
    return (last.new_text or "") if last else ""


def _recorder(desk: Desk, writer: Writer, copy: Copy) -> Recorder:
    return Recorder(desk=desk, writer=writer, now=copy.at, files_of=lambda id_: desk.readers.files(writer.raw(id_)))

"""A letter that was decided, written: its words, the messages and files that it shows, its bytes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.which_draft import draft_mark
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience
from mailflow.core.mail import Address, Attachment
from mailflow.core.office import Office
from mailflow.core.reply_address import reply_address, reply_key
from mailflow.flow.approval import why_it_waits
from mailflow.flow.daily import Daily
from mailflow.flow.desk import Desk
from mailflow.flow.handout import handout
from mailflow.flow.shown import Words, why_no_text, words_of
from mailflow.letters.compose import compose, draft
from mailflow.letters.composed import Composed, Envelope, Quoted
from mailflow.letters.freeze import UnsafeLetter, freeze, new_message_id
from mailflow.letters.render import TemplateBroken
from mailflow.letters.scribe import AT_ONCE, FROM, Order, Scribe, Written
from mailflow.mailbox.readers import ReaderFailedError
from mailflow.store import TO_BE_LAID, LetterStatus, MessageRow, NewLetter, Writer

log = logging.getLogger("mailflow.flow")

#: Files beyond this are not sent along; the letter says so and the mailbox has them.
MAX_ATTACHED_BYTES = 10 * 1024 * 1024

KEPT = "not sent along: it lies with its mail in the complaints mailbox"
UNREAD = "not sent along: it could not be taken out of its mail, which lies in the complaints mailbox"
TOO_BIG = "not sent along: too big; it lies with its mail in the complaints mailbox"

File = tuple[str, str, bytes]


@dataclass(slots=True, kw_only=True)
class Begun:
    """Letters that the scribe is writing."""

    scribe: Scribe
    orders: Sequence[Order]
    _letters: list[Written | None] | None = None

    def letter(self, place: int) -> Written | None:
        """Return one of them, waiting for it; None where it must be written here. They are taken as they were begun."""
        if self._letters is None:
            self._letters = self.scribe.finish()
        return self._letters[place]


@dataclass(slots=True, kw_only=True)
class Writing:
    """Writes the letters of one transaction. ``words``: what is known of messages, read from the record when not."""

    desk: Desk
    writer: Writer
    now: datetime
    files_of: Callable[[int], tuple[tuple[Attachment, bytes], ...]]
    daily: Daily
    words: dict[int, Words] = field(default_factory=dict)
    _left_out: dict[tuple[int, int], str] = field(default_factory=dict)  # by message and place among its files
    _engaged: Scribe | None = None

    def knows(self, row: MessageRow) -> None:
        """Take in what a letter may show of a message that is being decided."""
        if row.new_text is not None:
            self.words[row.id] = words_of(row)

    def letter(
        self, letter: SendLetter, case: Case | None, office: Office, begun: tuple[Begun, int] | None = None
    ) -> NewLetter:
        """Write a letter and freeze it, or hold it with the reason why it cannot be written.

        Args:
            letter: What was decided.
            case: The case as it was then.
            office: The office with the policy that the case keeps.
            begun: Where the scribe is writing it, and its place there.
        """
        message_id = begun[0].orders[begun[1]].envelope.message_id if begun else self._new_message_id(office)
        done, why = Written(subject="", text="", raw=b""), None
        try:
            theirs = begun[0].letter(begun[1]) if begun else None
            if begun and theirs and not theirs.raw:
                theirs = self._with_files(theirs, letter, begun[0].orders[begun[1]].envelope)
            done = theirs or self._written(letter, case, office, message_id)
        except (TemplateBroken, UnsafeLetter) as error:
            why = str(error)
            log.error("letter held kind=%s case=%s", letter.kind.value, case.ref if case else "-")
        ref = case.ref if case else None
        why = why or self.daily.too_many(letter)
        waits = why_it_waits(self.desk, letter.audience) if why is None else None
        why = waits or why
        new = NewLetter(
            org=self.desk.org,
            kind=letter.kind,
            audience=letter.audience,
            to_address=letter.to.address,
            to_name=letter.to.name,
            subject=done.subject,
            text=done.text,
            message_id=message_id,
            queued_at=self.now,
            raw=done.raw,
            ref=ref,
            stage=letter.stage,
            status=LetterStatus.HELD if why else LetterStatus.QUEUED,
            why=why,
            message=letter.message,
            once=f"{ref or '-'}:{letter.once}" if letter.once else None,
            reply_key=reply_key(message_id) if self._reply_to(letter, office, message_id) else None,
            intent=letter if waits or not done.raw else None,
        )
        placed = new if self.desk.recovery is None else self.desk.recovery.placed(new, letter)
        return replace(placed, by_draft=True) if placed.why == TO_BE_LAID else placed

    def begin(self, letters: Sequence[tuple[SendLetter, Case | None, Office]]) -> list[tuple[Begun, int] | None]:
        """Let the scribe begin on letters, where they are many; None for each that is better written here.

        Whoever calls this calls ``release``, whatever happens in between.
        """
        found: list[tuple[Begun, int] | None] = [None] * len(letters)
        apt = [n for n, (letter, _, office) in enumerate(letters) if self._is_apt(letter, office)]
        scribe = self.desk.scribe
        if len(apt) < FROM or scribe is None or self._engaged or not scribe.engage():
            return found
        self._engaged = scribe
        for start in range(0, len(apt), AT_ONCE):
            some = apt[start : start + AT_ONCE]
            begun = Begun(scribe=scribe, orders=[self._order(*letters[n]) for n in some])
            scribe.begin(begun.orders)
            for place, n in enumerate(some):
                found[n] = begun, place
        return found

    def release(self) -> None:
        """Let others have the scribe."""
        if self._engaged:
            self._engaged.release()
            self._engaged = None

    def _is_apt(self, letter: SendLetter, office: Office) -> bool:
        """Say whether the scribe can write a letter: it shows no other letter, and what staff send out is looked at."""
        if letter.calendar is not None or letter.page is not None or letter.preview is not None:
            return False
        return (letter.audience is Audience.STAFF or not self.has_files(letter)) and not handout(letter, office)

    def has_files(self, letter: SendLetter) -> bool:
        """Say whether files go along, which are taken out of their mails first."""
        shown = (self._words(id_) for id_ in letter.attach)
        return any(words and words.attachments for words in shown)

    def _order(self, letter: SendLetter, case: Case | None, office: Office) -> Order:
        has_files = self.has_files(letter)
        if has_files:
            self._files(letter)  # its words say which of them are left out
        return Order(
            draft=draft(letter, case, office, templates=self.desk.templates, quoted=self._quoted(letter)),
            envelope=self._envelope(letter, case, office, self._new_message_id(office)),
            with_files=has_files,
        )

    def _with_files(self, words: Written, letter: SendLetter, envelope: Envelope) -> Written:
        composed = Composed(subject=words.subject, text=words.text, html=words.html)
        return replace(words, raw=freeze(composed, envelope, files=self._files(letter)))

    def _new_message_id(self, office: Office) -> str:
        return new_message_id(office.address.rpartition("@")[2], self.desk.random(16))

    def _written(self, letter: SendLetter, case: Case | None, office: Office, message_id: str) -> Written:
        composed, raw = self.bytes_of(letter, case, office, message_id)
        return Written(subject=composed.subject, text=composed.text, raw=raw)

    def bytes_of(
        self, letter: SendLetter, case: Case | None, office: Office, message_id: str
    ) -> tuple[Composed, bytes]:
        """Return a letter in words and as the bytes that leave.

        Raises:
            TemplateBroken: Its template cannot be used.
            UnsafeLetter: It must not leave as it would be built.
        """
        files = self._files(letter)
        if letter.calendar is not None and case is not None:
            # Imported here: its library takes three megabytes, and most turns of most mailboxes arrange no meeting.
            from mailflow.letters.calendar import calendar_file

            us = Address(address=office.address, name=office.name)
            files += (calendar_file(letter.calendar, ref=case.ref, office=us, to=letter.to, at=self.now),)
        files += handout(letter, office)
        if letter.page is not None:
            files += ((letter.page.name, "text/html", letter.page.html.encode()),)
        composed = compose(letter, case, office, templates=self.desk.templates, quoted=self._quoted(letter))
        return composed, freeze(composed, self._envelope(letter, case, office, message_id), files=files)

    def _envelope(self, letter: SendLetter, case: Case | None, office: Office, message_id: str) -> Envelope:
        # All letters about a case to one person hang on one root, which is no letter and confers nothing: clients
        # then show them as one conversation also where nothing of theirs is there to be answered.
        domain = office.address.rpartition("@")[2]
        root = (f"<{case.ref}.{letter.audience.value}@{domain}>",) if case else ()
        # What a person may change must be one part, and known again though a program gives it another Message-ID.
        is_draft = self.desk.office.drafts and letter.audience is Audience.COMPLAINANT
        mark = (draft_mark(message_id),) if is_draft else ()
        return Envelope(
            letter_kind=letter.kind,
            audience=letter.audience,
            case_ref=case.ref if case else None,
            from_name=office.name,
            from_address=office.address,
            to=letter.to,
            message_id=message_id,
            date=self.now,
            in_reply_to=letter.thread or next(iter(root), None),
            references=(*root, *mark),
            reply_to=self._reply_to(letter, office, message_id),
            plain_only=is_draft,
        )

    def _reply_to(self, letter: SendLetter, office: Office, message_id: str) -> str | None:
        """Return the address of its own that a letter to staff is answered to, where the mailbox gets such mail."""
        has_one = letter.audience is Audience.STAFF and self.desk.settings.mailbox.plus_addresses
        return reply_address(office.address, message_id) if has_one else None

    def _quoted(self, letter: SendLetter) -> tuple[Quoted, ...]:
        """Return the messages that a letter to staff shows."""
        shown = ((id_, self._words(id_)) for id_ in letter.text_of)
        return tuple(
            Quoted(
                received_at=words.received_at,
                sender=words.sender,
                subject=words.subject,
                text=words.new_text if words.new_text.strip() else why_no_text(words.attachments),
                files=tuple(
                    f"{one.name} ({why})" if (why := self._left_out.get((id_, n))) else one.name
                    for n, one in enumerate(words.attachments)
                ),
            )
            for id_, words in shown
            if words is not None
        )

    def _files(self, letter: SendLetter) -> tuple[File, ...]:
        """Return the files that go along; the letter names them all, and says of each other one why it does not.

        Raises:
            UnsafeLetter: A file that staff send out may not leave.
        """
        files: list[File] = []
        room = MAX_ATTACHED_BYTES
        for id_ in letter.attach:
            words = self._words(id_)
            if words is None or not words.attachments:
                continue
            if letter.audience is Audience.STAFF and not self.desk.forwards:
                self._left_out |= {(id_, n): KEPT for n, _ in enumerate(words.attachments)}
                continue
            try:
                found = self.files_of(id_)
            except ReaderFailedError:
                log.warning("files left out message=%d: a reader was lost over them", id_)
                self._left_out |= {(id_, n): UNREAD for n, _ in enumerate(words.attachments)}
                continue
            for n, (attachment, data) in enumerate(found):
                if len(data) > room:
                    self._left_out[id_, n] = TOO_BIG
                elif (why := self.desk.scanner and self.desk.scanner.why_not(data)) is None:
                    room -= len(data)
                    files.append((attachment.name, attachment.type, data))
                elif letter.audience is Audience.STAFF:
                    self._left_out[id_, n] = f"not sent along: {why}"
                else:
                    msg = f"a file that goes with it may not leave: {why}; retry or cancel the letter"
                    raise UnsafeLetter(msg)
        return tuple(files)

    def _words(self, id_: int) -> Words | None:
        if id_ not in self.words and (row := self.writer.message(id_)) is not None:
            self.words[id_] = words_of(row)
        return self.words.get(id_)

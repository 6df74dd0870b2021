"""The one writer. Facts, state and letters of a decision go into one transaction, or none of them does (DESIGN, law 2).

A ``Recorder`` collects the decisions of one transaction, so that a batch of messages costs one set of statements, and
answers with each case as the decisions so far have left it. Letters are rendered and frozen here: what is decided is
what is sent. A letter that cannot be written is held with its reason; the case goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide import wake_at
from mailflow.core.decide.wall import may_reach
from mailflow.core.decision import Decision, LetterKind, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, Fact
from mailflow.core.mail import Address, Attachment
from mailflow.core.office import Office
from mailflow.flow.daily import Daily
from mailflow.flow.desk import Desk
from mailflow.flow.handout import handout
from mailflow.flow.trouble import of_held, trouble, waits
from mailflow.letters.compose import compose
from mailflow.letters.composed import Composed, Quoted
from mailflow.letters.freeze import UnsafeLetter, freeze, new_message_id
from mailflow.letters.render import TemplateBroken
from mailflow.mailbox.readers import ReaderFailedError
from mailflow.store import CaseChange, LetterRow, LetterStatus, MessageRow, NewLetter, Writer

log = logging.getLogger("mailflow.flow")

#: Files beyond this are not sent along; the letter says so and the mailbox has them.
MAX_ATTACHED_BYTES = 10 * 1024 * 1024

File = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a letter to staff may show of a message."""

    new_text: str
    received_at: datetime
    sender: str
    subject: str
    attachments: tuple[Attachment, ...]


def words_of(row: MessageRow) -> Words:
    """Return what a letter may show of a message on record."""
    known = f"{row.from_name} <{row.from_address}>" if row.from_name and row.from_address else row.from_address
    return Words(
        new_text=row.new_text if row.new_text is not None else row.text or "",
        received_at=row.received_at,
        sender=known or row.from_name,
        subject=row.subject,
        attachments=row.attachments,
    )


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Collects what is decided in one transaction; ``flush`` writes it."""

    desk: Desk
    writer: Writer
    now: datetime
    files_of: Callable[[int], tuple[tuple[Attachment, bytes], ...]]
    words: dict[int, Words] = field(default_factory=dict)
    _before: dict[str, Case | None] = field(default_factory=dict)
    _after: dict[str, Case] = field(default_factory=dict)
    _facts: dict[str, list[Fact]] = field(default_factory=dict)
    _letters: list[NewLetter] = field(default_factory=list)
    _messages: dict[int, MessageRow] = field(default_factory=dict)
    _daily: Daily = field(init=False)
    pens: list[tuple[int | None, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._daily = Daily(desk=self.desk, writer=self.writer, now=self.now)

    def cases(self) -> Mapping[str, Case]:
        """Return every case that this transaction knows, as it has left them so far."""
        return self._after

    def case(self, ref: str) -> Case | None:
        """Return a case as this transaction has left it so far."""
        return self._after.get(ref) or self.load(ref)

    def load(self, ref: str) -> Case | None:
        """Return a case from the store, for change."""
        case = self.writer.case(self.desk.org, ref)
        if case is not None:
            self._before.setdefault(ref, case)
            self._after.setdefault(ref, case)
        return case

    def adopt(self, cases: Mapping[str, Case]) -> None:
        """Take cases that were loaded in this transaction already."""
        for ref, case in cases.items():
            self._before.setdefault(ref, case)
            self._after.setdefault(ref, case)

    def message(self, row: MessageRow) -> None:
        """Save what was read and decided about a message."""
        self._messages[row.id] = row
        if row.new_text is not None:
            self.words[row.id] = words_of(row)

    def decided(self, case: Case | None, decision: Decision) -> Case | None:
        """Take a decision: fold its facts, write its letters. Returns the case after it, or None where there is none.

        Nothing of the decision is taken if this raises.
        """
        facts = self._with_ref(decision.facts)
        after = fold(facts, case) if facts else case
        office = self.desk.office_for(after, self.writer)
        allowed = [one for one in decision.letters if may_reach(one.to.address, one.audience, after)]
        if len(allowed) < len(decision.letters):
            log.info("letters withheld case=%s n=%d", after.ref if after else "-", len(decision.letters) - len(allowed))
        letters = [self._letter(one, after, office) for one in allowed if self._daily.is_new(one, after, self._letters)]
        if after is not None:
            self._before.setdefault(after.ref, case)
            self._facts.setdefault(after.ref, []).extend(facts)
            self._after[after.ref] = after
        self._letters += letters
        return after

    def pen(self, message: int | None, reason: str, likely_case: str | None = None) -> None:
        """Put something before a person, and note whom to tell."""
        self.writer.open_pen(self.desk.org, message=message, reason=reason, likely_case=likely_case, opened_at=self.now)
        case = self.case(likely_case) if likely_case else None
        if case is not None and case.is_sealed_from(self.desk.office.admin):
            self.tell(trouble(self.desk.office, case, (waits(case, message, reason, self.desk.org),)))
        else:
            self.pens.append((message, reason))

    def tell(self, letters: Iterable[SendLetter]) -> None:
        """Write letters that belong to no case."""
        self._letters += [self._letter(one, None, self.desk.office) for one in letters]

    def flush(self) -> None:
        """Write everything. The caller's transaction commits it."""
        # Of this letter itself nobody is told.
        self.tell(list(of_held(self.desk.office, self._letters, self.case)))
        self.writer.save_messages(list(self._messages.values()))
        changes = []
        for ref, case in list(self._after.items()):
            before, facts = self._before.get(ref), tuple(self._facts.get(ref, ()))
            after = replace(case, wake_at=wake_at(case, self.desk.office_for(case, self.writer)))
            self._after[ref] = after
            if facts or before is None or before.wake_at != after.wake_at:
                changes.append(CaseChange(before=before, after=after, facts=facts))
        if any(one.before is None for one in changes):
            office = self.desk.office
            self.writer.keep_policy(office.policy_digest, self.desk.policy_name, self.desk.policy_text)
        self.writer.save_cases(self.desk.org, changes, self.now)
        self.writer.queue(self._letters)

    def _with_ref(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Give a new case the next reference of the year in which it was received, local time."""
        if not facts or not isinstance(opened := facts[0].event, CaseOpened) or opened.ref:
            return facts
        year = self.desk.office.calendar.day_of(opened.received_at).year
        number = self.writer.next_number(self.desk.org, year)
        named = replace(opened, ref=f"{self.desk.org}-{year}-{number:04d}")
        return (replace(facts[0], event=named), *facts[1:])

    def _letter(self, letter: SendLetter, case: Case | None, office: Office) -> NewLetter:
        """Write a letter and freeze it, or hold it with the reason why it cannot be written."""
        domain = office.address.rpartition("@")[2]
        message_id = new_message_id(domain, self.desk.random(16))
        composed, raw, why = Composed(subject="", text="", html=""), b"", None
        try:
            composed, raw = self._write(letter, case, office, message_id)
        except (TemplateBroken, UnsafeLetter) as error:
            why = str(error)
            log.error("letter held kind=%s case=%s", letter.kind.value, case.ref if case else "-")
        ref = case.ref if case else None
        unwritten, why = why, why or self._daily.too_many(letter)
        return NewLetter(
            org=self.desk.org,
            kind=letter.kind,
            audience=letter.audience,
            to_address=letter.to.address,
            to_name=letter.to.name,
            subject=composed.subject,
            text=composed.text,
            message_id=message_id,
            queued_at=self.now,
            raw=raw,
            ref=ref,
            stage=letter.stage,
            status=LetterStatus.HELD if why else LetterStatus.QUEUED,
            why=why,
            message=letter.message,
            once=f"{ref or '-'}:{letter.once}" if letter.once else None,
            intent=letter if unwritten else None,
        )

    def write_held(self, letter: LetterRow) -> None:
        """Write a letter that could not be written when it was decided, now that its template is mended.

        Raises:
            TemplateBroken: It still cannot; the message says where.
            UnsafeLetter: It must not leave as it would be built.
            LookupError: What was decided is not on record, or must be decided anew.
        """
        intent = self.writer.letter_intent(letter.id)
        if intent is None or intent.kind is LetterKind.CONFIRM_SENDER:
            raise LookupError("the mail that it answers must be sent again")
        case = self.case(letter.ref) if letter.ref else None
        office = self.desk.office_for(case, self.writer)
        composed, raw = self._write(intent, case, office, letter.message_id)
        self.writer.write_held(letter.id, subject=composed.subject, text=composed.text, raw=raw, at=self.now)

    def _write(self, letter: SendLetter, case: Case | None, office: Office, message_id: str) -> tuple[Composed, bytes]:
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
        return composed, self._freeze(composed, letter, case, office, message_id, files)

    def _freeze(
        self,
        composed: Composed,
        letter: SendLetter,
        case: Case | None,
        office: Office,
        message_id: str,
        files: tuple[File, ...],
    ) -> bytes:
        # All letters about a case to one person hang on one root, which is no letter and confers nothing: clients
        # then show them as one conversation also where nothing of theirs is there to be answered.
        domain = office.address.rpartition("@")[2]
        root = (f"<{case.ref}.{letter.audience.value}@{domain}>",) if case else ()
        return freeze(
            composed,
            letter_kind=letter.kind,
            audience=letter.audience,
            case_ref=case.ref if case else None,
            from_name=office.name,
            from_address=office.address,
            to=letter.to,
            message_id=message_id,
            date=self.now,
            in_reply_to=letter.thread or next(iter(root), None),
            references=root,
            files=files,
        )

    def _quoted(self, letter: SendLetter) -> tuple[Quoted, ...]:
        """Return the messages that a letter to staff shows."""
        shown = ((id_, self._words(id_)) for id_ in letter.text_of)
        return tuple(
            Quoted(
                received_at=words.received_at,
                sender=words.sender,
                subject=words.subject,
                text=words.new_text,
                files=tuple(one.name for one in words.attachments),
            )
            for _, words in shown
            if words is not None
        )

    def _files(self, letter: SendLetter) -> tuple[File, ...]:
        """Return the files that go along. Those beyond the limit stay in the mailbox; the letter names them all."""
        files: list[File] = []
        room = MAX_ATTACHED_BYTES
        for id_ in letter.attach:
            words = self._words(id_)
            if words is None or not words.attachments:
                continue
            try:
                found = self.files_of(id_)
            except ReaderFailedError:
                log.warning("files left out message=%d: a reader was lost over them", id_)
                continue
            for attachment, data in found:
                if len(data) <= room:
                    room -= len(data)
                    files.append((attachment.name, attachment.type, data))
        return tuple(files)

    def _words(self, id_: int) -> Words | None:
        if id_ not in self.words and (row := self.writer.message(id_)) is not None:
            self.words[id_] = words_of(row)
        return self.words.get(id_)

"""The one writer. Facts, state and letters of a decision go into one transaction, or none of them does (DESIGN, law 2).

A ``Recorder`` collects the decisions of one transaction, so that a batch of messages costs one set of statements, and
answers with each case as the decisions so far have left it. Letters are rendered and frozen here: what is decided is
what is sent. A letter that cannot be written is held with its reason; the case goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide import wake_at
from mailflow.core.decide.wall import may_reach
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, Fact
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import Attachment
from mailflow.core.office import Office
from mailflow.core.replacing import replace
from mailflow.flow.approval import APPROVAL, why_it_waits
from mailflow.flow.daily import Daily
from mailflow.flow.desk import Desk
from mailflow.flow.trouble import of_held, trouble, waits
from mailflow.flow.writing import Begun, Writing
from mailflow.letters.composed import Composed
from mailflow.store import CaseChange, LetterChange, LetterRow, MessageRow, NewLetter, Writer

log = logging.getLogger("mailflow.flow")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """A letter that was decided and is still to be written, with the case and the office as they were then."""

    letter: SendLetter
    case: Case | None
    office: Office


#: A letter that is still to be written: its place among all, and where the scribe is writing it.
_Waiting = tuple[int, _Decided, tuple[Begun, int] | None]


@dataclass(slots=True, kw_only=True)
class Recorder:
    """Collects what is decided in one transaction; ``flush`` writes it.

    Letters are put into words at the end, one kind after the other: what writes a kind is in the processor's cache
    for all of them, which was measured to take a quarter of the time of writing each where it is decided.
    """

    desk: Desk
    writer: Writer
    now: datetime
    files_of: Callable[[int], tuple[tuple[Attachment, bytes], ...]]
    _before: dict[str, Case | None] = field(default_factory=dict)
    _after: dict[str, Case] = field(default_factory=dict)
    _facts: dict[str, list[Fact]] = field(default_factory=dict)
    _letters: list[_Decided] = field(default_factory=list)
    _messages: dict[int, MessageRow] = field(default_factory=dict)
    _daily: Daily = field(init=False)
    _writing: Writing = field(init=False)
    pens: list[tuple[int | None, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make ready to write letters."""
        self._daily = Daily(desk=self.desk, writer=self.writer, now=self.now)
        self._writing = Writing(
            desk=self.desk, writer=self.writer, now=self.now, files_of=self.files_of, daily=self._daily
        )

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
        self._writing.knows(row)

    def decided(self, case: Case | None, decision: Decision) -> Case | None:
        """Take a decision: fold its facts, keep its letters. Returns the case after it, or None where there is none.

        Nothing of the decision is taken if this raises.
        """
        facts = self._with_ref(decision.facts)
        after = fold(facts, case) if facts else case
        office = self.desk.office_for(after, self.writer)
        allowed = [one for one in decision.letters if may_reach(one.to.address, one.audience, after)]
        if len(allowed) < len(decision.letters):
            log.info("letters withheld case=%s n=%d", after.ref if after else "-", len(decision.letters) - len(allowed))
        if after is not None:
            self._before.setdefault(after.ref, case)
        is_opened_here = after is not None and self._before[after.ref] is None
        new = [one for one in allowed if self._daily.is_new(one, after, is_opened_here=is_opened_here)]
        letters = [_Decided(letter=one, case=after, office=office) for one in new]
        if after is not None:
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
        self._letters += [_Decided(letter=one, case=None, office=self.desk.office) for one in letters]

    def flush(self) -> None:
        """Write everything. The caller's transaction commits it."""
        try:
            self._flush()
        finally:
            self._writing.release()

    def _flush(self) -> None:
        waiting = self._begun()
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
        recovery = self.desk.recovery
        self.writer.save_cases(self.desk.org, changes, self.now if recovery is None else recovery.written_at)
        letters = self._written(waiting)
        # Of this letter itself nobody is told.
        self._letters.clear()
        if recovery is None:  # else the command names them at its end, all at once
            self.tell(list(of_held(self.desk.office, letters, self.case)))
            letters += self._written(self._begun())
        self.writer.queue(letters)

    def _with_ref(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """Give a new case the next reference of the year in which it was received, local time."""
        if not facts or not isinstance(opened := facts[0].event, CaseOpened) or opened.ref:
            return facts
        year = self.desk.office.calendar.day_of(opened.received_at).year
        ref = self.desk.recovery.had_reference(self.writer) if self.desk.recovery is not None else None
        if ref is None:
            ref = f"{self.desk.org}-{year}-{self.writer.next_number(self.desk.org, year):04d}"
        named = replace(opened, ref=ref)
        return (replace(facts[0], event=named), *facts[1:])

    def _begun(self) -> list[_Waiting]:
        """Let the scribe begin on the letters that are still to be written: kind by kind, those with files last.

        The files are still being taken out of their mails.
        """
        self._daily.foresee(one.letter for one in self._letters)
        found = sorted(
            enumerate(self._letters), key=lambda item: (self._writing.has_files(item[1].letter), item[1].letter.kind)
        )
        begun = self._writing.begin([(one.letter, one.case, one.office) for _, one in found])
        return [(n, one, its) for (n, one), its in zip(found, begun, strict=True)]

    def _written(self, waiting: Sequence[_Waiting]) -> list[NewLetter]:
        """Write the letters kind by kind. Returns them in the order they were decided."""
        found = {n: self._writing.letter(one.letter, one.case, one.office, begun) for n, one, begun in waiting}
        return [found[n] for n in range(len(self._letters))]

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
        composed, raw = self._writing.bytes_of(intent, case, office, letter.message_id)
        self.writer.write_held(letter.id, subject=composed.subject, text=composed.text, raw=raw, at=self.now)
        waits = why_it_waits(self.desk, letter.audience)
        if waits == APPROVAL:
            self.writer.mark([LetterChange.held(letter.id, why=APPROVAL)])
        elif waits is not None:
            self.writer.to_draft(letter.id)

    def write_anew(self, letter: LetterRow, case: Case | None = None) -> tuple[Composed, bytes]:
        """Write a letter that waits for a person as its case stands now: the last day to appeal has moved on.

        Args:
            letter: What was decided about it is on record.
            case: As it will be once the letter is let go, where that is not recorded yet.

        Raises:
            TemplateBroken: It cannot be written.
            UnsafeLetter: It must not leave as it would be built.
            LookupError: What was decided is not on record.
        """
        intent = self.writer.letter_intent(letter.id)
        if intent is None:
            raise LookupError("it was written before the record was lost, and prints a day that is no longer right")
        case = case or (self.case(letter.ref) if letter.ref else None)
        return self._writing.bytes_of(intent, case, self.desk.office_for(case, self.writer), letter.message_id)

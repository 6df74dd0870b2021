"""A person puts a case right: what was decided goes into one transaction, or is only rehearsed and told.

The same path twice: ``override(…, rehearse=True)`` on a record of which nothing stays says what will follow, word for
word; then it is done for real, if the case is still as it was seen (``seen``). Where it is not, somebody else was
faster, and the second one is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from mailflow.core.case import Case
from mailflow.core.decide.on_admin import key_of, on_admin
from mailflow.core.decision import Decision
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import Address, MessageClass, is_plain_address
from mailflow.core.overrides import COMMANDS, Deed, Refused, Reopen
from mailflow.core.trigger import AdminActed
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.kept import Typed, decided, keep
from mailflow.flow.record import Recorder
from mailflow.flow.understand import other_names
from mailflow.store import LetterRow, LetterStatus, Writer


class PolicyForbids(Refusal):
    """The policy forbids what was asked for, and a person may decide otherwise."""


class Overtaken(Refusal):
    """Somebody else was faster. ``meanwhile`` says what happened to the case, a line for each event."""

    def __init__(self, ref: str, meanwhile: Sequence[str]) -> None:
        """Tell it in one sentence; ``meanwhile`` has all of it, the oldest first."""
        super().__init__(
            f"{ref} has changed since you looked: {'; '.join(meanwhile[-1:])}. Nothing was done. Look at it "
            f"(mailflow case show {ref}), then run the command again."
        )
        self.meanwhile = tuple(meanwhile)


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who puts something right, and why.

    Attributes:
        insists: Why what the policy forbids is done all the same; None where it is not.
        seen: The number of the last event that this person has seen of the case; None where they have seen none.
    """

    name: str
    reason: str
    insists: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What follows, or would: the case before and after, and its letters.

    Attributes:
        before: None for a case that is entered.
        letters: Queued because of it, whole.
        cancelled: Letters that waited and leave no more.
        says: What was done, in sentences.
    """

    before: Case | None
    after: Case
    letters: tuple[LetterRow, ...] = ()
    cancelled: tuple[LetterRow, ...] = ()
    says: str = ""


def rehearsed(desk: Desk, act: Callable[[Desk], T]) -> T:
    """Return what an act would come to; nothing of it stays."""
    with desk.store.rehearsing() as store:
        return act(replace(desk, store=store))


def override(desk: Desk, ref: str, deed: Deed, by: By, now: datetime, text: str = "") -> Followed:
    """Do a deed on a case.

    Args:
        desk: The organisation.
        ref: The case.
        deed: What is to be done.
        by: Who does it, and why.
        now: The present.
        text: The words of a note, or of a letter.

    Raises:
        Refusal: It cannot be done; the message says what to do instead.
        PolicyForbids: The policy forbids it, and nobody has insisted.
    """
    with desk.store.writing() as writer:
        case = case_of(desk, writer, ref, by)
        office = desk.office_for(case, writer)
        recorder = recorder_of(desk, writer, now)
        row = None
        if text:
            author = Address(address=office.admin, name=by.name) if is_plain_address(office.admin) else None
            typed = Typed(subject=f"{COMMANDS[type(deed)]} {ref}", text=text, name=by.name, author=author)
            row, _ = keep(desk, writer, typed, now)
            recorder.message(row)
        acted = AdminActed(
            deed=deed,
            by=by.name,
            reason=by.reason,
            at=now,
            message=row.id if row else None,
            text=text,
            insists=by.insists,
            other_names=other_names(desk, writer, None, case) if text else (),
            acknowledges=isinstance(deed, Reopen) and _acknowledges(writer, case),
        )
        decision = on_admin(case, acted, office)
        if isinstance(decision, Refused):
            raise refusal_of(decision)
        if row is not None:
            because = f"admin {by.name} wrote it at the command line: {by.reason}"
            recorder.message(decided(row, MessageClass.STAFF_DIRECTIVE, ref, because))
        after = recorded(recorder, case, decision)
        letters = letters_of(desk, writer, ref, case.seq + 1)
        return Followed(before=case, after=after, letters=letters, says=decision.because)


def _acknowledges(writer: Writer, case: Case) -> bool:
    """Say whether an acknowledgement of the present stage has not left, and may: it waits, or it failed."""
    may_leave = (LetterStatus.QUEUED, LetterStatus.HELD, LetterStatus.FAILED)
    kinds = (LetterKind.ACKNOWLEDGEMENT, LetterKind.RECEIPT)
    its = (one for one in writer.letters(case.organisation, ref=case.ref) if one.stage == case.stage)
    return any(one.kind in kinds and one.status in may_leave for one in its)


def case_of(desk: Desk, writer: Writer, ref: str, by: By) -> Case:
    """Return a case as this person has seen it.

    Raises:
        Refusal: There is none.
        Overtaken: It has changed since.
    """
    case = writer.case(desk.org, ref)
    if case is None:
        raise Refusal(f"There is no case {ref}. See mailflow case list.")
    if by.seen is not None and by.seen != case.seq:
        later = [one for one in writer.events(desk.org, ref) if one.seq > by.seen]
        raise Overtaken(ref, [f"event {one.seq}, {one.kind}, by {one.by}" for one in later])
    return case


def recorder_of(desk: Desk, writer: Writer, now: datetime) -> Recorder:
    """Return a recorder for one transaction that a person has asked for."""
    return Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))


def recorded(recorder: Recorder, case: Case, decision: Decision) -> Case:
    """Record what was decided on a case, and return the case after it."""
    after = recorder.decided(case, decision)
    recorder.flush()
    assert after is not None, "an override is about a case"
    return after


def letters_of(desk: Desk, writer: Writer, ref: str, number: int) -> tuple[LetterRow, ...]:
    """Return the letters that an override has brought about, whole."""
    key = f"{ref}:{key_of(number)}"
    found = (one for one in writer.letters(desk.org, ref=ref) if (one.once or "").startswith(key))
    return tuple(writer.letter(one.id) or one for one in found)


def refusal_of(refused: Refused) -> Refusal:
    """Return a refusal of the core as the error that is told."""
    if not refused.rule:
        return Refusal(refused.why)
    return PolicyForbids(
        f"{refused.why}\nThe rule: {refused.rule}. Where you have decided otherwise, add --override-policy REASON; the "
        "reason is recorded."
    )

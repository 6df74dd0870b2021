"""A complaint and what belongs to it, for the tests of the record."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailflow.core.case import Case, Complainant, Handler, Kind, What
from mailflow.core.days import DueDate, Duration, Unit
from mailflow.core.evolve import evolve
from mailflow.core.facts import CaseOpened, DeadlineSet, Event, Fact, StageOpened, Tagged
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.store import Arrival, CaseChange, NewLetter, Store

ORG = "LC"
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def fact(event: Event, at: datetime = AT, by: str = "mailflow", reason: str | None = None) -> Fact:
    """An event with its time and its author."""
    return Fact(at=at, by=by, event=event, reason=reason)


def opening(ref: str, at: datetime = AT, org: str = ORG) -> tuple[Fact, ...]:
    """The facts of a new case: it is open, its first stage too, and a promise has a date."""
    due = DueDate(
        due_at=at + timedelta(days=28), anchor_at=at, within=Duration(n=4, unit=Unit.WEEKS), zone="Europe/London"
    )
    events: tuple[Event, ...] = (
        CaseOpened(
            ref=ref,
            organisation=org,
            policy="libra-children-services",
            edition="2025",
            policy_digest="d" * 64,
            kind=Kind.COMPLAINT,
            channel="email",
            complainant=Complainant(name="P. Rivers", address="p.rivers@mail.example"),
            received_at=at,
        ),
        StageOpened(
            stage="stage-1",
            since=at,
            handlers=(Handler(role="coordinator", name="C. Lee", address="c@libra.example"),),
            because="complaint",
        ),
        DeadlineSet(what=What.RESPOND, stage="stage-1", source="LC-4.2", due=due),
    )
    return tuple(fact(event, at, by="complainant") for event in events)


def change(before: Case | None, *facts: Fact, wake_at: datetime | None = None) -> CaseChange:
    """What some facts make of a case."""
    after = before
    for one in facts:
        after = evolve(after, one)
    assert after is not None
    return CaseChange(before=before, after=replace(after, wake_at=wake_at), facts=facts)


def open_case(store: Store, ref: str = "LC-2026-0001", at: datetime = AT, wake_at: datetime | None = None) -> Case:
    """Record a new case."""
    opened = change(None, *opening(ref, at), wake_at=wake_at)
    with store.writing() as record:
        record.save_cases(ORG, [opened], at)
    return opened.after


def tag(store: Store, case: Case, word: str) -> Case:
    """Record one more fact of a case."""
    tagged = change(case, fact(Tagged(tag=word), by="C. Lee", reason=f"asked for {word}"))
    with store.writing() as record:
        record.save_cases(ORG, [tagged], AT)
    return tagged.after


def arrival(uid: int, raw: bytes | None = None, at: datetime = AT) -> Arrival:
    """A message, unlike any other unless ``raw`` is given."""
    return Arrival(
        uid=uid, received_at=at, raw=raw or b"Subject: complaint %d\r\n\r\nIt was late.\r\n" % next(_numbers)
    )


def keep_one(store: Store, raw: bytes | None = None) -> int:
    """Record one message and return its id."""
    number = next(_numbers)
    with store.writing() as record:
        return record.keep(ORG, "INBOX", 7, [arrival(number, raw)])[0].message


def new_letter(
    once: str | None = None,
    *,
    audience: Audience = Audience.COMPLAINANT,
    at: datetime = AT,
    ref: str | None = None,
    raw: bytes = b"Subject: We have your complaint\r\n\r\nThank you.\r\n",
) -> NewLetter:
    """A letter with a Message-ID of its own."""
    return NewLetter(
        org=ORG,
        ref=ref,
        kind=LetterKind.ACKNOWLEDGEMENT,
        audience=audience,
        to_address="p.rivers@mail.example",
        subject="We have your complaint",
        text="Thank you.",
        message_id=f"<letter-{next(_numbers)}@libra.example>",
        queued_at=at,
        raw=raw,
        once=once,
    )


def queue_one(store: Store, letter: NewLetter | None = None) -> int:
    """Queue a letter and return its id."""
    with store.writing() as record:
        (id,) = record.queue([letter or new_letter()])
    assert id is not None
    return id

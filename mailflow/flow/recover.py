"""Coming back from an old record, or from none: what the mailbox holds is lived through once more.

    every message that is not on record ── kept ──▶ then, in the order in which it happened: each message is decided at
    its receipt, each copy of a letter counts at its sending, the clock runs in between ──▶ what is left is held

Nothing is posted here. What is decided meets the copies of what left (``recovery.py``). It can be stopped at any
moment and begun again: what was lived through is on record, and the mark that keeps the daemon away stays till the end.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

from mailflow import faults
from mailflow.flow.approval import APPROVAL, MAY_HAVE_LEFT
from mailflow.flow.decide_batch import Received, decide_batch
from mailflow.flow.desk import Desk, SentFolder, SentLately
from mailflow.flow.digest import send_digests
from mailflow.flow.kept_until import give_notice
from mailflow.flow.places import place
from mailflow.flow.receive import INBOX
from mailflow.flow.recognise import adopt, mark_left, recognise, settle_presumed
from mailflow.flow.recovered_drafts import note_drafts, read_lying, settle_drafts
from mailflow.flow.recovered_mail import heads, keep_all
from mailflow.flow.recovery import SLACK, Copy, Recovery
from mailflow.flow.sent import read_sent
from mailflow.flow.sent_copies import read_copies, words_of
from mailflow.flow.tick import tick
from mailflow.flow.vouched import look_at_signatures
from mailflow.mailbox.readers import Parsed
from mailflow.store import LIES, LetterRow, LetterStatus, MessageRow

_READ_AHEAD: Final = 50


@dataclass(slots=True, kw_only=True)
class Recovered:
    """What a recovery came to.

    Attributes:
        messages: Read again.
        recognised: Letters of which a copy says when they left.
        presumed: Letters to staff that left because later ones did.
        held: Letters that wait for a person's look.
        unknown: What could not be known, a sentence each.
    """

    messages: int = 0
    recognised: int = 0
    presumed: int = 0
    held: list[LetterRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(order=True, slots=True)
class _Event:
    """What happened beside the messages that came: a letter left, or somebody answered from the mailbox itself."""

    at: datetime
    uid: int
    copy: Copy | None = field(compare=False, default=None)


@dataclass(slots=True, kw_only=True)
class _Replay:
    desk: Desk
    recovery: Recovery
    result: Recovered
    said: Callable[[str], None]
    events: list[_Event]
    later: set[int]


def recover(
    desk: Desk, now: datetime, until: datetime, *, folders: Sequence[str] = (), said: Callable[[str], None]
) -> Recovered:
    """Live through what happened since the record was made, until a time after which nothing has left.

    Args:
        desk: The organisation; the caller holds its mailbox against every daemon.
        now: The present.
        until: When mailflow last worked. What came later is left to the daemon, which deals with it as ever.
        folders: Where people have put messages, beside the INBOX and the folder that ``spool`` moves to.
        said: Is told how far it is.

    Raises:
        MailboxUnavailable: The mailbox is out of reach; begin again later.
    """
    with desk.store.writing() as writer:
        writer.begin_recovering(desk.org, now)
    with desk.mailbox() as mailbox, desk.mailbox() as sent:
        for name in dict.fromkeys((INBOX, *([desk.settings.mailbox.move_to or INBOX]), *folders)):
            keep_all(desk, mailbox, name, until, said)
        lying, found = read_lying(desk, mailbox), read_copies(desk, sent, until)
        recovery = Recovery(
            org=desk.org,
            written_at=now,
            copies=[one for one in found.copies if not one.is_draft],
            drafts=lying + [one for one in found.copies if one.is_draft],
            words_of=partial(words_of, desk, sent),
        )
        for to, subject in found.tags:
            recovery.note_tags(to, subject)
        behind = replace(desk, recovery=recovery, answers=SentFolder(uidvalidity=found.uidvalidity), sent=SentLately())
        events = [_Event(one.at, one.uid, one) for one in found.copies if one.uid not in found.later]
        events += [_Event(at, uid) for uid, at in found.others.items()]
        replay = _Replay(
            desk=behind, recovery=recovery, result=Recovered(), said=said, events=events, later=found.later
        )
        _take_stock(replay)
        _live_through(replay, until)
        _at_the_end(replay, until)
    with desk.store.reading() as reader:
        held = reader.letters(desk.org, status=LetterStatus.HELD.value)
    replay.result.held = [one for one in held if one.why != LIES]
    return replay.result


def finish(desk: Desk) -> None:
    """Let the daemon work again."""
    with desk.store.writing() as writer:
        writer.end_recovering(desk.org)


def _take_stock(replay: _Replay) -> None:
    """See what the old record was about to send, and which references may have been given since."""
    desk, recovery = replay.desk, replay.recovery
    with desk.store.writing() as writer:
        rows = {one.message_id: one for one in writer.letters(desk.org)}
        copied = set()
        for copy in recovery.copies:
            copy.is_taken = copy.message_id in rows
            copied.add(copy.message_id)
        done = {id_ for id_ in copied if id_ in rows and rows[id_].status is LetterStatus.SENT}
        replay.events[:] = [one for one in replay.events if one.copy is None or one.copy.message_id not in done]
        about_to = [one for one in rows.values() if one.status is LetterStatus.QUEUED and one.message_id not in copied]
        left = [one for one in about_to if recovery.left_by_then(one.audience, one.queued_at)]
        recovery.presumed += [one.message_id for one in left]
        gone = {one.id for one in left}
        writer.hold_for_a_look([one.id for one in about_to if one.id not in gone], MAY_HAVE_LEFT)
        waited = [one for one in rows.values() if one.status is LetterStatus.HELD and one.why == APPROVAL]
        writer.hold_for_a_look([one.id for one in waited if one.message_id not in copied], MAY_HAVE_LEFT)
        note_drafts(writer, recovery)
        waiting = writer.waiting(desk.org)
    settle_drafts(desk, recovery)
    replay.result.presumed += settle_presumed(desk, recovery)
    _pass_over_references(replay, waiting)


def _pass_over_references(replay: _Replay, waiting: Sequence[MessageRow]) -> None:
    """Give no new case a reference that another one may have had: of those to come, the first after a full hundred."""
    desk = replay.desk
    for author, subject in heads(desk, waiting):
        replay.recovery.note_tags("" if desk.office.officer(author) else author, subject)
    highest = replay.recovery.highest()
    years = Counter(desk.office.calendar.day_of(row.received_at).year for row in waiting)
    with desk.store.writing() as writer:
        for year, number in years.items():
            given = max(writer.last_number(desk.org, year), highest.get(year, 0))
            writer.pass_over(desk.org, year, math.ceil((given + number) / 100) * 100)


def _live_through(replay: _Replay, until: datetime) -> None:
    """Let everything happen once more, in the order of its time."""
    heapq.heapify(replay.events)
    with replay.desk.store.reading() as reader:
        messages = [one for one in reader.waiting(replay.desk.org) if one.received_at <= until]
    for n, (row, raw, parsed) in enumerate(_read(replay.desk, messages), 1):
        _until(replay, row.received_at)
        _decide(replay, row, raw, parsed)
        if n % 250 == 0:
            replay.said(f"{n} of {len(messages)} messages read again.")
    _until(replay, until + SLACK)
    _run_clock(replay, until)
    replay.result.messages += len(messages)


def _until(replay: _Replay, at: datetime) -> None:
    """Let everything happen that happened before a time."""
    while replay.events and replay.events[0].at < at:
        event = heapq.heappop(replay.events)
        _run_clock(replay, event.at)
        if event.copy is None:
            _answered(replay, event)
        elif event.copy.is_draft:
            _sent_from_drafts(replay, event, event.copy)
        elif mark_left(replay.desk, event.copy):
            replay.result.recognised += 1
        elif event.at == event.copy.at:
            # The mailbox's clock may be behind ours: its mail may come later than the letter that answers it.
            heapq.heappush(replay.events, replace(event, at=event.at + SLACK))
        else:
            replay.result.unknown += adopt(replay.desk, event.copy)
    _run_clock(replay, at)


def _run_clock(replay: _Replay, at: datetime) -> None:
    """Wake each case when it wanted to be woken, and not later: what was due on Monday happened on Monday."""
    while True:
        with replay.desk.store.reading() as reader:
            wake = reader.next_wake(replay.desk.org)
        if wake is None or wake > at:
            return
        tick(replay.desk, wake)
        settle_drafts(replay.desk, replay.recovery)
        replay.result.presumed += settle_presumed(replay.desk, replay.recovery)


def _read(desk: Desk, rows: Sequence[MessageRow]) -> Iterator[tuple[MessageRow, bytes, Parsed]]:
    """Read messages ahead, in their order."""
    for start in range(0, len(rows), _READ_AHEAD):
        some = rows[start : start + _READ_AHEAD]
        with desk.store.reading() as reader:
            raws = reader.raws(row.id for row in some)
        parsed = desk.readers.submit([raws[row.id] for row in some])
        yield from ((row, raws[row.id], one) for row, one in zip(some, parsed, strict=True))


def _decide(replay: _Replay, row: MessageRow, raw: bytes, parsed: Parsed) -> None:
    desk, recovery = replay.desk, replay.recovery
    sender = parsed.message.sender
    recovery.opening = (parsed.message.message_id, sender.key if sender else "", row.received_at)
    parsed = look_at_signatures(desk, [row], {row.id: raw}, {row.id: parsed})[row.id]
    recognise(desk, recovery, row, parsed)
    decide_batch(desk, [row], {row.id: raw}, {row.id: parsed}, row.received_at, Received())
    recovery.opening = None
    faults.hit("R1")
    settle_drafts(desk, recovery)
    replay.result.presumed += settle_presumed(desk, recovery)
    with desk.store.reading() as reader:
        done = reader.message(row.id)
    if done is not None and done.class_ == "staff-directive" and not done.carried_out:
        about = f" about {done.ref}" if done.ref else ""
        replay.result.unknown.append(
            f"Message {row.id}{about}: lines of staff that were not carried out again, for nothing on record says that "
            f"they came from staff. Look: mailflow message show {row.id}; put it right with mailflow case."
        )


def _sent_from_drafts(replay: _Replay, event: _Event, copy: Copy) -> None:
    """Record a draft that a person sent; where nothing led to it, as a letter of which only its copy is known."""
    if _answered(replay, event):
        replay.result.recognised += 1
    elif event.at == copy.at:
        heapq.heappush(replay.events, replace(event, at=event.at + SLACK))
    else:
        replay.result.unknown += adopt(replay.desk, copy)
        settle_drafts(replay.desk, replay.recovery)


def _answered(replay: _Replay, event: _Event) -> bool:
    """Record what somebody sent from the mailbox itself, as of its sending; returns whether it is on record now."""
    later = {one.uid for one in replay.events if one.copy is None or one.copy.is_draft} | replay.later
    desk, state = replay.desk, replay.desk.answers
    state.uidnext = 0
    state.left_alone.discard(event.uid)
    state.left_alone.update(later)
    with desk.mailbox() as mailbox:
        read_sent(desk, mailbox, event.at)
        name = mailbox.existing_sent()
        folder = mailbox.open(name, readonly=True) if name else None
    state.left_alone.difference_update(later)
    with desk.store.reading() as reader:
        return folder is not None and event.uid in reader.seen_uids(desk.org, place(desk, folder), folder.uidvalidity)


def _at_the_end(replay: _Replay, until: datetime) -> None:
    """See to what a daemon does by the day and the week, so that it does none of it again."""
    desk = replay.desk
    send_digests(desk, until)
    give_notice(desk, until)
    settle_drafts(desk, replay.recovery)
    with desk.store.reading() as reader:
        held = reader.letters(desk.org, status=LetterStatus.HELD.value)
    replay.recovery.presumed += [one.message_id for one in held if replay.recovery.left_after_all(one)]
    replay.result.presumed += settle_presumed(desk, replay.recovery)

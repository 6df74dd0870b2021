"""Answers of people who work in the complaints mailbox itself: found in its Sent folder, recorded, never sent again.

The folder is looked at before the mail of a turn, for a family may have answered what lies there, and once more after
it, for the complaint that it answers may be among that mail. What is ours is known by its Message-ID; of the rest only
what went to a party of a case is kept. The clock runs after both, so what was sent in time is in time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from mailflow.core.case import Case, Status
from mailflow.core.classify import Reading
from mailflow.core.decide.on_sent import on_sent
from mailflow.core.decide.which_draft import As
from mailflow.core.mail import Address, Attachment, InboundMessage
from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature
from mailflow.core.thread import tags_in
from mailflow.core.trigger import MessageArrived
from mailflow.flow.desk import Desk
from mailflow.flow.drafts_sent import SentMail, file_answer, judge, may_be_a_draft, record_sent
from mailflow.flow.known import Known, look_up
from mailflow.flow.on_record import read_into
from mailflow.flow.places import MAX_MESSAGE_BYTES, place
from mailflow.flow.record import Recorder
from mailflow.mailbox.imap import Fetched, FolderState, ImapMailbox, MailboxUnavailable
from mailflow.mailbox.readers import Parsed
from mailflow.store import Arrival, Writer

log = logging.getLogger("mailflow.flow")

_BATCH = 20


def read_sent(desk: Desk, mailbox: ImapMailbox, now: datetime, *, is_last: bool = False) -> int:
    """Record the answers in the Sent folder that are not on record; returns how many.

    Args:
        desk: The organisation.
        mailbox: Connected.
        now: The present.
        is_last: The mail of this turn has been read: what belongs to no case now is left alone.
    """
    state = desk.answers
    if is_last and not state.waiting:
        return 0
    state.is_read = False
    try:
        if (name := mailbox.existing_sent()) is None:
            state.is_read = True
            return 0
        folder = mailbox.open(name, readonly=True)
        if folder.uidvalidity != state.uidvalidity:
            state.uidvalidity, state.uidnext = folder.uidvalidity, 0
            state.left_alone.clear()
            state.not_yet.clear()
        is_new = is_last or folder.uidnext != state.uidnext or bool(state.not_yet)
        found = _read(desk, mailbox, folder, now, is_last=is_last) if is_new else 0
        state.uidnext, state.is_read = folder.uidnext, True
    except MailboxUnavailable:
        log.warning("sent folder not read org=%s: next turn", desk.org)
        return 0
    return found


def _read(desk: Desk, mailbox: ImapMailbox, folder: FolderState, now: datetime, *, is_last: bool) -> int:
    state, recorded = desk.answers, 0
    state.waiting = set()
    new = _not_ours(desk, mailbox, folder)
    for start in range(0, len(new), _BATCH):
        fetched = mailbox.fetch(new[start : start + _BATCH], MAX_MESSAGE_BYTES)
        fetched.sort(key=lambda one: (one.received_at, one.uid))
        parsed = list(desk.readers.submit([one.raw for one in fetched]))
        with desk.store.writing() as writer:
            known = look_up(desk, writer, (one.message for one in parsed))
            files = partial(_files, desk, writer)
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=files)
            recorder.adopt(known.cases)
            for one, read in zip(fetched, parsed, strict=True):
                state.not_yet.discard(one.uid)
                judged = judge(desk, writer, one, read, now)
                if judged.as_ is As.NOT_YET:
                    state.not_yet.add(one.uid)
                    continue
                if judged.as_ is not As.NO_DRAFT:
                    if (sent := _keep(desk, recorder, folder, one, read.message, judged.sent_at)) is not None:
                        record_sent(recorder, sent, judged)
                        recorded += 1
                    continue
                case = _case_of(desk, writer, known, recorder.cases(), read)
                if case is not None:
                    at = min(one.received_at, now)
                    if (sent := _keep(desk, recorder, folder, one, read.message, at)) is not None:
                        decision = on_sent(case, sent.arrived, desk.office_for(case, writer))
                        file_answer(recorder, sent, case, decision)
                        recorded += 1
                elif is_last or not _may_be_an_answer(desk, read):
                    state.left_alone.add(one.uid)
                else:
                    state.waiting.add(one.uid)
            recorder.flush()
    return recorded


def _files(desk: Desk, writer: Writer, message: int) -> tuple[tuple[Attachment, bytes], ...]:
    return desk.readers.files(writer.raw(message))


def _not_ours(desk: Desk, mailbox: ImapMailbox, folder: FolderState) -> list[int]:
    """Return what is new in the folder and was not laid there by us; of each only its Message-ID is fetched."""
    state, since = desk.answers, desk.settings.mailbox.since
    with desk.store.reading() as reader:
        seen = reader.seen_uids(desk.org, place(desk, folder), folder.uidvalidity)
    new = [uid for uid in mailbox.uids() if uid not in seen and uid not in state.left_alone]
    calendar = desk.office.calendar
    fresh = [one.uid for one in mailbox.listed(new) if calendar.day_of(one.received_at) >= since]
    state.left_alone.update(set(new).difference(fresh))
    ids = mailbox.message_ids(fresh)
    with desk.store.reading() as reader:
        ours = reader.letters_by_message_id(desk.org, set(ids.values()))
    mine = {uid for uid, id_ in ids.items() if id_ in ours and not may_be_a_draft(ours[id_])}
    state.left_alone.update(mine)
    return [uid for uid in fresh if uid not in mine]


def _may_be_an_answer(desk: Desk, read: Parsed) -> bool:
    """Say whether a person wrote it, to somebody outside: no copy of a letter, no absence notice, no report."""
    message = read.message
    if read.failure is not None or message.sender is None or message.header("x-mailflow-letter"):
        return False
    is_person = message.header("auto-submitted").partition(";")[0].strip().casefold() in ("", "no")
    is_from_here = desk.office.is_ours(message.sender) or desk.office.officer(message.sender.address) is not None
    return is_person and is_from_here and not message.content_type.startswith("multipart/report") and bool(_to(message))


def _to(message: InboundMessage) -> tuple[Address, ...]:
    return (*message.to, *message.cc)


def _case_of(desk: Desk, writer: Writer, known: Known, cases: Mapping[str, Case], read: Parsed) -> Case | None:
    """Return the case that a mail answers: of those that it points to, or else the only open one, of who gets it."""
    if not _may_be_an_answer(desk, read):
        return None
    message = read.message
    to = {one.key for one in _to(message) if not desk.office.is_ours(one)}
    hints = [known.letters[id_].ref for id_ in reversed(message.references) if id_ in known.letters]
    hints += [row.ref for id_ in reversed(message.references) for row in known.messages.get(id_, ())]
    hints += tags_in(message.subject, desk.org)
    for ref in hints:
        if ref is not None and (case := cases.get(ref)) is not None and _is_party(case, to):
            return case
    refs = set[str]().union(*writer.refs_written_to(desk.org, to).values())
    theirs = [cases.get(ref) or case for ref, case in writer.cases(desk.org, refs).items()]
    still = [one for one in theirs if one.status is not Status.CLOSED and _is_party(one, to)]
    return still[0] if len(still) == 1 else None


def _is_party(case: Case, to: set[str]) -> bool:
    return any(case.is_complainants(one) for one in to)


def _keep(
    desk: Desk, recorder: Recorder, folder: FolderState, one: Fetched, message: InboundMessage, at: datetime
) -> SentMail | None:
    """Keep a mail from the Sent folder; None where the same bytes came by another way and were decided there."""
    writer = recorder.writer
    arrivals: Sequence[Arrival] = [Arrival(uid=one.uid, received_at=at, raw=one.raw, truncated=one.truncated)]
    (kept,) = writer.keep(desk.org, place(desk, folder), folder.uidvalidity, arrivals)
    row = writer.message(kept.message)
    assert row is not None, "what was kept is there"
    if not kept.is_new:
        return None
    arrived = MessageArrived(
        id=row.id,
        received_at=at,
        now=recorder.now,
        message=message,
        new_text=without_signature(new_text(message.text, None)),
        reading=Reading(as_=None, because="a person sent it from the complaints mailbox", acknowledge=False),
    )
    row = replace(read_into(row, message), new_text=arrived.new_text)
    recorder.message(row)
    return SentMail(row=row, arrived=arrived)

"""Letters that a person sends: laid into the mailbox's Drafts folder, watched there, and taken away when cancelled.

What becomes of one is asked of two folders. Drafts is looked at before Sent (``watch_drafts``), and a letter is given
up only after it is missing from both for a while (``tend_drafts``): a program lays the copy into Sent and takes the
draft away one after the other, in either order. An edited draft comes back under a new number, often with a new
Message-ID; it is known by the mark in its References, by its subject and by whom it is for.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from mailflow import faults
from mailflow.core.case import Case
from mailflow.core.decide.approving import moved_window
from mailflow.core.decide.drafts import Draft, draft_laid, draft_removed, draft_taken_back
from mailflow.core.decide.wall import may_reach
from mailflow.core.decide.which_draft import PATIENCE, draft_mark
from mailflow.core.evolve import fold
from mailflow.core.mail import InboundMessage
from mailflow.flow.desk import Desk
from mailflow.flow.places import MAX_MESSAGE_BYTES
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import trouble
from mailflow.letters.freeze import UnsafeLetter
from mailflow.letters.render import TemplateBroken
from mailflow.mailbox.imap import FolderState, ImapMailbox, MailboxUnavailable
from mailflow.store import DraftEnd, DraftRow, LetterChange, LetterStatus, Writer

log = logging.getLogger("mailflow.flow")

#: So many new drafts are looked at for one that is missing: what was edited is among the newest.
_LOOKED_AT = 50


def draft_of(row: DraftRow) -> Draft:
    """Return a draft as its case knows it."""
    return Draft(letter=row.letter.id, kind=row.letter.kind.value, stage=row.letter.stage)


def watch_drafts(desk: Desk, mailbox: ImapMailbox, now: datetime) -> None:
    """Note which drafts are gone from their folder, and where those lie that were edited."""
    with desk.store.reading() as reader:
        lying = [one for one in reader.drafts(desk.org) if _is_awaited(one) and one.laid_at is not None]
    for folder in dict.fromkeys(one.folder for one in lying if one.folder):
        try:
            if mailbox.has_folder(folder):
                _watch(desk, mailbox, folder, [one for one in lying if one.folder == folder], now)
            else:
                log.warning("drafts folder missing org=%s: nothing is concluded from it", desk.org)
        except MailboxUnavailable:  # no complaint waits for a look at drafts
            log.warning("drafts folder not read org=%s: next turn", desk.org)


def _watch(desk: Desk, mailbox: ImapMailbox, folder: str, lying: Sequence[DraftRow], now: datetime) -> None:
    state = mailbox.open(folder, readonly=True)
    there = set(mailbox.uids())
    missing = [one for one in lying if one.uidvalidity != state.uidvalidity or one.uid not in there]
    if not missing:
        return
    known = {one.uid for one in lying if one not in missing}
    oldest = min((one.uid or 0) if one.uidvalidity == state.uidvalidity else 0 for one in missing)
    new = sorted(uid for uid in there - known if uid > oldest)[-_LOOKED_AT:]
    fetched = mailbox.fetch(new, MAX_MESSAGE_BYTES)
    read = zip((one.uid for one in fetched), desk.readers.submit([one.raw for one in fetched]), strict=True)
    found = {uid: parsed.message for uid, parsed in read if parsed.failure is None}
    with desk.store.writing() as writer:
        for one in missing:
            uid = _again(one, missing, found)
            if uid is not None:
                writer.draft_moved(one.letter.id, uidvalidity=state.uidvalidity, uid=uid)
                found.pop(uid)
            elif one.gone_at is None:
                writer.draft_missed(one.letter.id, now)
                log.info("draft not in its folder id=%d case=%s", one.letter.id, one.letter.ref or "-")


def _again(one: DraftRow, missing: Iterable[DraftRow], found: dict[int, InboundMessage]) -> int | None:
    """Return where a draft lies that was saved anew: by its own marks, else as the only one that looks like it."""
    ids = {one.message_id, draft_mark(one.message_id)}
    for uid, message in found.items():
        if ids & {message.message_id or "", *message.references}:
            return uid
    alike = [uid for uid, message in found.items() if _looks_like(one, message)]
    rivals = [other for other in missing if any(_looks_like(other, found[uid]) for uid in alike)]
    return alike[0] if len(alike) == 1 and len(rivals) == 1 else None


def _looks_like(one: DraftRow, message: InboundMessage) -> bool:
    to = {each.key for each in (*message.to, *message.cc)}
    same = " ".join(message.subject.split()) == " ".join(one.letter.subject.split())
    return same and one.letter.to_address.casefold() in to


def tend_drafts(desk: Desk, mailbox: ImapMailbox, now: datetime) -> int:
    """Give up what is gone, take away what was cancelled, and lay what is new; returns how many were laid.

    Args:
        desk: The organisation.
        mailbox: Connected.
        now: The present.
    """
    with desk.store.reading() as reader:
        rows = reader.drafts(desk.org)
    if not rows:
        return 0
    if desk.answers.is_read:
        _give_up(desk, rows, now)
    try:
        for row in rows:
            if not row.cleared and row.letter.status in (LetterStatus.SENT, LetterStatus.CANCELLED):
                _clear(desk, mailbox, row, now)
        _refresh(desk, [one for one in rows if _is_awaited(one)], now)
        with desk.store.reading() as reader:
            fresh = [one for one in reader.drafts(desk.org) if _is_awaited(one) and one.laid_at is None]
        for row in fresh:
            _lay(desk, mailbox, row, now)
    except MailboxUnavailable:
        log.warning("drafts not laid org=%s: next turn", desk.org)
        return 0
    return len(fresh)


def _is_awaited(row: DraftRow) -> bool:
    """Say whether a letter is still to be laid, or lies there, or has just gone and may be found in Sent."""
    return row.letter.status is LetterStatus.HELD and row.ended is None


# --- laying ----------------------------------------------------------------------------------------------------------


def _lay(desk: Desk, mailbox: ImapMailbox, row: DraftRow, now: datetime) -> None:
    """Lay a draft once: what an earlier process has laid and not recorded is found by its Message-ID."""
    if (raw := _as_it_leaves(desk, row, now)) is None:
        return
    name = mailbox.drafts_folder(desk.settings.mailbox.drafts)
    state = mailbox.open(name)
    if row.uid is not None and not _makes_room(desk, mailbox, row, state, now):
        return
    stands = mailbox.with_message_id(row.message_id)
    faults.hit("D1")
    place = (state.uidvalidity, stands[0]) if stands else mailbox.append_draft(name, raw, now)
    faults.hit("D2")
    if place is None:
        state = mailbox.open(name)
        place = (state.uidvalidity, next(iter(mailbox.with_message_id(row.message_id)), 0))
    # What the server makes of the bytes is what "unchanged" means, unless a person may have had it in between.
    kept = [] if stands else mailbox.fetch([place[1]], MAX_MESSAGE_BYTES)
    sha256 = hashlib.sha256(kept[0].raw if kept else raw).hexdigest()
    with desk.store.writing() as writer:
        recorder = _recorder(desk, writer, now)
        if (case := _case(recorder, row)) is not None:
            recorder.decided(case, draft_laid(case, draft_of(row), desk.office_for(case, writer), now))
        place_of = {"uidvalidity": place[0], "uid": place[1]}
        writer.draft_laid(row.letter.id, folder=name, **place_of, sha256=sha256, at=now)
        recorder.flush()
    faults.hit("D3")
    log.info("draft laid id=%d kind=%s case=%s", row.letter.id, row.letter.kind.value, row.letter.ref or "-")


def _makes_room(desk: Desk, mailbox: ImapMailbox, row: DraftRow, state: FolderState, now: datetime) -> bool:
    """Take an older draft of the same letter away. One that a person has changed, or is sending just now, stays.

    A crash after this costs nothing: the next turn lays the draft.
    """
    is_there = row.uidvalidity == state.uidvalidity and row.uid in mailbox.uids()
    if is_there and _is_unchanged(mailbox, row, row.uid) and mailbox.remove([row.uid or 0]) is None:
        return True
    assert row.uid is not None and row.uidvalidity is not None, "it has lain there"
    place = {"uidvalidity": row.uidvalidity, "uid": row.uid}
    with desk.store.writing() as writer:
        writer.draft_laid(row.letter.id, folder=state.name, **place, sha256=row.sha256 or "", at=now)
    return False


def _as_it_leaves(desk: Desk, row: DraftRow, now: datetime) -> bytes | None:
    """Return the bytes to lay, with the last day to appeal as of now; None where the letter must not go any more."""
    letter = row.letter
    with desk.store.writing() as writer:
        recorder = _recorder(desk, writer, now)
        case = _case(recorder, row)
        if not may_reach(letter.to_address, letter.audience, case):
            writer.mark([LetterChange.cancelled(letter.id, why="the case is, or may be, about its recipient")])
            return None
        if case is not None:
            decision = draft_laid(case, draft_of(row), desk.office_for(case, writer), now)
            after = fold(decision.facts, case)
            if after.printed_window != case.printed_window:
                try:
                    composed, raw = recorder.write_anew(letter, after)
                except (TemplateBroken, UnsafeLetter, LookupError):
                    # What was printed before is still true: the time to appeal is never shorter than printed.
                    log.error("draft keeps its last day id=%d: it cannot be written anew", letter.id)
                else:
                    writer.write_anew(letter.id, subject=composed.subject, text=composed.text, raw=raw)
                    return raw
        return writer.letter_raw(letter.id)


def _refresh(desk: Desk, lying: Sequence[DraftRow], now: datetime) -> None:
    """Have those laid anew that print a last day to appeal which has moved on since, unless a person changed them."""
    day_of = desk.office.calendar.day_of
    old = [one for one in lying if one.laid_at and one.gone_at is None and day_of(one.laid_at) < day_of(now)]
    if not old:
        return
    with desk.store.writing() as writer:
        cases = writer.cases(desk.org, {one.letter.ref for one in old if one.letter.ref})
        for one in old:
            if (case := cases.get(one.letter.ref or "")) is None:
                continue
            office = desk.office_for(case, writer)
            if moved_window(case, office, one.letter.kind.value, one.letter.stage, now) is not None:
                writer.lay_anew(one.letter.id)


# --- giving up and taking away ---------------------------------------------------------------------------------------


def _give_up(desk: Desk, rows: Sequence[DraftRow], now: datetime) -> None:
    """Record that drafts were removed that are long gone and not in Sent."""
    gone = [one for one in rows if _is_awaited(one) and one.gone_at is not None and one.gone_at + PATIENCE <= now]
    if not gone:
        return
    with desk.store.writing() as writer:
        recorder = _recorder(desk, writer, now)
        for row in gone:
            if (case := _case(recorder, row)) is not None:
                recorder.decided(case, draft_removed(case, draft_of(row), desk.office_for(case, writer), now))
            writer.draft_ended(row.letter.id, DraftEnd.REMOVED)
            log.info("draft removed id=%d case=%s", row.letter.id, row.letter.ref or "-")
        recorder.flush()


def _clear(desk: Desk, mailbox: ImapMailbox, row: DraftRow, now: datetime) -> None:
    """Take away the draft of a letter that has left, or never will; what a person has changed is left to them."""
    is_cancelled = row.letter.status is LetterStatus.CANCELLED
    changed = False
    if row.folder and row.laid_at is not None and mailbox.has_folder(row.folder):
        state = mailbox.open(row.folder)
        stands = set(mailbox.with_message_id(row.message_id))
        if row.uid is not None and row.uidvalidity == state.uidvalidity:
            stands |= {row.uid} & set(mailbox.uids())
        same = [uid for uid in sorted(stands) if _is_unchanged(mailbox, row, uid)]
        why = mailbox.remove(same) if same else None
        changed = why is not None or len(same) < len(stands)
    if changed and row.letter.sent_at is not None and now < row.letter.sent_at + PATIENCE:
        return  # the program that has sent it is about to take it away
    with desk.store.writing() as writer:
        recorder = _recorder(desk, writer, now)
        case = _case(recorder, row)
        if is_cancelled and case is not None and row.laid_at is not None:
            office = desk.office_for(case, writer)
            recorder.decided(case, draft_taken_back(case, draft_of(row), office, now, is_changed=changed))
        elif changed:
            recorder.tell(trouble(desk.office, case, (_left_behind(row),), once=f"draft-left:{row.letter.id}"))
        if is_cancelled:
            writer.draft_ended(row.letter.id, DraftEnd.CANCELLED, changed=changed)
        writer.draft_cleared(row.letter.id)
        recorder.flush()


def _left_behind(row: DraftRow) -> dict[str, str]:
    about = f" about {row.letter.ref}" if row.letter.ref else ""
    return {
        "title": f"Letter {row.letter.id}{about} has left, and a draft of it still lies in Drafts",
        "detail": "Delete it in the Drafts folder, so that nobody sends it a second time.",
        "command": f"mailflow letter show {row.letter.id}",
    }


def _is_unchanged(mailbox: ImapMailbox, row: DraftRow, uid: int | None) -> bool:
    fetched = mailbox.fetch([uid], MAX_MESSAGE_BYTES) if uid is not None else []
    return bool(fetched) and hashlib.sha256(fetched[0].raw).hexdigest() == row.sha256


def _recorder(desk: Desk, writer: Writer, now: datetime) -> Recorder:
    return Recorder(desk=desk, writer=writer, now=now, files_of=lambda id_: desk.readers.files(writer.raw(id_)))


def _case(recorder: Recorder, row: DraftRow) -> Case | None:
    return recorder.case(row.letter.ref) if row.letter.ref else None

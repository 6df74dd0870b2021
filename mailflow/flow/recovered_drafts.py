"""Drafts of ours while a record is recovered: what lies in the Drafts folder still, and what was sent from there.

A letter that is decided once more is the one whose draft lies there, or was sent, where its kind, its case and whom it
is for say so, or its own words: it is given that draft's identifier and is no second one. From then on it is known by
what is always known of a draft (``drafts_sent.py``), and counts as of its sending. A letter of which there is neither
is held: it was sent by a program that keeps no copy, or removed, or it was never laid.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from mailflow.core.decide.drafts import draft_laid
from mailflow.core.decide.which_draft import same_words
from mailflow.flow.desk import Desk
from mailflow.flow.drafts import draft_of
from mailflow.flow.places import MAX_MESSAGE_BYTES
from mailflow.flow.record import Recorder
from mailflow.flow.recovery import Copy, Recovery
from mailflow.flow.sent_copies import FIELDS, copy_of
from mailflow.mailbox.imap import ImapMailbox
from mailflow.store import DraftRow, LetterStatus, Writer


def read_lying(desk: Desk, mailbox: ImapMailbox) -> list[Copy]:
    """Return the drafts of ours that lie in the Drafts folder, by time, with their bytes."""
    if (name := mailbox.existing_drafts(desk.settings.mailbox.drafts)) is None:
        return []
    folder = mailbox.open(name, readonly=True)
    listed = {one.uid: one.received_at for one in mailbox.listed(mailbox.uids())}
    fields = mailbox.headers(list(listed), FIELDS)
    found = []
    for uid, at in listed.items():
        copy = copy_of(desk, uid, at, fields.get(uid, b""))
        if copy is not None and copy.is_draft and (fetched := mailbox.fetch([uid], MAX_MESSAGE_BYTES)):
            found.append(replace(copy, folder=name, uidvalidity=folder.uidvalidity, raw=fetched[0].raw))
    return sorted(found, key=lambda one: (one.at, one.uid))


def note_drafts(writer: Writer, recovery: Recovery) -> None:
    """See which drafts the old record knows: each lies where it was, or elsewhere, or is gone, or was laid since."""
    known = writer.draft_ids(recovery.org)
    for copy in recovery.drafts:
        copy.is_taken = copy.laid_as in known
    for row in writer.drafts(recovery.org):
        if row.letter.status is not LetterStatus.HELD or row.ended is not None:
            continue
        its = recovery.draft_laid_as(row.message_id)
        if row.laid_at is None:
            recovery.unsettled.append(row.letter.message_id)
        elif its is not None and its.folder:
            writer.draft_moved(row.letter.id, uidvalidity=its.uidvalidity, uid=its.uid)
        elif row.gone_at is None:
            writer.draft_missed(row.letter.id, recovery.written_at)


def settle_drafts(desk: Desk, recovery: Recovery) -> None:
    """Record where the drafts lie of letters that were decided just now, or that they may have been sent."""
    ids, recovery.unsettled = recovery.unsettled, []
    if not ids:
        return
    with desk.store.writing() as writer:
        for letter in writer.letters_by_message_id(desk.org, ids).values():
            row = writer.draft(letter.id)
            if row is None or row.laid_at is not None or letter.status is not LetterStatus.HELD:
                continue
            copy = recovery.draft_laid_as(row.message_id)
            if copy is None:
                writer.draft_perhaps_sent(letter.id, letter.queued_at)
            else:
                _settle(desk, recovery, writer, row, copy)


def _settle(desk: Desk, recovery: Recovery, writer: Writer, row: DraftRow, copy: Copy) -> None:
    at = row.letter.queued_at
    recorder = Recorder(desk=desk, writer=writer, now=at, files_of=lambda id_: desk.readers.files(writer.raw(id_)))
    if row.letter.ref and (case := recorder.case(row.letter.ref)) is not None:
        recorder.decided(case, draft_laid(case, draft_of(row), desk.office_for(case, writer), at))
    # One that has other words may have been changed by a person: it is theirs, and nobody but they take it away.
    is_ours = copy.message_id == copy.laid_as and same_words(recovery.text_of(copy), row.letter.text or "")
    sha256 = hashlib.sha256(copy.raw).hexdigest() if copy.raw is not None and is_ours else ""
    laid_at = max(copy.at, at) if copy.folder else at
    uid = copy.uid if copy.folder else None
    place = {"folder": copy.folder, "sha256": sha256}
    writer.draft_laid(row.letter.id, **place, uidvalidity=copy.uidvalidity, uid=uid, at=laid_at)
    if not copy.folder:
        writer.draft_missed(row.letter.id, at)
    recorder.flush()

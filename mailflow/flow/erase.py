"""Destroying the record of one case: its copies in the mailbox first, where that is configured, then the record itself.

In this order, because the record knows where the copies are. A crash between the two costs nothing: the record is still
there, and the next purge looks for the copies again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.decide.undo import taken_back
from mailflow.core.policy import Policy
from mailflow.core.retention import remains_of
from mailflow.flow.receive import INBOX, MAX_MESSAGE_BYTES
from mailflow.mailbox.imap import FolderState, ImapMailbox, MailboxUnavailable, batches
from mailflow.settings import MailboxSettings
from mailflow.store import Erased, Reader, Store, Trace

log = logging.getLogger("mailflow.flow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What the mailbox can have of a case: the bytes of its messages, and the Message-IDs of our letters."""

    messages: tuple[Trace, ...]
    letters: tuple[str, ...]


def traces_of(reader: Reader, org: str, ref: str) -> Traces:
    """Return what the mailbox can have of a case."""
    letters = reader.letters(org, ref=ref)
    return Traces(
        messages=tuple(reader.traces(org, ref)),
        letters=tuple(one.message_id for one in letters if one.filed_at or one.sent_at),
    )


def remove_copies(mailbox: ImapMailbox, settings: MailboxSettings, traces: Traces) -> int:
    """Delete the copies of a case from the mailbox's own folders, by UID, and return how many there were.

    Of the messages only what has the very bytes that are on record, in the INBOX, where messages are moved to and in
    the Sent folder; of our letters only what has their Message-ID, in the Sent folder.

    Raises:
        MailboxUnavailable: The mailbox is out of reach, or does not delete; some copies may be gone.
    """
    removed = 0
    sent = mailbox.existing_sent()
    for folder in filter(None, (INBOX, settings.move_to, sent)):  # answers that staff gave in the mailbox lie in Sent
        if mailbox.has_folder(folder):
            state = mailbox.open(folder)
            removed += _removed(mailbox, list(_copies(mailbox, state, traces.messages)))
    if traces.letters and sent:
        mailbox.open(sent)
        removed += _removed(mailbox, [uid for one in traces.letters for uid in mailbox.with_message_id(one)])
    return removed


def _copies(mailbox: ImapMailbox, state: FolderState, traces: Iterable[Trace]) -> Iterator[int]:
    """Yield the UIDs of what has the same bytes; a size or a place in the ledger only says what is worth fetching."""
    hashes = {one.sha256 for one in traces}
    sizes = {one.size for one in traces if not one.truncated}
    seen = {uid for one in traces for folder, validity, uid in one.places if _is(state, folder, validity)}
    some = [one for one in mailbox.listed(mailbox.uids()) if one.size in sizes or one.uid in seen]
    for batch in batches(some):
        for one in mailbox.fetch([listed.uid for listed in batch], MAX_MESSAGE_BYTES):
            if hashlib.sha256(one.raw).hexdigest() in hashes:
                yield one.uid


def _is(state: FolderState, folder: str, uidvalidity: int) -> bool:
    return folder.endswith(f"/{state.name}") and uidvalidity == state.uidvalidity


def _removed(mailbox: ImapMailbox, uids: list[int]) -> int:
    if uids and (why := mailbox.remove(uids)):
        raise MailboxUnavailable(f"{why}; the record was kept, nothing of it was destroyed", permanent=True)
    return len(uids)


def erase(store: Store, case: Case, policy: Policy | None, *, by: str, reason: str, now: datetime) -> Erased:
    """Destroy the record of a case in one transaction.

    Raises:
        Conflict: It has changed meanwhile, or something about it still waits.
    """
    with store.writing() as writer:
        recorded = writer.events(case.organisation, case.ref)
        gone = taken_back([one.fact for one in recorded if one.fact])
        facts = [one.fact for seq, one in enumerate(recorded, 1) if one.fact and seq not in gone]
        erased = writer.erase_case(case.organisation, remains_of(case, facts, policy), by=by, reason=reason, at=now)
    log.info("record destroyed org=%s ref=%s", case.organisation, case.ref)
    return erased

"""How records are destroyed by hand: the chain is verified, the copies and the records go, the file is swept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.admin.asked import Failure
from mailflow.admin.certificate import Certificate, Destroyed, Unfiled, opened, write
from mailflow.admin.copies import copies
from mailflow.admin.progress import progress

if TYPE_CHECKING:
    from mailflow.admin.record import Chosen, Record
    from mailflow.core.case import Case
    from mailflow.core.policy import Policy
    from mailflow.mailbox.imap import ImapMailbox
    from mailflow.store import Reader, Trace


_STOPPED = "What was destroyed stands in the certificate; the next purge goes on with the rest."


@dataclass(frozen=True, slots=True, kw_only=True)
class Condemned:
    """A case whose record is to be destroyed, and why."""

    case: Case
    closed_at: datetime
    policy: Policy | None
    reason: str


def destroy(
    record: Record,
    chosen: Chosen,
    cases: Sequence[Condemned],
    path: Path,
    *,
    by: str,
    now: datetime,
    unfiled: Sequence[Trace] = (),
) -> Certificate:
    """Destroy records, one transaction each, and write the certificate, also of what was done before a failure.

    ``unfiled``: messages on no case that go as well; the policy that the organisation runs says why.

    Raises:
        Failure: The chain does not hold, or the certificate could not be written; nothing was destroyed.
        MailboxUnavailable: The copies in the mailbox could not be deleted; that record was kept.
        Conflict: A case changed meanwhile; its record was kept.
    """
    certificate = Certificate(organisation=chosen.code, zone=chosen.zone, by=by, at=now)
    _require_sound(record, chosen)
    with opened(path) as file, _mailbox(chosen) as mailbox:
        try:
            with progress("Destroying", len(cases), _STOPPED) as step:
                for one in cases:
                    certificate.records.append(_one(record, chosen, one, mailbox, certificate))
                    step(1)
            if unfiled:
                certificate.unfiled = _unfiled(record, chosen, unfiled, mailbox)
        finally:
            if certificate.records or certificate.unfiled:
                certificate.left, certificate.beyond = record.store.sweep(), record.store.beyond
                certificate.events, certificate.last_hash = _require_sound(record, chosen)
            with record.store.reading() as reader:
                certificate.backups = copies(reader, chosen.code, record.settings, now)
            write(certificate, file)
    return certificate


def _one(
    record: Record, chosen: Chosen, one: Condemned, mailbox: ImapMailbox | None, certificate: Certificate
) -> Destroyed:
    from mailflow.flow.erase import erase, remove_copies, traces_of

    with record.store.reading() as reader:
        _require_unchanged(reader, chosen, one)
        traces = traces_of(reader, chosen.code, one.case.ref)
    copies = remove_copies(mailbox, chosen.settings.mailbox, traces) if mailbox else None
    erased = erase(record.store, one.case, one.policy, by=certificate.by, reason=one.reason, now=certificate.at)
    return Destroyed(
        ref=one.case.ref,
        closed_at=one.closed_at,
        reason=one.reason,
        erased=erased,
        copies=copies,
        party=certificate.party(one.case.complainant.address),
    )


def _unfiled(record: Record, chosen: Chosen, unfiled: Sequence[Trace], mailbox: ImapMailbox | None) -> Unfiled:
    from mailflow.flow.erase import Traces, remove_copies

    retention = chosen.policy.policy.retention
    assert retention is not None, "where the policy sets no time, nothing is past it"
    traces = Traces(messages=tuple(unfiled), letters=())
    copies = remove_copies(mailbox, chosen.settings.mailbox, traces) if mailbox else None
    with record.store.writing() as writer:
        letters = writer.erase_on_no_case(chosen.code, [one.message for one in unfiled])
    reason = f"{retention.keep} from receipt ({retention.source})"
    return Unfiled(messages=len(unfiled), letters=letters, copies=copies, reason=reason)


def _require_unchanged(reader: Reader, chosen: Chosen, one: Condemned) -> None:
    """Look once more before anything goes: in the mailbox nothing is taken back."""
    ref = one.case.ref
    if reader.case(chosen.code, ref) != one.case:
        raise Failure(f"{ref} was changed meanwhile; its record was kept. Look at it again: mailflow case show {ref}")
    if why := reader.why_not_yet(chosen.code, ref):
        raise Failure(f"The record of {ref} was kept: {why}.")


@contextmanager
def _mailbox(chosen: Chosen) -> Iterator[ImapMailbox | None]:
    """Connect to the mailbox where its copies are to be deleted."""
    if chosen.settings.mailbox.purged == "leave":
        yield None
        return
    from mailflow.mailbox.imap import ImapMailbox

    with ImapMailbox(chosen.settings.mailbox.imap) as mailbox:
        yield mailbox


def _require_sound(record: Record, chosen: Chosen) -> tuple[int, str]:
    """Return the number of events and the last hash of a chain that holds."""
    from mailflow.admin.watched import verified

    with record.store.reading() as reader:
        found = verified(reader, chosen.code, "The chain was only looked at.")
        if not found.is_sound:
            raise Failure(
                f"{chosen.code}: {found.why}. The chain of events does not hold; keep this database as it is, and "
                "compare it with a backup (mailflow audit verify)."
            )
        return found.events, reader.chain_end(chosen.code)[1].hex()

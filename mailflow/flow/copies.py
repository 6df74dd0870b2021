"""Copies of the letters that have left, for the mailbox's Sent folder, where staff look for them."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from mailflow import faults
from mailflow.flow.desk import Desk
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable

log = logging.getLogger("mailflow.flow")

_BATCH = 50


def file_copies(desk: Desk, mailbox: ImapMailbox, now: datetime, *, sent_here: Collection[int]) -> int:
    """Lay a copy of each sent letter to a complainant into the mailbox's Sent folder, once.

    Args:
        desk: The organisation.
        mailbox: Connected.
        now: The present.
        sent_here: Letters that this process has sent. Of any other the copy may be there already: an earlier process
            can have died between laying and recording it.
    """
    if desk.settings.mailbox.sent == "never" or files_copies_itself(desk.settings.mailbox.smtp.host):
        return 0
    filed = 0
    while True:
        with desk.store.reading() as reader:
            waiting = reader.unfiled(desk.org, _BATCH)
        if not waiting:
            return filed
        try:
            folder = mailbox.sent_folder()
            missing = [
                one for one in waiting if one.id in sent_here or not mailbox.has_message_id(folder, one.message_id)
            ]
            mailbox.append_all(folder, [(one.raw or b"", one.sent_at or now) for one in missing])
            faults.hit("O13")
        except MailboxUnavailable:
            log.warning("copies not filed org=%s: next turn", desk.org)
            return filed
        with desk.store.writing() as writer:
            writer.filed([one.id for one in waiting], now)
        filed += len(waiting)


def files_copies_itself(smtp_host: str) -> bool:
    """Say whether a provider's submission server lays a copy into Sent by itself (Gmail, Microsoft 365)."""
    host = smtp_host.casefold()
    return host.endswith((".gmail.com", ".googlemail.com", ".office365.com", ".outlook.com"))

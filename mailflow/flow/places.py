"""Where a message is seen, as the ledger calls it, and how much of one is kept."""

from __future__ import annotations

from mailflow.flow.desk import Desk
from mailflow.mailbox.imap import FolderState

#: A larger message is kept in part: its case is opened from the beginning of it, and the whole stays in the mailbox.
MAX_MESSAGE_BYTES = 64 * 1024 * 1024


def place(desk: Desk, folder: FolderState) -> str:
    """Return the folder's name in the ledger: with the account, since two servers can give the same UIDVALIDITY."""
    imap = desk.settings.mailbox.imap
    return f"{imap.user or ''}@{imap.host}/{folder.name}"

"""IMAP: what lies in a folder, its bytes, and waiting for more. The only home of imapclient.

Nothing here trusts the server: every answer has a time-out, a literal has a limit, an answer that makes no sense costs
one message and not the folder. Nothing here trusts a message either: only integers, and names from the configuration,
ever become part of a command. Bodies are fetched by ``BODY.PEEK[]`` alone, so that the unread state stays the staff's
own.
"""

from __future__ import annotations

from mailflow.mailbox.imap.mailbox import ImapMailbox
from mailflow.mailbox.imap.values import Fetched, FolderState, Listed, MailboxUnavailable, batches

__all__ = ["Fetched", "FolderState", "ImapMailbox", "Listed", "MailboxUnavailable", "batches"]

"""What is looked at once a day: whose record goes soon, and whether every message is accounted for."""

from __future__ import annotations

from datetime import date, datetime

from mailflow.flow.desk import Desk
from mailflow.flow.kept_until import give_notice
from mailflow.flow.reconcile import INBOX, tell_unexplained
from mailflow.mailbox.imap import ImapMailbox


def look_back(desk: Desk, mailbox: ImapMailbox, now: datetime, last: date | None) -> date:
    """Look back where that was not done today, and return the day on which it was done last."""
    today = desk.office.calendar.day_of(now)
    if today != last:
        give_notice(desk, now)
        imap = desk.settings.mailbox.imap
        tell_unexplained(desk, mailbox, f"{imap.user or ''}@{imap.host}/{INBOX}", now)
    return today

"""What letters there are, and for whom; apart from what decides on them, which who merely writes them need not load."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

#: What a template may be handed beside the case: plain values only.
Value = str | int | bool | None | tuple[str, ...] | tuple[Mapping[str, str], ...]


class LetterKind(StrEnum):
    """A letter; its template has this name."""

    ACKNOWLEDGEMENT = "acknowledgement"
    OUTCOME = "outcome"
    INTERIM_UPDATE = "interim-update"
    APPEAL_LATE = "appeal-late"
    APPEAL_DECLINED = "appeal-declined"
    PROCESS_ENDED = "process-ended"
    QUESTION = "question"
    RELAY = "relay"
    MEETING_INVITATION = "meeting-invitation"
    REFERRAL = "referral"
    RECEIPT = "receipt"
    THANKS = "thanks"
    CONFIRM_ADDRESS = "confirm-address"
    HANDLER_NOTICE = "handler-notice"
    REMINDER = "reminder"
    BREACH_NOTICE = "breach-notice"
    SAFEGUARDING_ALERT = "safeguarding-alert"
    DIRECTIVE_ERROR = "directive-error"
    DIRECTIVE_DONE = "directive-done"
    CONFIRM_SENDER = "confirm-sender"
    COPY = "copy"
    REPORT = "report"
    DIGEST = "digest"
    ADMIN_NOTICE = "admin-notice"


class Audience(StrEnum):
    """Whom a letter is for. Only letters to complainants are filed in the mailbox's Sent folder."""

    COMPLAINANT = "complainant"
    STAFF = "staff"
    ADMIN = "admin"

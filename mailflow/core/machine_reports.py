"""What mail systems report about letters of ours: what came back, is late, was read, or was called spam.

The standards first (RFC 3464, 8098, 5965), then what a mail system says in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailflow.core.machine_words import (
    AUTOMATIC,
    BOUNCE_SUBJECT,
    BOUNCE_TEXT,
    DAEMON,
    DELAY,
    DELAY_STEMS,
    FAILURE_CODE,
    NOBODY,
    READ_SUBJECT,
    READ_TEXT,
    SPEAKS_OF_SELF,
)
from mailflow.core.mail import InboundMessage, MessageClass, is_null_path

#: How much of a text is looked at for what a mail is: machines say it at the top.
TOP = 3000
#: A read receipt says no more than what was read and when.
_RECEIPT = 600

_PASSED_ON = re.compile(r"\s*(?:re|fwd?|aw|wg|tr|sv|vs|rv|i)\s?:", re.IGNORECASE)
_MICROSOFT_REPORT = re.compile(r"complaint about message from [0-9a-fx.:]{3,45}", re.IGNORECASE)
_NOTIFIED_COMPLAINT = re.compile(r'"notificationType\\?" ?: ?\\?"Complaint', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message was taken for. ``as_`` is None for a person's; ``because`` is one sentence.

    ``acknowledge`` says only that nothing in the mail speaks against an automatic answer; ``of_office``, that all that
    does are words of an office to whoever wrote to it, which one of our own staff may well use.
    """

    as_: MessageClass | None
    because: str
    acknowledge: bool = False
    of_office: bool = False


def standard_report(message: InboundMessage) -> Reading | None:
    """The standard reports: RFC 3464 (delivery), 8098 (receipts), 5965 (feedback)."""
    kind = message.report_type
    if _MICROSOFT_REPORT.fullmatch(message.subject.strip()) or _NOTIFIED_COMPLAINT.search(message.text[:400]):
        return Reading(
            as_=MessageClass.FEEDBACK_REPORT, because="It is a provider's report that a mail was called spam."
        )
    if kind == "disposition-notification":
        return Reading(as_=MessageClass.RECEIPT, because="It is a read receipt (RFC 8098).")
    receipt = _read_in_words(message)
    if receipt:
        return receipt
    if kind in ("feedback-report", "abuse-feedback-report"):
        return Reading(as_=MessageClass.FEEDBACK_REPORT, because="It is a feedback report (RFC 5965).")
    if kind != "delivery-status":
        if message.content_type != "multipart/report":
            return None
        kind = "report"
    actions = {one.action for one in message.failed_recipients}
    if "failed" in actions or (not actions and not _tells_of_delay(message)):
        return Reading(as_=MessageClass.BOUNCE, because=f"It is a delivery report (RFC 3464){_whom(message)}.")
    if not actions or "delayed" in actions:
        return Reading(as_=MessageClass.DELAY, because="It is a delivery report (RFC 3464) of a delay.")
    return Reading(as_=MessageClass.RECEIPT, because="It is a delivery report (RFC 3464) of a delivery that went well.")


def _read_in_words(message: InboundMessage) -> Reading | None:
    """A receipt in a mail program's own words: its subject, and a text that is one's or none at all.

    A person writes "Read: this before you answer" too, and then writes, or attaches a photograph.
    """
    if message.header("content-class").lower().endswith(":mdn"):
        return Reading(as_=MessageClass.RECEIPT, because="Its Content-Class is that of a read receipt.")
    if not READ_SUBJECT.match(message.subject) or len(message.text) > _RECEIPT:
        return None
    silent = not message.text.strip()
    if READ_TEXT.search(message.text) or (silent and not message.attachments):
        return Reading(as_=MessageClass.RECEIPT, because="It is a read receipt in a mail program's own words.")
    if silent and message.content_type == "application/ms-tnef":
        return Reading(as_=None, because="It may be a read receipt in Outlook's own form; a person should see it.")
    return None


def has_one(text: str, stems: Iterable[str]) -> bool:
    """Say whether one of the stems stands in a text, in capitals or small: a hundredth of the cost of a pattern."""
    folded = text.casefold()
    return any(stem in folded for stem in stems)


def _whom(message: InboundMessage) -> str:
    """No addresses in a sentence that may be logged: how many, and the first status."""
    failed = [one for one in message.failed_recipients if one.action == "failed"]
    status = next((one.status for one in failed if one.status), "")
    return f": {len(failed)} not reached{f', status {status}' if status else ''}" if failed else ""


def _tells_of_delay(message: InboundMessage) -> bool:
    actions = {one.action for one in message.failed_recipients}
    if actions == {"delayed"} or DELAY.search(message.subject):
        return True
    top = message.text[:TOP]
    return has_one(top, DELAY_STEMS) and bool(DELAY.search(top))


def came_back(message: InboundMessage) -> Reading | None:
    """Reports in a mail system's own words: the author is a daemon (or nobody), and the words are a report's."""
    author = _author(message)
    daemon = bool(DAEMON.search(author))
    nobody = is_null_path(message.header("return-path")) or message.sender is None
    in_subject = bool(BOUNCE_SUBJECT.search(message.subject))
    failed = any(one.action == "failed" for one in message.failed_recipients)
    if failed and message.text.lstrip().startswith("{"):
        return Reading(as_=MessageClass.BOUNCE, because=f"A sending service tells of a bounce{_whom(message)}.")
    named = bool(message.header("x-failed-recipients"))
    if not (daemon or nobody or named or in_subject):
        return None  # before the text is searched, which costs more than all other questions together
    in_text = bool(BOUNCE_TEXT.search(message.text[:TOP]))
    if not (daemon or nobody or named or in_text):
        return None
    if _PASSED_ON.match(message.subject) and not (daemon or nobody or named):
        return Reading(
            as_=None, because="A person seems to pass on a mail system's report; somebody should look at it."
        )
    if not (in_subject or in_text or failed or named or _tells_of_delay(message)):
        return None
    if not daemon and AUTOMATIC.match(message.subject.strip()):
        return None
    if not (daemon or nobody or named):
        told = _told_by_others(message, failed and in_subject)
        if told is not None or not FAILURE_CODE.search(message.text[:TOP]):
            doubt = Reading(as_=None, because="It may tell that a letter came back; a person should see it.")
            return told or (doubt if failed else None)
    if _tells_of_delay(message) and not failed and not (in_text and in_subject and not DELAY.search(message.subject)):
        return Reading(as_=MessageClass.DELAY, because="A mail system says that a letter is delayed.")
    why = "its header names the recipients that failed" if named else "its author and its words are a mail system's"
    return Reading(as_=MessageClass.BOUNCE, because=f"It tells that a letter came back: {why}{_whom(message)}.")


def _told_by_others(message: InboundMessage, plainly: bool) -> Reading | None:
    """What speaks for and against a report whose author is no mail system's: None where nothing more is known.

    Words alone prove nothing: "my e-mail to the manager was not delivered" is what a complaint can be about.
    """
    if FAILURE_CODE.search(message.text[:TOP]):
        if SPEAKS_OF_SELF.search(message.text[:TOP]):
            return Reading(as_=None, because="A person may pass on a report; somebody should look at it.")
        return None
    if plainly and message.sender and NOBODY.match(message.sender.address):
        return Reading(
            as_=MessageClass.BOUNCE,
            because=f"A mailbox that nobody reads tells of a letter that came back{_whom(message)}.",
        )
    return None


def _author(message: InboundMessage) -> str:
    if message.sender:
        return f"{message.sender.address.partition('@')[0]} {message.sender.name}"
    return message.header("from")

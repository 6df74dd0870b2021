"""What a delivery report says: whom a letter did not reach, why, and which letter it was.

The standard report first (RFC 3464), then what a mail system wrote into its own words; flufl.bounce knows the
dialects of forty of them and is asked only about mail that has the looks of a report.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass

from mailflow.core.machine_words import BOUNCE_SUBJECT, BOUNCE_TEXT, DAEMON, DELAY
from mailflow.core.mail import Address, FailedRecipient, is_null_path, is_plain_address
from mailflow.mailbox.mime import Part
from mailflow.mailbox.words import header_text

_REPORT = re.compile(rb"(?im)^(?:final|original)-recipient[ \t]*:")
_FIELD = re.compile(r"(?im)^([a-z-]{3,40})[ \t]*:[ \t]*(.*(?:\n[ \t].*){0,20})")
#: Without the slash, which stands before an address in paths and resource names more often than in one.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+=?^_`{|}~.-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,250}[A-Za-z0-9]")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(rb"(?im)^message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,250}>)")
#: Where the report ends and what it returns begins.
_RETURNED_BELOW = re.compile(
    r"^[-_=*> \t]{0,40}(?:(?:this is )?(?:a copy of|the (?:header|text)s? of|below|your|the)? ?(?:the |your )?"
    r"(?:original|returned|undelivered|failed|rejected|unsent) (?:message|mail|e-?mail|headers?)(?! was received)"
    r"|message headers?\b|(?:return-path|received|mime-version|message-id|x-[a-z-]{3,30}):)",
    re.IGNORECASE | re.MULTILINE,
)
_WRITER_LINE = re.compile(
    r"[\s>*-]{0,10}(?:from|sender|return-path|reply-to|reporting-mta|helo|ehlo|.{0,40}mail from"
    r"|.{0,60}(?:assistance|please contact))\b",
    re.IGNORECASE,
)
_TO_LINE = re.compile(r"^[ \t>]{0,8}To:[ \t]*([^\r\n]{3,300})", re.IGNORECASE | re.MULTILINE)
_GIVEN_UP = re.compile(
    r"permanent|giving up|gave up|given up|will not|has failed|failed after|could not be delivered", re.IGNORECASE
)
MAX_RECIPIENTS = 100
_READ = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What could be read of a report; empty for any other mail."""

    recipients: tuple[FailedRecipient, ...] = ()
    returned_message_id: str | None = None
    type: str = ""


def looks_like_report(sender: Address | None, subject: str, return_path: str, root: Part) -> bool:
    """Say whether a mail has the looks of a delivery report, before anything in its text is believed."""
    if root.type == "multipart/report" or is_null_path(return_path) or root.field("x-failed-recipients"):
        return True
    if sender and sender.key.endswith("@sns.amazonaws.com"):
        return True
    author = f"{sender.address.partition('@')[0]} {sender.name}" if sender else header_text(root.field("from"))
    return bool(DAEMON.search(author)) or bool(BOUNCE_SUBJECT.search(subject))


def read_report(root: Part, leaves: list[Part], text: str, asks_flufl: bool) -> Report:
    """Return what a delivery report says. ``asks_flufl``: the mail has the looks of one."""
    recipients: dict[str, FailedRecipient] = {}
    returned: str | None = None
    standard = ""
    for part in leaves:
        if part.type in ("message/delivery-status", "message/global-delivery-status") or (
            root.type == "multipart/report" and part.type == "text/plain" and _REPORT.search(part.body(_READ))
        ):
            standard = "delivery-status"
            for one in _standard(part.body(_READ)):
                recipients.setdefault(one.address.casefold(), one)
        elif part.type in _KINDS and root.type in ("multipart/report", "multipart/mixed"):
            standard = standard or _KINDS[part.type]
        if returned is None and part.type in _RETURNED:
            returned = _message_id(part.body(_READ))
    if asks_flufl:
        # The subject is the mail system's own summary; "if delivery fails permanently" in the text is not.
        late = bool(DELAY.search(header_text(root.field("subject"))))
        for address in header_text(root.field("x-failed-recipients")).split(",")[:MAX_RECIPIENTS]:
            _add(recipients, address, "delayed" if late else "failed", "")
        if not recipients and "final-recipient:" in text[:_READ].casefold():
            # A standard report whose frame was lost on the way: its fields stand in the text.
            for one in _standard(text[:_READ].encode("utf-8", "replace")):
                recipients.setdefault(one.address.casefold(), one)
        if not recipients:
            speaks_of_delay = late or bool(DELAY.search(text[:4000]))
            for address, action in _told_in_words(text, root, leaves):
                action = "delayed" if late else action if speaks_of_delay else "failed"
                _add(recipients, address, action, _status_near(text, address))
        if returned is None and (recipients or standard):
            returned = _message_id(text.encode("utf-8", "replace")[-_READ:])
    return Report(
        recipients=tuple(recipients.values())[:MAX_RECIPIENTS],
        returned_message_id=returned,
        type=standard,
    )


_RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)
_KINDS = {
    "message/disposition-notification": "disposition-notification",
    "message/global-disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}


def _standard(raw: bytes) -> list[FailedRecipient]:
    out = []
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*\n", text)[: MAX_RECIPIENTS + 1]:
        fields: dict[str, str] = {}
        for found in _FIELD.finditer(block):
            fields.setdefault(found[1].lower(), " ".join(found[2].split()))
        named = fields.get("final-recipient") or fields.get("original-recipient") or ""
        address = _ADDRESS.search(named.rpartition(";")[2]) or _ADDRESS.search(fields.get("original-recipient", ""))
        if not named:
            continue
        status = _STATUS.search(fields.get("status", "")) or _STATUS.search(fields.get("diagnostic-code", ""))
        action = fields.get("action", "").partition(" ")[0].lower().strip(";")
        code = status[1] if status else ""
        if action not in ("failed", "delayed", "delivered", "relayed", "expanded"):
            action = "delayed" if code.startswith("4") else "failed"
        out.append(FailedRecipient(address=address[0] if address else named[:320], action=action, status=code))
    return out


def _add(recipients: dict[str, FailedRecipient], address: str, action: str, status: str) -> None:
    address = address.strip(" \t<>\"'")
    if is_plain_address(address):
        recipients.setdefault(address.casefold(), FailedRecipient(address=address, action=action, status=status))


def _message_id(raw: bytes) -> str | None:
    found = _MESSAGE_ID.findall(raw)
    return found[-1].decode("ascii", "replace") if found else None


def _status_near(text: str, address: str) -> str:
    """Return the status code that stands nearest after a recipient's address, if one does."""
    at = text.casefold().find(address.casefold())
    found = _STATUS.search(text, at, at + 800) if at >= 0 else None
    return found[1] if found else ""


def _told_in_words(text: str, root: Part, leaves: list[Part]) -> list[tuple[str, str]]:
    """Return recipients and what happened to each, from a report that follows no standard; the best teller first."""
    told = _asked_of_flufl(root)
    # What stands above the returned letter is the report's own; below it there are the letter's author and its ids.
    above = _RETURNED_BELOW.split(text[:8000], maxsplit=1)[0].casefold()
    told = [one for one in told if one[0].casefold() in above] or told
    return _notified(text) or told or _named_in(text, root, leaves)


def _notified(text: str) -> list[tuple[str, str]]:
    """Return the recipients of a bounce that a sending service tells as JSON (Amazon SES through SNS)."""
    start = text.find("{")
    if start < 0 or "notificationType" not in text[: start + 4000]:
        return []
    try:
        told, _ = json.JSONDecoder(strict=False).raw_decode(text[:_READ], start)
        if isinstance(told, dict) and isinstance(told.get("Message"), str):
            told = json.loads(told["Message"])
        bounce = told.get("bounce") if isinstance(told, dict) else None
        found = bounce.get("bouncedRecipients", []) if isinstance(bounce, dict) else []
        return [(str(one["emailAddress"]), "failed") for one in found[:MAX_RECIPIENTS]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _named_in(text: str, root: Part, leaves: list[Part]) -> list[tuple[str, str]]:
    """Return the addresses that a report in free words names above the letter that it returns.

    Not ours, not the reporter's own, and none from a line that tells who wrote: what is left was written to. Where the
    words name nobody, it is whom the returned letter was addressed to. A mail system's own address speaks for a report
    in any language.
    """
    author = _ADDRESS.search(header_text(root.field("from")))
    if not BOUNCE_TEXT.search(text[:4000]) and not (author and DAEMON.search(author[0].partition("@")[0])):
        return []
    top, *returned = _RETURNED_BELOW.split(text[:8000], maxsplit=1)
    action = "delayed" if DELAY.search(top) and not _GIVEN_UP.search(top) else "failed"
    writers = b" ".join(root.field(name) for name in ("from", "to", "sender"))
    known = writers.decode("latin-1").casefold()
    lines = [line[:1000] for line in top.split("\n") if not _WRITER_LINE.match(line)]
    for told in (lines, _TO_LINE.findall("\n".join(returned)), [_addressed_to(leaves)]):
        found: dict[str, None] = {}
        for address in _ADDRESS.findall("\n".join(told)):
            if address.casefold() not in known and not DAEMON.search(address.partition("@")[0]):
                found[address] = None
        if found:
            return [(address, action) for address in found][:10]
    return []


def _addressed_to(leaves: list[Part]) -> str:
    """Return the To line of the letter that a report returns as a part."""
    for part in leaves:
        if part.type in _RETURNED:
            found = _TO_LINE.search(part.body(_READ).decode("latin-1"))
            if found:
                return found[1]
    return ""


def _asked_of_flufl(root: Part) -> list[tuple[str, str]]:
    """Return the recipients that flufl.bounce finds, each with what happened to the letter."""
    # Imported for reports only: a reader child should start quickly.
    from email import message_from_bytes

    from flufl.bounce import all_failures

    # It logs its own failures with what it failed on: pieces of private mail.
    logging.getLogger("flufl.bounce").disabled = True
    # Its patterns are for reports of ordinary size; the returned letter may be a large one.
    try:
        delayed, failed = all_failures(message_from_bytes(root.data[:_READ]))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return []
    found: list[tuple[str, str]] = []
    for action, addresses in (("failed", failed), ("delayed", delayed)):
        for address in sorted(addresses, key=str):
            text = address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)
            if is_plain_address(text):
                found.append((text, action))
    return found[:MAX_RECIPIENTS]

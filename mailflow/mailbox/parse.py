"""Raw bytes → InboundMessage. Never raises: mail is hostile, and a mail that cannot be read is still a case.

One of the program's three broad ``except`` is here, in ``parse``: whatever a mail breaks, what its header says is kept
and a person is told. mail-parser lives here as the second reader of senders; its whole reading of a mail is not used,
because it costs 1.5 ms and has shapes of mail that it raises on.
"""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import UTC, datetime, timedelta, timezone
from email.errors import MessageError
from email.utils import parsedate_tz

from mailflow.core.mail import SEALED, Address, Attachment, InboundMessage
from mailflow.mailbox.addresses import addresses_of, sender_of
from mailflow.mailbox.body import readable_text
from mailflow.mailbox.bounce import looks_like_report, read_report
from mailflow.mailbox.mime import Fields, Part, header_fields, read
from mailflow.mailbox.structure import Content, sort_parts
from mailflow.mailbox.words import clean_line, decode_words, header_text, in_utf8

MAX_SUBJECT = 998
MAX_REFERENCES = 100
MAX_HEADER_VALUES = 50
MAX_VALUE = 2000

_ID = re.compile(r"<[^<>\s]{1,250}>")
_BARE_ID = re.compile(r"[^<>\s,;@]{1,200}@[^<>\s,;@]{1,200}")
_KEPT = frozenset(
    {
        "auto-submitted",
        "authentication-results",
        "content-class",
        "content-language",
        "date",
        "delivered-to",
        "dkim-signature",
        "envelope-to",
        "errors-to",
        "feedback-id",
        "from",
        "importance",
        "in-reply-to",
        "mailing-list",
        "message-id",
        "microsoft-exchange-diagnostics",
        "newsgroups",
        "organization",
        "original-recipient",
        "precedence",
        "preference",
        "priority",
        "received-spf",
        "references",
        "reply-to",
        "return-path",
        "sender",
        "subject",
        "thread-topic",
        "to",
        "user-agent",
    }
)
_KEPT_FAMILIES = ("x-", "list-", "resent-")
#: Long, frequent and of no use for telling what a mail is.
_NOT_KEPT = ("x-ms-exchange-antispam", "x-microsoft-antispam", "x-forefront", "x-google-dkim", "x-gm-message-state",
             "x-spam-report", "x-face", "x-ms-exchange-crosstenant", "x-received")  # fmt: skip


def parse(raw: bytes) -> InboundMessage:
    """Read a message. What was wrong with it stands in ``problems``; nothing is raised for any bytes."""
    try:
        return _parse(raw)
    except Exception:
        return header_only(raw, "the message could not be read beyond its header")


def header_only(raw: bytes, why: str) -> InboundMessage:
    """Return what a safe, tiny reading of the header gives, for mail that stopped the whole reading."""
    problems: dict[str, None] = {why: None}
    fields, _ = header_fields(raw[:65536], 0, min(len(raw), 65536), {})
    values = _by_name(fields)
    subject = header_text(values.get("subject", [b""])[0][:4000])[:MAX_SUBJECT]
    ids = _ID.findall(header_text(values.get("message-id", [b""])[0][:1000]))
    senders = addresses_of([value[:1000] for value in values.get("from", [])[:1]])
    return InboundMessage(
        sender=senders[0] if len(senders) == 1 else None,
        sender_is_plain=False,
        subject=subject,
        message_id=ids[0] if ids else None,
        headers={
            name: tuple(header_text(v[:500]) for v in found[:5]) for name, found in values.items() if _keeps(name)
        },
        content_hash=hashlib.sha256(raw).hexdigest(),
        problems=tuple(problems),
    )


def files(raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
    """Return every file of a message with its bytes, in the order of ``InboundMessage.attachments``."""
    root, _ = read(raw)
    content = sort_parts(root)
    found = []
    for part in content.files:
        body = part.body()
        found.append((_attachment(part, body), body))
    return tuple(found)


def leaves_of(root: Part) -> list[Part]:
    """Return the parts that are not containers, in order."""
    out: list[Part] = []
    stack = [root]
    while stack:
        part = stack.pop()
        if part.children:
            stack.extend(reversed(part.children))
        else:
            out.append(part)
    return out


def _parse(raw: bytes) -> InboundMessage:
    root, found_problems = read(raw)
    problems = dict.fromkeys(found_problems)
    values = _by_name(root.fields)
    for name in ("from", "subject", "message-id", "date"):
        if len(values.get(name, ())) > 1:
            problems[f"more than one {name.title()} field: the first one was read"] = None
    content = sort_parts(root)
    charset = next((part.params.get("charset", "") for part in (*content.text, *content.html)), "")
    sender, plain = _sender(values.get("from", []), charset)
    subject = header_text(in_utf8(values.get("subject", [b""])[0], charset))[:MAX_SUBJECT]
    text = readable_text(content, problems)
    date = _date(header_text(values.get("date", [b""])[0][:200]))
    leaves = leaves_of(root)
    return_path = header_text(values.get("return-path", [b""])[0])
    suspect = looks_like_report(sender, subject, return_path, root)
    report = read_report(root, leaves, text, suspect)
    if (
        any(part.type in SEALED for part in leaves)
        or root.type == "multipart/encrypted"
        or "-----BEGIN PGP MESSAGE-----" in text
    ):
        problems["encrypted, or sealed by a signature: kept as it came, but it cannot be read here"] = None
    return InboundMessage(
        sender=sender,
        sender_is_plain=plain,
        subject=subject,
        message_id=_message_id(values),
        references=_references(values),
        to=addresses_of(values.get("to", [])),
        cc=addresses_of(values.get("cc", [])),
        reply_to=addresses_of(values.get("reply-to", [])),
        date=date,
        text=text,
        attachments=_attachments(content),
        headers=_kept_headers(values),
        trace=_trace(root.fields) if "authentication-results" in values else (),
        content_type=root.type,
        report_type=report.type or root.params.get("report-type", "").lower(),
        failed_recipients=report.recipients,
        returned_message_id=report.returned_message_id,
        content_hash=_content_hash(sender.address if sender else "", subject, date, text),
        problems=tuple(problems),
    )


def _sender(fields: list[bytes], charset: str) -> tuple[Address | None, bool]:
    """Return the author. The text's charset says how the name is spelled, and never what the address is."""
    sender, plain = sender_of(fields, _second_reader)
    if sender is None or fields[0].isascii():
        return sender, plain
    spelled, _ = sender_of([in_utf8(fields[0], charset)], _second_reader)
    return (spelled, plain) if spelled and spelled.address == sender.address else (sender, plain)


def _by_name(fields: Fields) -> dict[str, list[bytes]]:
    values: dict[str, list[bytes]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    return values


def _keeps(name: str) -> bool:
    return name in _KEPT or (name.startswith(_KEPT_FAMILIES) and not name.startswith(_NOT_KEPT))


def _kept_headers(values: dict[str, list[bytes]]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(header_text(value[:MAX_VALUE]) for value in found[:MAX_HEADER_VALUES])
        for name, found in values.items()
        if _keeps(name)
    }


def _trace(fields: Fields) -> tuple[tuple[str, str], ...]:
    of_servers = [one for one in fields if one[0] in ("received", "authentication-results")]
    return tuple((name, header_text(value[:MAX_VALUE])) for name, value in of_servers[:MAX_HEADER_VALUES])


def _message_id(values: dict[str, list[bytes]]) -> str | None:
    for value in values.get("message-id", []):
        text = header_text(value[:1000])
        found = _ID.search(text) or _BARE_ID.fullmatch(text)
        if found:
            return found[0] if found[0].startswith("<") else f"<{found[0]}>"
    return None


def _references(values: dict[str, list[bytes]]) -> tuple[str, ...]:
    """References, then In-Reply-To. Of a very long chain the first and the newest count, as RFC 5322 readers do."""
    found: dict[str, None] = {}
    for name in ("references", "in-reply-to"):
        for value in values.get(name, []):
            text = value.decode("ascii") if value.isascii() else value.decode("utf-8", "replace")
            ids = _ID.findall(decode_words(clean_line(text)))
            if not ids and name == "in-reply-to":
                bare = _BARE_ID.fullmatch(text.strip())
                ids = [f"<{bare[0]}>"] if bare else []
            found.update(dict.fromkeys(ids))
    ids = list(found)
    return tuple(ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-(MAX_REFERENCES - 1) :]])


def _date(text: str) -> datetime | None:
    try:
        read_date = parsedate_tz(text)
        if read_date is None:
            return None
        zone = timezone(timedelta(seconds=read_date[9])) if read_date[9] else UTC
        return datetime(*read_date[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def _attachments(content: Content) -> tuple[Attachment, ...]:
    return tuple(_attachment(part, part.body()) for part in content.files)


def _attachment(part: Part, body: bytes) -> Attachment:
    name = clean_line(part.filename)[:255]
    if not name and part.type in ("message/rfc822", "message/global"):
        inner, _ = header_fields(body[:65536], 0, min(len(body), 65536), {})
        name = header_text(_by_name(inner).get("subject", [b""])[0])[:200]
    return Attachment(name=name, type=part.type[:127], bytes=len(body), sha256=hashlib.sha256(body).hexdigest())


def _content_hash(sender: str, subject: str, date: datetime | None, text: str) -> str:
    """Equal for two deliveries of one mail. Each field with its length, so that none can run into the next."""
    digest = hashlib.sha256()
    for field in (sender.casefold(), subject, date.isoformat() if date else "", text):
        encoded = field.encode("utf-8", "replace")
        digest.update(b"%d:" % len(encoded) + encoded)
    return digest.hexdigest()


def _second_reader(field: str) -> list[str]:
    """Return the addresses that mail-parser sees in a From field; none where it cannot read it."""
    # Imported here because it takes 80 ms and few mails need it.
    import mailparser

    # Its warnings would put pieces of private mail into the log.
    logging.getLogger("mailparser").setLevel(logging.ERROR)
    try:
        found = mailparser.parse_from_bytes(b"From: " + field.encode("utf-8", "replace") + b"\r\n\r\n").from_
        return [str(address) for _, address in found]
    except (mailparser.exceptions.MailParserError, MessageError, ValueError, TypeError, AttributeError, LookupError):
        return []

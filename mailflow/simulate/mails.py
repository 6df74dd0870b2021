"""The mail of a story, as a client, a mail server or somebody with bad intent would write it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import cached_property

from mailflow.simulate.stories import StoryFailed


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as the next server got it."""

    kind: str
    to: str
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The letter parsed, once: stories look at each many times."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(("plain",))
        assert body is not None, "every letter has a plain text"
        return str(body.get_content())


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands in the brackets of a step: ``(as eve@mail.example, cc p@mail.example)``.

    Attributes:
        automatic: A program sent it, and says so.
        by: Another sender than the one who got the letter.
        to: Written to this address, with the complaints mailbox in Cc.
        cc: Somebody in Cc.
        about: The case of the letter that is answered; without it the latest letter of that kind.
        first: The earliest letter of that kind, not the latest.
        stamped: A mail server says under its name that the sender's domain vouches for the mail.
        outlook: The client quotes without marks, below a block of headers, and wraps what it quotes.
        file: A file of this name is attached.
        unread: It lies in the mailbox until the next step: mailflow was not running.
        anew: The program that sends a draft gives it another Message-ID and keeps no header of ours.
    """

    automatic: bool = False
    by: str = ""
    to: str = ""
    cc: str = ""
    about: str = ""
    first: bool = False
    stamped: str = ""
    outlook: bool = False
    file: str = ""
    unread: bool = False
    anew: bool = False

    @classmethod
    def read(cls, text: str) -> Marks:
        """Read the words between the brackets."""
        found: dict[str, str | bool] = {}
        for part in filter(None, (one.strip() for one in text.split(","))):
            word, _, rest = part.partition(" ")
            name = "by" if word == "as" else word
            if name not in cls.__slots__:
                raise StoryFailed(f"no such mark: {part}")
            found[name] = rest or True
        return cls(**found)  # type: ignore[arg-type]  # wrong marks fail at the first use


def mail(
    sender: str, mailbox: str, subject: str, body: str, at: datetime, marks: Marks, reply_to: Letter | None = None
) -> bytes:
    """Return a mail as a simple client writes it; a reply quotes the letter that it answers."""
    domain = sender.partition("@")[2]
    stamp = [f"Authentication-Results: {marks.stamped}; dmarc=pass header.from={domain}"] if marks.stamped else []
    lines = [
        *stamp,
        f"From: {sender.partition('@')[0].title()} <{sender}>",
        f"To: {marks.to or mailbox}",
        f"Subject: {subject}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {make_msgid(domain='client.example')}",
    ]
    copied = [one for one in (mailbox if marks.to else "", marks.cc) if one]
    if copied:
        lines.append(f"Cc: {', '.join(copied)}")
    if reply_to is not None:
        ours = reply_to.message["Message-ID"]
        lines += [f"In-Reply-To: {ours}", f"References: {reply_to.message.get('References', '')} {ours}"]
        body += _outlook(reply_to, mailbox, at) if marks.outlook else _marked(reply_to, mailbox, at)
    if marks.automatic:
        lines.append("Auto-Submitted: auto-replied")
    content = ["Content-Type: text/plain; charset=utf-8", "", *body.split("\n"), ""]
    if marks.file:
        lines += ["MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="m1"', "", "--m1"]
        content += [
            "--m1",
            f'Content-Type: application/pdf; name="{marks.file}"',
            f'Content-Disposition: attachment; filename="{marks.file}"',
            "",
            "%PDF-1.4",
            "--m1--",
            "",
        ]
    return "\r\n".join([*lines, *content]).encode()


def as_draft(raw: bytes) -> Letter:
    """Return what lies in Drafts as a letter of the kind ``draft:`` and its own."""
    there = Letter(kind="", to="", raw=raw).message
    return Letter(kind=f"draft:{there['X-Mailflow-Letter']}", to=str(there["To"]), raw=raw)


def sent_draft(raw: bytes, body: str, at: datetime, marks: Marks) -> bytes:
    """Return a draft as a person sends it, with other words (``body``) where there are any."""
    sent = Letter(kind="", to="", raw=raw).message
    sent.replace_header("Date", format_datetime(at))
    if marks.to:
        sent.replace_header("To", marks.to)
    if marks.anew:
        sent.replace_header("Message-ID", make_msgid(domain="client.example"))
        for name in [name for name in sent if name.casefold().startswith(("x-", "auto-"))]:
            del sent[name]
    if body:
        sent.set_content(f"{body}\n")
    return sent.as_bytes(policy=policy.SMTP)


def _marked(letter: Letter, mailbox: str, at: datetime) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    return f"\n\nOn {format_datetime(at)}, {mailbox} wrote:\n{quoted}\n"


def _outlook(letter: Letter, mailbox: str, at: datetime) -> str:
    block = f"From: {mailbox}\nSent: {at:%d %B %Y %H:%M}\nTo: {letter.to}\nSubject: {letter.message['Subject']}"
    wrapped = "\n".join(textwrap.fill(line, 60, break_long_words=False) for line in letter.text.splitlines())
    return f"\n\n{block}\n\n{wrapped}\n"


def another_delivery(raw: bytes, at: datetime) -> bytes:
    """Return the same mail as it comes a second time, by another way."""
    return f"Received: from relay.example by mx2.example; {format_datetime(at)}\r\n".encode() + raw


def bounce(letter: Letter, mailbox: str, at: datetime) -> bytes:
    """Return the delivery report of a server that would not take a letter (RFC 3464)."""
    headers = letter.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode().replace("\n", "\r\n")
    lines = [
        "Return-Path: <>",
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
        f"To: {mailbox}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {make_msgid(domain='mx.example')}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
        "",
        "--b1",
        "Content-Type: text/plain",
        "",
        f"<{letter.to}>: host mx.mail.example said: 550 5.1.1 User unknown",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        f"Final-Recipient: rfc822; {letter.to}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        "--b1",
        "Content-Type: text/rfc822-headers",
        "",
        headers,
        "",
        "--b1--",
        "",
    ]
    return "\r\n".join(lines).encode()

"""A mail made anew with words and files blacked out: its main headers, its text, and the files that stay.

Nothing else of the original is carried over: no second version in HTML, no trace header, no picture within the text.
What is not taken along cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email import policy
from email.header import Header, decode_header, make_header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesHeaderParser

from mailflow.core.mail import Attachment

_KEPT = (
    *("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "X-Mailflow-Case", "X-Mailflow-Letter"),
)


def blackened(
    raw: bytes,
    text: str,
    files: Sequence[tuple[Attachment, bytes]],
    gone: Sequence[Attachment],
    *,
    of: Callable[[str], str],
    sha256: str,
    at: datetime,
) -> bytes:
    """Return a mail made anew.

    Args:
        raw: As it was.
        text: Its text, blacked out.
        files: Those that stay, byte for byte.
        gone: Those that were blacked out.
        of: Blacks out words in a header or a file's name.
        sha256: Of the mail as it came.
        at: The present.
    """
    was = BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    mail = MIMEMultipart("mixed")
    for name in _KEPT:
        for value in was.get_all(name, []):
            said = of(_decoded(value))
            mail.add_header(name, said if said.isascii() else Header(said, "utf-8").encode())
    mail["X-Mailflow-Blacked-Out"] = f"on {at:%Y-%m-%d}; SHA-256 of the original: {sha256}"
    mail.attach(MIMEText(text, "plain", "utf-8"))
    for one in gone:
        note = f"This file was blacked out. SHA-256 of what it was: {one.sha256}\n"
        part = MIMEText(note, "plain", "us-ascii")
        part.add_header("Content-Disposition", "attachment", filename="blacked-out.txt")
        mail.attach(part)
    for one, data in files:
        file = MIMEApplication(data)
        file.replace_header("Content-Type", one.type if "/" in one.type else "application/octet-stream")
        file.add_header("Content-Disposition", "attachment", filename=("utf-8", "", of(one.name)))
        mail.attach(file)
    return mail.as_bytes()


def _decoded(value: object) -> str:
    try:
        found = str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeError, ValueError):
        found = str(value)
    return " ".join(found.split())

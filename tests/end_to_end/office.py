"""An office for the tests of whole processes: a folder with mailflow.toml, and the command line to run in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from tests.support.dovecot import PASSWORD

COORDINATOR, OFFICER, CHAIR = "ada@libra.example", "ben@libra.example", "cleo@libra.example"
ADMIN = "admin@libra.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFolder:
    """A folder with a configuration."""

    path: Path
    mailbox: str

    def run(
        self, *arguments: str, fault: str = "", timeout_s: float = 120.0, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line as a user would, in the folder of the configuration."""
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        environment.pop("MAILFLOW_FAULT", None)
        if fault:
            environment["MAILFLOW_FAULT"] = fault
        done = subprocess.run(
            [sys.executable, "-m", "mailflow", *arguments],
            cwd=self.path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert not check or done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def once(self, now: datetime, *, fault: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one turn at a time."""
        return self.run("run", "--once", "--now", now.isoformat(), fault=fault, check=check)

    def json(self, *arguments: str) -> Any:
        """Run a reading command and return what it says as JSON."""
        return json.loads(self.run(*arguments, "--json").stdout)


_STAFF = f"""
[[staff]]
name = "Ada Coordinator"
address = "{COORDINATOR}"
roles = ["coordinator"]
[[staff]]
name = "Ben Officer"
address = "{OFFICER}"
roles = ["complaints_officer"]
[[staff]]
name = "Cleo Chair"
address = "{CHAIR}"
roles = ["chair"]
"""


def make_office(
    folder: Path,
    *,
    mailbox: str,
    imap_port: int,
    smtp_port: int,
    url: str | None = None,
    spool: str = "leave",
    require: str = "token",
    sending: str = "automatic",
    plus_addresses: bool = False,
    nameserver: str = "",
) -> OfficeFolder:
    """Write a configuration for Libra, with three members of staff."""
    database = f'[database]\nurl = "{url}"\n' if url else ""
    path = folder / "mailflow.toml"
    path.write_text(
        f"""
[organisation]
name = "Libra Children Services"
admin = "{ADMIN}"
code = "LC"
policy = "libra-children-services"
sending = "{sending}"

[mailbox]
address = "{mailbox}"
since = "2020-01-01"
spool = "{spool}"
plus_addresses = {"true" if plus_addresses else "false"}
[mailbox.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{mailbox}"
password = "{PASSWORD}"
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[staff_mail]
require = "{require}"
nameserver = "{nameserver}"
{_STAFF}{database}"""
    )
    path.chmod(0o600)
    return OfficeFolder(path=folder, mailbox=mailbox)


def mail(
    sender: str, to: str, subject: str, body: str, at: datetime, *, answers: str | None = None, more: str = ""
) -> bytes:
    """Return a plain mail as a client would send it."""
    thread = f"In-Reply-To: {answers}\r\nReferences: {answers}\r\n" if answers else ""
    text = body.replace("\n", "\r\n")
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {format_datetime(at)}\r\n"
        f"Message-ID: {make_msgid(domain='client.example')}\r\n{thread}{more}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()

"""A user's world: the configuration text of the interface, a mailbox, letters at an SMTP server, and the command line.

Nothing in this folder imports mailflow. What a check knows, it has from the outside: mail, JSON, exit statuses.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.dovecot import Dovecot
from tests.support.smtp import Envelope, SmtpSink

LONDON = ZoneInfo("Europe/London")
COMPLAINTS = "complaints@libra.example"
FAMILY = "p.rivers@mail.example"
ROOT = Path(__file__).resolve().parents[2]

# The text of the interface, with only ports, user, `since` and staff changed.
CONFIGURATION = """
[organisation]
name = "{name}"
admin = "admin@libra.example"          # who hears of the holding pen, failures and what needs a person
code = "{code}"                            # prefix of case references: LC-2026-0001
policy = "{policy}"     # a name in policies/, or a path to a policy file
time_zone = "Europe/London"
region = "GB-ENG"                      # bank holidays: GB-ENG, GB-WLS, GB-SCT, GB-NIR, …
closed = {closed}     # the organisation's own closure days: dates or ranges
reply = "{reply}"                        # what a staff reply without a directive is
sending = "automatic"                  # or "approve": every letter waits for `mailflow letter approve`

[mailbox]
address = "complaints@libra.example"
since = "{since}"                   # messages received before this day are left alone (init writes today's date)
spool = "{spool}"                        # processed messages stay in the INBOX, unread state untouched; or "move:Filed"
sent = "{sent}"                          # a copy of each letter to a complainant lies in the mailbox's Sent folder
[mailbox.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"                      # "tls" (default), "starttls"; "none" is refused for any host but a loopback one
user = "{user}"
password = "secret"                    # or password_file, password_env, password_command, keyring = true, or oauth
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"                      # user and password as above, optional

[staff_mail]
require = "{require}"                       # what a staff directive must bring before it moves a case

{staff}
{more}
"""

STAFF: dict[str, Mapping[str, Sequence[str]]] = {
    "little-footsteps": {"Ada Handler": ("complaints_handler",), "Ivo Independent": ("independent_reviewer",)},
    "big-bums-little-bums": {
        "Ada Lead": ("complaints_lead",),
        "Ben Officer": ("complaints_officer",),
        "Cleo Reviewer": ("reviewer",),
        "Dora Outside": ("independent_representative",),
    },
    "stepping-stones": {
        "Ada Keyworker": ("keyworker",),
        "Wilma Manager": ("womens_service_manager",),
        "Carl Childcare": ("childcare_service_manager",),
        "Cora Chief": ("ceo",),
        "Theo Trustee": ("chair_of_trustees",),
    },
    "childrens-links": {
        "Ada Manager": ("complaints_manager",),
        "Ben Appeals": ("appeal_manager",),
        "Cleo Final": ("final_appeal_manager",),
    },
    "libra-children-services": {
        "Ada Coordinator": ("coordinator",),
        "Ben Officer": ("complaints_officer",),
        "Cleo Chair": ("chair",),
    },
}


def london(text: str) -> datetime:
    """Return ``2020-11-02 09:30`` (or with seconds) as people in London mean it."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def address_of(name: str) -> str:
    """Return the address of a member of staff: the first name at the office."""
    return f"{name.split()[0].lower()}@libra.example"


def staff_tables(people: Mapping[str, Sequence[str]], away: Mapping[str, str] | None = None) -> str:
    """Return the ``[[staff]]`` tables."""
    tables = []
    for name, roles in people.items():
        leave = f'away = ["{(away or {})[name]}"]\n' if name in (away or {}) else ""
        tables.append(
            f'[[staff]]\nname = "{name}"\naddress = "{address_of(name)}"\nroles = {json.dumps(list(roles))}\n{leave}'
        )
    return "\n".join(tables)


@dataclass(slots=True, kw_only=True)
class World:
    """One installation in a folder, one mailbox, and all letters that left."""

    folder: Path
    dovecot: Dovecot
    sink: SmtpSink
    user: str
    numbers: int = field(default=0)

    def configure(
        self,
        policy: str = "libra-children-services",
        *,
        people: Mapping[str, Sequence[str]] | None = None,
        away: Mapping[str, str] | None = None,
        closed: str = "[]",
        more: str = "",
        file: str = "mailflow.toml",
        **changes: str,
    ) -> Path:
        """Write the interface's configuration with changes, and return its path."""
        values = {
            "name": "Libra Children Services",
            "code": "LC",
            "reply": "relay",
            "since": "2020-01-01",
            "spool": "leave",
            "sent": "auto",
            "require": "token",
            "user": self.user,
            **changes,
        }
        text = CONFIGURATION.format(
            policy=policy,
            closed=closed,
            more=more,
            imap_port=self.dovecot.imap_port,
            smtp_port=self.sink.port,
            staff=staff_tables(STAFF[policy] if people is None else people, away),
            **values,
        )
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    def run(
        self, *arguments: str, expect: int | None = 0, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder of the configuration, as a user would."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
        done = subprocess.run(
            [sys.executable, "-m", "mailflow", *arguments],
            cwd=cwd or self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if expect is not None:
            assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def once(self, at: str, *more: str) -> subprocess.CompletedProcess[str]:
        """Run one turn at a London time."""
        return self.run("run", "--once", "--now", london(at).isoformat(), *more)

    def json(self, *arguments: str) -> Any:
        """Return what a reading command says as JSON."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def case(self, number: int = 1, code: str = "LC", year: int = 2020) -> Any:
        """Return ``case show`` of one case."""
        return self.json("case", "show", f"{code}-{year}-{number:04}")

    def messages(self) -> list[Any]:
        """Return ``message list --json``: an object a line, or one list."""
        return objects(self.run("message", "list", "--json").stdout)

    def arrives(self, raw: bytes | Message, at: str) -> None:
        """Let mail arrive at a London time (INTERNALDATE)."""
        data = raw if isinstance(raw, bytes) else raw.as_bytes()
        self.dovecot.deliver(self.user, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), london(at))

    def writes(self, sender: str, subject: str, text: str, at: str, **headers: str) -> EmailMessage:
        """Let a person's plain mail arrive, and return it. ``In_Reply_To`` and such become headers."""
        mail = self.mail(sender, subject, text, at, **headers)
        self.arrives(mail, at)
        return mail

    def mail(self, sender: str, subject: str, text: str, at: str, **headers: str) -> EmailMessage:
        """Return a person's plain mail."""
        self.numbers += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, COMPLAINTS, " ".join(subject.split())
        mail["Date"] = format_datetime(london(at))
        mail["Message-ID"] = f"<{self.numbers}.{abs(hash((sender, at, subject)))}@client.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = " ".join(value.split())
        mail.set_content(text)
        return mail

    def answers(
        self, letter: Envelope, text: str, at: str, *, sender: str | None = None, subject: str | None = None
    ) -> EmailMessage:
        """Let the recipient of a letter press Reply and write a text; the subject is Re: of the letter's."""
        heard = letter.message
        return self.writes(
            sender or letter.recipients[0],
            subject if subject is not None else f"Re: {heard['Subject']}",
            text,
            at,
            In_Reply_To=str(heard["Message-ID"]),
            References=f"{heard['References'] or ''} {heard['Message-ID']}".strip(),
        )

    def kinds(self, to: str) -> list[str]:
        """Return the kinds of all letters to somebody, in order."""
        return [str(letter.message["X-Mailflow-Letter"]) for letter in self.sink.to(to)]

    def letter(self, to: str, kind: str) -> Envelope:
        """Return the last letter of a kind to somebody."""
        found = [one for one in self.sink.to(to) if one.message["X-Mailflow-Letter"] == kind]
        assert found, f"no {kind} to {to}; there are {self.kinds(to)}"
        return found[-1]


def objects(printed: str) -> list[Any]:
    """Return the JSON objects that a command printed, one a line or in one list."""
    printed = printed.strip()
    if printed.startswith("["):
        found = json.loads(printed)
        assert isinstance(found, list)
        return found
    return [json.loads(line) for line in printed.splitlines()]


def plain(letter: Envelope | Message) -> str:
    """Return the plain part of a letter."""
    message = letter.message if isinstance(letter, Envelope) else letter
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    raise AssertionError("no plain part")


def sender_address(letter: Envelope) -> str:
    """Return the address in a letter's From."""
    return parseaddr(str(letter.message["From"]))[1]

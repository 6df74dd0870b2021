"""An office in a folder: its mailflow.toml, its mailbox on a real Dovecot, its letters to a real SMTP sink."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mailflow.admin.root import mailflow
from tests.support.dovecot import Dovecot
from tests.support.postgres import Postgres
from tests.support.smtp import SmtpSink

MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[2]

_CONFIGURATION = """
[organisation]
name = "Libra Children Services"
admin = "admin@office.example"
code = "LC"
policy = "libra-children-services"
[mailbox]
address = "complaints@libra.example"
since = "2026-11-01"
[mailbox.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "{user}"
password = "secret"
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
[[staff]]
name = "Ada Coordinator"
address = "ada@libra.example"
roles = ["coordinator"]
[[staff]]
name = "Ben Officer"
address = "ben@libra.example"
roles = ["complaints_officer", "senior_practitioner", "senior_leader", "safeguarding_lead"]
[[staff]]
name = "Cleo Chair"
address = "cleo@libra.example"
roles = ["chair", "committee_member"]
"""


#: For a test that is told of both databases; else the record is SQLite's file beside the configuration.
on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def configuration(imap: int = 9, smtp: int = 9, user: str = "complaints", database: str = "") -> str:
    """A configuration that loads; nothing listens on port 9."""
    text = _CONFIGURATION.format(imap=imap, smtp=smtp, user=user)
    return text.replace("[[staff]]", f'[database]\nurl = "{database}"\n[[staff]]', 1) if database else text


def mail(subject: str, text: str = "Handover was late again.", author: str = "p.rivers@mail.example") -> bytes:
    """A person's mail to the complaints address."""
    message = EmailMessage()
    message["From"] = f"P. Rivers <{author}>"
    message["To"] = "complaints@libra.example"
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((subject, text, author)))}@mail.example>"
    message["Date"] = "Mon, 02 Nov 2026 09:30:00 +0000"
    message.set_content(text)
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder with a mailflow.toml."""

    path: Path

    @property
    def config(self) -> Path:
        return self.path / "mailflow.toml"

    def ask(self, *words: str, input: str | None = None) -> Result:
        """Run a command in this process."""
        return CliRunner().invoke(mailflow, ["--config", str(self.config), *words], input=input)

    def done(self, *words: str, input: str | None = None) -> str:
        """Run a command that must succeed, and return what it printed."""
        result = self.ask(*words, input=input)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def json(self, *words: str) -> Any:
        """Run a command that must succeed, with --json."""
        return json.loads(self.done(*words, "--json"))

    def process(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command as people do."""
        return run_process(*words, cwd=self.path)


def run_process(*words: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``python -m mailflow`` in a folder, with an environment that names no configuration."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cwd), "PYTHONPATH": str(REPOSITORY), **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "mailflow", *words],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty record on PostgreSQL (``on_both``, ``on_postgresql``), or nothing for SQLite's own file."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.url(server.new_database(request.getfixturevalue("postgres_template")))


@pytest.fixture
def folder(tmp_path: Path, database: str) -> Folder:
    """An office whose servers are out of reach."""
    (tmp_path / "mailflow.toml").write_text(configuration(database=database), encoding="utf-8")
    return Folder(path=tmp_path)


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, user: str, sink: SmtpSink, database: str) -> Folder:
    """An office with its servers and an empty mailbox."""
    text = configuration(dovecot.imap_port, sink.port, user, database)
    (tmp_path / "mailflow.toml").write_text(text, encoding="utf-8")
    return Folder(path=tmp_path)

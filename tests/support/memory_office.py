"""A whole office on servers in memory: the real daemon, the real readers and a real record, without any socket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from mailflow.core.case import Case
from mailflow.daemon import Worker
from mailflow.flow.desk import Desk
from mailflow.settings import load_settings
from mailflow.simulate.laid import configuration
from mailflow.simulate.mails import Letter
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.stories import Step, Story
from mailflow.store import MessageRow
from mailflow.wiring import desks

BORN = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
MAILBOX = "complaints@office.example"


@dataclass(slots=True, kw_only=True)
class MemoryOffice:
    """An office, its mailbox and post, and every letter that has left."""

    desk: Desk
    servers: MemoryServers
    now: datetime = BORN
    letters: list[Letter] = field(default_factory=list)
    _worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self._worker = Worker(desk=self.desk, now=lambda: self.now)

    def arrive(self, raw: bytes) -> None:
        """Lay a mail into the INBOX; it is read at the next turn."""
        self.servers.deliver(raw, self.now)

    def turn(self, later: timedelta = timedelta(minutes=1)) -> list[Letter]:
        """Let the daemon work, and return what left."""
        self.now += later
        turn = self._worker.turn()
        assert not turn.problems, turn.problems
        new = self.servers.taken()
        self.letters += new
        return new

    def letter(self, kind: str, to: str, ref: str | None = None) -> Letter:
        """Return the latest letter of a kind to somebody, about a case where one is named."""
        found = [one for one in self.letters if one.kind == kind and one.to == to]
        return [one for one in found if ref is None or one.message["X-Mailflow-Case"] == ref][-1]

    def cases(self) -> list[Case]:
        """Return the cases as they stand."""
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)

    def messages(self) -> list[MessageRow]:
        """Return the messages on record, in order of receipt."""
        with self.desk.store.reading() as reader:
            return reader.messages(self.desk.org)


@contextmanager
def memory_office(
    folder: Path,
    *,
    policy: str = "libra-children-services",
    mailbox: str = MAILBOX,
    staff: Sequence[str] = (),
    require: str = "token",
    authserv_id: str = "",
    letters_per_hour: int | None = None,
    plus_addresses: bool = False,
    nameserver: str = "",
    database: str = "sqlite:///:memory:",
) -> Iterator[MemoryOffice]:
    """Open an office. Every role that ``staff`` does not fill has one person, addressed after it.

    Signatures are looked at where a ``nameserver`` is given: no test asks one outside.
    """
    head = {"staff": list(staff), "set": [f"require {require}"]}
    if authserv_id:
        head["set"].append(f'authserv_id = ["{authserv_id}"]')
    story = Story(name="office", policy=policy, head=head, steps=(Step(at=BORN, action="clock", line=1),))
    written = configuration(story, mailbox=mailbox, password="-", imap_port=9, smtp_port=9, url=database)
    if letters_per_hour is not None:
        written = written.replace("[mailbox.imap]", f"letters_per_hour = {letters_per_hour}\n[mailbox.imap]")
    if plus_addresses:
        written = written.replace("[mailbox.imap]", "plus_addresses = true\n[mailbox.imap]")
    looks = f'nameserver = "{nameserver}"' if nameserver else "dkim = false"
    written = written.replace("[staff_mail]", f"[staff_mail]\n{looks}")
    path = folder / "mailflow.toml"
    path.write_text(written, encoding="utf-8")
    path.chmod(0o600)
    servers = MemoryServers()
    post = MemoryPost(servers)
    with desks(load_settings(path), BORN) as laid:
        desk = replace(laid[0], mailbox=lambda: MemoryMailbox(servers), post=lambda: post)
        yield MemoryOffice(desk=desk, servers=servers)


def written(
    sender: str,
    subject: str,
    text: str,
    at: datetime,
    answers: Letter | None = None,
    *,
    to: str = MAILBOX,
    message_id: str | None = None,
) -> bytes:
    """Return a mail as a simple client writes it; its Message-ID is as good as unique, or the one that is given."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), message_id or make_msgid(domain="client.example")
    if answers is not None:
        mail["In-Reply-To"] = mail["References"] = str(answers.message["Message-ID"])
    mail.set_content(text)
    return mail.as_bytes()

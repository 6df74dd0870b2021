"""Play a story on real servers: a Dovecot holds the mailbox, an SMTP server takes the letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mailflow.settings import load_settings
from mailflow.simulate.laid import configuration
from mailflow.simulate.mails import Letter
from mailflow.simulate.player import Player
from mailflow.simulate.stories import Story
from mailflow.wiring import desks
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.smtp import Fault, Phase, SmtpSink

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True, kw_only=True)
class RealServers:
    """A story's servers, as ``mailflow.simulate.player`` wants them."""

    dovecot: Dovecot
    sink: SmtpSink
    mailbox: str
    seen: int = 0

    def deliver(self, raw: bytes, at: datetime) -> None:
        self.dovecot.deliver_many(self.mailbox, [(raw, at)])

    def refuse(self, address: str) -> None:
        self.sink.fail(Fault(at=Phase.RCPT, reply="550 5.1.1 unknown", recipient=address, times=None))

    def sent_by_hand(self, raw: bytes, at: datetime) -> None:
        self.dovecot.deliver_many(self.mailbox, [(raw, at)], "Sent")

    def drafts(self) -> list[bytes]:
        return self.dovecot.messages(self.mailbox, "Drafts")

    def discard(self, raw: bytes) -> None:
        self.dovecot.remove(self.mailbox, raw, "Drafts")

    def taken(self) -> list[Letter]:
        envelopes = self.sink.envelopes
        assert all(len(one.recipients) == 1 for one in envelopes), "one letter has one recipient"
        new = [
            Letter(kind=str(one.message["X-Mailflow-Letter"]), to=one.recipients[0], raw=one.raw)
            for one in envelopes[self.seen :]
        ]
        self.seen = len(envelopes)
        return new


@contextmanager
def playing(
    story: Story, dovecot: Dovecot, sink: SmtpSink, mailbox: str, folder: Path, *, url: str = "sqlite:///mailflow.db"
) -> Iterator[Player]:
    """Set up an office for a story; ``url`` is its database, by default one of SQLite in the folder."""
    if story.policy.endswith(".toml"):
        story = replace(story, policy=str(_ROOT / story.policy))
    path = folder / "mailflow.toml"
    ports = {"imap_port": dovecot.imap_port, "smtp_port": sink.port}
    path.write_text(configuration(story, mailbox=mailbox, password=PASSWORD, url=url, **ports), encoding="utf-8")
    path.chmod(0o600)
    servers = RealServers(dovecot=dovecot, sink=sink, mailbox=mailbox)
    with desks(load_settings(path), story.steps[0].at) as laid:
        player = Player(story=story, desk=laid[0], servers=servers, mailbox=mailbox)
        try:
            yield player
        finally:
            player.close()

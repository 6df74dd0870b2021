"""A post office for people with mail programs: what anybody sends, mailflow too, lies in the recipient's mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from mailflow import clock
from tests.end_to_end.office import COORDINATOR, OFFICER, OfficeFolder, make_office
from tests.support.dovecot import Dovecot
from tests.support.mail_clients import Account
from tests.support.smtp import SmtpSink

COMPLAINTS = "complaints@libra.example"
FAMILY = "p.rivers@mail.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """Everybody's mailboxes, the office of mailflow, and the people who write to each other."""

    dovecot: Dovecot
    sink: SmtpSink
    office: OfficeFolder
    family: Account
    coordinator: Account
    officer: Account
    shared: Account

    def once(self) -> None:
        """Let mailflow take its turn, in the real present: that is when the mail of these programs arrives."""
        self.office.once(clock.now() + timedelta(seconds=5))

    def letter(self, to: Account, kind: str) -> Message:
        """Return the last letter of a kind that mailflow laid into somebody's mailbox."""
        lying = [message_from_bytes(raw) for raw in self.dovecot.messages(to.address)]
        found = [one for one in lying if one["X-Mailflow-Letter"] == kind]
        assert found, f"no {kind} for {to.address}; there are {[one['X-Mailflow-Letter'] for one in lying]}"
        return found[-1]

    def letter_id(self, to: Account, kind: str) -> str:
        """Return the Message-ID of the last letter of a kind, by which a person's mail program finds it."""
        return str(self.letter(to, kind)["Message-ID"])

    def letters(self, to: Account) -> list[str]:
        """Return the kinds of all letters that somebody got, in order."""
        return [str(one.message["X-Mailflow-Letter"]) for one in self.sink.to(to.address) if _is_ours(one.message)]

    def from_program(self, sender: Account) -> Message:
        """Return the last mail that somebody's own program sent."""
        sent = [one.message for one in self.sink.envelopes if one.sender == sender.address]
        return sent[-1]


@contextmanager
def post_office(folder: Path, *, sending: str = "automatic") -> Iterator[PostOffice]:
    """Open a post office with a Dovecot of its own, in which everybody's mailbox is empty.

    Args:
        folder: For what it keeps.
        sending: How mailflow lets letters to families leave.
    """
    with Dovecot() as dovecot, SmtpSink(deliver=lambda to, raw: dovecot.deliver(to, raw)) as sink:
        imap_port, smtp_port = dovecot.imap_port, sink.port

        def account(name: str, address: str, signature: str, sent: str = "INBOX") -> Account:
            home = folder / address
            home.mkdir()
            dovecot.add_user(address)
            return Account(
                name=name,
                address=address,
                home=home,
                signature=signature,
                sent=sent,
                imap_port=imap_port,
                smtp_port=smtp_port,
            )

        office = make_office(folder, mailbox=COMPLAINTS, imap_port=imap_port, smtp_port=smtp_port, sending=sending)
        yield PostOffice(
            dovecot=dovecot,
            sink=sink,
            office=office,
            family=account("Pat Rivers", FAMILY, "Pat Rivers\n07700 900123"),
            coordinator=account("Ada Coordinator", COORDINATOR, "Ada, Contact Coordinator\nTel 0113 496 0000"),
            officer=account("Ben Officer", OFFICER, "Ben, Complaints Officer"),
            shared=account("Libra Children Services", COMPLAINTS, "Libra Children Services", sent="Sent"),
        )


def _is_ours(message: Message) -> bool:
    return message["X-Mailflow-Letter"] is not None

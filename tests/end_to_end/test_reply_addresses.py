"""A mail program that drops what it answers: the address of the notice alone leads its reply to the case.

Through a real Postfix with ``recipient_delimiter = +`` and a real Dovecot, by s-nail; and by Dovecot alone, which takes
such addresses as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from mailflow import clock
from tests.end_to_end.office import COORDINATOR, OfficeFolder, make_office
from tests.support import postfix
from tests.support.dovecot import Dovecot
from tests.support.mail_clients import Account, Snail
from tests.support.smtp import SmtpSink

COMPLAINTS, FAMILY = "complaints@libra.example", "p.rivers@mail.example"
OUTCOME = "#outcome upheld\n\nDear Pat,\n\nFindings: the bus was late.\nActions: we ring every family."


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everybody's mailboxes, and mailflow's office."""

    dovecot: Dovecot
    folder: OfficeFolder
    family: Account
    coordinator: Account

    def turn(self) -> None:
        """Let mailflow work in the present, which is when this mail arrives."""
        self.folder.once(clock.now() + timedelta(seconds=5))

    def got(self, who: str, number: int) -> list[Message]:
        """Return what lies in somebody's mailbox once so many mails are there."""
        return [message_from_bytes(raw) for raw in self.dovecot.wait_for_messages(who, number)]

    def case(self) -> Any:
        """Return the one case."""
        (listed,) = self.folder.json("case", "list")
        return self.folder.json("case", "show", listed["ref"])


@pytest.fixture(params=["Postfix", "Dovecot alone"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office whose mailbox gets mail to plus addresses, with a complaint that its coordinator has heard of."""
    if request.param == "Postfix" and postfix.WHY_NOT:
        pytest.skip(postfix.WHY_NOT)
    with ExitStack() as stack:
        dovecot = stack.enter_context(Dovecot())
        for user in (COMPLAINTS, FAMILY, COORDINATOR):
            dovecot.add_user(user)
        if request.param == "Postfix":
            domains = ["libra.example", "mail.example"]
            port = stack.enter_context(postfix.Postfix(dovecot.lmtp_port, domains)).port
        else:
            port = stack.enter_context(SmtpSink(deliver=dovecot.deliver)).port

        def account(name: str, address: str) -> Account:
            (tmp_path / address).mkdir()
            home = tmp_path / address
            return Account(name=name, address=address, imap_port=dovecot.imap_port, smtp_port=port, home=home)

        folder = make_office(
            tmp_path, mailbox=COMPLAINTS, imap_port=dovecot.imap_port, smtp_port=port, plus_addresses=True
        )
        opened = Office(
            dovecot=dovecot,
            folder=folder,
            family=account("Pat Rivers", FAMILY),
            coordinator=account("Ada Coordinator", COORDINATOR),
        )
        Snail(opened.family).write(COMPLAINTS, "Handover was late again", "Nobody rang.")
        opened.got(COMPLAINTS, 1)
        opened.turn()
        yield opened


def test_a_reply_that_names_nothing_that_it_answers_finds_its_case_by_the_address(office: Office) -> None:
    (notice,) = office.got(COORDINATOR, 1)
    assert notice["Reply-To"].startswith("complaints+") and notice["From"].endswith(f"<{COMPLAINTS}>")
    (acknowledgement,) = office.got(FAMILY, 1)
    assert acknowledgement["Reply-To"] is None
    Snail(office.coordinator).reply(str(notice["Message-ID"]), OUTCOME, drops_thread=True)
    reply = office.got(COMPLAINTS, 2)[-1]
    assert (reply["References"], reply["In-Reply-To"]) == (None, None)
    assert notice["Reply-To"] in reply["To"]
    office.turn()
    assert office.case()["outcome"] == "upheld"
    assert [one["X-Mailflow-Letter"] for one in office.got(FAMILY, 2)] == ["acknowledgement", "outcome"]


def test_the_same_words_in_a_mail_to_the_plain_address_move_nothing(office: Office) -> None:
    """What makes the difference is the address: this reply has lost it, and its subject names the case."""
    (notice,) = office.got(COORDINATOR, 1)
    Snail(office.coordinator).write(COMPLAINTS, f"Re: {notice['Subject']}", OUTCOME)
    office.got(COMPLAINTS, 2)
    office.turn()
    assert office.case()["outcome"] is None
    assert [one["X-Mailflow-Letter"] for one in office.got(COORDINATOR, 2)] == ["handler-notice", "directive-error"]


def test_the_familys_own_program_answers_to_the_plain_address(office: Office) -> None:
    (acknowledgement,) = office.got(FAMILY, 1)
    Snail(office.family).reply(str(acknowledgement["Message-ID"]), "It happened in October too.", drops_thread=True)
    reply = office.got(COMPLAINTS, 2)[-1]
    assert COMPLAINTS in reply["To"] and "+" not in reply["To"]
    office.turn()
    assert office.folder.json("message", "list")[-1]["ref"] == office.case()["ref"], "by the tag in its subject"

"""After the tour: the servers stay up, mailflow runs in real time, and the visitor plays with their own mail client."""

from __future__ import annotations

import shlex
import signal
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailflow import clock, daemon
from mailflow.demo.cast import ADA, COMPLAINTS, FAMILY, PASSWORD, PEOPLE, Person
from mailflow.demo.server import HOST, Delivery, MailServer
from mailflow.demo.show import Show, shown
from mailflow.demo.world import World
from mailflow.demo.writing import Letter
from mailflow.flow.desk import Desk
from mailflow.settings import CONFIG_NAME
from mailflow.store import Store

#: The ports that INTERFACE's example has; a mail client that was set up once fits the next demo too.
PORTS = (10143, 10025)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OneDesk:
    """The demo's desk, whose configuration does not change."""

    desk: Desk

    @property
    def store(self) -> Store:
        return self.desk.store

    def lay(self, _now: datetime) -> tuple[Desk]:
        return (self.desk,)

    def has_changed(self) -> bool:
        return False


def stay(world: World, folder: Path, show: Show) -> None:
    """Say how to connect, then run the daemon until Ctrl-C."""
    for person in PEOPLE:
        (folder / _muttrc_name(person)).write_text(_muttrc(person, world.server), encoding="utf-8")
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        # Whatever a script starts behind itself ignores Ctrl-C, until the daemon listens: too late for who is quick.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        show.lines(instructions(world.server, folder))
        show.stream.flush()
        world.server.arrived = _Named(show)
        daemon.run(_OneDesk(desk=world.desk), clock.now)
    except KeyboardInterrupt:
        pass  # before the daemon had taken the signal over
    finally:
        world.server.arrived = None
        for one, handler in before.items():
            signal.signal(one, handler)
    show.lines("\nEnded. Nothing of the demo is left running.")


def instructions(server: MailServer, folder: Path) -> str:
    """Return how to connect an ordinary mail client, and what to try."""
    people = "\n".join(f"  {one.address:26}{one.name}, {one.part}" for one in PEOPLE)
    config = shlex.quote(str(folder / CONFIG_NAME))
    return f"""\

The tour is over. The mail server stays up, and mailflow runs in real time now.
Connect your own mail client and play:

  IMAP      {HOST}, port {server.imap_port}
  SMTP      {HOST}, port {server.smtp_port}
  Security  none: it never leaves this machine
  User      the whole address
  Password  {PASSWORD}

{people}
  {COMPLAINTS:26}the complaints mailbox itself

In neomutt:
  neomutt -F {shlex.quote(str(folder / _muttrc_name(FAMILY)))}
  neomutt -F {shlex.quote(str(folder / _muttrc_name(ADA)))}
In Thunderbird:
  New Account > Email, with a name, address and password from above; then
  "Configure manually": the hosts and ports above, connection security "None",
  authentication method "Normal password".

What to try:
- As {FAMILY.name}, write to {COMPLAINTS}.
  The acknowledgement is there a moment later.
- As {ADA.name}, open the notice, press Reply, and write above the quotation
  #outcome upheld
  and your answer below that line.
- As {FAMILY.name}, reply to the answer, with APPEAL at the beginning of the subject.
- In another terminal:
  mailflow --config {config} case list

Press Ctrl-C to end. Each mail that is delivered is named here:"""


class _Named:
    """Names each delivery in one line."""

    def __init__(self, show: Show) -> None:
        self._show = show

    def __call__(self, delivery: Delivery) -> None:
        what = f"{COMPLAINTS} has a mail"
        if delivery.address != COMPLAINTS:
            letter = Letter.read(delivery.raw)
            what = f"{letter.kind or 'mail'} to {delivery.address}: {shown(letter.subject)}"
        self._show.note(f"  {delivery.received_at.astimezone():%H:%M:%S}  {what}")


def _muttrc_name(person: Person) -> str:
    return f"{person.address.partition('@')[0]}.muttrc"


def _muttrc(person: Person, server: MailServer) -> str:
    user = person.address.replace("@", "%40")
    return f"""\
# {person.name} in mailflow's demo
set realname = "{person.name}"
set from = "{person.address}"
set folder = "imap://{user}@{HOST}:{server.imap_port}/"
set imap_user = "{person.address}"
set imap_pass = "{PASSWORD}"
set spoolfile = "+INBOX"
set record = "+Sent"
set postponed = "+Drafts"
set smtp_url = "smtp://{user}@{HOST}:{server.smtp_port}/"
set smtp_pass = "{PASSWORD}"
set ssl_starttls = no
set ssl_force_tls = no
set mail_check = 5
set imap_idle = yes
"""

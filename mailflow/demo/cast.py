"""Who plays: a family, three members of staff and an administrator, and mailflow's configuration for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: One password for all: the server is in memory, on loopback, and gone after the demo.
PASSWORD = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a mailbox. ``part``: who they are in the story; ``role``: what the policy calls them, if staff."""

    name: str
    address: str
    part: str
    role: str | None = None

    @property
    def written(self) -> str:
        """Name and address as a mail client writes them."""
        return f"{self.name} <{self.address}>"


FAMILY = Person(name="P. Rivers", address="p.rivers@mail.example", part="the parent who complains")
ADA = Person(name="Ada Okafor", address="ada@libra.example", part="the Contact Coordinator", role="coordinator")
BEN = Person(name="Ben Hughes", address="ben@libra.example", part="the Complaints Officer", role="complaints_officer")
CLEO = Person(name="Cleo Marsh", address="cleo@libra.example", part="the Chair of the committee", role="chair")
DEE = Person(name="Dee Lawson", address="dee@libra.example", part="of the committee", role="committee_member")
EVAN = Person(name="Evan Price", address="evan@libra.example", part="of the committee", role="committee_member")
ADMIN = Person(name="Admin", address="admin@libra.example", part="who hears of what mailflow cannot decide")

#: The complaints mailbox itself, in which mailflow works.
COMPLAINTS = "complaints@libra.example"
ORGANISATION = "Libra Children Services"
CODE = "LC"
STAFF = (ADA, BEN, CLEO, DEE, EVAN)
PEOPLE = (FAMILY, *STAFF, ADMIN)


def accounts() -> dict[str, str]:
    """Return the mail server's accounts: passwords by address."""
    return dict.fromkeys((COMPLAINTS, *(one.address for one in PEOPLE)), PASSWORD)


def configuration(host: str, imap_port: int, smtp_port: int, since: date) -> str:
    """Return the demo's ``mailflow.toml``: an ordinary one, but for the loopback server."""
    staff = "\n".join(
        f'[[staff]]\nname = "{one.name}"\naddress = "{one.address}"\nroles = ["{one.role}"]\n' for one in STAFF
    )
    return f"""\
# The configuration of mailflow demo. Its mail server lives in memory and ends with the demo.

[organisation]
name = "{ORGANISATION}"
admin = "{ADMIN.address}"
code = "{CODE}"
policy = "libra-children-services"
time_zone = "Europe/London"
region = "GB-ENG"
closed = ["2026-12-24/2027-01-01"]

[mailbox]
address = "{COMPLAINTS}"
since = "{since.isoformat()}"

[mailbox.imap]
host = "{host}"
port = {imap_port}
security = "none"                # no TLS: this never leaves the machine
user = "{COMPLAINTS}"
password = "{PASSWORD}"

[mailbox.smtp]
host = "{host}"
port = {smtp_port}
security = "none"
user = "{COMPLAINTS}"
password = "{PASSWORD}"

[staff_mail]
# A reply to one of our own notices acts at once. A real installation leaves this out ("auto"): there a mail server's
# verdict on the sender is asked for too, or the person confirms with one more reply.
require = "token"

{staff}"""

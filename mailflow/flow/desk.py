"""The desk of one organisation: the running parts that every path of the flow works with. ``wiring.py`` lays it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.office import Office
from mailflow.flow.recovery import Recovery
from mailflow.letters.render import Templates
from mailflow.letters.scribe import Scribe
from mailflow.letters.smtp import Post
from mailflow.mailbox.clamd import Scanner
from mailflow.mailbox.imap import ImapMailbox
from mailflow.mailbox.readers import Readers
from mailflow.policies import loads
from mailflow.settings import OrganisationSettings
from mailflow.store import Reader, Store


@dataclass(slots=True, kw_only=True)
class SentLately:
    """When letters left within the last hour, oldest first; ``budget.py`` keeps it.

    Attributes:
        is_known: It has been read from the record, where another process may have sent some.
        may_hold: Letters may be held for want of room.
    """

    times: deque[datetime] = field(default_factory=deque)
    is_known: bool = False
    may_hold: bool = True


@dataclass(slots=True, kw_only=True)
class SentFolder:
    """What this process knows of the folder with what was sent; ``sent.py`` keeps it.

    Attributes:
        uidvalidity: The folder that the numbers are of.
        uidnext: What came from this number on was not looked at.
        left_alone: Numbers of what is no answer on a case.
        waiting: Numbers of what could not be placed before the mail of this turn was read.
        not_yet: Numbers of what may be a draft that a program is just about to take away.
        is_read: It was read to its end in this turn.
    """

    uidvalidity: int | None = None
    uidnext: int = 0
    left_alone: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)
    not_yet: set[int] = field(default_factory=set)
    is_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one organisation's mail is worked with.

    Attributes:
        office: People, calendar and the policy that new cases are opened under.
        policy_text: That policy's text; cases point at its digest and keep it (DESIGN, law 6).
        random: So many bytes from the operating system's random source.
        forwards: The family's files go to the case's handlers.
        scanner: Who is asked about a file before it is sent on; None where nobody is.
        nameserver: Who is asked for the keys of signatures, empty for whom the system asks; None where none is checked.
        scribe: Who writes many letters at once; None where the daemon does.
        recovery: What is known of letters that have left already, while the record is being recovered; else None.
    """

    settings: OrganisationSettings
    office: Office
    policy_name: str
    policy_text: str
    store: Store
    templates: Templates
    readers: Readers
    mailbox: Callable[[], ImapMailbox]
    post: Callable[[], Post]
    random: Callable[[int], bytes]
    forwards: bool = True
    scanner: Scanner | None = None
    nameserver: str | None = None
    scribe: Scribe | None = None
    sent: SentLately = field(default_factory=SentLately)
    answers: SentFolder = field(default_factory=SentFolder)
    recovery: Recovery | None = None
    _offices: dict[str, Office] = field(default_factory=dict)

    @property
    def org(self) -> str:
        """The organisation's code."""
        return self.office.code

    def office_for(self, case: Case | None, reader: Reader) -> Office:
        """Return the office with the policy that a case keeps; a new case gets the present one."""
        if case is None or case.policy_digest == self.office.policy_digest:
            return self.office
        known = self._offices.get(case.policy_digest)
        if known is None:
            stored = reader.policy_text(case.policy_digest)
            if stored is None:
                msg = f"{case.ref} was opened under a policy whose text is not in the database; restore a backup"
                raise LookupError(msg)
            name, text = stored
            policy = loads(text, name).policy
            known = replace(self.office, policy=policy, policy_digest=case.policy_digest)
            self._offices[case.policy_digest] = known
        return known

"""The table ``[safeguarding]`` of a policy file: who is alerted, by which words, and what must then be done."""

from __future__ import annotations

from pydantic import Field

from mailflow.core.days import Duration
from mailflow.core.policy_terms import RoleName, Words
from mailflow.core.time_terms import Span
from mailflow.core.written import Written


class CheckItem(Written):
    """One thing that the lead must see to, in the order of the list.

    Attributes:
        contact: How whoever must be told is reached.
        within: By when, from when the alarm was raised.
    """

    what: Words
    contact: str = ""
    within: Span | None = None
    source: str = ""

    @property
    def task(self) -> str:
        """The item as a task says it."""
        return f"{self.what} ({self.contact})" if self.contact else self.what


class Safeguarding(Written):
    """Who is alerted, by which words, and what must then be done.

    The words only ever raise an alarm; none of them takes one back. ``hit*`` stands for every ending.

    Attributes:
        lead: The role that is alerted; after it those in its ``instead``, then the admin.
        again_after: How long an alert may stand unanswered before the next in line is alerted too.
        phrases: Words that raise the alarm by themselves.
        harm: Words that raise it near one of ``people``.
        people: Who may be harmed.
        harmless: Turns of phrase that mean no harm and are passed over.
        checklist: What the lead must see to.
    """

    lead: RoleName
    source: str = ""
    again_after: Span = Duration.parse("1 working day")
    phrases: tuple[Words, ...] = ()
    harm: tuple[Words, ...] = ()
    people: tuple[Words, ...] = ()
    harmless: tuple[Words, ...] = ()
    checklist: tuple[CheckItem, ...] = Field(min_length=1)

"""What the directives of one mail have come to so far: each sees what the one above it has done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.evolve import evolve
from mailflow.core.facts import Event, Fact
from mailflow.core.facts_beside import PolicyOverridden
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import MessageArrived


@dataclass(slots=True, kw_only=True)
class Work:
    """What the directives of one mail have come to so far.

    Attributes:
        insists: Why an admin does what the policy forbids; None where nobody does.
        forbidden: The rule that has forbidden something, where a person may decide otherwise; empty where none has.
    """

    case: Case
    officer: Officer
    arrived: MessageArrived
    office: Office
    text: str
    facts: list[Fact] = field(default_factory=list)
    letters: list[SendLetter] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    insists: str | None = None
    forbidden: str = ""

    @property
    def today(self) -> date:
        """The day of receipt."""
        return self.office.calendar.day_of(self.arrived.received_at)

    def happen(self, *events: Event) -> None:
        """Record that something happened, by the author of the mail, at its receipt."""
        self.record(*(Fact(at=self.arrived.received_at, by=self.officer.name, event=one) for one in events))

    def record(self, *facts: Fact) -> None:
        """Record facts and fold them."""
        for fact in facts:
            self.facts.append(fact)
            self.case = evolve(self.case, fact)

    def write(
        self,
        kind: LetterKind,
        text: str,
        facts: dict[str, Value] | None = None,
        once: str | None = None,
        *,
        with_files: bool = True,
    ) -> None:
        """Write to the complainant, where there is an address; the author's own files go with what they wrote."""
        if not self.case.complainant.address:
            return
        self.letters.append(
            SendLetter(
                kind=kind,
                to=Address(address=self.case.complainant.address),
                audience=Audience.COMPLAINANT,
                text=text,
                facts=facts or {},
                message=self.arrived.id,
                stage=self.case.stage,
                attach=(self.arrived.id,) if with_files and self.arrived.message.attachments else (),
                thread=self.case.thread,
                once=once,
            )
        )

    def forbids(self, rule: str, why: str) -> str | None:
        """Return why the policy forbids something; None where an admin does it all the same, which is recorded."""
        if self.insists is not None:
            self.happen(PolicyOverridden(rule=rule, because=self.insists))
            self.done.append(f"It is done although {rule} forbids it, and that is recorded.")
            return None
        self.forbidden = self.forbidden or rule
        return why

    def closed(self) -> str:
        """Say that the case is closed, and who can reopen it."""
        ref = self.case.ref
        return f"{ref} is closed. Ask {self.office.admin} to reopen it (mailflow case reopen {ref})."

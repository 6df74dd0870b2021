"""The case: where a complaint stands. ``facts.py`` says what can happen to it, ``evolve.py`` what that means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.days import DueDate
from mailflow.core.deadlines import Deadline, Mark, What
from mailflow.core.meetings import Meeting, Party
from mailflow.core.other_address import Questioned
from mailflow.core.unsent import UnsentDraft

__all__ = [
    "Alarm",
    "Case",
    "Complainant",
    "Deadline",
    "FormAnswer",
    "Handler",
    "Involved",
    "Kind",
    "LateAppeal",
    "Mark",
    "Meeting",
    "Outcome",
    "Party",
    "Question",
    "Status",
    "Task",
    "What",
]


class Status(StrEnum):
    """``decided``: an outcome went out and its appeal window runs."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


class Kind(StrEnum):
    """What was sent in."""

    COMPLAINT = "complaint"
    FEEDBACK = "feedback"
    PRAISE = "praise"


class Outcome(StrEnum):
    """How a stage was answered."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    NOT_UPHELD = "not-upheld"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    ARBITRATION_RECOMMENDED = "arbitration-recommended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """A member of staff who holds a role on this case."""

    role: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """The person who complains. ``address`` is None for somebody who left none; letters go nowhere then."""

    name: str = ""
    address: str | None = None
    anonymous: bool = False
    relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAppeal:
    """An appeal that came after its window and waits for ``#accept`` or ``#decline``; or a reply that may be one.

    ``reminded``: who can say what a doubtful reply is was called on once more.
    """

    message: int
    received_at: datetime
    reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the complainant that waits for its answer. ``holds``: the clock of the answer stands still."""

    stage: str
    sent_at: datetime
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What software cannot do but must not let be forgotten.

    Attributes:
        id: Its number on the case, for ``#done 1``.
        for_: The role, or the address of the person, whose task it is.
        source: The clause, or ``promised`` for what an outcome promised.
        reminded: Its owner was written to about it after it was due.
    """

    id: int
    what: str
    for_: str
    source: str
    due: DueDate | None = None
    done_at: datetime | None = None
    reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A safeguarding alert: who was written to (addresses, casefolded), when last, and when one of them answered."""

    told: tuple[str, ...]
    since: datetime
    message: int
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAnswer:
    """What a complaint form says in one field, by the policy's name for the field."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """Who had a part at a stage (handler, decider, panel): asked where a later stage wants somebody new.

    ``address`` is casefolded.
    """

    stage: str
    address: str
    decided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complaints case: the fold of its events.

    Attributes:
        policy_digest: SHA-256 of the policy text that the case was opened under and keeps (DESIGN, law 6).
        stage_since: The receipt of the mail that opened the stage; its clocks start there.
        first_received_at: The receipt of the first complaint; statutory clocks and SS-6.1 run from there.
        moved_at: The last time that anything happened; a stage without a limit nudges from there.
        sealed_from: Addresses (casefolded) of those whom the complaint is about: nothing of the case ever goes there.
        is_suspected: The text names its would-be handler; nobody has said yet whom it is about.
        named: Addresses (casefolded) of staff whom the complainant's texts name, until somebody says whom it is about.
        doubtful_appeal: A reply that may be an appeal and waits for ``#appeal`` or ``#not an appeal``.
        question: A question to the complainant that waits for its answer.
        reconsidered: Stages whose answer was asked to be reconsidered; each once.
        is_reconsidered: Who decided was asked to think again and may answer once more.
        involved: Who had a part at which stage.
        wants_written: A written response was asked for (SS-1.3).
        outcome_at: When the outcome letter of the present stage left; None until then.
        printed_window: The last day to appeal as the outcome letter of this stage prints it.
        decided_stages: Stages with an outcome that went out, in order.
        stage_messages: The complaint, then what opened each later stage: what a new handler must read.
        linked: References of earlier cases of the same person.
        merged_into: The case in which this one goes on.
        from_other_side: Messages of the other side of a mediation; no plain answer to one goes to the complainant.
        drafts: Letters that lie in the Drafts folder and wait for a person.
        questioned: Mail from other addresses that the complainant was asked about.
        thread: Message-ID of the complainant's last message, for In-Reply-To of our letters.
        seq: Number of the last event.
        wake_at: When the clock must look again. Not folded but computed: new closure days need no change of history.
    """

    ref: str
    organisation: str
    policy: str
    edition: str
    policy_digest: str
    kind: Kind
    channel: str
    complainant: Complainant
    stage: str
    status: Status
    first_received_at: datetime
    stage_since: datetime
    moved_at: datetime
    type: str | None = None
    about: str | None = None
    sealed_from: tuple[str, ...] = ()
    is_suspected: bool = False
    named: tuple[str, ...] = ()
    outcome: Outcome | None = None
    outcome_at: datetime | None = None
    printed_window: DueDate | None = None
    tags: tuple[str, ...] = ()
    handlers: tuple[Handler, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    decided_stages: tuple[str, ...] = ()
    ended: bool = False
    close_on: DueDate | None = None
    late_appeal: LateAppeal | None = None
    doubtful_appeal: LateAppeal | None = None
    question: Question | None = None
    reconsidered: tuple[str, ...] = ()
    is_reconsidered: bool = False
    tasks: tuple[Task, ...] = ()
    alarm: Alarm | None = None
    parties: tuple[Party, ...] = ()
    panel: tuple[Handler, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    involved: tuple[Involved, ...] = ()
    wants_written: bool = False
    form: tuple[FormAnswer, ...] = ()
    nudged_at: datetime | None = None
    stage_messages: tuple[int, ...] = ()
    linked: tuple[str, ...] = ()
    merged_into: str | None = None
    from_other_side: tuple[int, ...] = ()
    drafts: tuple[UnsentDraft, ...] = ()
    questioned: tuple[Questioned, ...] = ()
    thread: str | None = None
    seq: int = 0
    wake_at: datetime | None = None

    def deadline(self, what: What, stage: str) -> Deadline | None:
        """Return the earliest deadline of this kind on a stage: where several limits apply, the earliest governs."""
        found = [d for d in self.deadlines if d.what is what and d.stage == stage]
        return min(found, key=lambda d: d.due.due_at, default=None)

    @property
    def stage_is_decided(self) -> bool:
        """The outcome of the present stage is given, whether or not its letter has left."""
        return self.outcome is not None

    def meeting_stem(self, kind: str) -> str:
        """Return what the UID of the present stage's meeting or mediation begins with, up to the domain."""
        return f"{self.ref}.{self.stage}.{kind}@".casefold()

    def meeting_of(self, kind: str) -> Meeting | None:
        """Return the meeting or mediation of the present stage, called off or not."""
        return next((one for one in self.meetings if one.uid.startswith(self.meeting_stem(kind))), None)

    def earlier_part_of(self, address: str, *, as_decider: bool = False) -> Involved | None:
        """Return the first part that somebody had at another stage than the present one; None who had none."""
        return next(
            (
                one
                for one in self.involved
                if one.address == address.casefold() and one.stage != self.stage and (one.decided or not as_decider)
            ),
            None,
        )

    def is_complainants(self, address: str) -> bool:
        """Say whether mail from an address is the complainant's: theirs on record, or one that they have named."""
        known = [one.address for one in self.questioned if one.is_known]
        return bool(address) and address.casefold() in [(self.complainant.address or "").casefold(), *known]

    def is_handled_by(self, address: str) -> bool:
        """Say whether a member of staff may give directives on this case."""
        return any(one.address.casefold() == address.casefold() for one in self.handlers)

    def has_part(self, address: str) -> bool:
        """Say whether somebody is one of the two sides: the complainant, or the other side of a mediation."""
        sides = (self.complainant.address or "", *(one.address for one in self.parties))
        return address.casefold() in [one.casefold() for one in sides if one]

    def is_sealed_from(self, address: str) -> bool:
        """Say whether nothing of the case may go to an address, because the case is about its owner."""
        return address.casefold() in self.sealed_from

"""What can happen beside the stages: conflicts of interest, tasks, meetings, safeguarding, types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case, FormAnswer, Handler, Kind, Meeting, Party
from mailflow.core.days import DueDate


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSet:
    """Whom the case is about. ``addresses`` (casefolded) are sealed off; none where it is about nobody here.

    ``suspected``: the text names its would-be handler, and nobody has said yet.
    """

    about: str | None
    addresses: tuple[str, ...] = ()
    suspected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNamed:
    """The text of a complaint or appeal names these members of staff (addresses, casefolded)."""

    message: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlersChanged:
    """Others deal with the stage now: a conflict of interest, an absence, the admin."""

    handlers: tuple[Handler, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSet:
    """One of the policy's types of complaint."""

    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationSet:
    """Who the complainant is to the organisation (CL-5.1)."""

    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSet:
    """It is a complaint, feedback or praise (CL-2.2)."""

    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswerAsked:
    """The complainant wants a written response (SS-1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureMade:
    """Confidentiality could not be kept; the complainant is told why (SS-0.3)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReferred:
    """Passed on to the organisation that it concerns (SS-0.2)."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSet:
    """Somebody has something to do."""

    id: int
    what: str
    for_: str
    source: str
    due: DueDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone:
    """It is done."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded:
    """Its owner was written to: it was due."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonKept:
    """What the organisation learnt (BB-4.1)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingRaised:
    """A child or an adult may be at risk. ``because``: what in the text, or who said so."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingAlerted:
    """The safeguarding lead, or whoever is next in line, was written to. ``to``: their addresses, casefolded."""

    to: tuple[str, ...]
    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardingTaken:
    """Somebody who was alerted has answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAdded:
    """The other side of a mediation."""

    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelNamed:
    """Who hears the complaint."""

    members: tuple[Handler, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSet:
    """A meeting or mediation was arranged, moved or cancelled; invitations went to all."""

    meeting: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDoubted:
    """A reply that may be an appeal: a person says, and if nobody does, it counts as one."""

    message: int
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRuledOut:
    """A person said that it is no appeal."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderationAsked:
    """Who decided was asked to think again (SS-2.7): once, and the window to go on does not wait for it."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnyway:
    """What was caught before sending was sent all the same, by its author's word."""

    message: int
    caught: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRead:
    """The fields of a complaint form, by the policy's names for them (LC-10.1)."""

    message: int
    fields: tuple[FormAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideMade:
    """A person put something right at the command line: the next ``facts`` facts are what came of it.

    ``command``: as it is called there, such as ``stage``.
    """

    command: str
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideUndone:
    """An override was taken back. ``of``: the number of its ``OverrideMade``.

    ``restored``: the case as it would be without it. A fold cannot look back, so the fact brings the state along.
    """

    of: int
    command: str
    restored: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOverridden:
    """A person did what the policy forbids. ``rule``: what was overridden; ``because``: their reason."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCancelled:
    """A person took a letter back before it left. An answer whose letter is cancelled is to be given anew.

    ``status`` and ``why``: what the letter was before. ``message``: the one that it answers or is about.
    """

    letter: int
    kind: str
    stage: str
    status: str = ""
    why: str | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterApproved:
    """A person let a letter leave that waited for it. ``window``: the time to appeal that it prints since then."""

    letter: int
    kind: str
    stage: str
    window: DueDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageTakenOff:
    """A message was on this case by mistake. ``to``: where it is now; None where it is on no case."""

    message: int
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReclassified:
    """A person said what a message is. It changes how it is counted, not what followed from it."""

    message: int
    was: str
    as_: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMerged:
    """The case goes on in another one. ``messages``: those that went along; they came to this case."""

    into: str
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJoined:
    """Another case goes on in this one. ``messages``: those that came along."""

    from_: str
    messages: tuple[int, ...]

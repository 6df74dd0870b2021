"""All that can happen to a case, in the past tense. ``evolve.py`` folds these facts into the state.

They carry no text of a complaint: texts stay in the message they came in, which retention can erase without touching
the chain of events. The file is long because the facts are many, each a class of a few lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Complainant, Handler, Kind, Outcome, What
from mailflow.core.days import DueDate
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.facts_beside import (
    AboutSet,
    AppealDoubted,
    AppealRuledOut,
    CaseJoined,
    CaseMerged,
    CaseReferred,
    DisclosureMade,
    FormRead,
    HandlersChanged,
    KindSet,
    LessonKept,
    LetterApproved,
    LetterCancelled,
    MeetingSet,
    MessageReclassified,
    MessageTakenOff,
    OverrideMade,
    OverrideUndone,
    PanelNamed,
    PartyAdded,
    PolicyOverridden,
    ReconsiderationAsked,
    RelationSet,
    SafeguardingAlerted,
    SafeguardingRaised,
    SafeguardingTaken,
    SentAnyway,
    StaffNamed,
    TaskDone,
    TaskReminded,
    TaskSet,
    TypeSet,
    WrittenAnswerAsked,
)
from mailflow.core.facts_by_hand import BlackedOut, MessageBrought
from mailflow.core.facts_drafts import DraftGone, DraftLaid, DraftSent
from mailflow.core.facts_linked import CaseLinked, OtherSideWrote
from mailflow.core.facts_time import BreachEscalated, DelayTold, DoubtNearsItsEnd, QuestionPut, QuestionSettled


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A complaint came in and has a reference."""

    ref: str
    organisation: str
    policy: str
    edition: str
    policy_digest: str
    kind: Kind
    channel: str
    complainant: Complainant
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOpened:
    """A stage began; its clocks run from ``since``. ``because``: complaint, appeal, directive, admin."""

    stage: str
    since: datetime
    handlers: tuple[Handler, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet:
    """A promise has a date."""

    what: What
    stage: str
    source: str
    due: DueDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMet:
    """The letter that a promise was about left us (SMTP 250), or the appeal came."""

    what: What
    stage: str
    source: str
    met_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved:
    """A promise has a new date (``#extend``, or a window that follows the day of sending)."""

    what: What
    stage: str
    source: str
    due: DueDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesEnded:
    """The stage was left: its open promises are neither kept nor broken. ``source``: only the answer due by it."""

    stage: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Staff were written to about a deadline.

    ``mark``: a ``Mark``, or the policy's own span, such as ``1 week before``. ``told_at``: when it was of a breach.
    """

    what: What
    stage: str
    source: str
    mark: str
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudged:
    """Staff were written to about a stage without a limit on which nothing had happened."""

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFiled:
    """A message was put on the case. ``thread``: its Message-ID, where it is the complainant's own.

    ``opens``: it is the complaint, or the appeal that opened a stage.
    """

    message: int
    as_: str
    thread: str | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeGiven:
    """The decider answered; the letter is queued. ``window``: the last day to appeal that the letter prints.

    ``decider``: the address of who answered, for stages that want somebody new.
    """

    stage: str
    outcome: Outcome
    message: int | None
    window: DueDate | None = None
    decider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDecided:
    """The outcome letter left. The case waits for an appeal, or has ended; it closes when ``close_on`` is past."""

    stage: str
    outcome: Outcome
    sent_at: datetime
    final: bool
    close_on: DueDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealMade:
    """The complainant appealed in time, by the word that matched."""

    message: int
    word: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealCameLate:
    """An appeal came after the window: put before the handler, never thrown away."""

    message: int
    received_at: datetime
    window_ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAccepted:
    """A late appeal was let in."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDeclined:
    """A late appeal was not let in."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAfterEnd:
    """An appeal came after the last stage; the complainant is told that the process has ended."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerAssigned:
    """Somebody was added to the case (investigator, reviewer)."""

    handler: Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKept:
    """A note for the file; its text is in the message."""

    message: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRelayed:
    """A member of staff wrote to the complainant. ``how``: relay, question, interim-update."""

    message: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveRefused:
    """A line could not be carried out; its author was told."""

    message: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAsked:
    """A directive waits for the registered address to say ``#yes``."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A word was put on the case."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged:
    """A word was taken off the case."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSent:
    """A letter left us: the next server said 250."""

    letter: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFailed:
    """A letter could not be delivered: refused for good, or it came back."""

    letter: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """The case is over."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """The case runs again."""

    why: str


Event = (
    CaseOpened
    | StageOpened
    | DeadlineSet
    | DeadlineMet
    | DeadlineMoved
    | DeadlinesEnded
    | Reminded
    | Nudged
    | MessageFiled
    | OutcomeGiven
    | StageDecided
    | AppealMade
    | AppealCameLate
    | AppealAccepted
    | AppealDeclined
    | AppealAfterEnd
    | HandlerAssigned
    | NoteKept
    | ReplyRelayed
    | DirectiveRefused
    | ConfirmationAsked
    | Tagged
    | Untagged
    | LetterSent
    | LetterFailed
    | CaseClosed
    | CaseReopened
    | AboutSet
    | StaffNamed
    | HandlersChanged
    | TypeSet
    | RelationSet
    | KindSet
    | WrittenAnswerAsked
    | DisclosureMade
    | CaseReferred
    | TaskSet
    | TaskDone
    | TaskReminded
    | LessonKept
    | SafeguardingRaised
    | SafeguardingAlerted
    | SafeguardingTaken
    | PartyAdded
    | PanelNamed
    | MeetingSet
    | AppealDoubted
    | AppealRuledOut
    | ReconsiderationAsked
    | SentAnyway
    | FormRead
    | CaseLinked
    | OtherSideWrote
    | OtherAddressQuestioned
    | OtherAddressConfirmed
    | OtherAddressDenied
    | BreachEscalated
    | DelayTold
    | QuestionPut
    | QuestionSettled
    | DoubtNearsItsEnd
    | OverrideMade
    | OverrideUndone
    | PolicyOverridden
    | LetterCancelled
    | LetterApproved
    | MessageTakenOff
    | MessageBrought
    | MessageReclassified
    | CaseMerged
    | CaseJoined
    | BlackedOut
    | DraftLaid
    | DraftSent
    | DraftGone
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An event with its time and its author: ``complainant``, ``mailflow``, or a staff member's or admin's name.

    ``at`` is when it counts (the receipt of a mail, the present of a tick), which may be before it is recorded.
    """

    at: datetime
    by: str
    event: Event
    reason: str | None = None

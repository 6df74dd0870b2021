"""The directives: one class for each line that staff can write. The set is closed by the type checker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from mailflow.core.case import Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOutcome:
    """``#outcome upheld``: the text below is the answer."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepNote:
    """``#note``: the text below stays in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """``#question``: the text below goes to the complainant, who is asked to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """``#extend 11 December 2026``: the answer will come by the end of that day."""

    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """``#assign NAME or ADDRESS``: somebody is added to the case."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTo:
    """``#stage stage-2``."""

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAppeal:
    """``#accept`` a late appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineAppeal:
    """``#decline`` a late appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """``#close REASON``."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterComplaint:
    """``#new NAME <address>`` or ``#new NAME``: a complaint taken by phone, in person, or forwarded.

    ``#new anonymous``: by somebody who gives no name (CL-4.6). ``#new NAME, in person`` (or by letter): how it came.
    ``#new`` alone, without name and address: the author of the mail that is forwarded below it.
    """

    name: str
    address: str | None
    anonymous: bool = False
    channel: str = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """``#yes``, in answer to a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetType:
    """``#type billing``: one of the policy's types of complaint."""

    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRelation:
    """``#relation WORD``: who the complainant is to the organisation."""

    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAbout:
    """``#about coordinator``, ``#about NAME``, ``#about nobody``: whom the complaint is about."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTimescale:
    """``#timescale DATE``: by when a stage without a limit will be answered (SS-3.2)."""

    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWritten:
    """``#written``: the complainant wants a written response (SS-1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclose:
    """``#disclose REASON``: confidentiality cannot be kept (SS-0.3); the text below explains it to the complainant."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer:
    """``#refer ORGANISATION``: passed on to whom it concerns (SS-0.2); the text below goes to the complainant."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFeedback:
    """``#feedback``, ``#feedback praise``: no complaint; it is thanked and counted, without a clock (CL-2.2)."""

    kind: Kind = Kind.FEEDBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Meet:
    """``#meeting 2 December 2026 10:00, place``: a meeting with the complainant and the panel.

    ``on``: None where it is called off (``#meeting cancelled``).
    """

    on: date | None
    at: time | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediate:
    """``#mediation DATE [TIME, PLACE]``: mediation between the parties (LF-2.4); ``on`` as in ``Meet``."""

    on: date | None
    at: time | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePanel:
    """``#panel A, B, C``: who hears the complaint."""

    who: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddParty:
    """``#party NAME <address>``: the other side of a mediation."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseSafeguarding:
    """``#safeguarding``: a child or an adult may be at risk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAction:
    """``#action TEXT by DATE``: something that was promised, tracked until it is done."""

    what: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepLesson:
    """``#lesson TEXT``: what the organisation learnt."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask:
    """``#done N``: task number N of the case is done."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAppeal:
    """``#appeal`` or ``#not an appeal``: what a doubtful reply was."""

    is_appeal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAnyway:
    """``#send anyway``: the author has seen what was caught and sends it all the same; it is recorded."""


Directive = (
    GiveOutcome
    | KeepNote
    | AskQuestion
    | Extend
    | Assign
    | MoveTo
    | AcceptAppeal
    | DeclineAppeal
    | Close
    | EnterComplaint
    | Confirm
    | SetType
    | SetRelation
    | SetAbout
    | SetTimescale
    | AskWritten
    | Disclose
    | Refer
    | MakeFeedback
    | Meet
    | Mediate
    | NamePanel
    | AddParty
    | RaiseSafeguarding
    | PromiseAction
    | KeepLesson
    | FinishTask
    | SayAppeal
    | SendAnyway
)

#: Directives that neither write to the complainant nor move the case.
NOTES = (
    KeepNote,
    Assign,
    SetType,
    SetRelation,
    AskWritten,
    NamePanel,
    AddParty,
    PromiseAction,
    KeepLesson,
    FinishTask,
    RaiseSafeguarding,
)

#: Directives of which one mail may bring several, each with something else behind it.
MANY = (PromiseAction, KeepLesson, FinishTask)

#: How each is written.
LINES: dict[type[Directive], str] = {
    GiveOutcome: "#outcome",
    KeepNote: "#note",
    AskQuestion: "#question",
    Extend: "#extend",
    Assign: "#assign",
    MoveTo: "#stage",
    AcceptAppeal: "#accept",
    DeclineAppeal: "#decline",
    Close: "#close",
    EnterComplaint: "#new",
    Confirm: "#yes",
    SetType: "#type",
    SetRelation: "#relation",
    SetAbout: "#about",
    SetTimescale: "#timescale",
    AskWritten: "#written",
    Disclose: "#disclose",
    Refer: "#refer",
    MakeFeedback: "#feedback",
    Meet: "#meeting",
    Mediate: "#mediation",
    NamePanel: "#panel",
    AddParty: "#party",
    RaiseSafeguarding: "#safeguarding",
    PromiseAction: "#action",
    KeepLesson: "#lesson",
    FinishTask: "#done",
    SayAppeal: "#appeal",
    SendAnyway: "#send anyway",
}

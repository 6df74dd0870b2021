"""The tables of a policy file, below the policy itself: a stage and its limits, a role, an outside body, a clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from mailflow.core.panel_terms import Informs, Panel, SomebodyNew
from mailflow.core.time_terms import Asking, Extension, Interim, Span
from mailflow.core.written import Written

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
RoleName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
OutcomeWord = Literal[
    "upheld", "partly-upheld", "not-upheld", "resolved", "withdrawn", "referred", "arbitration-recommended"
]
#: The appeal keywords where a policy brings none of its own (INTERFACE, "Appeals by subject keywords").
APPEAL_KEYWORDS = (
    *("appeal", "appealing", "review", "reconsider", "escalate", "escalation"),
    *("dissatisfied", "unhappy with the outcome"),
)
#: The letters that go to complainants, and so can name an outside body.
LetterWord = Literal[
    "acknowledgement",
    "outcome",
    "interim-update",
    "appeal-late",
    "appeal-declined",
    "process-ended",
    "question",
    "relay",
    "meeting-invitation",
    "referral",
    "receipt",
    "thanks",
]


class Limit(Written):
    """By when something is due.

    Attributes:
        for_type: Types of complaint that the limit is for; none given: all.
        counts_from: The receipt of what opened the stage, or of the first complaint.
    """

    within: Span
    source: Words
    for_type: tuple[str, ...] = ()
    counts_from: Literal["stage", "complaint"] = "stage"

    def applies_to(self, type_: str | None) -> bool:
        """Say whether the limit is for complaints of a type (None: not known yet)."""
        return not self.for_type or type_ in self.for_type


class Appeal(Written):
    """What a complainant can do about a stage's outcome.

    Attributes:
        to: The stage that an appeal opens.
        within: The window, from the sending of the outcome; None: the policy sets no limit.
        keywords: Words in the subject of a reply that make it an appeal; the stage's own, else the policy's.
    """

    to: Words
    within: Span | None = None
    source: Words
    keywords: tuple[Words, ...] = APPEAL_KEYWORDS

    @property
    def word(self) -> str:
        """The keyword that our letters tell people to use: the first one."""
        return self.keywords[0]


class Part(Written):
    """A heading that an outcome must have (or is prompted for, where it is not required).

    Attributes:
        synonyms: Other headings that mean the same.
        outcomes: Only for these outcomes; none given: for all.
    """

    name: Words
    synonyms: tuple[Words, ...] = ()
    required: StrictBool = True
    outcomes: tuple[OutcomeWord, ...] = ()
    source: Words

    def applies_to(self, outcome: str) -> bool:
        """Say whether an outcome is to have this part."""
        return not self.outcomes or outcome in self.outcomes


class Sentence(Written):
    """A sentence that our letters say because a clause wants it said."""

    text: Words
    source: Words


#: When a stage sets a task: it begins, it is known whom the complaint is about, its outcome is given.
TaskMoment = Literal["opened", "about-known", "decided"]


class StageTask(Written):
    """Something that a person must do at a stage, because software cannot.

    Attributes:
        for_: The role whose task it is (``for`` in the file).
        within: By when, from what sets it; it is called to mind on that day. None: it is only listed.
        when: What sets it.
        done_by: ``assign``: it is done when somebody is assigned; else when its owner writes ``#done``.
    """

    what: Words
    for_: RoleName = Field(alias="for")
    within: Span | None = None
    when: TaskMoment = "opened"
    done_by: Literal["done", "assign"] = "done"
    source: Words


class Stage(Written):
    """One step of the procedure.

    Attributes:
        handlers: The roles that answer, the one in charge first.
        handlers_for_type: Other roles for some types of complaint.
        reached_by_staff: Nothing but a member of staff's ``#stage`` opens it (an informal step).
        respond: None, one or several limits; the earliest governs.
        meeting_with: Roles invited to a meeting beside the complainant and the panel, or the handlers.
        reconsider: Subject words that ask the same decider to think again.
        sentences: What the acknowledgement says besides (``says`` in the file).
        subject_mark: A word that stands in the subject of the stage's letters, such as ``Confidential``.
        question: What ``#question`` does to the time for the answer; None: nothing, and nobody is reminded of it.
        extend: How far ``#extend`` can move the answer; None: the policy sets no end.
        interim: When the complainant is told that the answer is late; None: only staff tell them.
        escalate_to: The role that hears of a promise not kept; empty: whoever answers the next stage.
        timescale: The clause by which whoever answers tells the complainant by when, where there is no limit.
        recurs: The clause by which a problem that comes back goes to this stage at once.
        written: The clause by which a written response is given to who asks for one.
        handout: The clause by which the acknowledgement of a complaint brings the policy in plain words, as a file.
    """

    id: Id
    title: Words
    source: str = ""
    handlers: tuple[Words, ...]
    handlers_for_type: Mapping[str, tuple[Words, ...]] = {}
    opens_by_email: StrictBool = False
    opens_on_subject: tuple[Words, ...] = ()
    reached_by_staff: StrictBool = False
    acknowledge: Limit | None = None
    respond: tuple[Limit, ...] = ()
    meet: Limit | None = None
    meeting_with: tuple[Words, ...] = ()
    panel: Panel | None = None
    somebody_new: SomebodyNew | None = None
    informs: Informs | None = None
    appeal: Appeal | None = None
    reconsider: tuple[Words, ...] = ()
    parts: tuple[Part, ...] = ()
    sentences: tuple[Sentence, ...] = Field(default=(), alias="says")
    tasks: tuple[StageTask, ...] = ()
    subject_mark: str = ""
    question: Asking | None = None
    extend: Extension | None = None
    interim: Interim | None = None
    escalate_to: str = ""
    timescale: str = ""
    recurs: str = ""
    written: str = ""
    handout: str = ""

    @property
    def says(self) -> tuple[str, ...]:
        """The sentences that this stage's acknowledgement says besides."""
        return tuple(sentence.text for sentence in self.sentences)

    def handlers_for(self, type_: str | None) -> tuple[str, ...]:
        """Return the roles that answer complaints of a type (None: not known yet)."""
        return self.handlers_for_type.get(type_ or "", self.handlers)

    def parts_for(self, outcome: str) -> tuple[Part, ...]:
        """Return the headings that the letter of an outcome is to have, those that may be left out too."""
        return tuple(part for part in self.parts if part.applies_to(outcome))


class Role(Written):
    """A part that somebody plays.

    Attributes:
        title: As the policy calls it.
        also: Other titles of the same part, long forms too.
        instead: Who acts where everybody in the role is away, or nobody holds it; the first that somebody holds.
        conflict: Who acts where the complaint is about somebody in this role.
    """

    title: Words
    also: tuple[Words, ...] = ()
    instead: tuple[Words, ...] = ()
    conflict: Words | None = None
    source: str = ""


class Body(Written):
    """An outside body that letters name.

    Attributes:
        contact: Lines that say how to reach it.
        says: What it does and does not do, in a sentence.
        letters: The kinds of letter that name it.
        stages: Only in letters of these stages; none given: in all.
    """

    id: Id
    name: Words
    contact: tuple[Words, ...]
    says: str = ""
    letters: tuple[LetterWord, ...]
    stages: tuple[Words, ...] = ()
    source: Words


class Copy(Written):
    """Who is told of every case. Somebody who handles the case, or whom it is about, is not.

    Attributes:
        stages: Only for cases that open (or close) at these stages; none given: at any.
    """

    role: Words
    on: tuple[Literal["opened", "closed"], ...]
    stages: tuple[Words, ...] = ()
    source: Words


class Choice(Written):
    """A type of complaint, or a complainant's relation to the organisation."""

    title: Words
    also: tuple[Words, ...] = ()
    source: str = ""


class Retention(Written):
    """How long records are kept after a case closed."""

    keep: Span
    source: Words


class Review(Written):
    """How often the organisation looks at its policy again, and when it last did."""

    every: Span
    last: date
    source: Words


class Clause(Written):
    """A clause of the published policy.

    Attributes:
        says: What the document says, in short.
        by: How it is honoured: mailflow acts, guards, prompts or shows; or it is outside of any software.
        does: What mailflow does about it, or why it cannot.
        code: The files of mailflow's own code that carry it out, where no key of the policy does.
        planned: What mailflow does not do about it yet; empty where nothing is missing.
    """

    says: Words
    by: Literal["acts", "guards", "prompts", "shows", "outside"]
    does: Words
    code: tuple[Words, ...] = ()
    planned: str = ""

"""All that can happen to a case: a message arrives, time passes, a letter leaves or fails, a person acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.classify import Reading
from mailflow.core.form import FoundForm
from mailflow.core.mail import InboundMessage
from mailflow.core.other_address import Answer
from mailflow.core.overrides import Deed
from mailflow.core.thread import Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageArrived:
    """A message, read and threaded.

    Attributes:
        id: Its number in the record.
        received_at: When the mail server had it (INTERNALDATE), never the sender's Date. What it does counts from then.
        now: When it is decided; letters are queued then, and windows that follow a letter are counted from then.
        new_text: What is new in it, less quotation; for staff less the signature too.
        reading: Whether a machine wrote it, and why we think so.
        answers: The letter of ours that it answers, if any.
        our_subjects: Subjects of our letters on the case, to be taken out before appeal words are looked for.
        form: The complaints form in it or in a document that came with it, if any.
        earlier: What the complainant wrote before on the case, where the policy asks for what is missing later on.
        earlier_cases: Of a first mail: the cases in which whoever complains has a part already, oldest first.
        other_names: Of staff's mail: names of people who complain in other cases, which no letter may tell.
        verified: Our own mail server vouches for the sender (DMARC or aligned DKIM), or the sender's domain does by a
            signature that was checked here.
        unsure: There is such a signature, and its key could not be had.
        confirmed: The registered address has answered ``#yes`` to the preview of this message.
        lately: How many mails of its sender came within the hour around it, this one too.
        questions: How many complainants of this mailbox were asked within the day whether a mail was theirs.
        answer: What it says of a mail that its author was asked about.
        is_repeat: Of staff's mail: an earlier one of the same author has its Message-ID, or its whole content.
    """

    id: int
    received_at: datetime
    now: datetime
    message: InboundMessage
    new_text: str
    reading: Reading
    answers: Answered | None = None
    our_subjects: tuple[str, ...] = ()
    form: FoundForm | None = None
    earlier: str = ""
    earlier_cases: tuple[Case, ...] = ()
    other_names: tuple[str, ...] = ()
    verified: bool = False
    unsure: bool = False
    confirmed: bool = False
    is_repeat: bool = False
    lately: int = 1
    questions: int = 0
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePassed:
    """The clock looked at a case that asked to be woken."""

    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLeft:
    """A letter was accepted by the next server (SMTP 250)."""

    letter: int
    kind: str
    stage: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCameToNothing:
    """A letter was refused for good, or came back."""

    letter: int
    kind: str
    to: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminActed:
    """A person puts something right at the command line.

    Attributes:
        at: The present; what begins by it counts from then.
        message: What keeps the words that came with it; None where there are none.
        text: Those words: a note, or what a letter says.
        insists: Why what the policy forbids is done all the same; None where it is not.
        other_names: Names of people who complain in other cases, which no letter may tell.
        acknowledges: An acknowledgement of the present stage has not left yet, and may.
    """

    deed: Deed
    by: str
    reason: str
    at: datetime
    message: int | None = None
    text: str = ""
    insists: str | None = None
    other_names: tuple[str, ...] = ()
    acknowledges: bool = False


Trigger = MessageArrived | TimePassed | LetterLeft | LetterCameToNothing

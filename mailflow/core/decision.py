"""All that we can answer: facts to record, letters to send, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mailflow.core.case import Meeting
from mailflow.core.facts import Fact
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address, MessageClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of HTML that stands alone. ``name``: the name of its file."""

    name: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLetter:
    """One letter to one person.

    Attributes:
        text: A person's own words that the letter carries as they are (an answer, a question, a complaint in a
            notice); never the complainant's in a letter to the complainant.
        facts: What the template of this kind needs beside the case and the policy; see the template.
        text_of: Messages whose new text is put below ``text``, in this order, each under the day of its receipt.
        message: The incoming message that the letter is about or answers, for threading and for ``#yes``.
        stage: The stage that the letter belongs to.
        attach: Messages whose files go with it.
        thread: Message-ID that the letter answers, or None.
        preview: For ``confirm-sender``: what would be carried out; its letters to the complainant are shown as they
            would be sent.
        once: Nothing with the same key is queued twice; None where any number may be.
        calendar: The meeting that an invitation brings a calendar file of, made for its one recipient.
        page: A page of ours that goes along as a file.
    """

    kind: LetterKind
    to: Address
    audience: Audience
    text: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    text_of: tuple[int, ...] = ()
    message: int | None = None
    stage: str | None = None
    attach: tuple[int, ...] = ()
    thread: str | None = None
    preview: Decision | None = None
    once: str | None = None
    calendar: Meeting | None = None
    page: Page | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows from a trigger. ``because`` is one sentence for the record and for ``message show --explain``.

    ``as_`` is what the message was taken for; None for other triggers. ``pen`` is set where a person must decide: the
    reason, in one sentence. ``onto`` is the case that a first mail is kept with, where it opens none; ``beside`` one
    that the facts and letters are about although the message is on none. A ``CaseOpened`` without a reference gets the
    next one of the year from whoever records it.
    """

    as_: MessageClass | None = None
    facts: tuple[Fact, ...] = ()
    letters: tuple[SendLetter, ...] = ()
    because: str = ""
    pen: str | None = None
    likely_case: str | None = None
    onto: str | None = None
    beside: str | None = None


def admin_notices(addresses: Iterable[str], item: Mapping[str, str], *, stage: str | None) -> Iterator[SendLetter]:
    """Yield a notice of one thing that a person must see to, for each who hears of it.

    Args:
        addresses: Whom to tell; ``watchers`` says who that is.
        item: ``title``, ``detail`` and the ``command`` that helps.
        stage: The case's stage, where it is about a case.
    """
    for address in addresses:
        yield SendLetter(
            kind=LetterKind.ADMIN_NOTICE,
            to=Address(address=address),
            audience=Audience.ADMIN,
            facts={"items": (item,)},
            stage=stage,
        )

"""Letters in words, for tests of what they say."""

from __future__ import annotations

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address
from mailflow.letters.compose import compose
from mailflow.letters.composed import Composed, Quoted
from mailflow.letters.sample import sample_case
from tests.letters.offices import office_of, our_templates

STAFF_KINDS = (
    *(LetterKind.HANDLER_NOTICE, LetterKind.REMINDER, LetterKind.BREACH_NOTICE, LetterKind.DIRECTIVE_ERROR),
    *(LetterKind.DIRECTIVE_DONE, LetterKind.CONFIRM_SENDER, LetterKind.COPY, LetterKind.ADMIN_NOTICE),
    *(LetterKind.SAFEGUARDING_ALERT, LetterKind.REPORT, LetterKind.DIGEST),
)


def letter(
    kind: LetterKind, case: Case, *, text: str = "", quoted: tuple[Quoted, ...] = (), **facts: Value
) -> Composed:
    """Return a letter about a case of the Libra office, or of the office whose code its reference bears."""
    office = office_of(case.policy)
    audience = Audience.STAFF if kind in STAFF_KINDS else Audience.COMPLAINANT
    to = Address(address="p.rivers@mail.example")
    send = SendLetter(kind=kind, to=to, audience=audience, text=text, facts=facts, stage=case.stage)
    return compose(send, case, office, templates=our_templates(), quoted=quoted)


def libra(stage: str = "stage-1", **changes: object) -> Case:
    office = office_of("libra-children-services")
    return sample_case(office.policy.stage(stage), office, **changes)


def of(policy: str, stage: str, **changes: object) -> Case:
    office = office_of(policy)
    return sample_case(office.policy.stage(stage), office, **changes)

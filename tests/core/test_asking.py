"""What a complaint does not say is asked for once, and what it says in whatever words is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.core.asking import asks_for
from mailflow.core.decide.on_message import on_message
from mailflow.core.decision import Decision
from mailflow.core.form import find_form
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import Attachment, Document, InboundMessage, MessageClass
from mailflow.core.policy import Policy
from mailflow.core.thread import Threaded, Writer
from mailflow.policies import load
from tests.core.cast import arrived, case, mail, office

LIBRA = load("libra-children-services").policy
STEPPING = load("stepping-stones").policy
WHAT, WHY, OUTCOME = (ask.text for ask in LIBRA.form.asks)
AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
LONG = "On Friday the worker brought my son back at half past six and not at six as we had agreed. "


def asked(
    text: str, policy: Policy = LIBRA, stage: str = "stage-1", message: InboundMessage | None = None
) -> tuple[str, ...]:
    message = message or mail("p@mail.example", "Complaint", text)
    return asks_for(policy, message, text, find_form(policy.form, text, message.documents), stage)


@pytest.mark.clause("LC-4.1")
@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Please ring me.", (WHAT, WHY, OUTCOME)),
        (LONG, (WHY, OUTCOME)),
        (LONG + "He was upset.", (OUTCOME,)),
        (LONG + "I am very unhappy about this.", (OUTCOME,)),
        (LONG + "I would like an apology.", (WHY,)),
        (LONG + "This is not acceptable. Please make sure that it does not happen again.", ()),
        (LONG + "It is dangerous, and I expect you to look into it.", ()),
        (LONG + "We feel let down. Could you explain why nobody rang?", ()),
    ],
)
def test_only_what_a_mail_leaves_out_is_asked_for(text: str, missing: tuple[str, ...]) -> None:
    assert asked(text) == missing


def test_a_whole_form_is_asked_nothing_and_a_blank_field_is_asked_for() -> None:
    form = "Full name: Jo\nDescription: Late.\nWhy this caused concern: Rain.\nDesired outcome: "
    assert asked(form + "A call.") == ()
    assert asked(form) == (OUTCOME,)


def test_what_stands_beside_a_form_counts_and_its_labels_do_not() -> None:
    form = "Full name: Jo\nDescription of what happened: Late.\nWhat you would like LCS to consider or do:\n"
    assert asked(form) == (WHY, OUTCOME)
    assert asked("I am upset, and I would like a call.\n\n" + form) == ()


def test_a_letter_that_can_be_read_counts_and_one_that_cannot_is_not_asked_about() -> None:
    file = Attachment(name="a", type="image/jpeg", bytes=9)
    photograph = replace(mail("p@mail.example", "Complaint", "See attached."), attachments=(file,))
    assert asked("See attached.", message=photograph) == ()
    letter = replace(photograph, documents=(Document(rows=((LONG,), ("I would like a call.",))),))
    assert asked("See attached.", message=letter) == (WHY,)


def test_a_photograph_beside_a_long_mail_hides_nothing() -> None:
    file = Attachment(name="a", type="image/jpeg", bytes=9)
    text = LONG * 3
    assert asked(text, message=replace(mail("p@mail.example", "", text), attachments=(file,))) == (OUTCOME,)


@pytest.mark.clause("SS-2.8")
@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (LONG + "It was in your car park.", ()),
        (LONG, ("where it happened",)),
        (
            "The worker did not bring my son back to me in time once more.",
            ("when it happened, with dates and times", "where it happened"),
        ),
        ("My son was left in the playground, on 3/11/2026 I think.", ()),
    ],
)
def test_stepping_stones_asks_when_and_where_at_stage_2(text: str, missing: tuple[str, ...]) -> None:
    assert asked(text, STEPPING, "stage-2") == missing
    assert asked(text, STEPPING, "stage-1") == ()


@pytest.mark.parametrize("name", ["little-footsteps", "big-bums-little-bums", "childrens-links"])
def test_a_policy_that_asks_for_nothing_asks_nothing(name: str) -> None:
    assert asked("Ring me.", load(name).policy) == ()


def acknowledged(decision: Decision) -> object:
    (letter,) = (one for one in decision.letters if one.kind is LetterKind.ACKNOWLEDGEMENT)
    return letter.facts.get("asks", ())


def opened(text: str, policy: str = "libra-children-services", subject: str = "") -> Decision:
    trigger = arrived(mail("p@mail.example", subject, text), AT)
    trigger = replace(trigger, form=find_form(office(policy).policy.form, text))
    return on_message(Threaded(writer=Writer.STRANGER, case=None, because="it is new"), trigger, office(policy))


def test_the_acknowledgement_of_a_complaint_asks() -> None:
    decision = opened(LONG)
    assert decision.as_ is MessageClass.COMPLAINT
    assert acknowledged(decision) == (WHY, OUTCOME)


def test_a_form_is_a_form_and_is_asked_only_for_its_blanks() -> None:
    decision = opened("Full name: Jo\nDescription of what happened: Late.\nDesired outcome: a call")
    assert decision.as_ is MessageClass.FORM
    assert acknowledged(decision) == (WHY,)


def appealed(subject: str, earlier: str, policy: str, stage: str) -> Decision:
    begun = replace(case(), policy=policy, stage=stage, outcome_at=AT, stage_messages=(1,), decided_stages=(stage,))
    trigger = replace(arrived(mail("p@mail.example", subject, "I go on."), AT, 2), earlier=earlier, our_subjects=())
    threaded = Threaded(writer=Writer.COMPLAINANT, case=begun, because="it answers our letter")
    return on_message(threaded, trigger, office(policy))


def test_an_appeal_is_asked_nothing_again() -> None:
    decision = appealed("Appeal", "", "little-footsteps", "formal-review")
    assert decision.as_ is MessageClass.APPEAL
    assert acknowledged(decision) == ()


def test_stage_2_asks_what_neither_the_complaint_nor_the_appeal_says() -> None:
    decision = appealed("Appeal", LONG, "stepping-stones", "stage-1")
    assert decision.as_ is MessageClass.APPEAL
    assert acknowledged(decision) == ("where it happened",)

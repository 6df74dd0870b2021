"""Who is asked whether a mail from another address is theirs, and when nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.case import Case, Complainant, Handler, Party, Status
from mailflow.core.decide import on_message
from mailflow.core.decide.whose import MOST, MOST_A_DAY, WAITS, why_not_asked
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.floods import FLOOD
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.other_address import Questioned, Said
from mailflow.core.thread import Answered, Threaded, thread
from mailflow.core.trigger import MessageArrived
from tests.core.cast import BORN, PERSON, arrived, case, mail, office

OTHER = "pat@work.example"


def handled(**changes: object) -> Case:
    """Return a case whose handler is Libra's coordinator."""
    handler = Handler(role="coordinator", name="Coordinator", address="coordinator@office.example")
    return replace(case(), handlers=(handler,), **changes)  # type: ignore[arg-type]


def tagged(sender: str = OTHER, name: str = "") -> MessageArrived:
    message = mail(sender, "[LC-2020-0001] hello", "It was me.")
    return arrived(replace(message, sender=Address(address=sender, name=name)), BORN + timedelta(hours=1), 7)


def placed(trigger: MessageArrived, here: Case, ours: dict[str, Answered] | None = None) -> Threaded:
    return thread(trigger.message, office(), ours=ours or {}, theirs={}, cases={here.ref: here})


def asked_about(address: str, at_hours: int = 0, said: Said | None = None) -> Questioned:
    return Questioned(message=1, address=address, asked_at=BORN + timedelta(hours=at_hours), said=said)


def test_they_are_asked_at_the_address_on_record_and_nothing_goes_to_the_other() -> None:
    here = handled()
    decision = on_message(placed(tagged(), here), tagged(), office())
    (letter,) = decision.letters
    assert (letter.kind, letter.to.address, letter.audience) == (
        LetterKind.CONFIRM_ADDRESS,
        "p@mail.example",
        Audience.COMPLAINANT,
    )
    assert dict(letter.facts) == {"came_on": "2020-11-02", "came_at": "10:30"}, "nothing that the sender chose"
    assert decision.beside == here.ref and decision.pen is not None
    after = fold(decision.facts, here)
    assert [(one.message, one.address, one.said) for one in after.questioned] == [(7, OTHER, None)]
    assert after.moved_at == here.moved_at, "a forger keeps no reminder from leaving"
    assert not after.is_complainants(OTHER)


NOT_ASKED: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "no address on record": ({"complainant": Complainant(name="P")}, {}, "left no address"),
    "anonymous": ({"complainant": Complainant(anonymous=True)}, {}, "left no address"),
    "closed": ({"status": Status.CLOSED}, {}, "closed"),
    "walled": ({"sealed_from": ("ceo@office.example",)}, {}, "a person writes first"),
    "safeguarding": ({"tags": ("safeguarding",)}, {}, "a person writes first"),
    "another side": ({"parties": (Party(name="S", address="s@mail.example"),)}, {}, "a person writes first"),
    "perhaps a machine": ({}, {"reading": replace(PERSON, acknowledge=False)}, "machine"),
    "has a case": ({}, {"earlier_cases": (case("LC-2020-0009", OTHER),)}, "case of their own"),
    "a flood": ({}, {"lately": FLOOD + 1}, "within an hour"),
    "asked about it": ({"questioned": (asked_about(OTHER),)}, {}, "about that address before"),
    "said no": ({"questioned": (asked_about(OTHER, said=Said.NO),)}, {}, "about that address before"),
    "asked just now": ({"questioned": (asked_about("x@work.example"),)}, {}, "another mail just now"),
    "asked too often": (
        {"questioned": tuple(asked_about(f"{n}@work.example", said=Said.NO) for n in range(MOST))},
        {},
        f"asked {MOST} times",
    ),
    "many asked": ({}, {"questions": MOST_A_DAY}, "within a day"),
}


@pytest.mark.parametrize("name", NOT_ASKED)
def test_nobody_is_asked_where_a_person_should_look_first(name: str) -> None:
    changed, arrives, why = NOT_ASKED[name]
    trigger = replace(tagged(), **arrives)  # type: ignore[arg-type]
    here = handled(**changed)
    decision = on_message(placed(trigger, here), trigger, office())
    assert (decision.letters, decision.facts, decision.beside) == ((), (), None)
    assert why in (decision.pen or "")


@pytest.mark.parametrize(
    ("questioned", "later"),
    [
        ((asked_about("x@work.example", said=Said.NO),), timedelta(hours=1)),
        ((asked_about(OTHER, said=Said.YES),), timedelta(hours=1)),
        ((asked_about("x@work.example"),), WAITS),
        (tuple(asked_about(f"{n}@work.example", said=Said.YES) for n in range(9)), timedelta(hours=1)),
        (tuple(asked_about(f"{n}@work.example", said=Said.NO) for n in range(MOST - 1)), timedelta(hours=1)),
    ],
)
def test_they_are_asked_again_where_no_question_waits_and_few_were_in_vain(
    questioned: tuple[Questioned, ...], later: timedelta
) -> None:
    trigger = replace(tagged(), now=BORN + later, received_at=BORN + later)
    assert why_not_asked(handled(questioned=questioned), trigger, office()) is None


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("coordinator@private.example", "Coordinator"),
        ("x@private.example", "  coordinator "),
        ("admin@office.example", ""),
        ("complaints@office.example", ""),
    ],
)
def test_who_may_be_a_member_of_staff_is_none_that_the_family_is_asked_about(sender: str, name: str) -> None:
    trigger = tagged(sender, name)
    assert why_not_asked(handled(), trigger, office()) == "its sender may be a member of staff"


def test_a_sender_that_two_readers_see_differently_is_nobody_to_ask_about() -> None:
    trigger = tagged()
    trigger = replace(trigger, message=replace(trigger.message, sender_is_plain=False))
    assert placed(trigger, handled()).perhaps is None
    assert why_not_asked(handled(), trigger, office()) is not None


def letter_to(address: str, *, for_staff: bool) -> dict[str, Answered]:
    return {
        "<ours@office.example>": Answered(
            letter=1, ref="LC-2020-0001", kind="x", to=address, subject="x", for_staff=for_staff
        )
    }


@pytest.mark.parametrize(
    ("to", "for_staff", "may_be"),
    [
        ("p@mail.example", False, True),
        ("coordinator@office.example", True, False),
        ("other.side@mail.example", False, False),
        ("p@mail.example", True, False),
    ],
)
def test_who_answers_what_went_to_somebody_else_is_perhaps_that_one(to: str, for_staff: bool, may_be: bool) -> None:
    trigger = arrived(mail(OTHER, "hello", "It was me.", "<ours@office.example>"), BORN)
    found = placed(trigger, handled(), letter_to(to, for_staff=for_staff))
    assert found.likely == "LC-2020-0001"
    assert (found.perhaps is not None) is may_be


def test_an_address_that_they_named_is_theirs_and_one_that_they_did_not_is_not() -> None:
    at = BORN + timedelta(hours=1)
    question = Fact(at=at, by="mailflow", event=OtherAddressQuestioned(message=7, address=OTHER))
    for is_known in (True, False):
        yes = OtherAddressConfirmed(message=7, address=OTHER, answer=8, is_known=is_known)
        after = fold((question, Fact(at=at, by="complainant", event=yes)), handled())
        assert after.is_complainants("PAT@work.example") is is_known
        assert after.complainant.address == "p@mail.example"
        assert (placed(tagged(), after).case is not None) is is_known
    no = OtherAddressDenied(message=7, address=OTHER, answer=8)
    after = fold((question, Fact(at=at, by="complainant", event=no)), handled())
    assert not after.is_complainants(OTHER) and after.questioned[0].said is Said.NO


def test_nobody_has_no_address() -> None:
    assert not handled(complainant=Complainant()).is_complainants("")


def test_an_answer_on_the_case_in_which_another_goes_on_is_kept_there() -> None:
    yes = OtherAddressConfirmed(message=7, address=OTHER, answer=8, is_known=True)
    after = fold((Fact(at=BORN, by="complainant", event=yes),), handled())
    assert [(one.message, one.said) for one in after.questioned] == [(7, Said.YES)]

"""Each hint with each sender: a hint names a case, and only a party of that case is let in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.case import Case, Party
from mailflow.core.mail import Address, InboundMessage
from mailflow.core.thread import Answered, Threaded, Writer, tags_in, thread
from tests.core.cast import case, mail, notice, office

OURS, THEIRS = "<ours@office.example>", "<first@client.example>"
COMPLAINANT, STAFF, STRANGER = "p@mail.example", "coordinator@office.example", "eve@mail.example"

HINTS = {
    "our letter": mail(None, "Re: hello", "", OURS),
    "their own earlier mail": mail(None, "Re: hello", "", THEIRS),
    "the tag": mail(None, "Re: [LC-2020-0001] hello"),
    "the tag in small letters": mail(None, "re: [ lc-2020-0001 ] hello"),
}


def placed(
    message: InboundMessage, sender: str, *, plain: bool = True, cases: dict[str, Case] | None = None
) -> Threaded:
    message = replace(message, sender=Address(address=sender), sender_is_plain=plain)
    known = (
        cases if cases is not None else {"LC-2020-0001": case(), "LC-2020-0002": case("LC-2020-0002", "q@x.example")}
    )
    ours: dict[str, Answered] = {
        OURS: notice("LC-2020-0001", COMPLAINANT, "acknowledgement"),
        "<second@office.example>": notice("LC-2020-0002", "q@x.example", "acknowledgement"),
    }
    return thread(message, office(), ours=ours, theirs={THEIRS: "LC-2020-0001"}, cases=known)


@pytest.mark.parametrize("hint", HINTS)
def test_a_hint_brings_the_complainant_to_the_case(hint: str) -> None:
    found = placed(HINTS[hint], COMPLAINANT)
    assert found.writer is Writer.COMPLAINANT and found.case is not None
    assert found.case.ref == "LC-2020-0001" and found.likely is None


@pytest.mark.parametrize("hint", HINTS)
def test_an_address_in_other_capitals_is_the_same_person(hint: str) -> None:
    assert placed(HINTS[hint], COMPLAINANT.upper()).writer is Writer.COMPLAINANT


@pytest.mark.parametrize("hint", HINTS)
def test_a_hint_brings_staff_to_the_case(hint: str) -> None:
    found = placed(HINTS[hint], STAFF)
    assert found.writer is Writer.STAFF and found.case is not None and found.officer is not None


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("sender", [STRANGER, "q@x.example", "p@work.example", "p@mail.example.evil.example"])
def test_a_hint_brings_nobody_else_to_the_case(hint: str, sender: str) -> None:
    found = placed(HINTS[hint], sender)
    assert found.writer is Writer.STRANGER and found.case is None and found.likely == "LC-2020-0001"


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("sender", [COMPLAINANT, STAFF])
def test_a_sender_who_can_be_read_in_two_ways_is_nobody(hint: str, sender: str) -> None:
    found = placed(HINTS[hint], sender, plain=False)
    assert found.writer is Writer.STRANGER and found.case is None and found.officer is None


@pytest.mark.parametrize("sender", [COMPLAINANT, STRANGER])
def test_without_a_hint_it_is_a_first_mail_whoever_wrote(sender: str) -> None:
    found = placed(mail(None, "Handover"), sender)
    assert found.case is None and found.likely is None and found.writer is Writer.STRANGER


def test_staff_without_a_hint_are_staff_without_a_case() -> None:
    found = placed(mail(None, "Handover"), STAFF)
    assert found.case is None and found.writer is Writer.STAFF and found.officer is not None


def test_a_reference_to_no_case_of_ours_is_no_hint() -> None:
    found = placed(mail(None, "[LC-1999-0001] [XX-2020-0001] late"), STRANGER)
    assert found.case is None and found.likely is None


def test_hints_to_two_cases_are_for_a_person() -> None:
    both = mail(None, "Re: [LC-2020-0002] hello", "", OURS)
    found = placed(both, COMPLAINANT)
    assert found.case is None and found.likely == "LC-2020-0001"
    assert "LC-2020" not in found.because, "whoever hears of one case may be kept out of the other"


def test_our_letter_outweighs_an_earlier_mail_of_theirs() -> None:
    found = placed(mail(None, "Re: hello", "", THEIRS, OURS), COMPLAINANT)
    assert found.answers is not None and "letter of ours" in found.because


def test_the_letter_that_went_to_the_writer_is_the_one_that_is_answered() -> None:
    to_staff, to_family = notice("LC-2020-0001", STAFF), notice("LC-2020-0001", COMPLAINANT, "relay")
    found = thread(
        mail(STAFF, "Re: hello", "", "<a@o.example>", "<b@o.example>"),
        office(),
        ours={"<a@o.example>": to_staff, "<b@o.example>": to_family},
        theirs={},
        cases={"LC-2020-0001": case()},
    )
    assert found.answers == to_staff


def test_a_case_without_an_address_has_no_complainant_to_recognise() -> None:
    found = placed(HINTS["the tag"], STRANGER, cases={"LC-2020-0001": case(address=None)})
    assert found.writer is Writer.STRANGER and found.likely == "LC-2020-0001"


@pytest.mark.parametrize("hint", HINTS)
def test_a_hint_brings_the_other_side_of_a_mediation_to_the_case(hint: str) -> None:
    theirs = replace(case(), parties=(Party(name="Sam", address="sam@mail.example"),))
    found = placed(HINTS[hint], "Sam@mail.example", cases={"LC-2020-0001": theirs})
    assert found.writer is Writer.OTHER_SIDE and found.case is theirs and found.likely is None
    assert placed(HINTS[hint], "sam@mail.example").likely == "LC-2020-0001", "of a case without them they are nobody"


def test_addresses_on_record_in_other_capitals_are_the_same_people() -> None:
    stored = {"LC-2020-0001": case(address="P@Mail.Example")}
    assert placed(HINTS["the tag"], COMPLAINANT, cases=stored).writer is Writer.COMPLAINANT
    for to, sender in (("Coordinator@Office.Example", STAFF), (STAFF, "Coordinator@Office.Example")):
        found = answered(sender, a=notice("LC-2020-0001", to), b=notice("LC-2020-0001", COMPLAINANT, "relay"))
        assert found.answers is not None and found.answers.to == to


def test_of_two_letters_to_the_writer_the_latest_is_answered() -> None:
    found = answered(STAFF, a=notice("LC-2020-0001", STAFF), b=notice("LC-2020-0001", STAFF, "confirm-sender"))
    assert found.answers is not None and found.answers.kind == "confirm-sender"


def answered(sender: str, *, a: Answered, b: Answered) -> Threaded:
    """Place a mail that answers two letters, ``b`` the later."""
    message = mail(sender, "Re: hello", "", "<a@o.example>", "<b@o.example>")
    ours = {"<a@o.example>": a, "<b@o.example>": b}
    return thread(message, office(), ours=ours, theirs={}, cases={"LC-2020-0001": case()})


def test_their_own_earlier_mail_is_found_beside_what_points_nowhere() -> None:
    message = mail(COMPLAINANT, "Re: hello", "", "<nobody@x.example>", "<no-case@office.example>", THEIRS)
    ours = {"<no-case@office.example>": notice(None, COMPLAINANT, "report")}
    found = thread(message, office(), ours=ours, theirs={THEIRS: "LC-2020-0001"}, cases={"LC-2020-0001": case()})
    assert found.case is not None and "earlier message" in found.because


def test_staff_who_are_the_other_side_of_a_mediation_write_as_staff() -> None:
    theirs = replace(case(), parties=(Party(name="Ada", address=STAFF),))
    assert placed(HINTS["the tag"], STAFF, cases={"LC-2020-0001": theirs}).writer is Writer.STAFF


def test_a_tag_is_ours_only_with_our_code_and_counts_once() -> None:
    assert tags_in("[LC-2020-0001] [lc-2020-0001] [XX-2020-0002] LC-2020-0003 [LC-20-1]", "lc") == ("LC-2020-0001",)


def placed_by_address(
    sender: str, *addressed: Answered, delivered: tuple[str, ...] = (), references: tuple[str, ...] = ()
) -> Threaded:
    message = mail(sender, "hello", "", *references)
    cases = {"LC-2020-0001": case(), "LC-2020-0002": case("LC-2020-0002", "q@x.example")}
    ours = {OURS: notice("LC-2020-0001", STAFF)}
    return thread(message, office(), ours=ours, theirs={}, cases=cases, addressed=addressed, delivered=delivered)


def test_a_reply_address_comes_before_the_letters_that_are_referred_to() -> None:
    answered = replace(notice("LC-2020-0001", STAFF), letter=7)
    found = placed_by_address(STAFF, answered, references=(OURS,))
    assert found.answers is answered and found.case is not None and found.because.startswith("it answers a letter")


def test_a_reply_address_of_another_case_than_its_references_waits_for_a_person() -> None:
    found = placed_by_address(STAFF, notice("LC-2020-0002", STAFF), references=(OURS,))
    assert found.case is None and found.likely == "LC-2020-0002" and "more than one case" in found.because


def test_where_it_was_delivered_points_to_the_case_and_is_no_answer() -> None:
    found = placed_by_address(STAFF, delivered=("LC-2020-0001",))
    assert found.case is not None and found.answers is None
    assert found.because.startswith("it came to a reply address of ours")
    assert placed_by_address(STRANGER, delivered=("LC-2020-0001",)).likely == "LC-2020-0001"


def test_a_letter_on_no_case_points_to_none() -> None:
    found = placed_by_address(STAFF, notice(None, STAFF))
    assert found.case is None and found.likely is None and found.answers is not None


TO_THEM = Answered(letter=7, ref="LC-2020-0001", to=COMPLAINANT, kind="acknowledgement", subject="We have it")


@pytest.mark.parametrize("hint", ["their own earlier mail", "the tag", "the tag in small letters"])
def test_a_stranger_with_a_hint_of_the_complainants_is_perhaps_the_complainant(hint: str) -> None:
    assert placed(HINTS[hint], STRANGER).perhaps == case()
    assert placed(HINTS[hint], STRANGER, plain=False).perhaps is None, "nobody can be asked whether this is theirs"


def test_who_answers_a_letter_to_somebody_else_is_not_perhaps_the_complainant() -> None:
    assert placed_by_address(STRANGER, TO_THEM).perhaps == case()
    for other in (replace(TO_THEM, to=STAFF), replace(TO_THEM, for_staff=True)):
        assert placed_by_address(STRANGER, other).perhaps is None
        assert placed_by_address(STRANGER, TO_THEM, other).perhaps is None
    assert placed_by_address(STRANGER, TO_THEM, replace(TO_THEM, ref=None, to=STAFF)).perhaps == case()


def test_what_came_to_a_reply_address_of_the_case_is_perhaps_a_handlers() -> None:
    assert placed_by_address(STRANGER, delivered=("LC-2020-0001",)).perhaps is None

"""Mail from another address: what the whole daemon does with it, under each policy and against those who forge it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailflow.core.decide.whose import MOST, MOST_A_DAY
from mailflow.core.other_address import Said
from mailflow.policies import available
from mailflow.simulate.mails import Letter, bounce
from mailflow.store import PenRow
from tests.scenarios.canaries import opened
from tests.support.memory_office import MAILBOX, MemoryOffice, memory_office, written

FAMILY, OTHER, EVE = "p@mail.example", "pat@work.example", "eve@evil.example"


def complained(office: MemoryOffice, address: str = FAMILY, text: str = "It was late.") -> Letter:
    office.arrive(written(address, "Handover", text, office.now))
    office.turn()
    return office.letter("acknowledgement", address)


def writes(office: MemoryOffice, sender: str, subject: str, text: str, answers: Letter | None = None) -> list[Letter]:
    office.arrive(written(sender, subject, text, office.now, answers))
    return office.turn()


def pen(office: MemoryOffice, *, open_only: bool = True) -> list[PenRow]:
    with office.desk.store.reading() as reader:
        return reader.pen(office.desk.org, open_only=open_only)


def kinds(letters: list[Letter]) -> list[tuple[str, str]]:
    return sorted((one.kind, one.to) for one in letters)


@pytest.mark.parametrize("policy", available())
def test_under_each_policy_a_yes_from_the_address_on_record_lets_the_mail_in(policy: str, tmp_path: Path) -> None:
    with memory_office(tmp_path, policy=policy) as office:
        ack = complained(office)
        left = writes(office, OTHER, f"Re: {ack.message['Subject']}", "zqwords of mine", ack)
        assert kinds(left) == [("admin-notice", "admin@office.example"), ("confirm-address", FAMILY)]
        question = next(one for one in left if one.kind == "confirm-address")
        assert not any(one in opened(question) for one in ("zqwords", "work.example", "Re: ["))
        told = writes(office, FAMILY, f"Re: {question.message['Subject']}", "Yes", question)
        assert {one.kind for one in told} == {"handler-notice"}
        assert all("zqwords of mine" in opened(one) for one in told)
        assert pen(office) == []
        (waited,) = pen(office, open_only=False)
        assert waited.resolution is not None and "from the address on record" in waited.resolution
        (case,) = office.cases()
        assert [one.ref for one in office.messages()] == [case.ref] * 3
        assert [one.said for one in case.questioned] == [Said.YES]
        assert not [one for one in office.letters if one.to == OTHER], "nothing ever goes to the other address"


def test_a_forger_who_writes_from_many_addresses_is_asked_about_a_few_times(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        for number in range(40):
            office.now += timedelta(days=15)
            writes(office, f"eve{number}@evil.example", "Re: yours", f"I withdraw {number}.", ack)
        asked = [one for one in office.letters if one.kind == "confirm-address"]
        assert len(asked) <= MOST and {one.to for one in asked} == {FAMILY}
        assert len(pen(office)) == 40
        assert not [one for one in office.letters if one.to.endswith("evil.example")]


def test_who_guesses_references_has_few_families_asked_within_a_day(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(MOST_A_DAY + 10):
            office.arrive(written(f"f{number}@mail.example", "Handover", f"Late {number}.", office.now))
        office.turn()
        for number in range(MOST_A_DAY + 10):
            tag = f"[LC-2020-{number + 1:04}]"
            office.arrive(written(f"eve{number}@evil.example", tag, f"Withdrawn {number}.", office.now))
            if number % 4 == 0:
                office.turn()
        office.turn()
        asked = [one for one in office.letters if one.kind == "confirm-address"]
        assert len(asked) == MOST_A_DAY
        assert len(pen(office)) == MOST_A_DAY + 10
        office.turn(timedelta(days=1, minutes=30))
        writes(office, "trudy@evil.example", "[LC-2020-0029]", "Withdrawn.")
        assert len([one for one in office.letters if one.kind == "confirm-address"]) == MOST_A_DAY + 1


@pytest.mark.parametrize("sender", [EVE, OTHER, "P@mail.example.evil.example", f"{FAMILY}, {EVE}"])
def test_nobody_but_who_reads_the_address_on_record_can_say_yes(sender: str, tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        question = next(one for one in writes(office, OTHER, "hello", "I withdraw.", ack) if one.to == FAMILY)
        writes(office, sender, f"Re: {question.message['Subject']}", "Yes", question)
        (case,) = office.cases()
        assert [one.said for one in case.questioned] == [None]
        assert [one.class_ for one in office.messages() if one.ref] == ["complaint"]


def test_a_yes_in_the_family_s_name_without_the_question_s_own_mark_confirms_nothing(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        writes(office, OTHER, "hello", "I withdraw.", ack)
        question = office.letter("confirm-address", FAMILY)
        # Who forges the family's address and knows the reference, but never saw the letter with the question.
        for answers in (None, ack):
            writes(office, FAMILY, f"Re: {question.message['Subject']}", "Yes", answers)
        (case,) = office.cases()
        assert [one.said for one in case.questioned] == [None]
        assert len(pen(office)) == 1


def test_one_family_s_yes_lets_in_nothing_of_another_s(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        complained(office)
        theirs = complained(office, "q@mail.example", "It was early.")
        question = next(
            one for one in writes(office, OTHER, "hello", "zqwords", theirs) if one.kind == "confirm-address"
        )
        assert question.to == "q@mail.example"
        left = writes(office, FAMILY, f"Re: {question.message['Subject']}", "Yes", question)
        assert kinds(left) == [("admin-notice", "admin@office.example")]
        assert [one.said for case in office.cases() for one in case.questioned] == [None]


def test_who_has_a_case_of_their_own_is_nobody_that_another_family_is_asked_about(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        complained(office, "q@mail.example", "It was early.")
        assert kinds(writes(office, "q@mail.example", "hello", "Mine.", ack)) == [
            ("admin-notice", "admin@office.example")
        ]


def test_a_question_that_comes_back_is_a_task_and_the_mail_still_waits(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        writes(office, OTHER, "hello", "My old address does not work any more.", ack)
        office.arrive(bounce(office.letter("confirm-address", FAMILY), MAILBOX, office.now))
        office.turn()
        (case,) = office.cases()
        assert case.tasks[-1].what == (
            "The question whether a mail from another address is theirs did not reach the complainant by email: phone "
            "or write by post"
        )
        assert len(pen(office)) == 1


def test_a_yes_after_a_person_has_put_it_away_changes_nothing_and_is_read(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        question = next(one for one in writes(office, OTHER, "hello", "I am Pat.", ack) if one.to == FAMILY)
        (waits,) = pen(office)
        with office.desk.store.writing() as record:
            record.close_pen(waits.id, resolution="discarded by Ada", at=office.now)
        (notice,) = writes(office, FAMILY, f"Re: {question.message['Subject']}", "Yes", question)
        assert notice.kind == "handler-notice" and "decided before" in opened(notice).replace("=\n", "")
        assert [one.said for one in office.cases()[0].questioned] == [None]


def test_mail_and_its_confirmation_may_be_read_in_one_turn(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        ack = complained(office)
        question = next(one for one in writes(office, OTHER, "hello", "One.", ack) if one.to == FAMILY)
        office.arrive(written(FAMILY, f"Re: {question.message['Subject']}", f"Yes\n{OTHER}", office.now, question))
        office.now += timedelta(seconds=1)
        office.arrive(written(OTHER, "hello again", "Two.", office.now, ack))
        office.turn()
        (case,) = office.cases()
        assert [one.ref for one in office.messages()] == [case.ref] * 4
        assert pen(office) == []

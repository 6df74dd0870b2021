"""Floods and loops: everything is on record, nobody is answered without end, and nobody waits for somebody else's."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from mailflow.core.floods import CASES, DAILY, FLOOD
from mailflow.simulate.mails import Letter
from mailflow.store import LetterStatus
from tests.support.memory_office import MAILBOX, MemoryOffice, memory_office, written

FAMILY, OTHER = "p@mail.example", "q@mail.example"


def flood(office: MemoryOffice, mails: int, *, at_once: bool) -> None:
    """Let one sender write so many different complaints within half an hour."""
    for number in range(mails):
        office.arrive(written(FAMILY, f"Handover {number}", f"It was late {number} times.", office.now))
        office.now += timedelta(seconds=1800 / mails)
        if not at_once:
            office.turn(timedelta())
    office.turn(timedelta())


def acknowledged(office: MemoryOffice, address: str) -> int:
    return sum(one.kind == "acknowledgement" and one.to == address for one in office.letters)


def test_a_flood_is_one_case_acknowledged_once_and_all_of_it_on_record(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, 300, at_once=True)
        (case,) = office.cases()
        assert acknowledged(office, FAMILY) == 1
        assert [one.ref for one in office.messages()] == [case.ref] * 300
        notices = [one for one in office.letters if one.kind == "handler-notice"]
        assert len(notices) == 2, "the complaint, and that more of them come too fast for a notice each"
        assert f"More than {FLOOD} mails" in " ".join(notices[1].text.split())


def test_a_flood_that_comes_one_by_one_is_three_cases_and_all_of_it_on_record(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, 60, at_once=False)
        assert len(office.cases()) == CASES
        assert acknowledged(office, FAMILY) == CASES
        with office.desk.store.reading() as reader:
            assert reader.letters("LC", status=LetterStatus.HELD.value) == []
        refs = [one.ref for one in office.messages()]
        assert len(refs) == 60 and set(refs) == {one.ref for one in office.cases()}
        told = [one for one in office.letters if one.kind == "handler-notice"]
        assert len(told) == FLOOD + 1, "each of the first twenty is read by somebody, then one notice for the rest"


def test_a_flood_that_goes_on_for_hours_opens_no_case_each_hour(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for _ in range(3):
            flood(office, 30, at_once=False)
            flood(office, 30, at_once=False)
        assert len(office.cases()) == CASES
        assert acknowledged(office, FAMILY) == CASES
        assert len(office.messages()) == 180


@pytest.mark.parametrize("at_once", [True, False])
def test_three_complaints_in_an_hour_are_three_cases_and_the_fourth_is_read_with_the_third(
    at_once: bool, tmp_path: Path
) -> None:
    with memory_office(tmp_path) as office:
        flood(office, CASES, at_once=at_once)
        assert [one.ref for one in office.messages()] == [f"LC-2020-000{n + 1}" for n in range(CASES)]
        assert acknowledged(office, FAMILY) == CASES
        office.arrive(written(FAMILY, "Lunch", "There was none.", office.now))
        (notice,) = office.turn()
        says = " ".join(notice.text.split())
        assert notice.kind == "handler-notice" and "There was none." in says
        assert f"mailflow case split LC-2020-000{CASES} {CASES + 1}" in says
        assert office.messages()[-1].ref == f"LC-2020-000{CASES}"


def test_a_fourth_complaint_an_hour_after_the_first_is_a_case_again(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, CASES, at_once=False)
        office.turn(timedelta(minutes=31))
        office.arrive(written(FAMILY, "Lunch", "There was none.", office.now))
        office.turn()
        assert len(office.cases()) == CASES + 1
        assert acknowledged(office, FAMILY) == CASES + 1


def test_a_fourth_complaint_that_names_somebody_here_does_not_go_to_them(tmp_path: Path) -> None:
    staff = ["Imogen Vance <imogen@office.example> coordinator"]
    with memory_office(tmp_path, staff=staff) as office:
        flood(office, CASES, at_once=True)
        office.arrive(written(FAMILY, "Rude", "Imogen Vance was rude to my son.", office.now))
        left = office.turn()
        assert len(office.cases()) == CASES + 1
        assert "imogen@office.example" not in {one.to for one in left}


def test_a_complaints_form_is_a_case_however_many_came_before(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, CASES, at_once=True)
        form = "Full Name: Sam Field\nPreferred method of contact: Email\nDescription of what happened:\nIt was cold.\n"
        office.arrive(written(FAMILY, "Complaint form", form, office.now))
        office.turn()
        assert len(office.cases()) == CASES + 1


def test_an_address_gets_ten_automatic_letters_a_day_and_a_person_sends_the_others(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(DAILY + 2):
            office.arrive(written(FAMILY, f"Handover {number}", f"It was late {number} times.", office.now))
            office.turn(timedelta(minutes=25))
        assert len(office.cases()) == DAILY + 2
        assert acknowledged(office, FAMILY) == DAILY
        with office.desk.store.reading() as reader:
            held = reader.letters("LC", status=LetterStatus.HELD.value)
        assert [one.kind.value for one in held] == ["acknowledgement"] * 2
        assert "within a day" in (held[0].why or "")


def test_another_family_s_mail_within_the_hour_counts_for_itself(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(2 * CASES):
            sender = (FAMILY, OTHER)[number % 2]
            office.arrive(written(sender, f"Handover {number}", f"It was late {number} times.", office.now))
        office.turn()
        assert len(office.cases()) == 2 * CASES


def test_mail_that_was_written_over_weeks_and_is_read_late_is_no_flood(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(FLOOD + 5):
            office.arrive(written(FAMILY, f"Handover {number}", f"It was late {number} times.", office.now))
            office.now += timedelta(hours=7)
        office.turn()
        assert len(office.cases()) == FLOOD + 5


def test_a_flood_delays_nobody_else_and_a_family_is_answered_as_ever(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(200):
            office.arrive(written(FAMILY, f"Handover {number}", f"It was late {number} times.", office.now))
        office.arrive(written(OTHER, "Lunch", "There was none.", office.now))
        office.turn()
        assert acknowledged(office, OTHER) == 1
        assert [one.complainant.address for one in office.cases()] == [FAMILY, OTHER]


def test_a_flood_of_replies_is_kept_and_the_handler_told_once(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        office.arrive(written(FAMILY, "Handover", "It was late.", office.now))
        (ack, notice) = sorted(office.turn(), key=lambda one: one.kind)
        for number in range(100):
            office.arrive(written(FAMILY, f"Re: {number}", f"And {number} more.", office.now, ack))
        told = office.turn()
        assert [one.kind for one in told] == ["handler-notice"] and told[0].to == notice.to
        assert len(office.messages()) == 101 and len(office.cases()) == 1


def test_an_alarm_is_heard_in_a_flood(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        for number in range(100):
            text = "He hit my daughter." if number == 70 else f"It was late {number} times."
            office.arrive(written(FAMILY, f"Handover {number}", text, office.now))
        assert "safeguarding-alert" in {one.kind for one in office.turn()}


def test_an_appeal_is_heard_in_a_flood(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        office.arrive(written(FAMILY, "Handover", "It was late.", office.now))
        ack, notice = sorted(office.turn(), key=lambda one: one.kind)
        office.arrive(written(notice.to, "Re: it", "#outcome not upheld\nFindings: it was not.", office.now, notice))
        office.turn()
        for number in range(60):
            subject = "Appeal" if number == 40 else f"Re: {number}"
            office.arrive(written(FAMILY, subject, f"And {number} more.", office.now, ack))
        office.turn()
        (case,) = office.cases()
        assert case.stage == "stage-2" and "appeal" in case.tags


def test_letters_beyond_the_budget_are_held_and_leave_when_there_is_room(tmp_path: Path) -> None:
    with memory_office(tmp_path, letters_per_hour=10) as office:
        for number in range(12):
            office.arrive(written(f"f{number}@mail.example", "Handover", f"Late {number}.", office.now))
        office.turn()
        ours = [one for one in office.letters if one.kind != "admin-notice"]
        assert len(ours) == 10
        assert [one.kind for one in office.letters].count("admin-notice") == 1, "the admin hears of it, once"
        with office.desk.store.reading() as reader:
            assert len(reader.letters("LC", status=LetterStatus.HELD.value)) == 14
        office.turn(timedelta(minutes=58))
        assert len([one for one in office.letters if one.kind != "admin-notice"]) == 10
        office.turn(timedelta(minutes=5))
        office.turn(timedelta(minutes=61))
        assert len([one for one in office.letters if one.kind != "admin-notice"]) == 24, "none was dropped"
        with office.desk.store.reading() as reader:
            assert reader.letters("LC", status=LetterStatus.HELD.value) == []


def test_an_alert_about_a_child_at_risk_waits_for_no_budget(tmp_path: Path) -> None:
    with memory_office(tmp_path, letters_per_hour=1) as office:
        office.arrive(written(FAMILY, "Handover", "It was late.", office.now))
        office.arrive(written(OTHER, "Handover", "He hit my daughter.", office.now))
        assert "safeguarding-alert" in {one.kind for one in office.turn()}


def stripped(letter: Letter, sender: str, to: str) -> bytes:
    """Return a letter of ours as a gateway passes it on that takes off every mark by which a machine is known."""
    theirs = message_from_bytes(letter.raw)
    for name in list(theirs.keys()):
        if name.startswith("X-") or name in ("Auto-Submitted", "In-Reply-To", "References", "Message-ID"):
            del theirs[name]
    subject = str(theirs["Subject"]).split("[", maxsplit=1)[0]
    for name, value in (("From", sender), ("To", to), ("Subject", subject)):
        del theirs[name]
        theirs[name] = value
    return theirs.as_bytes()


@pytest.mark.parametrize("policy", ["libra-children-services", "childrens-links"])
def test_two_mailflows_that_write_to_each_other_stop_after_a_letter_each(policy: str, tmp_path: Path) -> None:
    theirs = "complaints@other.example"
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    with (
        memory_office(tmp_path / "here") as here,
        memory_office(tmp_path / "there", policy=policy, mailbox=theirs) as there,
    ):
        here.arrive(written(theirs, "Handover", "It was late.", here.now))
        sent = {MAILBOX: 0, theirs: 0}
        for _ in range(10):
            for office, own, other, name in ((here, MAILBOX, there, theirs), (there, theirs, here, MAILBOX)):
                for one in (each for each in office.turn() if each.to == name):
                    sent[own] += 1
                    other.arrive(stripped(one, own, name))
        assert sent[MAILBOX] == 1 and sent[theirs] <= 1

"""Floods and loops: everything is on record, nobody is answered without end, and nobody waits for somebody else's."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from mailflow.core.floods import DAILY, FLOOD
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


def test_a_flood_that_comes_one_by_one_is_grouped_from_where_it_is_one(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, FLOOD + 10, at_once=False)
        assert len(office.cases()) == FLOOD
        assert acknowledged(office, FAMILY) == DAILY, "the other letters wait for a person"
        with office.desk.store.reading() as reader:
            held = reader.letters("LC", status=LetterStatus.HELD.value)
        assert {one.kind.value for one in held} == {"acknowledgement"} and len(held) == FLOOD - DAILY
        assert "within a day" in (held[0].why or "")
        assert all(one.ref == "LC-2020-0020" for one in office.messages()[FLOOD - 1 :])


def test_twenty_complaints_in_an_hour_are_twenty_cases(tmp_path: Path) -> None:
    with memory_office(tmp_path) as office:
        flood(office, FLOOD, at_once=True)
        assert len(office.cases()) == FLOOD


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

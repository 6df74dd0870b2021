"""What makes two deliveries one mail, and what does not; and a calendar's answer. Through the daemon's own turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailflow.core.mail import MessageClass
from mailflow.daemon import Worker
from mailflow.simulate.mails import Letter
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.play import simulated
from mailflow.simulate.stories import Step, Story
from mailflow.store import MessageRow

RECEIVED = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)
HEAD = b"From: P <p@mail.example>\nTo: complaints@office.example\nDate: Mon, 2 Nov 2020 09:00:00 +0000\n"


def taken_in(*mails: bytes) -> tuple[list[MessageRow], list[Letter]]:
    """Deliver mails a minute apart; return the messages on record, and the letters."""
    begin = Step(at=RECEIVED, action="clock", line=1)
    people = {"staff": ["Ada <ada@libra.example> coordinator"]}
    story = Story(name="deliveries", policy="libra-children-services", head=people, steps=(begin,))
    with simulated(story) as player:
        servers = MemoryServers()
        desk = replace(player.desk, mailbox=lambda: MemoryMailbox(servers), post=lambda: MemoryPost(servers))
        for number, raw in enumerate(mails):
            servers.deliver(raw, RECEIVED + timedelta(minutes=number))
        worker = Worker(desk=desk, now=lambda: RECEIVED + timedelta(hours=1))
        turn = worker.turn()
        worker.close()
        assert not turn.problems
        with desk.store.reading() as reader:
            rows = reader.messages(desk.org)
    return rows, servers.taken()


def test_two_mails_with_one_message_id_and_different_words_are_two_mails() -> None:
    same = HEAD + b"Message-ID: <same@mail.example>\nSubject: Handover\n\n"
    rows, letters = taken_in(same + b"It was late.\n", same + b"She was hurt on the slide.\n")
    assert [row.class_ for row in rows] == [MessageClass.COMPLAINT] * 2
    assert rows[0].ref and rows[1].ref
    assert len([one for one in letters if one.to == "ada@libra.example"]) >= 2, "the handler reads both"


def test_one_mail_that_comes_by_two_ways_is_one() -> None:
    mail = HEAD + b"Message-ID: <same@mail.example>\nSubject: Handover\n\nIt was late.\n"
    rows, letters = taken_in(mail, b"Received: from a by b\nDelivered-To: office@office.example\n" + mail)
    assert [row.class_ for row in rows] == [MessageClass.COMPLAINT, MessageClass.DUPLICATE]
    assert (rows[1].ref, rows[1].duplicate_of) == (rows[0].ref, rows[0].id)
    assert [one.kind for one in letters if one.to == "p@mail.example"] == ["acknowledgement"]


def test_a_calendars_answer_is_filed_and_answered_by_nobody() -> None:
    answer = (
        HEAD + b"Message-ID: <c@mail.example>\nSubject: Accepted: Meeting about your complaint\nMIME-Version: 1.0\n"
        b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"
    )
    rows, letters = taken_in(answer)
    assert [row.class_ for row in rows] == [MessageClass.CALENDAR]
    assert letters == []


@pytest.mark.parametrize("marks", [b"Precedence: bulk\n", b"List-Id: <families.office.example>\n", b"X-MSFBL: x\n"])
def test_a_complaint_that_bears_a_machines_mark_is_seen_by_a_person_and_not_acknowledged(marks: bytes) -> None:
    rows, letters = taken_in(HEAD + marks + b"Message-ID: <b@mail.example>\nSubject: Handover\n\nIt was late.\n")
    assert [row.class_ for row in rows] == [MessageClass.COMPLAINT]
    assert [one.kind for one in letters if one.to == "p@mail.example"] == []
    assert len(letters) == 1, "somebody is told"


def test_a_mail_too_big_to_be_read_is_a_case_and_its_handler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.flow.receive.MAX_MESSAGE_BYTES", 1000)
    big = HEAD + b"Message-ID: <big@mail.example>\nSubject: Handover\n\nIt was late.\n" + b"And so on.\n" * 200
    rows, letters = taken_in(big, big[:1000].replace(b"<big@", b"<not@").replace(b"It was", b"We had"))
    assert [(row.class_, row.truncated) for row in rows] == [("complaint", True), ("complaint", False)]
    notices = [one.text for one in letters if one.kind == "handler-notice"]
    assert ["too big to be read whole" in text for text in notices] == [True, False]

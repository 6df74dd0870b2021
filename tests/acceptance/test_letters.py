"""What leaves: kinds, one recipient each, headers, complete plain text, dates as people write them, copies in Sent."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header

from tests.acceptance.world import FAMILY, World, plain
from tests.support.smtp import Envelope

ADA = "ada@libra.example"
WORDS_OF_APPEAL = ("appeal", "review", "reconsider", "escalat", "satisfied", "unhappy")


def _subject(letter: Envelope) -> str:
    return str(make_header(decode_header(" ".join(str(letter.message["Subject"]).split()))))


def test_letters_of_a_stage_have_all_headers_of_the_interface(world: World) -> None:
    world.configure()
    complaint = world.writes(f"P. Rivers <{FAMILY}>", "Secret subject", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    world.answers(world.letter(ADA, "handler-notice"), "#outcome upheld\n\nSorry.\nActions: none", "2020-11-02 10:00")
    world.once("2020-11-02 10:01")
    assert world.kinds(FAMILY) == ["acknowledgement", "outcome"]
    assert world.kinds(ADA) == ["handler-notice", "directive-done"]
    for letter in world.sink.envelopes:
        _check_headers(letter)
    ids = [str(one.message["Message-ID"]) for one in world.sink.envelopes]
    assert len(set(ids)) == 4
    family = world.sink.to(FAMILY)
    assert [one.message["Auto-Submitted"] for one in family] == ["auto-replied", "auto-generated"]
    for letter in family:
        assert str(complaint["Message-ID"]) in str(letter.message["References"])
        assert "Secret" not in _subject(letter) and not any(word in _subject(letter) for word in WORDS_OF_APPEAL)
    assert str(complaint["Message-ID"]) == str(family[0].message["In-Reply-To"])
    assert "The bus was late" not in plain(family[0]), "nothing of the complaint is echoed"
    _check_texts(world)
    _check_sent_folder(world)


def _check_headers(letter: Envelope) -> None:
    message = letter.message
    assert len(letter.recipients) == 1
    assert len(str(message["Message-ID"])) <= 70 and str(message["Message-ID"]).endswith("@libra.example>")
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Mailflow-Case"] == "LC-2020-0001"
    assert _subject(letter).startswith("[LC-2020-0001] ")
    assert message["In-Reply-To"] and message["References"]
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def _check_texts(world: World) -> None:
    outcome = plain(world.letter(FAMILY, "outcome"))
    assert "by the end of Monday 16 November 2020." in outcome
    assert "APPEAL" in outcome and "Sorry.\nActions: none" in outcome and "uphold your complaint" in outcome
    notice = plain(world.letter(ADA, "handler-notice"))
    assert "The bus was late." in notice and "#outcome upheld" in notice and "#extend" in notice
    assert "4 weeks from Monday 2 November 2020 (09:30): Monday 30 November 2020" in notice
    assert re.search(r"^Findings:$", notice, re.M) and re.search(r"^Actions:$", notice, re.M)
    assert "\u00a0" not in outcome + notice


def _check_sent_folder(world: World) -> None:
    copies = [message_from_bytes(raw) for raw in world.dovecot.messages(world.user, "Sent")]
    assert [one["X-Mailflow-Letter"] for one in copies] == ["acknowledgement", "outcome"]


def test_what_case_show_says_of_it_has_the_keys_of_the_interface(world: World) -> None:
    world.configure(sent="never")
    world.writes(f"P. Rivers <{FAMILY}>", "Late", "The bus was late.", "2020-11-02 09:30")
    world.once("2020-11-02 09:31")
    case = world.case()
    keys = "ref organisation policy edition kind type about channel tags complainant stage status outcome handlers "
    keys += "received_at deadlines tasks messages letters events"
    assert set(case) >= set(keys.split())
    assert case["complainant"] == {"name": "P. Rivers", "address": FAMILY, "anonymous": False, "relation": None}
    assert case["handlers"] == [{"role": "coordinator", "name": "Ada Coordinator", "address": ADA}]
    assert (case["edition"], case["kind"], case["channel"], case["type"]) == ("2025", "complaint", "email", None)
    assert case["received_at"] == "2020-11-02T09:30:00+00:00"
    assert set(case["deadlines"][0]) >= {"what", "stage", "due_at", "met_at", "missed", "source"}
    assert set(case["messages"][0]) >= {"id", "received_at", "from", "subject", "class"}
    assert set(case["letters"][0]) >= {"id", "kind", "to", "subject", "status", "sent_at"}
    first = case["events"][0]
    assert set(first) >= {"seq", "at", "kind", "by", "reason", "data"}
    assert (first["seq"], first["kind"], first["by"], first["reason"]) == (1, "case-opened", "complainant", None)
    listed = world.json("case", "list")[0]
    assert set(listed) >= {"ref", "kind", "stage", "status", "outcome", "tags", "received_at", "next_due_at"}
    assert listed["complainant"] == case["complainant"] and listed["next_due_at"] == "2020-11-30T23:59:59+00:00"
    assert world.dovecot.messages(world.user, "Sent") == []
    assert world.dovecot.flags(world.user) == [()], "unread stays unread"

"""``message read``: the object that scripts hold on to."""

from __future__ import annotations

import json

from mailflow.mailbox.reading import read_file
from tests.mailbox.samples import MIXED, PLAIN, REPORT


def test_a_complaint_is_described_whole() -> None:
    got = read_file(PLAIN)
    assert got["class"] == "complaint"
    assert got["acknowledge"] is True
    assert got["from"] == "p.rivers@mail.example"
    assert got["new_text"] == "Dear all, on Friday the handover was late for the third time."
    assert str(got["text"]).endswith("-- \nPat\n")
    assert list(got) == [
        "id", "ref", "class", "because", "acknowledge", "from", "name", "subject", "message_id", "references", "text",
        "new_text", "attachments", "appeal_keywords", "failed_recipients", "form", "received_at",
    ]  # fmt: skip
    assert json.loads(json.dumps(got)) == got


def test_an_answer_is_a_reply_without_its_quotation() -> None:
    got = read_file(MIXED, lambda message: ["appeal"] if "Appeal" in message.subject else [])
    assert got["class"] == "reply"
    assert got["new_text"] == "I do not agree. Café soft."
    assert got["appeal_keywords"] == ["appeal"]
    assert got["attachments"] == [
        {"name": "café.pdf", "type": "application/pdf", "bytes": 9},
        {"name": "inner", "type": "message/rfc822", "bytes": 119},
    ]


def test_a_bounce_names_whom_it_is_about() -> None:
    got = read_file(REPORT)
    assert got["class"] == "bounce"
    assert got["acknowledge"] is False
    assert got["failed_recipients"] == [{"address": "p.rivers@mail.example", "action": "failed", "status": "5.1.1"}]


def test_a_first_mail_that_forwards_keeps_what_it_forwards() -> None:
    raw = (
        b"From: p@mail.example\nSubject: Fwd: late\n\nLook!\n\n"
        b"From: Ada\nSent: today\nTo: Pat\nSubject: late\n\nGo away."
    )
    got = read_file(raw)
    assert got["class"] == "complaint"
    assert "Go away." in str(got["new_text"])


def test_what_is_no_mail_is_unreadable_and_not_answered() -> None:
    for raw in (b"", b"\0\0\0", b"\n\n"):
        got = read_file(raw)
        assert got["class"] == "unreadable"
        assert got["acknowledge"] is False

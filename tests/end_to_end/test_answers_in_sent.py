"""Staff who work in the complaints mailbox itself: their answers are found in its Sent folder and recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.office import ADMIN, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

FAMILY = "p@mail.example"
AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
REF = "LC-2020-0001"
WORDS = "Dear Pat,\n\nFindings: the bus was late.\nActions: we ring next time.\n\nAda"


@pytest.fixture
def office(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> OfficeFolder:
    """An office with one complaint, acknowledged; the complaint's own Message-ID is known to its mail clients."""
    made = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port)
    complaint = mail(FAMILY, user, "Review of handover", "Nobody told us.", AT)
    dovecot.deliver_many(user, [(complaint, AT)])
    made.once(AT + timedelta(minutes=1))
    return made


def answer(user: str, subject: str, at: datetime, *, to: str = FAMILY, more: str = "", answers: str = "") -> bytes:
    """An answer that somebody wrote in the complaints mailbox."""
    return mail(user, to, subject, WORDS, at, answers=answers or None, more=more)


def case(office: OfficeFolder) -> Any:
    """Return the case as it stands."""
    return office.json("case", "show", REF)


def respond(office: OfficeFolder) -> Any:
    """Return the promise of an answer."""
    return next(one for one in case(office)["deadlines"] if one["what"] == "respond")


def to_family(sink: SmtpSink) -> list[str]:
    """Return the kinds of the letters that the family had from us."""
    return [str(one.message["X-Mailflow-Letter"]) for one in sink.to(FAMILY)]


def test_an_answer_with_its_outcome_in_the_subject_decides_the_stage_and_is_not_sent_again(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str
) -> None:
    at, acknowledged = AT + DAY, str(sink.to(FAMILY)[0].message["Message-ID"])
    sent = answer(user, "Re: Review of handover [outcome: Partly upheld]", at, answers=acknowledged)
    dovecot.deliver_many(user, [(sent, at)], folder="Sent")
    office.once(at + timedelta(hours=2))
    found = case(office)
    assert (found["status"], found["outcome"]) == ("decided", "partly-upheld")
    assert datetime.fromisoformat(respond(office)["met_at"]) == at, "it counts as of its sending"
    window = next(one for one in found["deadlines"] if one["what"] == "appeal")
    assert datetime.fromisoformat(window["due_at"]) > at + 6 * DAY
    assert found["messages"][-1]["class"] == "staff-reply"
    assert to_family(sink) == ["acknowledgement"]
    assert sink.to(ADMIN) == ()

    office.once(at + DAY)
    assert len(case(office)["messages"]) == 2, "it is recorded once"

    reply_at = at + 2 * DAY
    their_id = next(line[12:] for line in sent.decode().split("\r\n") if line.startswith("Message-ID: "))
    subject = "Re: Review of handover [outcome: Partly upheld]"
    reply = mail(FAMILY, user, subject, "Thank you for this.", reply_at, answers=their_id)
    dovecot.deliver_many(user, [(reply, reply_at)])
    office.once(reply_at)
    assert (case(office)["stage"], case(office)["messages"][-1]["class"]) == ("stage-1", "reply"), (
        "a word of the office's own subject is no appeal"
    )


def test_an_answer_and_the_appeal_against_it_may_be_found_in_one_turn(
    office: OfficeFolder, dovecot: Dovecot, user: str
) -> None:
    sent = answer(user, f"[{REF}] Our answer [outcome: not upheld]", AT + DAY)
    appeal = mail(FAMILY, user, f"APPEAL Re: [{REF}] Our answer", "I do not agree.", AT + 2 * DAY)
    dovecot.deliver_many(user, [(sent, AT + DAY)], folder="Sent")
    dovecot.deliver_many(user, [(appeal, AT + 2 * DAY)])
    office.once(AT + 2 * DAY)
    assert case(office)["stage"] == "stage-2"


def test_a_complaint_and_its_answer_may_be_found_in_one_turn(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str
) -> None:
    other, at = "sam@mail.example", AT + DAY
    dovecot.deliver_many(user, [(mail(other, user, "Lunch", "It was cold.", at), at)])
    sent = answer(user, "Lunch [outcome: upheld]", at + timedelta(hours=1), to=other)
    dovecot.deliver_many(user, [(sent, at + timedelta(hours=1))], folder="Sent")
    office.once(at + timedelta(hours=2))
    assert office.json("case", "show", "LC-2020-0002")["outcome"] == "upheld"


def test_an_answer_without_an_outcome_is_on_record_and_the_promise_stays_open(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver_many(user, [(answer(user, "About Thursday", AT + DAY), AT + DAY)], folder="Sent")
    office.once(AT + DAY)
    assert [one["class"] for one in case(office)["messages"]] == ["complaint", "staff-reply"]
    assert (case(office)["status"], respond(office)["met_at"]) == ("open", None)
    assert to_family(sink) == ["acknowledgement"]


@pytest.mark.parametrize(
    ("to", "more"),
    [("bank@mail.example", ""), (FAMILY, "Auto-Submitted: auto-replied\r\n"), (FAMILY, "X-Mailflow-Letter: copy\r\n")],
    ids=["to-somebody-else", "an-absence-notice", "a-copy-of-a-letter"],
)
def test_what_is_no_answer_of_a_person_to_a_party_is_left_alone(
    office: OfficeFolder, dovecot: Dovecot, user: str, to: str, more: str
) -> None:
    sent = answer(user, f"[{REF}] [outcome: upheld]", AT + DAY, to=to, more=more)
    dovecot.deliver_many(user, [(sent, AT + DAY)], folder="Sent")
    office.once(AT + DAY)
    assert (len(case(office)["messages"]), case(office)["outcome"]) == (1, None)


def test_an_outcome_that_the_policy_does_not_know_is_told_to_the_admin(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver_many(user, [(answer(user, "[outcome: granted]", AT + DAY), AT + DAY)], folder="Sent")
    office.once(AT + DAY)
    assert case(office)["outcome"] is None
    (notice,) = sink.to(ADMIN)
    part = next(one for one in notice.message.walk() if one.get_content_type() == "text/plain")
    told = part.get_payload(decode=True)
    assert isinstance(told, bytes)
    assert "is no outcome of this policy" in " ".join(told.decode().split())

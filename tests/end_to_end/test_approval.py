"""``sending = "approve"``: letters to families wait for a person; those to staff leave at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.office import ADMIN, COORDINATOR, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import Envelope, SmtpSink

FAMILY = "p@mail.example"
AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def office(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> OfficeFolder:
    """An office in which a person approves each letter, with one complaint read."""
    made = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, sending="approve")
    dovecot.deliver_many(user, [(mail(FAMILY, user, "Late again", "Nobody told us.", AT), AT)])
    made.once(AT + timedelta(minutes=1))
    return made


def waiting(office: OfficeFolder, kind: str) -> str:
    """Return the ID of the letter of a kind that waits."""
    (found,) = [one for one in office.json("letter", "list", "--status", "held") if one["kind"] == kind]
    assert "approve" in found["why"]
    return str(found["id"])


def words(letter: Envelope) -> str:
    """Return the plain text of a letter, its lines joined."""
    part = next(one for one in letter.message.walk() if one.get_content_type() == "text/plain")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return " ".join(data.decode().split())


def deadline(office: OfficeFolder, what: str) -> dict[str, str]:
    """Return a promise of the case."""
    return next(one for one in office.json("case", "show", "LC-2020-0001")["deadlines"] if one["what"] == what)


def test_a_letter_to_the_family_waits_and_is_a_promise_kept_when_it_has_left(
    office: OfficeFolder, sink: SmtpSink
) -> None:
    assert {one.recipients[0] for one in sink.envelopes} == {COORDINATOR, ADMIN}
    assert "waits for your approval" in words(sink.to(ADMIN)[0])
    number = waiting(office, "acknowledgement")
    seen = office.json("letter", "preview", number)[0]["text"]
    assert deadline(office, "acknowledge")["met_at"] is None

    later = AT + timedelta(hours=3)
    office.run("letter", "approve", number, "--now", later.isoformat())
    assert sink.to(FAMILY) == ()
    office.once(later)
    (letter,) = sink.to(FAMILY)
    assert words(letter) == " ".join(seen.split())
    assert str(letter.message["Date"]) == "Mon, 02 Nov 2020 12:30:00 +0000"
    assert datetime.fromisoformat(deadline(office, "acknowledge")["met_at"]) == later
    refused = office.run("letter", "approve", number, check=False)
    assert (refused.returncode, "does not wait for approval" in refused.stderr) == (1, True)


def test_the_last_day_to_appeal_is_counted_and_printed_when_the_answer_is_approved(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str
) -> None:
    office.run("letter", "approve", "--all", "--now", AT.isoformat())
    at = AT + DAY
    notice = sink.to(COORDINATOR)[0]
    subject, id_ = f"Re: {notice.message['Subject']}", str(notice.message["Message-ID"])
    answer = mail(COORDINATOR, user, subject, "#outcome upheld\nYou are right.", at, answers=id_)
    dovecot.deliver_many(user, [(answer, at)])
    office.once(at)
    number = waiting(office, "outcome")
    before = office.json("letter", "preview", number)[0]["text"]
    (told,) = [one for one in sink.to(COORDINATOR) if one.message["X-Mailflow-Letter"] == "directive-done"]
    assert "leaves when it has been approved" in words(told)

    approved = at + 3 * DAY
    said = office.run("letter", "approve", "--all", "--yes", "--by", "ada", "--now", approved.isoformat())
    office.once(approved)
    (letter,) = [one for one in sink.to(FAMILY) if one.message["X-Mailflow-Letter"] == "outcome"]
    window = deadline(office, "appeal")["due_at"]
    last_day = datetime.fromisoformat(window).strftime("%A %-d %B %Y")
    assert last_day in said.stdout
    assert last_day in words(letter)
    assert last_day not in " ".join(before.split())


@pytest.mark.parametrize(("hour", "is_reminded"), [(7, False), (8, True)])
def test_who_approves_is_reminded_in_the_morning_once(
    office: OfficeFolder, sink: SmtpSink, hour: int, is_reminded: bool
) -> None:
    morning = AT.replace(day=3, hour=hour, minute=0)
    office.once(morning)
    office.once(morning + timedelta(minutes=30))
    reminders = [one for one in sink.to(ADMIN) if "still waits for your approval" in words(one)]
    assert len(reminders) == is_reminded


def test_nothing_else_lets_a_letter_leave_that_waits_for_approval(office: OfficeFolder, sink: SmtpSink) -> None:
    number = waiting(office, "acknowledgement")
    refused = office.run("letter", "retry", number, check=False)
    assert (refused.returncode, f"mailflow letter approve {number}" in refused.stderr) == (1, True)
    office.run("letter", "cancel", number, "--reason", "I rang her", "--yes")
    assert office.json("letter", "approve", "--all") == []
    office.once(AT + DAY)
    assert sink.to(FAMILY) == ()

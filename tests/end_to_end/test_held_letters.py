"""A letter whose template is broken is held, the case goes on, and the letter leaves when the template is mended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.end_to_end.office import ADMIN, COORDINATOR, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


def test_a_letter_with_a_broken_template_waits_and_leaves_when_it_is_mended(
    dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path
) -> None:
    office = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port)
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "acknowledgement.txt"
    own.write_text("Subject: We have it\n\nHello,\nyour reference is {{ case.refernce }}.\n")
    dovecot.deliver_many(user, [(mail("p@mail.example", user, "Late again", "Nobody told us.", AT), AT)])
    office.once(AT + timedelta(minutes=1))

    case = office.json("case", "show", "LC-2020-0001")
    held = next(one for one in case["letters"] if one["kind"] == "acknowledgement")
    assert held["status"] == "held"
    assert case["deadlines"][0]["met_at"] is None
    assert {one.recipients[0] for one in sink.envelopes} == {COORDINATOR, ADMIN}
    (notice,) = sink.to(ADMIN)
    assert "could not be written" in str(notice.message.get_payload(0).get_payload())  # type: ignore[union-attr]

    refused = office.run("letter", "retry", str(held["id"]), check=False)
    assert refused.returncode == 1
    assert "refernce" in refused.stderr

    own.write_text("Subject: We have it\n\nHello,\nyour reference is {{ case.ref }}.\n")
    office.run("letter", "retry", str(held["id"]), "--now", (AT + timedelta(hours=1)).isoformat())
    office.once(AT + timedelta(hours=1))
    (letter,) = sink.to("p@mail.example")
    assert "your reference is LC-2020-0001." in str(letter.message.get_payload(0).get_payload())  # type: ignore[union-attr]
    case = office.json("case", "show", "LC-2020-0001")
    assert case["deadlines"][0]["met_at"] is not None
    assert len(sink.to(ADMIN)) == 1

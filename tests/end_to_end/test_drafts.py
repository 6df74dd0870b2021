"""``sending = "drafts"``: letters to families lie in the mailbox's Drafts folder until a person has sent them."""

from __future__ import annotations

import re
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mailflow.admin.root import mailflow
from tests.end_to_end.office import ADMIN, COORDINATOR, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import Envelope, SmtpSink

FAMILY = "p@mail.example"
REF = "LC-2020-0001"
AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LONG = 11 * MINUTE  # longer than a program needs to take a draft away that it has sent


@pytest.fixture
def office(dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> OfficeFolder:
    """An office whose people send from Drafts, with one complaint read: its acknowledgement lies there."""
    made_ = make_office(tmp_path, mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port, sending="drafts")
    made = Quick(path=made_.path, mailbox=made_.mailbox)
    dovecot.deliver_many(user, [(mail(FAMILY, user, "Late again", "Nobody told us.", AT), AT)])
    made.once(AT + MINUTE)
    return made


class Quick(OfficeFolder):
    """An office whose commands run in this process."""

    def run(
        self, *arguments: str, fault: str = "", timeout_s: float = 120.0, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        config = str(self.path / "mailflow.toml")
        done = CliRunner().invoke(mailflow, ["--config", config, *arguments])
        assert not check or done.exit_code == 0, f"{arguments}: {done.exit_code}\n{done.output}\n{done.exception}"
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


class Desk:
    """A person at the complaints mailbox, with a mail program that keeps as much of a draft as a test wants."""

    def __init__(self, dovecot: Dovecot, user: str) -> None:
        self.dovecot, self.user = dovecot, user

    def drafts(self) -> list[bytes]:
        """Return what lies in Drafts."""
        return self.dovecot.messages(self.user, "Drafts")

    def take_away(self, raw: bytes) -> None:
        """Delete a draft for good."""
        self.dovecot.remove(self.user, raw, "Drafts")

    def send(
        self,
        raw: bytes,
        at: datetime,
        *,
        keeps: str = "everything",
        edit: tuple[str, str] | None = None,
        leaves_draft: bool = False,
    ) -> bytes:
        """Open a draft and press Send.

        Args:
            raw: The draft.
            at: When its copy is laid into Sent.
            keeps: ``everything``; ``headers`` but its Message-ID; ``references`` and no header of ours; or ``subject``.
            edit: What is replaced, and by what.
            leaves_draft: The program lets the draft lie where it is.
        """
        sent = re.sub(rb"(?m)^Date: [^\r]*", b"Date: " + format_datetime(at).encode(), raw)
        if edit is not None:
            assert edit[0].encode() in sent, "what is edited is there"
            sent = sent.replace(edit[0].encode(), edit[1].encode())
        if keeps != "everything":
            id_ = b"Message-ID: " + make_msgid(domain="client.example").encode()
            sent = re.sub(rb"(?m)^Message-ID: [^\r]*", id_, sent)
        if keeps in ("references", "subject"):
            sent = re.sub(rb"(?m)^(?:X-|Auto-)[^\r]*\r\n", b"", sent)
        if keeps == "subject":
            sent = re.sub(rb"(?m)^(?:References|In-Reply-To): [^\r]*\r\n(?: [^\r]*\r\n)*", b"", sent)
        self.dovecot.deliver_many(self.user, [(sent, at)], folder="Sent")
        if not leaves_draft:
            self.take_away(raw)
        return sent


@pytest.fixture
def desk(dovecot: Dovecot, user: str, office: OfficeFolder) -> Desk:
    """Somebody who works in the mailbox."""
    return Desk(dovecot, user)


def case(office: OfficeFolder) -> Any:
    """Return the case as it stands."""
    return office.json("case", "show", REF)


def deadline(office: OfficeFolder, what: str) -> Any:
    """Return a promise of the case."""
    return next(one for one in case(office)["deadlines"] if one["what"] == what)


def letter(office: OfficeFolder, kind: str) -> Any:
    """Return the last letter of a kind."""
    return [one for one in office.json("letter", "list") if one["kind"] == kind][-1]


def words(envelope: Envelope) -> str:
    """Return the plain text of a letter, its lines joined."""
    part = next(one for one in envelope.message.walk() if one.get_content_type() == "text/plain")
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return " ".join(data.decode().split())


def told(sink: SmtpSink, what: str) -> int:
    """Return how many notices to the admin say something."""
    return sum(what in words(one) for one in sink.to(ADMIN))


def answered(office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str, at: datetime, text: str) -> None:
    """Let the coordinator answer the notice, and mailflow take it up."""
    notice = sink.to(COORDINATOR)[0].message
    answer = mail(COORDINATOR, user, f"Re: {notice['Subject']}", text, at, answers=str(notice["Message-ID"]))
    dovecot.deliver_many(user, [(answer, at)])
    office.once(at)


def test_a_letter_lies_in_drafts_and_meets_its_promise_when_a_person_has_sent_it(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str, desk: Desk
) -> None:
    (draft,) = desk.drafts()
    assert dovecot.flags(user, "Drafts") == [("\\Draft",)]
    assert b"Content-Type: text/plain" in draft and b"text/html" not in draft
    assert b"X-Mailflow-Letter: acknowledgement" in draft and b"To: p@mail.example" in draft
    assert letter(office, "acknowledgement")["status"] == "held"
    assert "presses Send" in letter(office, "acknowledgement")["why"]
    assert {one.recipients[0] for one in sink.envelopes} == {COORDINATOR, ADMIN}
    assert told(sink, "waits in Drafts") == 1
    office.once(AT + HOUR)
    assert desk.drafts() == [draft], "one draft, however often mailflow looks"

    sent_at = AT + 3 * HOUR
    desk.send(draft, sent_at)
    office.once(sent_at + HOUR)
    assert sink.to(FAMILY) == (), "mailflow itself sends nothing"
    now = letter(office, "acknowledgement")
    assert (now["status"], datetime.fromisoformat(now["sent_at"])) == ("sent", sent_at)
    assert datetime.fromisoformat(deadline(office, "acknowledge")["met_at"]) == sent_at
    kinds = [one["kind"] for one in case(office)["events"]]
    assert kinds[-3:] == ["draft-sent", "letter-sent", "deadline-met"], kinds
    assert len(dovecot.messages(user, "Sent")) == 1, "its copy lies there already"
    office.once(sent_at + 2 * HOUR)
    assert [one["class"] for one in case(office)["messages"]] == ["complaint", "staff-reply"]


@pytest.mark.parametrize("keeps", ["everything", "headers", "references", "subject"])
@pytest.mark.parametrize("leaves_draft", [False, True], ids=["draft-goes", "draft-stays"])
def test_a_sent_draft_is_known_by_whatever_a_program_keeps_of_it(
    office: OfficeFolder, sink: SmtpSink, desk: Desk, keeps: str, leaves_draft: bool
) -> None:
    (draft,) = desk.drafts()
    sent_at = AT + HOUR
    desk.send(draft, sent_at, keeps=keeps, leaves_draft=leaves_draft, edit=("Thank you for", "Thank you, Pat, for"))
    office.once(sent_at + MINUTE)
    if keeps == "subject" and leaves_draft:
        assert letter(office, "acknowledgement")["status"] == "held", "it may be another mail that a person wrote"
        desk.take_away(draft)
        office.once(sent_at + 2 * MINUTE)
    found = letter(office, "acknowledgement")
    assert (found["status"], datetime.fromisoformat(found["sent_at"])) == ("sent", sent_at)
    event = next(one for one in case(office)["events"] if one["kind"] == "draft-sent")
    assert event["data"]["changed"] is True
    assert "Thank you, Pat, for" in office.json("letter", "show", str(found["id"]))["text"]
    assert desk.drafts() == [], "what was sent does not lie there to be sent again"


def test_an_answer_sent_days_later_runs_the_time_to_appeal_from_its_sending(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str, desk: Desk
) -> None:
    desk.send(desk.drafts()[0], AT + HOUR)
    answered(office, sink, dovecot, user, AT + DAY, "#outcome upheld\nYou are right.")
    (done,) = [one for one in sink.to(COORDINATOR) if one.message["X-Mailflow-Letter"] == "directive-done"]
    assert "presses Send" in words(done)
    assert b"Tuesday 17 November 2020" in desk.drafts()[0]

    office.once(AT + 4 * DAY)
    (draft,) = desk.drafts()
    assert b"Friday 20 November 2020" in draft, "a draft that lies prints the last day as of today"
    desk.send(draft, AT + 4 * DAY + HOUR, edit=("You are right.", "You are right, and we are sorry."))
    office.once(AT + 5 * DAY)
    assert (case(office)["status"], case(office)["outcome"]) == ("decided", "upheld")
    window = datetime.fromisoformat(deadline(office, "appeal")["due_at"])
    assert window.date().isoformat() == "2020-11-20"

    target = office.path / "theirs.zip"
    office.run("case", "export", REF, "--for", "complainant", "--to", str(target))
    with zipfile.ZipFile(target) as kept:
        (letter_file,) = [one for one in kept.namelist() if one.endswith("-outcome.eml")]
        assert b"and we are sorry" in kept.read(letter_file), "their file has what they were sent"

    reply = mail(FAMILY, user, f"APPEAL Re: [{REF}]", "I do not agree.", AT + 6 * DAY)
    dovecot.deliver_many(user, [(reply, AT + 6 * DAY)])
    office.once(AT + 6 * DAY)
    assert case(office)["stage"] == "stage-2"


@pytest.mark.parametrize(("after", "is_held"), [(5 * MINUTE, False), (LONG, True)])
def test_a_draft_that_is_deleted_is_told_once_and_put_back_on_demand(
    office: OfficeFolder, sink: SmtpSink, desk: Desk, after: timedelta, is_held: bool
) -> None:
    desk.take_away(desk.drafts()[0])
    office.once(AT + HOUR)
    office.once(AT + HOUR + after)
    office.once(AT + HOUR + after + MINUTE)
    assert told(sink, "was removed from Drafts and is not in Sent") == is_held
    number = str(letter(office, "acknowledgement")["id"])
    if not is_held:
        refused = office.run("letter", "retry", number, check=False)
        assert (refused.returncode, "still looks for it" in refused.stderr) == (1, True)
        return
    assert "retry" in letter(office, "acknowledgement")["why"]
    office.run("letter", "retry", number)
    office.once(AT + 2 * HOUR)
    (draft,) = desk.drafts()
    desk.send(draft, AT + 3 * HOUR)
    office.once(AT + 3 * HOUR + MINUTE)
    assert letter(office, "acknowledgement")["status"] == "sent"


def test_a_draft_that_was_saved_anew_is_still_the_letter(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, desk: Desk
) -> None:
    (draft,) = desk.drafts()
    saved = re.sub(rb"(?m)^Message-ID: [^\r]*", b"Message-ID: <saved@client.example>", draft)
    saved = re.sub(rb"(?m)^(?:X-|Auto-)[^\r]*\r\n", b"", saved).replace(b"Hello,", b"Dear Pat,")
    dovecot.deliver_many(desk.user, [(saved, AT + HOUR)], folder="Drafts")
    desk.take_away(draft)
    office.once(AT + HOUR)
    office.once(AT + HOUR + LONG)
    assert "presses Send" in letter(office, "acknowledgement")["why"]
    assert desk.drafts() == [saved], "it is not laid a second time"

    sent_at = AT + 2 * HOUR
    desk.send(saved, sent_at, keeps="references", leaves_draft=True)
    office.once(sent_at + MINUTE)
    assert letter(office, "acknowledgement")["status"] == "sent"
    assert told(sink, "a draft of it still lies in Drafts") == 0, "the program may be about to take it away"
    for minutes in (11, 12):
        office.once(sent_at + minutes * MINUTE)
    assert told(sink, "a draft of it still lies in Drafts") == 1
    assert desk.drafts() == [saved], "what a person has changed is theirs"


def test_a_draft_sent_to_somebody_else_never_counts(office: OfficeFolder, sink: SmtpSink, desk: Desk) -> None:
    desk.send(desk.drafts()[0], AT + HOUR, edit=("To: p@mail.example", "To: q@mail.example"))
    office.once(AT + HOUR + MINUTE)
    assert letter(office, "acknowledgement")["status"] == "held"
    assert deadline(office, "acknowledge")["met_at"] is None
    assert told(sink, "was sent to another address than the one that it was for") == 1
    assert case(office)["messages"][-1]["class"] == "staff-reply"


def test_a_draft_that_was_forwarded_to_a_colleague_still_waits(
    office: OfficeFolder, sink: SmtpSink, desk: Desk
) -> None:
    (draft,) = desk.drafts()
    to_ada = ("To: p@mail.example", f"To: {COORDINATOR}")
    desk.send(draft, AT + HOUR, keeps="references", edit=to_ada, leaves_draft=True)
    for minutes in (1, 20):
        office.once(AT + HOUR + minutes * MINUTE)
    assert "presses Send" in letter(office, "acknowledgement")["why"]
    assert told(sink, "another address") == 0


def test_a_copy_to_somebody_else_is_told(office: OfficeFolder, sink: SmtpSink, desk: Desk) -> None:
    desk.send(desk.drafts()[0], AT + HOUR, edit=("To: p@mail.example", "To: p@mail.example\r\nCc: q@mail.example"))
    office.once(AT + HOUR + MINUTE)
    assert letter(office, "acknowledgement")["status"] == "sent"
    assert told(sink, "It went to somebody else outside as well") == 1


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_cancelled_letter_is_taken_out_of_drafts_unless_somebody_changed_it(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, desk: Desk, is_changed: bool
) -> None:
    (draft,) = desk.drafts()
    if is_changed:
        desk.take_away(draft)
        dovecot.deliver_many(desk.user, [(draft.replace(b"Hello,", b"Dear Pat,"), AT)], folder="Drafts")
        office.once(AT + HOUR)
    number = str(letter(office, "acknowledgement")["id"])
    office.run("letter", "cancel", number, "--reason", "I rang her", "--yes")
    office.once(AT + 2 * HOUR)
    assert len(desk.drafts()) == is_changed
    assert told(sink, "Somebody has changed its draft") == is_changed
    if is_changed:
        desk.send(desk.drafts()[0], AT + 3 * HOUR)
        office.once(AT + 4 * HOUR)
        assert letter(office, "acknowledgement")["status"] == "cancelled"
        assert told(sink, "a cancelled letter was sent from Drafts all the same") == 1
        assert deadline(office, "acknowledge")["met_at"] is None


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_letter_whose_cancelling_is_taken_back_lies_in_drafts_again(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, desk: Desk, is_changed: bool
) -> None:
    (draft,) = desk.drafts()
    if is_changed:
        desk.take_away(draft)
        draft = draft.replace(b"Hello,", b"Dear Pat,")
        dovecot.deliver_many(desk.user, [(draft, AT)], folder="Drafts")
        office.once(AT + HOUR)
    number = str(letter(office, "acknowledgement")["id"])
    office.run("letter", "cancel", number, "--reason", "I rang her", "--yes")
    office.once(AT + 2 * HOUR)
    office.run("letter", "undo", number, "--reason", "she was not at home", "--yes")
    office.once(AT + 3 * HOUR)
    (again,) = desk.drafts()
    assert again == draft, "the very words, also those of whoever changed them"
    desk.send(again, AT + 4 * HOUR)
    office.once(AT + 5 * HOUR)
    assert letter(office, "acknowledgement")["status"] == "sent"
    assert datetime.fromisoformat(deadline(office, "acknowledge")["met_at"]) == AT + 4 * HOUR


def test_a_letter_that_is_put_back_before_its_draft_was_taken_away_was_never_gone(
    office: OfficeFolder, desk: Desk
) -> None:
    before = desk.drafts(), letter(office, "acknowledgement")
    number = str(before[1]["id"])
    office.run("letter", "cancel", number, "--reason", "I rang her", "--yes")
    office.run("letter", "undo", number, "--reason", "she was not at home", "--yes")
    office.once(AT + HOUR)
    assert (desk.drafts(), letter(office, "acknowledgement")) == before


def test_a_letter_that_a_recovery_has_held_is_approved_into_drafts_and_never_sent_by_mailflow(
    office: OfficeFolder, sink: SmtpSink, desk: Desk
) -> None:
    config = office.path / "mailflow.toml"
    by_draft = config.read_text(encoding="utf-8")
    config.write_text(by_draft.replace('sending = "drafts"', 'sending = "automatic"'), encoding="utf-8")
    words = ("--name", "Sam", "--address", "sam@mail.example", "--text", "It was late.", "--yes")
    now = ("--now", (AT + HOUR).isoformat())
    office.run("case", "new", *words, *now)
    office.run("backup", str(office.path / "old.db"), *now)
    config.write_text(by_draft, encoding="utf-8")
    back = AT + 2 * HOUR
    lost = ("--from", str(office.path / "old.db"), "--replace", "--stopped", (AT + HOUR).isoformat())
    office.run("recover", *lost, "--now", back.isoformat())
    doubtful = [
        one for one in office.json("letter", "list", "--status", "held") if "it may have left" in (one["why"] or "")
    ]
    assert {one["audience"] for one in doubtful} == {"complainant", "staff"}
    said = {
        one["audience"]: office.run("letter", "approve", str(one["id"]), "--yes", "--now", back.isoformat()).stdout
        for one in doubtful
    }
    assert "1 letter approved; the next turn puts it into Drafts." in said["complainant"]
    assert "1 letter approved; it leaves with the next turn." in said["staff"]
    sink.clear()
    office.once(back + MINUTE)
    assert sink.to("sam@mail.example") == ()
    assert len(sink.to(COORDINATOR)) == 1
    (draft,) = [one for one in desk.drafts() if b"To: sam@mail.example" in one]
    desk.send(draft, back + HOUR)
    office.once(back + 2 * HOUR)
    (ours,) = [one for one in doubtful if one["audience"] == "complainant"]
    dates = office.json("case", "show", ours["ref"])["deadlines"]
    assert datetime.fromisoformat(next(one for one in dates if one["what"] == "acknowledge")["met_at"]) == back + HOUR


def test_between_two_letters_nobody_guesses_and_a_person_says_which_it_was(
    office: OfficeFolder, sink: SmtpSink, dovecot: Dovecot, user: str, desk: Desk
) -> None:
    desk.send(desk.drafts()[0], AT + HOUR)
    answered(office, sink, dovecot, user, AT + DAY, "We look into it.")
    answered(office, sink, dovecot, user, AT + DAY + HOUR, "We are still at it.")
    first, second = desk.drafts()
    assert b"We look into it." in first
    sent = desk.send(first, AT + DAY + 2 * HOUR, keeps="subject", edit=("We look into it.", "It is being looked into."))
    desk.take_away(second)
    office.once(AT + DAY + 3 * HOUR)
    relays = [one for one in office.json("letter", "list") if one["kind"] == "relay"]
    assert [one["status"] for one in relays] == ["held", "held"]
    assert told(sink, f"may be letter {relays[0]['id']} or {relays[1]['id']}") == 1
    message = case(office)["messages"][-1]
    assert message["class"] == "staff-reply" and b"being looked into" in sent

    arguments = ("--message", str(message["id"]), "--reason", "I sent it", "--yes")
    office.run("letter", "sent", str(relays[0]["id"]), *arguments, "--now", (AT + DAY + 4 * HOUR).isoformat())
    relay = office.json("letter", "show", str(relays[0]["id"]))
    assert (relay["status"], datetime.fromisoformat(relay["sent_at"])) == ("sent", AT + DAY + 2 * HOUR)
    assert "being looked into" in relay["text"]


def test_a_reminder_says_that_the_letter_lies_in_drafts(office: OfficeFolder, sink: SmtpSink) -> None:
    due = datetime.fromisoformat(deadline(office, "acknowledge")["due_at"])
    morning = due.replace(hour=8, minute=0, second=0)
    office.once(morning - DAY)
    office.once(morning + DAY)
    about = {str(one.message["X-Mailflow-Letter"]): words(one) for one in sink.to(COORDINATOR)}
    for kind in ("reminder", "breach-notice"):
        assert "It lies in the Drafts folder of" in about[kind], kind
        assert "the acknowledgement, since Monday 2 November 2020" in about[kind]
    assert told(sink, "still lies in Drafts") >= 1


def test_an_override_that_is_taken_back_takes_its_draft_away(office: OfficeFolder, desk: Desk) -> None:
    (acknowledgement,) = desk.drafts()
    now = ("--now", (AT + HOUR).isoformat())
    office.run("case", "extend", REF, "2020-12-18", "--reason", "a witness is away", "--yes", *now)
    office.once(AT + HOUR)
    assert [b"X-Mailflow-Letter: interim-update" in one for one in desk.drafts()] == [False, True]
    office.run("case", "undo", REF, "--reason", "she is back", "--yes", *now)
    office.once(AT + 2 * HOUR)
    assert desk.drafts() == [acknowledgement]
    assert letter(office, "interim-update")["status"] == "cancelled"
    assert [one["kind"] for one in case(office)["events"]][-1] == "draft-gone"

"""``mailflow case redact``: what is blacked out is nowhere any more, and everything else still holds."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailflow.mailbox.imap import ImapMailbox
from mailflow.settings import load_settings
from mailflow.store import Store
from tests.admin.conftest import MONDAY, Folder, mail, on_both
from tests.support.dovecot import Dovecot
from tests.support.postgres import holds

REF = "LC-2026-0001"
LATER = ("--now", (MONDAY + timedelta(days=1)).isoformat())
WHY = ("--reason", "it is about another child", "--by", "Ada", "--yes", *LATER)
SECRET, PHOTO = "her epilepsy medicine", b"\x89PNG photograph of a rash" * 40


def complaint() -> bytes:
    """A complaint in two versions, whose words break over a line, with two files."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "P <p@mail.example>", "complaints@libra.example", "Handover was late"
    made["Date"], made["Message-ID"] = "Mon, 02 Nov 2026 09:30:00 +0000", "<1@mail.example>"
    made.set_content("It was late.\nNobody gave Robin her\nepilepsy  medicine.\nI would like an apology for that.\n")
    made.add_alternative("<p>Nobody gave Robin <b>her epilepsy</b> medicine.</p>", subtype="html")
    made.add_attachment(PHOTO, maintype="image", subtype="png", filename="rash.png")
    made.add_attachment(b"a timetable", maintype="application", subtype="pdf", filename="timetable.pdf")
    return made.as_bytes()


@pytest.fixture
def told(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with that complaint, which its handler has in full, an answer that quotes it, and a note about it."""
    dovecot.deliver(user, complaint(), MONDAY)
    office.done("run", "--once", "--now", (MONDAY + timedelta(minutes=1)).isoformat())
    quoting = "It is still so.\n\n> Nobody gave Robin her epilepsy\n> medicine.\n"
    dovecot.deliver(user, mail(f"Re: [{REF}] We have received", quoting, "p@mail.example"), MONDAY + timedelta(hours=1))
    office.done("case", "note", REF, f"Asked about {SECRET}.", "--yes", "--reason", f"on {SECRET}", *LATER)
    office.done("run", "--once", *LATER)
    return office


def where(folder: Folder, *canaries: bytes) -> set[bytes]:
    """Which canaries lie anywhere in the record, plain or encoded as mail is."""
    import base64

    codes = {one: (one, base64.b64encode(one)[:24]) for one in canaries}
    every = b"".join(one.read_bytes() for one in folder.path.rglob("mailflow.db*"))
    url = load_settings(folder.config).database.url
    if url.startswith("postgresql"):
        every = b"\n".join(one for those in holds(url, sum(codes.values(), ())).values() for one in those)
    return {one for one, those in codes.items() if any(each in every for each in those)}


@on_both
def test_words_are_gone_from_every_byte_of_the_record_and_the_rest_stays(told: Folder) -> None:
    with Store.open(load_settings(told.config).database.url) as store, store.writing() as writer:
        assert writer.catch_up(1000) > 0, "the words were in the index, too"
    assert where(told, b"epilepsy") == {b"epilepsy"}
    page = told.done("case", "redact", REF, "--words", SECRET, *WHY)
    assert "message 1 (complaint)" in page and "handler-notice" in page and "of the record" in page
    assert where(told, b"epilepsy") == set()
    assert told.json("audit", "verify")[0]["sound"]
    text = told.json("message", "show", "1")["text"]
    assert "It was late." in text and "█████" in text and "I would like an apology" in text
    assert [one["name"] for one in told.json("message", "show", "1")["attachments"]] == ["rash.png", "timetable.pdf"]


def test_the_chain_holds_and_says_what_was_blacked_out(told: Folder) -> None:
    told.done("case", "redact", REF, "--words", SECRET, *WHY)
    (found,) = told.json("audit", "verify")
    assert (found["sound"], found["erased"]) == (True, 0)
    assert found["blackened"] >= 1
    event = told.json("case", "show", REF, *LATER)["events"][-1]
    assert (event["kind"], event["by"], event["reason"]) == ("blacked-out", "admin Ada", "it is about another child")
    assert {one["number"] for one in event["data"]["messages"]} >= {1, 2}


def test_an_event_that_was_blacked_out_and_then_written_on_breaks_the_chain(told: Folder) -> None:
    import sqlite3

    told.done("case", "redact", REF, "--words", SECRET, *WHY)
    with closing(sqlite3.connect(told.path / "mailflow.db")) as database, database:
        changed = database.execute("UPDATE event SET reason = 'another' WHERE salt IS NULL")
        assert changed.rowcount >= 1
    assert told.ask("audit", "verify").exit_code == 1


@on_both
def test_a_file_is_gone_from_the_mail_and_from_every_letter_that_carried_it(told: Folder) -> None:
    assert where(told, PHOTO) == {PHOTO}
    told.done("case", "redact", REF, "--file", "rash.png", *WHY)
    assert where(told, PHOTO) == set()
    names = [one["name"] for one in told.json("message", "show", "1")["attachments"]]
    assert names == ["timetable.pdf", "█████"]
    assert where(told, b"a timetable") == {b"a timetable"}
    assert b"blacked-out.txt" in told.done("message", "show", "1", "--raw").encode()


def test_a_whole_text_goes_with_the_lines_of_it_that_are_quoted(told: Folder) -> None:
    told.done("case", "redact", REF, "--message", "1", *WHY)
    assert told.json("message", "show", "1")["text"] == "█████"
    assert where(told, b"I would like an apology for that.") == set()
    assert "It is still so." in told.json("message", "show", "3")["text"]


def test_the_exported_file_has_nothing_of_it(told: Folder, tmp_path: Path) -> None:
    import zipfile

    told.done("case", "redact", REF, "--words", SECRET, "--file", "rash.png", *WHY)
    told.done("case", "export", REF, "--to", str(tmp_path / "case.zip"), *LATER)
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        every = b"".join(archive.read(one) for one in archive.namelist())
    assert b"epilepsy" not in every and PHOTO not in every and b"It was late." in every


def test_a_dry_run_changes_nothing_and_a_second_time_there_is_nothing(told: Folder) -> None:
    before = told.json("case", "show", REF, *LATER)
    words = ("case", "redact", REF, "--words", SECRET, "--reason", "x", *LATER)
    assert "Blacked out for good:" in told.done(*words, "--dry-run")
    assert told.json("case", "show", REF, *LATER) == before
    assert told.ask(*words).exit_code == 2, "without a terminal nobody can be asked"
    told.done(*words, "--yes")
    again = told.ask(*words, "--yes")
    assert (again.exit_code, "Nothing of that stands on" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--words", "it"), "too short"),
        (("--words", "p@mail.example"), "are what LC-2026-0001 stands on"),
        (("--file", "other.png"), "No file “other.png” came with"),
        (("--message", "99"), "Message 99 is not on"),
        (("--letter", "99"), "Letter 99 is not about"),
    ],
)
def test_what_cannot_be_blacked_out_says_why_and_nothing_is_changed(
    told: Folder, words: tuple[str, str], says: str
) -> None:
    before = told.json("case", "show", REF, *LATER)
    result = told.ask("case", "redact", REF, *words, *WHY)
    assert (result.exit_code, says in result.stderr) == (1, True), result.stderr
    assert told.json("case", "show", REF, *LATER) == before


def test_a_letter_that_has_not_left_stands_in_the_way(office: Folder, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, complaint(), MONDAY)
    office.done("run", "--once", "--now", (MONDAY + timedelta(minutes=1)).isoformat())
    office.done("case", "assign", REF, "chair", "--reason", "she knows", "--yes", *LATER)
    result = office.ask("case", "redact", REF, "--words", SECRET, *WHY)
    assert (result.exit_code, "mailflow letter cancel" in result.stderr) == (1, True), result.stderr


def test_the_mailbox_is_still_accounted_for_and_opens_no_case_again(told: Folder) -> None:
    told.done("case", "redact", REF, "--words", SECRET, *WHY)
    assert "0 unexplained" in told.done("reconcile", *LATER)
    told.done("run", "--once", *LATER)
    assert [one["ref"] for one in told.json("case", "list")] == [REF]


def test_the_copies_in_the_mailbox_go_where_the_configuration_says_so(told: Folder) -> None:
    text = told.config.read_text(encoding="utf-8")
    told.config.write_text(text.replace("[mailbox]\n", '[mailbox]\npurged = "delete"\n'), encoding="utf-8")
    told.done("case", "redact", REF, "--file", "rash.png", *WHY)
    with ImapMailbox(load_settings(told.config).organisations[0].mailbox.imap) as mailbox:
        mailbox.open("INBOX", readonly=True)
        kept = [one.raw for one in mailbox.fetch(mailbox.uids(), 1 << 20)]
    assert len(kept) == 1 and b"It is still so." in kept[0]

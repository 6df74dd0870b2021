"""``mailflow retention purge`` and ``case erase``: what is destroyed is nowhere any more, and the chain still holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mailflow.mailbox.imap import ImapMailbox
from mailflow.settings import load_settings
from mailflow.store import Store, verify
from tests.admin.conftest import MONDAY, Folder, mail, on_both, on_postgresql
from tests.admin.test_retention import LAST, PAST, STAFF, played
from tests.support.dovecot import Dovecot
from tests.support.postgres import Postgres, holds

__all__ = ["played"]

#: In every part of the first case of the story: its name, its address, its subject, its text, the reason it closed.
CANARIES = (b"p@mail.example", b"The nanny", b"She did not come", b"they have moved away")
WHILE, AFTER = "2026-11-10T09:00:00Z", "2031-12-01T09:00:00Z"


def files(folder: Path) -> dict[str, bytes]:
    """Every file that mailflow has made, the configuration left out."""
    kept = (one for one in folder.rglob("*") if one.is_file() and one.suffix not in {".toml", ".story"})
    return {one.name: one.read_bytes() for one in kept}


def found_in(folder: Folder, canaries: tuple[bytes, ...] = CANARIES) -> dict[str, list[bytes]]:
    """Which canaries lie in which file, or in which column of a record on PostgreSQL."""
    found = {name: [one for one in canaries if one in data] for name, data in files(folder.path).items()}
    url = load_settings(folder.config).database.url
    held = holds(url, canaries) if url.startswith("postgresql") else {}
    return {name: those for name, those in found.items() if those} | held


def every(found: dict[str, list[bytes]]) -> set[bytes]:
    """All canaries that were found anywhere."""
    return {one for those in found.values() for one in those}


def purge(folder: Folder, *words: str, now: str = PAST) -> str:
    certificate = folder.path / "certificate.txt"
    return folder.done("retention", "purge", "--certificate", str(certificate), "--now", now, *words)


@pytest.mark.clause("LF-4.2")
def test_lf_4_2_nothing_that_names_a_purged_case_is_left_in_any_byte_of_any_file(played: Folder) -> None:
    assert every(found_in(played)) == set(CANARIES), "the canaries were there"
    told = purge(played, "--yes")
    assert "1 record destroyed." in told
    assert found_in(played) == {}


@on_both
def test_the_index_of_words_goes_with_the_record_and_finds_the_other_case_again(played: Folder) -> None:
    words = (b"zebrafinch", b"Zebrafinch", *CANARIES)
    assert b"zebrafinch" not in every(found_in(played, words))
    assert [one["ref"] for one in played.json("case", "list", "--search", "zebrafinch")] == ["LC-2026-0001"]
    assert b"zebrafinch" in every(found_in(played, words)), "the index has words in small letters"
    other = [one["ref"] for one in played.json("case", "list", "--search", "wrong")]
    purge(played, "--yes")
    assert found_in(played, words) == {}
    assert played.json("case", "list", "--search", "zebrafinch") == []
    assert [one["ref"] for one in played.json("case", "list", "--search", "wrong")] == other == ["LC-2026-0002"]
    assert found_in(played, words) == {}


@on_postgresql
def test_postgresql_keeps_nothing_of_it_in_its_statistics_or_its_files_where_no_row_is_left_either(
    played: Folder, database: str, postgres_server: Postgres
) -> None:
    words = (b"zebrafinch", b"Zebrafinch", b"The invoice", b"It is wrong", b"q@mail.example", *CANARIES)
    played.done("case", "list", "--search", "zebrafinch")
    played.done("case", "close", "LC-2026-0002", "--reason", "withdrawn", "--yes", "--now", WHILE)
    for one in played.json("letter", "list", "--status", "queued"):
        played.done("letter", "cancel", str(one["id"]), "--reason", "no", "--yes", "--now", WHILE)
    postgres_server.statistics_are_kept(database)
    before = holds(database, words)
    assert {b"Zebrafinch", b"q@mail.example"} <= set(before["pg_catalog.pg_stats.histogram_bounds"])
    assert every(before) == every(postgres_server.holds_on_disk(database, words)) == set(words)
    told = purge(played, "--yes", now=AFTER)
    assert "2 records destroyed." in told
    assert found_in(played, words) == {}
    assert postgres_server.holds_on_disk(database, words) == {}
    assert "Beyond our reach: PostgreSQL's write-ahead log" in told
    certificate = (played.path / "certificate.txt").read_text(encoding="utf-8")
    assert "Beyond our reach: PostgreSQL's write-ahead log" in certificate and "Not finished" not in certificate
    (chain,) = played.json("audit", "verify")
    assert chain["sound"] and f"Last hash: {chain['last_hash']}" in certificate


@on_postgresql
def test_a_record_that_a_restore_kept_aside_is_named_as_a_copy_that_still_holds_it(
    played: Folder, database: str
) -> None:
    played.done("backup", str(played.path / "copy.db"), "--now", WHILE)
    played.done(
        "restore", str(played.path / "copy.db"), "--replace", "--nothing-since", "--now", "2026-11-11T09:00:00Z"
    )
    (played.path / "copy.db").unlink()
    assert "the schema before_20261111t090000z of the database of Wednesday 11 November 2026" in purge(played, "--yes")
    held = {name.partition(".")[0] for name, those in holds(database, CANARIES).items() if those}
    assert held == {"before_20261111t090000z"}


def test_what_a_purge_could_not_finish_is_finished_by_hand(played: Folder) -> None:
    purge(played, "--yes")
    assert "Nothing that was destroyed is left" in played.done("retention", "sweep")
    assert found_in(played) == {}


def test_the_other_case_keeps_every_byte(played: Folder) -> None:
    before = played.json("case", "show", "LC-2026-0002", "--now", PAST)
    purge(played, "--yes")
    assert played.json("case", "show", "LC-2026-0002", "--now", PAST) == before
    assert b"It is wrong." in files(played.path)["mailflow.db"]


def test_the_chain_holds_before_and_after_and_says_how_much_was_erased(played: Folder) -> None:
    (before,) = played.json("audit", "verify")
    assert (before["sound"], before["erased"]) == (True, 0)
    events = len(played.json("case", "show", "LC-2026-0001", "--now", PAST)["events"])
    purge(played, "--yes")
    (after,) = played.json("audit", "verify")
    assert (after["sound"], after["erased"], after["events"]) == (True, events, before["events"] + 1)


def test_an_event_of_a_purged_case_that_is_written_on_breaks_the_chain(played: Folder) -> None:
    import sqlite3

    purge(played, "--yes")
    with closing(sqlite3.connect(played.path / "mailflow.db")) as database, database:
        database.execute("UPDATE event SET data = '{}' WHERE n = 1")
    result = played.ask("audit", "verify")
    assert result.exit_code == 1 and "event 1 was erased and then written on" in result.stderr


def test_the_certificate_names_the_rule_and_no_person(played: Folder) -> None:
    purge(played, "--yes", "--by", "ada")
    text = (played.path / "certificate.txt").read_text(encoding="utf-8")
    assert "LC-2026-0001, closed 2026-11-06 10:00" in text
    assert "5 years from Friday 6 November 2026" in text and "LF-4.2" in text and "by ada" in text
    assert "Destroyed: 2 messages" in text
    (chain,) = played.json("audit", "verify")
    assert f"Last hash: {chain['last_hash']}" in text
    assert (played.path / "certificate.txt").stat().st_mode & 0o777 == 0o600


def test_the_certificate_names_each_backup_that_still_holds_it_and_until_when(played: Folder) -> None:
    configure(played, lambda text: f"{text}\n[backup]\nkept_days = 90\n")
    old, kept, moved = (played.path / name for name in ("old.db", "kept.db", "moved.db"))
    played.done("backup", str(old), "--now", "2031-01-01T09:00:00Z")
    for copy in (kept, moved):
        played.done("backup", str(copy), "--now", "2031-10-01T09:00:00Z")
    old.unlink()
    moved.rename(played.path / "elsewhere")
    told = purge(played, "--yes")
    text = (played.path / "certificate.txt").read_text(encoding="utf-8")
    assert "kept.db of Wednesday 1 October 2031: until Tuesday 30 December 2031, when it is deleted" in told
    assert "kept.db of Wednesday 1 October 2031: until Tuesday 30 December 2031" in text
    assert "moved.db of Wednesday 1 October 2031: no longer there; where it was moved, delete it" in text
    assert "old.db" not in text, "its days are over, and it is gone"


def test_without_days_a_backup_holds_it_until_somebody_deletes_it(played: Folder) -> None:
    played.done("backup", str(played.path / "copy.db"), "--now", "2031-01-01T09:00:00Z")
    (told,) = json.loads(purge(played, "--yes", "--json"))
    assert [(Path(one["file"]).name, one["until"], one["there"]) for one in told["backups"]] == [
        ("copy.db", None, True)
    ]
    (played.path / "copy.db").unlink()  # or the canaries would be found in it


def test_whoever_has_the_certificate_can_show_whose_record_was_destroyed(played: Folder) -> None:
    import hashlib
    import hmac

    told = json.loads(purge(played, "--yes", "--json"))
    key = bytes.fromhex(told[0]["key"])
    assert told[0]["records"][0]["party"] == hmac.new(key, b"p@mail.example", hashlib.sha256).hexdigest()
    assert told[0]["key"].encode() not in files(played.path)["mailflow.db"]


def test_a_certificate_is_never_written_over_another_and_nothing_goes_without_one(played: Folder) -> None:
    (played.path / "certificate.txt").write_text("an older one")
    result = played.ask(
        "retention", "purge", "--yes", "--now", PAST, "--certificate", str(played.path / "certificate.txt")
    )
    assert result.exit_code == 1 and "is there already" in result.stderr
    assert every(found_in(played)) == set(CANARIES)


@pytest.mark.parametrize("words", [("--dry-run",), ("--dry-run", "--yes")])
def test_a_dry_run_says_what_would_go_and_nothing_does(played: Folder, words: tuple[str, ...]) -> None:
    assert "1 record past its time." in purge(played, *words)
    assert every(found_in(played)) == set(CANARIES)
    assert not (played.path / "certificate.txt").exists()


def test_without_a_terminal_nothing_is_destroyed_unasked(played: Folder) -> None:
    result = played.ask("retention", "purge", "--now", PAST)
    assert result.exit_code == 2
    assert every(found_in(played)) == set(CANARIES)


@pytest.mark.parametrize(("now", "gone"), [(LAST, False), (PAST, True)])
def test_a_record_goes_on_the_day_after_its_last_and_not_before(played: Folder, now: str, gone: bool) -> None:
    purge(played, "--yes", now=now)
    assert (found_in(played) == {}) is gone


@pytest.mark.parametrize(
    "words", [("hold", "LC-2026-0001"), ("tag", "LC-2026-0001", "safeguarding")], ids=["hold", "safeguarding"]
)
def test_a_hold_and_safeguarding_always_win(played: Folder, words: tuple[str, ...]) -> None:
    played.done("case", *words, "--reason", "somebody may need it", "--yes", "--now", WHILE)
    purge(played, "--yes", now=AFTER)
    assert every(found_in(played)) == set(CANARIES)
    result = played.ask("case", "erase", "LC-2026-0001", "--reason", "they asked", "--yes", "--now", AFTER)
    assert result.exit_code == 1 and "The record of LC-2026-0001 is kept" in result.stderr


def test_a_hold_that_ended_keeps_nothing_any_more(played: Folder) -> None:
    played.done("case", "hold", "LC-2026-0001", "--reason", "a court asked", "--yes", "--now", WHILE)
    played.done("case", "release", "LC-2026-0001", "--reason", "it is over", "--yes", "--now", WHILE)
    for one in played.json("letter", "list"):
        if one["status"] in {"queued", "held"} and one["ref"] == "LC-2026-0001":
            played.done("letter", "cancel", str(one["id"]), "--reason", "no", "--yes", "--now", WHILE)
    purge(played, "--yes")
    assert found_in(played) == {}


def test_what_can_be_counted_stays_so_that_years_can_be_compared(played: Folder) -> None:
    period = ("--from", "2026-11-01", "--to", "2026-11-30", "--now", PAST)
    before = played.json("report", *period)
    purge(played, "--yes")
    assert played.json("report", *period) == before


def test_a_purged_case_says_when_and_why_it_went(played: Folder) -> None:
    purge(played, "--yes", "--by", "ada")
    result = played.ask("case", "show", "LC-2026-0001")
    assert result.exit_code == 1
    assert (
        "The record of LC-2026-0001 was destroyed on 2031-11-07 00:00 by ada. 5 years from Friday 6 November 2026"
        in result.stderr
    )
    assert "There is no case LC-2026-0003" in played.ask("case", "show", "LC-2026-0003").stderr


def test_every_listing_goes_on_after_a_purge(played: Folder) -> None:
    purge(played, "--yes")
    for words in (("case", "list"), ("message", "list"), ("letter", "list"), ("pen", "list"), ("retention", "due")):
        played.done(*words, "--now", PAST)
    assert played.ask("message", "show", "1", "--raw").exit_code == 1
    assert "LC-2026-0001" in played.done("message", "show", "1")


@on_both
def test_one_case_is_erased_before_its_time_with_a_reason_that_stays(played: Folder) -> None:
    certificate = str(played.path / "one.txt")
    words = ("case", "erase", "LC-2026-0001", "--certificate", certificate, "--now", WHILE)
    assert played.ask(*words, "--yes").exit_code == 2, "a reason is asked for"
    played.done(*words, "--yes", "--reason", "the person asked for it")
    assert found_in(played) == {}
    assert "Why: the person asked for it" in (played.path / "one.txt").read_text(encoding="utf-8")
    assert "the person asked for it" in played.ask("case", "show", "LC-2026-0001").stderr


def test_an_open_case_is_not_erased(played: Folder) -> None:
    result = played.ask("case", "erase", "LC-2026-0002", "--reason", "they asked", "--yes", "--now", WHILE)
    assert result.exit_code == 1 and "The record of LC-2026-0002 is kept: it is open." in result.stderr


def test_a_daemon_that_reads_meanwhile_does_not_keep_the_log_full(played: Folder) -> None:
    settings = load_settings(played.config)
    with Store.open(settings.database.url) as other:
        with other.reading() as reader:
            reader.case("LC", "LC-2026-0001")
        purge(played, "--yes")
        assert found_in(played) == {}
        with other.reading() as reader:
            assert verify(reader, "LC").is_sound


# --- on a real mailbox ------------------------------------------------------------------------------------------------


def everything_in(office: Folder) -> bytes:
    """All mail of all folders of the mailbox."""
    found = b""
    with ImapMailbox(load_settings(office.config).organisations[0].mailbox.imap) as mailbox:
        for folder in ("INBOX", "Filed", "Sent"):
            if mailbox.has_folder(folder):
                mailbox.open(folder, readonly=True)
                found += b"".join(one.raw for one in mailbox.fetch(mailbox.uids(), 1 << 20))
    return found


def configure(office: Folder, change: Callable[[str], str]) -> None:
    office.config.write_text(change(office.config.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize("spool", ["leave", "move:Filed"])
@pytest.mark.parametrize("purged", ["leave", "delete"])
def test_the_copies_in_the_mailbox_go_where_the_configuration_says_so(
    office: Folder, dovecot: Dovecot, user: str, spool: str, purged: str
) -> None:
    extra = f'since = "2026-11-01"\nspool = "{spool}"\npurged = "{purged}"'
    configure(office, lambda text: text.replace('since = "2026-11-01"', extra))
    dovecot.deliver(user, mail("The nanny", "She did not come."), MONDAY)
    dovecot.deliver(user, mail("The invoice", "It is wrong.", "q@mail.example"), MONDAY)
    office.done("run", "--once", "--now", MONDAY.isoformat())
    words = ("LC-2026-0001", "--reason", "they have moved away", "--yes", "--now", WHILE)
    office.done("case", "close", *words)
    office.done("run", "--once", "--now", WHILE)
    before = everything_in(office)
    assert b"She did not come." in before and b"LC-2026-0001" in before
    office.done(
        *("case", "erase", "LC-2026-0001", "--reason", "asked", "--yes", "--now", WHILE),
        *("--certificate", str(office.path / "certificate.txt")),
    )
    after = everything_in(office)
    assert (b"She did not come." not in after and b"LC-2026-0001" not in after) is (purged == "delete")
    assert b"It is wrong." in after and b"LC-2026-0002" in after, "another family's mail stays"
    # What is left in the mailbox is known by its bytes: it opens no case again.
    office.done("run", "--once", "--now", WHILE)
    assert [one["ref"] for one in office.json("case", "list")] == ["LC-2026-0002"]


def test_an_answer_to_a_letter_of_a_purged_case_is_a_new_complaint(office: Folder, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail("The nanny", "She did not come."), MONDAY)
    office.done("run", "--once", "--now", MONDAY.isoformat())
    office.done("case", "close", "LC-2026-0001", "--reason", "moved", "--yes", "--now", WHILE)
    office.done("run", "--once", "--now", WHILE)
    office.done(
        *("case", "erase", "LC-2026-0001", "--reason", "asked", "--yes", "--now", WHILE),
        *("--certificate", str(office.path / "certificate.txt")),
    )
    dovecot.deliver(user, mail("Re: [LC-2026-0001] Your complaint", "Why do you not answer?"), MONDAY)
    office.done("run", "--once", "--now", WHILE)
    assert [one["ref"] for one in office.json("case", "list")] == ["LC-2026-0002"]


def test_a_mailbox_out_of_reach_keeps_the_record(played: Folder) -> None:
    configure(played, lambda text: text.replace("[mailbox]\n", '[mailbox]\npurged = "delete"\n'))
    result = played.ask("retention", "purge", "--yes", "--now", PAST, "--certificate", str(played.path / "c.txt"))
    assert result.exit_code == 1
    assert every(found_in(played)) == set(CANARIES)


# --- on no case -------------------------------------------------------------------------------------------------------


def little_footsteps(text: str) -> str:
    """Return a configuration with the policy that keeps its records for five years."""
    return text.replace("libra-children-services", "little-footsteps").partition("[[staff]]")[0] + STAFF


@pytest.mark.clause("LF-4.2")
@pytest.mark.parametrize(
    ("now", "purged", "gone", "database"),
    [
        ("2031-11-02T23:00:00Z", "delete", False, "sqlite"),
        ("2031-11-03T01:00:00Z", "delete", True, "sqlite"),
        ("2031-11-03T01:00:00Z", "leave", True, "sqlite"),
        ("2031-11-03T01:00:00Z", "delete", True, "postgresql"),
    ],
    indirect=["database"],
)
def test_what_is_on_no_case_goes_when_it_is_as_old_as_a_record_is_kept(
    office: Folder, dovecot: Dovecot, user: str, now: str, gone: bool, purged: str
) -> None:
    extra = f'since = "2026-11-01"\npurged = "{purged}"'
    configure(office, lambda text: little_footsteps(text.replace('since = "2026-11-01"', extra)))
    dovecot.deliver(user, mail("The invoice", "It is wrong.", "q@mail.example"), MONDAY)
    stranger = mail("Re: [LC-2026-0001] Buy my beans", "They are very cheap beans.", "beans@shop.example")
    dovecot.deliver(user, stranger, MONDAY)
    office.done("run", "--once", "--now", MONDAY.isoformat())
    (entry,) = office.json("pen", "list")
    office.done("pen", "discard", str(entry["id"]), "--reason", "spam", "--by", "Ada", "--now", MONDAY.isoformat())
    # Who wrote it stays on the case whose family was asked about it.
    beans = (b"cheap beans", b"Buy my beans")
    assert every(found_in(office, beans)) == set(beans)
    said = office.done("retention", "due", "--now", now)
    assert ("1 message on no case is past its time" in said) is gone
    told = purge(office, "--yes", now=now)
    assert (found_in(office, beans) == {}) is gone
    assert ("0 records, and 1 message on no case, destroyed" in told) is gone
    assert (b"cheap beans" not in everything_in(office)) is (gone and purged == "delete")
    if gone:
        assert "5 years from receipt (LF-4.2)" in (office.path / "certificate.txt").read_text(encoding="utf-8")
    assert "0 unexplained" in office.done("reconcile", "--now", now)
    office.done("run", "--once", "--now", now)
    assert office.json("pen", "list") == []
    assert [one["ref"] for one in office.json("case", "list")] == ["LC-2026-0001"]


def test_what_waits_in_the_pen_is_kept_however_old_it_is(office: Folder, dovecot: Dovecot, user: str) -> None:
    configure(office, little_footsteps)
    dovecot.deliver(user, mail("The invoice", "It is wrong.", "q@mail.example"), MONDAY)
    dovecot.deliver(user, mail("Re: [LC-2026-0001] Hello", "Who are you?", "who@mail.example"), MONDAY)
    office.done("run", "--once", "--now", MONDAY.isoformat())
    assert len(office.json("pen", "list")) == 1
    purge(office, "--yes", now=AFTER)
    assert b"Who are you?" in files(office.path)["mailflow.db"]

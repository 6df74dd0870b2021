"""Transactions, crashes and what a person is told, on both databases."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from mailflow.core.facts import Tagged
from mailflow.store import Conflict, Store, StoreUnavailable, verify
from tests.store.examples import AT, ORG, arrival, change, fact, new_letter, open_case, opening
from tests.support.postgres import Postgres

REF = "LC-2026-0001"

#: Writes a whole step inside one transaction, says so, and waits to be killed.
_DYING = """
import sys
from mailflow.store import Store
from tests.store.examples import AT, ORG, arrival, change, new_letter, opening
with Store.open(sys.argv[1]) as store, store.writing() as record:
    (kept,) = record.keep(ORG, "INBOX", 7, [arrival(1)])
    record.save_cases(ORG, [change(None, *opening("LC-2026-0001"))], AT)
    record.queue([new_letter("ack:LC-2026-0001")])
    record.open_pen(ORG, message=kept.message, reason="x", opened_at=AT)
    print("written", flush=True)
    sys.stdin.read()
"""


def test_an_exception_keeps_nothing_of_the_transaction(store: Store) -> None:
    with suppress(RuntimeError), store.writing() as record:
        record.keep(ORG, "INBOX", 7, [arrival(1)])
        record.save_cases(ORG, [change(None, *opening(REF))], AT)
        record.queue([new_letter()])
        raise RuntimeError("a bug")
    assert_empty(store)


def test_a_process_killed_while_writing_leaves_nothing(store: Store, made_url: str) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _DYING, made_url]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
    assert_empty(store)
    open_case(store)
    with store.reading() as record:
        assert verify(record, ORG).is_sound


def assert_empty(store: Store) -> None:
    """Assert that a record has nothing in it."""
    with store.reading() as record:
        assert record.messages(ORG) == []
        assert record.seen_uids(ORG, "INBOX", 7) == set()
        assert record.case_rows(ORG) == []
        assert record.events(ORG, REF) == []
        assert record.letters(ORG) == []
        assert record.pen(ORG) == []
        assert verify(record, ORG).events == 0


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    with store.reading() as before:
        assert before.case_rows(ORG) == []
        open_case(store)
        assert before.case_rows(ORG) == []
        assert before.events(ORG, REF) == []
    with store.reading() as after:
        assert len(after.case_rows(ORG)) == 1


def test_a_reader_cannot_write(store: Store) -> None:
    with store.reading() as record:
        assert not hasattr(record, "save_cases")


def test_of_two_who_change_the_same_case_one_is_told(store: Store) -> None:
    case = open_case(store)
    together = threading.Barrier(2)

    def tag(word: str) -> bool:
        tagged = change(case, fact(Tagged(tag=word)))
        together.wait()
        try:
            with store.writing() as record:
                record.save_cases(ORG, [tagged], AT)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tag, ["one", "other"])) == [False, True]
    with store.reading() as record:
        assert len(record.events(ORG, REF)) == 4
        assert verify(record, ORG).is_sound


def test_many_writers_at_once_make_one_sound_chain(store: Store) -> None:
    def work(worker: int) -> list[int]:
        numbers = []
        for _ in range(5):
            with store.writing() as record:
                number = record.next_number(ORG, 2026)
                record.save_cases(ORG, [change(None, *opening(f"LC-2026-{number:04}"))], AT)
                record.queue([new_letter(f"ack:{number}")])
                record.keep(ORG, "INBOX", worker, [arrival(number, b"%d" % (number % 3))])
            numbers.append(number)
        return numbers

    with ThreadPoolExecutor(4) as pool:
        given = sorted(number for numbers in pool.map(work, range(1, 5)) for number in numbers)
    assert given == list(range(1, 21))
    with store.reading() as record:
        found = verify(record, ORG)
        assert (found.why, found.events) == ("", 60)
        assert len(record.messages(ORG)) == 3


def test_two_writers_queue_a_letter_with_one_key_once(store: Store) -> None:
    together = threading.Barrier(4)

    def queue(_: int) -> list[int | None]:
        letter = new_letter("ack:1")
        together.wait()
        with store.writing() as record:
            return record.queue([letter])

    with ThreadPoolExecutor(4) as pool:
        ids = [id for ids in pool.map(queue, range(4)) for id in ids]
    assert len([id for id in ids if id is not None]) == 1


def test_many_who_open_an_empty_database_at_once_make_one(url: str) -> None:
    def start(_: int) -> None:
        Store.open(url).close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    with Store.open(url) as store:
        case = open_case(store)
        with store.reading() as record:
            assert record.case_rows(ORG) == [case]


def test_a_closed_and_opened_record_is_the_same(made_url: str) -> None:
    with Store.open(made_url) as store:
        case = open_case(store)
    with Store.open(made_url) as store, store.reading() as record:
        assert record.case(ORG, REF) == case
        assert verify(record, ORG).is_sound


def test_the_file_of_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store:
            open_case(store)
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes["mailflow.db"] == 0o600
    assert set(modes.values()) == {0o600}


def test_sqlite_is_told_to_keep_what_it_commits(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store, store.writing() as record:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema", "busy_timeout")
        found = {name: record._db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 30_000,
    }


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mailflow.db", "write sqlite:///FILE or postgresql"),
        ("mysql://user:secret@host/name", "write sqlite:///FILE or postgresql"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/name", "see that it runs"),
        ("sqlite:////nowhere/at/all/mailflow.db", "make its folder"),
    ],
)
def test_a_database_out_of_reach_is_told_with_a_remedy_and_without_the_password(url: str, says: str) -> None:
    with pytest.raises(StoreUnavailable, match=says) as told:
        Store.open(url)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_database_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    path.write_bytes(b"no database at all, but long enough to look at" * 100)
    with pytest.raises(StoreUnavailable, match="right file, or restore the last backup"):
        Store.open(f"sqlite:///{path}")


def test_a_damaged_file_is_told_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    with Store.open(f"sqlite:///{path}") as store:
        for number in range(50):
            open_case(store, f"LC-2026-{number:04}")
    path.write_bytes(path.read_bytes()[:8192] + b"\xff" * (path.stat().st_size - 8192))
    with pytest.raises(StoreUnavailable, match="restore the last backup"):
        Store.open(f"sqlite:///{path}")


def test_a_full_disk_is_told_with_a_remedy_and_nothing_is_kept(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store:
        with pytest.raises(StoreUnavailable, match="free some space"), store.writing() as record:
            record._db.exec_driver_sql("PRAGMA max_page_count = 100")
            record.keep(ORG, "INBOX", 7, [arrival(1, os.urandom(1_000_000))])
        assert_empty(store)


def test_a_connection_that_breaks_is_told_and_the_next_one_works(postgres_server: Postgres) -> None:
    with Store.open(postgres_server.url(postgres_server.new_database())) as store:
        with pytest.raises(StoreUnavailable, match="nothing of this step was kept"), store.writing() as record:
            record.next_number(ORG, 2026)
            postgres_server.break_connections()
            record.next_number(ORG, 2026)
        assert_empty(store)
        open_case(store)


def test_a_connection_that_breaks_at_the_commit_leaves_it_open_what_was_kept(postgres_server: Postgres) -> None:
    with Store.open(postgres_server.url(postgres_server.new_database())) as store:
        with pytest.raises(StoreUnavailable, match="not known whether"), store.writing() as record:
            record.keep_policy("digest", "name", "text")
            postgres_server.break_connections()
        open_case(store)


def test_two_who_wait_for_each_other_end_in_a_conflict_that_can_be_tried_again(postgres_server: Postgres) -> None:
    together = threading.Barrier(2)

    def cross(orgs: tuple[str, str]) -> bool:
        try:
            with store.writing() as record:
                record.next_number(orgs[0], 2026)
                together.wait()
                record.next_number(orgs[1], 2026)
        except Conflict:
            return False
        return True

    with Store.open(postgres_server.url(postgres_server.new_database())) as store, ThreadPoolExecutor(2) as pool:
        with store.writing() as record:
            record.next_number("LC", 2026)
            record.next_number("CL", 2026)
        assert sorted(pool.map(cross, [("LC", "CL"), ("CL", "LC")])) == [False, True]


def test_a_record_that_nobody_uses_holds_no_lock_on_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    with Store.open(f"sqlite:///{path}") as store:
        open_case(store)
        with store.reading() as record:
            assert len(record.case_rows(ORG)) == 1
        with suppress(RuntimeError), store.writing() as record:
            record.keep(ORG, "INBOX", 7, [arrival(1, b"x")])
            raise RuntimeError
        other = sqlite3.connect(path, timeout=0)
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, "somebody reads or writes"
        other.execute("VACUUM")
        other.close()


def test_what_went_wrong_in_one_transaction_is_no_part_of_the_next(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store:
        for _ in range(2):
            with pytest.raises(RuntimeError), store.writing() as record:
                record.keep(ORG, "INBOX", 7, [arrival(1, b"x")])
                with store.reading() as within:
                    assert within.messages(ORG) == []
                raise RuntimeError
        assert_empty(store)
        open_case(store)
        with store.reading() as record:
            assert len(record.case_rows(ORG)) == 1


def test_a_thread_that_ends_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    with Store.open(f"sqlite:///{path}") as store:
        thread = threading.Thread(target=open_case, args=(store,))
        thread.start()
        thread.join()
        with store.reading() as record:
            assert len(record.case_rows(ORG)) == 1
    held = [one.readlink() for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    assert path not in held

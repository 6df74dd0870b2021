"""``mailflow restore`` and the copy before ``db upgrade``: never over something else, never behind a daemon's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mailflow.settings import load_settings
from mailflow.store import Store, schema
from tests.admin.conftest import Folder
from tests.admin.test_retention import PAST, played

__all__ = ["played"]


@pytest.fixture
def copy(played: Folder) -> Path:
    """A backup, and a record that has gone on since."""
    path = played.path / "copy.db"
    played.done("backup", str(path))
    played.done("case", "note", "LC-2026-0002", "--text", "later", "--yes", "--now", PAST)
    return path


def events(folder: Folder) -> int:
    """How many events the record has."""
    number: int = folder.json("audit", "verify")[0]["events"]
    return number


def revisions() -> list[str]:
    return list(schema.REVISIONS)


def revised(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_a_record_is_not_written_over_unless_asked_and_is_kept_aside_then(played: Folder, copy: Path) -> None:
    later = events(played)
    result = played.ask("restore", str(copy))
    assert result.exit_code == 1 and "is not empty" in result.stderr
    assert events(played) == later
    told = played.json("restore", str(copy), "--replace", "--now", PAST)
    assert events(played) == told["events"]["LC"] < later
    assert told["aside"] == str(played.path / "mailflow.db.before-20311107T000000Z")
    with Store.open(f"sqlite:///{told['aside']}") as old, old.reading() as reader:
        assert reader.chain_end("LC")[0] == later
    assert copy.exists()


def test_where_there_is_nothing_nothing_is_kept_aside(played: Folder, copy: Path) -> None:
    for one in played.path.glob("mailflow.db*"):
        one.unlink()
    assert played.json("restore", str(copy))["aside"] is None
    assert events(played) > 0


def test_a_daemon_at_work_is_not_disturbed(played: Folder, copy: Path) -> None:
    later = events(played)
    with Store.open(load_settings(played.config).database.url) as store, store.alone("mailbox:LC"):
        result = played.ask("restore", str(copy), "--replace")
    assert result.exit_code == 1 and "works on the mailbox of LC" in result.stderr
    assert events(played) == later


def test_a_broken_record_is_kept_aside_as_it_is(played: Folder, copy: Path) -> None:
    (played.path / "mailflow.db").write_bytes(b"broken")
    told = played.json("restore", str(copy), "--replace")
    assert Path(told["aside"]).read_bytes() == b"broken"
    assert events(played) == told["events"]["LC"]


def test_no_letter_leaves_after_a_restore_before_the_record_was_recovered(played: Folder, copy: Path) -> None:
    played.done("restore", str(copy), "--replace")
    result = played.ask("run", "--once", "--now", PAST)
    assert result.exit_code == 1 and "run: mailflow recover" in result.stderr


def test_where_nothing_has_happened_since_the_daemon_may_work_at_once(played: Folder, copy: Path) -> None:
    played.done("restore", str(copy), "--replace", "--nothing-since")
    with Store.open(load_settings(played.config).database.url) as store, store.reading() as reader:
        assert reader.recovering_since("LC") is None


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE event SET data = '{}' WHERE n = 2", "the data of event 2"),
        ("DELETE FROM event WHERE n = 2", "event 2 is missing"),
        ("UPDATE alembic_version SET version_num = '9999'", "by a later mailflow"),
        ("DROP TABLE alembic_version", "no backup of mailflow's"),
    ],
)
def test_a_backup_that_does_not_hold_changes_nothing(played: Folder, copy: Path, damage: str, said: str) -> None:
    later = events(played)
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute(damage)
    result = played.ask("restore", str(copy), "--replace")
    assert result.exit_code == 1 and said in result.stderr and "nothing was changed" in result.stderr
    assert events(played) == later
    assert not list(played.path.glob("*restoring*"))


def test_a_database_that_somebody_works_with_is_no_backup(played: Folder, copy: Path) -> None:
    (played.path / "copy.db-wal").write_bytes(b"what was written last")
    result = played.ask("restore", str(copy), "--replace")
    assert result.exit_code == 1 and "a database in use" in result.stderr


@pytest.mark.parametrize("content", [b"", b"a letter to my aunt\n" * 9])
def test_what_is_no_database_is_refused(played: Folder, content: bytes) -> None:
    path = played.path / "aunt.db"
    path.write_bytes(content)
    result = played.ask("restore", str(path), "--replace")
    assert result.exit_code == 1 and "no backup of mailflow" in result.stderr


@pytest.fixture
def older(played: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of these tests is of an earlier mailflow: what brings it up to date is its revision alone."""

    def brought(connection: object, to: str = "head") -> None:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")  # type: ignore[attr-defined]

    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0099"))
    monkeypatch.setattr(schema, "upgrade_in", brought)


def test_a_backup_of_an_earlier_mailflow_is_brought_up_to_date(played: Folder, copy: Path, older: None) -> None:
    told = played.json("restore", str(copy), "--replace")
    assert told["upgraded"] and events(played) == told["events"]["LC"]


@pytest.mark.usefixtures("older")
def test_before_an_upgrade_a_copy_is_written_and_verified_and_the_newest_are_kept(played: Folder) -> None:
    text = played.config.read_text(encoding="utf-8")
    played.config.write_text(f"{text}\n[backup]\nkeep = 2\n", encoding="utf-8")
    was = revisions()[-2]
    for hour in (1, 2, 3):
        revised(played.path / "mailflow.db", was)
        told = played.json("db", "upgrade", "--now", f"2031-01-0{hour}T10:00:00Z")
        assert told["changed"] and Path(told["backup"]).name == f"before-upgrade-{was}-2031010{hour}T100000Z.db"
    kept = sorted((played.path / "backups").iterdir())
    assert [one.name[-19:-12] for one in kept] == ["2031010", "2031010"] and len(kept) == 2
    assert kept[0].stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(kept[1])) as before, before:
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == (was,)
    assert played.json("db", "upgrade") == {"changed": False, "backup": None}


@pytest.mark.usefixtures("older")
def test_no_copy_is_written_where_none_is_wanted(played: Folder) -> None:
    revised(played.path / "mailflow.db", revisions()[-2])
    assert played.json("db", "upgrade", "--no-backup") == {"changed": True, "backup": None}
    assert not (played.path / "backups").exists()


def test_a_database_of_a_later_mailflow_is_refused_and_no_copy_made(played: Folder) -> None:
    revised(played.path / "mailflow.db", "9999")
    result = played.ask("db", "upgrade")
    assert result.exit_code == 1 and "by a later mailflow" in result.stderr
    assert not (played.path / "backups").exists()

"""``mailflow backup``: a whole copy, or none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from mailflow.settings import load_settings
from mailflow.store import Store, StoreUnavailable
from tests.admin.conftest import Folder
from tests.admin.test_retention import PAST, played

__all__ = ["played"]


def in_place_of(folder: Folder, copy: Path) -> None:
    """Put a copy in the place of the database, as operations.md says."""
    for one in folder.path.glob("mailflow.db*"):
        one.unlink()
    copy.rename(folder.path / "mailflow.db")


def test_a_copy_put_in_its_place_is_the_record_as_it_was(played: Folder) -> None:
    before = played.json("case", "show", "LC-2026-0001", "--now", PAST), played.json("audit", "verify")
    copy = played.path / "copy.db"
    assert "verified: LC" in played.done("backup", str(copy))
    played.done("case", "note", "LC-2026-0002", "--text", "later", "--yes", "--now", PAST)
    in_place_of(played, copy)
    assert (played.json("case", "show", "LC-2026-0001", "--now", PAST), played.json("audit", "verify")) == before


def test_a_copy_is_one_file_for_its_owner_alone(played: Folder) -> None:
    told = played.json("backup", str(played.path / "copy.db"))
    (copy,) = played.path.glob("copy.db*")
    assert (copy.stat().st_mode & 0o777, copy.stat().st_size) == (0o600, told["bytes"])


def test_a_copy_is_made_while_somebody_writes_and_has_only_what_was_committed(played: Folder) -> None:
    with Store.open(load_settings(played.config).database.url) as store, store.writing() as writer:
        writer.keep_policy("f" * 64, "unfinished", "unfinished")
        played.done("backup", str(played.path / "copy.db"))
    with sqlite3.connect(played.path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM policy WHERE name = 'unfinished'").fetchone() == (0,)


def test_nothing_is_written_over(played: Folder) -> None:
    (played.path / "copy.db").write_text("an older one")
    result = played.ask("backup", str(played.path / "copy.db"))
    assert result.exit_code == 1 and "is there already" in result.stderr
    assert (played.path / "copy.db").read_text() == "an older one"


def test_a_record_that_does_not_hold_leaves_no_copy(played: Folder) -> None:
    with sqlite3.connect(played.path / "mailflow.db") as database:
        database.execute("UPDATE event SET data = '{}' WHERE n = 2")
    result = played.ask("backup", str(played.path / "copy.db"))
    assert result.exit_code == 1 and "the data of event 2" in result.stderr
    assert not list(played.path.glob("copy.db*"))


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store:
        monkeypatch.setattr(store._database, "is_sqlite", False)
        with pytest.raises(StoreUnavailable, match="pg_dump"):
            store.copy_to(tmp_path / "copy.db")

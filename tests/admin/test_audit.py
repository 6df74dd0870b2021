"""``mailflow audit verify`` and ``db upgrade``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with a case."""
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    office.done("run", "--once", *NOW)
    return office


def test_an_untouched_record_holds(worked: Folder) -> None:
    (found,) = worked.json("audit", "verify")
    assert (found["sound"], found["broken_at"], len(found["last_hash"])) == (True, None, 64)
    assert worked.done("audit", "verify").startswith(f"LC: {found['events']} events")


def test_a_record_that_was_changed_behind_our_back_is_told(worked: Folder) -> None:
    with closing(sqlite3.connect(worked.path / "mailflow.db")) as database, database:
        database.execute("UPDATE event SET by = 'somebody else' WHERE n = 2")
    result = worked.ask("audit", "verify")
    assert result.exit_code == 1
    assert "event 2" in result.stderr
    (found,) = json.loads(worked.ask("audit", "verify", "--json").stdout)
    assert (found["sound"], found["broken_at"]) == (False, 2)


def test_tables_that_are_up_to_date_stay_as_they_are(worked: Folder) -> None:
    assert worked.done("db", "upgrade") == "The tables are up to date; nothing was changed.\n"

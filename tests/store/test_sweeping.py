"""Writing PostgreSQL's tables anew so that nothing destroyed is left in them: what stands in the way is said."""

from __future__ import annotations

import psycopg
import pytest

from mailflow.store import Store, sweeping
from tests.store.test_erasure import closed, erase
from tests.support.postgres import Postgres


@pytest.fixture
def url(postgres_server: Postgres, postgres_template: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with a record that was destroyed; nobody is waited for."""
    monkeypatch.setattr(sweeping, "BUSY_S", 0.1)
    made = postgres_server.url(postgres_server.new_database(postgres_template))
    with Store.open(made) as store:
        erase(store, closed(store))
    return made


def test_whoever_may_not_write_the_tables_anew_is_told_to_ask_their_owner(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS guest")
        owner.execute("CREATE ROLE guest LOGIN")
        owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO guest")
    with Store.open(url.replace("mailflow@", "guest@")) as store:
        why = store.sweep()
    assert why is not None and 'let its owner run VACUUM (FULL, ANALYZE) "message"' in why


def test_an_owner_of_the_tables_alone_is_told_of_the_statistics(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS tenant")
        owner.execute("CREATE ROLE tenant LOGIN")
        for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            owner.execute(f'ALTER TABLE "{table}" OWNER TO tenant'.encode())
    with Store.open(url.replace("mailflow@", "tenant@")) as store:
        why = store.sweep()
    assert why is not None and "pg_statistic" in why and "may not vacuum it" in why


@pytest.mark.parametrize("still_open", [True, False])
def test_rows_that_somebody_may_still_read_are_said_to_be_there(
    postgres_server: Postgres, postgres_template: str, monkeypatch: pytest.MonkeyPatch, still_open: bool
) -> None:
    monkeypatch.setattr(sweeping, "BUSY_S", 0.1)
    made = postgres_server.url(postgres_server.new_database(postgres_template))
    with Store.open(made) as store, psycopg.connect(made.replace("+psycopg", "")) as reader:
        case = closed(store)
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.execute("SELECT count(*) FROM counter")
        erase(store, case)
        if not still_open:
            reader.rollback()
        why = store.sweep()
    assert (why is not None and "a transaction from before is still open" in why) is still_open
    assert still_open or why is None


def test_a_table_that_somebody_has_is_said_to_be_in_use(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE message_raw")
        with Store.open(url) as store:
            why = store.sweep()
    assert why is not None and "another process had a table" in why and "mailflow retention sweep" in why


def test_large_tables_wait_for_a_quiet_hour(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE_BYTES", 8192)
    with Store.open(url) as store:
        why = store.sweep()
        assert why is not None and "at a quiet hour, run: mailflow retention sweep" in why
        assert store.sweep(of_any_size=True) is None

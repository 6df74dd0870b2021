"""Tables and migrations, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import mailflow.store
from mailflow.store import Store, StoreTooNew, StoreTooOld, StoreUnavailable, schema, tables, upgrade, verify
from tests.store.examples import ORG, open_case


def run(url: str, *statements: str) -> None:
    """Change a database without mailflow."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()


def table_names(url: str) -> set[str]:
    """Return the tables that a database has."""
    engine = sa.create_engine(url)
    names = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_opening_an_empty_database_makes_the_tables(url: str) -> None:
    Store.open(url).close()
    assert table_names(url) == {*tables.metadata.tables, "alembic_version"}
    assert not upgrade(url)


def test_the_migrations_make_what_the_code_says(made_url: str) -> None:
    engine = sa.create_engine(made_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_the_code_knows_every_revision_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(mailflow.store.__file__).parent / "migrations"))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(revisions)) == schema.REVISIONS


def test_a_database_of_the_first_revision_is_upgraded_and_keeps_everything(url: str, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'now.db'}") as store:
        case = open_case(store)
    with pytest.MonkeyPatch.context() as then:
        then.setattr(schema, "REVISIONS", ("0001",))
        then.setattr(command, "upgrade", partial(_to, "0001", command.upgrade))
        Store.open(url).close()
    _copy_what_fits(f"sqlite:///{tmp_path / 'now.db'}", url)
    with pytest.raises(StoreTooOld):
        Store.open(url)
    assert upgrade(url)
    with Store.open(url) as store, store.reading() as reader:
        assert reader.case(ORG, case.ref) == case
        assert verify(reader, ORG).is_sound


def _copy_what_fits(source: str, to: str) -> None:
    """Copy rows into older tables: what today's code writes, less the columns that they do not have."""
    new, old, engines = sa.MetaData(), sa.MetaData(), (sa.create_engine(source), sa.create_engine(to))
    with engines[0].connect() as reading, engines[1].begin() as writing:
        new.reflect(reading)
        old.reflect(writing)
        for table in old.sorted_tables:
            rows = reading.execute(sa.select(*(new.tables[table.name].c[one.name] for one in table.columns)))
            if table.name != "alembic_version" and (found := [dict(row) for row in rows.mappings()]):
                writing.execute(sa.insert(table), found)
    for engine in engines:
        engine.dispose()


def _to(revision: str, real: Callable[[Config, str], None], config: Config, _: str) -> None:
    real(config, revision)


def test_a_newer_database_is_refused_and_left_alone(made_url: str) -> None:
    run(made_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="later mailflow"):
        Store.open(made_url)
    with pytest.raises(StoreTooNew, match="nothing was changed"):
        upgrade(made_url)


def test_an_older_database_is_refused_until_somebody_upgrades_it(
    made_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9998"))
    with pytest.raises(StoreTooOld, match="mailflow db upgrade"):
        Store.open(made_url)


def test_a_database_of_somebody_else_is_refused_and_left_alone(url: str) -> None:
    run(url, "CREATE TABLE invoice (id INTEGER)")
    for attempt in (Store.open, upgrade):
        with pytest.raises(StoreUnavailable, match="not mailflow's"):
            attempt(url)
    assert table_names(url) == {"invoice"}


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def then_fails(config: Config, revision: str) -> None:
        real(config, revision)
        raise RuntimeError("power cut")

    real = command.upgrade
    monkeypatch.setattr(command, "upgrade", then_fails)
    with pytest.raises(RuntimeError, match="power cut"):
        Store.open(url)
    monkeypatch.undo()
    assert table_names(url) == set()
    with Store.open(url) as store:
        open_case(store)

"""Every test that takes ``store`` or ``url`` runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.store import Store
from tests.support.postgres import Postgres, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One server for all tests of a worker."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """A database with all tables, to be copied."""
    name = postgres_server.new_database()
    Store.open(postgres_server.url(name)).close()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mailflow.db'}"
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.url(server.new_database())


@pytest.fixture(params=["sqlite", "postgresql"])
def made_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with all tables and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'mailflow.db'}"
        Store.open(url).close()
        return url
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.url(server.new_database(request.getfixturevalue("postgres_template")))


@pytest.fixture
def store(made_url: str) -> Iterator[Store]:
    """An open, empty record."""
    with Store.open(made_url) as store:
        yield store

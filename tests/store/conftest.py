"""Every test that takes ``store`` or ``url`` runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.store import Store
from tests.support.postgres import Postgres


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

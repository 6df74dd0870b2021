"""Fixtures for every test, and how hypothesis is run."""

from __future__ import annotations

import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mailflow.store import Store
from tests.support.dovecot import Dovecot
from tests.support.log_canaries import watched
from tests.support.postgres import Postgres, postgres
from tests.support.smtp import SmtpSink

# No deadline: two cores are shared with real servers, and a slow example is not a wrong one. In CI the examples are the
# same in every run, so that a red build is about the change that it builds.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


_numbers = itertools.count(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that shows a clause run: skipped, it would prove nothing and nobody would see it."""
    report = yield
    if report.skipped and item.get_closest_marker("clause") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} shows a clause of a policy (make clauses) and was skipped: {call.excinfo}"
    return report


@pytest.fixture(autouse=True)
def log_canaries() -> Iterator[None]:
    """No personal data in any log line, whatever the level and whoever's logger: held against every test."""
    with watched() as wrong:
        yield
    assert not wrong, "\n".join(wrong[:10])


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """One Dovecot for all tests of a worker. A test that breaks the server starts one of its own instead."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot, request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """The shared Dovecot; when the test fails, the end of its log is in the report."""
    failed = request.session.testsfailed
    yield dovecot_server
    if request.session.testsfailed > failed:
        request.node.add_report_section("teardown", "dovecot.log", dovecot_server.log())


@pytest.fixture
def user(dovecot_server: Dovecot) -> str:
    """A mailbox user that no other test has, with the password ``secret`` and an empty INBOX."""
    return dovecot_server.add_user(f"user{next(_numbers)}@libra.example")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One PostgreSQL for all tests of a worker. A test that breaks more than connections starts one of its own."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Postgres) -> str:
    """A database with all tables, to be copied."""
    name = postgres_server.new_database()
    Store.open(postgres_server.url(name)).close()
    return name


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """An SMTP server that keeps every letter, without passwords or TLS."""
    with SmtpSink() as server:
        yield server


@pytest.fixture(scope="session")
def mails() -> Path:
    """The folder of mail corpora, or a skip that says how to name it."""
    return _folder("MAILFLOW_MAILS", "the mail corpora")


def _folder(variable: str, what: str) -> Path:
    path = os.environ.get(variable)
    if not path or not Path(path).is_dir():
        pytest.skip(f"{variable} does not name a folder: {what} are not here")
    return Path(path)

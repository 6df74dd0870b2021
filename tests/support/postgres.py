"""A throw-away PostgreSQL on a free loopback port, with or without root, and an empty database for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.support.ports import free_ports

_numbers = itertools.count(1)


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs (Debian keeps them out of PATH), or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).parent if elsewhere else None


class Postgres:
    """A running server. Nothing in it outlives the tests, so it need not be careful with the disk."""

    def __init__(self, port: int, pg_ctl: Callable[..., None], start: tuple[str, ...]) -> None:
        self._port = port
        self._pg_ctl = pg_ctl
        self._start = start

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        return f"postgresql+psycopg://mailflow@127.0.0.1:{self._port}/{name}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database, as a copy of ``template``, and return its name."""
        name = f"test_{next(_numbers)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def break_connections(self) -> None:
        """Throw out everybody, as a restart of the server does."""
        self._execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mailflow'")

    def stop(self) -> None:
        """End the server at once, as a crash does."""
        self._pg_ctl("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it, again on the same port, and wait until it answers."""
        self._pg_ctl(*self._start)

    def _execute(self, statement: str) -> None:
        address = f"postgresql://mailflow@127.0.0.1:{self._port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server and throw it away at the end. Without PostgreSQL: fail where all tests must run, else skip."""
    programs = find_programs()
    if programs is None:
        why = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI") or os.environ.get("MAILFLOW_FULL"):
            pytest.fail(why)
        pytest.skip(why)
    home = Path(tempfile.mkdtemp(prefix="mailflow-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # initdb refuses root
        shutil.chown(home, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    (port,) = free_ports(1)

    def call(program: str, *arguments: str) -> None:
        command = [*as_user, str(programs / program), "-D", str(home / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    try:
        call("initdb", "-A", "trust", "-U", "mailflow", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        careless = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 {careless}"
        start = ("-w", "-l", str(home / "log"), "-o", options, "start")
        server = Postgres(port, lambda *arguments: call("pg_ctl", *arguments), start)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)

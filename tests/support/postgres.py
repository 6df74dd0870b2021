"""A throw-away PostgreSQL on a free loopback port, with or without root, and an empty database for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.ports import free_ports

_numbers = itertools.count(1)
#: Every column of every table of ours, in whatever schema, and what the planner took out of them.
_COLUMNS = """
    SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema NOT IN ('information_schema', 'pg_catalog')
    OR (table_schema, table_name) = ('pg_catalog', 'pg_stats')
"""


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs (Debian keeps them out of PATH), or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).parent if elsewhere else None


def holds(url: str, wanted: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Return which of these bytes stand in which column of a database, the planner's statistics included."""
    found: dict[str, list[bytes]] = {}
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        columns = connection.execute(_COLUMNS).fetchall()
        for schema, table, column, type_ in columns:
            text = "{}" if type_ == "bytea" else "convert_to({}::text, 'UTF8')"
            its = sql.Identifier(column)
            value = sql.SQL(text).format(its)
            of = sql.Identifier(schema, table)
            query = sql.SQL("SELECT {} FROM {} WHERE {} IS NOT NULL").format(value, of, its)
            held = b"\n".join(bytes(row[0]) for row in connection.execute(query))
            if those := [one for one in wanted if one in held]:
                found[f"{schema}.{table}.{column}"] = those
    return found


class Postgres:
    """A running server. Nothing in it outlives the tests, so it need not be careful with the disk."""

    def __init__(self, port: int, home: Path, pg_ctl: Callable[..., None], start: tuple[str, ...]) -> None:
        self._port = port
        self._home = home
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

    def holds_on_disk(self, url: str, wanted: Iterable[bytes]) -> dict[str, list[bytes]]:
        """Return which of these bytes lie in which of the files of a database, its log left out."""
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            (oid,) = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone() or (0,)
        files = {one.name: one.read_bytes() for one in (self._home / "data" / "base" / str(oid)).iterdir()}
        found = {name: [one for one in wanted if one in data] for name, data in files.items()}
        return {name: those for name, those in found.items() if those}

    def statistics_are_kept(self, url: str) -> None:
        """Let the server take values into its statistics, as it does by itself from time to time."""
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("ANALYZE")

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
        server = Postgres(port, home, lambda *arguments: call("pg_ctl", *arguments), start)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)

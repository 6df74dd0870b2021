"""Taking what was destroyed out of PostgreSQL's own files, as far as a client of the server can.

A deleted row stays in its file until the table is written anew (VACUUM FULL; a plain VACUUM only lets the room be used
again). And ANALYZE, which the server runs by itself, copies values out of the rows into the planner's statistics, where
everybody who may read the table can read them (``pg_stats``): VACUUM FULL leaves those alone, and ANALYZE leaves those
of a table that is empty. So each table that holds words is written anew and analysed, the statistics of empty ones are
thrown away, and then the table of the statistics is written anew itself.
"""

from __future__ import annotations

import re
import time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine

from mailflow.store.connecting import BUSY_S
from mailflow.store.tables import case, event, letter, letter_body, message, message_raw, message_text, pen, searchable

#: The tables that hold words of families. What the others hold (places, counters, keys) names nobody.
WORDED: Final = (message, message_raw, message_text, case, event, letter, letter_body, pen, searchable)

#: What no client can take away, for the certificate.
BEYOND: Final = (
    "PostgreSQL's write-ahead log still has it until the server has written over that; archives of the log, standbys "
    "and base backups have it until you delete them"
)

#: Beyond this, tables are not written anew in passing: nobody can use one until it is done.
AT_ONCE_BYTES = 1 << 30

_AGAIN: Final = "run: mailflow retention sweep"
_LOCK_NOT_AVAILABLE: Final = "55P03"
#: Columns whose statistics hold words, of tables without rows.
_LEFT_IN_STATISTICS: Final = sa.text(
    "SELECT s.tablename, s.attname, format_type(a.atttypid, a.atttypmod) AS type FROM pg_stats s"
    " JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', s.schemaname, s.tablename))"
    " AND a.attname = s.attname"
    " WHERE s.schemaname = current_schema() AND s.tablename = :table"
    " AND a.atttypid IN ('text'::regtype, 'bytea'::regtype, 'tsvector'::regtype)"
)


def sweep_server(engine: Engine, *, of_any_size: bool) -> str | None:
    """Write the tables that hold words anew, and their statistics; return why that could not be done.

    Each table is locked while it is written, and whoever wants it waits; that needs room for it once more.

    Args:
        engine: The database.
        of_any_size: Also where they are larger than ``AT_ONCE_BYTES`` together.

    Raises:
        DBAPIError: The server failed.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()  # what is set below is for this connection, and ends with it
        connection.exec_driver_sql(f"SET lock_timeout = {int(BUSY_S * 1000)}")
        try:
            if not of_any_size and (size := _bytes_of(connection)) > AT_ONCE_BYTES:
                held = f"its tables hold {size / (1 << 30):.1f} GB"
                return f"{held}, and nobody can use one while it is written anew; at a quiet hour, {_AGAIN}"
            for table in WORDED:
                if why := _written_anew(connection, f'"{table.name}"', analyse=True):
                    return f"the table {table.name} still holds it in deleted rows: {why}"
                _forget_statistics(connection, table)
            if why := _written_anew(connection, "pg_catalog.pg_statistic", analyse=False):
                return f"the planner's statistics (pg_statistic) still hold some of it in deleted rows: {why}"
        except exc.OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            return f"another process had a table of the database for {BUSY_S} seconds; {_AGAIN}"
    return None


def _bytes_of(connection: Connection) -> int:
    sizes = (sa.func.pg_total_relation_size(sa.func.to_regclass(table.name)) for table in WORDED)
    return sum(connection.scalar(sa.select(size)) or 0 for size in sizes)


def _written_anew(connection: Connection, name: str, *, analyse: bool) -> str | None:
    """Write a table anew, as often as it takes until nobody reads rows that are deleted; return why it was not."""
    driver: Any = connection.connection.dbapi_connection  # detached: the pool has no other any more
    said: list[tuple[str, str]] = []

    def hear(notice: Any) -> None:
        said.append((str(notice.severity_nonlocalized), str(notice.message_detail or "")))

    driver.add_notice_handler(hear)
    end = time.monotonic() + BUSY_S
    try:
        while True:
            said.clear()
            connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE{', ANALYZE' if analyse else ''}) {name}")
            if any(severity == "WARNING" for severity, _ in said):  # it was skipped
                return f"the user of the database may not vacuum it; let its owner run VACUUM (FULL, ANALYZE) {name}"
            if not any(_number(detail) for _, detail in said):
                return None
            if time.monotonic() > end:
                return f"a transaction from before is still open; when it has ended, {_AGAIN}"
            time.sleep(0.2)
    finally:
        driver.remove_notice_handler(hear)


def _number(detail: str) -> int:
    """Return how many deleted rows stay because somebody may still read them: the detail begins with it."""
    found = re.search(r"\d+", detail)
    return int(found[0]) if found else 0


def _forget_statistics(connection: Connection, table: sa.Table) -> None:
    """Throw away what is known of the words of a table that has no rows: nothing else does that."""
    if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
        return
    for row in connection.execute(_LEFT_IN_STATISTICS, {"table": table.name}).all():
        column = f'ALTER TABLE "{row.tablename}" ALTER COLUMN "{row.attname}"'
        connection.exec_driver_sql(f"{column} TYPE {row.type}")  # to the type that it has: only its statistics go

"""Which tables a database has, and bringing them up to date. alembic is imported only when there is something to do."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mailflow.store.engine import Database
from mailflow.store.errors import StoreTooNew, StoreTooOld, StoreUnavailable

#: Every revision under ``migrations/versions``, oldest first; a test holds the two together.
REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
_LOCK: Final = 0x6D61696C666C6F77  # "mailflow": one migration at a time


class Standing(StrEnum):
    """How a database stands to this version of mailflow."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def revision(connection: Connection) -> str | None:
    """Return the revision of the tables, or None for an empty database."""
    tables = set(sa.inspect(connection).get_table_names())
    if not tables:
        return None
    if "alembic_version" not in tables or "chain" not in tables:
        msg = "the database has tables, but they are not mailflow's; name an empty one in the configuration"
        raise StoreUnavailable(msg)
    found: str = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    return found


def require_current(database: Database) -> None:
    """Make the tables in an empty database, and refuse any but the present ones.

    Raises:
        StoreTooOld: ``upgrade`` is needed; it changes the record, so a person asks for it.
        StoreTooNew: A later mailflow made it.
    """
    with database.transaction(writes=False) as connection:
        found = revision(connection)
    if found is None:
        upgrade(database)
    elif found in REVISIONS[:-1]:
        msg = f"the database {database.name} was made by an earlier mailflow; back it up and run: mailflow db upgrade"
        raise StoreTooOld(msg)
    elif found != REVISIONS[-1]:
        raise _too_new(database)


def upgrade(database: Database) -> bool:
    """Bring the tables up to date in one transaction, and say whether there was anything to do."""
    with database.transaction(writes=True) as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        found = revision(connection)
        if found == REVISIONS[-1]:
            return False
        if found is not None and found not in REVISIONS:
            raise _too_new(database)
        upgrade_in(connection)
    return True


def upgrade_in(connection: Connection, to: str = "head") -> None:
    """Make the tables of a revision out of earlier ones, or of none, within a transaction of the caller's."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if not connection.in_transaction():
        connection.begin()  # else alembic begins one of its own, and ends ours with it
    command.upgrade(config, to)


def standing(database: Database) -> Standing:
    """Say how a database stands to this version of mailflow.

    Raises:
        StoreUnavailable: It has tables of somebody else, or cannot be read.
    """
    with database.transaction(writes=False) as connection:
        found = revision(connection)
    if found is None:
        return Standing.EMPTY
    if found == REVISIONS[-1]:
        return Standing.CURRENT
    return Standing.OLDER if found in REVISIONS else Standing.NEWER


def _too_new(database: Database) -> StoreTooNew:
    return StoreTooNew(
        f"the database {database.name} was made by a later mailflow; nothing was changed; install that version again, "
        "or restore the backup from before it"
    )

"""What can go wrong with the record, each with one sentence that says what was kept and what to do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import exc

#: SQLSTATE of a transaction that PostgreSQL has given up over an earlier statement, whose error says what was wrong.
_GIVEN_UP: Final = "25P02"


class StoreError(Exception):
    """The record could not be used. ``str()`` is one sentence for a person."""


class StoreUnavailable(StoreError):
    """The database is out of reach, full, locked or broken. What was committed before is kept; try again later."""


class StoreTooOld(StoreError):
    """The database was made by an earlier mailflow: ``mailflow db upgrade`` brings it up to date."""


class StoreTooNew(StoreError):
    """The database was made by a later mailflow, which wrote things that this one would not understand."""


class Overtaken(StoreError):
    """Another process has taken the mailbox over since this one took it. Nothing of the transaction was kept."""


class Conflict(StoreError):
    """Somebody else changed the same thing meanwhile. Nothing of the transaction was kept; read and decide again."""


def is_the_record(error: BaseException) -> bool:
    """Return whether an error within a transaction is the record's own: no work of the caller's could mend it.

    The database went away, is full or damaged; the transaction is lost, and at its end says so as a ``StoreError``.
    Who catches the errors of single steps lets these pass.
    """
    if isinstance(error, (StoreError, exc.OperationalError, exc.InterfaceError, exc.InternalError)):
        return getattr(getattr(error, "orig", None), "sqlstate", None) != _GIVEN_UP
    # SQLite reports a damaged file with the base class itself.
    return type(error) is exc.DatabaseError

"""What can go wrong with the record, each with one sentence that says what was kept and what to do."""

from __future__ import annotations


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

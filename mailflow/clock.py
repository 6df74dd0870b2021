"""The present: the only module that may ask for it. ``--now`` fixes it for the whole process."""

from __future__ import annotations

from datetime import UTC, datetime

_fixed: datetime | None = None


def now() -> datetime:
    """Return the present in UTC, or the time that was fixed."""
    return _fixed or datetime.now(UTC)


def fix(at: datetime | None) -> None:
    """Take ``at`` for the present from now on; None lets time pass again.

    Raises:
        ValueError: For a time without an offset.
    """
    global _fixed  # one present for one process: that is what --now asks for
    if at is not None and at.tzinfo is None:
        msg = f"the time {at.isoformat()} has no offset; add one, such as {at.isoformat()}+00:00"
        raise ValueError(msg)
    _fixed = at.astimezone(UTC) if at else None

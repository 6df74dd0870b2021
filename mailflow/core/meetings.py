"""Meetings and mediations, and the other side of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody else who has a part in the case: the other side of a mediation."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting or mediation with its invitations.

    Attributes:
        sequence: Counts the changes (RFC 5545 section 3.8.7.4).
        invited: The staff who were invited (addresses as they were written to).
    """

    kind: str
    uid: str
    starts_at: datetime | None
    on: date
    place: str
    sequence: int = 0
    is_cancelled: bool = False
    invited: tuple[str, ...] = ()

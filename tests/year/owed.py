"""What is owed on a case: letters, promises, tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter that must have left at a moment.

    ``dates``: exactly the full dates that it prints, None where that is not reckoned; ``says``: what stands in it.
    """

    at: datetime
    kind: str
    to: str
    dates: frozenset[str] | None = None
    says: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Promise:
    """A date that was promised.

    ``mark``: the latest letter about it: 0 and 1 before it, 2 after it. ``told``: when those who deal with the case
    were told that it was not kept; ``is_told_above``, ``is_told_family``: somebody else was.
    """

    what: str
    stage: str
    source: str
    due: datetime
    anchor: datetime
    set_at: datetime
    met: datetime | None = None
    ended: bool = False
    mark: int = -1
    told: datetime | None = None
    is_told_above: bool = False
    is_told_family: bool = False

    @property
    def runs(self) -> bool:
        return self.met is None and not self.ended


@dataclass(slots=True, kw_only=True)
class Task:
    """Something to be done; ``owner``: a role or an address; ``source``: what it comes from."""

    source: str
    owner: str
    due: datetime | None = None
    is_done: bool = False
    is_reminded: bool = False

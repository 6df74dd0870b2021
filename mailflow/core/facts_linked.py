"""What ties a case to others: to an earlier one of the same person, and to the other side of its mediation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked:
    """The same person complained before. ``to``: the references of those cases, oldest first (SS-2.1)."""

    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSideWrote:
    """The other side of a mediation wrote (LF-6.2). It moves nothing: whoever deals with the case decides."""

    message: int

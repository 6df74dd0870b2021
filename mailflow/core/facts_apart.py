"""Facts about a message or a letter by itself: what a person did to it that changes no case, and took back.

They stand in the organisation's chain like the facts of cases, and no case is folded from them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDiscarded:
    """A person closed an entry of the holding pen without a case.

    ``as_`` and ``told``: what the message is since, and why. ``was``, ``because``, ``ref``: what it had been taken for,
    why, and its case.
    """

    entry: int
    message: int
    as_: str
    told: str
    was: str | None = None
    because: str = ""
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneMessageReclassified:
    """A person said what a message is that is on no case and waits in no pen. ``was``: what it had been taken for."""

    message: int
    as_: str
    was: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRequeued:
    """A person had a message read and decided anew. ``was``, ``because``: what it had been taken for, and why."""

    message: int
    was: str | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRetried:
    """A person had a letter tried again. ``status`` and ``why``: what it was before."""

    letter: int
    kind: str
    status: str
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneLetterCancelled:
    """A person took back a letter about no case before it left. ``status`` and ``why``: what it was before."""

    letter: int
    kind: str
    status: str
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What a person did is as if it had never been. ``of``: its number among the facts of the same thing."""

    of: int


Apart = MessageDiscarded | LoneMessageReclassified | MessageRequeued | LetterRetried | LoneLetterCancelled | TakenBack

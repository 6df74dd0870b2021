"""What a person does to a record by hand, beside the overrides: messages brought onto a case, words blacked out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBrought:
    """A person put a message onto this case, or let it open it; what follows from it stands behind this fact.

    ``from_``: the case where it was; None where it was on none. ``was``: what it had been taken for. ``penned``: the
    entry of the holding pen in which it waited.
    """

    message: int
    from_: str | None = None
    was: str | None = None
    penned: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackened:
    """Something of the record in which words or files were blacked out.

    ``number``: of the message, the letter, or the event in the organisation's chain. ``sha256``: of a message or letter
    as it was before; of an event as it is since.
    """

    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackedOut:
    """Words or files of the case were destroyed for good. ``files``: the hash of each (SHA-256)."""

    messages: tuple[Blackened, ...] = ()
    letters: tuple[Blackened, ...] = ()
    events: tuple[Blackened, ...] = ()
    files: tuple[str, ...] = ()

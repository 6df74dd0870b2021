"""What happens about a mail that bears a case's marks and comes from another address than its complainant's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAddressQuestioned:
    """The complainant was asked, at the address on record, whether a mail is theirs. It is on no case yet."""

    message: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAddressConfirmed:
    """They said that it is theirs. ``answer``: the message that says so.

    ``is_known``: they named the address themselves, so what comes from it is theirs from then on.
    """

    message: int
    address: str
    answer: int
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAddressDenied:
    """They said that it is not theirs. ``answer``: the message that says so."""

    message: int
    address: str
    answer: int

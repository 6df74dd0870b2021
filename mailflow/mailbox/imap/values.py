"""What a mailbox answers, as values; and the one way in which it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


class MailboxUnavailable(Exception):
    """The server is out of reach or refuses. Nothing was lost; the mail is where it was.

    Attributes:
        permanent: True when trying again soon will not help and may lock the account: a person must look first.
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Nonsense(MailboxUnavailable):
    """An answer came whole but cannot be understood; the connection is still in step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A folder as it was when it was opened. UIDs mean nothing without ``uidvalidity``."""

    name: str
    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message in a folder, not yet fetched. ``received_at`` is the server's INTERNALDATE."""

    uid: int
    received_at: datetime
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A message's bytes as the server has them; when ``truncated``, the first of them only."""

    uid: int
    received_at: datetime
    size: int
    raw: bytes
    truncated: bool = False


def batches(listed: Iterable[Listed], max_messages: int = 50, max_bytes: int = 16 << 20) -> Iterator[list[Listed]]:
    """Cut a list into batches bounded by number and by bytes; a message over ``max_bytes`` has a batch of its own."""
    batch: list[Listed] = []
    weight = 0
    for message in listed:
        if batch and (len(batch) >= max_messages or weight + message.size > max_bytes):
            yield batch
            batch, weight = [], 0
        batch.append(message)
        weight += message.size
    if batch:
        yield batch

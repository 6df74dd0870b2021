"""A mailbox and a post in memory, which the daemon's own paths work with as with those of any server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.letters.smtp import Post, Refused
from mailflow.mailbox.imap import Fetched, FolderState, ImapMailbox, Listed
from mailflow.simulate.mails import Letter


@dataclass(slots=True, kw_only=True)
class MemoryServers:
    """The two servers of a story, and what lies on them."""

    inbox: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    _arrived: int = 0
    _sent: list[Letter] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)
    _told: int = 0

    def deliver(self, raw: bytes, at: datetime) -> None:
        """Lay a mail into the INBOX."""
        self._arrived += 1
        self.inbox[self._arrived] = (raw, at)

    def refuse(self, address: str) -> None:
        """Take no letter to an address from now on."""
        self._refused.add(address.casefold())

    def taken(self) -> list[Letter]:
        """Return the letters that were taken since the last time."""
        new = self._sent[self._told :]
        self._told = len(self._sent)
        return new

    def refuses(self, address: str) -> bool:
        """Say whether letters to an address are refused."""
        return address.casefold() in self._refused

    def take(self, to: str, raw: bytes) -> None:
        """Take a letter."""
        letter = Letter(kind="", to=to, raw=raw)
        self._sent.append(Letter(kind=str(letter.message["X-Mailflow-Letter"]), to=to, raw=raw))


class MemoryMailbox(ImapMailbox):
    """The complaints mailbox. It is one of ours by type alone: every method that the flow calls is another."""

    def __init__(self, servers: MemoryServers) -> None:
        """Look into a story's INBOX; no connection is made, so nothing of the real one is set up."""
        self._servers = servers
        self._elsewhere: dict[str, list[bytes]] = {}

    def connect(self) -> None:
        """Nothing has to be connected."""

    def close(self) -> None:
        """Nothing is open."""

    @property
    def is_connected(self) -> bool:
        """Memory is never out of reach."""
        return True

    def open(self, folder: str = "INBOX", *, readonly: bool = False) -> FolderState:
        """Open the INBOX."""
        there = self._servers.inbox
        return FolderState(name=folder, uidvalidity=1, uidnext=max(there, default=0) + 1, exists=len(there))

    def uids(self) -> list[int]:
        """Return the UIDs of what lies there."""
        return list(self._servers.inbox)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Return when each arrived, and how large it is."""
        there = self._servers.inbox
        return [Listed(uid=one, received_at=there[one][1], size=len(there[one][0])) for one in uids if one in there]

    def fetch(self, uids: Sequence[int], max_bytes: int) -> list[Fetched]:
        """Return the bytes of each."""
        there = self._servers.inbox
        return [
            Fetched(uid=one, received_at=at, size=len(raw), raw=raw[:max_bytes], truncated=len(raw) > max_bytes)
            for one, (raw, at) in ((one, there[one]) for one in uids if one in there)
        ]

    def message_ids(self, uids: Sequence[int]) -> dict[int, str]:
        """Return no Message-ID: it is asked for in the folder with what was sent alone."""
        return {}

    def headers(self, uids: Sequence[int], names: Sequence[str]) -> dict[int, bytes]:
        """Return no header: they are asked for when a record is recovered."""
        return {}

    def wait(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Say at once that nothing came: a story's time is not ours."""
        return False

    def move(self, uids: Sequence[int], folder: str) -> str | None:
        """Take messages out of the INBOX."""
        for one in uids:
            self._servers.inbox.pop(one, None)
        return None

    def append(self, folder: str, raw: bytes, at: datetime, seen: bool = True) -> None:
        """Lay a copy into a folder."""
        self._elsewhere.setdefault(folder, []).append(raw)

    def append_all(self, folder: str, mail: Sequence[tuple[bytes, datetime]]) -> None:
        """Lay several copies into a folder."""
        self._elsewhere.setdefault(folder, []).extend(raw for raw, _ in mail)

    def existing_sent(self) -> str | None:
        """Say that there is no folder in which a person's own answers could lie: in a story nobody works there."""
        return None

    def sent_folder(self) -> str:
        """Return where copies of letters go."""
        return "Sent"

    def has_message_id(self, folder: str, our_id: str) -> bool:
        """Say whether a copy lies in a folder already."""
        return any(our_id.encode() in raw for raw in self._elsewhere.get(folder, ()))

    def with_message_id(self, our_id: str) -> list[int]:
        """Return what in the INBOX is a letter of ours."""
        return [uid for uid, (raw, _) in self._servers.inbox.items() if our_id.encode() in raw]

    def has_folder(self, folder: str) -> bool:
        """Say whether there is a folder."""
        return folder == "INBOX" or folder in self._elsewhere

    def remove(self, uids: Sequence[int]) -> str | None:
        """Delete messages of the INBOX for good."""
        return self.move(uids, "")


class MemoryPost(Post):
    """The server that letters are handed to; it too is one of ours by type alone."""

    def __init__(self, servers: MemoryServers) -> None:
        """Hand letters to a story's servers."""
        self._servers = servers
        self._waiting: tuple[str, bytes] | None = None

    def open(self) -> None:
        """Nothing has to be opened."""

    def close(self) -> None:
        """Nothing is open."""

    def offer(self, envelope_from: str, to: str, raw: bytes) -> None:
        """Bring a letter to the point before its final dot.

        Raises:
            Refused: The story says that the address takes none.
        """
        if self._servers.refuses(to):
            raise Refused(550, "5.1.1 unknown", phase="RCPT")
        self._waiting = (to, raw)

    def finish(self) -> str:
        """Take the letter."""
        assert self._waiting is not None, "finish() follows offer()"
        self._servers.take(*self._waiting)
        self._waiting = None
        return "2.0.0 taken"

    def cancel(self) -> None:
        """Take an offered letter back."""
        self._waiting = None

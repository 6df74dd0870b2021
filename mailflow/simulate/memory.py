"""A mailbox and a post in memory, which the daemon's own paths work with as with those of any server."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.letters.smtp import Post, Refused
from mailflow.mailbox.imap import Fetched, FolderState, ImapMailbox, Listed
from mailflow.simulate.mails import Letter

INBOX, SENT, DRAFTS = "INBOX", "Sent", "Drafts"
_ID = re.compile(rb"^Message-ID:\s*(<[^<>\s]+>)", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Folder:
    """What lies in a folder, by UID, with the time of its receipt. ``uidnext``: the number of what comes next."""

    there: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    uidnext: int = 1

    def add(self, raw: bytes, at: datetime) -> int:
        """Lay a mail into it."""
        uid, self.uidnext = self.uidnext, self.uidnext + 1
        self.there[uid] = (raw, at)
        return uid


@dataclass(slots=True, kw_only=True)
class MemoryServers:
    """The two servers of a story, and what lies on them."""

    folders: dict[str, Folder] = field(default_factory=lambda: {one: Folder() for one in (INBOX, SENT, DRAFTS)})
    _sent: list[Letter] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)
    _told: int = 0

    def deliver(self, raw: bytes, at: datetime, folder: str = INBOX) -> None:
        """Lay a mail into a folder."""
        self.folders[folder].add(raw, at)

    def sent_by_hand(self, raw: bytes, at: datetime) -> None:
        """Lay a mail into the Sent folder: somebody has sent it from the mailbox itself."""
        self.deliver(raw, at, SENT)

    def drafts(self) -> list[bytes]:
        """Return what lies in the Drafts folder."""
        return [raw for raw, _ in self.folders[DRAFTS].there.values()]

    def discard(self, raw: bytes) -> None:
        """Take a draft away, as the program does that sends it."""
        there = self.folders[DRAFTS].there
        self.folders[DRAFTS].there = {uid: one for uid, one in there.items() if one[0] != raw}

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
        """Look into a story's mailbox; no connection is made, so nothing of the real one is set up."""
        self._servers = servers
        self._name = INBOX

    def connect(self) -> None:
        """Nothing has to be connected."""

    def close(self) -> None:
        """Nothing is open."""

    @property
    def is_connected(self) -> bool:
        """Memory is never out of reach."""
        return True

    @property
    def _there(self) -> dict[int, tuple[bytes, datetime]]:
        return self._servers.folders[self._name].there

    def open(self, folder: str = INBOX, *, readonly: bool = False) -> FolderState:
        """Open a folder."""
        self._name = folder
        there = self._servers.folders[folder]
        return FolderState(name=folder, uidvalidity=1, uidnext=there.uidnext, exists=len(there.there))

    def uids(self) -> list[int]:
        """Return the UIDs of what lies there."""
        return list(self._there)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Return when each arrived, and how large it is."""
        there = self._there
        return [Listed(uid=one, received_at=there[one][1], size=len(there[one][0])) for one in uids if one in there]

    def fetch(self, uids: Sequence[int], max_bytes: int) -> list[Fetched]:
        """Return the bytes of each."""
        there = self._there
        return [
            Fetched(uid=one, received_at=at, size=len(raw), raw=raw[:max_bytes], truncated=len(raw) > max_bytes)
            for one, (raw, at) in ((one, there[one]) for one in uids if one in there)
        ]

    def message_ids(self, uids: Sequence[int]) -> dict[int, str]:
        """Return the Message-IDs."""
        found = ((uid, _ID.search(self._there[uid][0])) for uid in uids if uid in self._there)
        return {uid: match[1].decode("ascii", "replace") for uid, match in found if match}

    def headers(self, uids: Sequence[int], names: Sequence[str]) -> dict[int, bytes]:
        """Return no header: they are asked for when a record is recovered."""
        return {}

    def wait(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Say at once that nothing came: a story's time is not ours."""
        return False

    @property
    def tells_of_mail(self) -> bool:
        """Memory announces nothing: it is asked."""
        return False

    @property
    def is_listening(self) -> bool:
        """Nothing is ever listened for."""
        return False

    def listen(self) -> bool:
        """Say that nothing is announced."""
        return False

    def hear(self) -> bool:
        """Say that nothing was announced."""
        return False

    @property
    def fileno(self) -> int:
        """There is no socket that anybody could watch."""
        raise OSError("a mailbox in memory has no socket")

    def move(self, uids: Sequence[int], folder: str) -> str | None:
        """Take messages out of the open folder."""
        for one in uids:
            self._there.pop(one, None)
        return None

    def append(self, folder: str, raw: bytes, at: datetime, seen: bool = True) -> None:
        """Lay a copy into a folder."""
        self._servers.folders[folder].add(raw, at)

    def append_draft(self, folder: str, raw: bytes, at: datetime) -> tuple[int, int] | None:
        """Lay a draft into a folder."""
        return 1, self._servers.folders[folder].add(raw, at)

    def append_all(self, folder: str, mail: Sequence[tuple[bytes, datetime]]) -> None:
        """Lay several copies into a folder."""
        for raw, at in mail:
            self.append(folder, raw, at)

    def existing_sent(self) -> str | None:
        """Return where copies of letters go, and what people send from the mailbox itself."""
        return SENT

    def sent_folder(self) -> str:
        """Return where copies of letters go."""
        return SENT

    def existing_drafts(self, named: str = "auto") -> str | None:
        """Return where drafts lie."""
        return DRAFTS

    def drafts_folder(self, named: str = "auto") -> str:
        """Return where drafts lie."""
        return DRAFTS

    def has_message_id(self, folder: str, our_id: str) -> bool:
        """Say whether a copy lies in a folder already."""
        return any(our_id.encode() in raw for raw, _ in self._servers.folders[folder].there.values())

    def with_message_id(self, our_id: str) -> list[int]:
        """Return what in the open folder is a letter of ours."""
        return [uid for uid, id_ in self.message_ids(self.uids()).items() if id_ == our_id]

    def has_folder(self, folder: str) -> bool:
        """Say whether there is a folder."""
        return folder in self._servers.folders

    def remove(self, uids: Sequence[int]) -> str | None:
        """Delete messages of the open folder for good."""
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

    def finish(self, then: tuple[str, str] | None = None) -> str:
        """Take the letter. Who is next is no news to it."""
        assert self._waiting is not None, "finish() follows offer()"
        self._servers.take(*self._waiting)
        self._waiting = None
        return "2.0.0 taken"

    def cancel(self) -> None:
        """Take an offered letter back."""
        self._waiting = None

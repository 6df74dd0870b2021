"""Listing, fetching, waiting, filing: ``ImapMailbox``, over 300 lines because one connection has one class."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self

from imapclient import IMAPClient

from mailflow import faults
from mailflow.mailbox.imap import idle
from mailflow.mailbox.imap.connection import Connection, plain
from mailflow.mailbox.imap.values import Fetched, FolderState, Listed, Nonsense
from mailflow.settings import ServerSettings

#: UIDs in one FETCH or MOVE: a command line stays below the 8,192 bytes that servers must take.
WINDOW = 500
#: UIDs in one SEARCH: eleven bytes each, and imaplib refuses a line of 1,000,000.
SEARCH_WINDOW = 80_000
#: An IDLE is renewed before the first firewall forgets it.
IDLE_S = 9 * 60.0
_USUAL_SENT = ("sent", "sent items", "sent messages", "sent mail", "sent-mail", "inbox.sent", "inbox/sent")
_USUAL_DRAFTS = ("drafts", "draft", "[gmail]/drafts", "[google mail]/drafts", "inbox.drafts", "inbox/drafts")
_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]")
_OUR_ID = re.compile(r"<[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,120}>")
_ANY_ID = re.compile(rb"<[^<>\s]+>")


class ImapMailbox:
    """One connection to one mailbox, for one thread.

    Every method may raise ``MailboxUnavailable``. After a refusal the connection is still there (``is_connected``);
    after anything else it is not, and ``connect`` begins anew.

    Args:
        server: Where it is. Certificates are always checked, also after STARTTLS.
        timeout_s: The longest that the server may stay silent when an answer is due.
        password: Asked anew at each ``connect``, so that a changed password counts without a restart; by default
            where the settings say.
        token: Asked instead of ``password`` where the account wants OAuth2 (XOAUTH2): returns an access token.
    """

    def __init__(
        self,
        server: ServerSettings,
        *,
        timeout_s: float = 60.0,
        password: Callable[[], str | None] | None = None,
        token: Callable[[], str] | None = None,
    ) -> None:
        self._connection = Connection(server, timeout_s)
        self._secret: Callable[[], str | None] = token or password or server.secret
        self._is_token = token is not None
        self._folder: FolderState | None = None
        self._readonly = False
        self._is_listening = False
        self._exists = 0
        self._sent: str | None = None
        self._drafts: str | None = None
        #: UIDs of the open folder whose answers could not be understood: absent from ``listed`` and ``fetch``.
        self.unreadable: set[int] = set()

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def connect(self) -> None:
        """Connect and log in. A connection that was open is replaced; no folder is open then."""
        self._folder = self._sent = self._drafts = None
        self._is_listening = False
        self._connection.open(self._secret(), is_token=self._is_token)
        faults.hit("I0")

    def close(self) -> None:
        """Log out. Never raises."""
        self._folder = None
        if self._is_listening:
            self._connection.drop()  # no other command is taken meanwhile
        self._connection.close()

    @property
    def is_connected(self) -> bool:
        """Whether a connection is thought to be open; the next command finds out."""
        return self._connection.is_open

    # --- what lies in a folder -----------------------------------------------------------------------------------

    def open(self, folder: str = "INBOX", *, readonly: bool = False) -> FolderState:
        """Open a folder, also again: what arrived meanwhile is counted then."""
        client = self._connection.live
        with self._connection.command(f"did not open the folder {folder}"):
            self._folder = None
            answer = client.select_folder(plain(folder, "A folder's name"), readonly=readonly)
            self._exists = int(answer[b"EXISTS"])
            uidnext = answer.get(b"UIDNEXT")
            if uidnext is None:
                uidnext = max(client.search(["UID", "*"]), default=0) + 1
            self._folder = FolderState(
                name=folder,
                uidvalidity=int(answer[b"UIDVALIDITY"]),
                uidnext=int(uidnext),
                exists=self._exists,
            )
            self._connection.imaplib.response("EXISTS")  # told herewith; what is announced from here on is news
        self._readonly = readonly
        self.unreadable.clear()
        return self._folder

    def uids(self) -> list[int]:
        """Return the UIDs of all messages in the open folder, rising, also of those that came since it was opened."""
        _, client = self._opened, self._connection.live
        with self._connection.command("did not list the folder"):
            client.noop()
            self._count()
            if not self._exists:
                return sorted(client.search(["UID", "1:*"]))  # some servers call "1:*" wrong where there is no 1
            # By sequence number, from the top down: what is expunged meanwhile only moves others down, into a window
            # that is still to come. The star takes in what came meanwhile, and names the last message at the least.
            last, found = "*", set[int]()
            for first in range(max(self._exists - 1, 0) // SEARCH_WINDOW * SEARCH_WINDOW + 1, 0, -SEARCH_WINDOW):
                found.update(client.search(f"{first}:{last}"))
                last = str(first - 1)
            return sorted(found)

    def _count(self) -> None:
        """Take in what was announced about the number of messages; what is announced later is news for ``wait``."""
        announced, gone = (self._connection.imaplib.response(word)[1] for word in ("EXISTS", "EXPUNGE"))
        if announced != [None]:
            self._exists = int(announced[-1])
        if gone != [None]:
            self._exists = max(self._exists - len(gone), 0)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Return time of receipt and size of messages, by rising UID. What a person took away meanwhile is absent."""
        found = (self._listed(uid, answer) for uid, answer in self._fetch(uids, ["INTERNALDATE", "RFC822.SIZE"]))
        return [message for message in found if message is not None]

    def fetch(self, uids: Sequence[int], max_bytes: int) -> list[Fetched]:
        """Return whole messages by rising UID; of one over ``max_bytes``, its start. Vanished ones are absent.

        The caller bounds the batch (see ``batches``): all of it is in memory at once.
        """
        items = ["INTERNALDATE", "RFC822.SIZE", f"BODY.PEEK[]<0.{int(max_bytes)}>"]
        found: list[Fetched] = []
        with self._connection.literals_up_to(max_bytes):
            for uid, answer in self._fetch(uids, items):
                raw = answer.get(b"BODY[]<0>", answer.get(b"BODY[]"))
                known = self._listed(uid, answer)
                if known is None or not isinstance(raw, bytes):
                    continue
                # Shorter than asked is whole, whatever RFC822.SIZE says: some servers only estimate that.
                truncated = len(raw) >= max_bytes and max(known.size, len(raw)) > max_bytes
                found.append(
                    Fetched(
                        uid=uid,
                        received_at=known.received_at,
                        size=known.size,
                        raw=raw[:max_bytes],
                        truncated=truncated,
                    )
                )
        return found

    def _fetch(self, uids: Sequence[int], items: list[str]) -> Iterator[tuple[int, dict[bytes, Any]]]:
        _ = self._opened
        for window in _windows(uids):
            yield from self._fetch_window(window, items).items()
            faults.hit("I2")

    def _fetch_window(self, uids: Sequence[int], items: list[str]) -> dict[int, dict[bytes, Any]]:
        """Fetch, and where an answer is nonsense, halve until the one message that makes it is found and left out."""
        try:
            with self._connection.command("did not answer a FETCH"):
                answer: dict[int, dict[bytes, Any]] = self._connection.live.fetch(uids, items)
                return answer
        except Nonsense:
            if len(uids) == 1:
                self.unreadable.add(uids[0])
                return {}
        half = len(uids) // 2
        return self._fetch_window(uids[:half], items) | self._fetch_window(uids[half:], items)

    def _listed(self, uid: int, answer: dict[bytes, Any]) -> Listed | None:
        received_at, size = answer.get(b"INTERNALDATE"), answer.get(b"RFC822.SIZE")
        if isinstance(received_at, datetime) and isinstance(size, int):
            return Listed(uid=uid, received_at=received_at.astimezone(UTC), size=size)
        if size is not None:
            self.unreadable.add(uid)  # it is there, but not when it came
        return None  # else an announcement about a message that has gone

    # --- waiting -------------------------------------------------------------------------------------------------

    @property
    def tells_of_mail(self) -> bool:
        """Whether the server says when mail has come (IDLE, RFC 2177); else it is asked."""
        return self._connection.is_open and self._connection.live.has_capability("IDLE")

    def wait(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Wait until something arrives in the open folder, for ``seconds`` or 9 minutes, whichever is less.

        Returns:
            True when mail was announced since ``open`` or ``uids``. False when the time is up or ``stop`` says so,
            which is asked every second. Ask ``uids`` in either case, for some servers forget to announce.
        """
        _ = self._opened
        with self._connection.command("went away while it was waited for"):
            return idle.wait_for_mail(self._connection, time.monotonic() + min(seconds, IDLE_S), stop)

    def listen(self) -> bool:
        """Begin to wait for mail in the open folder and return at once; until ``hear`` nothing else may be asked.

        Returns:
            True when mail was announced since ``open`` or ``uids``. Otherwise ``is_listening`` says whether the
            server takes IDLE, and ``fileno`` can be read from as soon as it has something to say, or is gone.
        """
        _ = self._opened
        with self._connection.command("went away while it was waited for"):
            if not self._connection.live.has_capability("IDLE"):
                return False
            has_news = idle.listen(self._connection)
        self._is_listening = not has_news
        return has_news

    def hear(self) -> bool:
        """End what ``listen`` began. Returns True when mail was announced."""
        if not self.is_listening:
            return False
        self._is_listening = False
        with self._connection.command("went away while it was waited for"):
            return idle.hear(self._connection)

    @property
    def is_listening(self) -> bool:
        """Whether the server was asked to announce what comes."""
        return self._is_listening and self.is_connected

    @property
    def fileno(self) -> int:
        """The number of the connection's socket, for whoever watches many."""
        number: int = self._connection.live.socket().fileno()
        return number

    # --- filing --------------------------------------------------------------------------------------------------

    def move(self, uids: Sequence[int], folder: str) -> str | None:
        """Move messages out of the open folder, and make the other folder where it is missing.

        Returns:
            None when they are moved; else why some are still where they were. What other people have marked as deleted
            is never expunged.
        """
        plain(folder, "A folder's name")
        _, client = self._opened, self._connection.live
        with self._connection.command("did not say what it can do"):
            can_move, can_expunge = client.has_capability("MOVE"), client.has_capability("UIDPLUS")
            is_missing = not client.folder_exists(folder)
        if not can_move and not can_expunge:
            return "the server can neither move a message nor expunge a single one"
        if is_missing and (why := self._connection.refusal(lambda: client.create_folder(folder))):
            return f"the folder {folder} is missing and could not be made: {why}"
        for window in _windows(uids):
            if why := self._connection.refusal(lambda window=window: _move(client, window, folder, can_move)):  # type: ignore[misc]
                return f"the server refused to move them to {folder}: {why}"
        return None

    def append(self, folder: str, raw: bytes, at: datetime, seen: bool = True) -> None:
        """Put a message (with CRLF line ends) into a folder, as received ``at``."""
        with self._connection.command(f"did not take a message for {folder}"):
            flags = (rb"\Seen",) if seen else ()
            self._connection.live.append(plain(folder, "A folder's name"), raw, flags, at.astimezone(UTC))

    def append_draft(self, folder: str, raw: bytes, at: datetime) -> tuple[int, int] | None:
        r"""Put a draft (``\Draft``, unread, so that it catches the eye) into a folder.

        Returns:
            Its UIDVALIDITY and UID where the server says them (UIDPLUS, RFC 4315 section 3), else None.
        """
        with self._connection.command(f"did not take a draft for {folder}"):
            name = plain(folder, "A folder's name")
            answer = self._connection.live.append(name, raw, (rb"\Draft",), at.astimezone(UTC))
        match = _APPENDED.search(answer if isinstance(answer, bytes) else b"")
        return (int(match[1]), int(match[2])) if match else None

    def append_all(self, folder: str, mail: Sequence[tuple[bytes, datetime]]) -> None:
        """Put read messages into a folder: all of them at once where the server takes that (RFC 3502)."""
        if len(mail) > 1 and self._connection.live.has_capability("MULTIAPPEND"):
            with self._connection.command(f"did not take messages for {folder}"):
                messages = [{"msg": raw, "flags": (rb"\Seen",), "date": at.astimezone(UTC)} for raw, at in mail]
                self._connection.live.multiappend(plain(folder, "A folder's name"), messages)
            return
        for raw, at in mail:
            self.append(folder, raw, at)

    def sent_folder(self) -> str:
        """Return the folder for what was sent: the one marked so, else one with a usual name, else a new one."""
        if (found := self.existing_sent()) is None:
            with self._connection.command("did not make a folder for what was sent"):
                found = self._sent = self._make("Sent")
        return found

    def existing_sent(self) -> str | None:
        """Return the folder for what was sent as ``sent_folder`` does, or None where there is none: none is made."""
        if self._sent is None:
            self._sent = self._marked(rb"\Sent", _USUAL_SENT)
        return self._sent

    def _marked(self, mark: bytes, usual: Collection[str]) -> str | None:
        with self._connection.command("did not list its folders"):
            folders = self._connection.live.list_folders()
        names = [(flags, name) for flags, _, name in folders if rb"\Noselect" not in flags]
        marked = [name for flags, name in names if mark in flags]
        return next(iter(marked + sorted((name for _, name in names if name.lower() in usual), key=len)), None)

    def drafts_folder(self, named: str = "auto") -> str:
        """Return the folder for drafts: the one named, or marked so (RFC 6154), or usually named; else a new one."""
        if (found := self.existing_drafts(named)) is None:
            with self._connection.command("did not make a folder for drafts"):
                found = self._drafts = self._make("Drafts" if named == "auto" else named)
        return found

    def existing_drafts(self, named: str = "auto") -> str | None:
        """Return the folder for drafts as ``drafts_folder`` does, or None where there is none: none is made."""
        if named != "auto":
            return named if self.has_folder(named) else None
        if self._drafts is None:
            self._drafts = self._marked(rb"\Drafts", _USUAL_DRAFTS)
        return self._drafts

    def message_ids(self, uids: Sequence[int]) -> dict[int, str]:
        """Return the Message-IDs of messages of the open folder, with their brackets; of one without one, none."""
        found: dict[int, str] = {}
        for uid, answer in self._fetch(uids, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]):
            header = answer.get(b"BODY[HEADER.FIELDS (MESSAGE-ID)]")
            if isinstance(header, bytes) and (match := _ANY_ID.search(header)):
                found[uid] = match[0].decode("ascii", "replace")
        return found

    def headers(self, uids: Sequence[int], names: Sequence[str]) -> dict[int, bytes]:
        """Return some header fields of messages of the open folder, as they stand there, by their names."""
        wanted = " ".join(plain(name, "A header's name").upper() for name in names)
        found: dict[int, bytes] = {}
        for uid, answer in self._fetch(uids, [f"BODY.PEEK[HEADER.FIELDS ({wanted})]"]):
            for key, value in answer.items():
                if key.startswith(b"BODY[HEADER") and isinstance(value, bytes):
                    found[uid] = value
        return found

    def _make(self, name: str) -> str:
        client = self._connection.live
        prefix = ""
        if client.has_capability("NAMESPACE"):
            personal = client.namespace().personal
            prefix = (personal[0][0] or "") if personal else ""
        client.create_folder(f"{prefix}{name}")
        with suppress(IMAPClient.Error):  # a courtesy to mail clients that show subscribed folders only
            client.subscribe_folder(f"{prefix}{name}")
        return f"{prefix}{name}"

    def has_message_id(self, folder: str, our_id: str) -> bool:
        """Return whether a letter of ours lies in a folder, by its Message-ID. The folder that was open is open again.

        Raises:
            ValueError: The Message-ID is not of the form that we give: text from a message never goes into a command.
        """
        if not _OUR_ID.fullmatch(our_id):
            raise ValueError("only a Message-ID that we made may be searched for")
        before, readonly = self._folder, self._readonly
        self.open(folder, readonly=True)
        found = bool(self.with_message_id(our_id))
        if before is not None:
            self.open(before.name, readonly=readonly)
        return found

    def with_message_id(self, our_id: str) -> list[int]:
        """Return the UIDs in the open folder of a letter of ours, by its Message-ID.

        Raises:
            ValueError: As for ``has_message_id``.
        """
        if not _OUR_ID.fullmatch(our_id):
            raise ValueError("only a Message-ID that we made may be searched for")
        with self._connection.command(f"did not search the folder {self._opened.name}"):
            return sorted(self._connection.live.search(["HEADER", "Message-ID", our_id]))

    def has_folder(self, folder: str) -> bool:
        """Say whether there is a folder of this name."""
        with self._connection.command(f"did not look for the folder {folder}"):
            return bool(self._connection.live.folder_exists(plain(folder, "A folder's name")))

    def remove(self, uids: Sequence[int]) -> str | None:
        """Delete messages of the open folder for good, by UID. Only what must be destroyed is ever deleted.

        Returns:
            None when they are gone; else why some are still there. What other people have marked as deleted stays.
        """
        _, client = self._opened, self._connection.live
        with self._connection.command("did not say what it can do"):
            can_expunge = client.has_capability("UIDPLUS")
        if not can_expunge:
            return "the server cannot expunge a single message; delete them by hand"
        for window in _windows(uids):
            if why := self._connection.refusal(lambda window=window: _expunge(client, window)):  # type: ignore[misc]
                return f"the server refused to delete them: {why}"
        return None

    @property
    def _opened(self) -> FolderState:
        _ = self._connection.live
        assert self._folder is not None, "open a folder first"
        return self._folder


def _move(client: Any, uids: Sequence[int], folder: str, can_move: bool) -> None:
    if can_move:
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    _expunge(client, uids)


def _expunge(client: Any, uids: Sequence[int]) -> None:
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    client.uid_expunge(uids)


def _windows(uids: Sequence[int]) -> Iterator[list[int]]:
    rising = sorted(int(uid) for uid in uids)
    for start in range(0, len(rising), WINDOW):
        yield rising[start : start + WINDOW]

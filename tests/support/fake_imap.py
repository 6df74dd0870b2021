"""An IMAP server that says what the test tells it to, for the faults that no real server can be made to have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType

#: What is sent for a command, with ``%TAG%`` for its tag; None closes the connection. ``b""`` is silence.
Answer = bytes | None | Callable[[bytes], bytes | None]

_USUAL: dict[str, Answer] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE\r\n%TAG% OK done\r\n",
    "LOGIN": b"%TAG% OK in\r\n",
    "SELECT": b"* 2 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 3] ok\r\n"
    b"%TAG% OK [READ-WRITE] done\r\n",
    "NOOP": b"%TAG% OK done\r\n",
    "UID SEARCH": b"* SEARCH 1 2\r\n%TAG% OK done\r\n",
    "LIST": b'* LIST () "/" "Filed"\r\n%TAG% OK done\r\n',
    "IDLE": b"+ idling\r\n",
    "DONE": b"%TAG% OK done\r\n",
    "LOGOUT": b"* BYE see you\r\n%TAG% OK done\r\n",
}


class FakeImap:
    """Serves any number of connections, one after the other or at once.

    Args:
        answers: By command (``LOGIN``, ``UID FETCH`` …), over the usual good ones. A function gets the whole line. An
            answer to ``IDLE`` is sent as it is, and ``DONE`` answers with the tag of its IDLE.
        greeting: The first line; None closes the connection instead, ``b""`` says nothing.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer] | None = None,
        greeting: bytes | None = b"* OK [CAPABILITY IMAP4rev1] hi\r\n",
    ) -> None:
        self._answers = {**_USUAL, **(answers or {})}
        self._greeting = greeting
        self.lines: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True, name="fake-imap")]

    def __enter__(self) -> FakeImap:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)

    def commands(self) -> list[str]:
        """Return the commands received so far, without tags and arguments."""
        return [_command(line)[1] for line in self.lines]

    def hang_up(self) -> None:
        """Close every connection without a word."""
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as lines:
            if self._greeting is None:
                return
            connection.sendall(self._greeting)
            idle_tag = b""
            for line in lines:
                self.lines.append(line)
                tag, command = _command(line)
                if command == "IDLE":
                    idle_tag = tag
                answer = self._answers.get(command, b"%TAG% BAD unknown\r\n")
                text = answer(line) if callable(answer) else answer
                if text is None:
                    return
                connection.sendall(text.replace(b"%TAG%", idle_tag if command == "DONE" else tag))
                if command == "LOGOUT":
                    return


def _command(line: bytes) -> tuple[bytes, str]:
    words = line.split()
    if words[0].upper() == b"DONE":
        return b"", "DONE"
    name = words[1].upper()
    if name == b"UID":
        name += b" " + words[2].upper()
    return words[0], name.decode()

"""Asking a virus scanner about a file before it is sent on: clamd's INSTREAM, over a local socket or TCP.

The file's bytes go to the scanner, never its name. What cannot be asked about is not sent on: a scanner that is down,
or that finds a file too big, must not turn into a way past it.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger("mailflow.mailbox")

#: Pieces in which a file is sent; clamd refuses none of this size.
_PIECE = 64 * 1024
_MAX_ANSWER = 4096
#: Verdicts that are remembered, by content: a file goes to several handlers, and to later ones.
_REMEMBERED = 1000
#: A scanner that did not answer is asked again after so long, so that a turn does not wait for it file by file.
_REST_S = 30.0

FOUND = "the virus scanner found something in it"
UNKNOWN = "the virus scanner could not be asked about it"


class Scanner:
    """A clamd.

    Args:
        address: ``unix:/run/clamav/clamd.ctl`` or ``tcp:127.0.0.1:3310``.
        seconds: How long one exchange may take.
    """

    def __init__(self, address: str, seconds: float = 20.0) -> None:
        self._address = address
        self._seconds = seconds
        self._known: dict[bytes, str | None] = {}
        self._rests_until: float | None = None

    def why_not(self, data: bytes) -> str | None:
        """Return why a file may not be sent on, in words for a person; None where the scanner finds it clean."""
        key = hashlib.sha256(data).digest()
        if key in self._known:
            return self._known[key]
        if self._rests_until is not None and time.monotonic() < self._rests_until:
            return UNKNOWN
        try:
            answer = self._ask(data)
            self._rests_until = None
        except OSError as error:
            log.warning("virus scanner did not answer error=%s", type(error).__name__)
            self._rests_until = time.monotonic() + _REST_S
            return UNKNOWN
        if answer == b"stream: OK":
            verdict = None
        elif answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            verdict = FOUND
        else:
            # "INSTREAM size limit exceeded. ERROR", or nothing that we know: it is not known to be clean.
            log.warning("virus scanner gave no verdict bytes=%d", len(data))
            return UNKNOWN
        if len(self._known) >= _REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[key] = verdict
        return verdict

    def answers(self) -> bool:
        """Say whether a scanner is there."""
        try:
            with self._connected() as line:
                line.sendall(b"zPING\0")
                return _answer(line) == b"PONG"
        except OSError:
            return False

    def _ask(self, data: bytes) -> bytes:
        with self._connected() as line:
            try:
                line.sendall(b"zINSTREAM\0")
                for at in range(0, len(data), _PIECE):
                    piece = data[at : at + _PIECE]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                line.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                # It stops listening at its limit; its answer says so, where it still comes through.
                pass
            return _answer(line)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        way, _, rest = self._address.partition(":")
        if way == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self._seconds)
            with line:
                line.connect(rest)
                yield line
        else:
            host, _, port = rest.rpartition(":")
            with socket.create_connection((host.strip("[]"), int(port)), timeout=self._seconds) as line:
                yield line


def _answer(line: socket.socket) -> bytes:
    """Read to the NUL that ends an answer.

    Raises:
        ConnectionError: The connection ended before that.
    """
    answer = b""
    while not answer.endswith(b"\0"):
        piece = line.recv(_MAX_ANSWER - len(answer))
        if not piece:
            raise ConnectionError("the answer was cut short")
        answer += piece
    return answer[:-1].strip()

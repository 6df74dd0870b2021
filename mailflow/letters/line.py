"""The connection below SMTP: whole writes and whole replies, each within its time.

smtplib would read a reply for as long as the server trickles it, and an endless one for ever.
"""

from __future__ import annotations

import contextlib
import re
import socket
import time

_MAX_REPLY_LINES = 100
_MAX_LINE_OCTETS = 4096
_REPLY_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)


class Silence(Exception):
    """The other side said nothing that is a reply: end of file, time-out, or garbage."""


class Line:
    """A connected socket that speaks in lines."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._rest = b""

    def write(self, octets: bytes, *, within_s: float) -> None:
        """Write everything, or raise ``Silence``."""
        try:
            self._sock.settimeout(within_s)
            self._sock.sendall(octets)
        except OSError as error:
            raise Silence(type(error).__name__) from error

    def reply(self, *, within_s: float) -> tuple[int, str]:
        """Return code and text of the next reply, or raise ``Silence``. A server that trickles gets no more time."""
        until = time.monotonic() + within_s
        texts: list[bytes] = []
        while len(texts) < _MAX_REPLY_LINES:
            match = _REPLY_LINE.fullmatch(self._read_line(until))
            if match is None:
                raise Silence("garbage")
            texts.append(match[3] or b"")
            if match[2] != b"-":
                return int(match[1]), _printable(b" ".join(texts))
        raise Silence("a reply without end")

    def drop(self) -> None:
        """Close without a word. What was written and not followed by a dot never becomes a letter."""
        with contextlib.suppress(OSError):
            self._sock.close()

    def _read_line(self, until: float) -> bytes:
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            if left <= 0:
                raise Silence("time-out")
            if len(self._rest) > _MAX_LINE_OCTETS:
                raise Silence("garbage")
            try:
                self._sock.settimeout(left)
                more = self._sock.recv(4096)
            except OSError as error:
                raise Silence(type(error).__name__) from error
            if not more:
                raise Silence("end of file")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line.rstrip(b"\r")


def _printable(octets: bytes) -> str:
    """Return a server's words without control characters, at most 500 characters."""
    text = octets.decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in text).strip()[:500]

"""Waiting for mail: IDLE where the server has it, else asking now and then."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable

from mailflow.mailbox.imap.connection import Connection

#: How long a stop of the daemon may have to wait until it is noticed.
_SLICE_S = 1.0
_ASK_EVERY_S = 30.0
#: More lines than this at the beginning of an IDLE are not waited for.
_TALKATIVE = 100


def wait_for_mail(connection: Connection, end: float, stop: Callable[[], bool]) -> bool:
    """Return True as soon as mail is announced, False at ``end`` (of the monotonic clock) or when ``stop`` says so.

    Raises:
        ConnectionError: The server went away.
    """
    if connection.imaplib.response("EXISTS")[1] != [None]:
        return True  # announced in passing, by another command's answer; IDLE would not say it again
    if not connection.live.has_capability("IDLE"):
        return _wait_by_asking(connection, end, stop)
    while not stop() and time.monotonic() < end:
        if _idle(connection, end, stop):
            return True
    return False


def listen(connection: Connection) -> bool:
    """Begin to wait (IDLE) without waiting; the caller watches the socket. True when mail is announced already.

    Raises:
        ConnectionError: The server went away.
    """
    if connection.imaplib.response("EXISTS")[1] != [None]:
        return True
    connection.live.idle()
    for _ in range(_TALKATIVE):
        if not _is_more_buffered(connection):
            return False
        words: list[bytes] = connection.imaplib._get_line().split()
        if words[1:2] == [b"BYE"]:
            raise ConnectionResetError("the server said BYE")
        if words[2:3] == [b"EXISTS"]:
            break
    hear(connection)
    return True  # mail; or it talks on and on, about whatever, and then it is better to look


def hear(connection: Connection) -> bool:
    """End what ``listen`` began, and return True when mail was announced.

    Raises:
        ConnectionError: The server went away.
    """
    _, announced = connection.live.idle_done()
    if any(isinstance(line, tuple) and line[0] == b"BYE" for line in announced):
        raise ConnectionResetError("the server said BYE")
    return _is_mail_among(announced)


def _idle(connection: Connection, end: float, stop: Callable[[], bool]) -> bool:
    """One IDLE. False when the time is up, or when something else than mail was announced."""
    client = connection.live
    client.idle()
    announced: list[object] = []
    if not _is_more_buffered(connection):
        while not announced and not stop() and (left := end - time.monotonic()) > 0:
            asked, want = time.monotonic(), min(_SLICE_S, left)
            announced = client.idle_check(timeout=want)
            # On a closed connection imapclient answers "nothing" at once, for ever.
            if not announced and time.monotonic() - asked < want / 2:
                raise ConnectionResetError("the connection was closed")
    if any(isinstance(line, tuple) and line[0] == b"BYE" for line in announced):
        raise ConnectionResetError("the server said BYE")
    _, rest = client.idle_done()
    return _is_mail_among([*announced, *rest])


def _is_more_buffered(connection: Connection) -> bool:
    """Whether an announcement came in one packet with the answer to IDLE: polling the socket would never show it."""
    stream = getattr(connection.imaplib, "_file", None) or connection.imaplib.file  # Python 3.14 renamed it
    sock = connection.live.socket()
    sock.setblocking(False)
    try:
        return bool(stream.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        sock.settimeout(connection.timeout_s)


def _wait_by_asking(connection: Connection, end: float, stop: Callable[[], bool]) -> bool:
    ask_at = time.monotonic() + _ASK_EVERY_S
    while not stop() and (left := end - time.monotonic()) > 0:
        time.sleep(min(_SLICE_S, left))
        if time.monotonic() >= ask_at:
            if _is_mail_among(connection.live.noop()[1]):
                return True
            ask_at = time.monotonic() + _ASK_EVERY_S
    return False


def _is_mail_among(lines: Iterable[object]) -> bool:
    return any(isinstance(line, tuple) and len(line) > 1 and line[1] == b"EXISTS" for line in lines)

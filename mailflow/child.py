"""A child process that answers requests over a pipe: what it does can cost the daemon neither time nor memory.

A frame is a length in four bytes and its content. A child has one request at a time; one that dies or hangs costs its
own request, and the next gets a fresh child.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

#: No answer is longer: what is asked is bounded, and so is what is said about it.
MAX_FRAME = 1 << 30
LENGTH = struct.Struct(">I")
#: What is written to, read from and kept in a pipe at once.
_AT_ONCE = 1_048_576
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[1])
_OK, _NO_MEMORY = b"+", b"m"


class ChildFailedError(Exception):
    """A child died, hung or ran out of memory over a request."""


class _ChildDiedError(ChildFailedError):
    """The pipe to a child broke."""


def frame(*pieces: bytes) -> bytes:
    """Return pieces as one frame."""
    return LENGTH.pack(sum(map(len, pieces))) + b"".join(pieces)


class Child:
    """One process and the pipes to it. Used by one thread at a time; ``stop`` may come from another."""

    def __init__(self, module: str, arguments: Sequence[str], *, seconds: float, name: str, over: str) -> None:
        """Start it.

        Args:
            module: Run with ``python -m``; it calls ``serve``.
            arguments: Its command line.
            seconds: How long one request may take, from its first byte sent to its answer.
            name: What its errors call it: "the reader".
            over: What they call a request: "the message".
        """
        self._command = [sys.executable, "-m", module, *arguments]
        self._seconds = seconds
        self._name = name
        self._over = over
        self._stopped = False
        self._outgoing = bytearray()
        self._incoming = bytearray()
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.environ.get("PYTHONPATH")
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # A library's complaint about a mail would be personal data in a log.
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": f"{_PACKAGE_PARENT}{os.pathsep}{path}" if path else _PACKAGE_PARENT},
            bufsize=0,
        )
        assert process.stdin and process.stdout
        # A child that is stopped must not hold the daemon in a write.
        os.set_blocking(process.stdin.fileno(), False)
        for pipe in (process.stdin, process.stdout):
            _widen(pipe.fileno())
        return process

    def ask(self, *request: bytes, seconds: float | None = None) -> bytes:
        """Return the answer to a request. A child that dies is replaced and asked once more.

        A death may have nothing to do with the request (somebody killed the process); one that comes twice has.
        ``seconds``: how long it may take, where that is less than for others.

        Raises:
            ChildFailedError: There is no answer; the next request gets a fresh child.
        """
        try:
            return self._ask(request, seconds)
        except _ChildDiedError:
            return self._ask(request, seconds)

    def put(self, *request: bytes) -> None:
        """Hand over a request and return at once; ``take`` gives the answers, in order. Never mixed with ``ask``."""
        self._outgoing += frame(*request)
        self._move(0)

    def take(self) -> bytes:
        """Return the next answer to what was ``put``.

        Raises:
            ChildFailedError: There is none, and none will come for anything else that was put.
        """
        deadline = time.monotonic() + self._seconds
        while (answer := self._taken()) is None:
            if (left := deadline - time.monotonic()) < 0:
                raise self._given_up(f"{self._name} took longer than {self._seconds:g} seconds")
            self._move(left)
        if answer[:1] != _OK:
            raise self._given_up(f"{self._name} ran out of memory")
        return answer[1:]

    def has_answered(self) -> bool:
        """Say whether ``take`` would return at once.

        Raises:
            ChildFailedError: The child is lost, with all that was put.
        """
        self._move(0)
        return len(self._incoming) >= LENGTH.size + (
            LENGTH.unpack_from(self._incoming)[0] if len(self._incoming) >= LENGTH.size else 0
        )

    def renew(self) -> None:
        """Put a fresh process in the place of this one; what was put is forgotten."""
        self._outgoing.clear()
        self._incoming.clear()
        self._replace()

    def _taken(self) -> bytes | None:
        if len(self._incoming) < LENGTH.size:
            return None
        end = LENGTH.size + LENGTH.unpack_from(self._incoming)[0]
        if end > MAX_FRAME:
            raise self._given_up(f"{self._name}'s answer was too long")
        if len(self._incoming) < end:
            return None
        answer = bytes(memoryview(self._incoming)[LENGTH.size : end])
        del self._incoming[:end]
        return answer

    def _move(self, seconds: float) -> None:
        """Write and read what is possible, waiting for it so long at most: a full pipe never stops both sides."""
        assert self._process.stdin and self._process.stdout
        to, from_ = self._process.stdin.fileno(), self._process.stdout.fileno()
        poll = select.poll()
        poll.register(from_, select.POLLIN)
        if self._outgoing:
            poll.register(to, select.POLLOUT)
        try:
            for pipe, event in poll.poll(seconds * 1000):
                if pipe == to and event & select.POLLOUT:
                    with contextlib.suppress(BlockingIOError):
                        del self._outgoing[: os.write(to, memoryview(self._outgoing)[:_AT_ONCE])]
                elif not (piece := os.read(from_, _AT_ONCE) if pipe == from_ else b""):
                    raise self._given_up(f"{self._name} died over {self._over}")
                else:
                    self._incoming += piece
        except BrokenPipeError as error:
            raise self._given_up(f"{self._name} died over {self._over}") from error

    def _given_up(self, why: str) -> ChildFailedError:
        self.renew()
        return ChildFailedError(why)

    def _ask(self, request: Sequence[bytes], seconds: float | None) -> bytes:
        deadline = time.monotonic() + min(self._seconds, seconds or self._seconds)
        try:
            self._send(frame(*request), deadline)
            answer = self._receive(deadline)
        except BrokenPipeError as error:
            self._replace()
            raise self._died() from error
        except ChildFailedError:
            self._replace()
            raise
        if answer[:1] != _OK:
            self._replace()
            raise ChildFailedError(f"{self._name} ran out of memory")
        return answer[1:]

    def _send(self, data: bytes, deadline: float) -> None:
        assert self._process.stdin
        pipe = self._process.stdin.fileno()
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(pipe, view[:_AT_ONCE]) :]
            except BlockingIOError:
                self._wait(pipe, deadline, writing=True)

    def _receive(self, deadline: float) -> bytes:
        """Return an answer. Each wait and each read costs a turn of the interpreter's lock: most take one of each."""
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        pieces: list[bytes] = []
        got, whole = 0, LENGTH.size
        while got < whole:
            self._wait(pipe, deadline, writing=False)
            piece = os.read(pipe, _AT_ONCE)
            if not piece:
                raise self._died()
            pieces.append(piece)
            got += len(piece)
            if whole == LENGTH.size and got >= whole:
                head = b"".join(pieces)
                (length,) = LENGTH.unpack_from(head)
                if length > MAX_FRAME:
                    raise ChildFailedError(f"{self._name}'s answer was too long")
                pieces, whole = [head[LENGTH.size :]], LENGTH.size + length
        return b"".join(pieces)

    def _wait(self, pipe: int, deadline: float, *, writing: bool) -> None:
        poll = select.poll()
        poll.register(pipe, select.POLLOUT if writing else select.POLLIN)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ChildFailedError(f"{self._name} took longer than {self._seconds:g} seconds")

    def _died(self) -> _ChildDiedError:
        return _ChildDiedError(f"{self._name} died over {self._over}")

    def _replace(self) -> None:
        self._end()
        self.dispose()
        if self._stopped:
            raise ChildFailedError(f"{self._name} was closed")
        self._process = self._start()

    def stop(self) -> None:
        """End the process for good; a thread that waits for its answer wakes."""
        self._stopped = True
        self._end()

    def dispose(self) -> None:
        """Close the pipes of an ended process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()


def _widen(pipe: int) -> None:
    """Let a pipe hold a whole mail, where the system grants it: it is then handed over in one piece."""
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has it
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AT_ONCE)


def serve(answer: Callable[[bytes], bytes], *, alarm_s: int) -> None:
    """Be a child: answer requests until the daemon closes the pipe.

    Args:
        answer: From the content of a request to that of its answer; what it raises ends the child, but for
            MemoryError, which costs the request alone.
        alarm_s: After so long over one request the child ends itself. For one that nobody watches any more: the
            daemon itself is quicker.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    while (request := _request(requests)) is not None:
        signal.alarm(alarm_s)
        try:
            answered = _OK + answer(request)
        except MemoryError:
            del request
            answered = _NO_MEMORY
        signal.alarm(0)
        view = memoryview(frame(answered))
        while view:
            view = view[answers.write(view) :]


def _request(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    try:
        body = stream.read(length)
    except MemoryError:
        # Too big even to hold: let the daemon see this child die rather than wait for it.
        return None
    return body if len(body) == length else None

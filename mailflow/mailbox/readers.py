"""Reading mail in child processes: two messages at a time, each within its time and memory, in the order given.

A child has one message at a time. One that dies, hangs or runs out of memory costs its own message the whole reading
(what its header says is still told) and nobody else anything: the next message gets a fresh child.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import LifoQueue
from types import TracebackType

from mailflow.core.mail import Attachment, InboundMessage
from mailflow.core.provenance import Checked, Seal
from mailflow.mailbox import wire
from mailflow.mailbox.forms import Extract, may_have_a_form
from mailflow.mailbox.parse import header_only

#: What is written to, read from and kept in a pipe at once.
_AT_ONCE = 1_048_576
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A message as read.

    Attributes:
        failure: Why it could not be read whole; then only its header speaks.
        checked: What a look at its signatures found; None where nobody looked.
    """

    message: InboundMessage
    failure: str | None = None
    checked: Checked | None = None


class ReaderFailedError(Exception):
    """A child died, hung or ran out of memory over a message."""


class _ChildDiedError(ReaderFailedError):
    """The pipe to a child broke."""


class Reading:
    """Messages that are being read: iterate for the results in order. ``close`` is not needed."""

    def __init__(self, futures: list[Future[Parsed]]) -> None:
        """Keep what the readers will answer."""
        self._futures = futures

    def __iter__(self) -> Iterator[Parsed]:
        """Give the results in the order of the messages, each as soon as it and those before it are there."""
        for future in self._futures:
            yield future.result()

    def result(self) -> list[Parsed]:
        """Wait for all and return them."""
        return list(self)


class Readers:
    """A fixed number of reader children, started at once and replaced when one is lost."""

    def __init__(self, processes: int = 2, seconds: float = 30, memory_bytes: int = 1 << 30) -> None:
        """Start the children.

        Args:
            processes: How many messages are read at a time.
            seconds: How long one message may take, from its first byte sent to its answer.
            memory_bytes: Address space of one child.
        """
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._idle: LifoQueue[_Child] = LifoQueue()
        self._children: list[_Child] = []
        for _ in range(processes):
            child = _Child(memory_bytes, seconds)
            self._children.append(child)
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="reader")

    def __enter__(self) -> Readers:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the children."""
        self.close()

    def close(self) -> None:
        """End the children. What was submitted and not begun is dropped; nothing is kept here."""
        for child in self._children:
            child.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for child in self._children:
            # Once more: a thread may just have replaced a child that it lost.
            child.stop()
            child.dispose()

    def submit(self, raws: Sequence[bytes]) -> Reading:
        """Begin to read messages and return at once, so that the next batch can be fetched meanwhile."""
        return Reading([self._threads.submit(self._read, raw) for raw in raws])

    def read(self, raws: Sequence[bytes]) -> Iterator[Parsed]:
        """Read messages; the results come in their order. Nothing is raised for bad mail."""
        return iter(self.submit(raws))

    def files(self, raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
        """Return the files of a message with their bytes. Raises ReaderFailedError when the child was lost over it."""
        return self.submit_files(raw).result()

    def submit_files(self, raw: bytes) -> Future[tuple[tuple[Attachment, bytes], ...]]:
        """Begin to take the files out of a message and return at once."""
        return self._threads.submit(self._files, raw)

    def submit_look(self, raw: bytes, *, domain: str, received_s: int, nameserver: str) -> Future[Checked]:
        """Begin to look at the signatures of a message and return at once; see ``check_signatures``."""
        look = wire.look_to_bytes(raw, domain=domain, received_s=received_s, nameserver=nameserver)
        return self._threads.submit(self._look, look)

    def _look(self, look: bytes) -> Checked:
        try:
            return wire.checked_from_json(self._ask(wire.SIGNATURES, look))
        except (ReaderFailedError, ValueError, TypeError):
            return Checked(seal=Seal.UNSURE, because="its signatures could not be checked: a reader was lost over them")

    def _files(self, raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
        try:
            return wire.files_from_bytes(self._ask(wire.FILES, raw))
        except (ValueError, KeyError, TypeError) as error:
            raise ReaderFailedError("the reader's answer made no sense") from error

    def _read(self, raw: bytes) -> Parsed:
        try:
            return Parsed(message=self._with_documents(wire.message_from_json(self._ask(wire.READ, raw)), raw))
        except ReaderFailedError as error:
            failure = str(error)
        except (ValueError, KeyError, TypeError):
            failure = "the reader's answer made no sense"
        return Parsed(message=header_only(raw, f"could not be read whole: {failure}"), failure=failure)

    def _with_documents(self, message: InboundMessage, raw: bytes) -> InboundMessage:
        """Add what is written in the attached documents. By a request of its own: one that fails costs no mail."""
        if not may_have_a_form(message.attachments):
            return message
        try:
            extract = wire.extract_from_json(self._ask(wire.DOCUMENTS, raw))
        except ReaderFailedError as error:
            extract = Extract(problems=(f"the attached documents were not searched for a complaints form: {error}",))
        except (ValueError, KeyError, TypeError):
            extract = Extract(problems=("the attached documents could not be searched for a complaints form",))
        return replace(message, documents=extract.documents, problems=(*message.problems, *extract.problems))

    def _ask(self, wanted: bytes, raw: bytes) -> bytes:
        child = self._idle.get()
        try:
            return child.ask(wanted, raw)
        finally:
            self._idle.put(child)


def _widen(pipe: int) -> None:
    """Let a pipe hold a whole mail, where the system grants it: it is then handed over in one piece."""
    with contextlib.suppress(OSError, AttributeError):  # Linux alone has it
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AT_ONCE)


class _Child:
    """One process and the pipes to it. Used by one thread at a time; ``stop`` may come from another."""

    def __init__(self, memory_bytes: int, seconds: float) -> None:
        self._arguments = [str(memory_bytes), str(int(seconds) + 1)]
        self._seconds = seconds
        self._stopped = False
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.environ.get("PYTHONPATH")
        process = subprocess.Popen(
            [sys.executable, "-m", "mailflow.mailbox.reader_child", *self._arguments],
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

    def ask(self, wanted: bytes, raw: bytes) -> bytes:
        """Return the answer to a request. A child that dies is replaced and asked once more.

        A death may have nothing to do with the message (somebody killed the process); one that comes twice has.
        """
        try:
            return self._ask(wanted, raw)
        except _ChildDiedError:
            return self._ask(wanted, raw)

    def _ask(self, wanted: bytes, raw: bytes) -> bytes:
        deadline = time.monotonic() + self._seconds
        try:
            self._send(wire.frame(wanted, raw), deadline)
            answer = self._receive(deadline)
        except BrokenPipeError as error:
            self._replace()
            raise _ChildDiedError("the reader died over the message") from error
        except ReaderFailedError:
            self._replace()
            raise
        if answer[:1] != wire.OK:
            self._replace()
            raise ReaderFailedError("the reader ran out of memory")
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
        got, whole = 0, wire.LENGTH.size
        while got < whole:
            self._wait(pipe, deadline, writing=False)
            piece = os.read(pipe, _AT_ONCE)
            if not piece:
                raise _ChildDiedError("the reader died over the message")
            pieces.append(piece)
            got += len(piece)
            if whole == wire.LENGTH.size and got >= whole:
                head = b"".join(pieces)
                (length,) = wire.LENGTH.unpack_from(head)
                if length > wire.MAX_FRAME:
                    raise ReaderFailedError("the reader's answer was too long")
                pieces, whole = [head[wire.LENGTH.size :]], wire.LENGTH.size + length
        return b"".join(pieces)

    def _wait(self, pipe: int, deadline: float, *, writing: bool) -> None:
        poll = select.poll()
        poll.register(pipe, select.POLLOUT if writing else select.POLLIN)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ReaderFailedError(f"the reader took longer than {self._seconds:g} seconds")

    def _replace(self) -> None:
        self._end()
        self.dispose()
        if self._stopped:
            raise ReaderFailedError("the readers were closed")
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

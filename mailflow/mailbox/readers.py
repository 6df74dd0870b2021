"""Reading mail in child processes: two at a time, within their time and memory, the results in the order given.

A child has one request at a time: a message, or a handful of short ones. Where it dies, hangs or runs out of memory
over a handful, each of them is asked for by itself; over one message, that one is told from its header alone and
nobody else loses anything: the next gets a fresh child.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import LifoQueue
from types import TracebackType
from typing import Final

from mailflow.child import Child, ChildFailedError
from mailflow.core.machine_signs import Signs
from mailflow.core.mail import Attachment, InboundMessage
from mailflow.core.provenance import Checked, Seal
from mailflow.mailbox import wire
from mailflow.mailbox.forms import Extract, may_have_a_form
from mailflow.mailbox.parse import header_only

#: Short messages are read by one request: each answer makes the thread that decides stop for the one that waits.
_AT_ONCE: Final = 6
_AT_ONCE_BYTES: Final = 65_536
#: They take a few thousandths of a second; where one hangs, the others shall not wait for it as long as it may take.
_AT_ONCE_S: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A message as read.

    Attributes:
        failure: Why it could not be read whole; then only its header speaks.
        signs: What it shows of a machine; None where nobody looked.
        checked: What a look at its signatures found; None where nobody looked.
    """

    message: InboundMessage
    failure: str | None = None
    signs: Signs | None = None
    checked: Checked | None = None


class ReaderFailedError(Exception):
    """A child died, hung or ran out of memory over a message."""


class Reading:
    """Messages that are being read: iterate for the results in order. ``close`` is not needed."""

    def __init__(self, futures: list[Future[list[Parsed]]]) -> None:
        """Keep what the readers will answer."""
        self._futures = futures

    def __iter__(self) -> Iterator[Parsed]:
        """Give the results in the order of the messages, as soon as they and those before them are there."""
        for future in self._futures:
            yield from future.result()

    def result(self) -> list[Parsed]:
        """Wait for all and return them."""
        return list(self)


class Readers:
    """A fixed number of reader children, started at once and replaced when one is lost."""

    def __init__(self, processes: int = 2, seconds: float = 30, memory_bytes: int = 1 << 30) -> None:
        """Start the children.

        Args:
            processes: How many requests are worked on at a time.
            seconds: How long one message may take by itself, from its first byte sent to its answer.
            memory_bytes: Address space of one child.
        """
        self._idle: LifoQueue[Child] = LifoQueue()
        self._children: list[Child] = []
        arguments = [str(memory_bytes), str(int(seconds) + 1)]
        for _ in range(processes):
            child = Child(
                "mailflow.mailbox.reader_child", arguments, seconds=seconds, name="the reader", over="the message"
            )
            self._children.append(child)
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="reader")
        # Whoever asks for files writes a letter now; they do not wait until the next batch has been read.
        self._files_thread = ThreadPoolExecutor(1, thread_name_prefix="reader-files")

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
        for threads in (self._threads, self._files_thread):
            threads.shutdown(wait=True, cancel_futures=True)
        for child in self._children:
            # Once more: a thread may just have replaced a child that it lost.
            child.stop()
            child.dispose()

    def submit(self, raws: Sequence[bytes]) -> Reading:
        """Begin to read messages and return at once, so that the next batch can be fetched meanwhile."""
        return Reading([self._threads.submit(self._read_some, some) for some in _handfuls(raws)])

    def read(self, raws: Sequence[bytes]) -> Iterator[Parsed]:
        """Read messages; the results come in their order. Nothing is raised for bad mail."""
        return iter(self.submit(raws))

    def files(self, raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
        """Return the files of a message with their bytes. Raises ReaderFailedError when the child was lost over it."""
        return self.submit_files(raw).result()

    def submit_files(self, raw: bytes) -> Future[tuple[tuple[Attachment, bytes], ...]]:
        """Begin to take the files out of a message and return at once."""
        return self._files_thread.submit(self._files, raw)

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

    def _read_some(self, raws: Sequence[bytes]) -> list[Parsed]:
        """Read a few messages by one request; where that fails, each by its own, so that it costs the one at fault."""
        if len(raws) > 1:
            try:
                return self._asked_to_read(raws, _AT_ONCE_S)
            except ReaderFailedError:
                pass
        return [self._read(raw) for raw in raws]

    def _read(self, raw: bytes) -> Parsed:
        try:
            (parsed,) = self._asked_to_read([raw])
        except ReaderFailedError as error:
            failure = str(error)
            return Parsed(message=header_only(raw, f"could not be read whole: {failure}"), failure=failure)
        return parsed

    def _asked_to_read(self, raws: Sequence[bytes], seconds: float | None = None) -> list[Parsed]:
        answer = self._ask(wire.READ, wire.pieces_to_bytes(raws), seconds)
        try:
            found = zip(raws, map(wire.read_from_json, wire.pieces_from_bytes(answer)), strict=True)
            read = [(raw, message, signs) for raw, (message, signs) in found]
        except (ValueError, KeyError, TypeError) as error:
            raise ReaderFailedError("the reader's answer made no sense") from error
        return [Parsed(message=self._with_documents(message, raw), signs=signs) for raw, message, signs in read]

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

    def _ask(self, wanted: bytes, raw: bytes, seconds: float | None = None) -> bytes:
        child = self._idle.get()
        try:
            return child.ask(wanted, raw, seconds=seconds)
        except ChildFailedError as error:
            raise ReaderFailedError(str(error)) from error
        finally:
            self._idle.put(child)


def _handfuls(raws: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Yield messages in order, short ones a few at a time."""
    start, size = 0, 0
    for n, raw in enumerate(raws):
        if n > start and (n - start == _AT_ONCE or size + len(raw) > _AT_ONCE_BYTES):
            yield raws[start:n]
            start, size = n, 0
        size += len(raw)
    if raws:
        yield raws[start:]

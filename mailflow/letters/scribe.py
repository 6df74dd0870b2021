"""Letters written in a process of their own, while the daemon goes on deciding: half of a message's time was this.

Only where there are many at once: what one complaint needs is written where it is decided. The process reads no mail;
it sees what the templates see. Whatever becomes of it costs time and nothing else: a letter that it does not return is
written by the daemon itself, which also finds out what is wrong with it.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from mailflow.child import LENGTH, Child, ChildFailedError, frame
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.letters.composed import Draft, Envelope

log = logging.getLogger("mailflow.letters")

#: Fewer letters are written sooner than a process is started for them.
FROM: Final = 16
#: So many go to the process at once: it begins while the others are being prepared.
AT_ONCE: Final = 8
_SECONDS: Final = 30
_NO_ORDERS: Final = b"[]"
_ENVELOPE: Final = tuple(one.name for one in fields(Envelope))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A letter to be written. ``with_files``: its words alone, to which the daemon adds the files."""

    draft: Draft
    envelope: Envelope
    with_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter in words and as the bytes that leave; where those lack its files, as HTML and without bytes."""

    subject: str
    text: str
    raw: bytes
    html: str = ""


class Scribe:
    """The process that writes letters. Threads may share it: one has it at a time, the others write for themselves."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Remember where the templates are; the first folder that has one is taken."""
        self._folders = [str(one) for one in folders]
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._is_ready = False
        self._is_broken = False
        self._waiting: deque[Sequence[Order]] = deque()

    def __enter__(self) -> Scribe:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        if self._child is not None:
            self._child.stop()
            self._child.dispose()

    def call(self) -> None:
        """Start the process, because there will be many letters; return at once."""
        if self._lock.acquire(blocking=False):
            try:
                if self._child is None:
                    module = "mailflow.letters.scribe_child"
                    self._child = Child(module, self._folders, seconds=_SECONDS, name="the scribe", over="letters")
                    self._child.put(_NO_ORDERS)
            except (OSError, ChildFailedError) as error:
                log.warning("scribe not started error=%s", type(error).__name__)
            finally:
                self._lock.release()

    def engage(self) -> bool:
        """Take the scribe for some letters, until ``release``; false where it is not there, not ready or taken."""
        if not self._lock.acquire(blocking=False):
            return False
        if self._child is not None and not self._is_ready:
            try:
                self._is_ready = self._child.has_answered() and self._child.take() != b""
            except ChildFailedError:
                self._welcome(self._child)
        if not self._is_ready:
            self._lock.release()
        return self._is_ready

    def begin(self, orders: Sequence[Order]) -> None:
        """Begin to write some letters and return at once; ``finish`` gives what came out, in order."""
        assert self._child is not None and self._is_ready, "it is engaged before it is asked"
        self._waiting.append(orders)
        try:
            if not self._is_broken:
                self._child.put(_orders_to_json(orders))
        except ChildFailedError as error:
            self._broke(error)

    def finish(self) -> list[Written | None]:
        """Wait for the first letters begun and not yet finished; None for one that the daemon must write itself."""
        assert self._child is not None, "it is engaged before it is asked"
        orders = self._waiting.popleft()
        try:
            found = [] if self._is_broken else _written_from_bytes(self._child.take())
            # An answer to another request would be another family's letter.
            if [id_ for id_, _ in found] == [one.envelope.message_id for one in orders]:
                return [one for _, one in found]
            if not self._is_broken:
                raise ValueError("the answer is to something else")
        except (ChildFailedError, ValueError, KeyError, TypeError) as error:
            self._broke(error)
        return [None] * len(orders)

    def release(self) -> None:
        """Give the scribe back. What was begun and not finished is forgotten, and so is a process that failed."""
        assert self._child is not None, "it is engaged before it is released"
        if self._waiting or self._is_broken:
            self._waiting.clear()
            self._is_broken = False
            self._welcome(self._child)
        self._lock.release()

    def _broke(self, error: Exception) -> None:
        log.warning("letters not written by the scribe error=%s: the daemon writes them", type(error).__name__)
        self._is_broken = True

    def _welcome(self, child: Child) -> None:
        """Put a fresh process in the place of one that failed, or that still writes what nobody waits for."""
        self._is_ready = False
        try:
            child.renew()
            child.put(_NO_ORDERS)
        except (OSError, ChildFailedError) as error:
            log.warning("scribe not started error=%s", type(error).__name__)


def _orders_to_json(orders: Sequence[Order]) -> bytes:
    wanted = [[_draft(one.draft), _envelope(one.envelope), one.with_files] for one in orders]
    return json.dumps(wanted).encode("ascii")


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "context": draft.context,
        "ref": draft.ref,
        "mark": draft.mark,
        "keywords": draft.keywords,
    }


def _envelope(envelope: Envelope) -> dict[str, Any]:
    found = {name: getattr(envelope, name) for name in _ENVELOPE}
    return {**found, "to": [envelope.to.address, envelope.to.name], "date": envelope.date.isoformat()}


def orders_from_json(data: bytes) -> list[Order]:
    """Return the letters that a request asks for."""
    return [
        Order(draft=_draft_of(draft), envelope=_envelope_of(envelope), with_files=with_files)
        for draft, envelope, with_files in json.loads(data)
    ]


def _draft_of(found: dict[str, Any]) -> Draft:
    return Draft(**{**found, "kind": LetterKind(found["kind"]), "keywords": tuple(found["keywords"])})


def _envelope_of(found: dict[str, Any]) -> Envelope:
    known = {
        "letter_kind": LetterKind(found["letter_kind"]),
        "audience": Audience(found["audience"]),
        "to": Address(address=found["to"][0], name=found["to"][1]),
        "date": datetime.fromisoformat(found["date"]),
        "references": tuple(found["references"]),
    }
    return Envelope(**{**found, **known})


def written_to_bytes(letters: Sequence[tuple[str, Written | None]]) -> bytes:
    """Return letters, each with its Message-ID, as one block: what is said of them, then their bytes."""
    head = [[id_, one and [one.subject, one.text, one.html, len(one.raw)]] for id_, one in letters]
    return frame(json.dumps(head).encode("ascii")) + b"".join(one.raw for _, one in letters if one)


def _written_from_bytes(data: bytes) -> list[tuple[str, Written | None]]:
    (length,) = LENGTH.unpack_from(data)
    at = LENGTH.size + length
    found: list[tuple[str, Written | None]] = []
    for id_, said in json.loads(data[LENGTH.size : at]):
        if said is None:
            found.append((id_, None))
            continue
        subject, text, html, size = said
        found.append((id_, Written(subject=subject, text=text, html=html, raw=data[at : at + size])))
        at += size
    if at != len(data):
        raise ValueError("the letters of an answer are not as long as it says")
    return found

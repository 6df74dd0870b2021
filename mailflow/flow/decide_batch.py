"""A batch of messages is decided, in order of receipt, and recorded in one transaction.

One bad message stops nothing (DESIGN, law 5). What goes wrong only when the batch is recorded (a letter that cannot be
written, a statement that the database refuses) names no message: then nothing of the batch is kept, and each message
is decided again in a transaction of its own, so that the one at fault is put aside alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from mailflow import faults
from mailflow.core.mail import Attachment, MessageClass
from mailflow.flow.decide_one import decide_one, failed_on, tried
from mailflow.flow.desk import Desk
from mailflow.flow.floods import note_senders
from mailflow.flow.known import look_up
from mailflow.flow.on_record import read_into
from mailflow.flow.record import Recorder
from mailflow.flow.trouble import of_penned
from mailflow.flow.vouched import look_at_signatures
from mailflow.mailbox.readers import Parsed
from mailflow.store import MessageRow, StoreError, Writer

log = logging.getLogger("mailflow.flow")


@dataclass(slots=True, kw_only=True)
class Received:
    """What a turn took in, by class, and what went to the pen."""

    messages: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    penned: int = 0

    def add(self, other: Received) -> None:
        """Take in what another part came to."""
        self.messages += other.messages
        self.penned += other.penned
        for class_, number in other.classes.items():
            self.classes[class_] = self.classes.get(class_, 0) + number

    def count(self, class_: str) -> None:
        """Count one message."""
        self.messages += 1
        self.classes[class_] = self.classes.get(class_, 0) + 1


def decide_batch(
    desk: Desk,
    rows: Sequence[MessageRow],
    raws: Mapping[int, bytes],
    parsed: Mapping[int, Parsed],
    now: datetime,
    received: Received,
) -> None:
    """Decide a batch in order of receipt and record it in one transaction."""
    if not rows:
        return
    # Taken out by the children while this process decides: nearly all of them go to a handler with the notice.
    with_files = [id_ for id_, one in parsed.items() if one.message.attachments and id_ in raws]
    files = {id_: desk.readers.submit_files(raws[id_]) for id_ in with_files}
    _ask_about(desk, files.values())
    parsed = look_at_signatures(desk, rows, raws, parsed)

    def files_of(writer: Writer, id_: int) -> tuple[tuple[Attachment, bytes], ...]:
        return files[id_].result() if id_ in files else desk.readers.files(writer.raw(id_))

    def record(some: Sequence[MessageRow]) -> None:
        counted = Received()
        with desk.store.writing() as writer:
            known = look_up(desk, writer, (parsed[row.id].message for row in some if row.id in parsed))
            note_senders(desk, writer, known, some, parsed)
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=partial(files_of, writer))
            recorder.adopt(known.cases)
            for row in _still_to_decide(writer, some):
                done = decide_one(desk, recorder, known, row, parsed.get(row.id))
                counted.count(done.class_ or MessageClass.UNREADABLE.value)
                log.info("message decided id=%d class=%s case=%s", row.id, done.class_, done.ref or "-")
            _tell_and_flush(desk, recorder, counted)
            faults.hit("I8")
        received.add(counted)

    failed = tried(lambda: record(rows))
    if failed is None:
        return
    if isinstance(failed, StoreError):
        raise failed
    log.error("batch not recorded error=%s: deciding each message by itself", type(failed).__name__)
    for row in rows:
        failed = tried(partial(record, [row]))
        if isinstance(failed, StoreError):
            raise failed
        if failed is not None:
            received.add(_put_aside(desk, row, parsed.get(row.id), failed, now))


def _tell_and_flush(desk: Desk, recorder: Recorder, counted: Received) -> None:
    counted.penned += len(recorder.pens)
    recorder.tell(of_penned(desk.office, desk.org, recorder.pens))
    recorder.flush()


def _put_aside(desk: Desk, row: MessageRow, parsed: Parsed | None, error: Exception, now: datetime) -> Received:
    """Put before a person what was decided and cannot be recorded: the fault may be in a letter or in the record."""
    counted = Received()
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
        for still in _still_to_decide(writer, [row]):
            failed_on(recorder, still if parsed is None else read_into(still, parsed.message), error)
            counted.count(MessageClass.UNREADABLE.value)
        _tell_and_flush(desk, recorder, counted)
    return counted


def _still_to_decide(writer: Writer, rows: Sequence[MessageRow]) -> list[MessageRow]:
    still = writer.still_waiting(row.id for row in rows)
    return [one for one in rows if one.id in still]


def _ask_about(desk: Desk, files: Iterable[Future[tuple[tuple[Attachment, bytes], ...]]]) -> None:
    """Ask the virus scanner before the record is locked; it remembers what it said."""
    for one in files if desk.scanner else ():
        if one.exception() is None:
            for _, data in one.result():
                desk.scanner.why_not(data) if desk.scanner else None

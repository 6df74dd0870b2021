"""How time travels: the clock wakes the cases that asked for it, and no others. It runs only after the mail is read."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from mailflow import faults
from mailflow.core.decide import decide, wake_at
from mailflow.core.mail import Attachment
from mailflow.core.trigger import TimePassed
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.store import Writer

log = logging.getLogger("mailflow.flow")

_BATCH = 100


def _files(desk: Desk, writer: Writer, message: int) -> tuple[tuple[Attachment, bytes], ...]:
    """Take out a message's files: a stage that begins by the clock has the complaint's files for its handlers."""
    return desk.readers.files(writer.raw(message))


def tick(desk: Desk, now: datetime) -> int:
    """Do what time asks for on every case that is due. Returns how many were woken.

    A woken case moves on (DESIGN, law 3): after its tick it asks for the future, or for nothing.
    """
    woken = 0
    while True:
        with desk.store.writing() as writer:
            due = writer.due(desk.org, now, _BATCH)
            if not due:
                return woken
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=partial(_files, desk, writer))
            recorder.adopt({case.ref: case for case in due})
            for case in due:
                office = desk.office_for(case, writer)
                after = recorder.decided(case, decide(case, TimePassed(now=now), office)) or case
                again = wake_at(after, office)
                assert again is None or again > now, f"{case.ref} was woken and asks for the past"
                log.info("case woken case=%s", case.ref)
            recorder.flush()
            faults.hit("TM1")
        woken += len(due)

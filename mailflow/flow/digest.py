"""The weekly digest, where the configuration asks for it: on Monday morning, or when mailflow next runs that week."""

from __future__ import annotations

import logging
from datetime import datetime

from mailflow.core.decide.digest import digests, key_of, week_of
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder

log = logging.getLogger("mailflow.flow")


def send_digests(desk: Desk, now: datetime) -> int:
    """Queue the week's digests, unless that was done; returns how many were."""
    office = desk.office
    if office.digest != "weekly":
        return 0
    with desk.store.reading() as reader:
        # Letters about no case have a dash where the others have a reference.
        if reader.was_queued(desk.org, f"-:{key_of(week_of(now, office.calendar))}"):
            return 0
        letters = digests(((one, desk.office_for(one, reader)) for one in reader.case_rows(desk.org)), office, now)
    if letters:
        with desk.store.writing() as writer:
            recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
            recorder.tell(letters)
            recorder.flush()
        log.info("digests queued org=%s n=%d", desk.org, len(letters))
    return len(letters)

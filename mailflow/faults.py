"""Failpoints: places where a crash test kills the process. Nothing happens unless the environment asks for it.

``MAILFLOW_FAULT=I5`` kills at the first pass of I5, ``MAILFLOW_FAULT=I5:3`` at the third. The names are those of the
crash-point table in docs/promises.md: I… between the mailbox and the case, O… between the outbox and the server.
"""

from __future__ import annotations

import os
import signal
import threading

_wanted, _, _count = os.environ.get("MAILFLOW_FAULT", "").partition(":")
_left = int(_count or 1) if _wanted else 0
_counting = threading.Lock()


def hit(point: str) -> None:
    """Pass a failpoint: die here, without any clean-up, if the environment says so."""
    global _left
    if point and point == _wanted:
        with _counting:  # turns are taken in several threads
            _left -= 1
            if _left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

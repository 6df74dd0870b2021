"""A process that reads mail for the daemon, so that no mail can take the daemon's time or memory.

``python -m mailflow.mailbox.reader_child MEMORY_BYTES SECONDS``: frames in on standard input, one answer for each on
standard output, in order; it ends when its input does. It can use so much memory and no more; and its own alarm
ends it should it outlive the daemon inside a hanging message.
"""

from __future__ import annotations

import resource
import signal
import sys

from mailflow.child import serve
from mailflow.core.machine_signs import signs_of_machine
from mailflow.mailbox import wire
from mailflow.mailbox.forms import Extract, extract
from mailflow.mailbox.forms.limits import SECONDS, TookTooLong
from mailflow.mailbox.parse import files, parse
from mailflow.mailbox.signature import check_signatures


def main(memory_bytes: int, seconds: int) -> None:
    """Answer requests until the daemon closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(_answer, alarm_s=seconds + 10)


def _answer(request: bytes) -> bytes:
    wanted, raw = request[:1], request[1:]
    if wanted == wire.FILES:
        return wire.files_to_bytes(files(raw))
    if wanted == wire.DOCUMENTS:
        return wire.extract_to_json(_extract(raw))
    if wanted == wire.SIGNATURES:
        mail, asked = wire.look_from_bytes(raw)
        return wire.checked_to_json(check_signatures(mail, **asked))
    return wire.pieces_to_bytes(map(_read, wire.pieces_from_bytes(raw)))


def _read(raw: bytes) -> bytes:
    message = parse(raw)
    return wire.read_to_json(message, signs_of_machine(message))


def _extract(raw: bytes) -> Extract:
    """Read a message's documents within their own time, so that a hostile one costs less than the whole child."""
    signal.signal(signal.SIGVTALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return extract(files(raw))
    except TookTooLong:
        return Extract(problems=("the attached documents were not searched for a complaints form: it took too long",))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _out_of_time(*_: object) -> None:
    raise TookTooLong


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

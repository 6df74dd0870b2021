"""No log line of any test holds an address, or the words of a mail that was read meanwhile.

Every record of every logger is looked at, at every level, with the libraries held to what ``logs.configure`` lets them
say; only the servers and tools of the tests themselves may talk.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mailflow import logs
from mailflow.core.mail import InboundMessage
from mailflow.flow import decide_one

_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
#: Test servers and tools, which are no part of mailflow.
_TOOLS = ("mail.", "asyncio", "hypothesis", "faker", "aiosmtpd", "trustme", "PIL", "fontTools", "weasyprint")
#: A subject or name of fewer characters may be a word of our own.
_SHORTEST = 9
#: So may a field that is one word in small letters: "complaint" is a class of ours.
_MAY_BE_OURS = re.compile(r"[a-z-]+")


@contextmanager
def watched() -> Iterator[list[str]]:
    """Watch every log record; yield what must not have been said, complete when the block ends."""
    wrong: list[str] = []
    said: list[tuple[str, str]] = []
    words: set[str] = set()
    make: Callable[..., logging.LogRecord] = logging.getLogRecordFactory()
    flow = vars(decide_one)
    read: Callable[..., Any] = flow["read_into"]

    def record(*args: Any, **more: Any) -> logging.LogRecord:
        made = make(*args, **more)
        if not made.name.startswith(_TOOLS):
            said.append((made.name, _text(made)))
        return made

    def read_into(row: Any, message: InboundMessage) -> Any:
        words.update(_canaries(message))
        return read(row, message)

    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    before = root.level
    root.setLevel(logging.DEBUG)
    for name, floor in logs.QUIET.items():
        logging.getLogger(name).setLevel(floor)
    logging.setLogRecordFactory(record)
    flow["read_into"] = read_into
    try:
        yield wrong
    finally:
        flow["read_into"] = read
        logging.setLogRecordFactory(make)
        root.setLevel(before)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    for name, text in said:
        found = [*_ADDRESS.findall(text), *(word for word in words if word in text)]
        wrong += [f"{name} logged {word!r}: {text[:300]}" for word in found]


def _text(record: logging.LogRecord) -> str:
    text = f"{record.getMessage()} {getattr(record, 'fields', '')}"
    return text + "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else text


def _canaries(message: InboundMessage) -> Iterator[str]:
    """Yield what stands in the fields of a mail, as long as it can be nobody else's words."""
    fields = [message.subject, message.message_id or "", *(one.name for one in message.attachments)]
    if message.sender is not None:
        fields += [message.sender.name, message.sender.address]
    fields += message.text.splitlines()
    yield from (
        one.strip() for one in fields if len(one.strip()) >= _SHORTEST and not _MAY_BE_OURS.fullmatch(one.strip())
    )

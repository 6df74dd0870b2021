"""Logging: one line per record, ``key=value``, and never the talk of a library that shows mail or passwords.

What is logged comes as a short message and ``extra={"fields": {…}}``. No field may hold personal data: references,
numbers and classes only.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

#: What these libraries say below the level shows commands with passwords, addresses, texts or rows.
QUIET = {
    "imapclient": logging.WARNING,
    "imapclient.imaplib": logging.ERROR,
    "mailparser": logging.ERROR,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "pymap": logging.WARNING,
}


def configure(level: str = "INFO", as_json: bool = False, stream: TextIO | None = None) -> None:
    """Set up logging for the process; calling it again replaces what was set up.

    Args:
        level: ``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``, in any case.
        as_json: An object a line instead of ``key=value``.
        stream: Where to; by default the standard error stream of this moment.

    Raises:
        ValueError: For another level.
    """
    if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        msg = f'"{level}" is no log level; write debug, info, warning or error'
        raise ValueError(msg)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLine() if as_json else _Line())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name, floor in QUIET.items():
        # Whatever the level: a debug log is the first thing that people attach to a public issue.
        logging.getLogger(name).setLevel(max(floor, logging.getLevelName(level.upper())))


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields = getattr(record, "fields", {})
    return fields if isinstance(fields, Mapping) else {}


def _stamp(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Line(logging.Formatter):
    """``2026-11-02T09:30:00.000+00:00 info mailflow.flow.receive message filed id=7 class=complaint``."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [_stamp(record), record.levelname.lower(), record.name, _one_line(record.getMessage())]
        parts += [f"{key}={_value(value)}" for key, value in _fields(record).items()]
        line = " ".join(parts)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _JsonLine(logging.Formatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": _stamp(record), "level": record.levelname.lower(), "logger": record.name}
        line["message"] = record.getMessage()
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({**_fields(record), **line}, default=str, ensure_ascii=False)


def _one_line(text: str) -> str:
    """Keep a record on its line: what looks like a second one may have been written by a sender."""
    return "".join(character if character.isprintable() else " " for character in text)


def _value(value: object) -> str:
    text = _one_line(str(value))
    return json.dumps(text, ensure_ascii=False) if not text or any(c in text for c in ' "=') else text

"""How much of an attached document is read, and what stops the reading."""

from __future__ import annotations

MAX_FILES = 20
MAX_FILE_BYTES = 10_000_000
MAX_UNPACKED_BYTES = 50_000_000
MAX_ROWS = 2_000
MAX_FIELDS = 2_000
MAX_CELLS = 64
MAX_PAGES = 50
#: Of a whole document, over all rows and fields.
MAX_CHARACTERS = 400_000
#: Processor time for the documents of one message.
SECONDS = 10


class CannotRead(Exception):
    """A document cannot be read: why, in words for a person."""


class TookTooLong(BaseException):
    """Raised out of a signal into whatever is being read. Not an Exception: libraries must not catch it."""

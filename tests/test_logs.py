"""What a log line looks like, and what no level brings into it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from mailflow import logs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def logged(level: str, as_json: bool, name: str, at: int, message: str, **fields: object) -> str:
    stream = io.StringIO()
    logs.configure(level, as_json, stream)
    logging.getLogger(name).log(at, message, extra={"fields": fields})
    return stream.getvalue()


def test_a_record_is_one_line_of_keys_and_values() -> None:
    line = logged("info", False, "mailflow.flow.receive", logging.INFO, "message filed", id=7, why="two words")
    assert line.count("\n") == 1
    assert line.endswith(' info mailflow.flow.receive message filed id=7 why="two words"\n')


def test_a_value_cannot_begin_a_line_of_its_own() -> None:
    line = logged("info", False, "mailflow", logging.INFO, "a\nb", who="x\r\n2026 info forged")
    assert line.count("\n") == 1


def test_a_record_as_json_is_one_object() -> None:
    line = json.loads(logged("info", True, "mailflow", logging.INFO, "sent", letter=3))
    assert line["message"] == "sent"
    assert line["letter"] == 3
    assert line["level"] == "info"


def test_what_is_below_the_level_is_not_logged() -> None:
    assert logged("warning", False, "mailflow", logging.INFO, "quiet") == ""


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("imapclient", logging.INFO),
        ("imapclient.imaplib", logging.WARNING),
        ("mailparser", logging.WARNING),
        ("sqlalchemy.engine", logging.INFO),
        ("alembic.runtime", logging.INFO),
    ],
)
def test_libraries_that_show_mail_stay_quiet_at_debug(name: str, at: int) -> None:
    assert logged("debug", False, name, at, "LOGIN me secret") == ""


def test_libraries_still_tell_of_errors() -> None:
    assert "broken" in logged("debug", False, "imapclient.imaplib", logging.ERROR, "broken")


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="debug, info, warning or error"):
        logs.configure("loud")

"""A small drill in every run of the tests; ``make drill`` is the large one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.drill import drill
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink


@pytest.mark.kill
def test_a_killed_daemon_and_a_lost_record_cost_no_message_and_double_no_letter(
    dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path
) -> None:
    done = drill(tmp_path, dovecot, sink, user, messages=64, days=8, seed=3)
    assert done.written == 64 and done.families > 8
    assert done.sent() and max(done.sent().values()) >= 1
    done.nobody_had_anything_twice()

"""The present, and the one that ``--now`` fixes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mailflow import clock


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    clock.fix(None)
    yield
    clock.fix(None)


def test_the_present_is_in_utc_and_passes() -> None:
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first


def test_a_fixed_present_stays_and_is_told_in_utc() -> None:
    at = datetime(2026, 7, 1, 10, tzinfo=timezone(timedelta(hours=1)))
    clock.fix(at)
    assert clock.now() == at
    assert clock.now().tzinfo is UTC


def test_a_present_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        clock.fix(datetime(2026, 7, 1, 10))

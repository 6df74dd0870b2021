"""The daemon's loop: what it notices between two turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow import clock
from mailflow.daemon import Worker
from mailflow.demo.cast import COMPLAINTS
from mailflow.demo.tour import world_in
from mailflow.demo.world import World

_MAIL = b"From: p.rivers@mail.example\r\nSubject: The heating\r\nMessage-ID: <1@mail.example>\r\n\r\nIt was off.\r\n"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    try:
        with world_in(tmp_path, (0, 0)) as world:
            yield world
    finally:
        clock.fix(None)


@pytest.fixture
def worker(world: World) -> Iterator[Worker]:
    worker = Worker(desk=world.desk, now=clock.now)
    yield worker
    worker.close()


def test_mail_that_came_while_a_turn_was_at_work_is_not_waited_for(world: World, worker: Worker) -> None:
    worker.turn()
    world.server.deliver(COMPLAINTS, _MAIL)
    begun = time.monotonic()
    worker.wait(20.0, lambda: False)
    assert time.monotonic() - begun < 10
    assert worker.turn().received.messages == 1


def test_mail_that_has_been_read_and_stays_in_the_inbox_is_no_news(world: World, worker: Worker) -> None:
    world.server.deliver(COMPLAINTS, _MAIL)
    worker.turn()
    begun = time.monotonic()
    worker.wait(0.5, lambda: False)
    assert time.monotonic() - begun >= 0.4

"""The daemon's loop: what it notices between two turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailflow import clock
from mailflow.core.decision import LetterKind, SendLetter
from mailflow.daemon import Worker
from mailflow.demo.cast import COMPLAINTS
from mailflow.demo.tour import world_in
from mailflow.demo.world import World
from mailflow.flow import writing
from mailflow.letters.compose import compose
from mailflow.letters.composed import Composed

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


def test_a_bug_over_one_letter_costs_the_other_complaints_of_its_batch_nothing(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable = _MAIL.replace(b"p.rivers", b"q.pond").replace(b"<1@", b"<2@")
    third = _MAIL.replace(b"p.rivers", b"r.brook").replace(b"<1@", b"<3@").replace(b"heating", b"door")

    def compose_or_fail(letter: SendLetter, *arguments: Any, **named: Any) -> Composed:
        if letter.to.address == "q.pond@mail.example":
            raise KeyError("a bug of ours")
        return compose(letter, *arguments, **named)

    monkeypatch.setattr(writing, "compose", compose_or_fail)
    for raw in (_MAIL, unwritable, third):
        world.server.deliver(COMPLAINTS, raw)
    received = worker.turn().received
    assert (received.messages, received.penned) == (3, 1)
    with world.desk.store.reading() as reader:
        letters = [one for one in reader.letters(world.desk.org) if one.kind is LetterKind.ACKNOWLEDGEMENT]
        (waiting,) = reader.pen(world.desk.org)
    assert [one.to_address for one in letters] == ["p.rivers@mail.example", "r.brook@mail.example"]
    assert "KeyError" in waiting.reason

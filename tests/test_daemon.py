"""The daemon's loop: what it notices between two turns."""

from __future__ import annotations

import re
import select
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mailflow import clock
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import LetterKind
from mailflow.daemon import Worker
from mailflow.demo.cast import COMPLAINTS
from mailflow.demo.tour import world_in
from mailflow.demo.world import World
from mailflow.flow import writing
from mailflow.letters.compose import compose
from mailflow.letters.composed import Composed
from mailflow.letters.scribe import Scribe, Written
from mailflow.settings import data_folder

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


def test_many_letters_at_once_are_those_that_would_have_been_written_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs: list[Written | None] = []
    finish = Scribe.finish

    def counted(scribe: Scribe) -> list[Written | None]:
        letters = finish(scribe)
        theirs.extend(letters)
        return letters

    monkeypatch.setattr(Scribe, "finish", counted)
    alone = _letters_of_seventy(tmp_path / "alone", None)
    assert not theirs
    with Scribe([data_folder("templates")]) as scribe:
        _wait_for(scribe)
        together = _letters_of_seventy(tmp_path / "together", scribe)
    assert alone == together and len(alone) == 140
    assert len(theirs) == 140 and all(theirs)


def _letters_of_seventy(folder: Path, scribe: Scribe | None) -> list[tuple[str, bytes]]:
    """Return the letters of seventy complaints in the order in which they were queued, without what is random."""
    folder.mkdir()
    try:
        with world_in(folder, (0, 0)) as world:
            worker = Worker(desk=replace(world.desk, scribe=scribe), now=clock.now)
            for n in range(70):
                mail = _MAIL.replace(b"p.rivers", b"p%d" % n).replace(b"<1@", b"<%d@" % n)
                mail = mail.replace(b"was off", b"was off in room %d" % n)
                world.server.deliver(COMPLAINTS, _with_a_file(mail) if n % 5 == 0 else mail)
            assert worker.turn().received.messages == 70
            worker.close()
            with world.desk.store.reading() as reader:
                # The tour's server knows none of the seventy families, which the admin hears about.
                letters = [one for one in reader.letters(world.desk.org) if one.kind is not LetterKind.ADMIN_NOTICE]
                return [(one.to_address, _without_ids(reader.letter_raw(one.id))) for one in letters]
    finally:
        clock.fix(None)


def _with_a_file(mail: bytes) -> bytes:
    parsed = message_from_bytes(mail, policy=policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    parsed.add_attachment(bytes(range(256)) * 40, maintype="application", subtype="pdf", filename="evidence.pdf")
    return bytes(parsed)


def _wait_for(scribe: Scribe) -> None:
    scribe.call()
    assert scribe._child and scribe._child._process.stdout
    assert select.select([scribe._child._process.stdout], [], [], 30)[0], "it has not started"


def _without_ids(raw: bytes) -> bytes:
    return re.sub(rb"(?m)^Message-ID: .*\r$|=_mf\.[0-9a-f]+|^(?:In-Reply-To|References): .*\r$", b"", raw)

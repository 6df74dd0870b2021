"""A share of the mails that ``make fuzz-mail`` reads, what it ever found, and some of them taken in by the daemon."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.daemon import Worker
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.play import simulated
from mailflow.simulate.stories import Step, Story
from tests.mails.fuzz import FOUND, wrong_with
from tests.mails.mutants import mutant, seeds

COUNT = int(os.environ.get("MAILFLOW_FUZZ", "500"))
SEED = int(os.environ.get("MAILFLOW_FUZZ_SEED", "20261102"))
RECEIVED = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)


def test_whatever_bytes_come_there_is_a_message_and_nothing_is_raised() -> None:
    chance, all_seeds = random.Random(SEED), seeds(None)
    print(f"seed {SEED}, {COUNT} messages")
    for number in range(COUNT):
        raw = mutant(all_seeds, chance)
        assert wrong_with(raw) is None, (SEED, number, raw)


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.eml")), ids=lambda path: path.stem)
def test_what_was_found_once_is_read(path: Path) -> None:
    assert wrong_with(path.read_bytes()) is None


def test_every_mail_that_is_nearly_right_is_on_record_and_none_stops_the_next() -> None:
    chance, all_seeds = random.Random(SEED + 1), seeds(None)
    mails = [mutant(all_seeds, chance) for _ in range(max(200, COUNT // 2))]
    begin = Step(at=RECEIVED, action="clock", line=1)
    people = {"staff": ["Ada <ada@libra.example> coordinator"]}
    story = Story(name="fuzz", policy="libra-children-services", head=people, steps=(begin,))
    now = RECEIVED + timedelta(days=1)
    with simulated(story) as player:
        servers = MemoryServers()
        desk = replace(player.desk, mailbox=lambda: MemoryMailbox(servers), post=lambda: MemoryPost(servers))
        for number, raw in enumerate(mails):
            servers.deliver(raw, RECEIVED + timedelta(seconds=number))
        worker = Worker(desk=desk, now=lambda: now)
        turn = worker.turn()
        worker.close()
        assert not turn.problems
        with desk.store.reading() as reader:
            rows = reader.messages(desk.org)
            penned = {entry.message for entry in reader.pen(desk.org)}
    assert len(rows) == len(set(mails)), "every mail is on record, once"
    for row in rows:
        settled = row.ref or row.id in penned or row.duplicate_of or row.class_ not in ("complaint", "unreadable")
        assert row.class_ and settled, f"{row.id}: {row.class_}, because {row.because}"

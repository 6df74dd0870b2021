"""Broken mail without end: mutations of small mails, with a printed seed. ``MAILFLOW_FUZZ`` sets how many."""

from __future__ import annotations

import os
import random
import time

from mailflow.core.classify import machine_kind
from mailflow.core.quotation import new_text, without_signature
from mailflow.mailbox import wire
from mailflow.mailbox.parse import files, header_only, parse
from tests.mailbox.samples import SAMPLES, TOKENS

COUNT = int(os.environ.get("MAILFLOW_FUZZ", "300"))
SEED = int(os.environ.get("MAILFLOW_FUZZ_SEED", "20261102"))
#: What no message may take; a tenth of what the daemon's child is given.
MOST_SECONDS = 3.0


def mutate(raw: bytes, chance: random.Random) -> bytes:
    """Return a message with some bytes changed, cut, doubled, moved or replaced by pieces that mail is made of."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((1, 2, 8, 40, 400)))
        match chance.randrange(6):
            case 0:
                del data[at:to]
            case 1:
                data[at:at] = data[at:to] * chance.choice((1, 2, 50))
            case 2:
                data[at:at] = chance.choice(TOKENS)
            case 3:
                data[at:to] = chance.randbytes(to - at)
            case 4:
                del data[at:]
            case _:
                data[at:at] = chance.choice(TOKENS) * chance.choice((1, 20, 500))
    return bytes(data[:200_000])


def test_whatever_bytes_come_there_is_a_message_and_nothing_is_raised() -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}, {COUNT} messages")
    for number in range(COUNT):
        raw = mutate(chance.choice(SAMPLES), chance)
        begun = time.process_time()
        message = parse(raw)
        assert "the message could not be read beyond its header" not in message.problems, (SEED, number, raw)
        assert wire.message_from_json(wire.message_to_json(message)) == message, (SEED, number)
        assert len(message.attachments) == len(files(raw)), (SEED, number)
        assert header_only(raw, "the reader died").problems == ("the reader died",)
        machine_kind(message)
        without_signature(new_text(message.text, None))
        new_text(message.text, "We have received your complaint.\nYour reference is LC-2026-0001.")
        took = time.process_time() - begun
        assert took < MOST_SECONDS, (SEED, number, took)
        for text in (message.subject, message.text, *(one.name for one in message.attachments)):
            assert "\0" not in text, (SEED, number)
            text.encode("utf-8")
        assert "\n" not in message.subject, (SEED, number)

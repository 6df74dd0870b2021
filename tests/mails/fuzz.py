"""``make fuzz-mail``: hundreds of thousands of mails that are nearly right, each read whole.

None may raise, none may take five seconds of a processor, and each must become a record. What does not is written to
tests/mails/found as a small file, which is a test from then on. CI reads 200,000; ``--count``, ``--seed`` and
``--seconds`` make a campaign of it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mailflow.core.machine_signs import signs_of_machine
from mailflow.core.quotation import new_text
from mailflow.mailbox import wire
from mailflow.mailbox.parse import files, header_only, parse
from mailflow.mailbox.reading import describe
from tests.mails.mutants import mutant, seeds

#: What no message may take.
MOST_SECONDS = 5.0
FOUND = Path(__file__).parent / "found"
_CHUNK = 250
_LETTER = "We have received your complaint.\nYour reference is LC-2026-0001.\nYou will hear from us by 4 December."


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a chunk came to. ``slowest``: seconds of a processor."""

    messages: int
    slowest: float
    wrong: tuple[str, ...]


def wrong_with(raw: bytes) -> str | None:
    """Read a mail in every way that the daemon does; return what must not be, or None."""
    begun = time.process_time()
    try:
        message = parse(raw)
        if "the message could not be read beyond its header" in message.problems:
            return "it could not be read beyond its header"
        signs = signs_of_machine(message)
        if wire.read_from_json(wire.read_to_json(message, signs)) != (message, signs):
            return "it did not come through the pipe of the reader as it was"
        if len(message.attachments) != len(files(raw)):
            return "its files are not those that were counted"
        told = describe(message, signs=signs)
        if not told["class"] or not told["because"]:
            return "it has no class, or none with a reason"
        new_text(message.text, _LETTER)
        if header_only(raw, "the reader died").problems != ("the reader died",):
            return "its header could not be read alone"
        for text in (message.subject, message.text, *(one.name for one in message.attachments)):
            text.encode("utf-8")
            if "\0" in text:
                return "a NUL came through"
        if "\n" in message.subject or "\r" in message.subject:
            return "a newline stands in its subject"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    took = time.process_time() - begun
    return f"it took {took:.1f} s" if took >= MOST_SECONDS else None


def chunk(seed: int, number: int, count: int) -> Count:
    """Read so many mutants; the same seed and number give the same mails."""
    global _seeds
    _seeds = _seeds or seeds(_corpora())
    chance = random.Random(f"{seed} {number}")
    slowest = 0.0
    wrong: list[str] = []
    for _ in range(count):
        raw = mutant(_seeds, chance)
        begun = time.process_time()
        if (why := wrong_with(raw)) is not None:
            wrong.append(f"{_kept(raw, why)}: {why}")
        slowest = max(slowest, time.process_time() - begun)
    return Count(messages=count, slowest=slowest, wrong=tuple(wrong))


_seeds: list[bytes] = []


def _corpora() -> Path | None:
    folder = os.environ.get("MAILFLOW_MAILS", "")
    return Path(folder) if folder and Path(folder).is_dir() else None


def _kept(raw: bytes, why: str) -> str:
    """Write a finding down, cut to what still shows it."""
    kind = why.partition(":")[0]
    step = len(raw) // 2
    while step:
        at = 0
        while at < len(raw):
            smaller = raw[:at] + raw[at + step :]
            if (still := wrong_with(smaller)) is not None and still.partition(":")[0] == kind:
                raw = smaller
            else:
                at += step
        step //= 2
        if kind.startswith("it took") or len(raw) > 50_000:
            break
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{hashlib.sha256(raw).hexdigest()[:12]}.eml"
    path.write_bytes(raw)
    return path.name


def campaign(seed: int, count: int, processes: int) -> Iterator[Count]:
    """Read ``count`` mutants in several processes."""
    sizes = [min(_CHUNK, count - at) for at in range(0, count, _CHUNK)]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(chunk, [seed] * len(sizes), range(len(sizes)), sizes)


def main() -> int:
    """Print how many were read and the slowest; 1 where something was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=20261102)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 2)
    asked.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    options = asked.parse_args()
    begun, read, slowest = time.monotonic(), 0, 0.0
    wrong: list[str] = []
    for one in campaign(options.seed, options.count, options.processes):
        read, slowest, wrong = read + one.messages, max(slowest, one.slowest), [*wrong, *one.wrong]
        if time.monotonic() - begun > options.seconds:
            break
    print(f"seed {options.seed}: {read} mails read in {time.monotonic() - begun:.0f} s, slowest {slowest:.2f} s")
    print(f"seeds: {len(seeds(_corpora()))}; findings: {len(wrong)}", *wrong[:20], sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

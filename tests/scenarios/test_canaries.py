"""No byte of one family's case reaches the other's parties, in whatever order forged mail comes between them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailflow.simulate.mails import Letter
from tests.scenarios.canaries import Between, Leaked
from tests.support.memory_office import memory_office

#: ``make canaries`` plays all of them; another first seed plays others.
SEED = int(os.environ.get("MAILFLOW_CANARY_SEED", "1"))
WHOLE, SAMPLE, TOGETHER = 10_000, 60, 50


def play(folder: Path, seeds: range) -> int:
    """Play interleavings in one office, one after the other."""
    with memory_office(folder, letters_per_hour=1_000_000) as office:
        return sum(Between(office, seed).run() for seed in seeds)


def test_a_sample_of_interleavings_leaks_nothing(tmp_path: Path) -> None:
    searched = play(tmp_path, range(SEED, SEED + SAMPLE))
    assert searched > 4 * SAMPLE, "letters were searched"


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(SEED, SEED + WHOLE, TOGETHER))
def test_ten_thousand_interleavings_leak_nothing(first: int, tmp_path: Path) -> None:
    print(f"seeds {first} to {first + TOGETHER - 1}: {play(tmp_path, range(first, first + TOGETHER))} letters")


@pytest.mark.parametrize("what", ["a canary", "a reference"])
def test_the_search_finds_what_it_looks_for(what: str, tmp_path: Path) -> None:
    """A search that found nothing at all would prove nothing."""
    with memory_office(tmp_path) as office:
        between = Between(office, 1)
        between.run()
        one, other = between.families
        letter = next(each for each in between.letters if each.to == one.address)
        theirs = next(word for word, owner in between.owners.items() if owner == other.address)
        planted = theirs if what == "a canary" else str(other.ref)
        head, _, body = letter.raw.partition(b"\r\n")
        raw = head + b"\r\nX-Planted: " + planted.encode() + b"\r\n" + body
        with pytest.raises(Leaked):
            between.search(Letter(kind=letter.kind, to=letter.to, raw=raw))

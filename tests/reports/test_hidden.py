"""What is hidden stays hidden: whoever knows the rules, and tries every world that there could be, finds no count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from mailflow.reports.hidden import Division, Half, Share, count, divide, halve

NAMES = "abcde"


def worlds(parts: int, largest: int) -> Iterator[dict[str, int]]:
    """Every division of a total into parts of at most so many each."""
    for found in product(range(largest + 1), repeat=parts):
        yield dict(zip(NAMES, found, strict=False))


def hidden_in(division: Division, names: str) -> tuple[str, ...]:
    return tuple(names) if division.is_withheld else division.heap


@pytest.mark.parametrize("fewest", [3, 4, 5])
@pytest.mark.parametrize(("parts", "largest"), [(2, 14), (3, 11), (4, 7), (5, 6)])
def test_every_hidden_count_has_two_values_at_least_for_whoever_knows_the_rules(
    fewest: int, parts: int, largest: int
) -> None:
    same: dict[Division, list[dict[str, int]]] = defaultdict(list)
    for world in worlds(parts, largest):
        # Of a larger total, worlds are missing here that could be.
        if fewest <= sum(world.values()) <= largest:
            same[divide(world, fewest)].append(world)
    told = 0
    for division, those in same.items():
        for name in hidden_in(division, NAMES[:parts]):
            assert len({world[name] for world in those}) > 1, (division, those)
            told += 1
    assert told, "nothing was hidden, so nothing was tried"


@pytest.mark.parametrize("fewest", [3, 4])
def test_no_small_count_is_shown_and_no_small_sum(fewest: int) -> None:
    for world in worlds(4, 6):
        if sum(world.values()) < fewest:
            continue
        division = divide(world, fewest)
        assert all(n == 0 or n >= fewest for _, n in division.shown)
        assert division.together == 0 or division.together >= fewest


def test_what_is_shown_is_true() -> None:
    for world in worlds(4, 6):
        division = divide(world, 3)
        assert all(world[name] == n for name, n in division.shown)
        assert all(world[name] == 0 for name in division.without)
        if not division.is_withheld:
            assert sum(n for _, n in division.shown) + division.together == sum(world.values())


def test_large_counts_are_all_shown() -> None:
    assert divide({"a": 3, "b": 12, "c": 0}, 3) == Division(total=15, shown=(("a", 3), ("b", 12)), without=("c",))


def test_one_small_count_takes_the_next_larger_one_with_it() -> None:
    assert divide({"a": 1, "b": 12, "c": 5}, 3) == Division(total=18, shown=(("b", 12),), heap=("a", "c"), together=6)


def test_which_of_two_equals_is_taken_along_tells_nothing_for_both_are() -> None:
    assert divide({"a": 1, "b": 5, "c": 5, "d": 9}, 3).heap == ("a", "b", "c")


def test_two_small_counts_that_together_are_none_need_no_other() -> None:
    assert divide({"a": 1, "b": 2, "c": 5}, 3) == Division(total=8, shown=(("c", 5),), heap=("a", "b"), together=3)


def test_a_count_alone_is_small_up_to_one_below_the_limit() -> None:
    assert [str(count(n, 3)) for n in (0, 1, 2, 3)] == ["none", "fewer than 3", "fewer than 3", "3"]


@pytest.mark.parametrize("fewest", [3, 4, 5])
def test_a_hidden_part_of_a_known_total_has_two_values_at_least(fewest: int) -> None:
    for total in range(fewest, 20):
        same: dict[Half, set[int]] = defaultdict(set)
        for part in range(total + 1):
            same[halve(part, total, fewest)].add(part)
        assert all(len(parts) > 1 for half, parts in same.items() if half.part is None)
        assert all(half.share is not Share.COUNTED or half.part is not None for half in same)


def test_all_and_none_are_said() -> None:
    assert [halve(part, 9, 3).share.value for part in (0, 2, 5, 7, 9)] == [
        *("none", "few", "some", "all but a few", "all")
    ]

"""Small counts are hidden, so that no family can be recognised, and so that they cannot be worked back from the rest.

A count from 1 to one less than ``fewest`` is small. Hiding it alone is not enough: what is left of a total would tell
it. Whoever reads a report may know how this module works, and must still find at least two values for every count
that is not shown. That is what each rule here is for, and what its tests try out exhaustively:

*A division of a known total* (``divide``): small counts and zeros are thrown together, with as many of the next larger
ones as it takes until the sum is no longer small and not all of them are alike. Exchanging two unlike counts of such a
heap then gives another world with the very same report. Where everything would be in the heap, no division is shown.

*Two parts of a known total* (``halve``): a small part is said to be small. That leaves every value from 1 up, because
``fewest`` is at least 3; where both parts may be small, it is only said that there are some of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

#: Under 3, "small" would have one value only, and saying so would be telling it.
LOWEST_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that a report tells, or the words that it has instead: nothing else of it is known.

    Attributes:
        n: The number; None where it is hidden.
        fewest: Where it is hidden because it is small: it is under this, and not 0. Else 0: it could be anything.
    """

    n: int | None = None
    fewest: int = 0

    def __str__(self) -> str:
        """Return the number, or what is said in its place."""
        if self.n is not None:
            return str(self.n) if self.n else "none"
        return f"fewer than {self.fewest}" if self.fewest else "not shown"


#: A number that is not shown because another could be worked out from it.
NOT_SHOWN = Count()


def is_small(n: int, fewest: int) -> bool:
    """Say whether a count could point to a family."""
    return 0 < n < fewest


def count(n: int, fewest: int) -> Count:
    """Return a count that stands alone: no total and no other count of the report tells it."""
    return Count(fewest=fewest) if is_small(n, fewest) else Count(n=n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A total divided by what a complaint is, as far as it may be told.

    Attributes:
        shown: What has a number of its own.
        heap: What was thrown together; ``together`` is their sum. All are in the order in which they were given.
        without: What there was none of. Empty where ``heap`` is not: it may be in there.
        is_withheld: Nothing is told but the total.
    """

    total: int
    shown: tuple[tuple[str, int], ...] = ()
    heap: tuple[str, ...] = ()
    together: int = 0
    without: tuple[str, ...] = ()
    is_withheld: bool = False


def divide(counts: Mapping[str, int], fewest: int) -> Division:
    """Return the division of a total that is told as well.

    Args:
        counts: All there could be, also what there was none of; their sum is the total, and is not small.
        fewest: At least ``LOWEST_FEWEST``.
    """
    total = sum(counts.values())
    heap = {name for name, n in counts.items() if n < fewest}
    if not any(counts[name] for name in heap):
        return Division(total=total, shown=_others(counts, heap), without=tuple(n for n in counts if n in heap))
    while not _is_safe([counts[name] for name in heap], fewest):
        left = [n for name, n in counts.items() if name not in heap]
        if not left:
            break
        # All of that size, not one of them: which one was taken would tell something.
        heap |= {name for name, n in counts.items() if n == min(left)}
    if len(heap) == len(counts):
        return Division(total=total, is_withheld=True)
    return Division(
        total=total,
        shown=_others(counts, heap),
        heap=tuple(name for name in counts if name in heap),
        together=sum(counts[name] for name in heap),
    )


def _is_safe(heap: list[int], fewest: int) -> bool:
    return sum(heap) >= fewest and len(set(heap)) > 1


def _others(counts: Mapping[str, int], heap: set[str]) -> tuple[tuple[str, int], ...]:
    return tuple((name, n) for name, n in counts.items() if name not in heap)


class Share(StrEnum):
    """How many of a known total, in words that hide what is small."""

    ALL = "all"
    NEARLY_ALL = "all but a few"
    COUNTED = "some"
    SOME = "some, not all"
    FEW = "few"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """One of two parts of a total. ``part`` and ``rest`` are None where they are hidden."""

    share: Share
    part: int | None = None
    rest: int | None = None


def halve(part: int, total: int, fewest: int) -> Half:
    """Return what may be told of a part of a total, which is at least ``fewest`` and may be told as well."""
    rest = total - part
    if not part or not rest:
        return Half(share=Share.ALL if part else Share.NONE, part=part, rest=rest)
    if total <= 2 * (fewest - 1):
        return Half(share=Share.SOME)
    if is_small(part, fewest):
        return Half(share=Share.FEW)
    if is_small(rest, fewest):
        return Half(share=Share.NEARLY_ALL)
    return Half(share=Share.COUNTED, part=part, rest=rest)

"""A year of each policy: nothing missing, nothing doubled, nothing dated wrong against a slow count (``make year``)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from mailflow.policies import available
from tests.year.almanac import after, at_local, is_worked, last_second, morning, spelled, worked_day_before
from tests.year.compare import differences, history
from tests.year.rulebook import BOOKS
from tests.year.world import Year, year

#: CI's share; ``make year`` plays 200 cases of each policy, and several seeds.
SEED, CASES = 2020, 30


def why(played: Year, found: list[str]) -> str:
    """Return what differs, with the history of the first case that does."""
    ref = next((one.split()[0] for one in found if one.startswith("LC-")), "")
    return "\n".join((f"seed {SEED}", *found[:20], history(played, ref) if ref in played.refs.values() else ""))


@pytest.mark.parametrize("policy", available())
def test_no_letter_of_a_year_is_missing_doubled_or_dated_wrong(policy: str) -> None:
    with year(policy, SEED, CASES) as played:
        played.play()
        found = differences(played)
    assert not found, why(played, found)
    kinds = Counter(one.kind for one in played.left)
    deeds = Counter(act.deed for life in played.lives for act in life.acts)
    assert len(played.refs) >= CASES - 5
    for kind in ("acknowledgement", "handler-notice", "outcome", "reminder", "breach-notice", "directive-done"):
        assert kinds[kind] >= CASES // 5, f"a year without its share of {kind}: {kinds}"
    assert deeds["reply"] >= CASES // 3 and deeds["machine"] and deeds["elsewhere"] and deeds["confirmed"]


def test_the_reckoning_would_notice_a_letter_too_few_too_many_or_of_another_day() -> None:
    with year("childrens-links", SEED, 3) as played:
        played.play()
        assert differences(played) == []
        gone = played.left.pop()
        assert [one.split(": ")[0].split()[-1] for one in differences(played)] == ["missing"]
        played.left += [gone, gone]
        assert [one.split(": ")[0].split()[-1] for one in differences(played)] == ["surplus"]
        played.left.pop()
        life = next(one for one in played.lives if any(each.dates for each in one.reckoning.letters))
        promise = next(iter(life.reckoning.promises.values()))
        promise.due += 2 * (after(promise.due, "1 day") - promise.due)
        assert [one.split()[1] for one in differences(played)] == ["promise"]


def test_the_books_know_every_stage_of_the_policies() -> None:
    assert set(BOOKS) == set(available())
    for book in BOOKS.values():
        assert book.opens in book.steps and all(one.to in ("", *book.steps) for one in book.steps.values())


def test_the_slow_count_of_hours_days_and_months_by_examples_from_the_calendar() -> None:
    maundy_thursday = at_local(date(2020, 4, 9), 12)
    assert after(maundy_thursday, "1 working day") == last_second(date(2020, 4, 14))
    assert after(maundy_thursday, "1 week") == last_second(date(2020, 4, 16))
    assert after(at_local(date(2020, 3, 28), 12), "48 hours") == at_local(date(2020, 3, 30), 13)
    assert after(at_local(date(2020, 11, 30), 12), "3 months") == last_second(date(2021, 2, 28))
    assert after(at_local(date(2020, 12, 23), 9), "2 working days") == last_second(date(2021, 1, 5))
    assert worked_day_before(date(2020, 5, 9), 1) == date(2020, 5, 7) and not is_worked(date(2020, 5, 8))
    assert morning(date(2020, 7, 1)) == datetime(2020, 7, 1, 7, tzinfo=UTC)
    assert spelled(last_second(date(2020, 12, 4))) == "Friday 4 December 2020"

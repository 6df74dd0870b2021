"""Who works on which mailbox: even shares, and what happens when somebody comes, goes or is thrown out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.facts import Tagged
from mailflow.store import LetterChange, Overtaken, Store, StoreUnavailable
from mailflow.store.leases import LARGEST_LIMIT, shares
from tests.store.examples import AT, ORG, arrival, change, fact, open_case, queue_one, tag
from tests.support.postgres import Postgres

NAMES = tuple(f"L{n}" for n in range(12))


@pytest.fixture
def url(postgres_server: Postgres, postgres_template: str) -> str:
    return postgres_server.url(postgres_server.new_database(postgres_template))


@pytest.fixture
def one(url: str) -> Iterator[Store]:
    with Store.open(url) as store:
        yield store


@pytest.fixture
def other(url: str) -> Iterator[Store]:
    with Store.open(url) as store:
        yield store


@given(names=st.integers(0, 500), limits=st.lists(st.integers(1, 300), min_size=1, max_size=9))
def test_shares_hold_all_that_the_limits_allow_as_evenly_as_they_do(names: int, limits: list[int]) -> None:
    found = shares(names, limits)
    assert sum(found) == min(names, sum(limits))
    assert all(share <= limit for share, limit in zip(found, limits, strict=True))
    free = [share for share, limit in zip(found, limits, strict=True) if share < limit]
    assert not free or max(found) - min(free) <= 1, "nobody has two more than one who has room"


def test_a_name_is_taken_by_one_and_free_again_when_it_is_given_back(store: Store, made_url: str) -> None:
    with Store.open(made_url) as second, store.leases() as ours, second.leases() as theirs:
        assert ours.take("LC") and not theirs.take("LC")
        assert ours.held == {"LC"} and not theirs.held
        ours.give_back("LC")
        assert theirs.take("LC")


def test_what_a_daemon_holds_a_turn_by_hand_cannot_have(store: Store, made_url: str) -> None:
    with Store.open(made_url) as second, store.leases() as ours:
        assert ours.take("LC")
        with second.alone("mailbox:LC") as hold:
            assert not hold
        with second.alone("mailbox:BB") as hold:
            assert hold and not ours.take("BB")


def test_workers_see_each_other_and_their_shares(one: Store, other: Store) -> None:
    with one.leases(LARGEST_LIMIT) as first:
        assert (first.look(NAMES).share, first.look(NAMES).workers) == (12, 1)
        for name in NAMES:
            assert first.take(name)
        with other.leases(2) as second:
            standing = second.look(NAMES)
            assert (standing.share, standing.workers, standing.free) == (2, 2, frozenset())
            mine = first.look(NAMES)
            assert (mine.share, mine.wanting) == (10, 2)
            first.give_back("L0")
            assert second.look(NAMES).free == {"L0"}
            assert first.look(NAMES).wanting == 1, "the free one is there for whoever lacks it"
            second.leave()
            assert first.look(NAMES).workers == 1


def test_what_a_process_holds_that_shares_nothing_is_not_shared_out(one: Store, other: Store) -> None:
    with one.leases() as daemon, other.leases(LARGEST_LIMIT) as worker:
        assert daemon.take("L0")
        standing = worker.look(NAMES)
        assert (standing.share, standing.workers) == (11, 1)
        assert "L0" not in standing.free


def test_with_its_connection_a_process_loses_everything_and_knows_it(
    one: Store, other: Store, postgres_server: Postgres
) -> None:
    with one.leases(LARGEST_LIMIT) as ours:
        assert ours.take("LC")
        postgres_server.break_connections()
        with pytest.raises(StoreUnavailable, match="asks again"):
            ours.look(NAMES)
        assert not ours.held
        with other.leases(LARGEST_LIMIT) as theirs:
            assert theirs.take("LC")
            assert not ours.take("LC"), "it does not come back by itself"


def test_whoever_was_overtaken_can_write_nothing_more_about_the_mailbox(
    one: Store, other: Store, postgres_server: Postgres
) -> None:
    case = open_case(one)
    with one.leases(LARGEST_LIMIT) as ours, other.leases(LARGEST_LIMIT) as theirs:
        assert ours.take(ORG)
        case = tag(one, case, "before")
        postgres_server.break_connections()
        tag(one, case, "still-ours")  # nobody has taken it: what was begun may end
        assert theirs.take(ORG)
        with one.reading() as reader:
            found = reader.case(ORG, case.ref)
        assert found is not None
        with pytest.raises(Overtaken, match="taken over the mailbox of LC"):
            tag(one, found, "too-late")
        with pytest.raises(Overtaken), one.writing() as record:
            record.keep(ORG, "folder", 1, [arrival(1)])
        tag(other, found, "theirs")


def test_whoever_was_overtaken_writes_no_dot(one: Store, other: Store, postgres_server: Postgres) -> None:
    first, second = queue_one(one), queue_one(one)
    with one.leases(LARGEST_LIMIT) as ours, other.leases(LARGEST_LIMIT) as theirs:
        assert ours.take(ORG)
        with one.writing() as record:
            record.mark([LetterChange.committing(first, at=AT, attempt=0, org=ORG)])
        postgres_server.break_connections()
        assert theirs.take(ORG)
        with pytest.raises(Overtaken), one.writing() as record:
            record.mark([LetterChange.committing(second, at=AT, attempt=0, org=ORG)])
        with other.writing() as record:
            record.mark([LetterChange.committing(second, at=AT, attempt=0, org=ORG)])


def test_an_admin_who_holds_nothing_writes_beside_whoever_works(one: Store, other: Store) -> None:
    case = open_case(one)
    with one.leases(LARGEST_LIMIT) as ours:
        assert ours.take(ORG)
        case = tag(other, case, "by-an-admin")
        tag(one, case, "by-the-daemon")


def test_who_takes_a_mailbox_waits_for_a_step_that_is_being_written(one: Store, other: Store) -> None:
    case = open_case(one)
    with one.leases() as ours:
        assert ours.take(ORG)
        ours.close()  # as if its connection had broken
        with other.leases() as theirs, ThreadPoolExecutor() as threads:
            with one.writing() as record:
                record.save_cases(ORG, [change(case, fact(Tagged(tag="first"), by="C. Lee", reason="asked"))], AT)
                taking = threads.submit(theirs.take, ORG)
                with pytest.raises(TimeoutError):
                    taking.result(0.5)
            assert taking.result(20)
        with other.reading() as reader:
            kept = reader.case(ORG, case.ref)
            assert kept is not None and "first" in kept.tags

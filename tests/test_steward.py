"""Who sees to it that a process works on what it holds: what is taken, given back, lost, and let go of at the end."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import cast

import pytest

from mailflow import daemon
from mailflow.daemon import Steward
from mailflow.flow.desk import Desk
from mailflow.rota import Rota
from mailflow.store import StoreUnavailable
from mailflow.store.leases import Leases, Standing


class FakeRota:
    """Notes what is on it. ``busy``: mailboxes whose turn is not over."""

    def __init__(self) -> None:
        self.on: dict[str, Desk] = {}
        self.busy: set[str] = set()
        self.taken_off: list[str] = []
        self._gone: list[str] = []

    def __contains__(self, org: str) -> bool:
        return org in self.on

    @property
    def size(self) -> int:
        return len(self.on)

    def put_on(self, desk: Desk) -> None:
        self.on[desk.org] = desk

    def take_off(self, org: str) -> None:
        if org in self.on:
            self.taken_off.append(org)
            if org not in self.busy:
                self.let_go(org)

    def let_go(self, org: str) -> None:
        del self.on[org]
        self._gone.append(org)

    def gone(self) -> list[str]:
        gone, self._gone = self._gone, []
        return gone

    def wait_for_gone(self, _: float) -> None:
        for org in set(self.taken_off) & self.on.keys():
            self.let_go(org)

    def close(self, _: float) -> int:
        return len(self.on)


class FakeLeases(Leases):
    """Names of which some are somebody else's; ``share`` and ``wanting`` as the test says."""

    def __init__(self, others: Collection[str] = ()) -> None:
        self.others = set(others)
        self.share = 100
        self.wanting = 0
        self.workers = 1
        self.broken: set[str] = set()
        self.is_away = False
        self.left = False

    def look(self, names: Collection[str]) -> Standing:
        self._reach()
        free = frozenset(names) - self.held - self.others
        return Standing(free=free, share=self.share, wanting=self.wanting, workers=self.workers)

    def take(self, name: str) -> bool:
        self._reach()
        if name in self.broken:
            raise StoreUnavailable("the lock file cannot be opened")
        if name in self.others:
            return False
        self.held |= {name}
        return True

    def give_back(self, name: str) -> None:
        self._reach()
        self.held -= {name}

    def leave(self) -> None:
        self._reach()
        self.left = True

    def close(self) -> None:
        self.held = frozenset()

    def _reach(self) -> None:
        if self.is_away:
            self.held = frozenset()
            raise StoreUnavailable("the connection broke")


def desks(*codes: str) -> dict[str, Desk]:
    return {code: cast(Desk, SimpleNamespace(org=code)) for code in codes}


def steward(leases: FakeLeases, rota: FakeRota, *codes: str, limit: int | None = None) -> Steward:
    return Steward(leases=leases, rota=cast(Rota, rota), desks=desks(*codes), limit=limit)


@pytest.fixture
def rota() -> FakeRota:
    return FakeRota()


def test_what_is_free_is_taken_up_to_the_share(rota: FakeRota) -> None:
    leases = FakeLeases(others={"A"})
    leases.share = 2
    one = steward(leases, rota, "A", "B", "C", "D", limit=9)
    one.beat()
    assert len(rota.on) == 2 and "A" not in rota.on
    one.beat()
    assert len(rota.on) == 2


def test_a_surplus_is_given_back_only_as_far_as_others_lack_it(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", "B", "C", "D", limit=9)
    one.beat()
    leases.share, leases.workers = 1, 2
    one.beat()
    assert len(leases.held) == 4, "nobody wants them yet"
    leases.wanting = 2
    rota.busy |= rota.on.keys()
    one.beat()
    one.beat()  # the turns are not over, so they are still wanting
    assert len(rota.taken_off) == 2
    for org in rota.taken_off:
        rota.let_go(org)
    leases.wanting = 0
    one.beat()
    assert len(leases.held) == len(rota.on) == 2


def test_a_mailbox_is_given_back_when_its_turn_is_over_and_not_before(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", limit=9)
    one.beat()
    rota.busy.add("A")
    leases.share, leases.wanting, leases.workers = 0, 1, 2
    one.beat()
    assert rota.taken_off == ["A"] and leases.held == {"A"}
    rota.let_go("A")
    one.beat()
    assert not leases.held


def test_what_nobody_takes_for_a_while_is_taken_beyond_the_share_and_kept(
    rota: FakeRota, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "UNWANTED_S", 0.0)
    leases = FakeLeases()
    leases.share = 0
    one = steward(leases, rota, "A", limit=9)
    one.beat()
    leases.wanting = 1
    one.beat()
    assert leases.held == {"A"} and not rota.taken_off


def test_an_organisation_that_is_not_configured_any_more_is_let_go(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", "B")
    one.beat()
    one.desks = desks("A")
    one.beat()
    one.beat()
    assert leases.held == rota.on.keys() == {"A"}


def test_with_its_connection_everything_is_let_go_and_asked_for_anew(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", "B")
    one.beat()
    rota.busy.add("A")
    leases.is_away = True
    one.beat()
    assert sorted(rota.taken_off) == ["A", "B"]
    leases.is_away = False
    one.beat()
    assert leases.held == {"B"}, "the turn under the old lock is not over, so the new one is not asked for"
    rota.let_go("A")
    one.beat()
    one.beat()
    assert leases.held == rota.on.keys() == {"A", "B"}


def test_a_lock_that_cannot_be_had_costs_the_other_mailboxes_nothing(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A")
    one.beat()
    leases.broken.add("B")
    one.desks |= desks("B")
    one.beat()
    one.beat()
    assert not rota.taken_off and leases.held == rota.on.keys() == {"A"}


def test_at_the_end_it_leaves_the_others_and_gives_everything_back(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", "B", limit=9)
    one.beat()
    rota.busy.add("A")
    assert one.end(5.0) == 0
    assert leases.left and not leases.held


def test_it_ends_at_once_also_when_the_database_is_away(rota: FakeRota) -> None:
    leases = FakeLeases()
    one = steward(leases, rota, "A", "B")
    one.beat()
    leases.is_away = True
    assert one.end(5.0) == 0
    assert not rota.on

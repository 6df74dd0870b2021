"""Many mailboxes, few hands: who waits for whom when a mail server does not answer, and how a mailbox is let go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mailflow import rota as module
from mailflow.flow.desk import Desk
from mailflow.rota import HANDS_FOR_THE_ILL, Rota
from mailflow.turns import Turn
from tests.support.ports import wait_until

NOW = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


def desk(org: str, host: str = "good.example") -> Desk:
    """Return all of a desk that the rota looks at."""
    imap = SimpleNamespace(host=host)
    return cast(Desk, SimpleNamespace(org=org, settings=SimpleNamespace(mailbox=SimpleNamespace(imap=imap))))


@dataclass(slots=True)
class Servers:
    """Turns that the test looks on at: those with the host ``silent.example`` last until ``answer`` is set."""

    answer: threading.Event = field(default_factory=threading.Event)
    begun: list[str] = field(default_factory=list)
    at_work: set[str] = field(default_factory=set)
    most_at_once: int = 0
    fails: bool = False
    rest_s: float = 60.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, desk: Desk) -> Turn:
        with self._lock:
            self.begun.append(desk.org)
            self.at_work.add(desk.org)
            self.most_at_once = max(self.most_at_once, len(self.at_work))
        is_silent = desk.settings.mailbox.imap.host == "silent.example"
        if is_silent:
            assert self.answer.wait(20)
        with self._lock:
            self.at_work.remove(desk.org)
        if self.fails:
            raise ValueError("a bug of ours")
        return Turn(is_blind=is_silent)


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    found = Servers()

    class Worker:
        fileno = None

        def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
            self.desk = desk

        def turn(self) -> Turn:
            return found.turn(self.desk)

        def give_signs(self, turn: Turn) -> None:
            pass

        def rest(self, _: float) -> float:
            return found.rest_s

        def hears_news(self) -> bool:
            return False

        def close(self) -> None:
            pass

    monkeypatch.setattr(module, "Worker", Worker)
    yield found
    found.answer.set()


@pytest.fixture
def rota(servers: Servers) -> Iterator[Rota]:
    made = Rota(now=lambda: NOW)
    yield made
    servers.answer.set()
    made.close(1)


def test_each_mailbox_has_its_turn_when_it_is_put_on(rota: Rota, servers: Servers) -> None:
    for n in range(100):
        rota.put_on(desk(f"L{n}"))
    wait_until(lambda: len(servers.begun) == 100, "every mailbox had its turn")
    assert servers.most_at_once <= rota.hands


def test_a_mailbox_has_its_next_turn_when_its_time_has_come(rota: Rota, servers: Servers) -> None:
    servers.rest_s = 0.05
    rota.put_on(desk("LC"))
    wait_until(lambda: len(servers.begun) >= 3, "it has turn after turn")
    assert set(servers.begun) == {"LC"} and servers.most_at_once == 1


def test_mailboxes_of_a_server_that_was_out_of_reach_leave_hands_for_the_others(
    rota: Rota, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BACK_OFF_S", (0.1, 0.2))
    rota.put_on(desk("first", "silent.example"))
    wait_until(lambda: servers.begun, "it is asked")
    servers.answer.set()  # and is found to be out of reach
    wait_until(lambda: rota._ill, "that is known")
    servers.answer.clear()
    for n in range(50):
        rota.put_on(desk(f"S{n}", "silent.example"))
    wait_until(lambda: len(servers.at_work) == HANDS_FOR_THE_ILL, "a few ask it")
    rota.put_on(desk("LC"))
    wait_until(lambda: "LC" in servers.begun, "another server's mailbox does not wait for it")
    assert len(servers.at_work) == HANDS_FOR_THE_ILL


def test_a_mailbox_is_let_go_after_its_turn_and_not_before(rota: Rota, servers: Servers) -> None:
    rota.put_on(desk("LC", "silent.example"))
    wait_until(lambda: servers.at_work, "its turn has begun")
    rota.take_off("LC")
    assert rota.gone() == [] and "LC" in rota
    servers.answer.set()
    rota.wait_for_gone(20)
    assert rota.gone() == ["LC"] and "LC" not in rota
    assert servers.begun == ["LC"]


def test_one_at_rest_is_let_go_at_once(rota: Rota, servers: Servers) -> None:
    rota.put_on(desk("LC"))
    wait_until(lambda: rota._places["LC"].is_resting, "it rests")
    rota.take_off("LC")
    rota.wait_for_gone(20)
    assert rota.gone() == ["LC"]


def test_what_is_not_ours_any_more_has_no_further_turn(servers: Servers) -> None:
    ours: dict[str, Any] = {"LC": True}
    servers.rest_s = 0.05
    rota = Rota(now=lambda: NOW, is_ours=lambda org: bool(ours.get(org)))
    rota.put_on(desk("LC"))
    wait_until(lambda: servers.begun, "its turn")
    ours.clear()
    rota.wait_for_gone(20)
    assert rota.gone() == ["LC"]
    assert rota.close(1) == 0


def test_a_changed_configuration_counts_from_the_next_turn_on(rota: Rota, servers: Servers) -> None:
    rota.put_on(desk("LC", "silent.example"))
    wait_until(lambda: servers.at_work, "its turn has begun")
    rota.put_on(desk("LC", "good.example"))
    servers.answer.set()
    wait_until(lambda: len(servers.begun) == 2 and rota._places["LC"].is_resting, "the next turn")
    assert rota._places["LC"].host == "good.example"


def test_a_bug_in_one_turn_stops_nobody(rota: Rota, servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACK_OFF_S", (0.05, 0.1))
    servers.fails = True
    for n in range(20):
        rota.put_on(desk(f"L{n}"))
    wait_until(lambda: len(servers.begun) >= 20, "all had a turn")
    servers.fails = False
    begun = len(servers.begun)
    wait_until(lambda: len(servers.begun) >= begun + 20, "and all have another one")
    assert rota.is_well

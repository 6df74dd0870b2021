"""The process that works on mailboxes: one turn of each, or turn after turn; signals, health, who has which mailbox.

``mailflow run`` wants every mailbox that no other process has. ``mailflow worker`` is one of many on PostgreSQL: each
takes its share, gives back what others lack, and takes over what another held when that one is gone.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Protocol

from mailflow.core.written import WrittenError
from mailflow.flow.desk import Desk
from mailflow.rota import Rota
from mailflow.store import Store, StoreError
from mailflow.store.leases import Leases, Standing
from mailflow.supervisor import notify
from mailflow.turns import Turn, Worker

__all__ = ["Turn", "Worker", "run", "run_once"]

log = logging.getLogger("mailflow.daemon")

#: Who has which mailbox is looked at so often: what another process gave up or died with is taken over within it.
BEAT_S = 1.0
#: So long may turns that are under way go on after SIGTERM; whoever stops us loses patience after ten seconds, and a
#: busy machine needs some of them to end our children.
STOP_S = 5.0
#: What nobody takes for so long is taken by whoever has room, whatever the shares say.
UNWANTED_S = 5.0
#: The files of the configuration are looked at so often.
RELOAD_S = 30.0
_WATCHDOG_S = 30.0


def _collect_seldom() -> None:
    """Let the collector of cycles look after every 20,000 objects: after 700 it took a tenth of a turn's time."""
    gc.set_threshold(20_000, 10, 10)


def run_once(desks: Sequence[Desk], now: Callable[[], datetime]) -> list[Turn]:
    """One turn for each organisation; errors come out."""
    _collect_seldom()
    turns = []
    for desk in desks:
        with desk.store.leases() as leases:
            if not leases.take(desk.org):
                why = f"another mailflow works on the mailbox of {desk.org}; stop it first, or let it do its work"
                turns.append(Turn(problems=[why]))
                continue
            worker = Worker(desk=desk, now=now)
            try:
                turns.append(worker.turn())
                worker.give_signs(turns[-1])
            finally:
                worker.close()
                leases.give_back(desk.org)
    return turns


class Bench(Protocol):
    """Where the desks come from; ``wiring.Bench`` lays them from the configuration."""

    @property
    def store(self) -> Store:
        """The database of all of them."""

    def lay(self, now: datetime) -> Sequence[Desk]:
        """Lay them, or lay them anew; what has not changed stays the very same."""

    def has_changed(self) -> bool:
        """Say whether they should be laid anew."""


def run(bench: Bench, now: Callable[[], datetime], health: Path | None = None, *, limit: int | None = None) -> None:
    """Turn after turn until SIGTERM or SIGINT; SIGHUP reads the configuration anew.

    Args:
        bench: Where the desks come from.
        now: The present.
        health: A folder in which ``CODE.alive`` is touched after each good turn.
        limit: Be one of many workers, with so many mailboxes at the most; None to want all that are free.

    Raises:
        SettingsError: The configuration cannot be used at the start. One that is broken later changes nothing.
    """
    _collect_seldom()
    stopping, changed = threading.Event(), threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    def reload(_signal: int, _frame: FrameType | None) -> None:
        changed.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if not os.isatty(0) and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, reload)  # in a terminal it means that the terminal is gone
    desks = {desk.org: desk for desk in bench.lay(now())}
    with bench.store.leases(limit) as leases:
        rota = Rota(now=now, is_ours=lambda org: org in leases.held, after_turn=lambda desk: _touch(health, desk))
        steward = Steward(leases=leases, rota=rota, desks=desks, limit=limit)
        notify("READY=1")
        log.info("daemon started organisations=%d", len(desks))
        told_at = read_at = time.monotonic()
        steward.beat()
        while not stopping.wait(BEAT_S):
            if changed.is_set() or time.monotonic() - read_at >= RELOAD_S:
                _reread(bench, steward, now, is_asked=changed.is_set())
                changed.clear()
                read_at = time.monotonic()
            steward.beat()
            if time.monotonic() - told_at >= _WATCHDOG_S and rota.is_well:
                notify("WATCHDOG=1")
                told_at = time.monotonic()
        notify("STOPPING=1")
        if unfinished := steward.end(STOP_S):
            # A server is silent. Whatever was begun is taken up at the next start, as after a crash.
            log.warning("daemon stops in the midst of turns n=%d", unfinished)
    log.info("daemon stopped")


def _reread(bench: Bench, steward: Steward, now: Callable[[], datetime], *, is_asked: bool) -> None:
    try:
        if not is_asked and not bench.has_changed():
            return
        before, steward.desks = steward.desks, {desk.org: desk for desk in bench.lay(now())}
    except WrittenError as error:
        log.error("configuration not taken problems=%d: the one before holds; run mailflow check", len(error.problems))
        return
    changed = sum(before.get(org) is not desk for org, desk in steward.desks.items())
    if is_asked or changed or len(before) != len(steward.desks):
        log.info("configuration read organisations=%d changed=%d", len(steward.desks), changed)


@dataclass(slots=True, kw_only=True)
class Steward:
    """Sees to it that the rota has the mailboxes that are ours, and that what is ours is what should be.

    Attributes:
        desks: All mailboxes of the configuration, by code; put another mapping here when it has changed.
        limit: Others work beside us, and so many we take at the most; None to share nothing.
    """

    leases: Leases
    rota: Rota
    desks: dict[str, Desk]
    limit: int | None = None
    _giving: set[str] = field(default_factory=set)
    _adopted: set[str] = field(default_factory=set)
    _free_since: dict[str, float] = field(default_factory=dict)
    _said: dict[str, object] = field(default_factory=dict)

    def beat(self) -> None:
        """Look once at how things stand, and do what follows."""
        before = self.leases.held
        try:
            self._give_back_what_is_done()
            standing = self.leases.look(self.desks)
            self._take_and_give(standing)
        except StoreError as error:
            if self._is_news("record", type(error).__name__):
                log.error("record unavailable error=%s: asking for the mailboxes again", type(error).__name__)
            for org in before - self.leases.held:
                log.warning("lock lost org=%s: the connection to the database broke; asking for it again", org)
                self.rota.take_off(org)
            self._giving &= self.leases.held
            return
        self._said.pop("record", None)
        for org in self.leases.held - self._giving:
            self.rota.put_on(self.desks[org])
        self._say(standing)

    def end(self, within_s: float) -> int:
        """Give everything back, each mailbox as soon as its turn is over; return how many turns were not over."""
        end = time.monotonic() + within_s
        try:
            self.leases.leave()
            self._give(self.leases.held)
            while self.rota.size and time.monotonic() < end:
                self._give_back_what_is_done()
                self.rota.wait_for_gone(min(BEAT_S, max(0.0, end - time.monotonic())))
            self._give_back_what_is_done()
        except StoreError as error:
            log.warning("record unavailable error=%s while stopping", type(error).__name__)
            for org in self.desks:
                self.rota.take_off(org)
        return self.rota.close(max(0.0, end - time.monotonic()))

    def _take_and_give(self, standing: Standing) -> None:
        held = self.leases.held
        self._give(held - self.desks.keys())
        if self._is_news("workers", standing.workers):
            self._adopted.clear()
        ours = held & self.desks.keys() - self._giving
        fair = sorted(ours - self._adopted)
        if surplus := min(len(fair) - standing.share, standing.wanting - len(self._giving)):
            self._give(fair[:surplus] if surplus > 0 else ())
        self._take(standing, standing.share - len(ours))
        self._adopt(standing)

    def _take(self, standing: Standing, number: int) -> None:
        """Take so many of the free ones. Each worker begins elsewhere, so that they do not all ask for the same."""
        free = sorted(standing.free & self.desks.keys())
        start = standing.rank * len(free) // max(1, standing.workers)
        for org in free[start:] + free[:start]:
            if number <= 0:
                return
            if org not in self.rota:  # else an earlier hold of ours was lost, and its turn is not over yet
                number -= self.leases.take(org)

    def _adopt(self, standing: Standing) -> None:
        """Take what nobody took for a while, such as a mailbox that the others' configuration does not know yet."""
        if self.limit is None:
            return
        now = time.monotonic()
        self._free_since = {org: self._free_since.get(org, now) for org in standing.free - self.leases.held}
        for org, since in self._free_since.items():
            if now - since < UNWANTED_S or len(self.leases.held) >= self.limit or org not in self.desks:
                continue
            if org not in self.rota and self.leases.take(org):
                self._adopted.add(org)

    def _give(self, orgs: Iterable[str]) -> None:
        """Let the turns of these mailboxes end, and the others have them then."""
        for org in orgs:
            self._giving.add(org)
            self.rota.take_off(org)
            if org not in self.rota:
                self._give_back(org)

    def _give_back_what_is_done(self) -> None:
        for org in self.rota.gone():
            if org in self._giving:
                self._give_back(org)

    def _give_back(self, org: str) -> None:
        self._giving.discard(org)
        self._adopted.discard(org)
        self.leases.give_back(org)

    def _say(self, standing: Standing) -> None:
        """Say once, not every second of a long night, how things stand."""
        held = self.leases.held
        if self.limit is not None:
            state = (len(held), len(self.desks), standing.workers)
            if self._is_news("share", state):
                log.info("mailboxes held=%d of=%d workers=%d", *state)
            return
        for org in self.desks:
            if org not in held and self._is_news(org, "elsewhere"):
                log.info("standing by org=%s: another process works on this mailbox", org)
            elif org in held:
                self._said.pop(org, None)

    def _is_news(self, about: str, state: object) -> bool:
        is_news = self._said.get(about) != state
        self._said[about] = state
        return is_news


def _touch(health: Path | None, desk: Desk) -> None:
    """Touch a file after each good turn, for monitoring that asks for its age."""
    if health is not None:
        (health / f"{desk.org}.alive").touch()

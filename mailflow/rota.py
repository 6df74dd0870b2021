"""Many mailboxes, few hands: whose turn it is, and one thread that watches all those that wait for mail.

::

    due ──▶ a hand takes the turn ──▶ the mailbox listens (IDLE) ──▶ mail comes, or its time has come ──▶ due

A mailbox costs its connection and no thread. A mail server that does not answer keeps a hand for as long as its
time-outs let it, so all mailboxes of a server that was out of reach last time share a few hands, and the others go on.

Over 300 lines because hands and watcher pass mailboxes to each other under one lock, and are read together.

This module has one of the three broad ``except`` of the program, around a turn: whatever goes wrong in one
organisation's turn is logged by its kind, the others go on, and the next turn begins anew.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from mailflow.flow.desk import Desk
from mailflow.store import StoreError
from mailflow.turns import BACK_OFF_S, Worker

log = logging.getLogger("mailflow.daemon")

#: A mailbox is looked at so often even where IDLE brings no news (half-open connections, servers without IDLE).
POLL_S = 60.0
#: So many turns are taken at a time. They mostly wait for servers; each needs the database now and then.
HANDS = 12
#: So many of them at a time go to mail servers that were out of reach.
HANDS_FOR_THE_ILL = 4


@dataclass(slots=True, kw_only=True, eq=False)
class _Place:
    """One mailbox on the rota.

    Attributes:
        watched: The socket that the watcher has of it.
        rests: How many rests are over: by that the watcher knows an old note of a time.
        heir: What to go on with after the present turn: a changed configuration.
    """

    desk: Desk
    worker: Worker
    watched: int | None = None
    is_resting: bool = False
    rests: int = 0
    due_at: float = 0.0
    pause_s: float = BACK_OFF_S[0]
    is_leaving: bool = False
    heir: Desk | None = None

    @property
    def host(self) -> str:
        return self.desk.settings.mailbox.imap.host


@dataclass(slots=True, kw_only=True)
class Rota:
    """The mailboxes that this process works on.

    Attributes:
        now: The present.
        is_ours: Asked before each turn; what is not ours any more is let go of.
        after_turn: Told of each turn in which nothing was out of reach.
    """

    now: Callable[[], datetime]
    is_ours: Callable[[str], bool] = lambda _: True
    after_turn: Callable[[Desk], None] = lambda _: None
    poll_s: float = POLL_S
    hands: int = HANDS
    _places: dict[str, _Place] = field(default_factory=dict)
    _due: deque[_Place] = field(default_factory=deque)
    _resting: deque[_Place] = field(default_factory=deque)
    _hurried: deque[_Place] = field(default_factory=deque)
    _gone: deque[str] = field(default_factory=deque)
    _ill: set[str] = field(default_factory=set)
    _at_the_ill: int = 0
    _idle_hands: int = 0
    _is_closed: bool = False
    _state: threading.Condition = field(default_factory=threading.Condition)
    _threads: list[threading.Thread] = field(default_factory=list)
    _bell: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)

    def __post_init__(self) -> None:
        """Start the watcher; hands come as they are needed."""
        for end in self._bell:
            end.setblocking(False)
        self._start(self._watch, "watcher")

    def __contains__(self, org: str) -> bool:
        """Say whether a mailbox is on the rota, also while it is being let go of."""
        return org in self._places

    def put_on(self, desk: Desk) -> None:
        """Begin to work on a mailbox, or go on with a changed configuration after its present turn."""
        with self._state:
            place = self._places.get(desk.org)
            if place is None:
                place = self._places[desk.org] = _Place(desk=desk, worker=Worker(desk=desk, now=self.now))
                self._is_due(place)
            elif place.desk is not desk:
                place.heir = desk
                self._hurry(place)

    def take_off(self, org: str) -> None:
        """Let go of a mailbox after its present turn; ``gone`` tells when that is done."""
        with self._state:
            place = self._places.get(org)
            if place is not None and not place.is_leaving:
                place.is_leaving = True
                self._hurry(place)

    def gone(self) -> list[str]:
        """Return the mailboxes that were let go of since this was asked last: nothing is done on them any more."""
        with self._state:
            gone = list(self._gone)
            self._gone.clear()
        return gone

    def wait_for_gone(self, seconds: float) -> None:
        """Wait until a mailbox was let go of, or the time is up."""
        with self._state:
            self._state.wait_for(lambda: self._gone, timeout=seconds)

    @property
    def is_well(self) -> bool:
        """Whether every thread is alive."""
        return all(thread.is_alive() for thread in self._threads)

    @property
    def size(self) -> int:
        """How many mailboxes are on the rota."""
        return len(self._places)

    def close(self, within_s: float) -> int:
        """End, and return how many turns were not over by then; they end with the process.

        Everything must have been taken off before, or is dropped where it stands.
        """
        end = time.monotonic() + within_s
        with self._state:
            self._state.wait_for(lambda: not self._places, timeout=within_s)
            unfinished = len(self._places)
            self._is_closed = True
            self._state.notify_all()
        self._ring()
        for thread in self._threads:
            thread.join(timeout=max(0.1, end - time.monotonic()))
        for side in self._bell:
            side.close()
        return unfinished

    # --- the hands -----------------------------------------------------------------------------------------------

    def _hand(self) -> None:
        while (found := self._next()) is not None:
            place, is_ill = found
            try:
                self._serve(place)
            finally:
                with self._state:
                    self._at_the_ill -= is_ill
                    self._state.notify_all()

    def _next(self) -> tuple[_Place, bool] | None:
        """Wait for a mailbox that is due, and return it, with whether its server was out of reach; None at the end."""
        with self._state:
            self._idle_hands += 1
            try:
                while not self._is_closed:
                    for n, place in enumerate(self._due):
                        is_ill = place.host in self._ill and not place.is_leaving
                        if is_ill and self._at_the_ill >= HANDS_FOR_THE_ILL:
                            continue
                        del self._due[n]
                        self._at_the_ill += is_ill
                        return place, is_ill
                    self._state.wait()
                return None
            finally:
                self._idle_hands -= 1

    def _serve(self, place: _Place) -> None:
        if place.is_leaving or not self.is_ours(place.desk.org):
            self._let_go(place)
            return
        pause = self._turn_and_rest(place)
        with self._state:
            place.due_at = time.monotonic() + pause
            if pause <= 0 or place.is_leaving or place.heir is not None:
                self._is_due(place)
            else:
                place.is_resting = True
                self._resting.append(place)
                self._ring()

    def _turn_and_rest(self, place: _Place) -> float:
        """Take a turn where one is due, and return after how many seconds the next one is."""
        try:
            if self._succeed(place) or place.worker.hears_news() or time.monotonic() >= place.due_at:
                turn = place.worker.turn()
                place.worker.give_signs(turn)
                self._note_health(place.host, turn.is_blind)
                if turn.is_blind:
                    return _pause(place)
                if not turn.problems:
                    self.after_turn(place.desk)
            place.pause_s = BACK_OFF_S[0]
            return place.worker.rest(self.poll_s)
        except StoreError as error:
            log.error("record unavailable org=%s error=%s", place.desk.org, type(error).__name__)
        except Exception as error:
            shown = log.isEnabledFor(logging.DEBUG)
            log.error("turn failed org=%s error=%s", place.desk.org, type(error).__name__, exc_info=shown)
        return _pause(place)

    def _succeed(self, place: _Place) -> bool:
        """Go on with a changed configuration where there is one, and say so."""
        with self._state:
            heir, place.heir = place.heir, None
        if heir is not None:
            place.worker.close()
            place.desk, place.worker = heir, Worker(desk=heir, now=self.now)
        return heir is not None

    def _note_health(self, host: str, is_ill: bool) -> None:
        with self._state:
            (self._ill.add if is_ill else self._ill.discard)(host)

    def _let_go(self, place: _Place) -> None:
        with self._state:
            del self._places[place.desk.org]
            self._gone.append(place.desk.org)
            self._state.notify_all()
        place.worker.close()  # after it was told: saying goodbye to a slow server keeps nobody else waiting

    # --- the watcher ---------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """Watch all that rest. This thread alone has the selector, and reads nothing: what is there, a hand reads."""
        times: list[tuple[float, int, int, _Place]] = []
        numbers = itertools.count()
        with selectors.DefaultSelector() as selector:
            selector.register(self._bell[0], selectors.EVENT_READ)
            while not self._is_closed:
                left = max(0.0, times[0][0] - time.monotonic()) if times else None
                speaking = [key.data for key, _ in selector.select(left)]
                with suppress(OSError):
                    while self._bell[0].recv(4096):
                        pass
                with self._state:
                    while self._resting:
                        place = self._resting.popleft()
                        place.watched = place.worker.fileno
                        if place.watched is not None:
                            selector.register(place.watched, selectors.EVENT_READ, place)
                        heapq.heappush(times, (place.due_at, next(numbers), place.rests, place))
                    while times and times[0][0] <= time.monotonic():
                        _, _, rest, place = heapq.heappop(times)
                        if rest == place.rests:
                            speaking.append(place)
                    while self._hurried:
                        speaking.append(self._hurried.popleft())
                    for place in speaking:
                        self._wake(place, selector)

    def _wake(self, place: _Place | None, selector: selectors.BaseSelector) -> None:
        """End a mailbox's rest, where it is at rest. The caller holds ``_state``."""
        if place is None or not place.is_resting:
            return
        if place.watched is not None:
            selector.unregister(place.watched)
        place.watched, place.is_resting = None, False
        place.rests += 1
        self._is_due(place)

    # --- all -----------------------------------------------------------------------------------------------------

    def _is_due(self, place: _Place) -> None:
        """Put a mailbox into the queue. The caller holds ``_state``."""
        self._due.append(place)
        if len(self._due) > self._idle_hands and len(self._threads) <= self.hands:
            self._start(self._hand, f"hand-{len(self._threads)}")
        self._state.notify_all()

    def _hurry(self, place: _Place) -> None:
        """End a rest early; whoever is due or in a hand is seen to at once anyway. The caller holds ``_state``."""
        if place.is_resting:
            self._hurried.append(place)
            self._ring()

    def _ring(self) -> None:
        with suppress(OSError):  # full of bells already, or closed
            self._bell[1].send(b"!")

    def _start(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=f"mailflow-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()


def _pause(place: _Place) -> float:
    """Return how long to leave a mailbox alone after a turn that failed, longer each time."""
    pause = place.pause_s
    place.pause_s = min(2 * pause, BACK_OFF_S[1])
    return pause

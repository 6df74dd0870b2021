"""One turn (mail, then the clock, then the post) and the loop around it; signals, health.

This module has one of the three broad ``except`` of the program, around a turn of the loop: whatever goes wrong in
one organisation's turn is logged by its kind, the others go on, and the next turn begins anew. ``--once`` lets it out.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import FrameType

from mailflow import faults
from mailflow.core.decide.digest import week_of
from mailflow.flow.approve import remind_of_approvals
from mailflow.flow.behind import why_behind
from mailflow.flow.decide_batch import Received
from mailflow.flow.deliver import Delivered, deliver, file_copies
from mailflow.flow.desk import Desk
from mailflow.flow.digest import send_digests
from mailflow.flow.look_back import look_back
from mailflow.flow.receive import INBOX, receive, resume
from mailflow.flow.tick import tick
from mailflow.letters.smtp import Post
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.reporting import mail_due_report
from mailflow.settings import SettingsError
from mailflow.store import StoreError
from mailflow.supervisor import notify

log = logging.getLogger("mailflow.daemon")

#: The mailbox is looked at so often even where IDLE brings no news (half-open connections, servers without IDLE).
POLL_S = 60.0
#: So long may turns that are under way go on after SIGTERM; whoever stops us loses patience after ten seconds.
STOP_S = 7.0
#: Who stands by looks so often whether the mailbox is free.
STAND_BY_S = 5.0
#: Pauses after a turn that failed: doubling from the first to the last.
BACK_OFF_S = (2.0, 300.0)


@dataclass(slots=True, kw_only=True)
class Turn:
    """What one turn came to.

    Attributes:
        problems: What was out of reach, each a sentence.
        is_blind: The mailbox was: nobody knows what has arrived.
    """

    received: Received = field(default_factory=Received)
    woken: int = 0
    delivered: Delivered = field(default_factory=Delivered)
    problems: list[str] = field(default_factory=list)
    is_blind: bool = False


@dataclass(slots=True, kw_only=True)
class Worker:
    """One organisation's turns: its connections are kept between them."""

    desk: Desk
    now: Callable[[], datetime]
    _mailbox: ImapMailbox | None = None
    _post: Post | None = None
    _left_alone: set[int] = field(default_factory=set)
    _uidvalidity: int | None = None
    _uidnext: int | None = None
    _post_rests_until: datetime | None = None
    _post_rest_s: float = 0.0
    _digested: date | None = None
    _looked_back: date | None = None
    _reminded: date | None = None

    def turn(self) -> Turn:
        """Read all mail, then run the clock, then post every letter so decided.

        Mail before the clock (DESIGN, law 4): where the mailbox is out of reach the clock does not run, because what
        arrived in time is in time also when it is read late.
        """
        if why := why_behind(self.desk):
            return Turn(problems=[why], is_blind=True)
        turn = Turn()
        try:
            mailbox = self._connected()
            turn.received = receive(self.desk, mailbox, self.now(), self._left_alone_in(mailbox))
        except (MailboxUnavailable, SettingsError) as error:
            self._drop_mailbox()
            turn.problems.append(str(error))
            turn.is_blind = True
            log.warning("mailbox unavailable org=%s", self.desk.org)
            resume(self.desk, self.now(), turn.received)
        else:
            turn.woken = tick(self.desk, self.now())
            self._send_digests()
            self._reminded = remind_of_approvals(self.desk, self.now(), self._reminded)
            self._looked_back = look_back(self.desk, mailbox, self.now(), self._looked_back)
        faults.hit("O1")
        if self._post_rests_until is None or self._post_rests_until <= self.now():
            turn.delivered = deliver(self.desk, self.now, self._posting())
            self._rest_after(turn.delivered)
        if turn.delivered.problem:
            turn.problems.append(turn.delivered.problem)
        if self._mailbox is not None:
            file_copies(self.desk, self._mailbox, self.now(), sent_here=turn.delivered.letters)
        if not turn.problems and self._post_rests_until is None and mail_due_report(self.desk, self.now()):
            # Last of all: no complaint waits for a report, or for what may be wrong with one.
            turn.delivered.sent += deliver(self.desk, self.now, self._posting()).sent
        return turn

    def wait(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Wait for mail, or until something else is due."""
        with self.desk.store.reading() as reader:
            attempt = self._post_rests_until or reader.next_attempt(self.desk.org)
            times = (reader.next_wake(self.desk.org), attempt)
        due = min((at for at in times if at is not None), default=self.now() + timedelta(seconds=seconds))
        left = max(0.2, min(seconds, (due - self.now()).total_seconds()))
        try:
            mailbox = self._connected()
            # What came while the turn was at work is in this folder already, and IDLE would not announce it.
            if mailbox.open(INBOX).uidnext == self._uidnext:
                mailbox.wait(left, stop)
        except MailboxUnavailable:
            self._drop_mailbox()

    def _send_digests(self) -> None:
        """Ask once a week what is at hand: that means looking at every case."""
        week = week_of(self.now(), self.desk.office.calendar)
        if week != self._digested:
            send_digests(self.desk, self.now())
            self._digested = week

    def _rest_after(self, delivered: Delivered) -> None:
        """Leave a mail server alone that is out of reach, longer each time; mail is read meanwhile."""
        if delivered.problem is None:
            self._post_rests_until, self._post_rest_s = None, 0.0
        else:
            self._post_rest_s = min(max(2 * self._post_rest_s, BACK_OFF_S[0]), BACK_OFF_S[1])
            self._post_rests_until = self.now() + timedelta(seconds=self._post_rest_s)

    def close(self) -> None:
        """Close the connections."""
        if self._mailbox is not None:
            self._mailbox.close()
        if self._post is not None:
            self._post.close()

    def _connected(self) -> ImapMailbox:
        if self._mailbox is None or not self._mailbox.is_connected:
            self._mailbox = self.desk.mailbox()
            self._mailbox.connect()
        return self._mailbox

    def _left_alone_in(self, mailbox: ImapMailbox) -> set[int]:
        """Return the remembered UIDs from before ``since``; new UIDs mean nothing to old numbers."""
        folder = mailbox.open(INBOX)
        if folder.uidvalidity != self._uidvalidity:
            self._left_alone.clear()
            self._uidvalidity = folder.uidvalidity
        self._uidnext = folder.uidnext
        return self._left_alone

    def _posting(self) -> Post:
        if self._post is None:
            self._post = self.desk.post()
        return self._post

    def _drop_mailbox(self) -> None:
        if self._mailbox is not None:
            self._mailbox.close()
            self._mailbox = None


def _collect_seldom() -> None:
    """Let the collector of cycles look after every 20,000 objects: after 700 it took a tenth of a turn's time."""
    gc.set_threshold(20_000, 10, 10)


def run_once(desks: Sequence[Desk], now: Callable[[], datetime]) -> list[Turn]:
    """One turn for each organisation; errors come out."""
    _collect_seldom()
    turns = []
    for desk in desks:
        with desk.store.alone(f"mailbox:{desk.org}") as held:
            if not held:
                why = f"another mailflow works on the mailbox of {desk.org}; stop it first, or let it do its work"
                turns.append(Turn(problems=[why]))
                continue
            worker = Worker(desk=desk, now=now)
            try:
                turns.append(worker.turn())
            finally:
                worker.close()
    return turns


def run(desks: Sequence[Desk], now: Callable[[], datetime], health: Path | None = None) -> None:
    """Turn after turn until SIGTERM or SIGINT; one thread for each organisation."""
    _collect_seldom()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    notify("READY=1")
    log.info("daemon started organisations=%d", len(desks))
    threads = [
        threading.Thread(target=_loop, args=(desk, now, stopping, health), name=f"mailflow-{desk.org}", daemon=True)
        for desk in desks
    ]
    for thread in threads:
        thread.start()
    while not stopping.wait(30.0):
        if all(thread.is_alive() for thread in threads):
            notify("WATCHDOG=1")
    notify("STOPPING=1")
    end = time.monotonic() + STOP_S
    for thread in threads:
        thread.join(timeout=max(0.0, end - time.monotonic()))
    if unfinished := sum(thread.is_alive() for thread in threads):
        # A server is silent. Whatever was begun is taken up at the next start, as after a crash.
        log.warning("daemon stops in the midst of turns n=%d", unfinished)
    log.info("daemon stopped")


def _loop(desk: Desk, now: Callable[[], datetime], stopping: threading.Event, health: Path | None) -> None:
    """Work while nobody else works on this mailbox; stand by otherwise, and take over when the other one is gone."""
    said = None
    while not stopping.is_set():
        try:
            with desk.store.alone(f"mailbox:{desk.org}") as hold:
                if hold:
                    said = None
                    _work(desk, now, stopping, health, hold.is_kept)
                    continue
            state = (logging.INFO, f"standing by org={desk.org}: another process works on this mailbox")
        except StoreError as error:
            state = (logging.ERROR, f"record unavailable org={desk.org} error={type(error).__name__}")
        if state != said:  # once, not every few seconds of a long night
            log.log(*state)
            said = state
        stopping.wait(STAND_BY_S)


def _work(
    desk: Desk,
    now: Callable[[], datetime],
    stopping: threading.Event,
    health: Path | None,
    is_ours: Callable[[], bool],
) -> None:
    """Turn after turn, while the mailbox is ours: with its connection to PostgreSQL a process loses the lock on it."""
    worker = Worker(desk=desk, now=now)
    pause = BACK_OFF_S[0]
    try:
        while not stopping.is_set():
            if not is_ours():
                log.warning("lock lost org=%s: the connection to the database broke; asking for it again", desk.org)
                return
            if _turn_and_wait(worker, stopping, health):
                pause = BACK_OFF_S[0]
            else:
                stopping.wait(pause)
                pause = min(pause * 2, BACK_OFF_S[1])
    finally:
        worker.close()


def _turn_and_wait(worker: Worker, stopping: threading.Event, health: Path | None) -> bool:
    """Take a turn and wait until the next is due; False where something is out of reach and a pause is in order."""
    try:
        turn = worker.turn()
        if turn.is_blind:
            return False
        if not turn.problems:
            _beat(health, worker.desk)
        worker.wait(POLL_S, stopping.is_set)
        return True
    except StoreError as error:
        log.error("record unavailable org=%s error=%s", worker.desk.org, type(error).__name__)
    except Exception as error:
        shown = log.isEnabledFor(logging.DEBUG)
        log.error("turn failed org=%s error=%s", worker.desk.org, type(error).__name__, exc_info=shown)
    return False


def _beat(health: Path | None, desk: Desk) -> None:
    """Touch a file after each good turn, for monitoring that asks for its age."""
    if health is not None:
        (health / f"{desk.org}.alive").touch()

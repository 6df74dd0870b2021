"""The demo's world: mailflow itself at work on the demo's servers, and the clock that the story sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailflow import clock
from mailflow.core.case import Case
from mailflow.daemon import Turn, Worker
from mailflow.demo.cast import CODE, COMPLAINTS
from mailflow.demo.server import MailServer
from mailflow.demo.writing import Letter
from mailflow.flow.desk import Desk
from mailflow.store import MessageRow
from mailflow.store.chain import Verification, verify


class StoryBroken(Exception):
    """Something did not happen as the tour tells it. ``str()`` says what."""


@dataclass(slots=True, kw_only=True)
class World:
    """Time passes and mail arrives; mailflow does the rest, as it would in any installation."""

    desk: Desk
    server: MailServer
    _worker: Worker = field(init=False)
    _read: int = 0

    def __post_init__(self) -> None:
        """Open mailflow's connections at the first turn, not before."""
        self._worker = Worker(desk=self.desk, now=clock.now)

    def close(self) -> None:
        """Close mailflow's connections to the servers."""
        self._worker.close()

    def go_to(self, at: datetime) -> list[Letter]:
        """Let time pass, stopping wherever a case asked to be woken. Returns the letters of that time."""
        while (wake_at := self._next_wake()) is not None and wake_at <= at:
            clock.fix(wake_at)
            self._turn()
        clock.fix(at)
        return self._letters()

    def send(self, raw: bytes) -> list[Letter]:
        """Let a mail arrive at the complaints address. Returns the letters that it led to."""
        self.server.deliver(COMPLAINTS, raw)
        turn = self._turn()
        if turn.received.messages != 1:
            raise StoryBroken(f"one mail was sent, and mailflow read {turn.received.messages}")
        return self._letters()

    def case(self) -> Case:
        """Return the case of the story as it stands."""
        with self.desk.store.reading() as reader:
            cases = reader.case_rows(CODE)
        if len(cases) != 1:
            raise StoryBroken(f"the story has one case, and the record has {len(cases)}")
        return cases[0]

    def last_message(self) -> MessageRow:
        """Return the message that was read last."""
        return self.messages()[-1]

    def messages(self) -> Sequence[MessageRow]:
        """Return all messages that were read, in order."""
        with self.desk.store.reading() as reader:
            return sorted(reader.messages(CODE), key=lambda one: one.id)

    def verified(self) -> Verification:
        """Walk the chain of events, and tell the case anew from them."""
        with self.desk.store.reading() as reader:
            return verify(reader, CODE)

    def _turn(self) -> Turn:
        turn = self._worker.turn()
        if turn.problems:
            raise StoryBroken(" ".join(turn.problems))
        return turn

    def _next_wake(self) -> datetime | None:
        with self.desk.store.reading() as reader:
            return reader.next_wake(CODE)

    def _letters(self) -> list[Letter]:
        """Return what came into people's mailboxes since the last time."""
        new = self.server.deliveries(self._read)
        self._read += len(new)
        return [Letter.read(one.raw) for one in new if one.address != COMPLAINTS]

"""One turn of one mailbox: its mail, then the clock, then the post; and what it waits for between two turns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mailflow import faults
from mailflow.core.decide.digest import week_of
from mailflow.flow.approve import remind_of_approvals
from mailflow.flow.behind import why_behind
from mailflow.flow.copies import file_copies
from mailflow.flow.decide_batch import Received
from mailflow.flow.deliver import Delivered, deliver
from mailflow.flow.desk import Desk
from mailflow.flow.digest import send_digests
from mailflow.flow.drafts import tend_drafts
from mailflow.flow.look_back import look_back
from mailflow.flow.receive import INBOX, receive, resume
from mailflow.flow.signs import Signs
from mailflow.flow.tick import tick
from mailflow.letters.smtp import Post
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.reporting import mail_due_report
from mailflow.settings import SettingsError

log = logging.getLogger("mailflow.daemon")

#: Pauses after a turn that failed: doubling from the first to the last.
BACK_OFF_S = (2.0, 300.0)
#: A server that announces nothing (no IDLE) is asked so often.
ASK_EVERY_S = 30.0
_SOON_S = 0.2


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
    _signs: Signs = field(default_factory=Signs)

    def turn(self) -> Turn:
        """Read all mail, then run the clock, then post every letter so decided.

        Mail before the clock (DESIGN, law 4): where the mailbox is out of reach the clock does not run, because what
        arrived in time is in time also when it is read late.
        """
        if why := why_behind(self.desk):
            log.warning("record behind org=%s: run mailflow recover", self.desk.org)
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
            tend_drafts(self.desk, mailbox, self.now())
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

    def give_signs(self, turn: Turn) -> None:
        """Write down how a turn ended, for ``mailflow status``.

        Raises:
            StoreError: It could not be written.
        """
        is_told = self._mailbox is not None and self._mailbox.tells_of_mail
        self._signs.turn_ended(self.desk, self.now(), turn.problems, is_read=not turn.is_blind, is_told=is_told)

    def wait(self, seconds: float, stop: Callable[[], bool]) -> None:
        """Wait for mail, or until something else is due."""
        left = self._left(seconds)
        try:
            mailbox = self._connected()
            if not self._has_news(mailbox):
                mailbox.wait(left, stop)
        except MailboxUnavailable:
            self._drop_mailbox()

    def rest(self, seconds: float) -> float:
        """Begin to wait for mail and return; ``fileno`` can be read from when the server has said something.

        Returns:
            After how many seconds, ``seconds`` at the most, the next turn is due whatever comes.
        """
        left = self._left(seconds)
        if self._post is not None:
            self._post.close()  # a line that is open between two turns helps nobody, and servers count them
        try:
            mailbox = self._connected()
            if self._has_news(mailbox) or mailbox.listen():
                return 0.0
        except (MailboxUnavailable, SettingsError):
            self._drop_mailbox()
            return _SOON_S
        return left if mailbox.is_listening else min(left, ASK_EVERY_S)

    @property
    def fileno(self) -> int | None:
        """The connection that waits for mail, or None where none does."""
        return self._mailbox.fileno if self._mailbox is not None and self._mailbox.is_listening else None

    def hears_news(self) -> bool:
        """End the waiting that ``rest`` began, and say whether there is news: mail, or the connection went."""
        if self._mailbox is None:
            return True
        try:
            return self._mailbox.hear()
        except MailboxUnavailable:
            self._drop_mailbox()
            return True

    def _left(self, seconds: float) -> float:
        with self.desk.store.reading() as reader:
            attempt = self._post_rests_until or reader.next_attempt(self.desk.org)
            times = (reader.next_wake(self.desk.org), attempt)
        due = min((at for at in times if at is not None), default=self.now() + timedelta(seconds=seconds))
        return max(_SOON_S, min(seconds, (due - self.now()).total_seconds()))

    def _has_news(self, mailbox: ImapMailbox) -> bool:
        """Say whether mail came while the turn was at work: it is in the folder, and IDLE would not announce it."""
        return mailbox.open(INBOX).uidnext != self._uidnext

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

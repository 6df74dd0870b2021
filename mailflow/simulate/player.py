"""Play a story: mail arrives, the daemon's own turn runs, letters leave. On which servers, the caller says.

What holds of every letter in every story (its headers, its subject, that nobody gets two of the same) is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, get_args

from mailflow.core.appeals import keywords_in
from mailflow.core.case import Case
from mailflow.core.policy_terms import LetterWord
from mailflow.daemon import Worker
from mailflow.flow.desk import Desk
from mailflow.simulate.expectations import Expectations
from mailflow.simulate.mails import Letter, Marks, another_delivery, as_draft, bounce, mail, sent_draft
from mailflow.simulate.stories import Step, Story, StoryFailed
from mailflow.store import verify

#: Letters to complainants; all others go to staff and the admin.
TO_COMPLAINANTS = frozenset(get_args(LetterWord))


class Servers(Protocol):
    """The mail servers of a story, real ones or in memory."""

    def deliver(self, raw: bytes, at: datetime) -> None:
        """Lay a mail into the complaints mailbox."""

    def refuse(self, address: str) -> None:
        """Take no letter to an address from now on."""

    def taken(self) -> list[Letter]:
        """Return the letters that were taken since the last time, each with its one recipient."""

    def sent_by_hand(self, raw: bytes, at: datetime) -> None:
        """Lay a mail into the Sent folder of the complaints mailbox: somebody has sent it from there."""

    def drafts(self) -> list[bytes]:
        """Return what lies in the Drafts folder, the oldest first."""

    def discard(self, raw: bytes) -> None:
        """Take a draft away, as somebody does who deletes it, or the program that has sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A moment of the story: when, its step (None: time passed), and the letters that left."""

    at: datetime
    step: Step | None
    letters: tuple[Letter, ...]


@dataclass(slots=True, kw_only=True)
class Player:
    """One story on its way.

    Attributes:
        mailbox: The address that complaints are sent to.
        awake: Let mailflow work also between the steps, whenever a case asks to be woken; else it looks at its mail
            and its clock at the steps alone.
        now: The time of the story; whoever gave the desk its worker reads it from here.
    """

    story: Story
    desk: Desk
    servers: Servers
    mailbox: str
    awake: bool = False
    now: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    letters: list[Letter] = field(default_factory=list)
    _worker: Worker = field(init=False)
    _last: bytes = b""
    _unread: bool = False
    _drafts: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take a worker on the story's own time."""
        self._worker = Worker(desk=self.desk, now=lambda: self.now)

    def close(self) -> None:
        """Close the worker's connections."""
        self._worker.close()

    def play(self) -> None:
        """Play every step and hold it against what must follow.

        Raises:
            StoryFailed: With the line at which something else happened.
        """
        for _ in self.steps():
            pass

    def steps(self) -> Iterator[Played]:
        """Play step by step; see ``play``."""
        for step in self.story.steps:
            where = f"{self.story.name}.story:{step.line}"
            if self.awake and not self._unread:
                yield from self._meanwhile(step.at, where)
            self.now = step.at
            self._unread = not self._do(step, where)
            if self._unread:
                if step.expected:
                    raise StoryFailed(f"{where}: nothing follows before it is read")
                continue
            played = Played(at=self.now, step=step, letters=self._turn(where))
            if self.story.claims:
                expectations = Expectations(desk=self.desk, story=self.story.name, now=self.now, address=self.address)
                expectations.compare(step, played.letters)
            yield played
        with self.desk.store.reading() as reader:
            verified = verify(reader, self.desk.org)
        if verified.broken_at is not None:
            raise StoryFailed(f"{self.story.name}: the record does not hold: {verified.why}")

    def cases(self) -> list[Case]:
        """Return the cases as they stand."""
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)

    def address(self, name: str) -> str:
        """Return an address as it stands, or that of the one who holds a role."""
        if "@" in name:
            return name
        if name == "admin":
            return self.desk.office.admin
        found = next((one.address for one in self.desk.office.staff if name in one.roles), None)
        if found is None:
            raise StoryFailed(f'{self.story.name}: nobody holds the role "{name}"; write an address, or a role')
        return found

    def _meanwhile(self, until: datetime, where: str) -> Iterator[Played]:
        while (due := self._next_wake()) is not None and due < until:
            self.now = max(due, self.now)
            yield Played(at=self.now, step=None, letters=self._turn(where))

    def _next_wake(self) -> datetime | None:
        with self.desk.store.reading() as reader:
            times = (reader.next_wake(self.desk.org), reader.next_attempt(self.desk.org))
        return min((at for at in times if at is not None), default=None)

    def _turn(self, where: str) -> tuple[Letter, ...]:
        turn = self._worker.turn()
        if turn.problems:
            raise StoryFailed(f"{where}: {'; '.join(turn.problems)}")
        new = tuple(self.servers.taken())
        for one in new:
            self._hold_to_the_rules(one, where)
            self.letters.append(one)
        return (*new, *self._new_drafts())

    def _new_drafts(self) -> tuple[Letter, ...]:
        """Return what was laid into Drafts since the last time; a story names it as it names letters."""
        if not self.desk.office.drafts:
            return ()
        lying = self.servers.drafts()
        new = [one for one in lying if one not in self._drafts]
        self._drafts = lying
        return tuple(as_draft(one) for one in new)

    # --- what arrives --------------------------------------------------------------------------------------------

    def _do(self, step: Step, where: str) -> bool:
        """Deliver what a step says: ``clock`` nothing, ``again`` the last mail once more, else a new mail.

        Staff who work in the mailbox itself are ``staff``: they send or delete drafts, and write mails of their own.

        Returns:
            Whether mailflow runs then.
        """
        action, body, marks = step.action, "\n".join(step.body), Marks()
        if action == "clock":
            pass
        elif action == "again":
            self._arrive(another_delivery(self._last, self.now))
        elif match := re.fullmatch(r"the post refuses (\S+)", action):
            self.servers.refuse(match[1])
        elif match := re.fullmatch(r"bounce of (\S+) to (\S+)", action):
            letter = self._answered(self.address(match[2]), match[1], Marks(), where)
            self._arrive(bounce(letter, self.mailbox, self.now))
        elif match := re.fullmatch(r"mail from (\S+?)(?: \((.+?)\))?: (.*)", action):
            marks = Marks.read(match[2] or "")
            self._arrive(mail(self.address(match[1]), self.mailbox, match[3], body, self.now, marks))
        elif match := re.fullmatch(r"reply from (\S+) to (\S+)(?: \((.+?)\))?(?:: (.*))?", action):
            marks = Marks.read(match[3] or "")
            letter = self._answered(self.address(match[1]), match[2], marks, where)
            subject = match[4] or f"Re: {letter.message['Subject']}"
            sender = self.address(marks.by) if marks.by else letter.to
            self._arrive(mail(sender, self.mailbox, subject, body, self.now, marks, letter))
        elif match := re.fullmatch(r"staff (sends|deletes) draft (\S+) to (\S+?)(?: \((.+?)\))?", action):
            marks = Marks.read(match[4] or "")
            draft = self._draft(match[2], self.address(match[3]), where)
            if match[1] == "sends":
                self.servers.sent_by_hand(sent_draft(draft, body, self.now, marks), self.now)
            self.servers.discard(draft)
        elif match := re.fullmatch(r"staff writes to (\S+?)(?: \((.+?)\))?: (.*)", action):
            marks = Marks.read(match[2] or "")
            raw = mail(self.mailbox, self.address(match[1]), match[3], body, self.now, marks)
            self.servers.sent_by_hand(raw, self.now)
        else:
            ways = '"mail from A: SUBJECT", "reply from A to KIND", "bounce of KIND to A", "again" or "clock", '
            ways += '"staff sends draft KIND to A", "staff deletes draft KIND to A", "staff writes to A: SUBJECT"'
            raise StoryFailed(f"{where}: no such action: {action}; write {ways}")
        return not marks.unread

    def _draft(self, kind: str, to: str, where: str) -> bytes:
        lying = [(one, as_draft(one)) for one in self.servers.drafts()]
        found = [raw for raw, one in lying if (one.kind, one.to) == (f"draft:{kind}", to)]
        if not found:
            there = ", ".join(f"{one.kind.removeprefix('draft:')} to {one.to}" for _, one in lying) or "nothing"
            raise StoryFailed(f"{where}: no {kind} to {to} lies in Drafts, but {there}")
        return found[-1]

    def _arrive(self, raw: bytes) -> None:
        self._last = raw
        self.servers.deliver(raw, self.now)

    def _answered(self, to: str, kind: str, marks: Marks, where: str) -> Letter:
        """Return the letter of a kind that somebody got, the latest where the story does not say otherwise."""
        found = [one for one in self.letters if one.to == to and one.kind == kind]
        if marks.about:
            found = [one for one in found if one.message["X-Mailflow-Case"] == marks.about]
        if not found:
            got = ", ".join(dict.fromkeys(one.kind for one in self.letters if one.to == to)) or "nothing so far"
            raise StoryFailed(f"{where}: {to} never got a {kind}, but {got}")
        return found[0 if marks.first else -1]

    # --- what leaves ---------------------------------------------------------------------------------------------

    def _hold_to_the_rules(self, letter: Letter, where: str) -> None:
        """Check what INTERFACE says of the headers of every letter."""
        headers, ref = letter.message, letter.message["X-Mailflow-Case"]
        id_, subject, to = str(headers["Message-ID"]), str(headers["Subject"]), str(headers["To"])
        submitted = "auto-replied" if letter.kind == "acknowledgement" else "auto-generated"
        rules = self.desk.office.policy
        words = {*rules.appeal_keywords, *(word for one in rules.stages for word in rules.keywords_at(one.id))}
        broken = {
            f"a Message-ID of {len(id_)} characters": len(id_) > 70,
            f"{id_} a second time": id_ in {str(one.message["Message-ID"]) for one in self.letters},
            f"Auto-Submitted: {headers['Auto-Submitted']}": headers["Auto-Submitted"] != submitted,
            "no X-Auto-Response-Suppress": headers["X-Auto-Response-Suppress"] != "All",
            f"To: {to}": to.count("@") != 1 or letter.to not in to,
            "a Cc or Bcc": bool(headers["Cc"] or headers["Bcc"]),
            f"no reference in its subject: {subject}": ref is not None and f"[{ref}]" not in subject,
            f"an appeal word of ours in its subject: {subject}": bool(keywords_in(subject, sorted(words))),
            "no case": ref is None and letter.kind in TO_COMPLAINANTS,
        }
        for what, is_so in broken.items():
            if is_so:
                raise StoryFailed(f"{where}: a {letter.kind} left with {what}")

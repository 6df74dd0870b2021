"""The year happens: every mail of the lives goes through the daemon's own turns, and the laws are held at each.

Mailbox and post are in memory; record, readers, letters and the worker are the daemon's own. mailflow wakes when a mail
comes and when a case asked to be woken, unless it stands still.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailflow.core.case import Case
from mailflow.daemon import Worker
from mailflow.flow.desk import Desk
from mailflow.policies import loads
from mailflow.simulate.mails import Marks, bounce, mail
from mailflow.simulate.memory import MemoryMailbox
from mailflow.simulate.play import MAILBOX, simulated
from mailflow.simulate.stories import Step, Story
from tests.year.act import Act
from tests.year.laws import Laws
from tests.year.life import Life
from tests.year.post import FussyPost, Left, YearServers
from tests.year.rulebook import REVISED_CLOSE_AFTER
from tests.year.town import END, REVISED_AT, Town, town

#: What makes a case of a mail.
OPENS = ("complaint", "confirmed")


@dataclass(slots=True, kw_only=True)
class Year:
    """A year of one policy.

    Attributes:
        rubbish: When something comes that is no mail.
        refs: The reference of each life, by its number.
        left: Every letter that left.
    """

    town: Town
    lives: list[Life]
    desk: Desk
    servers: YearServers
    now: datetime
    rubbish: list[datetime]
    refs: dict[int, str] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    turns: int = 0
    _got: dict[tuple[str, str], list[Left]] = field(default_factory=lambda: defaultdict(list))

    def play(self) -> None:
        """Let the year happen."""
        worker, laws = self._worker(), Laws(desk=self.desk)
        is_revised = False
        acts = sorted(((act, life) for life in self.lives for act in life.acts), key=lambda one: one[0].at)
        opening = [life.number for act, life in acts if act.deed in OPENS]
        self.refs = {number: f"LC-2020-{n:04}" for n, number in enumerate(opening, 1)}
        acts.reverse()
        rubbish = [*self.rubbish][::-1]
        reports = [at for at in (self.town.report_at,) if at]
        while True:
            mails = [acts[-1][0].at] if acts else []
            times = [self.town.moment(at) for at in (*mails, *rubbish[-1:], *reports)]
            times += [self.town.moment(at)] if (at := self._next_wake()) else []
            if not times or min(times) > END:
                break
            self.now = max(self.now, min(times))
            reports = [at for at in reports if at > self.now]
            if self.now >= REVISED_AT and not is_revised:
                is_revised, self.desk = True, revised(self.desk)
                worker.close()
                worker = self._worker()
            refs: set[str] = set()
            while rubbish and rubbish[-1] <= self.now:
                self.servers.deliver(b"\x00\xff no mail at all %d" % len(rubbish), rubbish.pop())
            while acts and acts[-1][0].at <= self.now:
                act, life = acts.pop()
                refs.add(self.refs.get(life.number, ""))
                self.servers.deliver(self._raw(act, life), act.at)
            self._turn(worker, laws, refs)
        worker.close()
        laws.end()

    def cases(self) -> dict[str, Case]:
        """Return the cases as they stand."""
        with self.desk.store.reading() as reader:
            return {one.ref: one for one in reader.case_rows(self.desk.org)}

    def _worker(self) -> Worker:
        return Worker(desk=self.desk, now=lambda: self.now)

    def _next_wake(self) -> datetime | None:
        with self.desk.store.reading() as reader:
            times = (reader.next_wake(self.desk.org), reader.next_attempt(self.desk.org))
        return min((one for one in times if one is not None), default=None)

    def _raw(self, act: Act, life: Life) -> bytes:
        ref = self.refs.get(life.number, "")
        if not act.answers:
            return mail(act.sender, MAILBOX, act.subject.replace("REF", ref), act.body, act.at, Marks())
        got = self._got[act.answers, "" if act.deed == "confirmed" else ref]
        if act.deed == "confirmed" and act.day:  # the preview of this very mail, not of another one
            asked, whom = self.town.moment(act.day), f"<{life.reckoning.family}>" if life.reckoning.family else "Hale\n"
            got = [one for one in got if one.at == asked and whom in one.text.replace("\r", "")]
        assert got, f"{act.deed} of {ref}: {act.answers} never got a letter about it"
        letter = got[-1].letter
        if act.machine == "bounce":
            return bounce(letter, MAILBOX, act.at)
        subject = act.subject or f"Re: {letter.message['Subject']}"
        return mail(act.sender, MAILBOX, subject, act.body, act.at, Marks(automatic=bool(act.machine)), letter)

    def _turn(self, worker: Worker, laws: Laws, refs: set[str]) -> None:
        turn = worker.turn()
        self.turns += 1
        assert not turn.problems, turn.problems
        new = [Left(at=self.now, to=to, raw=raw) for to, raw in self.servers.out]
        self.servers.out.clear()
        for one in new:
            assert one.to, "a letter to nobody"
            self._got[one.to, one.ref].append(one)
        self.left += new
        laws.hold(self.now, {*refs, *(one.ref for one in new)} - {""}, new, self.desk.office.policy_digest)


def revised(desk: Desk) -> Desk:
    """Return the desk with another edition of its policy, under which cases wait less long for an appeal."""
    text = re.sub(r"(?m)^(edition|close_after) = .*\n", "", desk.policy_text)
    loaded = loads(f'edition = "revised"\nclose_after = "{REVISED_CLOSE_AFTER}"\n{text}', desk.policy_name)
    office = replace(desk.office, policy=loaded.policy, policy_digest=loaded.digest)
    return replace(desk, office=office, policy_text=loaded.text)


@contextmanager
def year(policy: str, seed: int, cases: int) -> Iterator[Year]:
    """Make a year of a policy from a seed; ``play`` lets it happen."""
    rng = random.Random(f"{policy} {seed}")
    office = town(policy, rng)
    lives = [Life(number=n, town=office, rng=rng) for n in range(cases)]
    first = min(act.at for life in lives for act in life.acts)
    rubbish = sorted(rng.choice(life.acts).at for life in rng.sample(lives, 3))
    begin = Step(at=first - timedelta(days=1), action="clock", line=1)
    story = Story(name="year", policy=policy, head=office.story(), steps=(begin,))
    with simulated(story) as player:
        servers = YearServers()
        grey = {one.reckoning.family for one in lives if one.is_grey}
        post = FussyPost(servers, grey, {one.reckoning.family for one in lives if one.reckoning.is_refused})
        desk = replace(player.desk, mailbox=lambda: MemoryMailbox(servers), post=lambda: post)
        yield Year(town=office, lives=lives, desk=desk, servers=servers, now=first, rubbish=rubbish)

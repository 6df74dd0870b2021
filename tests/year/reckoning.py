"""What must follow on one case, reckoned slowly from the clauses: every letter with its moment, every promise.

It knows CLAUSES.md and INTERFACE.md, and nothing of ``mailflow.core``. It is no model of the program: it has no events,
no queue and no store, only a case's few facts and the hours at which something is due.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.year.almanac import after, spelled
from tests.year.owed import Due, Promise, Task
from tests.year.rulebook import CLOSE_AFTER, Step
from tests.year.town import ADMIN, Person, Town

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Reckoning:
    """A case so far.

    Attributes:
        family: Where letters go; empty where no address is known.
        is_grey: Their server puts the first letter off; the second try is a minute later.
        is_refused: Their server takes no letter at all.
        parts: Who had a part at each stage, and whether they decided it.
        posts: Letters to the family on their way: when they are tried, kind, stage, dates.
    """

    town: Town
    family: str
    is_grey: bool = False
    is_refused: bool = False
    letters: list[Due] = field(default_factory=list)
    close_after: str = CLOSE_AFTER
    posts: list[tuple[datetime, Due, str]] = field(default_factory=list)
    now: datetime = _NEVER
    first: datetime = _NEVER
    since: datetime = _NEVER
    moved: datetime = _NEVER
    nudged: datetime | None = None
    stage: str = ""
    status: str = "none"
    type: str = ""
    outcome: str = ""
    outcome_left: datetime | None = None
    close_at: datetime | None = None
    decided: list[str] = field(default_factory=list)
    late: datetime | None = None
    doubt: datetime | None = None
    is_called: bool = False
    reconsidered: set[str] = field(default_factory=set)
    thinks_again: bool = False
    handlers: list[Person] = field(default_factory=list)
    assigned: list[Person] = field(default_factory=list)
    parts: dict[str, dict[str, bool]] = field(default_factory=dict)
    panel: list[Person] = field(default_factory=list)
    party: str = ""
    sealed: set[str] = field(default_factory=set)
    shut_out: set[str] = field(default_factory=set)
    is_about: bool = False
    promises: dict[tuple[str, str, str], Promise] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    alerted: datetime | None = None
    alarm_is_taken: bool = False
    meets_on: datetime | None = None
    wants_written: bool = False
    is_asked: bool = False

    # --- the case -------------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        return self.town.book.steps[self.stage]

    def roles(self, type_: str | None = None) -> tuple[str, ...]:
        role = self.step.roles_of_type.get(self.type if type_ is None else type_)
        return (role,) if role else self.step.roles

    def running(self, *whats: str) -> list[Promise]:
        """Return the promises of the present stage that are neither kept nor ended, the earliest first."""
        found = [one for one in self.promises.values() if one.runs and one.stage == self.stage and one.what in whats]
        return sorted(found, key=lambda one: one.due)

    def window(self) -> Promise | None:
        found = [one for one in self.promises.values() if one.what == "appeal" and one.stage == self.stage]
        return found[0] if found else None

    def promise(self, what: str, source: str, within: str, anchor: datetime, set_at: datetime) -> None:
        self.fix(what, source, after(anchor, within), anchor, set_at)

    def fix(self, what: str, source: str, due: datetime, anchor: datetime, set_at: datetime) -> None:
        one = Promise(what=what, stage=self.stage, source=source, due=due, anchor=anchor, set_at=set_at)
        self.promises[what, self.stage, source] = one

    def dealing(self, at: datetime) -> list[Person]:
        """Return who is written to: the handlers who are there, else whoever acts for them."""
        there = [one for one in self.handlers if not one.is_away(at) and one.address not in self.sealed]
        return there or self.town.acting(self.roles(), at, self.sealed)

    def moves(self, at: datetime) -> None:
        self.moved = max(self.moved, at)

    # --- letters --------------------------------------------------------------------------------------------------

    def tell(self, kind: str, *to: str, says: tuple[str, ...] = (), dates: frozenset[str] | None = None) -> None:
        """Write to staff."""
        self.letters += [Due(at=self.now, kind=kind, to=one, says=says, dates=dates) for one in dict.fromkeys(to)]

    def notify(self, those: list[Person], *says: str) -> None:
        self.tell("handler-notice", *(one.address for one in those), says=says)

    def write(self, kind: str, *days: datetime, stage: str | None = None) -> None:
        """Write to the family; the letter leaves at the end of the turn. ``days``: all that it prints."""
        if not self.family:
            return
        letter = Due(at=self.now, kind=kind, to=self.family, dates=frozenset(spelled(one) for one in days))
        self.posts.append((self.now, letter, self.stage if stage is None else stage))

    def copies(self, on: str) -> None:
        out = {one.address for one in self.handlers} | self.shut_out | self.sealed
        for role, moments, stages in self.town.book.copies:
            if on in moments and (not stages or self.stage in stages):
                self.tell("copy", *(one.address for one in self.town.of(role) if one.address not in out))

    # --- stages ---------------------------------------------------------------------------------------------------

    def begin(self, stage: str, at: datetime, why: str, asked: datetime | None = None) -> None:
        """Open a stage as of ``at``. ``asked``: when the family's message came that it is for."""
        for one in self.promises.values():
            if one.runs and one.stage == self.stage:
                one.ended = True
        was, before = self.stage, {one.address for one in self.handlers} if self.stage != stage else set()
        self.stage, self.since, self.status = stage, at, "open"
        self.outcome, self.outcome_left, self.close_at = "", None, None
        self.late = self.doubt = self.nudged = None
        self.thinks_again, self.panel, self.meets_on = False, [], None
        self.moves(at)
        step = self.step
        self.handlers, self.assigned = self._somebody_new(before, at), []
        self.had_a_part(*self.handlers)
        if step.ack and self.family:
            self.promise("acknowledge", step.ack[1], step.ack[0], at, at)
        for answer in step.answers:
            if answer.of_type in ("", self.type):
                self.promise("respond", answer.source, answer.within, self.first if answer.from_complaint else at, at)
        if step.meet:
            self.promise("meet", step.meet[1], step.meet[0], at, at)
        if not self.decided:
            for within, source in self.town.book.laws:
                self.promise("statutory", source, within, self.first, at)
        if step.task:
            self.owe(step.task, step.roles[0])
        if self.is_about and step.about_task:
            self.owe(step.about_task[0], step.roles[0], after(at, step.about_task[1]))
        printed = [asked or at] if why in ("complaint", "appeal") else []
        printed += [one.due for one in self.running("respond", "statutory")[:1]]
        printed += [one.due for one in self.running("meet")[:1]]
        self.write("acknowledgement", *printed) if not self.told else self.write("receipt")
        if was:
            self.inform()
        self.notify(self.handlers, *(spelled(one.due) for one in self.running("respond", "meet", "statutory")))

    def _somebody_new(self, before: set[str], at: datetime) -> list[Person]:
        """Return who deals with a stage that begins: where it wants somebody new, not who decided, or had it before."""
        found, step = self.town.acting(self.roles(), at, self.sealed), self.step
        if not step.somebody_new or not self.parts:
            return found
        earlier = [those for stage, those in self.parts.items() if stage != self.stage]
        out = {who for those in earlier for who, decided in those.items() if decided}
        out |= before if step.somebody_new == "part" else set()
        if fresh := [one for one in found if one.address not in out]:
            return fresh
        for link in (each for role in self.roles() for each in (role, *self.town.book.instead.get(role, ()))):
            others = [one for one in self.town.of(link) if one.address not in out | self.sealed and not one.is_away(at)]
            if others:
                return others
        self.tell("admin-notice", ADMIN)
        return found

    def had_a_part(self, *those: Person, decided: str = "") -> None:
        parts = self.parts.setdefault(self.stage, {})
        for one in those:
            parts.setdefault(one.address, False)
        if decided:
            parts[decided] = True

    def inform(self) -> None:
        """Tell who dealt with an earlier stage, where the policy keeps them informed (SS-3.3)."""
        out = {one.address for one in self.handlers} | self.shut_out | self.sealed
        self.tell("copy", *(one for one in self.parts.get(self.step.informs, {}) if one not in out))

    def undelivered(self, kind: str) -> None:
        """A letter did not arrive: people are told, and one of them must use the phone."""
        self.moves(self.now)
        self.owe(f"undelivered {kind}", self.step.roles[0], after(self.now, "2 working days"))
        self.tell("admin-notice", ADMIN, *(one.address for one in self.handlers))

    def close(self, at: datetime) -> None:
        for one in self.promises.values():
            if one.runs and one.what != "appeal" and one.due >= at:
                one.ended = True
        self.status, self.close_at, self.late = "closed", None, None
        self.moves(at)
        self.copies("closed")

    def appealed(self, at: datetime) -> None:
        """The window is used: by the mail of ``at``."""
        window = self.window()
        if window and window.runs:
            window.met = at

    # --- tasks and alarms -----------------------------------------------------------------------------------------

    def owe(self, source: str, owner: str, due: datetime | None = None) -> None:
        """Set a task of a clause, unless it waits already."""
        if not any(one.source == source and not one.is_done for one in self.tasks):
            self.tasks.append(Task(source=source, owner=owner, due=due))

    def owners(self, task: Task) -> list[str]:
        dealing = [one.address for one in self.dealing(self.now)]
        if "@" in task.owner:
            person = next(one for one in self.town.staff if one.address == task.owner)
            found = dealing if person.is_away(self.now) else [person.address]
        elif task.owner in self.step.roles:
            found = [one.address for one in self.dealing(self.now) if one.role == task.owner] or dealing
        else:
            found = [one.address for one in self.town.acting((task.owner,), self.now)]
        return [one for one in found if one not in self.sealed] or [one for one in dealing if one not in self.sealed]

    def raise_alarm(self, at: datetime, of_this: int) -> None:
        """Alert the lead. Of what the same mail brings (``posts[of_this:]``) only a receipt goes to the family."""
        for within, _ in self.town.book.checklist:
            self.tasks.append(Task(source="alarm", owner="safeguarding_lead", due=after(at, within)))
        self.alert(at)
        own = [one for one in self.posts[of_this:] if one[1].kind == "acknowledgement"]
        receipts = [(when, replace(one, kind="receipt", dates=frozenset()), stage) for when, one, stage in own]
        self.posts = [*self.posts[:of_this], *receipts]

    def in_line(self, at: datetime) -> list[str]:
        away: list[str] = []
        for role in ("safeguarding_lead", *self.town.book.instead["safeguarding_lead"]):
            those = [one for one in self.town.of(role) if one.address not in (*self.told, *self.sealed)]
            if there := [one.address for one in those if not one.is_away(at)]:
                return there
            away += [one.address for one in those]
        return [ADMIN] if ADMIN not in self.told else away

    def alert(self, at: datetime) -> None:
        to = self.in_line(at)
        self.told += to
        self.alerted = at
        self.moves(at)
        self.tell("safeguarding-alert", *to)

    # --- the post -------------------------------------------------------------------------------------------------

    def post(self) -> None:
        now, ready = self.now, [one for one in self.posts if one[0] <= self.now]
        self.posts = [one for one in self.posts if one[0] > now]
        for _, letter, stage in ready:
            if self.is_refused:
                self.undelivered(letter.kind)
            elif self.is_grey:
                self.is_grey = False
                self.posts.append((now + timedelta(minutes=1), letter, stage))
            else:
                self.letters.append(replace(letter, at=now))
                self._left(letter.kind, stage)

    def _left(self, kind: str, stage: str) -> None:
        meets = {
            "acknowledgement": ("acknowledge",),
            "receipt": ("acknowledge",),
            "outcome": ("acknowledge", "respond", "statutory"),
            "referral": ("acknowledge", "respond", "statutory"),
            "meeting-invitation": ("meet",) if stage == self.stage and self.meets_on else (),
        }.get(kind, ())
        for one in self.promises.values():
            if one.runs and one.stage == stage and one.what in meets:
                one.met = self.now
                self.moves(self.now)
        if kind in ("outcome", "referral") and stage == self.stage and self.outcome and self.outcome_left is None:
            self._decided()

    def _decided(self) -> None:
        now, step = self.now, self.step
        self.outcome_left, self.status = now, "decided"
        self.decided.append(self.stage)
        self.moves(now)
        self.inform()
        if not step.to or self.outcome in ("referred", "withdrawn"):
            self.close(now)
        elif step.window:
            self.promise("appeal", step.window[1], step.window[0], now, now)
            self.close_at = after(now, step.window[0])
        else:
            self.close_at = after(now, self.close_after)

"""Admins put things right and take them back, at random, while mail comes, time passes and letters leave.

On a real record; hypothesis tells what breaks a law in as few steps as show it. After each step: what was refused
has changed nothing; every state is the fold of its events; no override is without a name and a reason; a letter is byte
for byte as it was queued; what left had not been taken back; and what was taken back is gone without a trace, but for
the events that say so. Longer than 300 lines, because one walk does all that can be
done.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from mailflow.core.case import Case, Complainant, Kind, Outcome
from mailflow.core.decide import wake_at
from mailflow.core.directives import Assign, Close, Extend, GiveOutcome, KeepNote, MoveTo, SetAbout, SetType
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact, MessageFiled
from mailflow.core.facts_beside import LetterCancelled, OverrideMade, OverrideUndone
from mailflow.core.mail import MessageClass
from mailflow.core.overrides import AddTag, Deed, Hold, Release, RemoveTag, Reopen, TakeOff
from mailflow.daemon import Worker
from mailflow.flow import act, correct
from mailflow.flow.desk import Desk
from mailflow.flow.enter import Entered, enter
from mailflow.flow.merge import merge
from mailflow.flow.override import By, Followed, override
from mailflow.flow.put_back import cancelled_by, discarded_by, put_back_entry, put_back_letter
from mailflow.flow.take_back import take_back
from mailflow.simulate.mails import Letter, bounce
from mailflow.simulate.memory import MemoryServers
from mailflow.store import LetterStatus, PenRow, Reader, verify
from tests.scenarios.wall_walk import MAILBOX, PARTS, ShutPost, laid
from tests.support.memory_office import written

BORN = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
FAMILIES = ("p@mail.example", "p@mail.example", "q@mail.example")
WORDS = ("", PARTS, "We are sorry.")
MOST_CASES = 8
CLASSES = ("reply", "complaint", "spam", "auto-reply")
HOURS = (1, 20, 24, 24 * 7, 24 * 15, 24 * 40)
#: Deeds of the command line that every policy takes, or none.
DEEDS: tuple[Deed, ...] = (
    *(MoveTo(stage="nowhere"), SetType(type="nothing"), SetAbout(who="nobody"), Assign(who="nobody")),
    *(GiveOutcome(outcome=one) for one in (Outcome.UPHELD, Outcome.NOT_UPHELD, Outcome.WITHDRAWN)),
    *(Extend(until=date(2021, 6, 1)), Extend(until=date(2019, 6, 1)), KeepNote(), KeepNote(), Close(reason="no more")),
    *(AddTag(tag="urgent"), AddTag(tag="safeguarding"), RemoveTag(tag="urgent"), RemoveTag(tag="safeguarding")),
    *(Reopen(), Reopen(), Reopen(stage="stage-2"), Hold(), Release()),
)
LINES = (
    *("#outcome upheld", "#outcome not upheld", "#note", "#question", "", "#stage stage-2", "#close enough", "#accept"),
    *("#decline", "#appeal", "#not an appeal", "#safeguarding", "#about ceo", "#extend 1 June 2021", "#done 1"),
)
SUBJECTS = ("Re: hello", "Appeal", "Can I appeal?", "Please review this", "Thank you")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """All that an admin can see of the record, but for the letters' dates.

    Attributes:
        cases: Each case without the number of its last event.
        events: How many each has.
        on: Where each message is, and as what.
        letters: Each letter's status, and a hash of its bytes.
        pen: What waits, or waited, in the holding pen.
        why: Why each letter is where it is.
    """

    cases: dict[str, Case]
    events: dict[str, int]
    on: dict[int, tuple[str | None, str | None]]
    letters: dict[int, tuple[LetterStatus, str]]
    pen: dict[int, PenRow]
    why: dict[int, str | None]


@dataclass(slots=True)
class Counts:
    """What a walk has come to; a walk in which nothing was taken back shows nothing."""

    steps: int = 0
    done: int = 0
    refused: int = 0
    undone: int = 0
    at_once: int = 0
    left: int = 0
    put_back: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    why: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        """Say it in a line."""
        kinds = ", ".join(f"{name} {n}" for name, n in sorted(self.kinds.items()))
        return (
            f"{self.steps} steps: {self.done} overrides ({kinds}), {self.refused} refused, {self.undone} taken back "
            f"({self.at_once} of them at once), {self.put_back} put back, {self.left} letters left"
        )


class Office:
    """An office on servers in memory, as an admin, the families and the staff act on it."""

    def __init__(self, policy: str, sending: str, counts: Counts) -> None:
        self._rooms = ExitStack()
        folder = Path(self._rooms.enter_context(tempfile.TemporaryDirectory()))
        desk, servers, post = self._rooms.enter_context(laid(policy, [], folder, sending=sending))
        # Nothing by chance: hypothesis tells what it found by doing it again.
        self.desk: Desk = replace(desk, random=random.Random(0).randbytes)
        self.servers: MemoryServers = servers
        self.post: ShutPost = post
        self.now = BORN
        self.letters: list[Letter] = []
        self.counts = counts
        self.before: dict[tuple[str, int], Shot] = {}
        self.worker = Worker(desk=self.desk, now=lambda: self.now)
        self.frozen: dict[int, str] = {}
        #: What was cancelled or discarded by hand, as it was before.
        self.cancelled: dict[int, tuple[tuple[LetterStatus, str], str | None]] = {}
        self.discarded: dict[int, tuple[PenRow, tuple[str | None, str | None]]] = {}
        self.mails = 0

    def close(self) -> None:
        self._rooms.close()

    # --- looking -------------------------------------------------------------------------------------------------

    def reading(self) -> AbstractContextManager[Reader]:
        return self.desk.store.reading()

    def refs(self) -> list[str]:
        with self.reading() as reader:
            return [one.ref for one in reader.case_rows(self.desk.org)]

    def ref(self, n: int) -> str:
        refs = self.refs()
        return refs[n % len(refs)]

    def case(self, ref: str) -> Case:
        with self.reading() as reader:
            case = reader.case(self.desk.org, ref)
        assert case is not None
        return case

    def history(self, ref: str) -> list[Fact]:
        with self.reading() as reader:
            found = [one.fact for one in reader.events(self.desk.org, ref)]
        assert all(found)
        return [one for one in found if one is not None]

    def shot(self) -> Shot:
        with self.reading() as reader:
            return self._shot(reader)

    def _shot(self, reader: Reader) -> Shot:
        org = self.desk.org
        cases = {one.ref: one for one in reader.case_rows(org)}
        return Shot(
            cases={ref: replace(one, seq=0) for ref, one in cases.items()},
            events={ref: one.seq for ref, one in cases.items()},
            on={one.id: (one.ref, one.class_) for one in reader.messages(org)},
            letters={one.id: (one.status, _digest(reader.letter_raw(one.id))) for one in reader.letters(org)},
            pen={one.id: one for one in reader.pen(org, open_only=False)},
            why={one.id: one.why for one in reader.letters(org)},
        )

    # --- acting --------------------------------------------------------------------------------------------------

    def admin(self, what: str, do: Callable[[By], object], *, insists: bool = False) -> object | None:
        """Let an admin do something, and return what came of it; where it is refused, None, and nothing has changed."""
        self.now += timedelta(seconds=1)
        before = self.shot()
        by = By(name="Ada", reason="I was asked to", insists="I must" if insists else None)
        try:
            done = do(by)
        except act.Refusal as error:
            assert str(error)[0].isupper() or str(error)[0] == "\u201c", error
            assert self.shot() == before, f"{what} was refused and has changed something"
            self.counts.refused += 1
            self.counts.why[what] = self.counts.why.get(what, 0) + 1
            return None
        self.counts.done += 1
        self.counts.kinds[what] = self.counts.kinds.get(what, 0) + 1
        for ref, seq in before.events.items():
            for number, one in enumerate(self.history(ref)[seq:], seq + 1):
                if isinstance(one.event, OverrideMade):
                    self.before[ref, number] = before
        return done or "done"

    def undo(self, ref: str, number: int | None) -> None:
        """Take an override back, and look whether the cases are as they were."""
        history = self.history(ref)
        done = self.admin("undo", lambda by: take_back(self.desk, ref, number, by, self.now))
        if done is None:
            return
        assert isinstance(done, Followed)
        self.counts.undone += 1
        after = self.shot()
        for fact in self.history(ref)[len(history) :]:
            if isinstance(fact.event, OverrideUndone):
                self._as_before(ref, history, fact.event, after)
        for one in done.cancelled:
            assert after.letters[one.id][0] is LetterStatus.CANCELLED
        for one in done.letters:
            assert after.letters[one.id][0] is LetterStatus.QUEUED, "its cancelling is taken back"

    def undo_letter(self, number: int) -> None:
        """Take back that a letter was cancelled: it is what it was before, whatever has come since."""
        before = self.cancelled.get(number)
        with self.reading() as reader:
            row = reader.letter(number)
            assert row is not None
            try:
                of = cancelled_by(reader, row)
            except act.Refusal:
                assert before is None or row.status is not LetterStatus.CANCELLED, "a person cancelled it"
                return
        if row.ref is not None:
            self.undo(row.ref, of)
            return
        done = self.admin("letter undo", lambda by: put_back_letter(self.desk, number, of, by, self.now))
        if done is not None:
            after = self.shot()
            assert before is not None and (after.letters[number], after.why[number]) == self.cancelled.pop(number)
            self.counts.put_back += 1

    def undo_discard(self, number: int) -> None:
        """Take back that an entry of the pen was discarded: it waits as it did, whatever has come since."""
        with self.reading() as reader:
            entry = reader.pen_item(number)
            assert entry is not None
            try:
                of = discarded_by(reader, entry)
            except act.Refusal:
                assert number not in self.discarded or entry.closed_at is None, "a person discarded it"
                return
        done = self.admin("pen undo", lambda by: put_back_entry(self.desk, number, of, by, self.now))
        if done is not None:
            before, after = self.discarded.pop(number), self.shot()
            assert entry.message is not None
            assert (after.pen[number], after.on[entry.message]) == before, "as if it had never been"
            self.counts.put_back += 1

    def _as_before(self, ref: str, history: list[Fact], undone: OverrideUndone, after: Shot) -> None:
        made = history[undone.of - 1].event
        assert isinstance(made, OverrideMade)
        last = undone.of + made.facts
        event = history[undone.of].event
        if isinstance(event, LetterCancelled):
            number = event.letter
            # Whatever cancels it from now on is another thing: the undo of what brought it about.
            assert (after.letters[number], after.why[number]) == self.cancelled.pop(number), "it waits as it did"
            self.counts.put_back += 1
        office = self.desk.office
        without = fold(
            tuple(one for n, one in enumerate(history, 1) if n not in gone(history) | {*range(undone.of, last + 1)})
        )
        assert after.cases[ref] == replace(without, seq=0, wake_at=wake_at(without, office)), "as if it had never been"
        before = self.before.get((ref, undone.of))
        if before is None or last != len(history):
            return
        # Nothing has come since: the very state of before, with every message where it was.
        self.counts.at_once += 1
        assert after.cases[ref] == before.cases[ref]
        for message, place in before.on.items():
            if place[0] == ref:
                assert after.on[message] == place, f"message {message} is not back on {ref}"
        # A bounce that tells nothing new is on the case without an event: what came by the override is what counts.
        came = {one.event.message for one in history[undone.of : last] if isinstance(one.event, MessageFiled)}
        still = [n for n in came - set(before.on) if after.on[n][0] == ref]
        assert not still, f"messages {still} of what was taken back are on {ref} still"

    def turn(self, later: timedelta = timedelta(minutes=1)) -> None:
        """Let the daemon work."""
        self.now += later
        self.worker.turn()
        with self.reading() as reader:
            for case in reader.case_rows(self.desk.org):
                assert case.wake_at is None or case.wake_at > self.now, "a woken case moves on"
            self._left(reader)

    def _left(self, reader: Reader) -> None:
        taken = self.servers.taken()
        self.letters += taken
        self.counts.left += len(taken)
        rows = {one.message_id: one for one in reader.letters(self.desk.org)}
        for one in taken:
            row = rows[str(one.message["Message-ID"])]
            assert row.status is LetterStatus.SENT, f"letter {row.id} is {row.status} and has left"

    def write(self, sender: str, subject: str, text: str, answers: Letter | None = None) -> None:
        self.mails += 1
        raw = written(sender, subject, text, self.now, answers, message_id=f"<mail-{self.mails}@client.example>")
        self.servers.deliver(raw, self.now)
        self.turn()

    # --- the laws ------------------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Hold the laws against the record as it is now."""
        with self.reading() as reader:
            found = verify(reader, self.desk.org)
            assert found.is_sound, found.why
            for ref in [one.ref for one in reader.case_rows(self.desk.org)]:
                self._named(reader, ref)
            for one in reader.letters(self.desk.org):
                raw = _digest(reader.letter_raw(one.id))
                waits = one.status is LetterStatus.HELD  # written with its day when it is approved
                assert waits or self.frozen.get(one.id, raw) == raw, f"letter {one.id} is not what was queued"
                if not waits:
                    self.frozen[one.id] = raw
            known = {one.ref for one in reader.case_rows(self.desk.org)}
            on = [one for one in reader.messages(self.desk.org) if one.ref is not None]
            assert all(one.ref in known for one in on), "a message on no case that there is"

    def _named(self, reader: Reader, ref: str) -> None:
        left = 0
        for one in reader.events(self.desk.org, ref):
            fact = one.fact
            assert fact is not None
            if isinstance(fact.event, OverrideMade):
                left = fact.event.facts + 1
            if isinstance(fact.event, OverrideMade | OverrideUndone):
                assert fact.by.startswith("admin ") and fact.reason, f"{fact.event} has no name or no reason"
            assert left <= 0 or fact.reason, f"{fact.event} follows from an override and has no reason"
            left -= 1


def gone(history: list[Fact]) -> set[int]:
    """Return the numbers of the events that no longer count, worked out here once more."""
    numbers: set[int] = set()
    for seq, one in enumerate(history, 1):
        if isinstance(one.event, OverrideUndone):
            made = history[one.event.of - 1].event
            assert isinstance(made, OverrideMade)
            numbers |= {seq, *range(one.event.of, one.event.of + made.facts + 1)}
    return numbers


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


#: What happens in a step, as often as it stands here.
STEPS = (
    *("override",) * 12,
    *("undo the last",) * 6,
    *("undo one that is named",) * 4,
    *("merge", "merge", "split or move", "split or move", "enter", "reclassify", "requeue", "cancel", "cancel"),
    *("pen", "pen", "put back", "put back"),
    *("family", "family", "handler", "handler", "stranger", "bounce", "time", "time", "post"),
)


class OverrideWalk(RuleBasedStateMachine):
    """The walk; a test names the policy."""

    policy: ClassVar[str] = "libra-children-services"
    sending: ClassVar[str] = "automatic"
    counts: ClassVar[Counts] = Counts()

    def __init__(self) -> None:
        super().__init__()
        self.office = Office(self.policy, self.sending, self.counts)
        self.taken = 0
        self.deeds = tuple(_deeds(self.office.desk))

    def teardown(self) -> None:
        """Look at everything once more, and close the office."""
        try:
            self.office.hold()
        finally:
            self.office.close()

    @initialize()
    def begin(self) -> None:
        """Three complaints, two of them of one family, are acknowledged; then the post office shuts."""
        for sender in FAMILIES:
            self.office.write(sender, "Handover", f"It was late, and it is {self.office.mails} times now.")
        self.office.post.is_shut = True

    @rule(number=st.integers(min_value=0, max_value=2**48))
    def step(self, number: int) -> None:
        """Let something happen, and hold the laws against what has become of it."""
        # Hypothesis likes small numbers, and likes them again: alone they would do one thing over and over.
        self.taken += 1
        rng = random.Random(f"{number} {self.taken}")
        what, text = rng.choice(STEPS), rng.choice(WORDS)
        n, m, is_so, at_once = rng.randrange(999), rng.randrange(999), rng.random() < 0.5, rng.random() < 0.3
        self.counts.steps += 1
        match what:
            case "override":
                self.override(n, self.deeds[m % len(self.deeds)], text, insists=is_so, at_once=at_once)
            case "undo the last":
                self.office.undo(self.office.ref(n), None)
            case "undo one that is named":
                self.undo_named(n, m)
            case "merge":
                self.merge(n, m, insists=is_so, at_once=at_once)
            case "split or move":
                self.split_or_move(n, m, to=m if is_so else None, at_once=at_once)
            case "enter":
                self.enter(m % 20, named=is_so)
            case "reclassify" | "requeue" | "cancel":
                self.correct(what, n, m, at_once=at_once)
            case "pen":
                self.empty_the_pen(n, m, accepts=is_so, at_once=at_once)
            case "put back":
                self.put_back(n, letters=is_so)
            case _:
                self.happen(what, n, m, is_so=is_so)
        self.office.hold()

    # --- what an admin does --------------------------------------------------------------------------------------

    def override(self, n: int, deed: Deed, text: str, *, insists: bool, at_once: bool) -> None:
        office, ref = self.office, self.office.ref(n)
        done = office.admin(
            type(deed).__name__,
            lambda by: override(office.desk, ref, deed, by, office.now, text),
            insists=insists,
        )
        if done is not None and at_once:
            office.undo(ref, None)

    def undo_named(self, n: int, m: int) -> None:
        """Take back an override that is named, or at times what is none."""
        ref = self.office.ref(n)
        made = [seq for seq, one in enumerate(self.office.history(ref), 1) if isinstance(one.event, OverrideMade)]
        self.office.undo(ref, made[m % len(made)] if made and m % 8 else m % 80)

    def merge(self, n: int, m: int, *, insists: bool, at_once: bool) -> None:
        office = self.office
        into, ref = sorted((office.ref(n), office.ref(m)))
        done = office.admin("merge", lambda by: merge(office.desk, ref, into, by, office.now), insists=insists)
        if done is not None and at_once:
            office.undo(into if n % 2 else ref, None)

    def split_or_move(self, n: int, m: int, *, to: int | None, at_once: bool) -> None:
        office, ref = self.office, self.office.ref(n)
        onto = None if to is None else office.ref(to)
        on = [number for number, (where, _) in office.shot().on.items() if where == ref]
        number = on[-1 - m % len(on)] if on else 1
        name = "split" if onto is None else "move"
        done = office.admin(name, lambda by: correct.move_from(office.desk, ref, number, onto, by, office.now))
        if done is not None and at_once:
            office.undo(ref, None)

    def enter(self, days: int, *, named: bool) -> None:
        office = self.office
        if len(office.refs()) >= MOST_CASES:
            return
        who = Complainant(name="Sam", address="sam@mail.example") if named else Complainant(anonymous=True)
        entered = Entered(
            complainant=who,
            kind=Kind.COMPLAINT,
            channel="phone",
            received_at=office.now - timedelta(days=days),
            subject="somebody rang",
            text=f"It was late, they say ({office.counts.steps}).",
        )
        office.admin("new", lambda by: enter(office.desk, entered, by, office.now))

    def correct(self, what: str, n: int, m: int, *, at_once: bool) -> None:
        """Correct what became of a message, or take a letter back."""
        office, shot = self.office, self.office.shot()
        number, as_ = 1 + n % len(shot.on), CLASSES[m % len(CLASSES)]
        if what == "requeue":
            office.admin(what, lambda by: correct.requeue(office.desk, number, by, office.now))
            office.turn()
        elif what == "cancel":
            waiting = [one for one, (how, _) in shot.letters.items() if how is not LetterStatus.SENT] or [1]
            letter = waiting[n % len(waiting)]
            done = office.admin(what, lambda by: correct.cancel_letter(office.desk, letter, by, office.now))
            if done is not None:
                office.cancelled[letter] = (shot.letters[letter], shot.why[letter])
            if done is not None and at_once:
                office.undo_letter(letter)
        elif as_ != "complaint" or len(office.refs()) < MOST_CASES:
            done = office.admin(what, lambda by: correct.reclassify(office.desk, number, as_, by, office.now))
            waited = [one for one in shot.pen.values() if one.message == number and one.closed_at is None]
            if done is not None and waited and office.shot().on[number] == (None, as_):
                # To say that what waits is spam is to discard it.
                office.discarded[waited[-1].id] = (waited[-1], shot.on[number])

    def put_back(self, n: int, *, letters: bool) -> None:
        """Take back that a letter was cancelled or an entry discarded, be it the last thing that was done or not."""
        office = self.office
        among = sorted(office.cancelled) if letters else sorted(office.discarded)
        if among and letters:
            office.undo_letter(among[n % len(among)])
        elif among:
            office.undo_discard(among[n % len(among)])

    def empty_the_pen(self, n: int, m: int, *, accepts: bool, at_once: bool) -> None:
        office, desk = self.office, self.office.desk
        with office.reading() as reader:
            entries = reader.pen(desk.org)
        if not entries:
            return
        entry, ref = entries[n % len(entries)].id, office.ref(m)
        if accepts:
            office.admin("accept", lambda by: act.accept(desk, entry, office.now, by=by.name, reason="so", ref=ref))
        else:
            spam = MessageClass.SPAM
            before = office.shot()
            done = office.admin(
                "discard",
                lambda by: act.discard(desk, entry, office.now, by=by.name, reason="so", as_=spam),
            )
            message = before.pen[entry].message
            if done is not None and message is not None:
                office.discarded[entry] = (before.pen[entry], before.on[message])
                if at_once:
                    office.undo_discard(entry)

    # --- what else happens ---------------------------------------------------------------------------------------

    def happen(self, what: str, n: int, m: int, *, is_so: bool) -> None:
        """Let mail come, time pass, or the post office open or shut."""
        office = self.office
        case = office.case(office.ref(n))
        match what:
            case "family" if case.complainant.address and (is_so or len(office.refs()) < MOST_CASES):
                ours = self.letter_to(case.complainant.address, case.ref) if is_so else None
                subject = SUBJECTS[m % len(SUBJECTS)]
                office.write(case.complainant.address, subject, f"More ({office.mails}).", ours)
            case "handler" if case.handlers:
                sender = case.handlers[m % len(case.handlers)].address
                text = f"{LINES[m % len(LINES)]}\n{PARTS if is_so else ''}So."
                office.write(sender, "Re: hello", text, self.letter_to(sender, case.ref))
            case "stranger":
                office.write("eve@strange.example", f"[{case.ref}] me too", f"Hello ({office.mails}).")
            case "bounce" if office.letters:
                office.servers.deliver(bounce(office.letters[m % len(office.letters)], MAILBOX, office.now), office.now)
                office.turn()
            case "time":
                office.turn(timedelta(hours=HOURS[m % len(HOURS)]))
            case "post":
                office.post.is_shut = False
                office.turn()
                office.post.is_shut = not is_so
            case _:
                pass  # nobody there who could

    def letter_to(self, address: str, ref: str) -> Letter | None:
        """Return the latest letter that somebody got about a case."""
        found = (one for one in reversed(self.office.letters) if one.to == address)
        return next((one for one in found if one.message["X-Mailflow-Case"] == ref), None)


def _deeds(desk: Desk) -> Iterator[Deed]:
    """Yield what can be done to a case at the command line in the words of the policy, and some that cannot."""
    policy, staff = desk.office.policy, desk.office.staff
    yield from (MoveTo(stage=one.id) for one in policy.stages)
    yield from (Assign(who=one.name) for one in staff)
    yield from (TakeOff(who=one.name) for one in staff[:4])
    yield from (SetType(type=one) for one in policy.types)
    yield from (SetAbout(who=one.roles[0]) for one in staff[:3])
    yield from DEEDS

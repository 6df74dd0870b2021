"""The laws of the house, on cases that anything may happen to: a random walk of triggers on each of the five policies.

After every step: the state is the fold of its facts; a woken case moves on; nobody without an address is written to; a
stage that begins is acknowledged once; a machine is never answered; a refused line moves nothing; and every date can
be counted again from its anchor and its rule. Longer than 300 lines, because one walk does all that can be done.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.case import Case, Status, What
from mailflow.core.classify import Reading
from mailflow.core.decide import decide, on_message, wake_at
from mailflow.core.decide.wall import may_reach
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.evolve import fold
from mailflow.core.facts import (
    AppealMade,
    CaseOpened,
    DirectiveRefused,
    Fact,
    LetterFailed,
    LetterSent,
    MessageFiled,
    OutcomeGiven,
    StageOpened,
)
from mailflow.core.facts_beside import OverrideMade, OverrideUndone, TaskSet
from mailflow.core.facts_time import DelayTold, QuestionSettled
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import LetterCameToNothing, LetterLeft, MessageArrived, TimePassed
from mailflow.policies import available, laws
from mailflow.store.codec import dump_case, dump_event, load_case, load_event
from tests.core.cast import BORN, PERSON, arrived, mail, notice, office

MACHINE = Reading(as_=MessageClass.AUTO_REPLY, because="Auto-Submitted says auto-replied (RFC 3834).")
FAMILY = "p@mail.example"

SUBJECTS = ("Re: hello", "Appeal", "Please review", "I do not wish to appeal", "Can I appeal?", "formal Confidential")
WHOLE = (
    "Reasons: a\nFindings: b\nActions: c\nApology: d\nExplanation: e\nCorrection: f",
    "No heading at all.",
    "",
)
TOPS = (
    *(
        "",
        "#send anyway",
        "#outcome upheld",
        "#outcome not upheld",
        "#outcome resolved",
        "#outcome withdrawn",
        "#outcome referred",
    ),
    *("#note", "#question", "#accept", "#decline", "#close no more", "#yes", "#nonsense", "#new Pat <q@mail.example>"),
    *("#type childcare", "#type childcare-age-5-and-over", "#type families", "#relation community", "#written"),
    *("#timescale 1 June 2022", "#disclose a court order", "#refer the Council", "#feedback", "#feedback praise"),
    *("#extend 1 June 2022", "#extend 1 June 2019", "#assign chair@office.example", "#assign Ceo", "#assign nobody"),
    *("#about coordinator", "#about ceo", "#about complaints_handler", "#about chair", "#about nobody", "#about Zoe"),
    *("#panel Chair", "#meeting 1 June 2021 10:00, Here"),
    *("#meeting 3 November 2020", "#meeting cancelled", "#mediation 1 December 2020", "#mediation cancelled"),
    *("#party Sam <sam@mail.example>", "#party P <p@mail.example>"),
    *("#done 1", "#done 9", "#action be kinder by 1 June 2022", "#lesson ring first", "#safeguarding"),
    *("#stage stage-1", "#stage stage-2", "#stage stage-3", "#stage informal", "#stage appeal", "#stage nowhere"),
    *(
        "#stage stage-2\n#note",
        "#note\n#question",
        "#outcome upheld\n#extend 1 June 2022",
        "#outcome upheld\n#close now",
    ),
)

#: A policy with every key about time that the others leave as it is.
EVERY_TIME = str(Path(__file__).resolve().parents[1] / "scenarios" / "times.toml")
#: Who hears the last stage where a policy wants a panel.
PANELS = {
    "libra-children-services": "#panel Chair, Committee Member, Another Committee Member",
    "big-bums-little-bums": "#panel Reviewer, Independent Representative",
}

#: What an ordinary case is made of, so that a walk comes far.
ORDINARY: tuple[tuple[object, ...], ...] = (
    ("handler", "#outcome not upheld", WHOLE[0]),
    ("handler", "#outcome upheld", WHOLE[0]),
    ("family", "Appeal"),
    ("family", "Can I appeal?"),
    ("wait", 24 * 12),
    ("wait", 24 * 100),
    ("family", "Re: hello"),
    ("handler", "#appeal", ""),
    ("handler", "#not an appeal", ""),
    ("handler", "#accept", ""),
    ("handler", "#decline", WHOLE[1]),
    *(("handler", line, "") for line in PANELS.values()),
    ("handler", "#stage stage-1", ""),
)
steps = st.one_of(
    st.sampled_from(ORDINARY),
    st.sampled_from(ORDINARY),
    st.tuples(st.just("family"), st.sampled_from(SUBJECTS)),
    st.tuples(st.just("handler"), st.sampled_from(TOPS), st.sampled_from(WHOLE)),
    st.tuples(st.just("colleague"), st.sampled_from(TOPS), st.sampled_from(WHOLE)),
    st.tuples(st.just("machine"), st.sampled_from(SUBJECTS)),
    st.tuples(st.just("stranger"), st.sampled_from(SUBJECTS)),
    st.tuples(st.sampled_from(("hold the post", "let it go", "fail"))),
    st.tuples(st.just("wake")),
    st.tuples(st.just("wait"), st.integers(min_value=0, max_value=24 * 40)),
)


@dataclass(slots=True)
class Walk:
    """One case on its way, with everything that was recorded and everything that waits to leave."""

    office: Office
    now: datetime
    case: Case
    facts: list[Fact] = field(default_factory=list)
    queued: list[SendLetter] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    acknowledged: int = 0
    undone: int = 0  # beginnings of a stage that an admin has taken back, with the letters that waited
    is_held: bool = False
    ids: count[int] = field(default_factory=lambda: count(2))

    def take(self, decision: Decision) -> None:
        """Record a decision the way the one writer does, and hold the laws against it."""
        before = self.case
        assert decision.because
        if decision.facts:
            assert not any(isinstance(one.event, CaseOpened) for one in decision.facts), "one case, one beginning"
            self.facts += decision.facts
            self.case = fold(decision.facts, self.case)
        for letter in decision.letters:
            if not may_reach(letter.to.address, letter.audience, self.case):
                continue  # the one writer keeps it back
            if letter.once is not None:
                if letter.once in self.keys:
                    continue
                self.keys.append(letter.once)
            if letter.audience is Audience.COMPLAINANT:
                others = [one.address for one in self.case.parties] if letter.calendar else []
                assert letter.to.address in (before.complainant.address, *others), "a letter to nobody"
                self.queued.append(letter)
                self.acknowledged += letter.kind in (LetterKind.ACKNOWLEDGEMENT, LetterKind.RECEIPT)
        self.hold(decision)

    def hold(self, decision: Decision) -> None:
        assert fold(tuple(self.facts)) == self.case, "the state is the fold of its facts"
        assert self.case.seq == len(self.facts)
        assert all(load_event(*dump_event(one.event)) == one.event for one in decision.facts), "facts survive storage"
        assert load_case(dump_case(self.case)) == self.case
        if any(isinstance(one.event, OverrideMade | OverrideUndone) for one in decision.facts):
            assert all(one.by.startswith("admin ") and one.reason for one in decision.facts), "a name and a reason"
        opened = sum(isinstance(one.event, StageOpened) for one in self.facts) - self.undone
        assert self.acknowledged == (opened if self.case.complainant.address else 0), "one for each beginning"
        keys = [(one.what, one.stage, one.source) for one in self.case.deadlines]
        assert len(keys) == len(set(keys)), "one entry for each what, stage and source"
        assert not any(self.case.is_sealed_from(one.address) for one in self.case.handlers), "nobody in their own case"
        self.recount()
        if any(isinstance(one.event, DirectiveRefused) for one in decision.facts):
            assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
        if self.case.status is Status.CLOSED:
            assert wake_at(replace(self.case, tasks=(), alarm=None), self.office) is None, "but for what is still owed"
            owed = [one for one in self.case.deadlines if one.is_running and one.what is not What.APPEAL]
            assert all(one.is_missed(self.now) for one in owed), "a closed case owes only what was overdue"
        if self.case.status is Status.DECIDED:
            assert self.case.outcome and self.case.outcome_at and self.case.close_on
        if self.case.status is Status.OPEN and not self.case.complainant.address:
            assert self.case.outcome is None

    def recount(self) -> None:
        """Count every date again from its anchor and its rule; one that a person set ends with its day."""
        calendar = self.office.calendar
        for one in self.case.deadlines:
            due = one.due
            if due.within is None:
                assert due.due_at == calendar.end_of(due.due_on)
            else:
                assert calendar.due(due.anchor_at, due.within, due.source, due.pauses) == due
            assert due.source == one.source and due.anchor_at <= self.now

    # --- what happens --------------------------------------------------------------------------------------------

    def do(self, step: tuple[object, ...]) -> None:
        match step:
            case ("family", str(subject)):
                if self.case.complainant.address:
                    self.mail(FAMILY, Writer.COMPLAINANT, subject, "More.")
            case ("handler", str(top), str(text)):
                if self.case.handlers:
                    self.staff(self.case.handlers[0].address, top, text)
            case ("colleague", str(top), str(text)):
                self.staff("safeguarding_lead@office.example", top, text)
            case ("machine", str(subject)):
                self.machine(subject)
            case ("stranger", str(subject)):
                self.stranger(subject)
            case ("hold the post",):
                self.is_held = True
            case ("let it go",):
                self.is_held = False
            case ("fail",):
                self.fail()
            case ("wake",):
                if (at := wake_at(self.case, self.office)) is not None:
                    self.now = max(self.now, at)
                self.tick()
            case ("wait", int(hours)):
                self.now += timedelta(hours=hours)
                self.tick()
            case _:
                raise AssertionError(step)
        if not self.is_held:
            self.post()

    def message(self, sender: str, subject: str, text: str, reading: Reading = PERSON) -> MessageArrived:
        self.now += timedelta(seconds=1)
        trigger = arrived(mail(sender, subject, text), self.now, next(self.ids), reading)
        return replace(trigger, answers=notice(self.case.ref, sender))

    def mail(self, sender: str, writer: Writer, subject: str, text: str) -> Decision:
        trigger = self.message(sender, subject, text)
        threaded = Threaded(
            writer=writer, case=self.case, officer=self.office.officer(sender), answers=trigger.answers, because="x"
        )
        decision = decide(self.case, trigger, self.office, threaded)
        if any(isinstance(one.event, CaseOpened) for one in decision.facts):
            return decision  # #new: another case
        self.take(decision)
        return decision

    def staff(self, sender: str, top: str, text: str) -> None:
        before = self.case
        decision = self.mail(sender, Writer.STAFF, "Re: hello", f"{top}\n{text}")
        if not before.is_handled_by(sender):
            moved = [one for one in decision.letters if one.audience is Audience.COMPLAINANT]
            assert not moved or top.startswith("#new"), "only who deals with a case writes to the family"

    def machine(self, subject: str) -> None:
        for writer, sender in ((Writer.COMPLAINANT, FAMILY), (Writer.STAFF, self.office.staff[0].address)):
            trigger = self.message(sender, subject, "#outcome upheld\nI am away.", MACHINE)
            threaded = Threaded(writer=writer, case=self.case, officer=self.office.officer(sender), because="x")
            decision = decide(self.case, trigger, self.office, threaded)
            assert decision.letters == () and decision.pen is None
            assert [type(one.event) for one in decision.facts] == [MessageFiled]
            self.take(decision)

    def stranger(self, subject: str) -> None:
        trigger = self.message("eve@mail.example", subject, "#outcome upheld")
        threaded = Threaded(writer=Writer.STRANGER, likely=self.case.ref, because="not a party")
        decision = decide(self.case, trigger, self.office, threaded)
        assert decision.letters == () and decision.facts == () and decision.pen is not None

    def post(self) -> None:
        for letter in self.queued:
            self.now += timedelta(seconds=1)
            before = self.case
            left = LetterLeft(letter=next(self.ids), kind=letter.kind.value, stage=letter.stage, at=self.now)
            self.take(decide(before, left, self.office))
            assert any(isinstance(one.event, LetterSent) for one in self.facts)
            if letter.kind is LetterKind.OUTCOME and letter.stage == before.stage and before.outcome:
                assert self.case.outcome_at is not None, "an outcome that left is given"
        self.queued.clear()

    def fail(self) -> None:
        for letter in self.queued:
            nothing = LetterCameToNothing(
                letter=next(self.ids), kind=letter.kind.value, to=letter.to.address, why="550", at=self.now
            )
            decision = decide(self.case, nothing, self.office)
            waits = self.case.question is not None and letter.kind is LetterKind.QUESTION
            first, *rest = [type(one.event) for one in decision.facts]
            assert first is LetterFailed and (rest[:1] == [QuestionSettled] if waits else set(rest) <= {TaskSet})
            assert any(
                "did not reach" in one.what and one.done_at is None for one in fold(decision.facts, self.case).tasks
            )
            assert all(one.audience is not Audience.COMPLAINANT for one in decision.letters)
            self.take(decision)
            assert "undeliverable" in self.case.tags
        self.queued.clear()

    def tick(self) -> None:
        at = wake_at(self.case, self.office)
        decision = decide(self.case, TimePassed(now=self.now), self.office)
        if at is None or at > self.now:
            assert decision.facts == () and decision.letters == (), "nobody asked to be woken"
        written = [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT]
        begun_now = sum(isinstance(one.event, StageOpened) for one in decision.facts)
        kind = LetterKind.RECEIPT if "safeguarding" in self.case.tags else LetterKind.ACKNOWLEDGEMENT
        late = sum(isinstance(one.event, DelayTold) for one in decision.facts) > 0
        expected = [kind] * begun_now + [LetterKind.INTERIM_UPDATE] * late
        assert written == expected, "time writes to the family of a stage that begins, and of an answer that is late"
        self.take(decision)
        again = wake_at(self.case, self.office)
        assert again is None or again > self.now, "a woken case moves on"


def begun(policy: str, address: str | None) -> Walk:
    """Return a case that has just been opened, by mail or by ``#new``."""
    here = replace(office(policy), laws=laws(("eyfs",)))
    if address:
        trigger = arrived(mail(address, "Handover", "It was late."), BORN)
        threaded = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    else:
        entered = mail(here.staff[0].address, "somebody rang", "#new Sam\nIt was late.")
        trigger = replace(arrived(entered, BORN), confirmed=True)
        threaded = Threaded(writer=Writer.STAFF, officer=here.staff[0], because="confirmed")
    decision = on_message(threaded, trigger, here)
    first = decision.facts[0]
    assert isinstance(first.event, CaseOpened)
    facts = (replace(first, event=replace(first.event, ref="LC-2020-0001")), *decision.facts[1:])
    walk = Walk(office=here, now=BORN, case=fold(facts), facts=list(facts))
    walk.take(Decision(letters=decision.letters, because="opened"))
    return walk


@pytest.mark.parametrize("policy", [*available(), EVERY_TIME], ids=[*available(), "times"])
@pytest.mark.parametrize("address", [FAMILY, None], ids=["by mail", "without an address"])
@settings(max_examples=80)
@given(walked=st.lists(steps, min_size=12, max_size=40))
def test_the_laws_hold_whatever_happens(policy: str, address: str | None, walked: list[tuple[object, ...]]) -> None:
    walk = begun(policy, address)
    for step in walked:
        walk.do(step)  # each step asserts the laws
    assert fold(tuple(walk.facts)) == walk.case and len(walk.facts) >= walk.case.seq > 0


@pytest.mark.parametrize("policy", available())
def test_every_stage_can_be_reached_and_answered_by_mail_alone(policy: str) -> None:
    walk = begun(policy, FAMILY)
    seen = [walk.case.stage]
    while True:
        walk.post()
        if walk.office.policy.stage(walk.case.stage).panel:
            assert not walk.case.panel
            walk.staff(walk.case.handlers[0].address, PANELS[policy], "")
        walk.staff(walk.case.handlers[0].address, "#outcome not upheld", WHOLE[0])
        walk.post()
        if walk.case.status is Status.CLOSED:
            break
        walk.mail(FAMILY, Writer.COMPLAINANT, "Appeal", "No.")
        seen.append(walk.case.stage)
    assert walk.office.policy.is_final(walk.case.stage)
    assert len(seen) == len(set(seen)) == sum(isinstance(one.event, OutcomeGiven) for one in walk.facts)
    assert sum(isinstance(one.event, AppealMade) for one in walk.facts) == len(seen) - 1

"""The story: one complaint through all three stages of Libra's policy, each step checked while it is told.

Where mailflow sends other letters than the story says, or to somebody else, the tour stops and says so: what a visitor
reads has happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.core.case import Case, Status
from mailflow.demo import texts, writing
from mailflow.demo.cast import ADA, BEN, CLEO, DEE, EVAN, FAMILY, PEOPLE, Person
from mailflow.demo.show import Show
from mailflow.demo.world import StoryBroken, World
from mailflow.demo.writing import Letter

ZONE = ZoneInfo("Europe/London")
BEGINS_ON = date(2026, 11, 2)

_BY_ADDRESS = {one.address: one for one in PEOPLE}


def begins_at() -> datetime:
    """Return when the first mail arrives."""
    return _at(BEGINS_ON, 9, 30)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@dataclass(slots=True, kw_only=True)
class Story:
    """Tells the story on a world.

    Attributes:
        world: Where it happens.
        show: How it is told.
    """

    world: World
    show: Show
    _mails: int = 0
    _now: datetime = field(default_factory=begins_at)
    _case: Case | None = None
    _notice: Letter | None = None
    _answer: Letter | None = None

    def tell(self) -> None:
        """Tell all of it."""
        self.show.say(texts.OPENING)
        for scene in (
            self._complaint,
            self._absence,
            self._first_answer,
            self._first_appeal,
            self._more_time,
            self._second_answer,
            self._second_appeal,
            self._panel,
            self._overdue,
            self._last_answer,
            self._after_the_end,
        ):
            scene()
            self.show.end_scene()
        self._record()

    # --- stage one ------------------------------------------------------------------------------------------------

    def _complaint(self) -> None:
        self._scene("A family complains", begins_at())
        text = texts.COMPLAINT
        acknowledgement, notice = self._write(
            FAMILY,
            "The handover was late again",
            text,
            raw=writing.new_mail(FAMILY, "The handover was late again", text, at=self._now, number=self._number()),
            leads_to=[("acknowledgement", FAMILY), ("handler-notice", ADA)],
        )
        self.show.read(FAMILY, acknowledgement)
        self.show.say(texts.NOTICE)
        self.show.read(ADA, notice)
        self._dates()
        self._notice, self._answer = notice, acknowledgement

    def _absence(self) -> None:
        self._scene("The family's mail system answers by itself", _at(BEGINS_ON, 9, 31))
        assert self._answer is not None
        raw = writing.absence(FAMILY, self._answer, texts.ABSENCE, at=self._now, number=self._number())
        self.show.written(FAMILY, f"Automatic reply: {self._answer.subject}", texts.ABSENCE, by_machine=True)
        self._checked(self.world.send(raw), [])
        if (read := self.world.last_message()).class_ != "auto-reply":
            raise StoryBroken(f"the absence notice was read as {read.class_}: {read.because}")
        self.show.say(texts.NOBODY_ANSWERS)

    def _first_answer(self) -> None:
        self._scene("The coordinator answers from her own mail client", _at(date(2026, 11, 16), 14, 10))
        done, outcome = self._answer_with(ADA, texts.FIRST_OUTCOME, [("directive-done", ADA), ("outcome", FAMILY)])
        self.show.read(ADA, done)
        self.show.read(FAMILY, outcome)
        self._dates()
        self._answer = outcome

    # --- stage two ------------------------------------------------------------------------------------------------

    def _first_appeal(self) -> None:
        self._scene("The family appeals, in time", _at(date(2026, 11, 27), 20, 15))
        acknowledgement, notice = self._appeal("APPEAL Re: ", texts.FIRST_APPEAL, "stage-2", BEN)
        self.show.read(FAMILY, acknowledgement)
        self.show.beginning(BEN, notice, "How to answer:", texts.LINES)
        self._dates()

    def _more_time(self) -> None:
        (reminder,) = self._wait("Time passes, and nobody has answered", _at(date(2026, 12, 22), 10), "reminder", BEN)
        self.show.beginning(BEN, reminder, "To act, reply", texts.LINES)
        self.show.say(texts.BEFORE_EXTENDING)
        done, update = self._answer_with(BEN, texts.EXTEND, [("directive-done", BEN), ("interim-update", FAMILY)])
        self.show.read(FAMILY, update)
        self.show.glance(BEN, done, "it says what was done, and when the answer is due now")
        self._dates()

    def _second_answer(self) -> None:
        self._scene("The second answer, at first without what it must have", _at(date(2027, 1, 11), 11, 20))
        (error,) = self._answer_with(BEN, texts.INCOMPLETE, [("directive-error", BEN)])
        self.show.beginning(BEN, error, "Lines that you can write", texts.LINES)
        self.show.say(texts.NOTHING_LEFT)
        self._notice = error
        self._now = _at(date(2027, 1, 11), 11, 45)
        self._let_pass([])
        done, outcome = self._answer_with(BEN, texts.SECOND_OUTCOME, [("directive-done", BEN), ("outcome", FAMILY)])
        self.show.read(FAMILY, outcome)
        self.show.glance(BEN, done, "it says that the answer has gone to the family")
        self._dates()
        self._answer = outcome

    # --- stage three ----------------------------------------------------------------------------------------------

    def _second_appeal(self) -> None:
        self._scene("A second appeal, in the last half hour of the last day", _at(date(2027, 1, 25), 23, 40))
        acknowledgement, notice = self._appeal("Review, please. Re: ", texts.SECOND_APPEAL, "stage-3", CLEO)
        self.show.read(FAMILY, acknowledgement)
        self.show.glance(CLEO, notice, "it is built as the others were, with all that the family wrote at each stage")
        self._dates()

    def _panel(self) -> None:
        self._scene("Three of the committee hear it", _at(date(2027, 1, 27), 10, 15))
        leads_to = [("directive-done", CLEO), ("handler-notice", DEE), ("handler-notice", EVAN)]
        done, notice, _ = self._answer_with(CLEO, texts.PANEL, leads_to)
        self.show.glance(DEE, notice, "it names her to the panel and has all that the family wrote; Evan has the same")
        self.show.glance(CLEO, done, "it says who the panel is")

    def _overdue(self) -> None:
        first, second, breach = self._wait(
            "The answer is late", _at(date(2027, 2, 23), 9), "reminder", CLEO, "reminder", "breach-notice"
        )
        self.show.say(texts.OVERDUE)
        for one in (first, second):
            when = one.sent_at.astimezone(ZONE)
            self.show.glance(CLEO, one, f"it came on {when:%A} {when.day} {when:%B}, at {when:%H:%M}")
        self.show.beginning(CLEO, breach, "#outcome", texts.LINES)

    def _last_answer(self) -> None:
        self._scene("The last answer", _at(date(2027, 2, 24), 16))
        done, outcome = self._answer_with(CLEO, texts.LAST_OUTCOME, [("directive-done", CLEO), ("outcome", FAMILY)])
        self.show.read(FAMILY, outcome)
        self.show.glance(CLEO, done, "it says that the answer has gone to the family")
        if self.world.case().status is not Status.CLOSED:
            raise StoryBroken("the last answer went out, and the case is not closed")
        self._answer = outcome

    def _after_the_end(self) -> None:
        self._scene("An appeal after the end", _at(date(2027, 3, 8), 8, 5))
        (ended,) = self._reply_to_answer("Appeal. Re: ", texts.AFTER_THE_END, [("process-ended", FAMILY)])
        self.show.read(FAMILY, ended)

    def _record(self) -> None:
        """End with what is on record, which a committee would ask for."""
        case = self.world.case()
        found = self.world.verified()
        if not found.is_sound:
            raise StoryBroken(f"the record does not hold: {found.why}")
        self._scene("What is on record", self._now)
        self.show.promises(case.deadlines, [one.met_at and one.met_at.astimezone(ZONE) for one in case.deadlines])
        self.show.say(texts.RECORD.format(ref=case.ref, events=found.events, messages=len(self.world.messages())))

    # --- how a step is told and checked ----------------------------------------------------------------------------

    def _scene(self, title: str, at: datetime) -> None:
        self._now = at
        self.show.scene(title, at)
        self._let_pass([])

    def _wait(self, title: str, until: datetime, kind: str, reader: Person, *more: str) -> list[Letter]:
        """Tell a scene in which time passes and letters go to one member of staff."""
        self._now = until
        self.show.scene(title, until)
        return self._let_pass([(one, reader) for one in (kind, *more)])

    def _let_pass(self, leads_to: Sequence[tuple[str, Person]]) -> list[Letter]:
        return self._checked(self.world.go_to(self._now), leads_to)

    def _appeal(self, words: str, text: str, stage: str, handler: Person) -> list[Letter]:
        """Let the family appeal against the last answer, which opens a stage with its handler."""
        leads_to = [("acknowledgement", FAMILY), ("handler-notice", handler)]
        letters = self._reply_to_answer(words, text, leads_to)
        if (case := self.world.case()).stage != stage:
            raise StoryBroken(f"the appeal should have opened {stage}, and the case is at {case.stage}")
        self._notice = letters[1]
        return letters

    def _reply_to_answer(self, words: str, text: str, leads_to: Sequence[tuple[str, Person]]) -> list[Letter]:
        assert self._answer is not None, "the family has an answer to reply to"
        subject = f"{words}{self._answer.subject}"
        raw = writing.reply(FAMILY, self._answer, text, at=self._now, number=self._number(), subject=subject)
        return self._write(FAMILY, subject, text, raw=raw, leads_to=leads_to)

    def _answer_with(self, officer: Person, text: str, leads_to: Sequence[tuple[str, Person]]) -> list[Letter]:
        """Let a member of staff press Reply on the notice of the present stage."""
        assert self._notice is not None, "the officer has a notice to reply to"
        raw = writing.reply(officer, self._notice, text, at=self._now, number=self._number())
        return self._write(officer, f"Re: {self._notice.subject}", text, raw=raw, leads_to=leads_to)

    def _write(
        self, person: Person, subject: str, text: str, *, raw: bytes, leads_to: Sequence[tuple[str, Person]]
    ) -> list[Letter]:
        self.show.written(person, subject, text)
        return self._checked(self.world.send(raw), leads_to)

    def _checked(self, letters: list[Letter], leads_to: Sequence[tuple[str, Person]]) -> list[Letter]:
        """Return the letters in the order of the story, or stop where they are others than it says."""
        came = [(one.kind, _BY_ADDRESS[_address(one)].name) for one in letters]
        told = [(kind, person.name) for kind, person in leads_to]
        if sorted(came) != sorted(told):
            raise StoryBroken(f"on {self._now:%d %B %Y} these letters should have come: {told}; and these came: {came}")
        ordered = []
        for kind, person in leads_to:
            ordered.append(next(one for one in letters if one.kind == kind and _address(one) == person.address))
            letters.remove(ordered[-1])
        return ordered

    def _dates(self) -> None:
        after = self.world.case()
        self.show.dates(self._case, after)
        self._case = after

    def _number(self) -> int:
        self._mails += 1
        return self._mails


def _address(letter: Letter) -> str:
    return letter.to.rpartition("<")[2].rstrip(">").casefold()

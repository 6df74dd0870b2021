"""The lives of the year's cases: who writes what and when. Seeded; nobody in it looks at what mailflow did.

People answer what must have reached them by the reckoning: a family appeals against an outcome that the reckoning has
sent. So every mail of the year is known before mailflow sees the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.year.act import Act
from tests.year.almanac import at_local, day_of
from tests.year.deeds import turn, until
from tests.year.reckoning import Reckoning
from tests.year.staff import Staff
from tests.year.town import END, FIRST, Person

_TIMES = (
    *((9, 5, 0), (10, 30, 0), (11, 17, 42), (13, 0, 0), (15, 45, 9), (17, 30, 0), (20, 12, 3)),
    *((0, 0, 0), (1, 30, 0), (7, 59, 59), (8, 0, 0), (23, 59, 59)),
)
_COMPLAINTS = (
    "The handover was forty minutes late again and nobody rang us. I am upset. Please look into it.",
    "The invoice was wrong twice. It was sent on a Sunday. I would like an apology.",
    "The session was cancelled by text an hour before. That is not good enough.",
)
_ALARM = "My son came home with bruises on his arm after the session."
_APPEALS = ("Appeal", "APPEAL", "I am dissatisfied", "Please review this", "We appeal")
_WORDS = {
    "thanks": "Thank you for your answer.",
    "doubt": "I was there, and it was dark.",
    "asks": "I was there, and it was dark.",
    "again": "There were two of them.",
    "appeal": "This was not what happened.",
}


@dataclass(slots=True, kw_only=True)
class Life(Staff):
    """One case's people. ``acts``: their mails in order; ``reckoning``: what must follow."""

    acts: list[Act] = field(default_factory=list)
    is_grey: bool = False
    _bounced: bool = False

    def __post_init__(self) -> None:
        rng = self.rng
        is_phoned = rng.random() < 0.08
        family = "" if is_phoned and rng.random() < 0.5 else f"p{self.number}@mail.example"
        trait = rng.random()
        self.is_grey = bool(family) and 0.05 < trait < 0.1
        self.reckoning = Reckoning(
            town=self.town, family=family, is_grey=self.is_grey, is_refused=trait < 0.03 and not is_phoned
        )
        self._begin(is_phoned=is_phoned)
        while len(self.acts) < 24 and self._next():
            pass
        until(self.reckoning, END)

    # --- the first mail -------------------------------------------------------------------------------------------

    def _begin(self, *, is_phoned: bool) -> None:
        rng, r, at = self.rng, self.reckoning, self._any_time()
        if is_phoned:
            self._phoned(at)
            return
        word, person, subject, body = "", None, "Handover", rng.choice(_COMPLAINTS)
        chance = rng.random()
        if self.town.book.formal and chance < 0.4:
            word, subject = "formal", rng.choice(("A formal complaint", "Confidential"))
        elif chance < 0.05:
            word, body = "alarm", _ALARM
        elif chance > 0.93 and (person := self._to_be_named(at)) is not None:
            word, body = "names", f"{person.name} did not ring us back. {body}"
        self._take(Act(at=at, deed="complaint", sender=r.family, subject=subject, body=body, word=word, person=person))

    def _phoned(self, at: datetime) -> None:
        r = self.reckoning
        who = self.rng.choice(self.town.staff).address
        line = f"#new Robin Hale <{r.family}>" if r.family else "#new Robin Hale"
        body = f"{line}\nRobin rang: {self.rng.choice(_COMPLAINTS)}"
        self._take(Act(at=at, deed="entered", sender=who, subject="somebody rang", body=body))
        yes = self._later(0, 2)
        if yes <= END:
            self._take(Act(at=yes, deed="confirmed", sender=who, answers=who, body="#yes", day=at))

    def _to_be_named(self, at: datetime) -> Person | None:
        """Return who would deal with a complaint, where both they and whoever stands in for them are there."""
        book = self.town.book
        role = book.steps[book.opens].roles[0]
        who, other = self.town.of(role)[0], self.town.of(book.in_conflict[role])[0]
        return None if any(one.is_away(at) for one in (who, other)) else who

    def _any_time(self) -> datetime:
        day = FIRST + timedelta(days=self.rng.randrange(350))
        return at_local(day, *self.rng.choice(_TIMES))

    # --- what comes next ------------------------------------------------------------------------------------------

    def _take(self, *acts: Act) -> None:
        at = self.town.moment(acts[0].at)
        until(self.reckoning, at)
        self.acts += acts
        turn(self.reckoning, at, *acts)

    def _later(self, low: int, high: int) -> datetime:
        """Return a time so many days after the last turn."""
        r = self.reckoning
        at = at_local(day_of(r.now) + timedelta(days=self.rng.randint(low, high)), *self.rng.choice(_TIMES))
        while self.town.moment(at) <= r.now:
            at += timedelta(minutes=self.rng.randint(3, 300))
        return at

    def _when(self) -> datetime:
        r, rng = self.reckoning, self.rng
        if r.status == "decided" and r.close_at and rng.random() < 0.25:
            at = r.close_at + timedelta(seconds=rng.choice((-1, 0, 1, 2, 86_400)))
            if self.town.moment(at) > r.now:
                return at
        return self._later(*rng.choice(((0, 1), (0, 3), (1, 6), (3, 14), (3, 14), (15, 45), (60, 110))))

    def _next(self) -> bool:
        r = self.reckoning
        if r.status == "none" or self.rng.random() < 0.03:
            return False
        at = self._when()
        if self.town.moment(at) > END:
            return False
        until(r, self.town.moment(at))
        choices = self._choices()
        if not choices:
            return False
        pick = self.rng.choices([one for one, _ in choices], [weight for _, weight in choices])[0]
        act = pick(at)
        if act is not None:
            self._take(act, *self._meanwhile(act))
        return act is not None

    def _meanwhile(self, act: Act) -> list[Act]:
        """Return what the family writes besides while mailflow stands still: all of it is read at once."""
        r, up = self.reckoning, self.town.moment(act.at)
        if up <= act.at + timedelta(minutes=10) or not self._family_writes or self.rng.random() < 0.3:
            return []
        at = act.at + timedelta(seconds=self.rng.randint(1, int((up - act.at).total_seconds()) - 60))
        return [self._appeal(at) or self._family(at), self._family(at)][: 1 if r.doubt else 2]

    def _choices(self) -> list[tuple[Callable[[datetime], Act | None], int]]:
        r = self.reckoning
        if r.status == "open" and r.late is None and r.outcome:
            return []  # the answer does not get there; a person uses the phone
        found: list[tuple[Callable[[datetime], Act | None], int]] = []
        if self._family_writes:
            found += [(self._machine, 2), (self._elsewhere, 1), (self._bounce, 1), (self._family, 6)]
        if r.sealed and r.status == "open":
            found = [(self._machine, 1), (self._about, 8), *found[3:]]
        if r.late:
            return [*found, (self._accept, 8), (self._decline, 8)]
        if r.status == "decided":
            asked = [(self._say_appeal, 5), (self._say_none, 5)] if r.doubt else []
            again = [(self._outcome, 12)] if r.thinks_again else []
            return [*found, *asked, *again, (self._appeal, 12), (self._beside, 4), (self._nothing, 2)]
        if r.status == "closed":
            return [*found, (self._appeal, 2), (self._beside, 3), (self._nothing, 5)]
        return [*found, *self._open_choices()]

    def _open_choices(self) -> list[tuple[Callable[[datetime], Act | None], int]]:
        r = self.reckoning
        if r.sealed:
            return [(self._outcome, 8), (self._extend, 2), (self._note, 1)]
        found: list[tuple[Callable[[datetime], Act | None], int]] = [
            *((self._outcome, 30), (self._wrong, 2), (self._colleague, 2), (self._note, 3), (self._assign, 3)),
            *((self._move, 2), (self._type, 4), (self._refer, 1), (self._feedback, 2), (self._close, 1)),
            *((self._action, 3), (self._done, 4), (self._safeguarding, 1), (self._extend, 5), (self._nothing, 2)),
            *((self._meeting, 8), (self._panel, 6), (self._timescale, 8), (self._mediation, 2), (self._written, 1)),
        ]
        return [*found, *(((self._question, 4), (self._relay, 4)) if r.family else ())]

    @property
    def _family_writes(self) -> bool:
        """Somebody there has an address, and has had a letter of ours that they could answer."""
        return any(one.to == self.reckoning.family for one in self.reckoning.letters)

    # --- the family -----------------------------------------------------------------------------------------------

    def _mail(self, at: datetime, word: str, subject: str = "", *, alarms: bool = False) -> Act:
        family, body = self.reckoning.family, _ALARM if alarms else _WORDS[word]
        return Act(
            at=at, deed="reply", sender=family, answers=family, subject=subject, body=body, word=word, alarms=alarms
        )

    def _family(self, at: datetime) -> Act:
        word = self.rng.choice(("thanks", "doubt", "doubt", "asks", "again", "appeal"))
        if word == "again" and not self.reckoning.step.reconsiders:
            word = "doubt"
        alarms = self.rng.random() < 0.03
        subjects = {"asks": "Can I appeal?", "again": "Please reconsider", "appeal": self.rng.choice(_APPEALS)}
        return self._mail(at, word, subjects.get(word, ""), alarms=alarms and word != "thanks")

    def _appeal(self, at: datetime) -> Act | None:
        if not self._family_writes:
            return None
        return self._mail(at, "appeal", self.rng.choice(_APPEALS), alarms=self.rng.random() < 0.03)

    def _machine(self, at: datetime) -> Act:
        r, author = self.reckoning, self._author(at)
        who = self.rng.choice((r.family, author)) if self._family_writes else author
        body = "I am out of the office.\n#outcome upheld"
        return Act(at=at, deed="machine", sender=who, answers=who, subject="Appeal", body=body, machine="auto")

    def _elsewhere(self, at: datetime) -> Act:
        family = self.reckoning.family
        return Act(at=at, deed="elsewhere", sender=f"home.{family}", answers=family, body="It is me, from home.")

    def _bounce(self, at: datetime) -> Act:
        r = self.reckoning
        if self._bounced:
            return self._machine(at)
        self._bounced = True
        return Act(at=at, deed="bounce", sender="mailer-daemon@mx.example", answers=r.family, machine="bounce")

    def _nothing(self, at: datetime) -> None:
        """Nobody does anything any more."""

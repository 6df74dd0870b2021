"""What staff write on a case of the year: lines that fit where the case stands by the reckoning."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.year.act import Act
from tests.year.almanac import at_local, day_of
from tests.year.reckoning import Reckoning
from tests.year.town import Town

_ANSWER = "\n".join(
    f"{part}: as we found it, and as we said."
    for part in ("Findings", "Reasons", "Actions", "Apology", "Explanation", "Correction")
)
_OUTCOMES = ("upheld", "partly upheld", "not upheld", "not upheld", "upheld", "resolved", "withdrawn")


@dataclass(slots=True, kw_only=True)
class Staff:
    """Who deals with one case."""

    number: int
    town: Town
    rng: random.Random
    reckoning: Reckoning = field(init=False)

    def _author(self, at: datetime) -> str:
        handlers = self.reckoning.handlers
        return next((one for one in handlers if not one.is_away(at)), handlers[0]).address

    def _line(self, at: datetime, deed: str, line: str, text: str = "", **known: object) -> Act:
        who = self._author(at)
        body = "\n".join(filter(None, (line, text)))
        return Act(at=at, deed=deed, sender=who, answers=who, body=body, **known)  # type: ignore[arg-type]

    def _outcome(self, at: datetime) -> Act:
        word = self.rng.choice(_OUTCOMES[:5] if self.reckoning.thinks_again else _OUTCOMES)
        return self._line(at, "outcome", f"#outcome {word}", _ANSWER, word=word)

    def _wrong(self, at: datetime) -> Act:
        """Write an answer without its parts, else one that nobody knows."""
        if "upheld" in self.reckoning.step.needs_parts:
            return self._line(at, "refused", "#outcome upheld", "You were right.")
        return self._line(at, "refused", "#outcome splendid", _ANSWER)

    def _colleague(self, at: datetime) -> Act | None:
        r = self.reckoning
        dealing = {one.address for one in (*r.handlers, *r.dealing(at))}
        others = [one.address for one in self.town.staff if one.address not in dealing]
        who = self.rng.choice(others)
        return Act(at=at, deed="refused", sender=who, subject="[REF] mine", body="#outcome upheld\nI like them.")

    def _note(self, at: datetime) -> Act:
        return self._line(at, "noted", self.rng.choice(("#note", "#lesson ring first\n#note")), "We rang twice.")

    def _question(self, at: datetime) -> Act:
        return self._line(at, "question", "#question", "On which day was it?")

    def _relay(self, at: datetime) -> Act:
        if self.town.policy == "stepping-stones" and self.rng.random() < 0.3:
            return self._line(at, "disclose", "#disclose a court order", "We had to tell the court.")
        return self._line(at, "relay", "", "We are looking into it and will write again.")

    def _extend(self, at: datetime) -> Act:
        owed = self.reckoning.running("respond") or self.reckoning.running("meet")
        if not owed:
            return self._note(at)
        day = max(day_of(owed[0].due), day_of(at)) + timedelta(days=self.rng.randint(1, 30))
        return self._line(
            at, "extend", f"#extend {day.day} {day:%B %Y}", "We wait for a report.", day=at_local(day, 12)
        )

    def _timescale(self, at: datetime) -> Act:
        r = self.reckoning
        if (self.town.policy, r.stage) != ("stepping-stones", "stage-3") or r.running("respond"):
            return self._outcome(at)
        day = day_of(at) + timedelta(days=self.rng.randint(1, 40))
        return self._line(
            at, "timescale", f"#timescale {day.day} {day:%B %Y}", "The Board meets.", day=at_local(day, 12)
        )

    def _assign(self, at: datetime) -> Act:
        r = self.reckoning
        others = [one for one in self.town.staff if one.address not in {each.address for each in r.handlers}]
        if (self.town.policy, r.stage) == ("big-bums-little-bums", "stage-3"):
            return self._note(at)
        others = [one for one in others if one.address not in r.sealed]
        who = self.rng.choice(others)
        if r.step.somebody_new and any(who.address in those for at_, those in r.parts.items() if at_ != r.stage):
            return self._note(at)
        return self._line(at, "assign", f"#assign {who.name}", person=who)

    def _move(self, at: datetime) -> Act:
        r = self.reckoning
        others = [one for one in self.town.book.steps if one != r.stage and one not in r.decided]
        if not others:
            return self._note(at)
        to = self.rng.choice(others)
        return self._line(at, "stage", f"#stage {to}", word=to)

    def _type(self, at: datetime) -> Act:
        types = [one for one in self.town.book.types if one != self.reckoning.type]
        if not types:
            return self._note(at)
        word = self.rng.choice(types)
        return self._line(at, "type_", f"#type {word}", word=word)

    def _about(self, at: datetime) -> Act:
        r = self.reckoning
        if r.is_about:
            return self._outcome(at)
        if self.rng.random() < 0.5:
            return self._line(at, "about", "#about nobody")
        who = next(one for one in self.town.staff if one.address in r.sealed)
        return self._line(at, "about", f"#about {who.name}", person=who)

    def _refer(self, at: datetime) -> Act:
        return self._line(at, "refer", "#refer the Council", "It is theirs.")

    def _feedback(self, at: datetime) -> Act:
        if self.reckoning.decided:
            return self._note(at)
        return self._line(at, "feedback", self.rng.choice(("#feedback", "#feedback praise")))

    def _close(self, at: datetime) -> Act:
        if not self.town.book.closes_freely or self.reckoning.wants_written:
            return self._line(at, "refused", "#close no more to do")
        return self._line(at, "shut", "#close no more to do")

    def _written(self, at: datetime) -> Act:
        return self._note(at) if self.reckoning.wants_written else self._line(at, "written", "#written")

    def _action(self, at: datetime) -> Act:
        day = day_of(at) + timedelta(days=self.rng.randint(0, 30))
        return self._line(at, "action", f"#action mend the bell by {day.day} {day:%B %Y}", day=at_local(day, 12))

    def _done(self, at: datetime) -> Act:
        waiting = [n for n, one in enumerate(self.reckoning.tasks, 1) if not one.is_done]
        if not waiting:
            return self._note(at)
        number = self.rng.choice(waiting)
        return self._line(at, "done", f"#done {number}", word=str(number))

    def _safeguarding(self, at: datetime) -> Act:
        return self._note(at) if self.reckoning.told else self._line(at, "safeguarding", "#safeguarding")

    def _panel(self, at: datetime) -> Act:
        r = self.reckoning
        members = self.town.of("committee_member")
        if r.stage != "stage-3" or not members or r.panel:
            return self._outcome(at)
        if {one.address for one in members} & {one.address for one in r.handlers}:
            return self._note(at)
        return self._line(at, "panel", f"#panel {', '.join(one.name for one in members)}")

    def _meeting(self, at: datetime) -> Act:
        r = self.reckoning
        if r.stage != "stage-3" or self.town.policy == "stepping-stones":
            return self._outcome(at)
        if r.meets_on and r.meets_on > at and self.rng.random() < 0.4:
            return self._line(at, "meeting", "#meeting cancelled", "The hall is shut.", word="cancelled")
        day = day_of(at) + timedelta(days=self.rng.randint(1, 14))
        owed = [one for one in r.promises.values() if (one.what, one.stage) == ("meet", r.stage)]
        if owed and owed[0].runs and day > day_of(owed[0].due):
            return self._extend(at)
        line = f"#meeting {day.day} {day:%B %Y} 10:00, the hall"
        return self._line(at, "meeting", line, "Please bring your notes.", day=at_local(day, 10))

    def _mediation(self, at: datetime) -> Act:
        if self.town.policy != "little-footsteps" or self.reckoning.party:
            return self._note(at)
        day = day_of(at) + timedelta(days=self.rng.randint(1, 14))
        party = f"nanny{self.number}@mail.example"
        line = f"#party Jo Wren <{party}>\n#mediation {day.day} {day:%B %Y}"
        return self._line(at, "mediation", line, day=at_local(day, 12), word=party)

    def _beside(self, at: datetime) -> Act:
        """Write something after the answer: what is for the file or the family goes, what is too late is refused."""
        r = self.reckoning
        late: list[Callable[[], Act]] = [
            lambda: self._line(at, "refused", "#outcome upheld", _ANSWER),
            lambda: self._line(at, "refused", "#extend 1 June 2021", "We wait."),
            lambda: self._line(at, "refused", "#feedback"),
        ]
        ways: list[Callable[[], Act]] = [*late, lambda: self._note(at), lambda: self._action(at)]
        ways += [lambda: self._done(at), lambda: self._type(at)]
        if r.family:
            ways.append(lambda: self._relay(at))
        if not r.told:
            ways.append(lambda: self._safeguarding(at))
        if r.status == "decided" and r.doubt is None:
            ways += [lambda: self._line(at, "shut", "#close they are content"), lambda: self._move(at)]
        return self.rng.choice(ways)()

    def _accept(self, at: datetime) -> Act:
        return self._line(at, "accept", "#accept")

    def _decline(self, at: datetime) -> Act:
        return self._line(at, "decline", "#decline", "It came too late, and nothing kept you from writing.")

    def _say_appeal(self, at: datetime) -> Act:
        return self._line(at, "say_appeal", "#appeal")

    def _say_none(self, at: datetime) -> Act:
        return self._line(at, "say_none", "#not an appeal")

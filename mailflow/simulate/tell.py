"""A story as it is told to a person: who gets which letter when, and each date with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.core.case import Case, Deadline, Status, What
from mailflow.core.days import DueDate, long_date
from mailflow.core.office import Office
from mailflow.simulate.mails import Letter
from mailflow.simulate.player import Played, Player

#: What a promise is called where people read of it.
PROMISES = {
    What.ACKNOWLEDGE: "acknowledgement",
    What.RESPOND: "answer",
    What.MEET: "meeting",
    What.APPEAL: "last day to appeal",
    What.STATUTORY: "answer by law",
}
_STATES = {Status.OPEN: "open", Status.DECIDED: "answered", Status.CLOSED: "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date that is ``new``, was ``moved``, ``kept`` (``used``, for a window to appeal) or ``missed``: see ``how``."""

    case: str
    what: str
    stage: str
    how: str
    due: DueDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What happened at one time. ``turns``: how cases stand that stood otherwise before."""

    at: datetime
    line: int | None
    happens: str
    letters: tuple[Letter, ...]
    turns: tuple[str, ...]
    dates: tuple[Date, ...]


@dataclass(slots=True, kw_only=True)
class Teller:
    """Tells a story while it is played."""

    player: Player
    _before: dict[str, Case] = field(default_factory=dict)
    _missed: set[tuple[str, What, str, str]] = field(default_factory=set)

    def moments(self) -> Iterator[Moment]:
        """Play the story, and tell each moment at which something happened.

        Raises:
            StoryFailed: Something else happened than the story says.
        """
        for played in self.player.steps():
            after = {case.ref: case for case in self.player.cases()}
            moment = Moment(
                at=played.at,
                line=played.step.line if played.step else None,
                happens=played.step.action if played.step else "",
                letters=played.letters,
                turns=tuple(self._turns(after.values())),
                dates=tuple(self._dates(after.values(), played)),
            )
            self._before = after
            if played.step or moment.letters or moment.turns or moment.dates:
                yield moment

    def _turns(self, cases: Iterable[Case]) -> Iterator[str]:
        policy = self.player.desk.office.policy
        for case in cases:
            known = self._before.get(case.ref)
            if known is None or (known.stage, known.status, known.outcome) != (case.stage, case.status, case.outcome):
                stage = f"{case.stage} ({policy.stage(case.stage).title})"
                outcome = f", {case.outcome.value.replace('-', ' ')}" if case.outcome else ""
                yield f"{case.ref} is {_STATES[case.status]} at {stage}{outcome}"

    def _dates(self, cases: Iterable[Case], played: Played) -> Iterator[Date]:
        for case in cases:
            known = {_key(one): one for one in self._before[case.ref].deadlines} if case.ref in self._before else {}
            for one in case.deadlines:
                if how := self._how(case, one, known.get(_key(one)), played.at):
                    yield Date(case=case.ref, what=PROMISES[one.what], stage=one.stage, how=how, due=one.due)

    def _how(self, case: Case, one: Deadline, known: Deadline | None, now: datetime) -> str:
        key = (case.ref, *_key(one))
        if one.is_missed(now) and key not in self._missed:
            self._missed.add(key)
            return "missed"
        if known is None:
            return "kept at once" if one.met_at else "new"
        if known.due != one.due:
            return "moved"
        if one.met_at and not known.met_at and key not in self._missed:
            return "used" if one.what is What.APPEAL else "kept"
        return ""


def _key(one: Deadline) -> tuple[What, str, str]:
    return one.what, one.stage, one.source


def told(moment: Moment, office: Office) -> dict[str, Any]:
    """Return a moment as plain values, for JSON."""
    zone = ZoneInfo(office.calendar.zone)
    return {
        "at": moment.at.astimezone(zone).isoformat(),
        "line": moment.line,
        "happens": moment.happens or None,
        "letters": [
            {"kind": one.kind, "to": one.to, "subject": str(one.message["Subject"]), "text": one.text}
            for one in moment.letters
        ],
        "cases": list(moment.turns),
        "dates": [
            {
                "case": one.case,
                "what": one.what,
                "stage": one.stage,
                "how": one.how,
                "due": one.due.due_at.astimezone(zone).isoformat(),
                "source": one.due.source,
                "proof": one.due.proof(),
            }
            for one in moment.dates
        ],
    }


def lines(moment: Moment, office: Office, *, with_texts: bool) -> Iterator[str]:
    """Yield the lines that tell a moment. ``with_texts``: each letter word for word."""
    at = moment.at.astimezone(ZoneInfo(office.calendar.zone))
    yield f"{long_date(at.date())}, {at:%H:%M}  {_happening(moment, office)}"
    for one in moment.letters:
        yield f"  -> {one.kind} to {_who(one.to, office)}: {one.message['Subject']}"
        if with_texts:
            yield from (f"     | {line}".rstrip() for line in one.text.rstrip().splitlines())
    yield from (f"  {turn}" for turn in moment.turns)
    for date in moment.dates:
        source = f" ({date.due.source})" if date.due.source else ""
        how = "" if date.how == "new" else f", {date.how}"
        yield f"  {date.case} {date.stage}, {date.what}{how}: {long_date(date.due.due_on)}{source}"
        if date.how in ("new", "moved", "kept at once"):
            yield f"     {date.due.proof()}"
    yield ""


def _happening(moment: Moment, office: Office) -> str:
    if not moment.happens:
        return "time passes"
    if moment.happens == "clock":
        return "mailflow looks at the clock"
    words = moment.happens.split(" ")
    named = [_who(word.rstrip(":"), office) + (":" if word.endswith(":") else "") for word in words[:3]]
    return " ".join([*named, *words[3:]])


def _who(name: str, office: Office) -> str:
    """Return an address or role with the name of whoever is behind it, where it is a member of staff's."""
    for one in office.staff:
        if name.casefold() == one.key or name in one.roles:
            return f"{one.name} <{one.address}>"
    return name

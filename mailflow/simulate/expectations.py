"""What a story says must follow (its ``<<`` lines), held against what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from mailflow.core.case import Case, What
from mailflow.core.days import long_date
from mailflow.flow.desk import Desk
from mailflow.simulate.mails import Letter
from mailflow.simulate.stories import Expected, Step, StoryFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """The comparison after one step.

    Attributes:
        story: Its name, for the place of what did not come true.
        now: The time of the step.
        address: Who is meant by a role or an address.
    """

    desk: Desk
    story: str
    now: datetime
    address: Callable[[str], str]

    def compare(self, step: Step, letters: Iterable[Letter]) -> None:
        """Hold a step's ``<<`` lines against the letters that left and the record.

        Raises:
            StoryFailed: With the line that did not come true, or the letters that are in no line.
        """
        left = list(letters)
        for one in step.expected:
            try:
                self._one(one, left)
            except (ValueError, IndexError) as error:
                self._fail(one, f"this cannot be read ({error}); write it as other stories do")
        if left:
            surplus = "; ".join(f"{one.kind} to {one.to}" for one in left)
            raise StoryFailed(f"{self.story}.story:{step.line}: letters that the story does not tell: {surplus}")

    def _one(self, one: Expected, left: list[Letter]) -> None:
        match one.what:
            case "letter":
                left.remove(self._letter(one, left))
            case "draft":
                left.remove(self._letter(one, left, lies="draft:"))
            case "deadline":
                self._deadline(one)
            case "pen":
                self._pen(one)
            case "message":
                self._message(one)
            case _:
                self._case(one)

    def _fail(self, one: Expected, why: str) -> NoReturn:
        raise StoryFailed(f"{self.story}.story:{one.line}: {why}")

    def _cases(self) -> list[Case]:
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)

    def _message(self, one: Expected) -> None:
        """``message reply; case LC-2020-0001`` (or ``none``): how the last mail was read, and where it was filed."""
        with self.desk.store.reading() as reader:
            row = reader.messages(self.desk.org, newest=True, limit=1)[0]
        if row.class_ != one.words[0]:
            self._fail(one, f"read as {row.class_}, because {row.because}")
        filed = row.ref or "none"
        if filed != (_rest(one, "case") or filed):
            self._fail(one, f"filed on {filed}")

    def _pen(self, one: Expected) -> None:
        """``pen none``, or ``pen words of the reason; likely LC-2020-0001``."""
        with self.desk.store.reading() as reader:
            entries = reader.pen(self.desk.org)
        shown = [(entry.reason, entry.likely_case) for entry in entries]
        if one.words == ("none",):
            if entries:
                self._fail(one, f"in the pen: {shown}")
            return
        likely, reason = _rest(one, "likely"), " ".join(one.words)
        if not any(reason in entry.reason and likely in (None, entry.likely_case) for entry in entries):
            self._fail(one, f"in the pen: {shown}")

    def _letter(self, one: Expected, left: list[Letter], lies: str = "") -> Letter:
        """``letter outcome to p@mail.example; by 2020-11-23; says …; never …; subject …; file a.pdf``; or ``draft``."""
        kind, _, to = f"{lies}{one.words[0]}", *one.words[1:]
        address = self.address(to)
        found = next((each for each in left if each.kind == kind and each.to == address), None)
        if found is None:
            came = "; ".join(f"{each.kind} to {each.to}" for each in left) or "nothing"
            self._fail(one, f"no {kind} to {address}; what left: {came}")
        flat, subject = " ".join(found.text.split()), str(found.message["Subject"])
        for condition in one.conditions:
            word, _, rest = condition.partition(" ")
            match word:
                case "by":
                    is_so = long_date(date.fromisoformat(rest)) in found.text
                case "says":
                    is_so = rest in flat
                case "never":
                    is_so = rest not in flat and rest not in subject
                case "subject":
                    is_so = rest in subject
                case "file":
                    names = [each.get_filename() for each in found.message.iter_attachments()]
                    is_so = (names or ["none"]) == rest.split()
                case _:
                    ways = "by, says, never, subject, file"
                    self._fail(one, f"no such condition of a letter: {condition}; there are {ways}")
            if not is_so:
                self._fail(one, f"{condition}\nSubject: {subject}\n\n{found.text}")
        return found

    def _case(self, one: Expected) -> None:
        """``stage stage-1; status open; outcome upheld; tags a, b; case LC-2026-0002``."""
        wanted = dict(part.split(" ", 1) for part in (" ".join((one.what, *one.words)), *one.conditions))
        cases = self._cases()
        if not cases:
            self._fail(one, "there is no case")
        ref = wanted.pop("case", None)
        case = next((each for each in cases if each.ref == ref), None) if ref else cases[-1]
        if case is None:
            self._fail(one, f"there is no case {ref}, but {', '.join(each.ref for each in cases)}")
        if (number := wanted.pop("cases", None)) is not None and len(cases) != int(number):
            self._fail(one, f"there are {len(cases)} cases: {', '.join(each.ref for each in cases)}")
        found = {
            "stage": case.stage,
            "status": case.status.value,
            "outcome": case.outcome.value if case.outcome else "none",
            "tags": ", ".join(sorted(case.tags)) or "none",
            "handlers": ", ".join(each.address for each in case.handlers),
            "channel": case.channel,
            "name": case.complainant.name,
            "address": case.complainant.address or "none",
            "received": f"{case.first_received_at.astimezone(ZoneInfo(self.desk.office.calendar.zone)):%Y-%m-%d %H:%M}",
        }
        if "tags" in wanted:
            wanted["tags"] = ", ".join(sorted(part.strip() for part in wanted["tags"].split(",")))
        if "handlers" in wanted:
            wanted["handlers"] = ", ".join(self.address(part.strip()) for part in wanted["handlers"].split(","))
        for key, value in wanted.items():
            if key not in found:
                self._fail(one, f'nothing is called "{key}"; there are {", ".join(("case", "cases", *found))}')
            if found[key] != value:
                self._fail(one, f"{key} is {found[key]}, not {value}")

    def _deadline(self, one: Expected) -> None:
        """``deadline respond stage-1 2020-11-30 [09:30]; source LC-4.5; met``; ``deadline none stage-1 [respond]``."""
        what, stage, *rest = one.words
        ref = _rest(one, "case")
        case = next((each for each in reversed(self._cases()) if ref in (None, each.ref)), None)
        if case is None:
            self._fail(one, "there is no such case")
        if what == "none":
            promises = [d for d in case.deadlines if d.stage == stage and d.what.value in (rest or list(What))]
            if promises:
                self._fail(one, f"there are {[(d.what.value, d.source) for d in promises]}")
            return
        day, *time = rest
        source = _rest(one, "source")
        found = [d for d in case.deadlines if d.what.value == what and d.stage == stage and source in (None, d.source)]
        if len(found) != 1:
            shown = [(d.what.value, d.stage, d.source, d.due.due_at.isoformat()) for d in case.deadlines]
            self._fail(one, f"{len(found)} such dates; there are {shown}")
        calendar = self.desk.office.calendar
        hours, minutes = (int(part) for part in time[0].split(":")) if time else (23, 59)
        due = calendar.at_local(date.fromisoformat(day), hours, minutes) + timedelta(seconds=0 if time else 59)
        if found[0].due.due_at != due:
            self._fail(one, found[0].due.proof())
        state = {
            "met": found[0].met_at is not None and not found[0].is_missed(self.now),
            "missed": found[0].is_missed(self.now),
            "open": found[0].is_running and not found[0].is_missed(self.now),
            "ended": found[0].ended and not found[0].is_missed(self.now),
        }
        for condition in one.conditions:
            word = condition.split()[0]
            if word not in {*state, "source", "case"}:
                self._fail(one, f"no such condition of a date: {condition}; there are {', '.join(state)}")
            if not state.get(word, True):
                self._fail(one, f"it is not {word}: {', '.join(key for key, is_so in state.items() if is_so)}")


def _rest(one: Expected, word: str) -> str | None:
    """Return what stands behind a word among the conditions."""
    return next((c.removeprefix(f"{word} ") for c in one.conditions if c.startswith(f"{word} ")), None)

"""How an organisation stands at one moment, from the record alone: nobody who complained is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from mailflow.admin.case_list import SOON, end_of
from mailflow.admin.record import Chosen
from mailflow.core.at_hand import NextThing, Standing, next_thing, standing
from mailflow.core.case import Case
from mailflow.core.retention import HOLD
from mailflow.flow import kept
from mailflow.flow.approval import waits_for_approval
from mailflow.flow.budget import WHY as FULL
from mailflow.store import LIES, TO_BE_LAID, LetterRow, LetterStatus, Reader, Seen, Sign

#: Where the mailbox was not read for so long, something is amiss: a daemon looks once a minute.
SILENT: Final = timedelta(minutes=15)
#: A letter that was to leave so long ago does not leave.
STUCK: Final = timedelta(minutes=15)
#: The daemon accounts for every message once a day.
STALE: Final = timedelta(days=2)
#: A letter that failed is old news after this, unless its case is still open.
OLD_NEWS: Final = timedelta(days=30)


@dataclass(slots=True, kw_only=True)
class Desktop:
    """What waits for one member of staff: the cases with them, and the tasks that are theirs."""

    name: str
    address: str
    cases: int = 0
    late: int = 0
    tasks: int = 0
    next_due_at: datetime | None = None

    def add(self, due_at: datetime | None, now: datetime) -> None:
        """Count a date of theirs."""
        if due_at is not None:
            self.late += due_at < now
            self.next_due_at = min(filter(None, (self.next_due_at, due_at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCase:
    """A promise or task of a case that is past its time, and whose it is."""

    ref: str
    thing: NextThing
    handlers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How many letters have not left, by why: ``drafts`` wait for a person to send them, ``queued`` leave alone."""

    approval: int = 0
    drafts: int = 0
    held: int = 0
    failed: int = 0
    queued: int = 0
    stuck: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an organisation stands.

    Attributes:
        turn: The last turn that ended, and ``read`` the last that read the mailbox to its end.
        groups: How many cases stand how; closed ones are not counted.
        late: What is past its time, the oldest first.
        desktops: What waits for whom, the most pressing first.
        pen: Entries of the holding pen.
        holds: Cases that are on hold; None where that was not asked.
        past_retention: Records past their time; None where that was not asked.
    """

    code: str
    name: str
    zone: ZoneInfo
    at: datetime
    turn: Seen | None
    read: Seen | None
    reconciled: Seen | None
    backup: Seen | None
    last_message_at: datetime | None
    last_letter_at: datetime | None
    groups: dict[Standing, int]
    late: tuple[LateCase, ...]
    desktops: tuple[Desktop, ...]
    pen: int
    letters: Letters
    holds: int | None = None
    past_retention: int | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """What was out of reach in the last turn, each a sentence."""
        return tuple(self.turn.data.get("problems", ())) if self.turn else ()

    @property
    def flows(self) -> bool:
        """The mailbox was read lately, and the last turn met with no trouble."""
        return self.read is not None and self.at - self.read.at < SILENT and not self.problems

    @property
    def unexplained(self) -> int:
        """How many messages could not be accounted for when that was last looked at."""
        return int(self.reconciled.data.get("unexplained", 0)) if self.reconciled else 0

    @property
    def trouble(self) -> tuple[str, ...]:
        """What must not stay as it is, each a sentence with a command; what is only work to do is none."""
        return tuple(_trouble(self))


def state_of(reader: Reader, chosen: Chosen, now: datetime, *, thoroughly: bool) -> State:
    """Return how an organisation stands. ``thoroughly``: look at the closed cases too."""
    code, zone = chosen.code, ZoneInfo(chosen.zone)
    cases = reader.case_rows(code, closed=thoroughly)
    running = [one for one in cases if standing(one, now, now) is not Standing.CLOSED]
    soon = end_of(SOON, now, zone)
    groups = dict.fromkeys(Standing, 0)
    for one in running:
        groups[standing(one, now, soon)] += 1
    late = [(one, first) for one in running if (first := next_thing(one)) and first.due_at < now]
    late.sort(key=lambda each: each[1].due_at)
    signs = reader.signs(code)
    return State(
        code=code,
        name=chosen.settings.organisation.name,
        zone=zone,
        at=now,
        turn=signs.get(Sign.TURN),
        read=signs.get(Sign.READ),
        reconciled=signs.get(Sign.RECONCILED),
        backup=signs.get(Sign.BACKUP),
        last_message_at=reader.latest_arrival(code, kept.FOLDER),
        last_letter_at=reader.latest_departure(code),
        groups=groups,
        late=tuple(LateCase(ref=one.ref, thing=thing, handlers=_owners(one, thing, chosen)) for one, thing in late),
        desktops=_desktops(running, chosen, now),
        pen=len(reader.pen(code)),
        letters=_letters(reader, code, {one.ref for one in running}, now),
        holds=sum(HOLD in one.tags for one in cases) if thoroughly else None,
        past_retention=_past_retention(reader, chosen, now) if thoroughly else None,
    )


def _owners(case: Case, thing: NextThing, chosen: Chosen) -> tuple[str, ...]:
    """Return the names of those whose it is: a task's owner, else who deals with the case."""
    task = next((one for one in case.tasks if one.id == thing.task), None)
    if task is not None and (found := _holders(task.for_, chosen)):
        return tuple(name for name, _ in found)
    return tuple(dict.fromkeys(one.name for one in case.handlers))


def _holders(who: str, chosen: Chosen) -> list[tuple[str, str]]:
    """Return name and address of the staff that a task's owner means: those with the role, or the one address."""
    staff = chosen.settings.staff
    return [
        (one.name, one.address)
        for one in staff
        if who in one.roles or one.address.casefold() == who.casefold()
    ]  # fmt: skip


def _desktops(cases: Iterable[Case], chosen: Chosen, now: datetime) -> tuple[Desktop, ...]:
    found: dict[str, Desktop] = {}

    def of(name: str, address: str) -> Desktop:
        return found.setdefault(address.casefold(), Desktop(name=name, address=address))

    waiting = (Standing.LATE, Standing.UNDECIDED, Standing.SOON, Standing.LATER)
    for case in cases:
        first = next_thing(case)
        if standing(case, now, now) in waiting:
            for name, address in {(one.name, one.address) for one in case.handlers}:
                desktop = of(name, address)
                desktop.cases += 1
                desktop.add(first.due_at if first and first.task is None else None, now)
        for task in case.tasks:
            if task.done_at is None:
                for name, address in _holders(task.for_, chosen):
                    desktop = of(name, address)
                    desktop.tasks += 1
                    desktop.add(task.due.due_at if task.due else None, now)
    return tuple(sorted(found.values(), key=lambda one: (-one.late, one.next_due_at or _NEVER, one.name)))


_NEVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def _letters(reader: Reader, code: str, running: set[str], now: datetime) -> Letters:
    def rows(status: LetterStatus) -> Sequence[LetterRow]:
        return reader.letters(code, status=status.value)

    held, queued = rows(LetterStatus.HELD), rows(LetterStatus.QUEUED)
    failed = [one for one in rows(LetterStatus.FAILED) if one.ref in running or now - one.queued_at < OLD_NEWS]
    approval = sum(map(waits_for_approval, held))
    drafts = sum(one.why in (TO_BE_LAID, LIES) for one in held)
    paced = sum(one.why == FULL for one in held)
    return Letters(
        approval=approval,
        drafts=drafts,
        held=len(held) - approval - drafts - paced,
        failed=len(failed),
        queued=len(queued) + paced,
        stuck=sum(one.queued_at < now - STUCK and one.next_attempt_at < now - STUCK for one in queued),
    )


def _past_retention(reader: Reader, chosen: Chosen, now: datetime) -> int:
    from mailflow.admin.retention import kept as kept_records

    return sum(one.is_due(now) for one in kept_records(chosen, reader, now))


def _trouble(state: State) -> Iterable[str]:
    if state.read is None:
        yield "the mailbox was never read: start mailflow run"
    elif state.at - state.read.at >= SILENT:
        yield "the mailbox was not read for a while: see that mailflow run is at work, and its log"
    yield from state.problems
    if state.late:
        yield f"{_counted(len(state.late), 'case')} late: mailflow case list --late"
    letters = state.letters
    if letters.failed:
        yield f"{_counted(letters.failed, 'letter')} could not be sent: mailflow letter list --status failed"
    if letters.held:
        yield f"{_counted(letters.held, 'letter')} held: mailflow letter list --status held"
    if letters.stuck:
        yield f"{_counted(letters.stuck, 'letter')} should have left: mailflow letter list --status queued"
    if state.unexplained:
        yield f"{_counted(state.unexplained, 'message')} not accounted for: mailflow reconcile"
    elif state.reconciled is not None and state.at - state.reconciled.at >= STALE:
        yield "nobody has accounted for the messages lately: mailflow reconcile"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def as_json(state: State) -> dict[str, Any]:
    """Return a state for JSON."""
    return {
        "organisation": state.code,
        "name": state.name,
        "at": state.at,
        "flows": state.flows,
        "read_at": state.read and state.read.at,
        "turn_at": state.turn and state.turn.at,
        "told_of_mail": bool(state.turn and state.turn.data.get("told_of_mail")),
        "problems": list(state.problems),
        "last_message_at": state.last_message_at,
        "last_letter_at": state.last_letter_at,
        "cases": {one.value: number for one, number in state.groups.items() if one is not Standing.CLOSED},
        "late": [
            {
                "ref": one.ref,
                "what": one.thing.what,
                "task": one.thing.task,
                "due_at": one.thing.due_at,
                "source": one.thing.source,
                "with": list(one.handlers),
            }
            for one in state.late
        ],
        "waiting": [
            {
                "name": one.name,
                "address": one.address,
                "cases": one.cases,
                "tasks": one.tasks,
                "late": one.late,
                "next_due_at": one.next_due_at,
            }
            for one in state.desktops
        ],
        "pen": state.pen,
        "letters": asdict(state.letters),
        "reconciled_at": state.reconciled and state.reconciled.at,
        "unexplained": state.unexplained if state.reconciled else None,
        "backup_at": state.backup and state.backup.at,
        "on_hold": state.holds,
        "past_retention": state.past_retention,
        "trouble": list(state.trouble),
    }

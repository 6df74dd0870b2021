"""Which dates an open case would have if it were moved to another policy.

Nothing is moved here: a case keeps the policy that it was promised (DESIGN, law 6). Compared is what still runs: the
promises of the present stage that are neither kept nor given a date by a person, and the window to appeal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.core.case import Case, Deadline, Status, What
from mailflow.core.days import DueDate
from mailflow.core.decide.opening import deadlines_of
from mailflow.core.facts import DeadlineSet
from mailflow.core.office import Office
from mailflow.core.policy import Stage

#: Acknowledgements leave at once, so another time for them moves no open case.
_COMPARED = (What.RESPOND, What.MEET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A date of a case that would be another.

    Attributes:
        what: Which promise; None where the case could not be moved at all, which ``note`` explains.
        before: As it is; None: there is none.
        after: As it would be; None: there would be none.
    """

    ref: str
    stage: str
    what: What | None
    before: DueDate | None = None
    after: DueDate | None = None
    note: str = ""


def moves(case: Case, office: Office) -> tuple[Move, ...]:
    """Return what would be otherwise with a case.

    Args:
        case: As it stands.
        office: The office with the policy that the case would be moved to.
    """
    if case.status is Status.CLOSED:
        return ()
    stage = next((one for one in office.policy.stages if one.id == case.stage), None)
    if stage is None:
        note = f'the policy has no stage "{case.stage}": name another one before it is moved'
        return (Move(ref=case.ref, stage=case.stage, what=None, note=note),)
    return tuple(_window(case, stage, office) if case.status is Status.DECIDED else _promises(case, stage, office))


def _promises(case: Case, stage: Stage, office: Office) -> Iterator[Move]:
    if case.stage_is_decided:
        return  # the letter is on its way
    opened = deadlines_of(
        stage,
        office,
        case.stage_since,
        case.first_received_at,
        case.type,
        writes_back=case.complainant.address is not None,
    )
    new = [one for one in opened if isinstance(one, DeadlineSet)]
    for what in _COMPARED:
        mine = [one for one in case.deadlines if one.what is what and one.stage == stage.id]
        if any(not one.is_running or one.due.within is None for one in mine):
            continue  # kept already, or a date that a person set: that stays
        before, after = _earliest(mine), _earliest([one for one in new if one.what is what])
        if _differ(before, after):
            yield Move(ref=case.ref, stage=stage.id, what=what, before=before, after=after)


def _window(case: Case, stage: Stage, office: Office) -> Iterator[Move]:
    """Yield how the time after an answer would end: the window to appeal, else the closing of the case."""
    running = case.deadline(What.APPEAL, case.stage)
    before = running.due if running else case.close_on
    if case.outcome_at is None or case.ended:
        return
    if stage.appeal is None:
        note = "an appeal would not be possible: the stage is the policy's last"
        yield Move(ref=case.ref, stage=stage.id, what=What.APPEAL, before=before, note=note)
        return
    within = stage.appeal.within or office.policy.close_after
    after = office.calendar.due(case.outcome_at, within, stage.appeal.source if stage.appeal.within else "")
    if _differ(before, after):
        note = "" if stage.appeal.within else "no window: the case would be closed then"
        yield Move(ref=case.ref, stage=stage.id, what=What.APPEAL, before=before, after=after, note=note)


def _earliest(found: list[Deadline] | list[DeadlineSet]) -> DueDate | None:
    return min((one.due for one in found), key=lambda due: due.due_at, default=None)


def _differ(before: DueDate | None, after: DueDate | None) -> bool:
    return (before and before.due_at) != (after and after.due_at)

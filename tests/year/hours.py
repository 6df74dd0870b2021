"""When time does something on a case, and what: reminders, breaches, who else hears of them, doubts, closing, tasks.

Source: INTERFACE.md ("Reminders and breach notices", "Where no limit is set"), issue 3 ("Time runs out"), LC-5.3.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.year.almanac import ONE_DAY, after, day_of, morning, spelled, worked_day_before
from tests.year.owed import Promise
from tests.year.reckoning import Reckoning
from tests.year.town import ADMIN

_SECOND = timedelta(seconds=1)


def next_at(r: Reckoning) -> datetime | None:
    """Return when time next does something on the case."""
    times = [at for at, _, _ in r.posts]
    if r.status == "open":
        for one in _owed(r):
            times += [at for n, at in _marks(r, one) if n > one.mark][:1]
            times += [at for at in (_above_at(r, one), _family_at(r, one)) if at]
        times += [at] if (at := _quiet_until(r)) else []
    elif r.status == "decided":
        over = _counts_at(r) or r.close_at
        times += [over + _SECOND] if over else []
        times += [at] if (at := _call_at(r)) else []
    times += [morning(day_of(one.due)) for one in r.tasks if one.due and not one.is_done and not one.is_reminded]
    times += [at] if (at := _next_alert(r)) else []
    return r.town.moment(min(times)) if times else None


def clock(r: Reckoning) -> None:
    """Do what is due by now."""
    written: set[str] = set()
    if r.status == "decided":
        written |= _over(r)
    if r.status == "open":
        written |= _promises(r)
    _tasks(r, written)
    if (at := _next_alert(r)) is not None and at <= r.now:
        r.alert(r.now)


# --- promises ---------------------------------------------------------------------------------------------------------


def _owed(r: Reckoning) -> list[Promise]:
    return [one for one in r.promises.values() if one.runs and one.what != "appeal"]


def _goes_by_itself(r: Reckoning, one: Promise) -> bool:
    """Say whether only the post can keep a promise: an acknowledgement, an answer that was given."""
    return one.what == "acknowledge" or (bool(r.outcome) and one.what != "meet")


def _marks(r: Reckoning, one: Promise) -> list[tuple[int, datetime]]:
    """Return the letters about a promise: on the second and the first working day before it, and the day after.

    Nobody is reminded of what goes by itself.
    """
    due_on = day_of(one.due)
    before = [(0, morning(worked_day_before(due_on, 2))), (1, morning(worked_day_before(due_on, 1)))]
    if _goes_by_itself(r, one):
        before = []
    return [*((n, at) for n, at in before if at > one.set_at), (2, morning(due_on + ONE_DAY))]


def _quiet_until(r: Reckoning) -> datetime | None:
    if r.status != "open" or _owed(r):
        return None
    return morning(day_of(max(r.moved, r.nudged or r.moved)) + 7 * ONE_DAY)


def _promises(r: Reckoning) -> set[str]:
    """Write one letter to each who deals with the case, whatever is due at once; then to those above, and home."""
    now, due = r.now, list[Promise]()
    above = [one for one in _owed(r) if (at := _above_at(r, one)) is not None and at <= now]
    late = [one for one in _owed(r) if (at := _family_at(r, one)) is not None and at <= now]
    quiet = _quiet_until(r)
    for one in _owed(r):
        mark = max((n for n, at in _marks(r, one) if at <= now), default=-1)
        if mark > one.mark:
            one.mark = mark
            one.told = now if mark == 2 else None
            due.append(one)
    written = {one.address for one in r.dealing(now)} if due or (quiet is not None and quiet <= now) else set()
    if due:
        kind = "breach-notice" if any(one.mark == 2 for one in due) else "reminder"
        r.tell(kind, *written, says=tuple(words for one in due for words in (spelled(one.due), one.source)))
    elif written:
        r.nudged = now
        r.tell("reminder", *written)
    if above:
        to = _above(r)
        r.tell("breach-notice", *to, says=tuple(spelled(one.due) for one in above))
        written |= to
        for one in above:
            one.is_told_above = True
    if late:
        r.write("interim-update", min(one.due for one in late))
        for one in late:
            one.is_told_family = True
    return written


def _following_morning(at: datetime) -> datetime:
    return morning(day_of(after(at, "1 working day")) + ONE_DAY)


def _above_at(r: Reckoning, one: Promise) -> datetime | None:
    """Return when the role above hears: a working day after those who deal with the case, on the next morning."""
    if one.told is None or one.is_told_above or _goes_by_itself(r, one):
        return None
    return _following_morning(one.told)


def _family_at(r: Reckoning, one: Promise) -> datetime | None:
    """Return when the family is told that an answer is late, where nobody else has told them (LC-5.3)."""
    is_promised = one.stage in r.town.book.interim and one.what == "respond"
    if not is_promised or one.told is None or one.is_told_family or r.told or not r.family or _goes_by_itself(r, one):
        return None
    return _following_morning(one.told)


def _above(r: Reckoning) -> set[str]:
    """Return the first who do not know: of those who answer the stages that follow, then stand-ins, then the admin."""
    book, out = r.town.book, r.sealed | r.shut_out
    known = {one.address for one in (*r.handlers, *r.dealing(r.now))} | out
    step, roles = r.step, list[str]()
    own = r.roles()
    roles += [step.above] if step.above else []
    while step.to:
        step = book.steps[step.to]
        role = step.roles_of_type.get(r.type)
        roles += (role,) if role else step.roles
    roles += [other for role in own for other in book.instead.get(role, ())]
    for role in roles:
        found = {one.address for one in r.town.acting((role,), r.now, out)} - known
        if found:
            return found
    return {ADMIN} - known


# --- the time after an answer -----------------------------------------------------------------------------------------


def _counts_at(r: Reckoning) -> datetime | None:
    window = r.window()
    if r.doubt is None or r.status != "decided":
        return None
    if window is None:
        return after(r.doubt, "14 days")
    return window.due if r.doubt <= window.due else None


def _call_at(r: Reckoning) -> datetime | None:
    """Return when those who can say what a doubtful reply is are called on: the last working day before it counts."""
    at = _counts_at(r)
    if at is None or r.doubt is None or r.is_called:
        return None
    call = morning(worked_day_before(day_of(at), 1))
    return call if call > r.doubt else None


def _over(r: Reckoning) -> set[str]:
    counts, asked = _counts_at(r), r.doubt
    if counts is None or asked is None:
        if r.close_at and r.close_at < r.now:
            r.close(r.now)
        return set()
    if counts < r.now:
        r.appealed(asked)
        r.begin(r.step.to, counts, "appeal", asked)
        return set()
    call = _call_at(r)
    if call is None or call > r.now:
        return set()
    r.is_called = True
    to = {one.address for one in r.dealing(r.now)} if day_of(r.now) < day_of(counts) else set()
    r.tell("reminder", *to, says=(spelled(counts),))
    return to


# --- tasks and alarms -------------------------------------------------------------------------------------------------


def _tasks(r: Reckoning, written: set[str]) -> None:
    """Call tasks to mind on their day: one letter to each owner, none to whom another reminder lists them."""
    theirs: dict[str, list[str]] = {}
    for task in r.tasks:
        if task.due and not task.is_done and not task.is_reminded and morning(day_of(task.due)) <= r.now:
            task.is_reminded = True
            for owner in r.owners(task):
                theirs.setdefault(owner, []).append(spelled(task.due))
    for owner, days in theirs.items():
        if owner not in written:
            r.tell("reminder", owner, says=tuple(days))


def _next_alert(r: Reckoning) -> datetime | None:
    if r.alerted is None or r.alarm_is_taken or not r.in_line(r.alerted):
        return None
    return r.alerted + (day_of(after(r.alerted, "1 working day")) - day_of(r.alerted))

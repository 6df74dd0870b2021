"""What a change comes to, in words: what becomes of the case, its dates old and new with their proof, its letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.admin.terminal import one_line
from mailflow.core.case import Case, Deadline
from mailflow.core.days import long_date
from mailflow.flow.override import Followed
from mailflow.store import LetterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A date that a change sets, moves or ends. ``was`` and ``now``: None where it did not run, or runs no more."""

    what: str
    stage: str
    source: str
    was: datetime | None
    now: datetime | None
    proof: str


def dates(followed: Followed) -> list[Moved]:
    """Return the dates that are others than before."""
    before = _running(followed.before) if followed.before else {}
    after = _running(followed.after)
    return [
        Moved(
            what=one.what.value,
            stage=one.stage,
            source=one.source,
            was=before[key].due.due_at if key in before else None,
            now=after[key].due.due_at if key in after else None,
            proof=one.due.proof(),
        )
        for key, one in {**before, **after}.items()
        if (key in before) != (key in after) or before[key].due != after[key].due
    ]


def lines(followed: Followed, zone: str, *, preview: bool, is_done: bool) -> Iterator[str]:
    """Yield the lines that tell a change.

    Args:
        followed: What follows.
        zone: In which its people see times.
        preview: With the text of each letter.
        is_done: It has been done; else it would be.
    """
    yield one_line(followed.says)
    if followed.before is None and is_done:
        yield f"Its reference is {followed.after.ref}."
    yield from (f"  {one}" for one in _others(followed))
    moved = dates(followed)
    if moved:
        yield "Dates"
    for one in moved:
        yield f"  {one.what} ({one.stage}, {one.source}): {_change(one, zone)}"
        if one.now is not None:
            yield f"    {one_line(one.proof)}"
    yield from letter_lines("Letters that are cancelled", followed.cancelled, preview=False)
    when = "Letters that leave with the next turn (mailflow run)" if is_done else "Letters that would leave"
    yield from letter_lines(when, followed.letters, preview=preview)
    if not followed.letters and not followed.cancelled:
        yield "No letter follows."


def _change(one: Moved, zone: str) -> str:
    if one.was is None and one.now is not None:
        return f"by {_day(one.now, zone)}"
    if one.now is None and one.was is not None:
        return f"it was {_day(one.was, zone)}, and is no longer owed"
    assert one.was is not None and one.now is not None, "it ran before, or it runs now"
    return f"by {_day(one.now, zone)}; it was {_day(one.was, zone)}"


def _day(at: datetime, zone: str) -> str:
    return long_date(at.astimezone(ZoneInfo(zone)).date())


def _others(followed: Followed) -> Iterator[str]:
    was, is_ = followed.before, followed.after
    facts = {
        "stage": (was.stage if was else None, is_.stage),
        "status": (was.status.value if was else None, is_.status.value),
        "outcome": (_value(was), _value(is_)),
        "kind": (was.kind.value if was else None, is_.kind.value),
        "type": (was.type if was else None, is_.type),
        "about": (was.about if was else None, is_.about),
        "handlers": (_names(was) if was else None, _names(is_)),
        "tags": (", ".join(was.tags) if was else None, ", ".join(is_.tags)),
    }
    for name, (old, new) in facts.items():
        if (old or "") != (new or ""):
            yield f"{name}: {new or 'none'}" + (f" (before: {old or 'none'})" if was else "")


def _value(case: Case | None) -> str | None:
    return case.outcome.value if case and case.outcome else None


def _names(case: Case) -> str:
    return ", ".join(one.name for one in case.handlers)


def letter_lines(title: str, letters: tuple[LetterRow, ...], *, preview: bool) -> Iterator[str]:
    """Yield the lines that tell letters, with their words where ``preview``; none where there are none."""
    if letters:
        yield title
    for one in letters:
        held = f" (held: {one.why})" if one.status.value == "held" else ""
        yield f"  {one.kind.value} to {one.to_address}: {one_line(one.subject)}{held}"
        if preview:
            yield ""
            yield from (f"    {line}".rstrip() for line in (one.text or "").splitlines())
            yield ""


def _running(case: Case) -> dict[tuple[str, str, str], Deadline]:
    return {(one.what.value, one.stage, one.source): one for one in case.deadlines if one.is_running}

"""What happened in a year, held against what must have happened: every letter, every date, every promise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from mailflow.core.case import Case
from tests.year.almanac import morning
from tests.year.life import Life
from tests.year.owed import Due
from tests.year.town import ADMIN, END
from tests.year.world import Year

_DATE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d{1,2} [A-Z][a-z]+ 20\d\d\b")

Key = tuple[str, str, str, datetime]


def differences(year: Year) -> list[str]:
    """Return what is missing, doubled, or dated otherwise, each in a line."""
    wanted: dict[Key, list[Due]] = {}
    for ref, due in _wanted(year):
        wanted.setdefault((ref, due.kind, due.to, due.at), []).append(due)
    return [*_letters(year, wanted), *_dates(year, wanted), *_records(year)]


def _wanted(year: Year) -> Iterator[tuple[str, Due]]:
    """Yield every letter of the reckoning with its case. What waits in the pen is told to the admin once a turn."""
    penned = {year.town.moment(at) for at in year.rubbish}
    for life in year.lives:
        ref = year.refs.get(life.number, "")
        penned |= {year.town.moment(one.at) for one in life.acts if one.deed == "elsewhere"}
        for one in life.reckoning.letters:
            if one.at <= END:
                yield ("" if one.kind == "confirm-sender" else ref), one
    for at in penned:
        yield "", Due(at=at, kind="admin-notice", to=ADMIN)
    if (report := year.town.book.report) is not None:
        for person in year.town.of(report[0]):
            yield "", Due(at=year.town.moment(morning(report[1])), kind="report", to=person.address)


def _letters(year: Year, wanted: dict[Key, list[Due]]) -> Iterator[str]:
    due = Counter({key: len(found) for key, found in wanted.items()})
    left = Counter((one.ref, one.kind, one.to, one.at) for one in year.left)
    for word, which in (("missing", due - left), ("surplus", left - due)):
        for (ref, kind, to, at), n in sorted(which.items()):
            yield f"{ref} {word}: {n} {kind} to {to} at {at}"


def _dates(year: Year, wanted: dict[Key, list[Due]]) -> Iterator[str]:
    """Compare the dates that letters print: exactly, in those to families; what must stand there, in those to staff."""
    for left in year.left:
        same = wanted.get((left.ref, left.kind, left.to, left.at), [])
        if not any(one.says or one.dates is not None for one in same):
            continue
        flat = " ".join(left.text.split())
        printed = frozenset(_DATE.findall(flat))
        fits = next(
            (one for one in same if one.dates in (None, printed) and all(words in flat for words in one.says)), None
        )
        if fits is not None:
            same.remove(fits)
            continue
        meant = "; ".join(str(sorted(one.dates or one.says)) for one in same)
        yield f"{left.ref} dated wrong: {left.kind} to {left.to} at {left.at}: prints {sorted(printed)}, not {meant}"


def _records(year: Year) -> Iterator[str]:
    cases = year.cases()
    for life in year.lives:
        ref, r = year.refs.get(life.number, ""), life.reckoning
        case = cases.pop(ref, None)
        if (case is None) != (r.status == "none"):
            yield f"{ref} is {'missing' if case is None else 'surplus'}"
        if case is None:
            continue
        told = (case.stage, case.status.value, (case.outcome.value if case.outcome else "").replace("-", " "))
        if told != (r.stage, r.status, r.outcome):
            yield f"{ref} stands at {told}, not {(r.stage, r.status, r.outcome)}"
        yield from _promises(ref, case, life)
    yield from (f"{ref} is surplus" for ref in cases)


def _promises(ref: str, case: Case, life: Life) -> Iterator[str]:
    kept = {(one.what.value, one.stage, one.source): (one.due.due_at, one.met_at, one.ended) for one in case.deadlines}
    reckoned = {key: (one.due, one.met, one.ended) for key, one in life.reckoning.promises.items()}
    for key in sorted(kept.keys() | reckoned.keys()):
        if kept.get(key) != reckoned.get(key):
            shown = ["; ".join(map(str, one)) if one else "none" for one in (kept.get(key), reckoned.get(key))]
            yield f"{ref} promise {key}: {shown[0]}, not {shown[1]}"


def history(year: Year, ref: str) -> str:
    """Return the mails and letters of a case in order, for whoever looks for the fault."""
    number = next(n for n, one in year.refs.items() if one == ref)
    life = next(one for one in year.lives if one.number == number)
    lines = [
        (one.at, f">> {one.deed} {one.word} by {one.sender}: {one.subject} {one.body[:60]!r}") for one in life.acts
    ]
    lines += [(one.at, f"left     {one.kind} to {one.to}") for one in year.left if one.ref == ref]
    lines += [(one.at, f"reckoned {one.kind} to {one.to}") for one in life.reckoning.letters if one.at <= END]
    return "\n".join(f"{at:%a %Y-%m-%d %H:%M:%S} {line}" for at, line in sorted(lines))

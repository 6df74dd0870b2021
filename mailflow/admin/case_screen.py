"""The list of cases as a person reads it: in groups, the pressing ones first, as wide as the terminal is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from mailflow.admin.case_list import SOON, Listed, end_of
from mailflow.admin.terminal import brief, one_line, say, table, width
from mailflow.core.at_hand import NextThing, Standing, appeal_ends_at, next_thing, standing
from mailflow.core.case import Case, Status

_TITLES = {
    Standing.LATE: "Late",
    Standing.UNDECIDED: "Somebody must say what a reply is",
    Standing.SOON: "Due within 7 days",
    Standing.FAMILY: "Waiting for the family's answer",
    Standing.LATER: "Open",
    Standing.DECIDED: "Answered, an appeal may come",
    Standing.CLOSED: "Closed",
}
_WHAT = {
    "acknowledge": "acknowledgement",
    "respond": "answer",
    "meet": "meeting",
    "statutory": "answer (law)",
}
_HEAD = ("REFERENCE", "DUE", "", "WHAT", "STAGE", "WITH", "COMPLAINANT", "TAGS")
#: The places of some columns; the names give way on a narrow terminal, with the least and the most that each gets.
_STAGE, _WITH, _TAGS = 4, 5, 7
_LEAST, _MOST = 8, 24
_LAST = time(23, 59, 59)


def tell(found: Sequence[Listed], now: datetime, *, left_out: int, others: Sequence[int]) -> None:
    """Write the list.

    Args:
        found: Oldest first.
        now: The present.
        left_out: How many closed cases there are beside it.
        others: Messages on no case that have the words of a search.
    """
    groups: dict[Standing, list[Listed]] = {one: [] for one in Standing}
    for one in found:
        groups[standing(one.case, now, end_of(SOON, now, one.zone))].append(one)
    many = width()
    rows = {id(one): _row(one, now) for one in found}
    head, *told = fitted([_HEAD, *rows.values()], many)
    lines = dict(zip(rows, told, strict=True))
    if found:
        say(head[0])
    for kind, those in groups.items():
        if those:
            colour = "red" if kind is Standing.LATE else None
            say(f"{_TITLES[kind]} ({len(those)})", colour=colour)
            for one in sorted(those, key=lambda one: (_due_at(one.case) or _NEVER, one.case.ref)):
                for line in lines[id(one)]:
                    say(line, colour=colour)
                if one.found:
                    hit, passage = one.found
                    say(f"    {hit.source.value} {hit.number}: {brief(passage, max((many or 120) - 20, 20))}")
    for line in _closing(len(found), left_out, others):
        say(line)


_NEVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def _closing(shown: int, left_out: int, others: Sequence[int]) -> Iterator[str]:
    if not shown:
        yield "There are no such cases."
    if left_out:
        yield f"{left_out} closed case{' is' if left_out == 1 else 's are'} not shown (--all)."
    if others:
        some = ", ".join(str(one) for one in others[:10]) + (" …" if len(others) > 10 else "")
        yield f"On no case: message{'' if len(others) == 1 else 's'} {some} (mailflow message show ID)."


def fitted(rows: Sequence[Sequence[str]], many: int | None) -> list[list[str]]:
    """Return each row in lines that fit into a terminal: names give way first, then a row goes over two lines.

    Args:
        rows: Of the columns of the list, its head first. The last column, the tags, takes a line of its own if it must.
        many: Characters in a line; None where any number fits.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    names = [row[_WITH:_TAGS] for row in cells]
    lines = list(table(row[:_TAGS] for row in cells))
    over = max(map(len, lines)) - many if many else 0
    if many and over > 0:
        widest = [max(len(row[n]) for row in names) for n in (0, 1)]
        spare = [max(one - _LEAST, 0) for one in widest]
        if sum(spare) < over:
            return _in_two(cells, many)
        first = -(-over * spare[0] // sum(spare))
        room = (widest[0] - first, widest[1] - (over - first))
        short = [[*row[:_WITH], brief(row[_WITH], room[0]), brief(row[_WITH + 1], room[1])] for row in cells]
        lines = list(table(short))
    widest_line = max(map(len, lines))
    return [_with_tags(line, row[_TAGS], widest_line, many) for line, row in zip(lines, cells, strict=True)]


def _with_tags(line: str, tags: str, column: int, many: int | None) -> list[str]:
    if not tags:
        return [line]
    if many is None or column + 2 + len(tags) <= many:
        return [f"{line.ljust(column)}  {tags}"]
    return [line, *_wrapped(f"    {tags}", many)]


def _wrapped(line: str, many: int) -> list[str]:
    return textwrap.wrap(line, many, subsequent_indent="    ", break_on_hyphens=False, drop_whitespace=True)


def _in_two(cells: Sequence[Sequence[str]], many: int) -> list[list[str]]:
    first = table(row[:_STAGE] for row in cells)
    second = (" · ".join(cell for cell in row[_STAGE:] if cell) for row in cells)
    return [[*_wrapped(a, many), *_wrapped(f"  {b}", many)] for a, b in zip(first, second, strict=True)]


def _row(listed: Listed, now: datetime) -> tuple[str, ...]:
    case = listed.case
    due = _due_at(case)
    is_over = due is not None and due < now and next_thing(case) is None
    who = case.complainant.name or case.complainant.address or "anonymous"
    kind = [] if case.kind.value == "complaint" else [case.kind.value]
    return (
        *(
            case.ref,
            when(due, listed.zone),
            "is over" if is_over else away(due, now, listed.zone),
            _what(case),
            case.stage,
        ),
        brief(_names(one.name for one in case.handlers), _MOST),
        *(brief(who, _MOST), ", ".join((*kind, *case.tags))),
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or "nobody"


def _due_at(case: Case) -> datetime | None:
    first = next_thing(case)
    if first:
        return first.due_at
    return appeal_ends_at(case) if case.status is Status.DECIDED else None


def _what(case: Case) -> str:
    if case.late_appeal is not None:
        return "late appeal?"
    if case.doubtful_appeal is not None:
        return "an appeal?"
    if first := next_thing(case):
        return thing_in_words(first)
    outcome = case.outcome.value if case.outcome else "closed"
    if case.status is not Status.OPEN:
        return outcome
    if any(one.is_running and one.held_since for one in case.deadlines):
        return "clock stands"
    return "letter to leave" if case.stage_is_decided else "no date"


def thing_in_words(thing: NextThing) -> str:
    """Return what is due, for a column."""
    return _WHAT.get(thing.what) or f"task {thing.task}"


def when(at: datetime | None, zone: ZoneInfo) -> str:
    """Return a date for a column, with its time where it is not the end of a day."""
    if at is None:
        return "-"
    here = at.astimezone(zone)
    return f"{here:%Y-%m-%d}" if here.time().replace(microsecond=0) == _LAST else f"{here:%Y-%m-%d %H:%M}"


def away(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    """Return how far a date is from now: ``3 days late``, ``today``, ``in 12 days``."""
    if at is None:
        return ""
    if at < now:
        hours = int((now - at).total_seconds() // 3600)
        return f"{_counted(hours // 24, 'day')} late" if hours >= 24 else f"{_counted(max(hours, 1), 'hour')} late"
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"

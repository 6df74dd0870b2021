"""The state of one organisation on one screen, or of many in a table, the worst first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailflow.admin.case_screen import away, thing_in_words, when
from mailflow.admin.disk import Disk
from mailflow.admin.state import Desktop, State
from mailflow.admin.terminal import brief, local, say, table, width
from mailflow.core.at_hand import Standing
from mailflow.core.days import long_date

#: So many late cases and so many people stand on the screen; the rest is counted.
_MOST_LATE, _MOST_PEOPLE = 5, 8
_LABEL = 10
#: Characters in a line where the output goes elsewhere.
_ELSEWHERE = 100

#: A line of the screen: its label, its text, and whether something is amiss.
_Line = tuple[str, str, bool]


def screen(state: State, disk: Disk) -> None:
    """Write one organisation's screen."""
    many = width() or _ELSEWHERE
    here = state.at.astimezone(state.zone)
    say(brief(f"{state.name} ({state.code}), {long_date(here.date())} {here:%H:%M}", many))
    for label, text, is_amiss in (*_mail(state), *_cases(state), *_people(state), *_rest(state, disk)):
        indent = " " * _LABEL
        lines = textwrap.wrap(
            text, many, initial_indent=label.ljust(_LABEL), subsequent_indent=indent, break_on_hyphens=False
        )
        for line in lines:
            say(line, colour="red" if is_amiss else None)


def _mail(state: State) -> Iterator[_Line]:
    if state.read is None:
        yield "Mail", "does NOT flow: the mailbox was never read (mailflow run)", True
    else:
        said = f"the mailbox was read {_ago(state.read.at, state.at)}"
        if not state.flows:
            yield "Mail", f"does NOT flow: {said} (is mailflow run at work? see its log)", True
        else:
            told = state.turn is not None and state.turn.data.get("told_of_mail")
            yield (
                "Mail",
                f"flows: {said}; {'new mail is announced' if told else 'the server is asked every minute'}",
                False,
            )
    for problem in state.problems:
        yield "", problem, True
    last = (local(one, state.zone.key) for one in (state.last_message_at, state.last_letter_at))
    yield "", "last message {}, last letter {}".format(*last), False


def _cases(state: State) -> Iterator[_Line]:
    if not state.late:
        yield "Late", "nothing", False
    else:
        number = len(state.late)
        yield "Late", f"{number} case{' is' if number == 1 else 's are'} late (mailflow case list --late)", True
        for one in state.late[:_MOST_LATE]:
            how = away(one.thing.due_at, state.at, state.zone)
            yield "", f"{one.ref}  {thing_in_words(one.thing)}, {how}: {', '.join(one.handlers) or 'nobody'}", True
        if number > _MOST_LATE:
            yield "", f"and {number - _MOST_LATE} more", True
    rest = (
        (Standing.UNDECIDED, "where somebody must say what a reply is"),
        (Standing.SOON, "due within 7 days"),
        (Standing.LATER, "with time"),
        (Standing.DECIDED, "answered"),
    )
    counted = [f"{state.groups[kind]} {words}" for kind, words in rest if state.groups[kind]]
    yield "Cases", "; ".join(counted) or "none is open", False


def _people(state: State) -> Iterator[_Line]:
    label = "Waiting"
    for one in state.desktops[:_MOST_PEOPLE]:
        yield label, f"{one.name}: {_on_desk(one, state)}", False
        label = ""
    if (left := len(state.desktops) - _MOST_PEOPLE) > 0:
        yield label, f"and {left} more people", False
    if number := state.groups[Standing.FAMILY]:
        yield label, f"families: an answer to our question on {number} case{'' if number == 1 else 's'}", False
        label = ""
    if label:
        yield label, "nobody", False


def _on_desk(one: Desktop, state: State) -> str:
    counted = ((one.cases, "case"), (one.tasks, "task"))
    parts = [f"{number} {what}{'' if number == 1 else 's'}" for number, what in counted if number]
    parts += [f"{one.late} late"] if one.late else []
    parts += [f"next {when(one.next_due_at, state.zone)}"] if one.next_due_at else []
    return ", ".join(parts)


def _rest(state: State, disk: Disk) -> Iterator[_Line]:
    pen, letters = state.pen, state.letters
    yield "Pen", f"{pen} for you to decide (mailflow pen list)" if pen else "empty", False
    unsent = (
        (letters.failed, "could not be sent (--status failed)", True),
        (letters.stuck, "should have left (--status queued)", True),
        (letters.held, "held (--status held)", True),
        (letters.approval, "for your approval (mailflow letter approve)", False),
        (letters.drafts, "in the Drafts folder, for a person to send", False),
        (letters.queued - letters.stuck, "about to leave", False),
    )
    said = [(f"{number} {words}", is_amiss) for number, words, is_amiss in unsent if number]
    for number, (text, is_amiss) in enumerate(said or [("all have left", False)]):
        yield "" if number else "Letters", text, is_amiss
    yield "Record", _accounted(state), bool(state.unexplained)
    backup = (
        f"last backup {_ago(state.backup.at, state.at)}" if state.backup else "no backup yet (mailflow backup FILE)"
    )
    yield "", backup, False
    kept = [f"{state.past_retention} past their time (mailflow retention due)"] if state.past_retention else []
    kept += [f"{state.holds} on hold"] if state.holds else []
    if kept:
        yield "", f"records: {', '.join(kept)}", False
    size = "" if disk.database is None else f"; the database has {_bytes(disk.database)}"
    yield "Disk", f"{_bytes(disk.free)} free{size}{': make room' if disk.is_tight else ''}", disk.is_tight


def _accounted(state: State) -> str:
    if state.reconciled is None:
        return "the messages were not accounted for yet (mailflow reconcile)"
    ago = _ago(state.reconciled.at, state.at)
    if state.unexplained:
        return f"{state.unexplained} not accounted for, {ago} (mailflow reconcile)"
    return f"every message was accounted for {ago}"


def table_of(states: Sequence[State], disk: Disk) -> None:
    """Write a table of organisations, the worst first, and what is amiss with the disk."""
    many = width()
    worst = sorted(states, key=lambda one: (one.flows, -len(one.trouble), -len(one.late), -one.pen, one.code))
    rows: list[tuple[str, ...]] = [("CODE", "MAIL", "LATE", "SOON", "OPEN", "PEN", "UNSENT", "LAST MESSAGE", "NAME")]
    for one in worst:
        letters = one.letters
        numbers = (
            *(len(one.late), one.groups[Standing.SOON], sum(one.groups.values()) - one.groups[Standing.DECIDED]),
            *(one.pen, letters.failed + letters.held + letters.stuck + letters.approval + letters.drafts),
        )
        rows.append(
            (
                one.code,
                _in_a_word(one),
                *map(str, numbers),
                local(one.last_message_at, one.zone.key),
                brief(one.name, 30),
            )
        )
    head, *lines = table(rows)
    say(_cut(head, many))
    for one, line in zip(worst, lines, strict=True):
        say(_cut(line, many), colour="red" if one.trouble else None)
    amiss = sum(bool(one.trouble) for one in worst)
    say(f"{amiss} of {len(worst)} with something amiss. One of them whole: mailflow status --org CODE")
    if disk.is_tight:
        say(f"{_bytes(disk.free)} free on the disk: make room", colour="red")


def _cut(line: str, many: int | None) -> str:
    return line if many is None or len(line) <= many else f"{line[: many - 1]}…"


def _in_a_word(state: State) -> str:
    if state.read is None:
        return "never"
    if state.flows:
        return "flows"
    return "out of reach" if state.problems else "silent"


def _ago(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size or (size > 60 and seconds >= size):
            number = int(seconds // size)
            return f"{number} {name}{'' if number == 1 else 's'} ago"
    return "just now"


def _bytes(number: int) -> str:
    for size, name in ((1024**3, "GB"), (1024**2, "MB")):
        if number >= size:
            return f"{number / size:.1f} {name}"
    return f"{max(number // 1024, 1)} kB"

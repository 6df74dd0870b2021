"""A report in words: sections with rows, the same for the screen, the page, the table and the letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailflow.reports.hidden import Count, Division, Half, Share
from mailflow.reports.told import Kept, Told, day, period_in_words

_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a section.

    Attributes:
        label: What it is about.
        value: What is told of it, in words or as a number.
        n: The length of its bar; None where it has none.
        is_heap: The bar is of what was thrown together.
        more: What else is said of it.
    """

    label: str
    value: str
    n: int | None = None
    is_heap: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One question and its answer.

    Attributes:
        says: The answer in a sentence; empty where the rows say it.
        rows: In detail. Where they have bars, ``whole`` is how long a bar can be.
        note: What must be known to read the rows.
    """

    key: str
    title: str
    says: str = ""
    rows: tuple[Row, ...] = ()
    whole: int = 0
    note: str = ""


def title_of(told: Told) -> str:
    """Return the heading of a report."""
    return f"Complaints, {period_in_words(told.period)}"


def sections(told: Told) -> tuple[Section, ...]:
    """Return a report's sections in their order."""
    found = [_received(told), _promises(told), _open(told)]
    found += [_divided(title, division, "complaint") for title, division in told.divisions]
    found += [_themes(told), _appeals(told), *_outcomes(told), _lessons(told), _actions(told)]
    return tuple(one for one in found if one.says or one.rows)


def hidden_words(told: Told) -> str:
    """Say why some numbers are missing."""
    return (
        f"Nobody is named, and no family can be recognised: numbers from 1 to {told.fewest - 1} are not shown, nor "
        "those from which they could be worked out. Such numbers are put together, or said in words."
    )


def _received(told: Told) -> Section:
    rows = [
        Row(label="Complaints", value=str(told.complaints), more=_before(told)),
        Row(label="Feedback", value=str(told.feedback)),
        Row(label="Praise", value=str(told.praise)),
    ]
    if told.safeguarding and told.safeguarding.share is not Share.NONE:
        rows.append(Row(label="Complaints that raised a safeguarding alarm", value=_of(told.safeguarding, told.fewest)))
    return Section(key="received", title="What was received", rows=tuple(rows))


def _before(told: Told) -> str:
    return f"in the period before: {told.before}" if told.before else ""


def _divided(title: str, division: Division, noun: str, *, by_size: bool = True) -> Section:
    key = "-".join(title.lower().split())
    if division.is_withheld:
        return Section(key=key, title=title, says="The numbers are too small to divide them here.")
    shown = sorted(division.shown, key=lambda one: -one[1])
    rows = [Row(label=name, value=str(n), n=n) for name, n in (shown if by_size else division.shown)]
    if division.heap:
        names = _listed(division.heap)
        rows.append(Row(label=names, value=f"{division.together} together", n=division.together, is_heap=True))
    note = f"None: {_listed(division.without)}." if division.without else ""
    return Section(
        key=key, title=title, says=_most(shown, division, noun), rows=tuple(rows), whole=division.total, note=note
    )


def _most(shown: Sequence[tuple[str, int]], division: Division, noun: str) -> str:
    if not shown or (len(shown) > 1 and shown[0][1] == shown[1][1]):
        return ""
    name, n = shown[0]
    if n == division.total:
        return f"All {n} {noun}s: {name}."
    lead = "Mostly" if 2 * n > division.total else "Most often"
    return f"{lead}: {name} ({n} of {division.total})." if n > division.together else ""


def _themes(told: Told) -> Section:
    rows = [Row(label=name, value=str(n), n=n) for name, n in told.themes]
    note = f"In too few to count, or in nearly all: {_listed(told.rare_themes)}." if told.rare_themes else ""
    whole = told.complaints.n or 0
    most = [name for name, n in told.themes if n == told.themes[0][1]]
    says = f"Most often: {most[0]} ({told.themes[0][1]} of {whole})." if len(most) == 1 else ""
    if not told.themes and told.rare_themes:
        says = "No theme came up often enough to be counted."
    return Section(key="themes", title="Themes", says=says, rows=tuple(rows), whole=whole, note=note)


def _appeals(told: Told) -> Section:
    title, division = "Taken further", told.appeals_by_stage
    if told.appeals.n == 0:
        return Section(key="appeals", title=title, says="No answer was appealed against.")
    if told.appeals.n is None:
        return Section(key="appeals", title=title, says="How many appealed is not shown: the numbers are too small.")
    says = f"{_number(told.appeals, 'appeal')} received."
    rows = _divided(title, division, "appeal").rows if division and not division.is_withheld else ()
    return Section(key="appeals", title=title, says=says[0].upper() + says[1:], rows=rows, whole=told.appeals.n)


def _outcomes(told: Told) -> Iterator[Section]:
    title = "How they were answered"
    if told.outcomes is None:
        some = f"{_number(told.answers, 'answer')} given."
        yield Section(key="outcomes", title=title, says=some[0].upper() + some[1:])
        return
    found = _divided(title, told.outcomes, "answer")
    says = f"{told.answers} answers were given, at all stages."
    yield Section(
        key="outcomes",
        title=title,
        says=f"{says} {found.says}".strip(),
        rows=found.rows,
        whole=found.whole,
        note=found.note,
    )


def _promises(told: Told) -> Section:
    rows = tuple(
        Row(
            label=_promise_of(one),
            value=_kept(one, told.fewest),
            n=one.tenths or _TENTHS.get(one.share),
            more=_time(one),
        )
        for one in told.promises
    )
    always = told.promises and all(one.share is Share.ALL for one in told.promises)
    says = "Every promise was kept in time." if always else ""
    moved = f"Complaints whose answer was put off, and which count by their new day: {told.moved}."
    if told.delays_told.n != 0:
        moved += f" Complaints that we said would be answered late, with no day set: {told.delays_told}."
    return Section(
        key="promises", title="Were our promises kept?", says=says, rows=rows, whole=10 if rows else 0, note=moved
    )


_TENTHS: dict[Share | None, int] = {Share.ALL: 10, Share.NONE: 0}


def _promise_of(one: Kept) -> str:
    return f"{one.what}{f', {one.stage}' if one.stage else ''} ({one.clause})"


def _kept(one: Kept, fewest: int) -> str:
    match one.share:
        case None:
            return "too few to say"
        case Share.ALL:
            return "always in time"
        case Share.NONE:
            return "never in time"
        case Share.SOME:
            return "not always in time"
        case Share.NEARLY_ALL:
            return f"nearly always in time: fewer than {fewest} late"
        case Share.FEW:
            return f"hardly ever in time: fewer than {fewest} were"
        case Share.COUNTED:
            about = f"about {_IN_WORDS[one.tenths]} in ten in time; " if one.tenths else ""
            return f"{about}{one.broken} late"


def _time(one: Kept) -> str:
    if one.median is None or one.worst is None:
        return ""
    half = f"within {_days(one.median)}" if one.median else "on the same day"
    return f"half {half}, the longest {f'took {_days(one.worst)}' if one.worst else 'too'}"


def _days(n: int) -> str:
    return f"{n} day{'s' if n > 1 else ''}"


def _ago(n: int) -> str:
    return f"{_days(n)} ago" if n else "today"


def _open(told: Told) -> Section:
    title = f"Waiting on {day(told.on)}"
    if told.open.n == 0:
        return Section(key="open", title=title, says="No complaint waits for an answer.")
    if told.open.n is None:
        return Section(key="open", title=title, says="How many wait is not shown: it would tell smaller numbers.")
    oldest = "" if told.oldest is None else f"; the oldest came {_ago(told.oldest)}"
    says = f"{told.open} complaints wait for an answer{oldest}."
    found = _divided(title, told.ages, "complaint", by_size=False) if told.ages else None
    rows = found.rows if found else ()
    return Section(key="open", title=title, says=says, rows=rows, whole=told.open.n)


def _lessons(told: Told) -> Section:
    left = "Some lessons are left out: they name somebody, or come from a case that is kept apart."
    return Section(
        key="lessons",
        title="What we learnt",
        rows=tuple(Row(label=one, value="") for one in told.lessons),
        says="" if told.lessons or not told.lessons_left_out else left,
        note=left if told.lessons and told.lessons_left_out else "",
    )


def _actions(told: Told) -> Section:
    title = "What we promised to do"
    if told.actions.n == 0:
        return Section(key="actions", title=title, says="No action was promised.")
    were = f"{_number(told.actions, 'action')} promised."
    done = f" Done by now: {_of(told.done, told.fewest)}." if told.done else ""
    return Section(key="actions", title=title, says=were[0].upper() + were[1:] + done)


def _of(half: Half, fewest: int) -> str:
    """Return how many of a total, as far as it may be told."""
    words = {Share.FEW: f"fewer than {fewest}", Share.NEARLY_ALL: f"all but fewer than {fewest}"}
    return str(half.part) if half.share is Share.COUNTED else words.get(half.share, half.share.value)


def _number(n: Count, noun: str) -> str:
    """Return ``40 complaints were``, ``fewer than 3 complaints were``, ``no complaint was``."""
    return f"no {noun} was" if n.n == 0 else f"{n} {noun}s were"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

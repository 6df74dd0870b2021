"""What a report tells: the figures, less all by which a family could be recognised. Every form of it is made from this.

The counts that belong together are hidden together. What is received and taken further is, in the end, answered or
open: whoever knows three of the four numbers knows the fourth. So where one of them is small, two are hidden with it.
Of promises no total is told, for a total would say how many wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mailflow.core.case import Case, Kind, What
from mailflow.core.days import long_date
from mailflow.core.law import Law
from mailflow.core.policy import Limit, Policy
from mailflow.reports.figures import Figures, Period, Promise
from mailflow.reports.hidden import NOT_SHOWN, Count, Division, Half, Share, count, divide, halve, is_small
from mailflow.reports.names import Names

DEFAULT_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a promise was kept.

    Attributes:
        what: The promise in words, such as ``Receipt confirmed within 1 week``; ``stage`` where it was made.
        clause: Where it is written.
        share: How much of it was kept; None where too few fell due to say. No total is told.
        broken: How many were not kept; None where it is hidden.
        tenths: Out of ten, how many were kept; None where all, none or too few to say.
        median: Days that half of those that were met took at most; ``worst`` the longest. None where they are too few.
    """

    what: str
    stage: str
    clause: str
    share: Share | None
    broken: int | None = None
    tenths: int | None = None
    median: int | None = None
    worst: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report.

    Attributes:
        fewest: Counts under this are hidden.
        about: Whose cases alone it tells of; empty: all.
        complaints: Received; ``before`` in the period before, None where there is no record of it.
        divisions: Of the complaints received, by title.
        safeguarding: How many of the complaints received raised the alarm; None where nothing may be said.
        themes: How many bear a word of the organisation's own; ``rare_themes`` are in few of them, or in nearly all.
        appeals: Received, and by the stage that they opened; None where nothing may be said.
        answers: Given, and by outcome.
        open: Waiting today, and by age; ``oldest`` in days, None where it would tell what the ages hide.
        moved: Complaints whose answer was put off by a person.
        delays_told: Complaints whose complainant was told by mailflow that the answer is late.
        actions: Promised; ``done`` of them.
        lessons: As they were written; ``lessons_left_out``: some name somebody, or come from a case that is sealed.
        review_due: The last day on which the policy was to be looked at again, where that is past.
    """

    organisation: str
    policy: str
    period: Period
    on: date
    fewest: int
    about: str = ""
    complaints: Count
    before: Count | None
    feedback: Count
    praise: Count
    divisions: tuple[tuple[str, Division], ...]
    safeguarding: Half | None
    themes: tuple[tuple[str, int], ...]
    rare_themes: tuple[str, ...]
    appeals: Count
    appeals_by_stage: Division | None
    answers: Count
    outcomes: Division | None
    open: Count
    ages: Division | None
    oldest: int | None
    promises: tuple[Kept, ...]
    moved: Count
    delays_told: Count
    actions: Count
    done: Half | None
    lessons: tuple[str, ...]
    lessons_left_out: bool
    review_due: date | None = None


def told(
    figures: Figures,
    *,
    period: Period,
    on: date,
    policy: Policy,
    organisation: str,
    names: Names,
    laws: Sequence[Law] = (),
    review_due: date | None = None,
    about: str = "",
) -> Told:
    """Return what may be told of figures.

    Args:
        figures: Of the period.
        period: Which one.
        on: Today.
        policy: The organisation's present one.
        organisation: Its name.
        names: Who is named in none of the texts.
        laws: What binds the organisation beside its policy, for the words of their promises.
        review_due: By when the policy was to be reviewed, where that is past.
        about: Whose cases alone were counted.
    """
    fewest = policy.report.fewest if policy.report else DEFAULT_FEWEST
    received, appeals, answers, open_ = _balanced(figures, fewest)
    themes, rare = _themes(figures, received.n or 0, names, fewest)
    (lessons, left_out), ages = _lessons(figures, names), _division(open_, figures.open, fewest)
    return Told(
        organisation=organisation,
        policy=policy.title,
        period=period,
        on=on,
        fewest=fewest,
        about=about,
        complaints=received,
        before=None if figures.before is None else count(figures.before, fewest),
        feedback=count(figures.kinds[Kind.FEEDBACK], fewest),
        praise=count(figures.kinds[Kind.PRAISE], fewest),
        divisions=tuple(_divisions(figures, policy, fewest)) if received.n else (),
        safeguarding=halve(figures.safeguarding, received.n, fewest) if received.n else None,
        themes=themes,
        rare_themes=rare,
        appeals=appeals,
        appeals_by_stage=_division(appeals, figures.appeals, fewest),
        answers=answers,
        outcomes=_division(answers, figures.answers, fewest),
        open=open_,
        ages=ages,
        oldest=figures.oldest if ages and not (ages.heap or ages.is_withheld) else None,
        promises=tuple(_kept(one, policy, laws, fewest) for one in figures.promises),
        moved=count(figures.moved, fewest),
        delays_told=count(figures.delays_told, fewest),
        actions=count(figures.actions, fewest),
        done=halve(figures.actions_done, figures.actions, fewest) if figures.actions >= fewest else None,
        lessons=lessons,
        lessons_left_out=left_out,
        review_due=review_due,
    )


def _balanced(figures: Figures, fewest: int) -> tuple[Count, Count, Count, Count]:
    """Return received, taken further, answered and open, none of which the other three tell where it is hidden."""
    numbers = (
        figures.kinds[Kind.COMPLAINT],
        sum(figures.appeals.values()),
        sum(figures.answers.values()),
        sum(figures.open.values()),
    )
    received, appeals, answers, open_ = (count(n, fewest) for n in numbers)
    if any(is_small(n, fewest) for n in numbers):
        # Both, and not even whether they are few: of two that are few there may be one way only to add up.
        open_ = NOT_SHOWN
        # Without any answer there is nothing to appeal against, and nothing to hide.
        appeals = appeals if numbers[1] == numbers[2] == 0 else NOT_SHOWN
    return received, appeals, answers, open_


def _division(of: Count, counts: Mapping[str, int], fewest: int) -> Division | None:
    return divide(counts, fewest) if of.n else None


def _divisions(figures: Figures, policy: Policy, fewest: int) -> Iterator[tuple[str, Division]]:
    if policy.types:
        yield "What they are about", divide(figures.types, fewest)
    if policy.relations:
        yield "Who complained", divide(figures.relations, fewest)
    yield "How they came", divide(figures.channels, fewest)


def _themes(
    figures: Figures, total: int, names: Names, fewest: int
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return the themes with their counts, the most frequent first; and those that have none to be told."""
    # Tags are written in small letters, names too: they are looked for with capitals as well.
    themes = {name: n for name, n in figures.themes.items() if not any(map(names.within, (name, name.title())))}
    halves = [(name, halve(n, total, fewest)) for name, n in sorted(themes.items()) if total]
    counted = sorted(((name, half.part) for name, half in halves if half.part), key=lambda one: -one[1])
    return tuple(counted), tuple(name for name, half in halves if half.part is None)


def _lessons(figures: Figures, names: Names) -> tuple[tuple[str, ...], bool]:
    """Return the lessons in the order of the alphabet, which tells nothing of their cases; and if some are left out."""
    own = {" ".join(text.split()) for case, text in figures.lessons if not _is_kept_apart(case)}
    kept = sorted((text for text in own if not names.within(text)), key=str.casefold)
    apart = any(_is_kept_apart(case) for case, _ in figures.lessons)
    return tuple(kept), apart or len(kept) < len(own)


def _is_kept_apart(case: Case) -> bool:
    return bool(case.sealed_from) or "safeguarding" in case.tags


def _kept(promise: Promise, policy: Policy, laws: Sequence[Law], fewest: int) -> Kept:
    stage = next((one.title for one in policy.stages if one.id == promise.stage), promise.stage)
    settled = promise.kept + promise.broken
    half = halve(promise.kept, settled, fewest) if settled >= fewest else None
    # Of a handful, the middle one would say on which side most of them are.
    are_enough, met = settled >= 2 * fewest, len(promise.days)
    are_timed = are_enough and met >= 2 * fewest
    return Kept(
        what=_words(promise, policy, laws),
        stage=stage,
        clause=promise.source,
        share=half.share if half else None,
        broken=half.rest if half and half.share in (Share.ALL, Share.COUNTED) else None,
        tenths=_tenths(promise.kept, settled) if half and are_enough and half.share is Share.COUNTED else None,
        median=promise.days[(met - 1) // 2] if are_timed else None,
        worst=promise.days[-1] if are_timed else None,
    )


def _tenths(part: int, total: int) -> int:
    """Return a share in tenths, neither none nor all of them; coarse, so that it does not tell the total."""
    return min(9, max(1, round(Fraction(10 * part, total))))


def _words(promise: Promise, policy: Policy, laws: Sequence[Law]) -> str:
    if promise.what is What.STATUTORY:
        law = next((one for one in laws if one.source == promise.source), None)
        return f"{law.title}, within {law.within}" if law else "What the law asks for"
    limits = {(name, one.source): one.within for name, one in _limits(policy, promise.stage)}
    within = limits.get((promise.what, promise.source))
    named = {What.ACKNOWLEDGE: "Receipt confirmed", What.RESPOND: "Answer", What.MEET: "Meeting"}[promise.what]
    return f"{named} within {within}" if within else f"{named} by the day that was set"


def _limits(policy: Policy, stage_id: str) -> Iterator[tuple[What, Limit]]:
    for stage in policy.stages:
        if stage.id == stage_id:
            yield from ((What.ACKNOWLEDGE, one) for one in (stage.acknowledge,) if one)
            yield from ((What.MEET, one) for one in (stage.meet,) if one)
            yield from ((What.RESPOND, one) for one in stage.respond)


def period_in_words(period: Period) -> str:
    """Return a period as people write it: ``1 January 2026 to 31 December 2026``."""
    return f"{day(period.first)} to {day(period.last)}"


def day(on: date) -> str:
    """Return a day without its weekday: ``1 January 2026``."""
    return long_date(on).partition(" ")[2]

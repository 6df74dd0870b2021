"""The other forms of a report: text for a screen, JSON, a table for a spreadsheet, a PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from mailflow.reports.hidden import Count, Division
from mailflow.reports.overview import review_words
from mailflow.reports.sections import Section, hidden_words, sections, title_of
from mailflow.reports.told import Told

_BAR = 24
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text(told: Told) -> str:
    """Return the report for a screen, in lines of at most 100 characters where names are not longer."""
    about = f", for {told.about} alone" if told.about else ""
    lines = [f"{told.organisation}: {title_of(told)}{about}", ""]
    for section in sections(told):
        lines += [*_block(section), ""]
    lines += [hidden_words(told), *filter(None, (review_words(told),))]
    return "\n".join(lines) + "\n"


def _block(section: Section) -> Iterator[str]:
    yield section.title.upper()
    if section.says:
        yield f"  {section.says}"
    if all(not row.value for row in section.rows):
        yield from (f"  - {row.label}" for row in section.rows)
    elif section.key == "promises":
        for row in section.rows:
            yield f"  {row.label}:"
            yield f"      {row.value}{f' ({row.more})' if row.more else ''}"
    else:
        wide = max(len(row.label) for row in section.rows)
        for row in section.rows:
            length = round(_BAR * row.n / section.whole) if row.n and section.whole else 0
            drawn = ("/" if row.is_heap else "#") * max(length, 1) if row.n and section.whole else ""
            more = f" ({row.more})" if row.more else ""
            yield f"  {row.label.ljust(wide)}  {drawn.ljust(_BAR) if section.whole else ''}{row.value}{more}".rstrip()
    if section.note:
        yield f"  {section.note}"


def table(told: Told) -> str:
    """Return the report as CSV: section, what, value, and what else is said; for a spreadsheet, in UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([*map(harmless, row)] for row in rows(told))
    return out.getvalue()


def rows(told: Told) -> list[tuple[str, ...]]:
    """Return the rows of the table; the first has the headings."""
    found = [("section", "what", "value", "more")]
    found.append(("report", told.organisation, f"{told.period.first}/{told.period.last}", hidden_words(told)))
    for section in sections(told):
        if section.says or not section.rows:
            found.append((section.title, "", section.says, section.note))
        for row in section.rows:
            value = str(row.n) if row.n is not None and section.key != "promises" else row.value
            found.append((section.title, row.label, value, row.more))
    return [*found]


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_json(told: Told) -> dict[str, object]:
    """Return the report for programs. A number that is hidden is null, with the words for it beside."""
    return {
        "organisation": told.organisation,
        "policy": told.policy,
        "from": told.period.first.isoformat(),
        "to": told.period.last.isoformat(),
        "made_on": told.on.isoformat(),
        "fewest": told.fewest,
        "handler": told.about or None,
        "complaints": _count(told.complaints),
        "complaints_before": _count(told.before) if told.before else None,
        "feedback": _count(told.feedback),
        "praise": _count(told.praise),
        "divisions": {title: _division(one) for title, one in told.divisions},
        "safeguarding": told.safeguarding.share.value if told.safeguarding else None,
        "themes": dict(told.themes),
        "themes_not_counted": list(told.rare_themes),
        "appeals": _count(told.appeals),
        "appeals_by_stage": _division(told.appeals_by_stage),
        "answers": _count(told.answers),
        "outcomes": _division(told.outcomes),
        "open": _count(told.open),
        "open_by_age": _division(told.ages),
        "oldest_days": told.oldest,
        "promises": [
            {
                "what": one.what,
                "stage": one.stage or None,
                "source": one.clause,
                "kept": one.share.value if one.share else None,
                "broken": one.broken,
                "tenths": one.tenths,
                "median_days": one.median,
                "worst_days": one.worst,
            }
            for one in told.promises
        ],
        "put_off": _count(told.moved),
        "delays_told": _count(told.delays_told),
        "actions": _count(told.actions),
        "actions_done": told.done.share.value if told.done else None,
        "lessons": list(told.lessons),
        "lessons_left_out": told.lessons_left_out,
        "review_due": told.review_due.isoformat() if told.review_due else None,
    }


def _count(n: Count) -> dict[str, object]:
    return {"n": n.n, "says": str(n)}


def _division(division: Division | None) -> dict[str, object] | None:
    if division is None or division.is_withheld:
        return None
    return {
        "counts": {**dict(division.shown), **dict.fromkeys(division.without, 0)},
        "together": {"of": list(division.heap), "n": division.together} if division.heap else None,
    }

"""A report of made-up cases, in all its forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from mailflow.core.office import Office
from mailflow.reports import forms, overview
from mailflow.reports.figures import Figures, History, Period, count
from mailflow.reports.names import Names
from mailflow.reports.told import Told, told
from tests.core.cast import office as cast_office
from tests.reports.year_of_cases import NOW

YEAR = Period(first=date(2020, 1, 1), last=date(2020, 12, 31))


def office(policy: str = "libra-children-services") -> Office:
    return cast_office(policy)


def figures_of(found: Sequence[History], policy: str = "libra-children-services", period: Period = YEAR) -> Figures:
    return count(found, period, office(policy).policy, office(policy).calendar, NOW)


def told_of(figures: Figures, policy: str = "libra-children-services", found: Sequence[History] = ()) -> Told:
    names = Names((one.case for one in found), [one.name for one in office(policy).staff])
    return told(
        figures,
        period=YEAR,
        on=NOW.date(),
        policy=office(policy).policy,
        organisation="Libra",
        names=names,
    )


def all_forms(report: Told) -> str:
    """Return everything that anybody can be handed of a report."""
    return "\n".join(
        (forms.text(report), forms.table(report), json.dumps(forms.as_json(report)), overview.page(report))
    )

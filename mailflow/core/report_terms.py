"""What a policy says of reports: who gets one when, how small a count may be, and if there are any by staff's names."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mailflow.core.days import MONTHS
from mailflow.core.written import Written

_DAY = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+)")


def day_of_year(text: str) -> tuple[int, int]:
    """Read ``1 April`` as month and day.

    Raises:
        ValueError: It is no day of every year.
    """
    match = _DAY.fullmatch(text)
    try:
        if match and match[2] in MONTHS:
            found = date(2021, MONTHS.index(match[2]) + 1, int(match[1]))  # a year without 29 February
            return found.month, found.day
    except ValueError:
        pass
    raise ValueError(f'"{text}" is no day of every year; write one such as "1 April"')


def _checked(text: str) -> str:
    day_of_year(text)
    return text


class Reporting(Written):
    """Reports to those who look after the whole: trustees, a committee.

    Attributes:
        to: The role that gets each report by mail; none: reports are made on demand alone.
        every: When: before every meeting that ``[organisation] meetings`` names, or after each year or quarter.
        before: How many days before a meeting.
        year_begins: The first day of the year that reports tell of, and of its quarters.
        fewest: Counts under this are hidden, and what would tell them.
        names_need_reason: The clause by which there is no report by a member of staff's name without a reason.
    """

    to: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    every: Literal["meeting", "year", "quarter"] | None = None
    before: Annotated[int, Field(ge=1, le=90)] = 7
    year_begins: Annotated[str, AfterValidator(_checked)] = "1 January"
    fewest: Annotated[int, Field(ge=3, le=20)] = 3
    names_need_reason: str = ""
    source: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _goes_to_somebody_some_day(self) -> Reporting:
        if (self.to is None) != (self.every is None):
            raise ValueError("to and every belong together: who gets the report, and when; write both or neither")
        return self

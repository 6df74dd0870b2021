"""The tables of a policy file about time: lengths of it, and what happens while it runs and when it runs out."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StrictBool, WithJsonSchema

from mailflow.core.days import Duration, Unit
from mailflow.core.written import Written


def _span(value: object) -> object:
    if isinstance(value, Duration):
        return value
    return Duration.parse(value if isinstance(value, str) else str(value))


def _in_whole_days(value: Duration) -> Duration:
    if value.unit not in (Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS):
        msg = f'"{value}" cannot be a reminder\'s time: they go in the morning; write days, working days or weeks'
        raise ValueError(msg)
    return value


#: A length of time, written ``28 working days``.
Span = Annotated[
    Duration,
    BeforeValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": "^[0-9]{1,3} (working day|hour|day|week|month|year)s?$", "examples": ["5 days"]}
    ),
]
#: How long before a due day staff are reminded of it, at 08:00 local time.
Lead = Annotated[Span, AfterValidator(_in_whole_days)]
_Clause = Annotated[str, Field(min_length=1)]

REMINDERS = (Duration(n=2, unit=Unit.WORKING_DAYS), Duration(n=1, unit=Unit.WORKING_DAYS))
_A_WORKING_DAY = Duration(n=1, unit=Unit.WORKING_DAYS)


class Escalation(Written):
    """When the role above hears that a promise was not kept.

    Attributes:
        after: So long after those who deal with the case were told, on the morning of the next day; not where the
            promise is kept by then.
        again_after: Once more after so long of nothing; None: it is told once.
        off: Nobody else is ever told.
    """

    after: Span = _A_WORKING_DAY
    again_after: Span | None = None
    off: StrictBool = False


class Interim(Written):
    """The complainant is told that an answer is late, where nobody has done so.

    Attributes:
        after: So long after those who deal with the case were told, on the morning of the next day.
    """

    after: Span = _A_WORKING_DAY
    source: _Clause


class Asking(Written):
    """What a question to the complainant does to the time for the answer.

    Attributes:
        pauses: The clock stands still from the sending of the question until its answer is received.
        waits: How long the answer is waited for: then who asked is reminded, and a clock that stands still goes on.
            None: as long as it takes, which no clock can stand still for.
    """

    pauses: StrictBool = False
    waits: Span | None = None
    source: _Clause


class Extension(Written):
    """How far ``#extend`` can move the answer: ``at_most`` so long after the day that was promised first."""

    at_most: Span
    source: _Clause

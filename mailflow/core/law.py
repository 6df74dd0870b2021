"""What a law asks for beside the policy: one duty, its time, and where that is written (``policies/law/*.toml``)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import model_validator

from mailflow.core.days import Calendar, DueDate, Unit
from mailflow.core.policy_terms import Id, Words
from mailflow.core.time_terms import Span
from mailflow.core.written import Written


class Law(Written):
    """A duty with a time. An organisation that it binds switches it on by its name.

    Attributes:
        title: What it is called where its date is shown.
        duty: What must be done, in a sentence.
        binds: Whom, in a sentence; whether that is so here, no software can know.
        regions: Where it is law, as in ``organisation.region``.
        what: ``acknowledge`` and ``outcome``: a letter to the complainant; ``notify``: somebody outside is told;
            ``answer``: what was asked for is handed over.
        to: Who must hear of it.
        concerns: Which complaints.
        counts_from: The receipt of the first complaint, or of the mail from which an allegation is known.
        day_one: The first day that is counted: the day after that receipt as everywhere, or the day itself.
        evidence: What shows that the duty was met.
        source: The enactment or guidance and its place in it.
        note: What a reader of the source should know of how it was read here.
    """

    name: Id
    title: Words
    duty: Words
    binds: Words
    regions: tuple[Words, ...]
    what: Literal["acknowledge", "outcome", "notify", "answer"]
    to: Words
    concerns: Literal["every-complaint", "safeguarding", "data-protection", "subject-access"]
    within: Span
    counts_from: Literal["complaint", "knowledge"] = "complaint"
    day_one: Literal["day after", "same day"] = "day after"
    evidence: Words
    source: Words
    url: Words
    note: str = ""

    @model_validator(mode="after")
    def _same_day_is_of_days(self) -> Law:
        if self.day_one == "same day" and (self.within.unit is not Unit.DAYS or self.within.n < 2):
            msg = f'day_one = "same day" is for a time of two or more days, not of {self.within}'
            raise ValueError(msg)
        return self

    def due(self, calendar: Calendar, anchor_at: datetime) -> DueDate:
        """Return by when the duty is due, with its proof.

        Args:
            calendar: The organisation's days.
            anchor_at: The receipt that ``counts_from`` names.
        """
        if self.day_one == "day after":
            return calendar.due(anchor_at, self.within, self.source)
        last = calendar.day_of(anchor_at) + timedelta(days=self.within.n - 1)
        return DueDate(
            due_at=calendar.end_of(last),
            anchor_at=anchor_at,
            within=self.within,
            source=self.source,
            zone=calendar.zone,
            note="The day of receipt is day 1.",
        )

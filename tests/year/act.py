"""A mail of the year, as it is written and as it is reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.year.town import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A mail, as it is written and as it is reckoned.

    Attributes:
        deed: What it comes to; a function of this module.
        sender: Whose address it comes from; it answers the latest letter about the case that ``answers`` got.
        subject: Empty: "Re:" and the subject of the letter that it answers.
        machine: ``auto``: an absence notice; ``bounce``: the last letter to ``answers`` comes back.
        word: What the deed needs to know beside the moment: an outcome, a stage, a type.
        day: The day that the mail names.
        person: The person that the mail names.
        alarms: Its text says that somebody may be at risk.
    """

    at: datetime
    deed: str
    sender: str
    answers: str = ""
    subject: str = ""
    body: str = ""
    machine: str = ""
    word: str = ""
    day: datetime | None = None
    person: Person | None = None
    alarms: bool = False

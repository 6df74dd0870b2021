"""What time writes to who deals with a case: one letter to each of them, whatever is due at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailflow.core.case import Case, Deadline, Handler, Mark, What
from mailflow.core.days import long_date
from mailflow.core.decide.opening import recipients
from mailflow.core.decide.statutory import asks_for_acknowledgement
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address
from mailflow.core.office import Office

#: A promise and which letter about it is due.
Due = tuple[Deadline, str]


def calls(
    case: Case, due: Sequence[Due], now: datetime, office: Office, *, facts: Mapping[str, Value]
) -> list[SendLetter]:
    """Return one letter to each who deals with the case: a breach notice where any promise was missed, else a reminder.

    Args:
        case: As it stands.
        due: Every promise that is due to be told of.
        now: The present.
        office: Policy, people, calendar.
        facts: What else the letter tells.
    """
    missed = [one for one, mark in due if mark == Mark.BREACH]
    coming = [one for one, mark in due if mark != Mark.BREACH]
    kind = LetterKind.BREACH_NOTICE if missed else LetterKind.REMINDER
    told = {**told_of(missed, coming, office), "in_drafts": _in_drafts(case, office), **facts}
    if due:
        first = _in_order(missed or coming)[0]
        told["mark"] = next(mark for one, mark in due if one is first)
    return write(case, kind, told, recipients(case, office, now))


def _in_drafts(case: Case, office: Office) -> tuple[str, ...]:
    """Return the letters that are written and wait for a person to send them, each with the day since when."""
    names = ((one.kind.replace("-", " "), office.calendar.day_of(one.since)) for one in case.drafts)
    return tuple(f"the {name}, since {long_date(since)}" for name, since in names)


def told_of(missed: Sequence[Deadline], coming: Sequence[Deadline], office: Office) -> dict[str, Value]:
    """Return what a letter tells of promises: the most pressing one in its subject, each of them below."""
    rows = [_row(one, office, is_missed=True) for one in _in_order(missed)]
    rows += [_row(one, office, is_missed=False) for one in _in_order(coming)]
    first = rows[0] if rows else {"what": "", "due": "", "proof": "", "source": ""}
    return {**{name: first[name] for name in ("what", "due", "proof", "source")}, "promises": tuple(rows)}


def write(
    case: Case, kind: LetterKind, facts: Mapping[str, Value], to: Iterable[Handler], text_of: tuple[int, ...] = ()
) -> list[SendLetter]:
    """Return a letter of one kind to several members of staff."""
    return [
        SendLetter(
            kind=kind,
            to=Address(address=one.address, name=one.name),
            audience=Audience.STAFF,
            facts=facts,
            text_of=text_of,
            stage=case.stage,
        )
        for one in to
    ]


def _in_order(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Return the answer first, then the meeting; an acknowledgement, which goes by itself, last."""
    return sorted(deadlines, key=lambda one: (one.what is What.ACKNOWLEDGE, one.due.due_at))


def _row(one: Deadline, office: Office, *, is_missed: bool) -> dict[str, str]:
    return {
        "what": What.ACKNOWLEDGE.value if asks_for_acknowledgement(one, office) else one.what.value,
        "due": long_date(one.due.due_on),
        "proof": one.due.proof().rstrip("."),
        "source": one.source,
        "missed": "yes" if is_missed else "",
    }

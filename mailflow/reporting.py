"""Reports, from the record to the reader: cases are counted, what may be told is put into words, and it is mailed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from mailflow.core.decide.undo import MISTAKE, taken_back
from mailflow.core.decision import Decision, Page, SendLetter
from mailflow.core.facts import Fact, NoteKept
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office
from mailflow.flow.desk import Desk
from mailflow.flow.record import Recorder
from mailflow.reports.figures import History, Period, count
from mailflow.reports.names import Names
from mailflow.reports.overview import page
from mailflow.reports.periods import DueReport, due_report
from mailflow.reports.sections import sections
from mailflow.reports.told import Told, period_in_words, told
from mailflow.store import Reader

log = logging.getLogger("mailflow.flow")

#: The sections that the mail itself says in a sentence; all others are on the page alone.
_IN_SHORT = ("promises", "open", "themes")


def histories(reader: Reader, org: str, step: Callable[[int], None] = lambda _: None) -> list[History]:
    """Return all cases with what happened to them, less what was taken back; ``step`` is told of each.

    What was entered by mistake is none, and what goes on in another case is counted there.
    """
    found = []
    for _, case, recorded in reader.histories(org):
        step(1)
        if case is None or MISTAKE in case.tags or case.merged_into:
            continue
        facts = tuple(one.fact for one in recorded if one.fact is not None)
        # Where something was erased the numbers of the facts are no longer their places, and nothing is undone there.
        gone = taken_back(facts) if len(facts) == len(recorded) else frozenset()
        kept = tuple(fact for seq, fact in enumerate(facts, 1) if seq not in gone)
        found.append(History(case=case, facts=kept))
    # Of a record that was destroyed what can be counted is left, so that the years stay comparable.
    left = (one.remains for one in reader.tombstones(org))
    found += [
        History(case=one.case, facts=one.facts)
        for one in left
        if MISTAKE not in one.case.tags and not one.case.merged_into
    ]
    return found


def names_in(found: Iterable[History], office: Office) -> Names:
    """Return whom no report names."""
    titles = [title for role in office.policy.roles.values() for title in (role.title, *role.also)]
    return Names((one.case for one in found), [one.name for one in office.staff], titles)


def report(
    found: Sequence[History],
    period: Period,
    office: Office,
    now: datetime,
    about: str = "",
    everybody: Sequence[History] | None = None,
) -> Told:
    """Return what may be told of a period.

    Args:
        found: The cases; those of one member of staff alone, where ``about`` names them.
        period: The days.
        office: Whose policy, calendar and people are meant.
        now: The present, for what is open and what is overdue.
        about: Whose cases they are.
        everybody: All cases, where ``found`` are some of them: nobody of any case is named.
    """
    calendar, policy = office.calendar, office.policy
    return told(
        count(found, period, policy, calendar, now),
        period=period,
        on=calendar.day_of(now),
        policy=policy,
        organisation=office.name,
        names=names_in(found if everybody is None else everybody, office),
        laws=office.laws,
        review_due=_review_due(office, now),
        about=about,
    )


def _review_due(office: Office, now: datetime) -> date | None:
    """Return by when the policy was to be reviewed, where that is past (SS-7.1, CL-7.1)."""
    review, calendar = office.policy.review, office.calendar
    if review is None:
        return None
    due = calendar.due(calendar.at_local(review.last, 12), review.every, review.source)
    return due.due_on if due.due_at < now else None


def overlapping(reader: Reader, org: str, period: Period) -> list[Period]:
    """Return the periods of mailed reports that share days with another period: who has both can subtract them."""
    found = []
    for key in reader.once_keys(org, "-:report:"):
        days = key.removeprefix("-:report:").split(":")[0].split("/")
        mailed = Period(first=date.fromisoformat(days[0]), last=date.fromisoformat(days[1]))
        if mailed != period and mailed.first <= period.last and period.first <= mailed.last and mailed not in found:
            found.append(mailed)
    return found


def mail_due_report(desk: Desk, now: datetime) -> DueReport | None:
    """Queue the report that the policy wants sent by now, unless it was queued before; return it if it is new."""
    rules, settings = desk.office.policy.report, desk.settings
    if rules is None or rules.to is None:
        return None
    due = due_report(rules, settings.organisation.meetings, settings.mailbox.since, desk.office.calendar, now)
    if due is None:
        return None
    with desk.store.reading() as reader:
        if reader.was_queued(desk.org, f"-:{due.key}"):
            return None
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
        found = report(histories(writer, desk.org), due.period, desk.office, now)
        recorder.tell(_letters(found, due, desk.office, now))
        recorder.flush()
    log.info("report queued org=%s", desk.org)
    return due


def _letters(found: Told, due: DueReport, office: Office, now: datetime) -> list[SendLetter]:
    rules = office.policy.report
    assert rules is not None and rules.to is not None, "a report that is due goes to somebody"
    people = [Address(address=one.address, name=one.name) for one in office.holders(rules.to, now)]
    return [
        SendLetter(
            kind=LetterKind.REPORT,
            to=to,
            audience=Audience.STAFF,
            facts={
                "period": period_in_words(due.period),
                "meeting": due.meeting.isoformat() if due.meeting else "",
                "source": rules.source,
                "lines": _in_short(found),
            },
            page=Page(name=f"complaints-{due.period.first}-{due.period.last}.html", html=page(found)),
            # The first one's key stands for the report itself: who holds the role may change, the report is sent once.
            once=due.key if number == 0 else f"{due.key}:{to.address.casefold()}",
        )
        for number, to in enumerate(people or [Address(address=office.admin)])
    ]


def _in_short(found: Told) -> tuple[str, ...]:
    received = f"Complaints received: {found.complaints}."
    return (received, *(one.says for one in sections(found) if one.key in _IN_SHORT and one.says))


def cases_of(found: Iterable[History], address: str) -> list[History]:
    """Return the cases in which somebody had a part."""
    key = address.casefold()
    return [one for one in found if any(part.address == key for part in one.case.involved)]


def put_on_record(desk: Desk, refs: Iterable[str], now: datetime, why: str) -> None:
    """Note on cases why they were counted under a member of staff's name (CL-4.3)."""
    fact = Fact(at=now, by="admin", event=NoteKept(message=None), reason=why)
    with desk.store.writing() as writer:
        recorder = Recorder(desk=desk, writer=writer, now=now, files_of=lambda _: ())
        for case in filter(None, map(recorder.load, refs)):
            recorder.decided(case, Decision(facts=(fact,), because=why))
        recorder.flush()

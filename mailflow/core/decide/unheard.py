"""Something wants a person on a case that nobody is left to deal with: whoever watches over the office hears of it.

Everybody who could may be somebody whom the case is about. Its promises run on, and so do the reminders: they go to the
admin, past them to all others of the staff, with the reference and the dates and not a word of the complaint.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core.case import Case, What
from mailflow.core.conflicts import watchers
from mailflow.core.days import long_date
from mailflow.core.decide.opening import recipients
from mailflow.core.decision import Decision, admin_notices
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact, MessageFiled, Nudged, Reminded
from mailflow.core.letter_kinds import Audience
from mailflow.core.mail import MACHINE
from mailflow.core.office import Office


def heard(decision: Decision, case: Case, at: datetime, office: Office) -> Decision:
    """Return a decision with a notice to who watches, where it wants somebody and would be told to nobody."""
    is_written = any(_wrote(one) for one in decision.facts)
    if not is_written and not any(isinstance(one.event, Reminded | Nudged) for one in decision.facts):
        return decision
    if any(one.audience is not Audience.COMPLAINANT for one in decision.letters):
        return decision
    after = fold(decision.facts, case)
    if recipients(after, office, at):
        return decision
    item = {
        "title": f"Nobody can deal with {after.ref}",
        "detail": (
            f"{'Somebody has written on it.' if is_written else _owed(after)} Everybody who could is somebody whom it "
            "may be about. Name somebody else in mailflow.toml."
        ),
        "command": f"mailflow case show {after.ref}",
    }
    letters = admin_notices(watchers(office, after), item, stage=after.stage)
    return Decision(
        as_=decision.as_,
        facts=decision.facts,
        letters=(*decision.letters, *letters),
        because=f"{decision.because}; nobody is left to deal with the case, so who watches over the office is told",
    )


def _wrote(fact: Fact) -> bool:
    event = fact.event
    return isinstance(event, MessageFiled) and event.as_ not in MACHINE


def _owed(case: Case) -> str:
    """Say what is due next, or that nothing has happened."""
    running = [one for one in case.deadlines if one.is_running and one.what is not What.APPEAL]
    if not running:
        return "Nothing has happened on it for a week."
    first = min(running, key=lambda one: one.due.due_at)
    what = {What.MEET: "A meeting", What.ACKNOWLEDGE: "An acknowledgement"}.get(first.what, "An answer")
    return f"{what} was promised by {long_date(first.due.due_on)} ({first.source})."

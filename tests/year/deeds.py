"""What each mail of the year must lead to: one function for each thing that a family or a machine can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.year import staff_deeds
from tests.year.act import Act
from tests.year.hours import clock, next_at
from tests.year.reckoning import Reckoning
from tests.year.rulebook import CLOSE_AFTER, REVISED_CLOSE_AFTER
from tests.year.town import REVISED_AT


def turn(reckoning: Reckoning, at: datetime, *acts: Act) -> None:
    """Reckon one turn: the mail, then the clock, then the post."""
    reckoning.now = at
    for act in acts:
        DEEDS[act.deed](reckoning, act)
    clock(reckoning)
    reckoning.post()


def until(reckoning: Reckoning, limit: datetime) -> None:
    """Let time pass up to a moment, not included."""
    while (at := next_at(reckoning)) is not None and at < limit:
        turn(reckoning, max(at, reckoning.now))


# --- the family ---------------------------------------------------------------------------------------------------


def complaint(r: Reckoning, a: Act) -> None:
    """A first mail. ``word``: ``formal``, ``alarm`` or ``names`` (its text names who would deal with it)."""
    book = r.town.book
    r.first = a.at
    r.close_after = CLOSE_AFTER if r.now < REVISED_AT else REVISED_CLOSE_AFTER
    if a.person:
        r.sealed = r.shut_out = {a.person.address}
    r.begin(book.formal if a.word == "formal" and book.formal else book.opens, a.at, "complaint")
    r.copies("opened")
    if a.word == "alarm":
        r.raise_alarm(a.at, 0)


def entered(r: Reckoning, a: Act) -> None:
    """``#new``: nothing happens before the registered address confirms it."""
    r.tell("confirm-sender", a.sender)


def confirmed(r: Reckoning, a: Act) -> None:
    """``#yes``: the case counts as of the mail that it confirms."""
    assert a.day is not None
    complaint(r, Act(at=a.day, deed="complaint", sender=a.sender))
    r.tell("directive-done", a.sender)


def reply(r: Reckoning, a: Act) -> None:
    """A later mail of the family. ``word``: ``appeal``, ``asks`` (in the subject), ``doubt``, ``thanks``, ``again``."""
    was_told, before = list(r.told), len(r.posts)
    _reply(r, a)
    if a.alarms and was_told:
        r.tell("safeguarding-alert", *(one for one in was_told if one not in r.sealed))
    elif a.alarms:
        r.raise_alarm(a.at, before)


def _reply(r: Reckoning, a: Act) -> None:
    r.moves(a.at)
    step, window = r.step, r.window()
    in_time = window is None or a.at <= window.due
    if a.word == "appeal" and r.outcome_left and r.late is None:
        _appeal(r, a, in_time=in_time)
        return
    asks_again = a.word == "again" and step.reconsiders and r.stage not in r.reconsidered
    if asks_again and r.status == "decided" and in_time:
        r.reconsidered.add(r.stage)
        r.thinks_again = True
        r.notify(r.dealing(a.at))
        return
    by_word = a.word == "asks" and bool(r.outcome_left and step.to) and r.late is None
    by_text = a.word in ("doubt", "again") and r.status == "decided" and bool(step.to) and in_time
    if (by_word or by_text) and r.doubt is None:
        r.doubt, r.is_called = a.at, False
    r.notify(r.dealing(a.at))


def _appeal(r: Reckoning, a: Act, *, in_time: bool) -> None:
    step, window = r.step, r.window()
    if not step.to:
        r.notify(r.dealing(a.at)) if r.told else r.write("process-ended")
        return
    if step.window and not (window and in_time):
        was_meant = r.doubt is not None and window is not None and r.doubt <= window.due
        if not was_meant:
            r.late, r.doubt, r.status, r.close_at = a.at, None, "open", None
            r.notify(r.dealing(a.at))
            if not r.told:
                r.write("appeal-late", a.at, *([window.due] if window else []))
            return
    r.appealed(a.at)
    r.begin(step.to, a.at, "appeal")


def elsewhere(r: Reckoning, a: Act) -> None:
    """From another address of the family's: it waits, and they are asked at their own once, where a machine may ask."""
    if not (r.is_asked or r.told or r.sealed or r.party or r.status == "closed"):
        r.is_asked = True
        r.write("confirm-address", a.at)


def machine(r: Reckoning, a: Act) -> None:
    """Nobody answers a machine, and it moves nothing."""


def bounce(r: Reckoning, a: Act) -> None:
    """The last letter to the family came back."""
    r.undelivered([one.kind for one in r.letters if one.to == r.family][-1])


DEEDS: dict[str, Callable[[Reckoning, Act], None]] = {
    one.__name__: one for one in (complaint, entered, confirmed, reply, elsewhere, machine, bounce, *staff_deeds.ALL)
}

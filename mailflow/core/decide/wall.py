"""The wall around a conflict of interest: who deals with a stage once nobody does whom the case is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.case import Case, Handler
from mailflow.core.conflicts import named_in, suspects, watchers_past
from mailflow.core.decision import SendLetter, admin_notices
from mailflow.core.facts import Event
from mailflow.core.facts_beside import AboutSet, StaffNamed
from mailflow.core.forwarded import without_headers
from mailflow.core.letter_kinds import Audience
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.core.trigger import MessageArrived

#: A mail of staff's that enters a complaint for somebody.
_ENTERED = re.compile(r"\s*#\s*new\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Who deals with a stage that opens, and who must not.

    Attributes:
        sealed: Those whom the case is about, or may be (addresses, casefolded).
        shut_out: These, and whom the text names besides: they get no copy.
        remark: What the notice to whoever stands in says; empty where nobody does.
    """

    handlers: tuple[Handler, ...]
    sealed: tuple[str, ...]
    shut_out: tuple[str, ...]
    events: tuple[Event, ...] = ()
    remark: str = ""


def told_by(arrived: MessageArrived) -> str:
    """Return what a complainant says in a mail and its documents; a form's own labels are not their words.

    Nor is what a program wrote above a mail that staff forward: whoever had it from the family is not named by that.
    """
    message, form = arrived.message, arrived.form
    if form is not None:
        return "\n".join((message.subject, *form.fields.values(), form.rest))
    words = without_headers(arrived.new_text) if _ENTERED.match(arrived.new_text) else arrived.new_text
    return "\n".join((message.subject, words, *(one.text for one in message.documents)))


def raise_wall(
    case: Case | None,
    told: str,
    message: int,
    roles: Iterable[str],
    at: datetime,
    office: Office,
    earlier_cases: Sequence[Case] = (),
) -> Wall:
    """Return who deals with a stage that opens. Whoever would, and is named by what the complainant wrote, does not.

    Nor does, until somebody says whom it is about, whom an earlier case of the same person is about: many write anew
    where they mean to go on.
    """
    wanted = tuple(roles)
    before = case.sealed_from if case else ()
    earlier = case.named if case else ()
    in_text = named_in(told, office) if told else ()
    by_case = {key: one.ref for one in earlier_cases for key in one.sealed_from if office.officer(key)}
    newly = tuple(one for one in dict.fromkeys((*in_text, *by_case)) if one not in earlier)
    named = (*earlier, *newly)
    raised = suspects(office, wanted, at, sealed=before, named=named)
    sealed = (*before, *raised)
    events: list[Event] = []
    if newly:
        events.append(StaffNamed(message=message, addresses=newly))
    if raised:
        events.append(AboutSet(about=case.about if case else None, addresses=sealed, suspected=True))
    return Wall(
        handlers=office.handlers_of(wanted, at, sealed),
        sealed=sealed,
        shut_out=tuple(dict.fromkeys((*sealed, *named))),
        events=tuple(events),
        remark=_why(raised, wanted, office, {} if set(raised) & {*earlier, *in_text} else by_case) if raised else "",
    )


def may_reach(address: str, audience: Audience, case: Case | None) -> bool:
    """Say whether a letter about a case may go to an address. The complainant's own letters are theirs."""
    if case is None or address.casefold() not in case.sealed_from:
        return True
    return audience is Audience.COMPLAINANT and address.casefold() == (case.complainant.address or "").casefold()


def people(addresses: Collection[str], office: Office) -> str:
    """Return the names of members of staff, with their parts."""
    found = []
    for one in office.staff:
        if one.key in addresses:
            titles = " and ".join(office.policy.title_of(role) for role in one.roles)
            found.append(f"{one.name} ({titles})" if titles and titles != one.name else one.name)
    return " and ".join(found)


def _why(raised: Collection[str], roles: Collection[str], office: Office, by_case: Mapping[str, str]) -> str:
    """Say to whoever stands in why the case comes to them, and how to hand it back."""
    own = [role for role in roles if any(one.key in raised and role in one.roles for one in office.staff)]
    who = people(raised, office)
    confirm = own[0] if own else next(one.address for one in office.staff if one.key in raised)
    refs = " and ".join(dict.fromkeys(by_case[one] for one in raised if one in by_case))
    found = f"{refs}, in which the same person has a part, is or may be about" if refs else "The text names"
    return (
        f"{found} {who}, who would otherwise deal with it. So it comes to you, and they hear nothing of it. If "
        f"the complaint is about them, reply with the line #about {confirm}. If it is about nobody here, reply with "
        "#about nobody: it is then handed back."
    )


def nobody_left(ref: str, stage: Stage, wall: Wall, office: Office) -> list[SendLetter]:
    """Tell the admin, where nobody is left to deal with a case; without a word of what it is about.

    Where the case is about the admin too, all others of the staff are told.
    """
    if wall.handlers:
        return []
    item = {
        "title": f"Nobody can deal with {ref or 'a new case'} at {stage.title}",
        "detail": "Everybody who could is somebody whom it may be about. Name somebody else in mailflow.toml.",
        "command": f"mailflow case show {ref}" if ref else "mailflow case list",
    }
    return list(admin_notices(watchers_past(wall.sealed, (), office), item, stage=stage.id))

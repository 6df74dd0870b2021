"""A stage for which the policy wants somebody who had no say before (LC-5.2, SS-2.5), and who is kept informed of it.

Whoever decided before, or dealt with the stage that is left, gives way to another holder of the part or to whoever acts
in its place. Where there is nobody else the case goes to them all the same, and the admin is asked for somebody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from mailflow.core.case import Case, Handler, Status
from mailflow.core.conflicts import shut_out, watchers_past
from mailflow.core.decision import SendLetter, admin_notices
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office, Officer
from mailflow.core.panel_terms import SomebodyNew
from mailflow.core.policy import Stage


def new_to(
    case: Case | None,
    stage: Stage,
    handlers: tuple[Handler, ...],
    sealed: Collection[str],
    at: datetime,
    office: Office,
) -> tuple[Handler, ...]:
    """Return who deals with a stage that opens: of those who would, whoever is new, else others in their place."""
    wanted = stage.somebody_new
    if case is None or wanted is None:
        return handlers
    out = said_before(case, stage, wanted)
    fresh = tuple(one for one in handlers if one.address.casefold() not in out)
    if fresh or not handlers:
        return fresh
    on = office.calendar.day_of(at)
    for role in stage.handlers_for(case.type):
        for each in office.policy.role_chain(role):
            found = tuple(
                Handler(role=each, name=one.name, address=one.address)
                for one in office.staff
                if each in one.roles and one.key not in out and one.key not in sealed and not one.is_away(on)
            )
            if found:
                return found
    return handlers


def said_before(case: Case, stage: Stage, wanted: SomebodyNew) -> frozenset[str]:
    """Return who must give way at a stage (addresses, casefolded): who decided another one, or dealt with the last."""
    deciders = {one.address for one in case.involved if one.decided and one.stage != stage.id}
    dealing = {one.address.casefold() for one in case.handlers} if case.stage != stage.id else set()
    return frozenset(deciders | (dealing if wanted.nobody_who == "had a part" else set()))


def nobody_new(
    case: Case | None, stage: Stage, handlers: Iterable[Handler], sealed: Collection[str], office: Office
) -> tuple[str, tuple[SendLetter, ...]]:
    """Return what the notice says to who decides once more for want of anybody else, and what the admin is told."""
    wanted = stage.somebody_new
    if case is None or wanted is None:
        return "", ()
    again = [one for one in handlers if one.address.casefold() in said_before(case, stage, wanted)]
    if not again:
        return "", ()
    titles = " or ".join(office.policy.title_of(role) for role in stage.handlers)
    remark = (
        f"You had a say in this complaint before, and the policy wants somebody new at {stage.title} "
        f"({wanted.source}). Nobody else is {titles}: please bring in somebody with #assign NAME, and leave it to them."
    )
    names = " and ".join(one.name for one in again)
    item = {
        "title": f"{case.ref} needs somebody new at {stage.title}",
        "detail": (
            f"{names} had a say in it before ({wanted.source}). Name another {titles} in mailflow.toml, or ask {names} "
            "to bring in somebody with #assign."
        ),
        "command": f"mailflow case show {case.ref}",
    }
    told = watchers_past(sealed, [each.address for each in handlers], office)
    return remark, tuple(admin_notices(told, item, stage=stage.id))


def wants_somebody(case: Case, office: Office, at: datetime) -> str | None:
    """Return what ``mailflow check`` asks for where the next stage of a case wants somebody new and there is nobody."""
    following = office.policy.next_stage(case.stage)
    if following is None or following.somebody_new is None or case.status is Status.CLOSED:
        return None
    if not any(one.decided and one.stage == case.stage for one in case.involved):
        return None
    would = office.handlers_of(following.handlers_for(case.type), at, case.sealed_from)
    deals = new_to(case, following, would, case.sealed_from, at, office)
    out = said_before(case, following, following.somebody_new)
    again = [one.name for one in deals if one.address.casefold() in out]
    if not again:
        return None
    titles = " or ".join(f'"{role}"' for role in following.handlers)
    return (
        f"{case.ref}: {' and '.join(again)} had a say in it, and would decide {following.title} too "
        f"({following.somebody_new.source}); give the role {titles} to somebody else as well in [[staff]]"
    )


def why_not_new(case: Case, officer: Officer, office: Office) -> str | None:
    """Say why somebody cannot be brought in at a stage that wants somebody new; None where they can."""
    stage = office.policy.stage(case.stage)
    wanted = stage.somebody_new
    if wanted is None:
        return None
    part = case.earlier_part_of(officer.address, as_decider=wanted.nobody_who == "decided")
    if part is None:
        return None
    did = "decided" if part.decided else "had a part in"
    return (
        f"{officer.name} {did} {office.policy.stage(part.stage).title}, and the policy wants somebody new at "
        f"{stage.title} ({wanted.source}). Bring in somebody else."
    )


def informed(on: str, case: Case, stage: Stage, handlers: Iterable[Handler], office: Office) -> list[SendLetter]:
    """Write to who dealt with an earlier stage, where the policy keeps them informed (SS-3.3); no text, no details."""
    rule = stage.informs
    if rule is None:
        return []
    have_it = {one.address.casefold() for one in handlers} | shut_out(case)
    dealt = dict.fromkeys(one.address for one in case.involved if one.stage == rule.who_dealt_with)
    found = (office.officer(one) for one in dealt if one not in have_it)
    return [
        SendLetter(
            kind=LetterKind.COPY,
            to=Address(address=one.address, name=one.name),
            audience=Audience.STAFF,
            facts={"on": on, "source": rule.source},
            stage=stage.id,
        )
        for one in found
        if one is not None
    ]

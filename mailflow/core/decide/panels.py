"""The panel of a stage: who may sit on it, who is told, and an answer that has to wait for it (BB-3.1, LC-6.2)."""

from __future__ import annotations

from mailflow.core.case import Case, Handler, Outcome
from mailflow.core.conflicts import shut_out
from mailflow.core.decide.moves import find_officer
from mailflow.core.decide.opening import notices
from mailflow.core.decide.work import Work
from mailflow.core.directives import NamePanel
from mailflow.core.facts_beside import PanelNamed
from mailflow.core.office import Office, Officer
from mailflow.core.panel_terms import Panel

#: Outcomes that no panel needs to hear: nothing is decided about the complaint.
_NOTHING_DECIDED = (Outcome.RESOLVED, Outcome.WITHDRAWN, Outcome.REFERRED)
#: The role of a member where the policy says nothing of the stage's panel.
MEMBER = "panel"


def name_panel(work: Work, directive: NamePanel) -> str | None:
    """Carry out ``#panel A, B, C``, or say everything that speaks against it."""
    case, office = work.case, work.office
    asked = office.policy.stage(case.stage).panel
    found = [find_officer(office, who) for who in directive.who]
    members = tuple(dict.fromkeys(one for one in found if isinstance(one, Officer)))
    problems = [one for one in found if isinstance(one, str)]
    if not problems:
        problems = [*_against(members, asked, case, office)]
    if problems:
        return " ".join(problems)
    panel = tuple(Handler(role=_role(one, asked), name=one.name, address=one.address) for one in members)
    told = {one.address.casefold() for one in (*case.handlers, *case.panel)}
    new = tuple(one for one in panel if one.address.casefold() not in told)
    work.happen(PanelNamed(members=panel))
    work.letters += notices(new, "panel", stage=case.stage, messages=case.stage_messages, office=office)
    names = ", ".join(one.name for one in panel)
    work.done.append(f"The panel of {case.ref}: {names}. Whoever did not have the complaint yet has it now.")
    return None


def without_its_panel(case: Case, outcome: Outcome, office: Office) -> str | None:
    """Say why an answer must wait for its panel; None where it need not."""
    stage = office.policy.stage(case.stage)
    asked = stage.panel
    if asked is None or outcome in _NOTHING_DECIDED or not (asked.required or case.panel):
        return None
    sitting = [office.officer(one.address) for one in case.panel or case.handlers]
    against = _against(tuple(one for one in sitting if one), asked, case, office)
    if not against:
        return None
    if case.panel:
        return f"The panel of {stage.title} cannot answer as it is. {' '.join(against)}"
    return (
        f"{stage.title} is answered by a panel ({asked.source}), and none is named yet. {_wanted(asked, office)} "
        f"Write above #outcome, for example: {example_panel(asked, case, office)}"
    )


def _against(members: tuple[Officer, ...], asked: Panel | None, case: Case, office: Office) -> list[str]:
    """Return what speaks against these members, each a sentence."""
    sealed = [one.name for one in members if one.key in shut_out(case)]
    problems = [f"{name} cannot sit on it: the complaint is about them, or names them." for name in sealed]
    if asked is None:
        return problems
    if len(members) != asked.size:
        named = "1 person is" if len(members) == 1 else f"{len(members)} people are"
        problems.append(f"{named} named. {_wanted(asked, office)} For example: {example_panel(asked, case, office)}")
    for one in members:
        if asked.roles and not set(asked.roles) & set(one.roles):
            titles = " or ".join(office.policy.title_of(role) for role in asked.roles)
            problems.append(f"{one.name} cannot sit on it, being no {titles} ({asked.source}).")
        if why := _earlier(one, asked, case, office):
            problems.append(why)
    if asked.independent and members and not any(asked.independent in one.roles for one in members):
        title = office.policy.title_of(asked.independent)
        problems.append(f"Nobody among them is {title}, as one of them must be ({asked.source}).")
    return problems


def _earlier(one: Officer, asked: Panel, case: Case, office: Office) -> str | None:
    part = case.earlier_part_of(one.address, as_decider=asked.nobody_who == "decided")
    if part is None:
        return None
    did = "decided" if part.decided else "had a part in"
    title = office.policy.stage(part.stage).title
    return f"{one.name} cannot sit on it: they {did} {title}, and the policy wants somebody new ({asked.source})."


def _role(officer: Officer, asked: Panel | None) -> str:
    return next((role for role in (asked.roles if asked else ()) if role in officer.roles), MEMBER)


def _wanted(asked: Panel, office: Office) -> str:
    titles = " or ".join(office.policy.title_of(role) for role in asked.roles)
    of = f", each {titles}" if titles else ""
    what = "had a part in" if asked.nobody_who == "had a part" else "decided"
    return f"The panel has {asked.size} members{of}, none of whom {what} an earlier step ({asked.source})."


def example_panel(asked: Panel, case: Case, office: Office) -> str:
    """Return a line with who could sit; names stand for those who are wanting."""
    free = [
        one.name
        for one in office.staff
        if (not asked.roles or set(asked.roles) & set(one.roles))
        and one.key not in shut_out(case)
        and not _earlier(one, asked, case, office)
    ]
    free.sort(key=lambda name: not any(one.name == name and asked.independent in one.roles for one in office.staff))
    wanting = [f"NAME {number}" for number in range(1, asked.size - len(free[: asked.size]) + 1)]
    return f"#panel {', '.join([*free[: asked.size], *wanting])}"

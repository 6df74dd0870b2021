"""``#about``: staff say whom a case is about. It is sealed from that person, or handed back where it is nobody."""

from __future__ import annotations

import re

from mailflow.core.case import Handler
from mailflow.core.conflicts import shut_out
from mailflow.core.decide.moves import find_officer
from mailflow.core.decide.opening import copies, notices
from mailflow.core.decide.wall import Wall, nobody_left, people
from mailflow.core.decide.work import Work
from mailflow.core.directives import SetAbout
from mailflow.core.facts_beside import AboutSet, HandlersChanged
from mailflow.core.office import Office

_NOBODY = ("nobody", "no one", "no-one", "none")
_NOT_A_LETTER = re.compile(r"[\W_]+")


def about(work: Work, directive: SetAbout) -> str | None:
    """Carry out ``#about``, or say why not."""
    who = directive.who.strip()
    if who.casefold().strip(".") in _NOBODY:
        _set(work, None, ())
        return None
    if (role := _role(work.office, who)) is not None:
        _set(work, role, tuple(one.key for one in work.office.staff if role in one.roles))
        return None
    officer = find_officer(work.office, who)
    if isinstance(officer, str):
        roles = ", ".join(work.office.policy.roles)
        return f"{officer} Or a role: {roles}. Or nobody."
    _set(work, officer.name, (officer.key,))
    return None


def _role(office: Office, who: str) -> str | None:
    """Return the role that somebody means by its name in the policy file or by a title."""

    def bare(words: str) -> str:
        return _NOT_A_LETTER.sub("", words.casefold())

    wanted = bare(who).removeprefix("the")
    for name, role in office.policy.roles.items():
        if wanted and wanted in (bare(one) for one in (name, role.title, *role.also)):
            return name
    return None


def _set(work: Work, whom: str | None, addresses: tuple[str, ...]) -> None:
    before, ref = work.case, work.case.ref
    work.happen(AboutSet(about=whom, addresses=addresses))
    changed = _move(work)
    if whom is None:
        work.done.append(f"{ref} is about nobody here.")
    elif addresses:
        work.done.append(f"{ref} is about {people(addresses, work.office)}. Nothing of it goes there.")
    else:
        work.done.append(f"{ref} is about the {work.office.policy.title_of(whom)}; nobody holds that part.")
    if changed:
        names = " and ".join(one.name for one in work.case.handlers) or "nobody"
        work.done.append(f"It is now with {names}.")
    if before.is_suspected and len(before.stage_messages) == 1:
        # A copy that the suspicion held back (SS-1.4) goes now, to whom it does not concern after all.
        stage = work.office.policy.stage(before.stage)
        freed = [
            one
            for one in copies(
                "opened",
                stage,
                work.case.handlers,
                work.office,
                before.stage_messages[0],
                except_=shut_out(work.case),
            )
            if one.to.key in shut_out(before)
        ]
        work.letters += freed


def _move(work: Work) -> bool:
    """Give the case to whoever deals with it now that it is known whom it is about; say whether anybody changed.

    Who was brought in by ``#assign`` stays, unless the case is about them.
    """
    case, office, at = work.case, work.office, work.arrived.received_at
    stage = office.policy.stage(case.stage)
    roles = stage.handlers_for(case.type)
    assigned = [one for one in case.handlers if one.role not in office.policy.roles]
    new: dict[str, Handler] = {}
    for one in (*office.handlers_of(roles, at, case.sealed_from), *assigned):
        if not case.is_sealed_from(one.address):
            new.setdefault(one.address.casefold(), one)
    old = {one.address.casefold() for one in case.handlers}
    if set(new) == old:
        return False
    because = f"about {case.about}" if case.about else "about nobody"
    work.happen(HandlersChanged(handlers=tuple(new.values()), because=because))
    arrivals = [one for key, one in new.items() if key not in old]
    remark = (
        f"{work.officer.name} says whom it is about: {case.about}. So it comes to you, and they hear nothing of it."
        if case.sealed_from
        else f"{work.officer.name} says that it is about nobody here, and hands it back to you."
    )
    reason = "conflict" if case.sealed_from else "handed-back"
    work.letters += notices(
        arrivals, reason, stage=case.stage, messages=case.stage_messages, office=office, remark=remark
    )
    wall = Wall(handlers=tuple(new.values()), sealed=case.sealed_from, shut_out=case.sealed_from)
    work.letters += nobody_left(case.ref, stage, wall, office)
    return True

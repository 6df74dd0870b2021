"""A role that decides twice: at a stage, and again on the appeal against its own answer."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.core.critic.terms import PolicyWarning, before
from mailflow.core.policy import Policy, Stage

_ALWAYS = ""


def roles(policy: Policy) -> Iterator[PolicyWarning]:
    """Yield each role that answers, or may come to answer, a complaint at two stages of which one follows the other."""
    for later in policy.stages:
        for earlier in before(policy, later):
            now, then = _deciders(policy, later), _deciders(policy, earlier)
            for role in (one for one in then if one in now):
                ways = (then[role].values(), now[role].values())
                always = [_ALWAYS in each for each in ways]
                # Two occasions at once are no flaw of the policy, nor is one in a step that need not be taken.
                if all(always) or (any(always) and not earlier.reached_by_staff):
                    yield _twice(policy, role, (earlier, then[role]), (later, now[role]))


def _twice(
    policy: Policy, role: str, first: tuple[Stage, dict[str, str]], second: tuple[Stage, dict[str, str]]
) -> PolicyWarning:
    causes = [name for _, whens in (first, second) if _ALWAYS not in whens.values() for name in whens]
    sources = [policy.roles[name].source for name in dict.fromkeys((*_roles_in(causes), role)) if name in policy.roles]
    clauses = dict.fromkeys(filter(None, (*sources, first[0].source, second[0].source)))
    says = (
        f"the {policy.title_of(role)} ({role}) decides {second[0].id}{_when(second[1])}, and decides {first[0].id} "
        f"before it{_when(first[1])}: who appeals is answered by the same person again; name somebody else for one"
    )
    return PolicyWarning(clauses=tuple(clauses), about=second[0].id, says=says)


def _when(whens: dict[str, str]) -> str:
    return "" if _ALWAYS in whens.values() else f" ({' or '.join(whens.values())})"


def _roles_in(causes: list[str]) -> list[str]:
    return [cause.partition(":")[2] for cause in causes]


def _deciders(policy: Policy, stage: Stage) -> dict[str, dict[str, str]]:
    """Return who may be in charge of a stage, each with the occasions; the empty one is always.

    An occasion's key names the role that somebody else then acts for: ``away:ceo``. Stand-ins of stand-ins are left
    out: so many absences at once are no flaw of the policy.
    """
    found: dict[str, dict[str, str]] = {}
    in_charge = dict.fromkeys([stage.handlers[0], *(names[0] for names in stage.handlers_for_type.values() if names)])
    for role in in_charge:
        found.setdefault(role, {})[f"always:{role}"] = _ALWAYS
        title = policy.title_of(role)
        for stand_in in policy.roles[role].instead:
            found.setdefault(stand_in, {})[f"away:{role}"] = f"while the {title} is away"
        if conflict := policy.in_conflict(role):
            found.setdefault(conflict, {})[f"about:{role}"] = f"where the complaint is about the {title}"
    return found

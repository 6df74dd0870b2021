"""Whether an office can run a policy: who is missing, and what that means."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mailflow.core.policy import Policy


def staffing_problems(policy: Policy, staff_roles: Collection[str]) -> tuple[str, ...]:
    """Return why an office cannot run a policy: a stage whose handler nobody is, nor anybody in that role's place.

    The first handler of a stage is in charge; whoever stands beside is a warning until needed.
    """
    problems = []
    for role, stages in _in_charge(policy).items():
        chain = policy.role_chain(role)
        if not set(chain) & set(staff_roles):
            others = f", nor {' or '.join(chain[1:])} in its place" if len(chain) > 1 else ""
            problems.append(
                f'nobody holds the role "{role}"{others}, so nobody would handle {" and ".join(stages)}; '
                f'add roles = ["{role}"] to somebody in [[staff]]'
            )
    return tuple(problems)


def staffing_warnings(policy: Policy, staff_roles: Collection[str]) -> tuple[str, ...]:
    """Return what will go to somebody else, or to nobody, because a role is vacant."""
    held = set(staff_roles)
    hopeless = {role for role in _in_charge(policy) if not set(policy.role_chain(role)) & held}
    warnings = []
    for role in policy.roles:
        if role in held or role in hopeless:
            continue
        stand_in = next((each for each in policy.role_chain(role)[1:] if each in held), None)
        goes = f"its part falls to {stand_in}" if stand_in else "what needs it waits for a person"
        warnings.append(f'nobody holds the role "{role}" ({policy.title_of(role)}): {goes}')
    return tuple(warnings)


def _in_charge(policy: Policy) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stage in policy.stages:
        found.setdefault(stage.handlers[0], []).append(stage.id)
    return found


def unknown_roles(policy: Policy, staff_roles: Collection[str]) -> Iterator[str]:
    """Yield the roles that staff are said to hold and the policy does not know."""
    yield from (role for role in staff_roles if role not in policy.roles)

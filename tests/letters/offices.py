"""Offices for the letters' tests: each of the five policies with one person in every role."""

from __future__ import annotations

import functools

from mailflow.core.days import Calendar
from mailflow.core.office import Office, Officer
from mailflow.letters.render import Templates
from mailflow.policies import load
from mailflow.settings import data_folder

CODES = {
    "little-footsteps": "LF",
    "big-bums-little-bums": "BB",
    "stepping-stones": "SS",
    "childrens-links": "CL",
    "libra-children-services": "LC",
}
POLICIES = tuple(CODES)


@functools.cache
def office_of(policy_name: str) -> Office:
    """Return an office that runs one of the five policies."""
    loaded = load(policy_name)
    return Office(
        code=CODES[policy_name],
        name=loaded.policy.organisation,
        admin="admin@office.example",
        address="complaints@office.example",
        policy=loaded.policy,
        policy_digest=loaded.digest,
        calendar=Calendar(zone="Europe/London"),
        staff=(Officer(name="Ada Coordinator", address="ada@office.example", roles=tuple(loaded.policy.roles)),),
    )


@functools.cache
def our_templates() -> Templates:
    """Return the templates that mailflow brings."""
    return Templates([data_folder("templates")])

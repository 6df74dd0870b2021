"""A case that was merged goes on in another one: what comes for it belongs there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailflow.core.case import Case
from mailflow.core.thread import Threaded
from mailflow.store import Reader


def with_successors(reader: Reader, org: str, cases: dict[str, Case]) -> dict[str, Case]:
    """Return cases with those in which they go on."""
    while found := reader.cases(org, {one.merged_into for one in cases.values() if one.merged_into} - cases.keys()):
        cases = {**cases, **found}
    return cases


def where_it_goes_on(threaded: Threaded, cases: Mapping[str, Case]) -> Threaded:
    """Return a message on the case in which its own goes on."""
    while threaded.case is not None and (onto := cases.get(threaded.case.merged_into or "")) is not None:
        threaded = replace(threaded, case=onto, because=f"{threaded.because}; that goes on in {onto.ref}")
    return threaded

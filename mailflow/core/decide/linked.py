"""A new case of somebody who complained before: whoever deals with it is told, and what the policy says of it."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.case import Case, Status
from mailflow.core.office import Office
from mailflow.core.policy import Stage


def recurrence(earlier: Sequence[Case], stage: Stage, office: Office) -> str:
    """Return what the notice of a new case says of earlier ones; empty where there are none.

    Whether it is the same problem again, a person says: ``#stage`` takes it to where the policy wants it (SS-2.1).
    """
    if not earlier:
        return ""
    refs = ", ".join(f"{one.ref}{' (closed)' if one.status is Status.CLOSED else ''}" for one in earlier)
    remark = f"The same person complained before: {refs}."
    again = next((one for one in office.policy.stages if one.recurs), None)
    if again is None or again.id == stage.id:
        return remark
    return f"{remark} If it is the same problem again, take it to {again.title}: #stage {again.id} ({again.recurs})."

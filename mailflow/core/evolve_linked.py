"""What a fact that ties a case to others means for its state."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from mailflow.core.case import Case
from mailflow.core.facts_linked import CaseLinked, OtherSideWrote


def evolve_linked(case: Case, event: CaseLinked | OtherSideWrote) -> Case:
    """Return the case after a fact that ties it to others."""
    match event:
        case CaseLinked():
            return replace(case, linked=tuple(dict.fromkeys((*case.linked, *event.to))))
        case OtherSideWrote():
            return replace(case, from_other_side=(*case.from_other_side, event.message))
        case _ as never:
            assert_never(never)

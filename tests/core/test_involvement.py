"""Who had a part at which stage: handlers, who was brought in, and who decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.case import Case, Handler, Outcome
from mailflow.core.evolve import fold
from mailflow.core.facts import Event, Fact, HandlerAssigned, OutcomeGiven, StageOpened
from mailflow.core.facts_beside import HandlersChanged, PanelNamed
from tests.core.cast import BORN, case

ADA, BO, CY, DI = (Handler(role="x", name=name, address=f"{name}@office.example") for name in ("Ada", "Bo", "Cy", "Di"))


def opened(stage: str, *handlers: Handler) -> StageOpened:
    return StageOpened(stage=stage, since=BORN, handlers=handlers, because="complaint")


def after(*events: Event) -> Case:
    return fold(tuple(Fact(at=BORN, by="mailflow", event=one) for one in events), case())


@pytest.mark.clause("LC-6.2", "LC-5.2")
def test_who_handled_was_brought_in_or_heard_an_earlier_stage_had_a_part_in_it() -> None:
    walked = after(
        opened("stage-1", ADA),
        HandlerAssigned(handler=BO),
        PanelNamed(members=(CY,)),
        HandlersChanged(handlers=(DI,), because="away"),
        opened("stage-2"),
    )
    parts = [walked.earlier_part_of(one.address) for one in (ADA, BO, CY, DI)]
    assert [one.stage if one else None for one in parts] == ["stage-1"] * 4
    assert walked.earlier_part_of("eve@office.example") is None


def test_a_part_in_the_present_stage_is_no_earlier_part() -> None:
    assert after(opened("stage-1", ADA)).earlier_part_of(ADA.address) is None


def test_only_who_answered_is_a_decider_also_a_stand_in_and_in_any_case_of_the_address() -> None:
    answered = OutcomeGiven(stage="stage-1", outcome=Outcome.UPHELD, message=1, decider="DI@office.example")
    walked = after(opened("stage-1", ADA), answered, opened("stage-2", BO))
    assert walked.earlier_part_of(ADA.address, as_decider=True) is None
    assert walked.earlier_part_of("di@OFFICE.example", as_decider=True) is not None


def test_who_decided_stays_a_decider_when_the_stage_opens_again() -> None:
    answered = OutcomeGiven(stage="stage-1", outcome=Outcome.UPHELD, message=1, decider=ADA.address)
    walked = after(opened("stage-1", ADA), answered, opened("stage-1", ADA))
    part = replace(walked, stage="stage-2").earlier_part_of(ADA.address, as_decider=True)
    assert part is not None and part.stage == "stage-1"

"""How long a record is kept after its case closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mailflow.core.case import Complainant, Kind
from mailflow.core.facts import CaseClosed, CaseOpened, Fact, StageOpened
from mailflow.core.retention import closed_since, kept_until
from mailflow.policies import load
from tests.core.cast import BORN, office

LF = "little-footsteps"


def happened(days: int, event: object) -> Fact:
    return Fact(at=BORN + timedelta(days=days), by="x", event=event)  # type: ignore[arg-type]


OPENED = happened(
    0,
    CaseOpened(
        ref="LC-2020-0001", organisation="LC", policy=LF, edition="undated", policy_digest="x", kind=Kind.COMPLAINT,
        channel="email", complainant=Complainant(name="P", address="p@mail.example"), received_at=BORN,
    ),
)  # fmt: skip


def test_an_open_case_is_closed_since_never() -> None:
    assert closed_since([OPENED]) is None


def test_the_last_closing_counts() -> None:
    again = StageOpened(stage="formal-review", since=BORN, handlers=(), because="directive")
    facts = [OPENED, happened(3, CaseClosed(why="x")), happened(9, again)]
    assert closed_since(facts) is None
    assert closed_since([*facts, happened(20, CaseClosed(why="y"))]) == BORN + timedelta(days=20)
    assert closed_since([OPENED, happened(3, CaseClosed(why="x")), happened(5, CaseClosed(why="y"))]) == (
        BORN + timedelta(days=3)
    )


@pytest.mark.clause("LF-4.2")
def test_lf_4_2_a_record_is_kept_for_five_years_from_its_closing() -> None:
    retention = load(LF).policy.retention
    assert retention is not None
    until = kept_until(datetime(2020, 11, 20, 15, tzinfo=UTC), retention, office(LF).calendar)
    assert (until.due_on, until.source) == (date(2025, 11, 20), "LF-4.2")
    assert until.due_at == datetime(2025, 11, 20, 23, 59, 59, tzinfo=UTC)

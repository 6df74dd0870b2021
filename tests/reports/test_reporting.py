"""From the record to what is told: what was taken back does not count, and what is overdue is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.core.decide.undo import MISTAKE
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact, Tagged
from mailflow.core.facts_beside import CaseMerged, OverrideMade, OverrideUndone, TypeSet
from mailflow.reporting import histories, report
from mailflow.reports.figures import Period
from mailflow.store import CaseChange, Store
from tests.reports.told_of import YEAR, office
from tests.reports.year_of_cases import NOW, year_of


@pytest.mark.clause("SS-7.1", "CL-7.1")
@pytest.mark.parametrize(
    ("policy", "on_the_last_day", "a_day_later"),
    [
        ("stepping-stones", datetime(2022, 7, 26, 12, tzinfo=UTC), datetime(2022, 7, 27, 12, tzinfo=UTC)),
        ("childrens-links", datetime(2027, 11, 1, 12, tzinfo=UTC), datetime(2027, 11, 2, 12, tzinfo=UTC)),
    ],
)
def test_a_report_says_that_the_policys_review_is_overdue(
    policy: str, on_the_last_day: datetime, a_day_later: datetime
) -> None:
    assert report((), YEAR, office(policy), on_the_last_day).review_due is None
    late = report((), YEAR, office(policy), a_day_later)
    assert late.review_due == on_the_last_day.date()


def test_what_was_taken_back_entered_by_mistake_or_goes_on_in_another_case_does_not_count(tmp_path: Path) -> None:
    cases = tuple(year_of(office(), 4, 5))
    kept, undone, mistaken, merged = cases[:4]
    made = Fact(at=NOW, by="admin A", event=OverrideMade(command="type", facts=1))
    typed = Fact(at=NOW, by="admin A", event=TypeSet(type="billing"))
    before = undone.case
    back = Fact(at=NOW, by="admin A", event=OverrideUndone(of=before.seq + 1, command="type", restored=before))
    changed = (*undone.facts, made, typed, back)
    tagged = (*mistaken.facts, Fact(at=NOW, by="admin A", event=Tagged(tag=MISTAKE)))
    joined = (*merged.facts, Fact(at=NOW, by="admin A", event=CaseMerged(into=kept.case.ref, messages=())))
    with Store.open(f"sqlite:///{tmp_path / 'record.db'}") as store:
        with store.writing() as writer:
            changes = [
                CaseChange(before=None, after=fold(facts), facts=facts)
                for facts in (kept.facts, changed, tagged, joined)
            ]
            writer.save_cases("LC", [replace(one, after=replace(one.after, wake_at=None)) for one in changes], NOW)
        with store.reading() as reader:
            found = {one.case.ref: one for one in histories(reader, "LC")}
    assert set(found) == {kept.case.ref, undone.case.ref}
    assert found[undone.case.ref].facts == undone.facts
    assert found[kept.case.ref].facts == kept.facts


def test_a_period_without_any_case_is_a_report_too() -> None:
    told = report((), Period(first=YEAR.last, last=YEAR.last), office(), NOW)
    assert (told.complaints.n, told.appeals.n, told.answers.n, told.open.n) == (0, 0, 0, 0)

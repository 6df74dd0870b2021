"""Cases and their events, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.case import What
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseClosed, DeadlineMet, Tagged
from mailflow.store import CaseChange, Conflict, Store, next_due_at
from tests.store.examples import AT, ORG, change, fact, open_case, opening, tag

REF = "LC-2026-0001"


def test_a_case_comes_back_as_it_was(store: Store) -> None:
    case = open_case(store, wake_at=AT + timedelta(days=1))
    with store.reading() as record:
        assert record.case(ORG, REF) == case
        assert record.cases(ORG, [REF, "LC-2026-0002"]) == {REF: case}
        assert record.case(ORG, "LC-2026-0002") is None
        assert record.case("CL", REF) is None


def test_a_case_is_the_fold_of_its_events(store: Store) -> None:
    case = tag(store, open_case(store), "late")
    with store.reading() as record:
        events = record.events(ORG, REF)
    assert [one.seq for one in events] == [1, 2, 3, 4]
    assert fold(tuple(one.fact for one in events if one.fact)) == case


def test_an_event_tells_who_did_what_when_and_why(store: Store) -> None:
    tag(store, open_case(store), "late")
    with store.reading() as record:
        opened, *_, tagged = record.events(ORG, REF)
    assert (opened.kind, opened.by, opened.reason) == ("case-opened", "complainant", None)
    assert opened.data["complainant"] == {
        "name": "P. Rivers",
        "address": "p.rivers@mail.example",
        "anonymous": False,
        "relation": None,
    }
    assert (tagged.kind, tagged.by, tagged.reason) == ("tagged", "C. Lee", "asked for late")
    assert (tagged.data, tagged.at, tagged.recorded_at, tagged.n) == ({"tag": "late"}, AT, AT, 4)


def test_a_case_that_changes_twice_in_one_batch_ends_as_it_was_left(store: Store) -> None:
    opened = change(None, *opening(REF))
    tagged = change(opened.after, fact(Tagged(tag="late")))
    with store.writing() as record:
        record.save_cases(ORG, [opened, tagged], AT)
        assert record.case(ORG, REF) == tagged.after
        assert len(record.events(ORG, REF)) == 4


def test_a_case_can_be_told_when_to_wake_without_any_fact(store: Store) -> None:
    case = open_case(store, wake_at=AT)
    later = replace(case, wake_at=AT + timedelta(days=1))
    with store.writing() as record:
        record.save_cases(ORG, [CaseChange(before=case, after=later, facts=())], AT)
        assert record.next_wake(ORG) == AT + timedelta(days=1)
        assert len(record.events(ORG, REF)) == 3


def test_a_case_that_was_changed_meanwhile_is_a_conflict_and_nothing_is_kept(store: Store) -> None:
    case = open_case(store)
    tag(store, case, "late")
    stale = change(case, fact(Tagged(tag="mine")))
    other = change(None, *opening("LC-2026-0002"))
    with pytest.raises(Conflict, match=REF), store.writing() as record:
        record.save_cases(ORG, [other, stale], AT)
    with store.reading() as record:
        assert record.case(ORG, "LC-2026-0002") is None
        assert [one.kind for one in record.events(ORG, REF)][3:] == ["tagged"]


def test_a_reference_is_opened_only_once(store: Store) -> None:
    open_case(store)
    with pytest.raises(Conflict, match=REF):
        open_case(store)


def test_a_case_that_is_not_on_record_cannot_go_on(store: Store) -> None:
    unknown = change(None, *opening(REF)).after
    with pytest.raises(Conflict, match=REF):
        tag(store, unknown, "late")


def test_a_state_that_is_not_the_fold_of_its_facts_is_a_bug(store: Store) -> None:
    opened = change(None, *opening(REF))
    with pytest.raises(AssertionError, match="fold"), store.writing() as record:
        record.save_cases(ORG, [replace(opened, facts=opened.facts[:-1])], AT)


def test_cases_wake_when_they_asked_to_and_not_a_microsecond_before(store: Store) -> None:
    first = open_case(store, "LC-2026-0001", wake_at=AT + timedelta(hours=2))
    second = open_case(store, "LC-2026-0002", wake_at=AT + timedelta(hours=1))
    open_case(store, "LC-2026-0003")
    with store.reading() as record:
        assert record.next_wake(ORG) == AT + timedelta(hours=1)
        assert record.next_wake("CL") is None
        assert record.due(ORG, AT + timedelta(hours=2)) == [second, first]
        assert record.due(ORG, AT + timedelta(hours=2), limit=1) == [second]
        assert record.due(ORG, AT + timedelta(hours=2, microseconds=-1)) == [second]
        assert record.due(ORG, AT) == []


def test_cases_are_listed_oldest_first_closed_ones_too(store: Store) -> None:
    younger = open_case(store, "LC-2026-0001", AT + timedelta(hours=1))
    older = open_case(store, "LC-2026-0002", AT)
    closed = change(older, fact(CaseClosed(why="done")))
    with store.writing() as record:
        record.save_cases(ORG, [closed], AT)
        assert record.case_rows(ORG) == [closed.after, younger]
        assert record.case_rows("CL") == []


def test_numbers_are_never_given_twice_and_begin_anew_each_year(store: Store) -> None:
    with store.writing() as record:
        assert [record.next_number(ORG, 2026) for _ in range(3)] == [1, 2, 3]
    with store.writing() as record:
        assert record.next_number(ORG, 2026) == 4
        assert record.next_number(ORG, 2027) == 1
        assert record.next_number("CL", 2026) == 1


def test_the_next_due_date_is_that_of_the_first_promise_that_still_runs() -> None:
    case = change(None, *opening(REF)).after
    (promise,) = case.deadlines
    window = replace(promise, what=What.APPEAL, due=replace(promise.due, due_at=AT))
    assert next_due_at(case) == promise.due.due_at
    assert next_due_at(replace(case, deadlines=(promise, window))) == promise.due.due_at
    met = DeadlineMet(what=What.RESPOND, stage="stage-1", source="LC-4.2", met_at=AT)
    assert next_due_at(change(case, fact(met)).after) is None


def test_a_reason_that_no_database_takes_is_kept_as_far_as_it_goes(store: Store) -> None:
    case = open_case(store)
    odd = change(case, fact(Tagged(tag="x\ud800"), by="a\0b", reason="c\ud800"))
    with store.writing() as record:
        record.save_cases(ORG, [odd], AT)
    with store.reading() as record:
        last = record.events(ORG, REF)[-1]
    assert (last.by, last.reason, last.data) == ("a\ufffdb", "c\ufffd", {"tag": "x\ufffd"})

"""The chain of events finds what was changed behind our back, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.core.case import Case
from mailflow.core.evolve import evolve
from mailflow.core.facts import Fact, Tagged
from mailflow.store import CaseChange, Store, Verification, verify
from tests.store.examples import AT, ORG, open_case, tag

REF = "LC-2026-0001"


@pytest.fixture
def told(store: Store) -> Store:
    """A record with two cases and eight events in LC."""
    case = open_case(store, REF)
    open_case(store, "LC-2026-0002")
    tag(store, tag(store, case, "late"), "hold")
    return store


def verdict(store: Store) -> Verification:
    """Walk the chain."""
    with store.reading() as record:
        return verify(record, ORG)


def tamper(store: Store, *statements: str, **values: object) -> None:
    """Do what nobody should."""
    with store.writing() as record:
        for statement in statements:
            record._db.execute(sa.text(statement), values)


def test_a_record_that_nobody_touched_is_sound(told: Store) -> None:
    found = verdict(told)
    assert found.is_sound
    assert (found.events, found.broken_at, found.erased) == (8, None, 0)


def test_an_empty_record_is_sound(store: Store) -> None:
    assert verdict(store) == Verification(events=0)


def test_other_organisations_have_chains_of_their_own(told: Store) -> None:
    with told.reading() as record:
        assert verify(record, "CL") == Verification(events=0)


@pytest.mark.parametrize(
    "field",
    ["\"by\" = 'somebody else'", "at = at + 1", "recorded_at = recorded_at - 1", "kind = 'untagged'", "seq = 9"],
)
def test_a_changed_field_is_found(told: Store, field: str) -> None:
    tamper(told, f"UPDATE event SET {field} WHERE n = 7")
    found = verdict(told)
    assert (found.events, found.broken_at) == (6, 7)
    assert "event 7" in found.why


def test_a_changed_reason_is_found(told: Store) -> None:
    tamper(told, "UPDATE event SET reason = 'asked for nothing' WHERE n = 7")
    assert verdict(told).why == f"the reason of event 7 (number 4 of {REF}) was changed"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_changed_byte_of_any_data_is_found(told: Store, data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 8))
    with told.reading() as record:
        before: str = record._db.scalar(sa.text("SELECT data FROM event WHERE n = :n"), {"n": n}) or ""
    place = data.draw(st.integers(0, len(before) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126).filter(lambda sign: sign != before[place]))
    change_data = "UPDATE event SET data = :data WHERE n = :n"
    tamper(told, change_data, n=n, data=before[:place] + other + before[place + 1 :])
    assert verdict(told).why.startswith(f"the data of event {n} ")
    tamper(told, change_data, n=n, data=before)
    assert verdict(told).is_sound


def test_a_dropped_event_is_found(told: Store) -> None:
    tamper(told, "DELETE FROM event WHERE n = 4")
    assert (verdict(told).broken_at, verdict(told).why) == (4, "event 4 is missing")


def test_a_dropped_event_is_found_though_the_others_are_numbered_anew(told: Store) -> None:
    tamper(told, "DELETE FROM event WHERE n = 4", *(f"UPDATE event SET n = {n - 1} WHERE n = {n}" for n in range(5, 9)))
    assert verdict(told).broken_at == 4


def test_a_dropped_last_event_is_found(told: Store) -> None:
    tamper(told, "DELETE FROM event WHERE n = 8")
    assert verdict(told).why == "the chain ends with event 7, but event 8 was the last one written"


def test_a_changed_order_is_found(told: Store) -> None:
    swap = [f"UPDATE event SET n = {new} WHERE n = {old}" for old, new in ((7, 99), (8, 7), (99, 8))]
    tamper(told, *swap)
    assert verdict(told).broken_at == 7


def test_erased_data_leave_the_chain_sound(told: Store) -> None:
    tamper(told, f"UPDATE event SET data = NULL, reason = NULL, salt = NULL WHERE ref = '{REF}'")
    found = verdict(told)
    assert found.is_sound
    assert (found.events, found.erased) == (8, 5)
    with told.reading() as record:
        events = record.events(ORG, REF)
    assert all(one.fact is None and one.data == {} for one in events)


def test_data_put_where_others_were_erased_are_found(told: Store) -> None:
    tamper(told, "UPDATE event SET data = '{}', reason = NULL, salt = NULL WHERE n = 7")
    assert verdict(told).why == "event 7 was erased and then written on"


def test_data_erased_without_their_salt_are_found(told: Store) -> None:
    tamper(told, "UPDATE event SET data = NULL WHERE n = 7")
    assert verdict(told).broken_at == 7


def test_a_state_that_is_not_what_the_events_say_is_found(told: Store) -> None:
    tamper(told, f"UPDATE case_ SET state = replace(state, 'P. Rivers', 'Q. Rivers') WHERE ref = '{REF}'")
    found = verdict(told)
    assert (found.events, found.broken_at, found.case) == (8, None, REF)
    assert found.why == f"the state of {REF} is not what its events say"


def test_a_state_that_disappeared_is_found(told: Store) -> None:
    tamper(told, f"DELETE FROM case_ WHERE ref = '{REF}'")
    assert verdict(told).why == f"{REF} has events but no state"


def test_an_index_that_does_not_agree_with_its_state_is_found(told: Store) -> None:
    tamper(told, f"UPDATE case_ SET wake_at = 1 WHERE ref = '{REF}'")
    assert verdict(told).why == f"the index of {REF} does not agree with its state"


def test_when_to_wake_is_not_a_matter_of_the_chain(told: Store) -> None:
    with told.writing() as record:
        case = record.case(ORG, REF)
        assert case is not None
        record.save_cases(ORG, [CaseChange(before=case, after=replace(case, wake_at=AT), facts=())], AT)
    assert verdict(told).is_sound


def test_a_rule_that_tells_the_story_otherwise_is_found(told: Store) -> None:
    def forgetful(case: Case | None, fact: Fact) -> Case:
        return evolve(case, fact) if case is None or not isinstance(fact.event, Tagged) else case

    with told.reading() as record:
        assert verify(record, ORG, evolve=evolve).is_sound
        assert verify(record, ORG, evolve=forgetful).case == REF

"""The holding pen, the policies in use and leases, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailflow.store import Conflict, Store
from tests.store.examples import AT, ORG, keep_one


def test_what_is_put_into_the_pen_waits_until_a_person_decides(store: Store) -> None:
    message = keep_one(store)
    with store.writing() as record:
        first = record.open_pen(ORG, message=message, reason="it cannot be read", opened_at=AT)
        second = record.open_pen(ORG, message=None, reason="a", opened_at=AT, likely_case="LC-2026-0001")
    with store.writing() as record:
        record.close_pen(first, resolution="discarded by A. Admin", at=AT)
    with store.reading() as record:
        (waits,) = record.pen(ORG)
        assert (waits.id, waits.message, waits.likely_case) == (second, None, "LC-2026-0001")
        assert [row.id for row in record.pen(ORG, open_only=False)] == [first, second]
        closed = record.pen_item(first)
        assert closed is not None
        assert (closed.message, closed.resolution, closed.closed_at) == (message, "discarded by A. Admin", AT)
        assert record.pen("CL") == []
        assert record.pen_item(999) is None


def test_what_was_decided_is_not_decided_again(store: Store) -> None:
    with store.writing() as record:
        id = record.open_pen(ORG, message=None, reason="a", opened_at=AT)
        record.close_pen(id, resolution="accepted", at=AT)
    with pytest.raises(Conflict, match=f"entry {id} "), store.writing() as record:
        record.close_pen(id, resolution="discarded", at=AT)


def test_the_text_of_a_policy_is_kept_once_and_as_it_was(store: Store) -> None:
    with store.writing() as record:
        record.keep_policy("d1", "libra", "title = 'Beschwerden – é'\n")
        record.keep_policy("d1", "libra", "another text")
        assert record.policy_text("d1") == ("libra", "title = 'Beschwerden – é'\n")
        assert record.policy_text("d2") is None


def test_a_lease_has_one_owner_until_it_ends_or_is_given_back(store: Store) -> None:
    with store.writing() as record:
        assert record.take_lease("LC", "one", ttl_s=60, now=AT)
        assert not record.take_lease("LC", "other", ttl_s=60, now=AT + timedelta(seconds=59))
        assert record.take_lease("LC", "one", ttl_s=60, now=AT + timedelta(seconds=59))
        assert not record.take_lease("LC", "other", ttl_s=60, now=AT + timedelta(seconds=118))
        assert record.take_lease("LC", "other", ttl_s=60, now=AT + timedelta(seconds=119))
        record.release("LC", "one")
        assert not record.take_lease("LC", "one", ttl_s=60, now=AT + timedelta(seconds=120))
        record.release("LC", "other")
        assert record.take_lease("LC", "one", ttl_s=60, now=AT + timedelta(seconds=120))
        assert record.take_lease("CL", "other", ttl_s=60, now=AT)

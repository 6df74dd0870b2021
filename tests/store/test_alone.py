"""One process at a time, on both databases: who may work, and how the right to it ends."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from mailflow.store import Store, StoreUnavailable
from tests.support.postgres import Postgres


def test_a_name_is_held_by_one_at_a_time_and_free_again_afterwards(made_url: str) -> None:
    with Store.open(made_url) as one, Store.open(made_url) as other:
        with one.alone("mailbox:LC") as first, other.alone("mailbox:LC") as second:
            assert first and first.is_kept()
            assert not second and not second.is_kept()
        with other.alone("mailbox:LC") as third:
            assert third


def test_different_names_are_held_side_by_side(made_url: str) -> None:
    with Store.open(made_url) as one, one.alone("mailbox:LC") as first, one.alone("mailbox:BB") as second:
        assert first and second


def test_many_organisations_leave_the_connections_for_transactions(store: Store) -> None:
    with ExitStack() as held:
        for n in range(20):
            assert held.enter_context(store.alone(f"mailbox:{n}"))
        with store.reading() as reader:
            assert reader.messages("LC") == []


def test_a_hold_is_lost_with_its_connection_and_may_be_had_by_another(
    postgres_server: Postgres, postgres_template: str
) -> None:
    url = postgres_server.url(postgres_server.new_database(postgres_template))
    with Store.open(url) as one, Store.open(url) as other, one.alone("mailbox:LC") as first:
        assert first.is_kept()
        postgres_server.break_connections()
        assert not first.is_kept()
        with other.alone("mailbox:LC") as second:
            assert second
            assert not first.is_kept(), "it does not come back by itself"


def test_a_lock_file_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    with Store.open(f"sqlite:///{folder / 'mailflow.db'}") as store:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        with pytest.raises(StoreUnavailable, match=r"the lock file .* cannot be opened"), store.alone("mailbox:LC"):
            pass

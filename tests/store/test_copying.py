"""A copy is the same record, whichever database keeps the original and whichever it is brought back to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.store import Store, StoreUnavailable, check_copy, restore, verify
from tests.store.examples import arrival, open_case

AT = datetime(2021, 3, 1, 10, 0, tzinfo=UTC)


def test_a_copy_in_memory_holds(made_url: str) -> None:
    with Store.open(made_url) as store:
        open_case(store)
        events = check_copy(store.copy_in_memory())
        with store.reading() as reader:
            assert events == {"LC": reader.chain_end("LC")[0]}


def test_a_copy_comes_back_whole_and_marked_as_behind(made_url: str, url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.touch()
    with Store.open(made_url) as store:
        open_case(store)
        with store.writing() as writer:
            writer.keep("LC", "INBOX", 1, [arrival(1), arrival(2)])
        store.copy_to(copy)
        with store.reading() as reader:
            before = reader.case_rows("LC"), list(reader.links("LC"))
    place = url if url != made_url else f"sqlite:///{tmp_path / 'elsewhere.db'}"
    restore(place, copy, behind=["LC", "BB"], aside="before-1", replaces=False, now=AT)
    with Store.open(place) as store:
        with store.reading() as reader:
            assert (reader.case_rows("LC"), list(reader.links("LC"))) == before
            assert verify(reader, "LC").is_sound
            assert [reader.recovering_since(org) for org in ("LC", "BB", "SS")] == [AT, AT, None]
        with store.writing() as writer:
            (kept,) = writer.keep("LC", "INBOX", 1, [arrival(3)])
        assert kept.is_new and kept.message == 3, "numbers go on"


def test_what_was_there_is_kept_aside(made_url: str, tmp_path: Path) -> None:
    with Store.open(made_url) as store:
        open_case(store)
        copy = store.copy_in_memory()
    with pytest.raises(StoreUnavailable, match="not empty"):
        restore(made_url, copy, behind=["LC"], aside="before-1", replaces=False, now=AT)
    done = restore(made_url, copy, behind=["LC"], aside="before-1", replaces=True, now=AT)
    assert done.aside is not None and ("before_1" in done.aside or done.aside.endswith("mailflow.db.before-1"))

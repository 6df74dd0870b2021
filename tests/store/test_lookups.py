"""The queries of every batch: for any number of keys of any kind, and quick in a record of any size."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from mailflow.store import Store, lookups
from mailflow.store.access import Keys
from mailflow.store.tables import metadata
from tests.store.examples import AT, ORG, new_letter

QUERIES = {
    **{
        name: one(Keys(4))
        for name, one in inspect.getmembers(lookups, inspect.isfunction)
        if list(inspect.signature(one).parameters) == ["keys"]
    },
    "letters_due": lookups.LETTERS_DUE,
    "letters_unfiled": lookups.LETTERS_UNFILED,
    "latest_letters_of_a_kind": lookups.LATEST_LETTERS_OF_A_KIND,
}


@pytest.mark.parametrize("number", [0, 1, 2, 3, 64, 65, 500, 501, 1100])
def test_every_key_is_looked_for_whatever_their_number(store: Store, number: int) -> None:
    some = [replace(new_letter(), message_id=f"<{n}@office.example>") for n in range(number)]
    with store.writing() as record:
        ids = record.queue(some)
        wanted = [one.message_id for one in some]
        found = record.letters_by_message_id(ORG, [*wanted, *wanted, "<unknown@office.example>"])
        assert {one: row.id for one, row in found.items()} == dict(zip(wanted, ids, strict=True))
        assert record.letters_by_message_id("CL", wanted) == {}


@pytest.mark.parametrize("once", ["a\ud800", "a\0b"])
def test_a_key_is_converted_as_its_column_is(store: Store, once: str) -> None:
    with store.writing() as record:
        (first,) = record.queue([new_letter(once)])
        assert record.letter(first or 0) is not None


def test_times_among_the_latest_are_compared_as_times(store: Store) -> None:
    with store.writing() as record:
        addresses = ("P.Rivers@Mail.example", "p.rivers@mail.example", "other@mail.example")
        record.queue([replace(new_letter(), to_address=one) for one in addresses])
        to = ["p.rivers@mail.example", "nobody@mail.example"]
        assert record.automatic_since(ORG, AT, to) == {"p.rivers@mail.example": 2}
        assert record.automatic_since(ORG, AT + timedelta(seconds=1), to) == {}
        assert record.automatic_since("CL", AT, to) == {}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_sorts_or_reads_a_whole_table(name: str) -> None:
    """In a record of 20,000 messages that took a twelfth of the time of a batch, at each of them."""
    dialect = sqlite.dialect()
    compiled = QUERIES[name].compile(dialect=dialect)
    values = [None] * len(compiled.positiontup or ())
    with closing(sqlite3.connect(":memory:")) as database:
        for table in metadata.sorted_tables:
            database.execute(str(sa.schema.CreateTable(table).compile(dialect=dialect)))
            for index in table.indexes:
                database.execute(str(sa.schema.CreateIndex(index).compile(dialect=dialect)))
        plan = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {compiled}", values)]
    assert len(values) >= 2
    assert plan
    assert not [one for one in plan if one.startswith("SCAN") and one != "SCAN latest"], plan
    assert not [one for one in plan if "FOR ORDER BY" in one], plan

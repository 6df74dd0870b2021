"""What every room of the record shares: the connection, batches, and statements that differ by database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, RowMapping
from sqlalchemy.sql.expression import UpdateBase

from mailflow.store.errors import Overtaken
from mailflow.store.tables import chain

T = TypeVar("T")
#: Values in one IN (…): far below what either database takes.
BATCH = 500

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """So many keys that a query looks for, as parameters that are named and typed."""

    number: int

    def among(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Say that a column has one of them. They are converted like its own values: a parameter alone has no type."""
        return column.in_([sa.bindparam(name, type_=column.type) for name in _key_names(self.number)])


@cache
def _key_names(number: int) -> tuple[str, ...]:
    return tuple(f"key{n}_" for n in range(number))


#: From the keys that are looked for to a query with no other parameter but those of its values.
Query = Callable[[Keys], sa.Select[Any]]
Insert = postgresql.Insert | sqlite.Insert
_END = sa.select(chain.c.n, chain.c.hash, chain.c.epoch).where(chain.c.org == sa.bindparam("org_")).with_for_update()


def batches(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Yield the distinct items in lists that fit into one statement."""
    distinct = list(dict.fromkeys(items))
    for start in range(0, len(distinct), BATCH):
        yield distinct[start : start + BATCH]


@cache
def _for_keys(query: Query, number: int) -> sa.Select[Any]:
    return query(Keys(number))


@cache
def _insert(table: sa.Table, dialect: str) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _upsert(table: sa.Table, dialect: str, key: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    insert = _insert(table, dialect)
    return insert.on_conflict_do_update(index_elements=key, set_={name: insert.excluded[name] for name in columns})


@cache
def _unless_there(table: sa.Table, dialect: str, key: tuple[str, ...]) -> Insert:
    return _insert(table, dialect).on_conflict_do_nothing(index_elements=key)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as the driver takes it, and what turns each value into one that the driver takes.

    SQLAlchemy's own way through many rows does the same again for each row, which was most of the time of a batch.
    """

    sql: str
    is_positional: bool
    convert: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values(self, rows: Sequence[Values]) -> list[Any]:
        columns = [[row[name] if to is None else to(row[name]) for row in rows] for name, to in self.convert]
        if self.is_positional:
            return list(zip(*columns, strict=True))
        names = [name for name, _ in self.convert]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


@cache
def _readers(statement: sa.Select[Any], dialect: Dialect) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """Return the columns that a query gives, each with what turns the driver's value into ours."""
    kinds = [(column.name, column.type.dialect_impl(dialect)) for column in statement.selected_columns]
    return tuple((name, kind.result_processor(dialect, None)) for name, kind in kinds)


@cache
def _prepare(statement: UpdateBase | sa.Select[Any], dialect: Dialect, names: tuple[str, ...]) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup or list(compiled.binds)
    kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in order}
    return _Prepared(
        sql=str(compiled),
        is_positional=compiled.positional,
        convert=tuple((name, kinds[name].bind_processor(dialect)) for name in order),
    )


class Access:
    """One transaction."""

    def __init__(self, connection: Connection, epochs: Mapping[str, int] | None = None) -> None:
        """Use a connection. ``epochs``: of the mailboxes that this process has taken; nobody may have them since."""
        self._db = connection
        self._epochs = epochs or {}
        self._ends: dict[str, tuple[int, bytes]] = {}

    def _rows(self, statement: sa.Select[Any]) -> Sequence[RowMapping]:
        return self._db.execute(statement).mappings().all()

    def _found(self, statement: sa.Select[Any], values: Values) -> list[Values]:
        """Return what a constant query finds. It is prepared once, like the statements of ``_many``."""
        dialect = self._db.dialect
        prepared = _prepare(statement, dialect, tuple(values))
        _, rows = self._driven(prepared.sql, prepared.values([values]), gives_rows=True)
        readers = _readers(statement, dialect)
        return [
            {name: value if read is None else read(value) for (name, read), value in zip(readers, row, strict=True)}
            for row in rows
        ]

    def _found_among(self, query: Query, keys: Iterable[Any], values: Values) -> list[Values]:
        """Return what a query finds for some keys; ``query`` lives as long as the program.

        It is prepared for 1, 2, 4, 8, … keys, and the last key fills what is left: building it for each number of them
        cost ten times what the database does.
        """
        found: list[Values] = []
        for some in batches(keys):
            number = 1 << (len(some) - 1).bit_length()
            filled = [*some, *[some[-1]] * (number - len(some))]
            named = dict(zip(_key_names(number), filled, strict=True))
            found += self._found(_for_keys(query, number), {**values, **named})
        return found

    def _insert(self, table: sa.Table) -> Insert:
        """Return an INSERT that can say what to do about a row that is there already."""
        return _insert(table, self._db.dialect.name)

    def _add(self, table: sa.Table, rows: Sequence[Values]) -> None:
        """Insert rows."""
        self._many(_insert(table, self._db.dialect.name), rows)

    def _add_missing(self, table: sa.Table, key: tuple[str, ...], rows: Sequence[Values]) -> None:
        """Insert those of some rows that are not there already."""
        self._many(_unless_there(table, self._db.dialect.name, key), rows)

    def _put(self, table: sa.Table, key: tuple[str, ...], columns: tuple[str, ...], rows: Sequence[Values]) -> None:
        """Insert rows, or change some columns of those that are there already."""
        self._many(_upsert(table, self._db.dialect.name, key, columns), rows)

    def _many(self, statement: UpdateBase, rows: Sequence[Values]) -> int:
        """Execute for many rows, none included, and return how many were touched.

        ``statement`` lives as long as the program (a constant, or from a cache): it is prepared once.
        """
        if not rows:
            return 0
        prepared = _prepare(statement, self._db.dialect, tuple(rows[0]))
        return self._driven(prepared.sql, prepared.values(rows))[0]

    def _driven(self, sql: str, values: Sequence[Any], *, gives_rows: bool = False) -> tuple[int, Sequence[Any]]:
        """Hand a prepared statement to the driver itself, and return how many rows it touched and what it gave.

        Raises:
            DBAPIError: What SQLAlchemy would have raised for the driver's error.
        """
        driver = self._db.connection
        cursor = driver.cursor()
        try:
            if len(values) == 1:
                cursor.execute(sql, values[0])
            else:
                cursor.executemany(sql, values)
            return cursor.rowcount, cursor.fetchall() if gives_rows else ()
        except self._db.dialect.loaded_dbapi.Error as error:
            raise self._told(sql, error) from error
        finally:
            cursor.close()

    def _told(self, sql: str, error: Exception) -> Exception:
        """Return a driver's error as SQLAlchemy's; a connection that it broke is given up. No value is ever shown."""
        dialect = self._db.dialect
        is_broken = dialect.is_disconnect(error, self._db.connection, None)  # type: ignore[arg-type]
        if is_broken:
            self._db.invalidate(error)
        base = dialect.loaded_dbapi.Error
        return exc.DBAPIError.instance(
            sql, None, error, base, hide_parameters=True, connection_invalidated=is_broken, dialect=dialect
        )

    def _lock(self, org: str) -> tuple[int, bytes]:
        """Make all other writers for an organisation wait, and return the end of its chain.

        On SQLite they wait already. On PostgreSQL this is what keeps a look-up true until the row is written.

        Raises:
            Overtaken: We had taken the mailbox, and somebody else has taken it since.
        """
        if org not in self._ends:
            found = self._found(_END, {"org_": org})
            if not found:
                self._add_missing(chain, ("org",), [{"org": org, "n": 0, "hash": bytes(32)}])
                found = self._found(_END, {"org_": org})
            if found[0]["epoch"] != self._epochs.get(org, found[0]["epoch"]):
                raise Overtaken(f"another process has taken over the mailbox of {org}; nothing of this step was kept")
            self._ends[org] = (found[0]["n"], found[0]["hash"])
        return self._ends[org]

"""Many rows at once, at the speed of the driver.

    await insert_rows(connection, Rows(orders, {"id": ids, "account_id": account_ids}), Rows(lines, …))
    found = await matching(connection, (keys.c.answer,), {keys.c.owner: owners, keys.c.key: names})

A statement a batch instead of one a row: PostgreSQL is handed each column as one array (`unnest`), and writes several tables in one
statement; SQLite gets the rows by its driver's `executemany`. The text of a statement does not depend on how many rows
there are, so it is prepared once.
"""

# ruff: noqa: S608 (the names are those of our own tables and columns)

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Dialect,
    Row,
    String,
    Table,
    Text,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table by column. Columns that are not named stay empty."""

    table: Table
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


async def insert_rows(connection: AsyncConnection, *batches: Rows) -> None:
    """Insert all of them, on PostgreSQL in one statement."""
    full = [rows for rows in batches if len(rows)]
    if connection.dialect.name == "sqlite":
        for rows in full:
            statement = _sqlite_insert(rows.table, tuple(rows.columns))
            await connection.exec_driver_sql(statement, _tuples(connection.dialect, rows))
    elif full:
        shapes = tuple(_shape(rows) for rows in full)
        values = [
            bound[0] if is_same else _array(bound)
            for rows, (_, columns) in zip(full, shapes, strict=True)
            for bound, (_, is_same) in zip(_bound(connection.dialect, rows), columns, strict=True)
        ]
        await connection.exec_driver_sql(_postgresql_insert(shapes), tuple(values))


async def update_rows(connection: AsyncConnection, rows: Rows, key: str) -> int:
    """Set the other columns of the rows with these keys; how many there were."""
    names = [name for name in rows.columns if name != key]
    ordered = Rows(rows.table, {name: rows.columns[name] for name in (*names, key)})
    shape = (rows.table, tuple(names), key)
    if connection.dialect.name == "sqlite":
        values = _tuples(connection.dialect, ordered)
        return (await connection.exec_driver_sql(_sqlite_update(*shape), values)).rowcount
    arrays = tuple(_array(bound) for bound in _bound(connection.dialect, ordered))
    return (await connection.exec_driver_sql(_postgresql_update(*shape), arrays)).rowcount


async def matching(
    connection: AsyncConnection,
    columns: Sequence[Column[Any]],
    wanted: Mapping[Column[str], Sequence[str]],
) -> Sequence[Row[*tuple[Any, ...]]]:
    """`columns` of the rows of one table that have, in the columns of `wanted`, the values that stand there side by side."""
    shape = (tuple(column.name for column in columns), tuple(column.name for column in wanted))
    table = columns[0].table.name
    if connection.dialect.name == "sqlite":
        rows = msgspec.json.encode(list(zip(*wanted.values(), strict=True))).decode()
        found = await connection.exec_driver_sql(_sqlite_matching(table, *shape), (rows,))
    else:
        arrays = tuple(_array(values) for values in wanted.values())
        found = await connection.exec_driver_sql(_postgresql_matching(table, *shape), arrays)
    return found.all()


def is_among(
    connection: AsyncConnection, text: Column[str], values: Collection[str]
) -> ColumnElement[bool]:
    """Like `in_`, with one parameter however many values there are."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(msgspec.json.encode(list(values)).decode()).table_valued("value")
        return text.in_(select(each.c.value))
    return text == any_(bindparam(None, list(values), type_=ARRAY(Text)))


def _bound(dialect: Dialect, rows: Rows) -> list[list[Any]]:
    """The columns' values as the driver takes them."""
    return [
        _processed(dialect, rows.table.c[name], values) for name, values in rows.columns.items()
    ]


def _tuples(dialect: Dialect, rows: Rows) -> list[tuple[Any, ...]]:
    return list(zip(*_bound(dialect, rows), strict=True))


def _processed(dialect: Dialect, target: Column[Any], values: Sequence[Any]) -> list[Any]:
    process = target.type.dialect_impl(dialect).bind_processor(dialect)
    return list(values) if process is None else [process(value) for value in values]


def _array(values: Sequence[Any]) -> str:
    """An array as PostgreSQL writes it. The driver takes ten times as long to encode one."""
    if all(type(value) is str for value in values):
        joined = '","'.join(values)
        if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
            return f'{{"{joined}"}}'
    return f"{{{','.join(map(_element, values))}}}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


@lru_cache
def _sqlite_insert(table: Table, names: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(map(_quoted, names))}) VALUES ({places})"


@lru_cache
def _sqlite_update(table: Table, names: tuple[str, ...], key: str) -> str:
    values = ", ".join(f"{_quoted(name)} = ?" for name in names)
    return f"UPDATE {table.name} SET {values} WHERE {_quoted(key)} = ?"


@lru_cache
def _sqlite_matching(table: str, columns: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    selected = ", ".join(f"t.{_quoted(name)}" for name in columns)
    pairs = " AND ".join(f"t.{_quoted(name)} = w.value ->> {i}" for i, name in enumerate(wanted))
    return f"SELECT {selected} FROM json_each(?) AS w CROSS JOIN {table} AS t WHERE {pairs}"


Shape = tuple[Table, tuple[tuple[str, bool], ...]]
"""A table, and of the columns their names and whether all rows have the same value there."""


def _shape(rows: Rows) -> Shape:
    """A value that all rows share is sent once: arrays are what a batch costs most."""
    count = len(rows)
    return rows.table, tuple(
        (name, values.count(values[0]) == count) for name, values in rows.columns.items()
    )


@lru_cache
def _postgresql_insert(shapes: tuple[Shape, ...]) -> str:
    inserts, first = [], 1
    for table, columns in shapes:
        inserts.append(_postgresql_part(table, columns, first))
        first += len(columns)
    *before, last = inserts
    named = ", ".join(f"i{number} AS ({insert})" for number, insert in enumerate(before))
    return f"WITH {named} {last}" if named else last


def _postgresql_part(table: Table, columns: tuple[tuple[str, bool], ...], first: int) -> str:
    values, arrays, places = [], [], []
    for number, (name, is_same) in enumerate(columns, first):
        kind = _type(table.c[name])
        if is_same:
            values.append(f"${number}::{kind}")
        else:
            values.append(f"w.v{number}")
            arrays.append(f"${number}::text::{kind}[]")
            places.append(f"v{number}")
    names = ", ".join(_quoted(name) for name, _ in columns)
    source = f" FROM unnest({', '.join(arrays)}) AS w({', '.join(places)})" if arrays else ""
    return f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)}{source}"


@lru_cache
def _postgresql_update(table: Table, names: tuple[str, ...], key: str) -> str:
    places = ", ".join(f"v{number}" for number in range(len(names) + 1))
    values = ", ".join(f"{_quoted(name)} = w.v{number}" for number, name in enumerate(names))
    return (
        f"UPDATE {table.name} AS t SET {values} FROM {_unnest(table, (*names, key), 1)} "
        f"AS w({places}) WHERE t.{_quoted(key)} = w.v{len(names)}"
    )


@lru_cache
def _postgresql_matching(table: str, columns: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    selected = ", ".join(map(_quoted, columns))
    arrays = ", ".join(f"${number}::text::text[]" for number in range(1, len(wanted) + 1))
    places = ", ".join(f"v{number}" for number in range(len(wanted)))
    pairs = " AND ".join(f"t.{_quoted(name)} = w.v{i}" for i, name in enumerate(wanted))
    # OFFSET 0 keeps the planner from a scan of the whole table, however old its statistics are.
    return (
        f"SELECT found.* FROM unnest({arrays}) AS w({places}), "
        f"LATERAL (SELECT {selected} FROM {table} AS t WHERE {pairs} OFFSET 0) AS found"
    )


def _unnest(table: Table, names: tuple[str, ...], first: int) -> str:
    arrays = ", ".join(
        f"${number}::text::{_type(table.c[name])}[]" for number, name in enumerate(names, first)
    )
    return f"unnest({arrays})"


def _type(target: Column[Any]) -> str:
    # A cast to `varchar(n)` would cut off silently what an insert refuses.
    is_text = isinstance(target.type, String)
    return "text" if is_text else target.type.compile(_postgresql())


@lru_cache
def _postgresql() -> Dialect:
    from sqlalchemy.dialects import postgresql

    return postgresql.dialect()  # type: ignore[no-untyped-call]


def _quoted(name: str) -> str:
    return f'"{name}"'

"""Many rows at once, at the speed of the driver.

    await write_rows(connection, Rows(orders, {"id": ids, "account_id": account_ids}), Rows(lines, …))
    found = await matching(connection, (keys.c.answer,), {keys.c.owner: owners, keys.c.key: names})

A statement a batch instead of one a row: PostgreSQL is handed each column as one array (`unnest`), and writes several tables in one
statement; SQLite gets the rows of a table as JSON, and those that change by its driver's `executemany`. The text of a statement does
not depend on how many rows there are, so it is prepared once. One statement a row would also hand Python's lock to and fro for each.
"""

# ruff: noqa: S608 (the names are those of our own tables and columns)

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Dialect,
    FromClause,
    Row,
    String,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy import column as sql_column
from sqlalchemy.ext.asyncio import AsyncConnection

Processor = Callable[[Any], Any]
Write = tuple[str, Any]
"""A statement, and its values as the driver takes them."""
# Without the WHERE SQLite would take ON for a join's.
ON_CONFLICT = " WHERE true ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Columns of new rows that the database fills in from other tables, as of the moment. `{name}` stands for what the row
    has by that name."""

    joins: str
    columns: tuple[tuple[str, str], ...]
    """Their names, each with an expression."""
    by: tuple[str, ...] = ()
    """Texts that rows have beside their columns, to look these up by: they are not written."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table by column. Columns that are not named stay empty, or as they are."""

    table: Table
    columns: Mapping[str, Sequence[Any]]
    key: str | tuple[str, ...] | None = None
    """Of rows that are there: the column that finds them, or several; the others are set."""
    added: Collection[str] = ()
    """Of rows that are found by a key: columns that grow by their values."""
    only_if: str | None = None
    """A condition, with `{name}` for the value of another column of the row. Unless it is met, nothing at all is written, which is an
    IntegrityError: of new rows the first column would be empty; of those that are found by a key, which the condition calls `t`, the `version`.
    The latter are locked in the order of their keys."""
    looked_up: "LookedUp | None" = None
    skips_known: bool = False
    """Of new rows that may be there already: those stay as they are."""

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


async def write_rows(connection: AsyncConnection, *batches: Rows) -> None:
    """Insert or change all of them, on PostgreSQL in one statement."""
    for write in writes(connection.dialect, *batches):
        await connection.exec_driver_sql(*write)


def writes(dialect: Dialect, *batches: Rows) -> list[Write]:
    """The statements that insert or change all of them, with their values: a single one for PostgreSQL, one a table for SQLite."""
    full = [rows for rows in batches if len(rows)]
    if dialect.name == "sqlite":
        return [_sqlite_write(dialect, rows) for rows in full]
    return [_postgresql_write(full)] if full else []


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
        arrays = tuple(array(values) for values in wanted.values())
        found = await connection.exec_driver_sql(_postgresql_matching(table, *shape), arrays)
    return found.all()


def is_among(
    connection: AsyncConnection, text: Column[str], values: Collection[str]
) -> ColumnElement[bool]:
    """Like `in_`, with one parameter however many values there are."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(msgspec.json.encode(list(values)).decode()).table_valued("value")
        return text.in_(select(each.c.value))
    return text == any_(cast(bindparam(None, array([*values]), type_=Text), ARRAY(Text)))


def array(values: Sequence[Any]) -> str:
    """An array as PostgreSQL writes it. The driver takes ten times as long to encode one."""
    if set(map(type, values)) == {str}:
        joined = '","'.join(values)
        if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
            return f'{{"{joined}"}}'
    return f"{{{','.join(map(_element, values))}}}"


def side_by_side(
    connection: AsyncConnection, values: Mapping[Column[Any], Sequence[Any]]
) -> FromClause:
    """A table of these values, each row of which has those that stand at the same place, in columns named and typed like these."""
    dialect = connection.dialect
    rows = {
        column.name: _processed(column.type.dialect_impl(dialect).bind_processor(dialect), given)
        for column, given in values.items()
    }
    if dialect.name == "sqlite":
        each = func.json_each(msgspec.json.encode(list(zip(*rows.values(), strict=True))).decode())
        value = each.table_valued("value").c.value
        named = (
            type_coerce(func.json_extract(value, f"$[{place}]"), column.type).label(column.name)
            for place, column in enumerate(values)
        )
        return select(*named).subquery("given")
    arrays = (
        cast(bindparam(None, array(rows[column.name]), type_=Text), ARRAY(column.type))
        for column in values
    )
    columns = (sql_column(column.name, column.type) for column in values)
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def written_out(condition: ColumnElement[bool]) -> str:
    """As `Rows.only_if` takes it."""
    return str(condition.compile(dialect=_postgresql(), compile_kwargs={"literal_binds": True}))


def _postgresql_write(batches: Sequence[Rows]) -> Write:
    shapes = tuple(map(_shape, batches))
    values = [
        value
        for rows, shape in zip(batches, shapes, strict=True)
        for value in _parameters(_postgresql(), rows, shape)
    ]
    return _postgresql_text(shapes), tuple(values)


def _parameters(dialect: Dialect, rows: Rows, shape: "Shape") -> Iterator[Any]:
    """A value that all rows share, and an array of each other column's."""
    processors = _processors(dialect, rows.table)
    for name, is_same in shape.columns:
        values, process = rows.columns[name], processors.get(name)
        if is_same:
            yield values[0] if process is None else process(values[0])
        else:
            yield array(_processed(process, values))


def _sqlite_write(dialect: Dialect, rows: Rows) -> Write:
    shape = _shape(rows)
    if rows.key is None:
        return _sqlite_insert(dialect, rows, shape)
    return _sqlite_update(shape), _tuples(dialect, rows)


def _sqlite_insert(dialect: Dialect, rows: Rows, shape: "Shape") -> Write:
    """Values that all rows share by themselves, and the others as one JSON array."""
    processors = _processors(dialect, rows.table)
    shared: list[Any] = []
    others: list[Sequence[Any]] = []
    for name, is_same in shape.columns:
        values, process = rows.columns[name], processors.get(name)
        if is_same:
            shared += _processed(process, values[:1])
        else:
            others.append(_processed(process, values))
    statement = _sqlite_insert_text(shape)
    if others:
        shared.append(msgspec.json.encode(list(zip(*others, strict=True))).decode())
    return statement, tuple(shared)


def _tuples(dialect: Dialect, rows: Rows) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them."""
    processors = _processors(dialect, rows.table)
    columns = [_processed(processors[name], values) for name, values in rows.columns.items()]
    return list(zip(*columns, strict=True))


def _processed(process: Processor | None, values: Sequence[Any]) -> Sequence[Any]:
    if process is None or not values:
        return values
    if values.count(values[0]) == len(values):
        return [process(values[0])] * len(values)
    return [process(value) for value in values]


@lru_cache
def _processors(dialect: Dialect, table: Table) -> dict[str, Processor | None]:
    """By column: how a value is turned into one for the driver, if it is not such a one already."""
    return {
        column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.c
    }


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


@lru_cache
def _sqlite_insert_text(shape: "Shape") -> str:
    shared = sum(is_same for _, is_same in shape.columns)
    numbers, places = count(1), count()
    values = [
        f"?{next(numbers)}" if is_same else f"(w.value ->> {next(places)})"
        for _, is_same in shape.columns
    ]
    has_others = shared < len(values)
    return _insert(shape, values, f"json_each(?{shared + 1}) AS w" if has_others else "(SELECT 1)")


@lru_cache
def _sqlite_update(shape: "Shape") -> str:
    return _update(shape, {name: f"?{n}" for n, (name, _) in enumerate(shape.columns, 1)}, "")


def _insert(shape: "Shape", values: Sequence[str], source: str) -> str:
    """`values` are SQL for the columns of a row of `source`."""
    columns = {name: value for (name, _), value in zip(shape.columns, values, strict=True)}
    given = dict(columns)
    if shape.only_if is not None:
        first = next(iter(columns))
        columns[first] = f"CASE WHEN {shape.only_if.format(**given)} THEN {given[first]} END"
    joins = ""
    if shape.looked_up is not None:
        joins = f" {shape.looked_up.joins.format(**given)}"
        columns |= {name: one.format(**given) for name, one in shape.looked_up.columns}
        for name in shape.looked_up.by:
            del columns[name]
    into = f"{shape.table.name} ({', '.join(map(_quoted, columns))})"
    ending = ON_CONFLICT if shape.skips_known else ""
    return f"INSERT INTO {into} SELECT {', '.join(columns.values())} FROM {source}{joins}{ending}"


@lru_cache
def _sqlite_matching(table: str, columns: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    selected = ", ".join(f"t.{_quoted(name)}" for name in columns)
    pairs = " AND ".join(f"t.{_quoted(name)} = w.value ->> {i}" for i, name in enumerate(wanted))
    return f"SELECT {selected} FROM json_each(?) AS w CROSS JOIN {table} AS t WHERE {pairs}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a statement depends on."""

    table: Table
    columns: tuple[tuple[str, bool], ...]
    """Their names, and whether all rows have the same value there."""
    key: tuple[str, ...]
    """None of new rows."""
    added: tuple[str, ...]
    only_if: str | None
    looked_up: LookedUp | None
    skips_known: bool


def _shape(rows: Rows) -> Shape:
    """A value that all rows share is sent once: arrays are what a batch costs most."""
    count = len(rows)
    columns = tuple(
        (name, values.count(values[0]) == count) for name, values in rows.columns.items()
    )
    key = (rows.key,) if isinstance(rows.key, str) else rows.key or ()
    added = tuple(rows.added)
    return Shape(rows.table, columns, key, added, rows.only_if, rows.looked_up, rows.skips_known)


@lru_cache
def _postgresql_text(shapes: tuple[Shape, ...]) -> str:
    parts, first = [], 1
    for shape in shapes:
        parts.append(_postgresql_part(shape, first))
        first += len(shape.columns)
    *before, last = parts
    named = ", ".join(f"i{number} AS ({part})" for number, part in enumerate(before))
    return f"WITH {named} {last}" if named else last


def _postgresql_part(shape: Shape, first: int) -> str:
    table, values, arrays, places = shape.table, [], [], []
    for number, (name, is_same) in enumerate(shape.columns, first):
        kind = _type(table.c.get(name))
        if is_same:
            values.append(f"${number}::{kind}")
        else:
            values.append(f"w.v{number}")
            arrays.append(f"${number}::text::{kind}[]")
            places.append(f"v{number}")
    names = [name for name, _ in shape.columns]
    rows = f"unnest({', '.join(arrays)}) AS w({', '.join(places)})" if arrays else ""
    if not shape.key:
        return _insert(shape, values, rows or "(SELECT 1) AS w")
    return _update(shape, dict(zip(names, values, strict=True)), rows)


def _update(shape: "Shape", values: dict[str, str], source: str) -> str:
    """`values` are SQL for the columns of a row of `source`; without one they are of a single row."""
    given = dict(values)
    for name in shape.added:
        values[name] = f"t.{_quoted(name)} + {given[name]}"
    if shape.only_if is not None:
        values["version"] = (
            f"CASE WHEN {shape.only_if.format(**given)} THEN {values['version']} END"
        )
        if source:
            # Two that change the same rows in different orders would wait for each other.
            order = ", ".join(f"l.{_quoted(name)}" for name in shape.key)
            source = (
                f"(SELECT w.* FROM {source} JOIN {shape.table.name} AS l ON {_found_by(shape, given, 'l')} "
                f"ORDER BY {order} FOR UPDATE OF l) AS w"
            )
    changes = ", ".join(
        f"{_quoted(name)} = {to}" for name, to in values.items() if name not in shape.key
    )
    origin = f" FROM {source}" if source else ""
    return (
        f"UPDATE {shape.table.name} AS t SET {changes}{origin} WHERE {_found_by(shape, given, 't')}"
    )


def _found_by(shape: "Shape", given: Mapping[str, str], row: str) -> str:
    return " AND ".join(f"{row}.{_quoted(name)} = {given[name]}" for name in shape.key)


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


def _type(target: Column[Any] | None) -> str:
    # A cast to `varchar(n)` would cut off silently what an insert refuses.
    if target is None or isinstance(target.type, String):
        return "text"
    return target.type.compile(_postgresql())


@lru_cache
def _postgresql() -> Dialect:
    from sqlalchemy.dialects import postgresql

    return postgresql.dialect()  # type: ignore[no-untyped-call]


def _quoted(name: str) -> str:
    return f'"{name}"'

"""Many rows at once, on both databases: what goes in comes out, and constraints still hold."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Column, Integer, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from kit.bulk import LookedUp, Rows, is_among, matching, side_by_side, write_rows
from kit.db import Database, Instant
from kit.idempotency import idempotency_keys
from kit.outbox import outbox
from tests.support.slices import World

NOW = datetime(2026, 11, 11, 12, 0, 0, 123456, tzinfo=UTC)
KEYS = idempotency_keys.c


def keys(
    count: int, owner: str = "ann", owners: list[str] | None = None, **columns: list[object]
) -> Rows:
    return Rows(
        idempotency_keys,
        {
            "owner": owners or [owner] * count,
            "key": [f"k{number}" for number in range(count)],
            "fingerprint": ["f"] * count,
            "answer": ['it\'s "so"; $1 ?' for _ in range(count)],
            "created_at": [NOW + timedelta(seconds=number) for number in range(count)],
            **columns,
        },
    )


def events(count: int) -> Rows:
    return Rows(
        outbox,
        {
            "id": [f"{number:020d}" for number in range(count)],
            "name": ["test.noted"] * count,
            "payload": ["{}"] * count,
            "created_at": [NOW] * count,
            "delivered_at": [None if number % 2 else NOW for number in range(count)],
            "attempts": list(range(count)),
        },
    )


@pytest.mark.parametrize("count", [1, 2, 700])
async def test_rows_of_several_tables_are_written_together(world: World, count: int) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(count), events(count))
    async with world.work.read() as tx:
        kept = await tx.all(select(idempotency_keys).order_by(KEYS.created_at))
        told = await tx.all(select(outbox).order_by(outbox.c.id))
    assert [row["key"] for row in kept] == [f"k{number}" for number in range(count)]
    assert {row["answer"] for row in kept} == {'it\'s "so"; $1 ?'}
    assert kept[0]["created_at"] == NOW
    assert [row["attempts"] for row in told] == list(range(count))
    assert [row["delivered_at"] for row in told[:2]] == [NOW, None][:count]


ODD = [
    "",
    " ",
    "NULL",
    "null",
    "{}",
    ",",
    '"',
    "\\",
    '\\"',
    "a\nb\tc",
    "'",
    "$1",
    "ü€😀",
    "{a,b}",
    "\\N",
]


async def test_every_text_comes_out_as_it_went_in(world: World) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(len(ODD), answer=list(ODD)))
        found = await matching(
            tx.connection,
            (KEYS.answer,),
            {KEYS.owner: ["ann"] * len(ODD), KEYS.key: [f"k{n}" for n in range(len(ODD))]},
        )
    assert sorted(row.answer for row in found) == sorted(ODD)


async def test_rows_are_found_by_any_text(world: World) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(len(ODD), key=list(ODD)))
        wanted = {KEYS.owner: ["ann"] * len(ODD), KEYS.key: ODD}
        assert len(await matching(tx.connection, (KEYS.key,), wanted)) == len(ODD)


async def test_no_rows_are_no_statement(world: World) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(0), events(0))
    async with world.work.read() as tx:
        assert await tx.all(select(outbox.c.id)) == []


async def test_a_constraint_that_one_row_breaks_refuses_all(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.work.write() as tx:
            await write_rows(tx.connection, events(2), keys(2, key=["same", "same"]))
    async with world.work.read() as tx:
        assert await tx.all(select(outbox.c.id)) == []


async def test_postgresql_refuses_what_is_too_long_and_does_not_cut_it(postgresql_url: str) -> None:
    world = World(Database(postgresql_url))
    for owners in (["o" * 65, "x"], ["o" * 65] * 2):
        with pytest.raises(DBAPIError, match="too long"):
            async with world.work.write() as tx:
                await write_rows(tx.connection, keys(2, owners=owners))
    await world.work.database.close()


async def test_rows_are_found_by_values_side_by_side(world: World) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(3))
        await write_rows(tx.connection, keys(3, owner="ben"))
        found = await matching(
            tx.connection,
            (KEYS.owner, KEYS.key),
            {KEYS.owner: ["ann", "ben", "ann", "cho"], KEYS.key: ["k0", "k1", "none", "k0"]},
        )
    assert sorted(tuple(row) for row in found) == [("ann", "k0"), ("ben", "k1")]


async def test_rows_are_found_among_values_and_changed_together(world: World) -> None:
    async with world.work.write() as tx:
        await write_rows(tx.connection, events(5))
        ids = [f"{number:020d}" for number in (1, 3, 9)]
        columns = {"id": ids, "attempts": [11, 13, 19], "delivered_at": [NOW] * 3}
        await write_rows(tx.connection, keys(2), Rows(outbox, columns, key="id"))
        rows = await tx.all(
            select(outbox.c.attempts).where(is_among(tx.connection, outbox.c.id, ids))
        )
    assert sorted(row["attempts"] for row in rows) == [11, 13]


def twice(rows: Rows, only_if: str | None = None) -> Rows:
    """With answers that the database makes of the event of the row's owner."""
    columns = {name: values for name, values in rows.columns.items() if name != "answer"}
    told = LookedUp(
        "LEFT JOIN outbox AS o ON o.id = {owner}",
        (("answer", "coalesce(o.name, 'none') || {key}"),),
    )
    return Rows(rows.table, columns, only_if=only_if, looked_up=told)


@pytest.mark.parametrize("count", [1, 2])
async def test_the_database_fills_in_what_it_looks_up(world: World, count: int) -> None:
    owners = [f"{number + 1:020d}" for number in range(count)]
    async with world.work.write() as tx:
        await write_rows(tx.connection, events(2))
        await write_rows(tx.connection, twice(keys(count, owners=owners)))
    async with world.work.read() as tx:
        kept = await tx.all(select(idempotency_keys).order_by(KEYS.owner))
    assert [row["answer"] for row in kept] == ["test.notedk0", "nonek1"][:count]


@pytest.mark.parametrize("count", [1, 2])
async def test_what_others_are_looked_up_by_is_not_written_itself(world: World, count: int) -> None:
    told = LookedUp(
        "LEFT JOIN outbox AS o ON o.id = {told_by}",
        (("answer", "coalesce(o.name, 'none')"),),
        by=("told_by",),
    )
    rows = keys(count)
    columns = {name: rows.columns[name] for name in ("owner", "key", "fingerprint", "created_at")}
    columns["told_by"] = [f"{number + 1:020d}" for number in range(count)]
    async with world.work.write() as tx:
        await write_rows(tx.connection, events(2))
        await write_rows(tx.connection, Rows(rows.table, columns, looked_up=told))
    async with world.work.read() as tx:
        kept = await tx.all(select(idempotency_keys).order_by(KEYS.key))
    assert [row["answer"] for row in kept] == ["test.noted", "none"][:count]


async def test_new_rows_that_must_not_be_there_are_refused_together(world: World) -> None:
    only_if = "NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.id = {owner})"
    async with world.work.write() as tx:
        await write_rows(tx.connection, events(1))
    known = twice(keys(2, owners=["ann", f"{0:020d}"]), only_if)
    with pytest.raises(IntegrityError):
        async with world.work.write() as tx:
            await write_rows(tx.connection, known)
    async with world.work.write() as tx:
        assert await tx.all(select(idempotency_keys)) == []
        await write_rows(tx.connection, twice(keys(2), only_if))


@pytest.mark.parametrize("count", [1, 2, 500])
async def test_rows_that_two_columns_find_are_changed_together(world: World, count: int) -> None:
    names = [f"k{number}" for number in range(count)]
    changed = Rows(
        idempotency_keys,
        {"owner": ["ann"] * count, "key": names, "answer": [f"new {name}" for name in names]},
        key=("owner", "key"),
    )
    async with world.work.write() as tx:
        await write_rows(tx.connection, keys(count), keys(count, "ben"))
        await write_rows(tx.connection, changed)
    async with world.work.read() as tx:
        kept = await tx.all(select(idempotency_keys))
    answers = {(row["owner"], row["key"]): row["answer"] for row in kept}
    assert [answers["ann", name] for name in names] == [f"new {name}" for name in names]
    assert not any(answers["ben", name].startswith("new") for name in names)


async def test_values_side_by_side_are_a_table_of_their_types(world: World) -> None:
    since = Column("since", Instant)
    count = Column("count", Integer)
    values = {
        KEYS.owner: ["ann", *ODD],
        since: [NOW, *[None] * len(ODD)],
        count: [*range(len(ODD) + 1)],
    }
    async with world.work.write() as tx:
        given = side_by_side(tx.connection, values)
        rows = await tx.all(select(*given.c).order_by(given.c["count"]))
        nobody = side_by_side(tx.connection, {KEYS.owner: [], since: []})
        assert await tx.all(select(*nobody.c)) == []
    assert [row["owner"] for row in rows] == ["ann", *ODD]
    assert [row["since"] for row in rows] == [NOW, *[None] * len(ODD)]
    assert [row["count"] for row in rows] == [*range(len(ODD) + 1)]

"""A statement that goes to the driver directly fails as one by SQLAlchemy would, and leaves the pool in order."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from kit.db import Database
from kit.group_commit import is_transient

INSERT = (
    "INSERT INTO idempotency_key (owner, key, fingerprint, answer, created_at) "
    "VALUES ($1::text, $2::text, '', '', now())"
)
END_MYSELF = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
async def database(postgresql_url: str) -> AsyncIterator[Database]:
    database = Database(postgresql_url)
    yield database
    await database.close()


async def test_what_a_constraint_refuses_is_an_integrity_error_and_writes_nothing(
    database: Database,
) -> None:
    await database.send(INSERT, ("ann", "k"))
    with pytest.raises(IntegrityError):
        await database.send(INSERT, ("ann", "k"))
    await database.send(INSERT, ("ben", "k"))
    assert database.in_use == 0


async def test_what_a_statement_returns_is_given_as_rows(database: Database) -> None:
    rows = await database.send("SELECT code, 1 FROM unnest($1::text[]) AS code", (["a", "b"],))
    assert [tuple(row) for row in rows] == [("a", 1), ("b", 1)]


async def test_a_connection_that_is_lost_meanwhile_can_be_tried_again(database: Database) -> None:
    with pytest.raises(OperationalError) as lost:
        await database.send(END_MYSELF, ())
    assert is_transient(lost.value)
    await database.send(INSERT, ("ann", "k"))
    assert database.in_use == 0


async def test_statements_at_the_same_time_have_connections_of_their_own(
    database: Database,
) -> None:
    await asyncio.gather(*(database.send(INSERT, (f"p{n}", "k")) for n in range(3)))
    await database.send(INSERT, ("ann", "k"))
    assert database.in_use == 0


async def test_who_gives_up_waiting_leaves_no_connection_behind(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await database.send("SELECT pg_sleep(5)", ())
    await database.send(INSERT, ("ann", "k"))
    assert database.in_use == 0

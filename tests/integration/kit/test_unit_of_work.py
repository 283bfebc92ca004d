"""One transaction: all of it or nothing, its events included."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from kit.ids import new_id
from kit.outbox import outbox
from kit.unit_of_work import Tx
from membership.events import AccountCreated
from membership.tables import accounts
from tests.support.slices import World


class Stumble(Exception):
    pass


async def test_a_commit_keeps_the_rows_and_hands_the_events_over_in_order(world: World) -> None:
    async with world.work.write() as tx:
        await _add_account(tx, "mira")
        tx.emit(AccountCreated(account_id="a1"))
        tx.emit(AccountCreated(account_id="a2"))
        assert world.events == [], "nothing is handed over before the commit"

    assert world.events == [AccountCreated(account_id="a1"), AccountCreated(account_id="a2")]
    async with world.work.read() as tx:
        rows = await tx.all(select(outbox).order_by(outbox.c.id))
        assert await tx.scalar(select(accounts.c.handle)) == "mira"
    assert [(row["name"], row["delivered_at"], row["attempts"]) for row in rows] == [
        ("membership.account_created", None, 0)
    ] * 2
    assert [row["created_at"] for row in rows] == [world.now] * 2


async def test_what_a_failed_statement_was_given_is_not_said_with_it(world: World) -> None:
    secret = "what somebody signs in with"
    asks = text("SELECT 1 FROM no_such_table WHERE id = :id")
    with pytest.raises(DBAPIError) as failed:
        async with world.work.read() as tx:
            await tx.connection.execute(asks, {"id": secret})
    assert secret not in str(failed.value)


async def test_an_exception_rolls_everything_back_the_events_with_it(world: World) -> None:
    with suppress(Stumble):
        async with world.work.write() as tx:
            await _add_account(tx, "mira")
            tx.emit(AccountCreated(account_id="a1"))
            raise Stumble

    assert world.events == []
    async with world.work.read() as tx:
        assert await tx.all(select(accounts)) == []
        assert await tx.all(select(outbox)) == []


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(world: World) -> None:
    has_written = asyncio.Event()

    async def write_and_wait() -> None:
        async with world.work.write() as tx:
            await _add_account(tx, "mira")
            has_written.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await has_written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async with asyncio.timeout(5), world.work.write() as tx:
        await _add_account(tx, "mira")


async def test_a_reader_sees_what_is_committed_and_no_more(world: World) -> None:
    async with world.work.write() as writing:
        await _add_account(writing, "mira")
        async with world.work.read() as reading:
            assert await reading.all(select(accounts)) == []
    async with world.work.read() as reading:
        assert len(await reading.all(select(accounts))) == 1


async def test_many_writers_take_their_turns(world: World) -> None:
    async def write(number: int) -> None:
        async with world.work.write() as tx:
            await _add_account(tx, f"person_{number}")
            tx.emit(AccountCreated(account_id=str(number)))

    await asyncio.gather(*(write(number) for number in range(40)))

    assert len(world.events) == 40
    async with world.work.read() as tx:
        assert len(await tx.all(select(accounts.c.id))) == 40


async def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(world: World) -> None:
    in_india = datetime(2026, 11, 11, 17, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    async with world.work.write() as tx:
        await _add_account(tx, "mira", created_at=in_india)
    async with world.work.read() as tx:
        found = await tx.scalar(select(accounts.c.created_at))
    assert found == in_india
    assert found.tzinfo is UTC
    assert found.hour == 12


async def test_a_time_without_a_zone_is_a_mistake(world: World) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with world.work.write() as tx:
            await _add_account(tx, "mira", created_at=datetime(2026, 11, 11))  # noqa: DTZ001


async def _add_account(tx: Tx, handle: str, created_at: datetime | None = None) -> None:
    await tx.execute(
        insert(accounts).values(
            id=new_id(),
            handle=handle,
            handle_key=handle,
            email=handle,
            email_key=handle,
            password_hash="",
            is_operator=False,
            created_at=created_at or tx.now,
        )
    )

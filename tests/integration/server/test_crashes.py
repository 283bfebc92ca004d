"""Processes that are killed in the midst of a stampede: nothing that was acknowledged is lost, nothing happens twice, and all
books balance. CRASH_ROUNDS says how often each is killed, at another moment each time."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from commerce.tables import orders
from commerce.webhooks.tables import events as webhook_events
from kit.clock import utc_now
from kit.db import Database
from kit.outbox import outbox
from server.migrate import upgrade
from tests.support.books import imbalances, let_dead_be_followed, settled, unfinished
from tests.support.postgres import MortalPostgres, running_mortal_postgres
from tests.support.product import Product, running_product
from tests.support.receiver import Receiver, receiving
from tests.support.stampede import STOCK, Stampede
from tests.support.waiting import until_told

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "1"))
MOST_ACTS = STOCK
"""That a round's kill awaits: a stampede has about twice as many that are acknowledged."""

Kill = Callable[[], Awaitable[None]]


@pytest.fixture
def mortal_postgres() -> Iterator[MortalPostgres]:
    with running_mortal_postgres() as server:
        yield server


@asynccontextmanager
async def receiver_and_product(
    database_url: str, home: Path
) -> AsyncIterator[tuple[Receiver, Product, Database]]:
    async with receiving() as receiver, running_product(database_url, home) as product:
        database = Database(database_url)
        try:
            yield receiver, product, database
        finally:
            await database.close()


async def test_a_killed_web_process_of_several_loses_nothing(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with receiver_and_product(postgresql_url, tmp_path) as (receiver, product, database):
        urls = [await product.start("--no-worker"), await product.start("--no-worker")]
        product.start_worker()
        for number in range(ROUNDS):
            stampede = await Stampede.prepare(product, urls, receiver.url)
            victim = random.Random(number).choice(urls)

            async def kill(victim: str = victim) -> None:
                await product.crash(victim)
                await product.restart(victim)

            await rush(stampede, number, kill)
            await conclude(stampede, database, receiver)


async def test_the_one_process_of_a_small_installation_is_killed_and_loses_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with receiver_and_product(sqlite_url, tmp_path) as (receiver, product, database):
        urls = [await product.start()]

        async def kill() -> None:
            await product.crash(urls[0])
            await product.restart(urls[0])

        for number in range(ROUNDS):
            stampede = await Stampede.prepare(product, urls, receiver.url)
            await rush(stampede, number, kill)
            await conclude(stampede, database, receiver)


async def test_a_killed_postgresql_loses_nothing_and_the_processes_go_on_when_it_is_back(
    mortal_postgres: MortalPostgres, tmp_path: Path
) -> None:
    name = mortal_postgres.server.create_database()
    url = mortal_postgres.server.url_of(name)
    await asyncio.to_thread(upgrade, url)
    async with receiver_and_product(url, tmp_path) as (receiver, product, database):
        urls = [await product.start("--no-worker"), await product.start("--no-worker")]
        product.start_worker()

        async def kill() -> None:
            await asyncio.to_thread(mortal_postgres.kill)
            await asyncio.to_thread(mortal_postgres.start)
            await database.engine.dispose()

        for number in range(ROUNDS):
            stampede = await Stampede.prepare(product, urls, receiver.url)
            await rush(stampede, number, kill)
            assert set(stampede.answers) <= {200, 201, 409, 429, 503}, stampede.answers
            assert stampede.silences == 0
            await conclude(stampede, database, receiver)


async def test_what_a_killed_worker_had_begun_the_next_one_finishes_once(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with receiver_and_product(postgresql_url, tmp_path) as (receiver, product, database):
        urls = [await product.start("--no-worker")]
        for number in range(ROUNDS):
            since = utc_now()
            stampede = await Stampede.prepare(product, urls, receiver.url)
            await stampede.run()
            await _leave_all_to_the_worker(stampede, database, since)
            await let_dead_be_followed(database)
            worker = product.start_worker()
            share_left = random.Random(number).random()
            much = await _count_unfinished(database)
            await until_told(partial(_is_left, database, much * share_left))
            await product.crash(worker)
            await product.restart(worker)
            await conclude(stampede, database, receiver)
            await product.crash(worker)


async def rush(stampede: Stampede, number: int, kill: Kill) -> None:
    """The stampede, with a kill in its midst."""
    awaited = random.Random(number).randrange(1, MOST_ACTS)
    running = asyncio.create_task(stampede.run())
    await stampede.until_acknowledged(awaited)
    assert not running.done(), "the stampede was over before the kill"
    await kill()
    await running


async def conclude(stampede: Stampede, database: Database, receiver: Receiver) -> None:
    """All that was begun comes to its end, and then the books balance, however often is asked again."""
    await let_dead_be_followed(database)
    await stampede.conclude()
    await let_dead_be_followed(database)
    await settled(database)
    assert await imbalances(database) == {}
    await stampede.check_first_answers()
    assert await imbalances(database) == {}
    await _check_heard(receiver, database)
    await stampede.go_home()
    print(f"acknowledged: {dict(stampede.acknowledged)}, lost: 0, {dict(stampede.answers)}")


async def _check_heard(receiver: Receiver, database: Database) -> None:
    """Each message arrived; one that was sent again was the same."""
    heard = {one.id: one.raw for one in receiver.heard}
    assert all(heard[one.id] == one.raw for one in receiver.heard)
    async with database.reading() as connection:
        told = (await connection.execute(select(webhook_events.c.id))).scalars().all()
    assert set(told) == heard.keys()


async def _leave_all_to_the_worker(stampede: Stampede, database: Database, since: datetime) -> None:
    """Holds that are over, a price that fell, and events that seem forgotten, beside payments whose answer got lost and
    messages that nobody has sent."""
    await stampede.drop_cheaper()
    async with database.writing() as connection:
        await connection.execute(
            update(orders).where(orders.c.status == "held").values(hold_expires_at=utc_now())
        )
        await connection.execute(
            update(outbox).where(outbox.c.created_at >= since).values(delivered_at=None)
        )


async def _is_left(database: Database, most: float) -> bool:
    return await _count_unfinished(database) <= most


async def _count_unfinished(database: Database) -> int:
    return sum(map(len, (await unfinished(database)).values()))

"""Workers on PostgreSQL share what is overdue: each takes its part, and what is said of one subject keeps its order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from kit import outbox
from kit.db import Database
from kit.events import Event
from kit.outbox import TAKEN_FOR, Message, Relay
from tests.support.delivering import one_by_one
from tests.support.slices import World
from tests.support.waiting import until

SOON = timedelta(seconds=5)


class Told(Event, frozen=True, kw_only=True, tag="test.told"):
    number: int
    whose: str

    @property
    def subjects(self) -> Sequence[str]:
        return (self.whose,)


class Ear:
    """Hears events; the first only when it may."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.may_hear_first = asyncio.Event()
        self.may_hear_first.set()
        self.waits = asyncio.Event()

    async def react(self, message: Message) -> None:
        event = message.event
        assert isinstance(event, Told)
        if event.number == 0:
            self.waits.set()
            await self.may_hear_first.wait()
        self.heard.append(event.number)


@pytest.fixture
async def world(postgresql_url: str) -> AsyncIterator[World]:
    database = Database(postgresql_url)
    yield World(database)
    await database.close()


@pytest.fixture
def ear() -> Ear:
    return Ear()


def relay_to(world: World, ear: Ear) -> Relay:
    return Relay(world.work.database, lambda: world.now, [Told], one_by_one(ear.react))


async def test_workers_share_a_backlog_and_deliver_nothing_twice(
    world: World, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 10)
    await commit(world, *(f"person {number}" for number in range(100)))
    world.pass_time(timedelta(seconds=6))
    workers = [relay_to(world, ear) for _ in range(3)]
    shares = await asyncio.gather(*(sweep_all(worker) for worker in workers))
    assert sum(shares) == len(ear.heard) == 100
    assert set(ear.heard) == set(range(100))
    assert await undelivered(world) == 0


async def test_what_a_worker_took_before_it_died_is_free_again_after_a_while(
    world: World, ear: Ear
) -> None:
    await commit(world, "ana")
    world.pass_time(timedelta(seconds=6))
    async with world.work.write() as tx:
        await tx.execute(update(outbox.outbox).values(taken_until=world.now + TAKEN_FOR))
    assert await relay_to(world, ear).sweep(SOON) == 0
    world.pass_time(TAKEN_FOR + timedelta(seconds=1))
    assert await relay_to(world, ear).sweep(SOON) == 1
    assert ear.heard == [0]


async def test_a_process_that_fell_behind_leaves_to_workers_what_they_took(
    world: World, ear: Ear
) -> None:
    relay, by_worker = relay_to(world, ear), Ear()
    world.now = datetime.now(UTC)  # as the ids
    await commit(world, "ana", "ben", to=relay)
    world.pass_time(timedelta(seconds=6))
    assert await relay_to(world, by_worker).sweep(SOON) == 2
    await commit(world, "cleo", to=relay)
    task = asyncio.create_task(relay.run())
    await relay.drain()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (by_worker.heard, ear.heard) == ([0, 1], [0])
    assert await undelivered(world) == 0


async def test_sweeps_of_one_worker_side_by_side_keep_the_order_of_a_subject(
    world: World, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 1)
    await commit(world, "ana", "ana", "ben")
    world.pass_time(timedelta(seconds=6))
    relay = relay_to(world, ear)
    ear.may_hear_first.clear()
    first = asyncio.create_task(relay.sweep(SOON))
    await ear.waits.wait()
    second, third = asyncio.create_task(relay.sweep(SOON)), asyncio.create_task(relay.sweep(SOON))
    await until(lambda: ear.heard != [])
    assert ear.heard == [2], "what is about another waits for nobody"
    ear.may_hear_first.set()
    await asyncio.gather(first, second, third)
    assert ear.heard == [2, 0, 1]


async def test_what_another_worker_took_while_a_sweep_waited_for_its_turn_is_delivered_once(
    world: World, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 1)
    await commit(world, "ana", "ana", "ana")
    world.pass_time(timedelta(seconds=6))
    relay, elsewhere = relay_to(world, ear), Ear()
    ear.may_hear_first.clear()
    sweeps = [asyncio.create_task(relay.sweep(SOON))]
    await ear.waits.wait()
    sweeps.append(asyncio.create_task(relay.sweep(SOON)))
    await until_taken(world, 2)
    world.pass_time(TAKEN_FOR / 2)
    sweeps.append(asyncio.create_task(relay.sweep(SOON)))
    await until_taken(world, 3)
    world.pass_time(TAKEN_FOR / 2 + timedelta(seconds=1))
    other = relay_to(world, elsewhere)
    assert [await other.sweep(SOON) for _ in range(3)] == [1, 1, 0]
    ear.may_hear_first.set()
    assert await asyncio.gather(*sweeps) == [1, 0, 1]
    assert elsewhere.heard == [0, 1], "what was taken longer ago than a lease lasts"
    assert ear.heard == [0, 2], "what was under way, and what was still its own"
    assert await undelivered(world) == 0


async def until_taken(world: World, count: int) -> None:
    taken = select(func.count()).where(outbox.outbox.c.taken_until.is_not(None))
    while True:
        async with world.work.read() as tx:
            if await tx.scalar(taken) == count:
                return
        await asyncio.sleep(0.01)


async def commit(world: World, *whose: str, to: Relay | None = None) -> None:
    world.work.on_commit = to.offer if to else None
    async with world.work.write() as tx:
        for number, person in enumerate(whose):
            tx.emit(Told(number=number, whose=person))


async def sweep_all(relay: Relay) -> int:
    count = 0
    while swept := await relay.sweep(SOON):
        count += swept
    return count


async def undelivered(world: World) -> int:
    waiting = select(func.count()).where(outbox.outbox.c.delivered_at.is_(None))
    async with world.work.read() as tx:
        return int(await tx.scalar(waiting))

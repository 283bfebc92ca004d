"""Every committed event is delivered at least once, whatever dies or fails."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from kit import outbox
from kit.broker import BrokerDown
from kit.events import Event
from kit.ids import new_id
from kit.outbox import MAX_ATTEMPTS, Message, Relay
from tests.support.delivering import one_by_one
from tests.support.slices import World

AT_ONCE = timedelta(0)
SOON = timedelta(seconds=5)


class Counted(Event, frozen=True, kw_only=True, tag="test.counted"):
    number: int


class Ear:
    """Hears events, and fails at the numbers that it is told to."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.fails_at: set[int] = set()
        self.is_cut_off = False

    async def react(self, message: Message) -> None:
        event = message.event
        assert isinstance(event, Counted)
        if event.number in self.fails_at:
            raise RuntimeError("the reaction failed")
        if self.is_cut_off:
            raise ExceptionGroup("cut off", [BrokerDown("for a while")])
        self.heard.append(event.number)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def relay(world: World, ear: Ear) -> Relay:
    return Relay(world.work.database, lambda: world.now, [Counted], one_by_one(ear.react))


@pytest.fixture
async def running(world: World, relay: Relay) -> AsyncIterator[Relay]:
    """The relay as a process runs it: what is committed is handed to it."""
    world.work.on_commit = relay.offer
    task = asyncio.create_task(relay.run())
    yield relay
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_is_committed_is_delivered_at_once_and_in_order(
    world: World, running: Relay, ear: Ear
) -> None:
    await _commit(world, *range(5))
    await running.drain()
    assert ear.heard == [0, 1, 2, 3, 4]
    assert await _undelivered(world) == 0
    world.pass_time(timedelta(days=1))
    assert await running.sweep(SOON) == 0


async def test_the_sweeper_delivers_for_a_process_that_died_after_its_commit(
    world: World, relay: Relay, ear: Ear
) -> None:
    world.work.on_commit = None  # it died before it could hand over
    await _commit(world, 1, 2, 3)
    assert await relay.sweep(SOON) == 0, "the process may still be at it"

    world.pass_time(timedelta(seconds=6))
    assert await relay.sweep(SOON) == 3
    assert ear.heard == [1, 2, 3]
    assert await relay.sweep(SOON) == 0


async def test_a_failing_reaction_is_tried_again_and_does_not_stop_others(
    world: World, running: Relay, ear: Ear
) -> None:
    ear.fails_at = {1}
    await _commit(world, 0, 1, 2)
    await running.drain()
    assert ear.heard == [0, 2]

    ear.fails_at = set()
    world.pass_time(timedelta(seconds=11))
    assert await running.sweep(SOON) == 1
    assert ear.heard == [0, 2, 1]
    assert await _undelivered(world) == 0


async def test_tries_are_spaced_by_doubling_until_there_were_enough(
    world: World, relay: Relay, ear: Ear
) -> None:
    ear.fails_at = {1}
    world.work.on_commit = None
    await _commit(world, 1)
    begun, tried_after = world.now, []
    while world.now < begun + timedelta(days=4):
        if await relay.sweep(SOON):
            tried_after.append((world.now - begun).total_seconds())
        world.pass_time(max(timedelta(seconds=1), (world.now - begun) / 50))

    assert len(tried_after) == MAX_ATTEMPTS
    for tries, seconds in enumerate(tried_after):
        assert 5 * 2**tries < seconds <= 5 * 2**tries * 1.1 + 2
    assert tried_after[-1] > timedelta(days=1.5).total_seconds()


async def test_a_row_that_cannot_be_read_does_not_stop_the_others(
    world: World, relay: Relay, ear: Ear
) -> None:
    world.work.on_commit = None
    await _commit(world, 1, 2)
    async with world.work.write() as tx:
        first = select(outbox.outbox.c.id).order_by(outbox.outbox.c.id).limit(1)
        await tx.execute(
            update(outbox.outbox)
            .where(outbox.outbox.c.id == first.scalar_subquery())
            .values(payload='{"event": "test.counted", "number": "one"}')
        )
    world.pass_time(timedelta(seconds=6))
    assert await relay.sweep(SOON) == 1
    assert ear.heard == [2]


async def test_events_of_a_newer_release_are_left_to_it_and_fill_no_batch(
    world: World, relay: Relay, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    async with world.work.write() as tx:
        unknown = {"name": "test.unknown", "payload": "{}", "created_at": tx.now, "attempts": 0}
        await tx.execute(insert(outbox.outbox), [{"id": new_id(), **unknown} for _ in range(3)])
    world.work.on_commit = None
    await _commit(world, 1, 2, 3)
    world.pass_time(timedelta(seconds=6))
    assert [await relay.sweep(SOON) for _ in range(3)] == [2, 1, 0]
    assert ear.heard == [1, 2, 3]
    assert await _undelivered(world) == 3


async def test_what_waits_for_the_broker_is_tried_at_each_sweep_and_never_given_up(
    world: World, relay: Relay, ear: Ear
) -> None:
    world.work.on_commit = None
    await _commit(world, 1, 2)
    ear.is_cut_off = True
    for _ in range(MAX_ATTEMPTS + 2):
        world.pass_time(timedelta(seconds=6))
        assert await relay.sweep(SOON) == 0
    ear.is_cut_off = False
    assert await relay.sweep(SOON) == 2
    assert ear.heard == [1, 2]


async def test_two_sweepers_at_once_lose_nothing(world: World, relay: Relay, ear: Ear) -> None:
    world.work.on_commit = None
    await _commit(world, *range(20))
    world.pass_time(timedelta(seconds=6))
    await asyncio.gather(relay.sweep(SOON), relay.sweep(SOON))
    assert set(ear.heard) == set(range(20))
    assert await _undelivered(world) == 0


async def test_what_was_delivered_long_ago_is_forgotten_and_nothing_else(
    world: World, running: Relay, ear: Ear
) -> None:
    world.now = datetime.now(UTC)  # as the ids
    ear.fails_at = {2}
    await _commit(world, 1, 2)
    await running.drain()
    week = timedelta(days=7)
    assert await running.forget(week) == 0
    world.pass_time(week + timedelta(seconds=1))
    assert await running.forget(week) == 1
    assert await _undelivered(world) == 1


async def _commit(world: World, *numbers: int) -> None:
    async with world.work.write() as tx:
        for number in numbers:
            tx.emit(Counted(number=number))


async def _undelivered(world: World) -> int:
    async with world.work.read() as tx:
        rows = await tx.all(
            select(outbox.outbox.c.id).where(outbox.outbox.c.delivered_at.is_(None))
        )
    return len(rows)

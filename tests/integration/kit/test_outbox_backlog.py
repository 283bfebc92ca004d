"""The outbox says what waits, for how long, and what was given up."""

from datetime import timedelta

import pytest

from kit.events import Event
from kit.outbox import MAX_ATTEMPTS, Backlog, Message, Relay
from tests.support.delivering import one_by_one
from tests.support.slices import World

SOON = timedelta(seconds=5)


class Noted(Event, frozen=True, kw_only=True, tag="test.noted"):
    pass


class Ear:
    is_deaf = True

    async def react(self, _message: Message) -> None:
        if self.is_deaf:
            raise RuntimeError("not today")


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def relay(world: World, ear: Ear) -> Relay:
    return Relay(world.work.database, lambda: world.now, [Noted], one_by_one(ear.react))


async def emit(world: World, count: int) -> None:
    for _ in range(count):
        async with world.work.write() as tx:
            tx.emit(Noted())


async def test_an_empty_outbox_has_no_backlog(relay: Relay) -> None:
    assert await relay.backlog() == Backlog(0, 0.0, 0)


async def test_what_waits_is_counted_and_the_oldest_has_its_age(world: World, relay: Relay) -> None:
    await emit(world, 2)
    world.now += timedelta(seconds=90)
    await emit(world, 1)
    assert await relay.backlog() == Backlog(3, 90.0, 0)


async def test_what_is_delivered_does_not_count(world: World, relay: Relay, ear: Ear) -> None:
    await emit(world, 2)
    world.now += timedelta(seconds=90)
    ear.is_deaf = False
    await relay.sweep(SOON)
    assert await relay.backlog() == Backlog(0, 0.0, 0)


async def test_what_was_given_up_is_counted_apart(world: World, relay: Relay) -> None:
    await emit(world, 2)
    for _ in range(MAX_ATTEMPTS):
        world.now += timedelta(days=30)
        await relay.sweep(SOON)
    assert await relay.backlog() == Backlog(0, 0.0, 2)

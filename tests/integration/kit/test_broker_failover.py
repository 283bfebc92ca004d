"""Another server takes over: the log goes on there without gaps, or everyone is told that some of it is lost."""

import asyncio
import signal
from collections.abc import Iterator

import pytest
from redis.asyncio import Redis
from redis.crc import key_slot

from kit.broker import BrokerDown, Position
from kit.broker_redis import RedisBroker
from kit.ids import new_id
from tests.support.brokers import Ear, running
from tests.support.ports import HOST
from tests.support.redis_server import (
    Cluster,
    Watched,
    running_redis_cluster,
    running_redis_sentinel,
)
from tests.support.waiting import TIMEOUT_S, until


@pytest.fixture
def watched() -> Iterator[Watched]:
    with running_redis_sentinel() as servers:
        yield servers


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with running_redis_cluster(has_replicas=True) as servers:
        yield servers


async def published(broker: RedisBroker, room: str, payload: bytes) -> Position:
    """Publish, as the outbox does it: again and again until it is in the log."""
    async with asyncio.timeout(TIMEOUT_S):
        while True:
            try:
                return await broker.publish(room, payload)
            except BrokerDown:
                await asyncio.sleep(0.05)


async def test_a_room_goes_on_at_the_replica_that_sentinels_promote(watched: Watched) -> None:
    async with running(watched.url) as here, running(watched.url) as there:
        room, ear = new_id(), Ear()
        await ear.subscribe(here, room)
        before = [await there.publish(room, b"%d" % number) for number in range(3)]
        await until(lambda: len(ear.entries) == 3)
        await _until_replicated(watched)
        watched.primary[1].kill()
        after = await published(there, room, b"3")
        await until(lambda: len(ear.entries) == 4)
    assert after == Position(before[0].epoch, 4)
    assert [entry.seq for entry in ear.entries] == [1, 2, 3, 4]
    assert (ear.lost, ear.line) == (0, [False, True])


async def test_a_replica_that_lacks_the_newest_entries_begins_a_new_epoch(
    watched: Watched,
) -> None:
    async with running(watched.url) as here, running(watched.url) as there:
        room, ear = new_id(), Ear()
        await ear.subscribe(here, room)
        before = await there.publish(room, b'"kept"')
        await _until_replicated(watched)
        await _cut_off_replica(watched)
        for number in range(3):
            await there.publish(room, b'"lost %d"' % number)
        await until(lambda: len(ear.entries) == 4)
        watched.primary[1].kill()
        watched.replica[1].process.send_signal(signal.SIGCONT)
        again = [await published(there, room, b'"again %d"' % number) for number in range(5)]
        await until(lambda: ear.lost > 0)
        end = await here.position(room)
        assert end.epoch not in {before.epoch}
        assert await here.since(room, Position(before.epoch, 4)) is None
        last = await published(there, room, b'"last"')
        await until(lambda: ear.entries[-1].payload == b'"last"')
    assert {position.epoch for position in again} <= {before.epoch, end.epoch}
    assert last.epoch == end.epoch


async def test_a_cluster_that_loses_a_primary_keeps_its_rooms(cluster: Cluster) -> None:
    async with running(cluster.url) as here, running(cluster.url) as there:
        hit, spared = _room_on(0), _room_on(2)
        ear, other = Ear(), Ear()
        await ear.subscribe(here, hit)
        await other.subscribe(here, spared)
        before = await there.publish(hit, b"0")
        await there.publish(spared, b"0")
        await until(lambda: bool(ear.entries and other.entries))
        await asyncio.sleep(0.2)  # for the replica, of which the cluster says nothing here
        cluster.nodes[0][1].kill()
        after = await published(there, hit, b"1")
        await published(there, spared, b"1")
        await until(lambda: len(ear.entries) == len(other.entries) == 2)
    assert after == Position(before.epoch, 2)
    assert (ear.line, ear.lost) == ([False, True], 0)
    assert other.lost == 0


async def test_a_room_follows_its_slot_to_another_server(cluster: Cluster) -> None:
    async with running(cluster.url) as here, running(cluster.url) as there:
        room, ear = _room_on(0), Ear()
        await ear.subscribe(here, room)
        before = await there.publish(room, b"0")
        await _move(key_slot(room.encode()), cluster.nodes[0][0], cluster.nodes[1][0], there, room)
        after = await there.publish(room, b"2")
        await until(lambda: len(ear.entries) == 3)
    assert after == Position(before.epoch, 3)
    assert [entry.payload for entry in ear.entries] == [b"0", b"1", b"2"]
    assert ear.lost == 0


def _room_on(node: int) -> str:
    """A room whose keys the primary of this number holds: each of three has a third of the slots."""
    while True:
        room = new_id()
        if key_slot(room.encode()) * 3 // 16_384 == node:
            return room


async def _move(slot: int, source: int, target: int, broker: RedisBroker, room: str) -> None:
    """Move a slot as operators do, and publish while its keys are already there and it is not yet."""
    async with Redis(host=HOST, port=source) as old, Redis(host=HOST, port=target) as new:
        ids = [await each.execute_command("CLUSTER", "MYID") for each in (old, new)]
        old_id, new_id_ = (each.decode() for each in ids)
        await new.execute_command("CLUSTER", "SETSLOT", slot, "IMPORTING", old_id)
        await old.execute_command("CLUSTER", "SETSLOT", slot, "MIGRATING", new_id_)
        keys = await old.execute_command("CLUSTER", "GETKEYSINSLOT", slot, 100)
        await old.execute_command("MIGRATE", HOST, target, "", 0, 5000, "KEYS", *keys)
        await broker.publish(room, b"1")
        for node in (new, old):
            await node.execute_command("CLUSTER", "SETSLOT", slot, "NODE", new_id_)


async def _cut_off_replica(watched: Watched) -> None:
    """From now on it gets nothing, until it goes on and finds its primary again."""
    watched.replica[1].process.send_signal(signal.SIGSTOP)
    async with Redis(host=HOST, port=watched.primary[0]) as primary:
        await primary.client_kill_filter(_type="replica")


async def _until_replicated(watched: Watched) -> None:
    async with Redis(host=HOST, port=watched.primary[0]) as primary:
        await primary.set("written", "after all else")
        assert await primary.wait(1, 5_000) == 1

"""What only the Redis broker can suffer: lost messages, lost connections, other processes."""

import asyncio

import pytest
from redis.asyncio import Redis

from kit import broker_redis
from kit.broker import Entry, ignore
from kit.broker_redis import RedisBroker
from kit.ids import new_id
from tests.support.waiting import until


async def test_an_entry_published_by_another_process_arrives(redis_url: str) -> None:
    here, there = RedisBroker(redis_url), RedisBroker(redis_url)
    await here.start()
    await there.start()
    room, entries = new_id(), list[Entry]()
    await here.subscribe(room, entries.append)
    await there.publish(room, b'"from there"')
    await until(lambda: bool(entries))
    assert entries[0].payload == b'"from there"'
    await here.close()
    await there.close()


async def test_messages_lost_with_a_connection_are_filled_in_from_the_log(redis_url: str) -> None:
    broker = RedisBroker(redis_url)
    await broker.start()
    room, entries = new_id(), list[Entry]()
    await broker.subscribe(room, entries.append)
    admin = Redis.from_url(redis_url)
    for number in range(40):
        if number % 10 == 5:
            await admin.client_kill_filter(_type="pubsub")
        await broker.publish(room, b"%d" % number)
    await until(lambda: len(entries) == 40)
    assert [entry.payload for entry in entries] == [b"%d" % number for number in range(40)]
    await admin.aclose()
    await broker.close()


async def test_a_room_that_lost_its_log_begins_a_new_epoch(redis_url: str) -> None:
    broker = RedisBroker(redis_url)
    await broker.start()
    room = new_id()
    before = await broker.publish(room, b"{}")
    admin = Redis.from_url(redis_url)
    await admin.delete(f"room:{{{room}}}:meta")
    after = await broker.publish(room, b"{}")
    assert after.epoch != before.epoch
    assert after.seq == 1
    assert await broker.since(room, before) is None
    await admin.aclose()
    await broker.close()
    await asyncio.sleep(0)


async def test_a_broker_that_is_just_leaving_many_channels_closes_all_the_same(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_redis, "BEAT_S", 0.01)
    for _ in range(10):
        broker = RedisBroker(redis_url)
        await broker.start()
        leaves = await asyncio.gather(*(broker.listen(new_id(), ignore) for _ in range(200)))
        for leave in leaves:
            leave()
        await asyncio.sleep(0.02)  # in the midst of it
        closing = asyncio.create_task(broker.close())
        await asyncio.wait([closing], timeout=10)
        assert closing.done()

"""Redis goes away and comes back: nobody waits for it, everyone hears of it, and nothing that it kept is missed."""

import asyncio
import time

import pytest
from redis.asyncio import Redis

from kit import broker_redis
from kit.broker import BrokerDown
from kit.broker_redis import RedisBroker
from kit.ids import new_id
from tests.support.brokers import Ear, running
from tests.support.ports import HOST, free_port
from tests.support.redis_server import MortalRedis
from tests.support.waiting import TIMEOUT_S, until


async def test_nobody_waits_for_a_redis_that_hangs(mortal_redis: MortalRedis) -> None:
    async with running(mortal_redis.url) as broker:
        room = new_id()
        await broker.publish(room, b"{}")
        mortal_redis.freeze()
        first = await asyncio.gather(
            *(_time_to_fail(broker, room) for _ in range(100)), return_exceptions=False
        )
        assert max(first) < 10 * broker_redis.GIVE_UP_AFTER_S, "they give up together"
        later = [await _time_to_fail(broker, room) for _ in range(20)]
        assert min(later) < broker_redis.GIVE_UP_AFTER_S, "nobody waits for what is known"
        assert not await broker.is_ready()
        mortal_redis.thaw()
        await until(lambda: broker.is_up)
        assert (await broker.publish(room, b"{}")).seq >= 2


async def _time_to_fail(broker: RedisBroker, room: str) -> float:
    began = time.monotonic()
    with pytest.raises(BrokerDown):
        await broker.publish(room, b'"lost"')
    return time.monotonic() - began


async def test_who_listens_in_silence_is_told_of_the_outage_and_of_its_end(
    mortal_redis: MortalRedis,
) -> None:
    async with running(mortal_redis.url) as broker:
        room, ear = new_id(), Ear()
        await ear.subscribe(broker, room)
        mortal_redis.freeze()
        await until(lambda: ear.line == [False])
        mortal_redis.thaw()
        await until(lambda: ear.line == [False, True])
        await broker.publish(room, b'"after"')
        await until(lambda: bool(ear.entries))
        assert [entry.payload for entry in ear.entries] == [b'"after"']
        assert ear.lost == 0


async def test_after_a_restart_the_log_goes_on_or_everyone_is_told_that_it_is_lost(
    mortal_redis: MortalRedis, request: pytest.FixtureRequest
) -> None:
    keeps_data = "keeps_data" in request.node.callspec.id
    async with running(mortal_redis.url) as here, running(mortal_redis.url) as there:
        room, ear = new_id(), Ear()
        await ear.subscribe(here, room)
        before = await there.publish(room, b'"before"')
        await until(lambda: bool(ear.entries))
        mortal_redis.kill()
        await until(lambda: ear.line == [False])
        mortal_redis.start()
        await until(lambda: ear.line == [False, True] and there.is_up)
        after = await there.publish(room, b'"after"')
        await until(lambda: len(ear.entries) == 2)
    assert (after.epoch == before.epoch) is keeps_data
    assert after.seq == (2 if keeps_data else 1)
    assert ear.lost == (0 if keeps_data else 1)
    assert [entry.payload for entry in ear.entries] == [b'"before"', b'"after"']


async def test_what_was_missed_is_filled_in_at_the_reconnection_with_no_new_message(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_redis, "COMPARE_EVERY_S", 1e9)
    async with running(redis_url) as here, running(redis_url) as there:
        room, ear = new_id(), Ear()
        await ear.subscribe(here, room)
        await there.publish(room, b"0")
        async with Redis.from_url(redis_url) as admin:
            for number in range(1, 6):
                await admin.client_kill_filter(_type="pubsub")
                await there.publish(room, b"%d" % number)
        await until(lambda: len(ear.entries) == 6)
    assert [entry.payload for entry in ear.entries] == [b"%d" % number for number in range(6)]
    assert (ear.line, ear.lost) == ([], 0)


async def test_during_an_outage_a_message_reaches_a_person_here_and_is_due_again(
    mortal_redis: MortalRedis,
) -> None:
    async with running(mortal_redis.url) as broker:
        person, heard, later = new_id(), list[bytes](), list[bytes]()
        await broker.listen(person, heard.append)
        mortal_redis.kill()
        with pytest.raises(BrokerDown):
            await broker.tell(person, b"paid")
        assert heard == [b"paid"]
        await broker.listen(other := new_id(), later.append)
        mortal_redis.start()
        await until(lambda: broker.is_up)
        await _tell_until_heard(broker, other, later)
        await broker.tell(person, b"shipped")
        await until(lambda: heard == [b"paid", b"shipped"])


async def _tell_until_heard(broker: RedisBroker, person: str, heard: list[bytes]) -> None:
    """What is told while a subscription is being renewed is lost, as personal messages may be."""
    async with asyncio.timeout(TIMEOUT_S):
        while not heard:
            await broker.tell(person, b"hello")
            await asyncio.sleep(0.05)


async def test_a_process_starts_without_redis_and_follows_as_soon_as_it_is_there(
    mortal_redis: MortalRedis,
) -> None:
    mortal_redis.kill()
    async with running(mortal_redis.url) as broker:
        room, ear = new_id(), Ear()
        await ear.subscribe(broker, room)
        assert ear.line == [False]
        with pytest.raises(BrokerDown):
            await broker.tail(room)
        mortal_redis.start()
        await until(lambda: ear.line == [False, True])
        await broker.publish(room, b"{}")
        await until(lambda: len(ear.entries) == 1)


async def test_a_log_that_cannot_be_written_counts_as_an_outage_until_it_can(
    mortal_redis: MortalRedis,
) -> None:
    async with running(mortal_redis.url) as broker, Redis.from_url(mortal_redis.url) as admin:
        room = new_id()
        await broker.publish(room, b"{}")
        await admin.config_set("maxmemory", 1)
        with pytest.raises(BrokerDown):
            await broker.publish(room, b"{}")
        assert not broker.is_up
        await admin.config_set("maxmemory", 0)
        await until(lambda: broker.is_up)
        assert (await broker.publish(room, b"{}")).seq >= 2


async def test_the_audience_of_a_process_that_died_is_forgotten(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = new_id()
    async with running(redis_url) as there:
        assert await there.report_audience(room, "there", 4) == 4
    async with running(redis_url) as here:
        assert await here.report_audience(room, "here", 3) == 7
        now = time.time()
        monkeypatch.setattr(broker_redis.time, "time", lambda: now + 31)
        assert await here.report_audience(room, "here", 3) == 3


async def test_an_address_where_nothing_is_keeps_nobody_waiting() -> None:
    async with (
        asyncio.timeout(TIMEOUT_S),
        running(f"redis+cluster://{HOST}:{free_port()}") as broker,
    ):
        await Ear().subscribe(broker, "room")
        with pytest.raises(BrokerDown):
            await broker.publish("room", b"{}")

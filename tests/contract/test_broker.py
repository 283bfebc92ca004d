"""One suite over the brokers, in memory, on one Redis, on a cluster and behind a sentinel: the log, its positions, mailboxes and audience counts."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from kit.broker import LOG_SIZE, Broker, Entry, Position
from kit.broker_memory import MemoryBroker
from kit.broker_redis import RedisBroker
from kit.ids import new_id
from tests.support.waiting import until, until_told


@pytest.fixture(params=["memory", "redis_url", "redis_cluster_url", "redis_sentinel_url"])
async def broker(request: pytest.FixtureRequest) -> AsyncIterator[Broker]:
    broker: Broker = (
        MemoryBroker()
        if request.param == "memory"
        else RedisBroker(request.getfixturevalue(request.param))
    )
    await broker.start()
    yield broker
    await broker.close()


async def test_a_subscriber_gets_each_entry_once_and_in_order(broker: Broker) -> None:
    room, entries = new_id(), list[Entry]()
    await broker.subscribe(room, entries.append)
    for number in range(50):
        await broker.publish(room, b'{"n":%d}' % number, min_rank=number % 3, lane=number % 2)
    await until(lambda: len(entries) == 50)
    assert [entry.seq for entry in entries] == list(range(1, 51))
    assert [entry.payload for entry in entries] == [b'{"n":%d}' % n for n in range(50)]
    assert [(entry.min_rank, entry.lane) for entry in entries] == [
        (n % 3, n % 2) for n in range(50)
    ]
    assert len({entry.epoch for entry in entries}) == 1


async def test_publishing_returns_the_position_at_which_the_log_then_ends(broker: Broker) -> None:
    room = new_id()
    before = await broker.position(room)
    published = await broker.publish(room, b'{"t":"x"}')
    assert before.seq == 0
    assert published == Position(before.epoch, 1) == await broker.position(room)


async def test_who_returns_gets_exactly_what_it_missed(broker: Broker) -> None:
    room = new_id()
    positions = [await broker.publish(room, b"{%d}" % number) for number in range(10)]
    missed = await broker.since(room, positions[6])
    assert missed is not None
    assert [entry.payload for entry in missed] == [b"{7}", b"{8}", b"{9}"]
    assert await broker.since(room, positions[9]) == []


async def test_the_tail_is_what_the_log_still_has(broker: Broker) -> None:
    room = new_id()
    assert await broker.tail(room) == (await broker.position(room), [])
    end = [await broker.publish(room, b"{%d}" % number) for number in range(5)][-1]
    position, entries = await broker.tail(room)
    assert position == end
    assert [entry.payload for entry in entries] == [b"{%d}" % number for number in range(5)]


async def test_a_position_of_another_epoch_or_from_the_future_needs_a_snapshot(
    broker: Broker,
) -> None:
    room = new_id()
    end = await broker.publish(room, b"{}")
    assert await broker.since(room, Position("another", 1)) is None
    assert await broker.since(room, Position(end.epoch, end.seq + 1)) is None


async def test_a_position_beyond_the_log_needs_a_snapshot(broker: Broker) -> None:
    room = new_id()
    first = await broker.publish(room, b"{}")
    for _ in range(LOG_SIZE + 200):  # Redis trims its stream a node at a time
        await broker.publish(room, b"{}")
    assert await broker.since(room, first) is None


async def test_rooms_do_not_hear_each_other(broker: Broker) -> None:
    here, there, entries = new_id(), new_id(), list[Entry]()
    await broker.subscribe(here, entries.append)
    await broker.publish(there, b'"there"')
    await broker.publish(here, b'"here"')
    await until(lambda: bool(entries))
    assert [entry.payload for entry in entries] == [b'"here"']


async def test_who_left_hears_nothing_more(broker: Broker) -> None:
    room, left, stayed = new_id(), list[Entry](), list[Entry]()
    leave = await broker.subscribe(room, left.append)
    await broker.subscribe(room, stayed.append)
    leave()
    leave()
    await broker.publish(room, b"{}")
    await until(lambda: bool(stayed))
    assert left == []


async def test_a_message_reaches_each_connection_of_a_person_and_nobody_else(
    broker: Broker,
) -> None:
    mira, noor = new_id(), new_id()
    phone, laptop, other = list[bytes](), list[bytes](), list[bytes]()
    await broker.listen(mira, phone.append)
    await broker.listen(mira, laptop.append)
    await broker.listen(noor, other.append)
    await broker.tell(mira, b"paid")
    await broker.tell(noor, b"hello")
    await until(lambda: bool(phone and laptop and other))
    assert (phone, laptop, other) == ([b"paid"], [b"paid"], [b"hello"])


async def test_who_listens_is_known_until_they_leave(broker: Broker) -> None:
    people = [new_id() for _ in range(40)]
    leaving = [await broker.listen(person, list[bytes]().append) for person in people[:20]]
    assert await broker.listening(people) == set(people[:20])
    assert await broker.listening([]) == set()
    for leave in leaving[:5]:
        leave()

    async def those_left_are_gone() -> bool:
        return await broker.listening(people) == set(people[5:20])

    await until_told(those_left_are_gone)


async def test_audience_counts_add_up_over_processes(broker: Broker) -> None:
    room = new_id()
    assert await broker.report_audience(room, "one", 3) == 3
    assert await broker.report_audience(room, "two", 4) == 7
    assert await broker.report_audience(room, "one", 0) == 4
    assert await broker.report_audience(room, "two", 0) == 0


async def test_many_publishers_at_once_share_one_sequence(broker: Broker) -> None:
    room, entries = new_id(), list[Entry]()
    await broker.subscribe(room, entries.append)
    positions = await asyncio.gather(*(broker.publish(room, b"{}") for _ in range(100)))
    await until(lambda: len(entries) == 100)
    assert sorted(position.seq for position in positions) == list(range(1, 101))
    assert [entry.seq for entry in entries] == list(range(1, 101))

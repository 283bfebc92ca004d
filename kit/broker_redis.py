"""The broker across processes, over Redis.

One script appends to the room's stream and publishes, so that the log and the messages agree about the order. Every
process holds one subscription. Redis may drop published messages (a reconnect, a full buffer): a gap in the
sequence is filled from the stream when the next message shows it, or by the regular comparison at the latest.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from kit.broker import LOG_SIZE, Entry, OnEntry, OnMessage, Position, Unsubscribe
from kit.ids import new_code

log = structlog.get_logger()

KEPT_S = 7 * 24 * 3600
COMPARE_EVERY_S = 5.0
AUDIENCE_TTL_MS = 30_000
RECONNECT_S = 0.5
CONFIRM_TIMEOUT_S = 5.0
MAX_CONNECTIONS = 16
POOL_TIMEOUT_S = 5

PUBLISH = """
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], seq .. '-0', 'for', ARGV[2], 'payload', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
redis.call('PUBLISH', KEYS[3], epoch .. ' ' .. seq .. ' ' .. ARGV[2] .. ' ' .. ARGV[3])
return {epoch, seq}
"""

AUDIENCE = """
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. (ARGV[3] + ARGV[4]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local total = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local count, expires = string.match(fields[i + 1], '(%d+) (%d+)')
  if tonumber(expires) < tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], fields[i])
  else
    total = total + tonumber(count)
  end
end
return total
"""


class RedisBroker:
    def __init__(self, url: str) -> None:
        # Callers queue for a connection: a burst must not open one for each of its calls.
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=MAX_CONNECTIONS,
            timeout=POOL_TIMEOUT_S,
            socket_connect_timeout=3,
            health_check_interval=10,
        )
        self._redis = Redis.from_pool(pool)
        self._pubsub: PubSub = self._redis.pubsub()
        self._followers: dict[str, _Follower] = {}
        self._people: dict[str, list[OnMessage]] = {}
        self._confirmations: dict[str, asyncio.Future[None]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._publish = self._redis.register_script(PUBLISH)
        self._audience = self._redis.register_script(AUDIENCE)

    async def start(self) -> None:
        await self._redis.ping()
        self._reader = asyncio.create_task(self._read(), name="broker")

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        await self._pubsub.aclose()
        await self._redis.aclose()

    async def is_ready(self) -> bool:
        try:
            return bool(await self._redis.ping())
        except RedisError:
            return False

    async def publish(
        self, room: str, payload: bytes, min_rank: int = 0, lane: int = 0
    ) -> Position:
        epoch, seq = await self._publish(
            keys=[_meta(room), _stream(room), _channel(room)],
            args=[new_code(), f"{min_rank}.{lane}", payload, LOG_SIZE, KEPT_S],
        )
        return Position(epoch.decode(), int(seq))

    async def position(self, room: str) -> Position:
        epoch = new_code()
        pipeline = self._redis.pipeline(transaction=True)
        pipeline.hsetnx(_meta(room), "epoch", epoch)
        pipeline.expire(_meta(room), KEPT_S)
        pipeline.hmget(_meta(room), ["epoch", "seq"])
        *_, (kept_epoch, seq) = await pipeline.execute()
        return Position(kept_epoch.decode(), int(seq or 0))

    async def tail(self, room: str) -> tuple[Position, list[Entry]]:
        end = await self.position(room)
        entries = await self.since(room, Position(end.epoch, max(0, end.seq - LOG_SIZE))) or []
        return (Position(end.epoch, entries[-1].seq) if entries else end), entries

    async def since(self, room: str, position: Position) -> list[Entry] | None:
        end = await self.position(room)
        if end.epoch != position.epoch or position.seq > end.seq:
            return None
        rows: Any = await self._redis.xrange(_stream(room), min=f"{position.seq + 1}-0")
        entries = [
            _entry(end.epoch, row_id.split(b"-")[0], fields[b"for"], fields[b"payload"])
            for row_id, fields in rows
        ]
        reaches_back = position.seq == end.seq or (entries and entries[0].seq == position.seq + 1)
        return entries if reaches_back else None

    async def subscribe(self, room: str, on_entry: OnEntry) -> Unsubscribe:
        follower = self._followers.get(room)
        if follower is None:
            follower = self._followers[room] = _Follower()
        follower.listeners.append(on_entry)

        def leave() -> None:
            if on_entry in follower.listeners:
                follower.listeners.remove(on_entry)
            if not follower.listeners and self._followers.get(room) is follower:
                del self._followers[room]

        try:
            await self._listen_to(_channel(room))
            end = await self.position(room)
        except BaseException:
            leave()
            raise
        if follower.last is None:
            follower.last = end
        return leave

    async def tell(self, person: str, payload: bytes) -> None:
        await self._redis.publish(_mailbox(person), payload)

    async def listen(self, person: str, on_message: OnMessage) -> Unsubscribe:
        listeners = self._people.setdefault(person, [])
        listeners.append(on_message)

        def leave() -> None:
            if on_message in listeners:
                listeners.remove(on_message)
            if not listeners and self._people.get(person) is listeners:
                del self._people[person]

        try:
            await self._listen_to(_mailbox(person))
        except BaseException:
            leave()
            raise
        return leave

    async def report_audience(self, room: str, process: str, count: int) -> int:
        now_ms = int(time.time() * 1000)
        total = await self._audience(
            keys=[f"room:{{{room}}}:audience"], args=[process, count, now_ms, AUDIENCE_TTL_MS]
        )
        return int(total)

    async def _listen_to(self, channel: str) -> None:
        if channel.encode() in self._pubsub.channels and channel not in self._confirmations:
            return
        confirmation = self._confirmations.get(channel)
        if confirmation is None:
            confirmation = self._confirmations[channel] = asyncio.get_running_loop().create_future()
            await self._pubsub.subscribe(channel)
        async with asyncio.timeout(CONFIRM_TIMEOUT_S):
            await asyncio.shield(confirmation)

    async def _read(self) -> None:
        compared_at = time.monotonic()
        while True:
            try:
                await self._read_once()
                if time.monotonic() - compared_at > COMPARE_EVERY_S:
                    compared_at = time.monotonic()
                    await self._compare_all()
                    await self._leave_unused()
            except (RedisError, OSError) as error:
                log.warning("broker.redis_unreachable", error=str(error))
                await asyncio.sleep(RECONNECT_S)
                compared_at = 0.0
            except Exception:
                log.exception("broker.message_failed")

    async def _read_once(self) -> None:
        if not self._pubsub.subscribed:
            await asyncio.sleep(0.01)
            return
        message = await self._pubsub.get_message(timeout=1.0)
        if message is None:
            return
        channel = message["channel"].decode()
        if message["type"] == "subscribe":
            confirmation = self._confirmations.pop(channel, None)
            if confirmation is not None and not confirmation.done():
                confirmation.set_result(None)
        elif message["type"] == "message":
            await self._dispatch(channel, message["data"])

    async def _dispatch(self, channel: str, data: bytes) -> None:
        kind, _, name = channel.partition(":")
        if kind == "person":
            for on_message in tuple(self._people.get(name, ())):
                on_message(data)
            return
        room = name.strip("{}")
        follower = self._followers.get(room)
        if follower is None:
            return
        epoch, seq, for_, payload = data.split(b" ", 3)
        entry = _entry(epoch.decode(), seq, for_, payload)
        if follower.misses_before(entry):
            await self._fill(room, follower)
        follower.take(entry)

    async def _compare_all(self) -> None:
        for room, follower in tuple(self._followers.items()):
            if follower.last is not None and follower.last != await self.position(room):
                await self._fill(room, follower)

    async def _fill(self, room: str, follower: "_Follower") -> None:
        assert follower.last is not None
        missed = await self.since(room, follower.last)
        if missed is None:
            # Beyond the log, or a new epoch: whoever listens sees the jump and takes a snapshot.
            end = await self.position(room)
            missed = await self.since(room, Position(end.epoch, max(0, end.seq - 1))) or []
            follower.last = None
        for entry in missed:
            follower.take(entry)

    async def _leave_unused(self) -> None:
        used = {_channel(room) for room in self._followers} | {
            _mailbox(person) for person in self._people
        }
        unused = [
            channel
            for channel in (name.decode() for name in self._pubsub.channels)
            if channel not in used and channel not in self._confirmations
        ]
        if unused:
            await self._pubsub.unsubscribe(*unused)


class _Follower:
    """Where this process stands in a room's log."""

    __slots__ = ("last", "listeners")

    def __init__(self) -> None:
        self.last: Position | None = None
        self.listeners: list[OnEntry] = []

    def misses_before(self, entry: Entry) -> bool:
        if self.last is None:
            return False
        return entry.epoch != self.last.epoch or entry.seq > self.last.seq + 1

    def take(self, entry: Entry) -> None:
        last = self.last
        if last is not None and entry.epoch == last.epoch and entry.seq <= last.seq:
            return
        self.last = Position(entry.epoch, entry.seq)
        for on_entry in tuple(self.listeners):
            on_entry(entry)


def _entry(epoch: str, seq: bytes, for_: bytes, payload: bytes) -> Entry:
    """`for_` is the least rank and the lane: `3.0`."""
    min_rank, _, lane = for_.partition(b".")
    return Entry(epoch, int(seq), int(min_rank), payload, int(lane))


def _meta(room: str) -> str:
    return f"room:{{{room}}}:meta"


def _stream(room: str) -> str:
    return f"room:{{{room}}}:log"


def _channel(room: str) -> str:
    return f"room:{{{room}}}"


def _mailbox(person: str) -> str:
    return f"person:{person}"

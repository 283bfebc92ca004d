"""The broker across processes, over Redis: one server, one that sentinels watch, or a cluster.

One script appends to the room's stream and publishes, so that the log and the messages agree about the order. Redis may
drop published messages (a reconnect, a failover, a full buffer). A gap is filled from the stream when the next message
shows it, whenever a subscription is confirmed anew, and by a regular comparison at the latest.

Nobody waits long for a Redis that is gone: the first who gets no answer marks its server as down, after which everything
that needs it raises `BrokerDown` at once, until a probe in the background can write there again.
"""

import asyncio
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

import structlog
from redis.exceptions import (
    ClusterDownError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from kit import broker_redis_scripts as scripts
from kit.broker import (
    LOG_SIZE,
    BrokerDown,
    Entry,
    OnEntry,
    OnLine,
    OnLost,
    OnMessage,
    Position,
    Unsubscribe,
    ignore,
)
from kit.broker_redis_follower import Follower, Listener, Row
from kit.broker_redis_lines import Lines
from kit.ids import new_code
from kit.redis_address import parse
from kit.redis_servers import Script, servers_at
from kit.steps import whole

log = structlog.get_logger()

KEPT_S = 7 * 24 * 3600
BEAT_S = 0.5
COMPARE_EVERY_S = 5.0
AUDIENCE_TTL_MS = 30_000
GIVE_UP_AFTER_S = 2.0
"""Beyond this a server counts as down."""
MAX_CONNECTIONS = 16
ASKED_AT_ONCE = 1_000
"""People, by one script: it can have some thousand arguments."""
_OUTAGES = (
    RedisConnectionError,
    RedisTimeoutError,
    OSError,
    ClusterDownError,
    OutOfMemoryError,
    ReadOnlyError,
)
_REFUSES_TO_WRITE = ("MISCONF", "NOREPLICAS")


class RedisBroker:
    def __init__(self, url: str) -> None:
        self._servers = servers_at(parse(url))
        is_cluster = self._servers.is_cluster
        self._publish = scripts.PUBLISH_IN_CLUSTER if is_cluster else scripts.PUBLISH
        self._tell = scripts.TELL_IN_CLUSTER if is_cluster else scripts.TELL
        self._count = scripts.COUNT_IN_CLUSTER if is_cluster else scripts.COUNT
        self._lines = Lines(self._servers, self._dispatch, self._on_confirmed, self._fell)
        self._followers: dict[str, Follower] = {}
        self._people: dict[str, list[OnMessage]] = {}
        self._channels: set[str] = set()
        """What this process wants to hear."""
        self._down: dict[str, str] = {}
        """Servers that cannot be used, each with a key to probe it by."""
        # A burst queues here: it must not open a connection for each of its calls.
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        try:
            async with asyncio.timeout(GIVE_UP_AFTER_S):
                await self._servers.refresh()
        except (RedisError, OSError) as error:
            log.warning("broker.redis_unreachable", error=str(error))
        self._keeper = asyncio.create_task(self._keep(), name="broker")

    async def close(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        await self._lines.close()
        await self._servers.close()

    @property
    def is_up(self) -> bool:
        """Whether no server is known to be out of reach."""
        return not self._down

    async def is_ready(self) -> bool:
        if not self.is_up:
            return False
        try:
            async with asyncio.timeout(GIVE_UP_AFTER_S):
                await self._servers.refresh()
        except (RedisError, OSError):
            return False
        return True

    async def publish(
        self, room: str, payload: bytes, min_rank: int = 0, lane: int = 0
    ) -> Position:
        for_ = f"{min_rank}.{lane}"
        try:
            epoch, seq = await self._run(
                self._publish,
                [_meta(room), _stream(room)],
                [new_code(), for_, payload, LOG_SIZE, KEPT_S, _channel(room)],
            )
        except BrokerDown:
            if (follower := self._followers.get(room)) is not None:
                follower.set_line(is_up=False)
            raise
        return Position(epoch.decode(), int(seq))

    async def position(self, room: str) -> Position:
        end, _ = await self._read(room, "last")
        return end

    async def tail(self, room: str) -> tuple[Position, list[Entry]]:
        end, rows = await self._read(room, 0)
        return end, [row.entry for row in rows]

    async def since(self, room: str, position: Position) -> list[Entry] | None:
        end, rows = await self._read(room, position.seq + 1)
        if end.epoch != position.epoch or position.seq > end.seq:
            return None
        reaches_back = position.seq == end.seq or (rows and rows[0].entry.seq == position.seq + 1)
        return [row.entry for row in rows] if reaches_back else None

    async def subscribe(
        self,
        room: str,
        on_entry: OnEntry,
        on_lost: OnLost = ignore,
        on_line: OnLine = ignore,
    ) -> Unsubscribe:
        follower = self._followers.get(room)
        if follower is None:
            follower = self._followers[room] = Follower()
        listener = Listener(on_entry, on_lost, on_line)
        follower.listeners.append(listener)
        self._channels.add(_channel(room))

        def leave() -> None:
            if listener in follower.listeners:
                follower.listeners.remove(listener)
            if not follower.listeners and self._followers.get(room) is follower:
                del self._followers[room]
                self._channels.discard(_channel(room))

        try:
            if await self._hold(_channel(room)) and follower.place is None:
                await self._catch_up(room, follower)
        except BaseException:
            leave()
            raise
        listener.tell_line(is_up=follower.is_up)
        return leave

    async def tell(self, person: str, payload: bytes) -> None:
        try:
            await self._run(self._tell, [_mailbox(person)], [payload])
        except BrokerDown:
            self._pass_on(person, payload)
            raise

    async def listening(self, people: Collection[str]) -> set[str]:
        by_server: dict[str, list[str]] = {}
        for person in people:
            by_server.setdefault(self._servers.name_of(_mailbox(person)), []).append(person)
        found: set[str] = set()
        for those in by_server.values():
            for first in range(0, len(those), ASKED_AT_ONCE):
                some = those[first : first + ASKED_AT_ONCE]
                boxes = [_mailbox(person) for person in some]
                counts = (await self._run(self._count, boxes[:1], boxes))[1::2]
                found.update(person for person, count in zip(some, counts, strict=True) if count)
        return found

    async def listen(self, person: str, on_message: OnMessage) -> Unsubscribe:
        listeners = self._people.setdefault(person, [])
        listeners.append(on_message)
        self._channels.add(_mailbox(person))

        def leave() -> None:
            if on_message in listeners:
                listeners.remove(on_message)
            if not listeners and self._people.get(person) is listeners:
                del self._people[person]
                self._channels.discard(_mailbox(person))

        try:
            await self._hold(_mailbox(person))
        except BaseException:
            leave()
            raise
        return leave

    async def report_audience(self, room: str, process: str, count: int) -> int:
        now_ms = int(time.time() * 1000)
        total = await self._run(
            scripts.AUDIENCE, [_audience(room)], [process, count, now_ms, AUDIENCE_TTL_MS]
        )
        return int(total)

    # Asking Redis.

    async def _run(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
        try:
            async with asyncio.timeout(GIVE_UP_AFTER_S), self._slots:
                if (server := self._servers.name_of(keys[0])) in self._down:
                    raise BrokerDown(f"Redis at {server} is out of reach")
                return await self._servers.run(script, keys, args)
        except TryAgainError as error:
            raise BrokerDown(f"{keys[0]} is on its way to another server") from error
        except (RedisError, OSError) as error:
            if not _is_outage(error):
                raise
            server = self._servers.name_of(keys[0])
            self._fell(server, error)
            raise BrokerDown(f"Redis at {server} is out of reach") from error

    async def _read(self, room: str, first: int | str) -> tuple[Position, list[Row]]:
        epoch, seq, rows = await self._run(
            scripts.READ, [_meta(room), _stream(room)], [new_code(), first, KEPT_S]
        )
        return Position(epoch.decode(), seq), [Row.from_stream(epoch, *row) for row in rows]

    # What comes from Redis.

    async def _hold(self, channel: str) -> bool:
        return self._is_up(channel) and await self._lines.hold(channel)

    async def _dispatch(self, channel: str, data: bytes) -> None:
        kind, _, name = channel.partition(":")
        if kind == "person":
            self._pass_on(name.strip("{}"), data)
            return
        room = name.strip("{}")
        follower = self._followers.get(room)
        if follower is None:
            return
        row = Row.from_message(data)
        if follower.expects(row):
            follower.take(row)
        else:
            with suppress(BrokerDown):
                await self._catch_up(room, follower)

    def _pass_on(self, person: str, payload: bytes) -> None:
        for on_message in tuple(self._people.get(person, ())):
            on_message(payload)

    async def _on_confirmed(self, channel: str) -> None:
        kind, _, name = channel.partition(":")
        follower = self._followers.get(name.strip("{}")) if kind == "room" else None
        if follower is not None:
            with suppress(BrokerDown):
                await self._catch_up(name.strip("{}"), follower)

    async def _catch_up(self, room: str, follower: Follower) -> None:
        """Deliver what the log has beyond what was delivered."""
        async with follower.lock:
            known = follower.place
            end, rows = await self._read(room, "last" if known is None else known.seq)
            if known is None:
                follower.begin(end, rows)
            elif known.leads_to(end, rows):
                for row in rows:
                    follower.take(row)
            else:
                log.warning("broker.log_lost", room=room, epoch=known.epoch, seq=known.seq)
                if known.is_beyond(end, rows):
                    end, rows = await self._renew(room, end)
                follower.begin(end, rows)
                follower.tell_lost()
        follower.set_line(is_up=self._lines.carries(_channel(room)))

    async def _renew(self, room: str, end: Position) -> tuple[Position, list[Row]]:
        """Entries that we delivered are gone (a failover): nobody may take others at the same places for them."""
        keys = [_meta(room), _stream(room)]
        await self._run(scripts.RENEW, keys, [end.epoch, new_code()])
        return await self._read(room, "last")

    # Up and down.

    def _is_up(self, channel: str) -> bool:
        return self._servers.name_of(channel) not in self._down

    def _fell(self, server: str, error: Exception) -> None:
        if server in self._down:
            return
        log.warning("broker.redis_unreachable", server=server, error=repr(error))
        self._down[server] = self._key_on(server)
        self._lines.drop(server)
        for room, follower in tuple(self._followers.items()):
            if self._servers.name_of(_channel(room)) == server:
                follower.set_line(is_up=False)

    def _key_on(self, server: str) -> str:
        """Some key that would be there, to try it by."""
        keys = (f"probe:{number}" for number in range(1_000))
        return next((key for key in keys if self._servers.name_of(key) == server), "probe")

    async def _keep(self) -> None:
        compared_at = time.monotonic()
        while True:
            await self._lines.until_lost(BEAT_S)
            try:
                await whole(self._mend())
                if time.monotonic() - compared_at > COMPARE_EVERY_S:
                    compared_at = time.monotonic()
                    await whole(self._compare())
            except (BrokerDown, RedisError, OSError):
                log.debug("broker.beat_failed", exc_info=True)
            except Exception:
                log.exception("broker.beat_failed")

    async def _mend(self) -> None:
        await self._probe()
        await self._lines.mend(self._channels, self._is_up)
        await self._catch_up_who_are_not()

    async def _probe(self) -> None:
        if not self._down:
            return
        with suppress(RedisError, OSError):
            async with asyncio.timeout(GIVE_UP_AFTER_S):
                await self._servers.refresh()
        for server in set(self._down).difference(self._servers.names()):
            del self._down[server]  # Others hold its slots now.
        for server, key in tuple(self._down.items()):
            with suppress(RedisError, OSError):
                async with asyncio.timeout(GIVE_UP_AFTER_S):
                    await self._servers.run(scripts.PROBE, [key], [])
                self._down.pop(server, None)
                log.info("broker.redis_back", server=server)

    async def _catch_up_who_are_not(self) -> None:
        for room, follower in tuple(self._followers.items()):
            if not follower.is_up and self._lines.carries(_channel(room)):
                await self._catch_up(room, follower)

    async def _compare(self) -> None:
        for room, follower in tuple(self._followers.items()):
            if follower.is_up:
                await self._catch_up(room, follower)


def _is_outage(error: Exception) -> bool:
    """Whether a server cannot be used now; any other error is the fault of what was asked."""
    return isinstance(error, _OUTAGES) or str(error).startswith(_REFUSES_TO_WRITE)


def _meta(room: str) -> str:
    return f"room:{{{room}}}:meta"


def _stream(room: str) -> str:
    return f"room:{{{room}}}:log"


def _channel(room: str) -> str:
    return f"room:{{{room}}}"


def _audience(room: str) -> str:
    return f"room:{{{room}}}:audience"


def _mailbox(person: str) -> str:
    return f"person:{{{person}}}"

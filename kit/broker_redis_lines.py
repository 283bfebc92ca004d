"""What this process listens to on Redis: one connection to each server, over which its channels come.

A connection can be lost, fall silent, or be told that a channel has moved to another server. Channels that nobody carries
are asked for again as soon as their server is up, and each time Redis confirms one, the broker is told, which then looks
for what it missed in between.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from contextlib import suppress

import structlog
from redis.asyncio.client import PubSub
from redis.crc import key_slot
from redis.exceptions import MovedError, RedisError

from kit.redis_servers import ANSWER_WITHIN_S, Servers
from kit.steps import whole

log = structlog.get_logger()

SILENT_BEATS = 4
"""A line that has said nothing for as many beats, though it was pinged after the first, is dead."""
AT_LEAST_S = 0.05
"""Before a line that was lost is replaced."""
AT_ONCE = 1_000
"""Channels that one command asks for."""

OnMessage = Callable[[str, bytes], Awaitable[None]]
OnConfirmed = Callable[[str], Awaitable[None]]
OnFailed = Callable[[str, Exception], None]


class Lines:
    def __init__(
        self,
        servers: Servers,
        on_message: OnMessage,
        on_confirmed: OnConfirmed,
        on_failed: OnFailed,
    ) -> None:
        self._servers = servers
        self._on_message = on_message
        self._on_confirmed = on_confirmed
        self._on_failed = on_failed
        """Called when a server cannot be listened to."""
        self._lines: dict[str, _Line] = {}
        self._carriers: dict[str, _Line] = {}
        """By channel: who was asked for it."""
        self._confirmed: set[str] = set()
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._reading = set[asyncio.Task[None]]()
        self._has_moved = False
        self._known_owners = servers.generation
        self._has_lost = asyncio.Event()

    def carries(self, channel: str) -> bool:
        """Whether what is published on the channel arrives."""
        return channel in self._confirmed

    async def hold(self, channel: str) -> bool:
        """Begin to listen; whether that was confirmed in time. If not, `mend` goes on asking."""
        if channel in self._confirmed:
            return True
        confirmed = self._waiting.get(channel)
        if confirmed is None:
            confirmed = self._waiting[channel] = asyncio.get_running_loop().create_future()
            await self.ask_for([channel])
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await asyncio.shield(confirmed)
        return channel in self._confirmed

    async def ask_for(self, channels: Iterable[str]) -> None:
        """Ask the servers for those channels that nobody carries."""
        by_server = defaultdict[str, list[str]](list)
        for channel in channels:
            if channel not in self._carriers:
                by_server[self._servers.name_of(channel)].append(channel)
        for server, asked in by_server.items():
            line = self._line_to(server)
            self._carriers.update(dict.fromkeys(asked, line))
            try:
                await line.ask_for(asked)
            except (RedisError, OSError) as error:
                self._lose(line, error)

    async def mend(self, wanted: set[str], is_up: Callable[[str], bool]) -> None:
        """One beat: notice dead lines, ask for what nobody carries if its server is up, leave what nobody wants."""
        if self._has_moved:
            self._has_moved = False
            await self._servers.refresh()
        if self._known_owners != self._servers.generation:
            self._known_owners = self._servers.generation
            self._forget(
                channel
                for channel, line in self._carriers.items()
                if line.server != self._servers.name_of(channel)
            )
        for line in tuple(self._lines.values()):
            try:
                await line.beat()
            except (RedisError, OSError) as error:
                self._lose(line, error)
        await self.ask_for([c for c in wanted - self._carriers.keys() if is_up(c)])
        for channel in self._confirmed - wanted:
            await self._leave(channel)

    def drop(self, server: str) -> None:
        """Hang up: the server does not answer."""
        if (line := self._lines.get(server)) is not None:
            self._hang_up(line)

    async def until_lost(self, beat_s: float) -> None:
        """Wait for the next beat, or until there is something to mend at once."""
        with suppress(TimeoutError):
            async with asyncio.timeout(beat_s):
                await self._has_lost.wait()
                await asyncio.sleep(AT_LEAST_S)
        self._has_lost.clear()

    async def close(self) -> None:
        for line in tuple(self._lines.values()):
            self._hang_up(line)
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def _leave(self, channel: str) -> None:
        self._confirmed.discard(channel)
        line = self._carriers.pop(channel)
        try:
            await line.leave(channel)
        except (RedisError, OSError) as error:
            self._lose(line, error)

    def _line_to(self, server: str) -> "_Line":
        line = self._lines.get(server)
        if line is None:
            line = self._lines[server] = _Line(server, self._servers)
            line.reading = asyncio.create_task(self._carry(line), name=f"line {server}")
            self._reading.add(line.reading)
            line.reading.add_done_callback(self._reading.discard)
        return line

    async def _carry(self, line: "_Line") -> None:
        """Pass on what comes over a line, until it is lost."""
        try:
            while True:
                try:
                    kind, channel, data = await line.next()
                except MovedError:
                    self._has_moved = True
                    self._forget(c for c in line.asked if c not in self._confirmed)
                else:
                    await whole(self._take(kind, channel, data))
        except (RedisError, OSError):
            # Perhaps only this connection: the server is down if the next one fails as well.
            if self._lines.get(line.server) is line:
                self._hang_up(line)
        finally:
            await line.close()

    async def _take(self, kind: bytes, channel: bytes, data: bytes) -> None:
        try:
            if kind in {b"message", b"smessage"}:
                await self._on_message(channel.decode(), data)
            elif kind in {b"subscribe", b"ssubscribe"}:
                await self._confirm(channel.decode())
            elif kind == b"sunsubscribe" and channel.decode() in self._confirmed:
                # Not our wish: its slot is now on another server.
                self._has_moved = True
                self._forget([channel.decode()])
        except Exception:
            log.exception("broker.message_failed", channel=channel)

    async def _confirm(self, channel: str) -> None:
        if channel not in self._carriers:
            return
        self._confirmed.add(channel)
        await self._on_confirmed(channel)
        self._end_waiting(channel)

    def _lose(self, line: "_Line", error: Exception) -> None:
        if self._lines.get(line.server) is line:
            self._hang_up(line)
            self._on_failed(line.server, error)

    def _hang_up(self, line: "_Line") -> None:
        self._lines.pop(line.server, None)
        self._has_lost.set()
        self._forget([c for c, carrier in self._carriers.items() if carrier is line])
        if line.reading is not None and line.reading is not asyncio.current_task():
            line.reading.cancel()

    def _forget(self, channels: Iterable[str]) -> None:
        for channel in tuple(channels):
            self._carriers.pop(channel, None)
            self._confirmed.discard(channel)
            self._end_waiting(channel)

    def _end_waiting(self, channel: str) -> None:
        waiting = self._waiting.pop(channel, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)


class _Line:
    """A connection to one server, for subscriptions only."""

    def __init__(self, server: str, servers: Servers) -> None:
        self.server = server
        self.asked: set[str] = set()
        self._is_sharded = servers.is_cluster
        self._pubsub: PubSub | None = None
        self._servers = servers
        self._has_asked = asyncio.Event()
        self._sending = asyncio.Lock()
        self._silent_beats = 0
        self.reading: asyncio.Task[None] | None = None

    async def ask_for(self, channels: Collection[str]) -> None:
        self.asked.update(channels)
        command = "SSUBSCRIBE" if self._is_sharded else "SUBSCRIBE"
        for together in self._together(channels):
            await self._send(command, *together)
        self._has_asked.set()

    async def leave(self, channel: str) -> None:
        self.asked.discard(channel)
        await self._send("SUNSUBSCRIBE" if self._is_sharded else "UNSUBSCRIBE", channel)

    async def next(self) -> tuple[bytes, bytes, bytes]:
        await self._has_asked.wait()
        assert self._pubsub is not None
        while True:
            response = await self._pubsub.parse_response(block=True)
            self._silent_beats = 0
            if isinstance(response, list) and len(response) == 3:
                return response[0], response[1], response[2]

    async def beat(self) -> None:
        """
        Raises:
            ConnectionError: it was silent for too long.
        """
        if not self._has_asked.is_set():
            return
        self._silent_beats += 1
        if self._silent_beats > SILENT_BEATS:
            raise ConnectionError("the server fell silent")
        if self._silent_beats > 1:
            await self._send("PING")

    async def close(self) -> None:
        if self._pubsub is not None:
            await self._pubsub.aclose()

    async def _send(self, *command: str) -> None:
        async with self._sending, asyncio.timeout(ANSWER_WITHIN_S):
            if self._pubsub is None:
                self._pubsub = self._servers.listener(self.server)
            await self._pubsub.execute_command(*command)

    def _together(self, channels: Collection[str]) -> Iterable[list[str]]:
        """What one command may ask for: in a cluster, channels of one slot."""
        groups = defaultdict[int, list[str]](list)
        for number, channel in enumerate(channels):
            groups[key_slot(channel.encode()) if self._is_sharded else number // AT_ONCE].append(
                channel
            )
        return groups.values()

"""The Redis servers that keys live on: one, the primary that sentinels name, or the primaries of a cluster.

Of a cluster this knows which primary holds which slots, and learns it anew when a server says that a slot has moved. It
retries nothing and waits for nobody longer than `ANSWER_WITHIN_S`: what to do without an answer is for who asks.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from typing import Any, Protocol

from redis.asyncio import Redis, Sentinel
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import AskError, MovedError, NoScriptError, RedisError, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError

from kit.redis_address import Kind, RedisAddress

ANSWER_WITHIN_S = 1.0
REDIRECTS = 3
ONLY = "redis"
"""The name of a server that is the only one."""


@dataclass(frozen=True, slots=True)
class Script:
    text: str

    @property
    def sha(self) -> str:
        return sha1(self.text.encode(), usedforsecurity=False).hexdigest()


class Servers(Protocol):
    is_cluster: bool
    generation: int
    """Another number whenever keys have gone to other servers."""

    async def refresh(self) -> None:
        """Learn which servers there are and what they hold.

        Raises:
            RedisError: nobody could say.
        """

    def names(self) -> Iterable[str]: ...

    def name_of(self, key: str) -> str:
        """The server that holds a key or a channel."""

    def listener(self, name: str) -> PubSub:
        """A new connection for subscriptions."""

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Run a script where its keys are, which share a slot."""

    async def close(self) -> None: ...


def servers_at(address: RedisAddress) -> Servers:
    if address.kind is Kind.CLUSTER:
        return ClusterServers(address)
    return OneServer(address)


class OneServer:
    """One server, or the one that sentinels name: each new connection asks them which it is now."""

    is_cluster = False
    generation = 0

    def __init__(self, address: RedisAddress) -> None:
        self._redis, self._sentinel = _redis_at(address, retries=1)
        self._line, self._line_sentinel = _redis_at(address, retries=0)

    async def refresh(self) -> None:
        await self._redis.ping()

    def names(self) -> Iterable[str]:
        return (ONLY,)

    def name_of(self, key: str) -> str:
        return ONLY

    def listener(self, name: str) -> PubSub:
        return self._line.pubsub()

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
        return await _run(self._redis, script, keys, args)

    async def close(self) -> None:
        for redis in (self._redis, self._line):
            await redis.aclose()
            await redis.connection_pool.aclose()
        for sentinel in (self._sentinel, self._line_sentinel):
            if sentinel is not None:
                for asked in sentinel.sentinels:
                    await asked.aclose()


class ClusterServers:
    is_cluster = True

    def __init__(self, address: RedisAddress) -> None:
        self.generation = 0
        self._options = address.options
        self._entrances = address.hosts
        self._clients: dict[str, Redis] = {}
        self._owners: list[tuple[int, int, str]] = []
        """First slot, last slot, the server that holds them."""
        self._owner_of_slot: dict[int, str] = {}
        self._refreshing: asyncio.Task[None] | None = None

    async def refresh(self) -> None:
        """Callers at the same time share one answer."""
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())
        await asyncio.shield(self._refreshing)

    def names(self) -> Iterable[str]:
        return {name for _, _, name in self._owners}

    def name_of(self, key: str) -> str:
        """The server's `host:port`; empty if nobody holds the slot."""
        slot = key_slot(key.encode())
        name = self._owner_of_slot.get(slot)
        if name is None:
            found = (name for first, last, name in self._owners if first <= slot <= last)
            name = self._owner_of_slot[slot] = next(found, "")
        return name

    def listener(self, name: str) -> PubSub:
        return self._client(name, retries=0).pubsub()

    async def run(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
        for _ in range(REDIRECTS):
            try:
                return await _run(self._client(self.name_of(keys[0])), script, keys, args)
            except MovedError as elsewhere:
                await self.refresh()
                self._believe(elsewhere)
            except AskError as elsewhere:  # The slot is on its way there.
                return await self._run_where_told(elsewhere, script, keys, args)
        raise TryAgainError(f"the cluster does not agree on where {keys[0]} is")

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def _run_where_told(
        self, elsewhere: AskError, script: Script, keys: Sequence[str], args: Sequence[Any]
    ) -> Any:
        client = self._client(f"{elsewhere.host}:{elsewhere.port}")
        pipeline = client.pipeline(transaction=False)
        pipeline.execute_command("ASKING")
        pipeline.execute_command("EVAL", script.text, len(keys), *keys, *args)
        return (await pipeline.execute())[-1]

    def _believe(self, elsewhere: MovedError) -> None:
        """Whoever said where all slots are may not have heard of this one yet."""
        name = f"{elsewhere.host}:{elsewhere.port}"
        if elsewhere.host and self._owner_of_slot.get(elsewhere.slot_id) != name:
            self._owner_of_slot[elsewhere.slot_id] = name
            self.generation += 1

    async def _refresh(self) -> None:
        """Believe the first that answers: a node that is cut off from the others says that the cluster is down."""
        error: Exception = RedisConnectionError("no node of the cluster is known")
        for name in dict.fromkeys([*self.names(), *(f"{h}:{p}" for h, p in self._entrances)]):
            try:
                self._learn(name, await self._client(name).execute_command("CLUSTER SLOTS"))
            except (RedisError, OSError) as failure:
                error = failure
            else:
                return
        raise error

    def _learn(self, asked: str, slots: list[Any]) -> None:
        """From rows of first slot, last slot, primary, replicas."""
        owners = []
        for first, last, (host, port, *_), *_ in slots:
            # A node that does not know its own name is where we asked.
            name = host.decode() if host else asked.rpartition(":")[0]
            owners.append((first, last, f"{name}:{port}"))
        if owners != self._owners:
            self._owners, self._owner_of_slot = owners, {}
            self.generation += 1

    def _client(self, name: str, *, retries: int = 1) -> Redis:
        if not name:
            raise RedisConnectionError("no server of the cluster holds this slot")
        key = f"{name}/{retries}"
        client = self._clients.get(key)
        if client is None:
            host, _, port = name.rpartition(":")
            client = self._clients[key] = Redis(
                host=host, port=int(port), **self._options, **_patience(retries)
            )
        return client


async def _run(redis: Redis, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Any:
    try:
        return await redis.evalsha(script.sha, len(keys), *keys, *args)
    except NoScriptError:
        return await redis.eval(script.text, len(keys), *keys, *args)


def _redis_at(address: RedisAddress, retries: int) -> tuple[Redis, Sentinel | None]:
    if address.kind is Kind.ONE:
        return Redis.from_url(address.url, **_patience(retries)), None
    patience = {**address.options, **_patience(retries)}
    sentinel = Sentinel(address.hosts, sentinel_kwargs=patience, **patience)
    return sentinel.master_for(address.service), sentinel


def _patience(retries: int) -> dict[str, Any]:
    """Once more at once suits a connection that broke while it was idle; who listens must know that it broke."""
    return {
        "socket_timeout": ANSWER_WITHIN_S,
        "socket_connect_timeout": ANSWER_WITHIN_S,
        "retry": Retry(NoBackoff(), retries),
    }

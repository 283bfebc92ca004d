"""How often someone may do something.

Counted in Redis when there is one, so that all processes count together, else in memory. While Redis does not answer, each
process counts for itself, and asks Redis again every few seconds: nobody is refused, or waits, because of the counter.
"""

import asyncio
import math
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import RedisSentinelStorage, RedisStorage, Storage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.storage import storage_from_string
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from kit import redis_address
from kit.errors import TooMany
from kit.rate_windows import SlidingWindows
from kit.redis_address import Kind
from kit.words import Text

log = structlog.get_logger()

MAX_CONNECTIONS = 16
ANSWER_WITHIN_S = 1.0
"""Beyond this Redis counts as gone: whoever waits for it is a person who clicked."""
ASK_AGAIN_AFTER_S = 2.0


@dataclass(frozen=True, slots=True)
class Rule:
    """At most so many in a window, for instance `Rule("sign_in", "10/minute", "Too many tries")`."""

    name: str
    limit: str
    sentence: str


class RateLimiter:
    def __init__(self, redis_url: str | None = None) -> None:
        self._here: dict[str, SlidingWindows] = {}
        self._redis = _redis_storage(redis_url) if redis_url else None
        self._shared = SlidingWindowCounterRateLimiter(self._redis) if self._redis else None
        self._alone_until = 0.0
        # A burst queues here: it must not open a connection for each of its calls.
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._items: dict[str, RateLimitItem] = {}

    async def close(self) -> None:
        if self._redis is None:
            return
        bridge = self._redis.bridge
        assert isinstance(bridge, RedispyBridge)
        await bridge.storage.aclose()
        if isinstance(self._redis, RedisSentinelStorage):
            for sentinel in bridge.sentinel.sentinels:
                await sentinel.aclose()

    async def hit(self, rule: Rule, *identity: str) -> None:
        """Count one more.

        Raises:
            TooMany: it is one too many; says when to return.
        """
        if self._shared is None or time.monotonic() < self._alone_until:
            wait_s = self._counted_here(rule, identity)
        else:
            wait_s = await self._counted_together(self._shared, rule, identity)
        if wait_s:
            raise TooMany(
                "{sentence} Try again in {seconds} seconds.",
                retry_after_s=wait_s,
                sentence=Text(rule.sentence),
                seconds=wait_s,
            )

    async def _counted_together(
        self, shared: SlidingWindowCounterRateLimiter, rule: Rule, identity: tuple[str, ...]
    ) -> int:
        """Count; 0, or after how many seconds there is room for one more."""
        item = self._items.get(rule.limit)
        if item is None:
            item = self._items[rule.limit] = parse(rule.limit)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S), self._slots:
                return await _counted(shared, item, rule.name, *identity)
        except Exception:
            log.warning("rate_limit.redis_unreachable", exc_info=True)
            self._alone_until = time.monotonic() + ASK_AGAIN_AFTER_S
            return self._counted_here(rule, identity)

    def _counted_here(self, rule: Rule, identity: tuple[str, ...]) -> int:
        windows = self._here.get(rule.name)
        if windows is None:
            item = parse(rule.limit)
            windows = self._here[rule.name] = SlidingWindows(item.amount, item.get_expiry())
        return windows.hit(identity, time.time())


async def _counted(
    limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, *identity: str
) -> int:
    if await limiter.hit(item, *identity):
        return 0
    stats = await limiter.get_window_stats(item, *identity)
    return max(1, math.ceil(stats.reset_time - time.time()))


def _storage(url: str, **options: object) -> Storage:
    storage = storage_from_string(url, **options)  # type: ignore[arg-type]
    assert isinstance(storage, Storage)
    return storage


def _redis_storage(url: str) -> RedisStorage:
    address = redis_address.parse(url)
    # `limits` knows TLS in the scheme of one server's URL only.
    plain = url if address.kind is Kind.ONE else url.replace("rediss+", "redis+", 1)
    how: dict[str, object] = {
        "socket_connect_timeout": ANSWER_WITHIN_S,
        "socket_timeout": ANSWER_WITHIN_S,
        # Once more at once, for a connection that broke while it was idle.
        "retry": Retry(NoBackoff(), 1),
    }
    if address.is_tls:
        how["ssl"] = True
    if address.kind is Kind.SENTINEL:
        how |= {"use_replicas": False, "sentinel_kwargs": dict(how)}
    storage = _storage(f"async+{plain}", implementation="redispy", **how)
    assert isinstance(storage, RedisStorage)
    return storage

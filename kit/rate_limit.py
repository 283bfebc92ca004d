"""How often someone may do something.

Counted in Redis when there is one, so that all processes count together, else in memory. If Redis does not answer,
the request passes: a limit protects from abuse, and abuse during an outage costs less than refusing everyone.
"""

import asyncio
import math
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.storage import storage_from_string
from redis.asyncio import BlockingConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from kit.errors import TooMany

log = structlog.get_logger()

MAX_CONNECTIONS = 16
ANSWER_WITHIN_S = 1.0
"""Beyond this Redis counts as gone: whoever waits for it is a person who clicked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """At most so many in a window, for instance `Rule("sign_in", "10/minute", "Too many tries")`."""

    name: str
    limit: str
    sentence: str


class RateLimiter:
    def __init__(self, redis_url: str | None = None) -> None:
        self._pool = _pool(redis_url) if redis_url else None
        self._limiter = SlidingWindowCounterRateLimiter(_storage(redis_url, self._pool))
        self._items: dict[str, RateLimitItem] = {}

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.aclose()

    async def hit(self, rule: Rule, *identity: str) -> None:
        """Count one more.

        Raises:
            TooMany: it is one too many; says when to return.
        """
        item = self._items.get(rule.limit)
        if item is None:
            item = self._items[rule.limit] = parse(rule.limit)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                if await self._limiter.hit(item, rule.name, *identity):
                    return
                stats = await self._limiter.get_window_stats(item, rule.name, *identity)
        except Exception:
            log.exception("rate_limit.unavailable", rule=rule.name)
            return
        wait_s = max(1, math.ceil(stats.reset_time - time.time()))
        raise TooMany(f"{rule.sentence} Try again in {wait_s} seconds.", retry_after_s=wait_s)


def _pool(redis_url: str) -> BlockingConnectionPool:
    return BlockingConnectionPool.from_url(
        redis_url,
        max_connections=MAX_CONNECTIONS,
        timeout=ANSWER_WITHIN_S,
        socket_connect_timeout=ANSWER_WITHIN_S,
        socket_timeout=ANSWER_WITHIN_S,
        # Once more at once, for a connection that broke while it was idle.
        retry=Retry(NoBackoff(), 1),
    )


def _storage(redis_url: str | None, pool: BlockingConnectionPool | None) -> Storage:
    if redis_url is None:
        storage = storage_from_string("async+memory://")
    else:
        storage = storage_from_string(
            f"async+{redis_url}",
            implementation="redispy",
            connection_pool=pool,  # type: ignore[arg-type]
        )
    assert isinstance(storage, Storage)
    return storage

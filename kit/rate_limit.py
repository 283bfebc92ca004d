"""How often someone may do something.

Counted in Redis when there is one, so that all processes count together, else in memory. If Redis does not answer,
the request passes: a limit protects from abuse, and abuse during an outage costs less than refusing everyone.
"""

import math
import time
from dataclasses import dataclass

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.storage import storage_from_string

from kit.errors import TooMany

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rule:
    """At most so many in a window, for instance `Rule("sign_in", "10/minute", "Too many tries")`."""

    name: str
    limit: str
    sentence: str


class RateLimiter:
    def __init__(self, redis_url: str | None = None) -> None:
        url = f"async+{redis_url}" if redis_url else "async+memory://"
        options = {"implementation": "redispy"} if redis_url else {}
        storage = storage_from_string(url, **options)
        assert isinstance(storage, Storage)
        self._limiter = SlidingWindowCounterRateLimiter(storage)
        self._items: dict[str, RateLimitItem] = {}

    async def hit(self, rule: Rule, *identity: str) -> None:
        """Count one more.

        Raises:
            TooMany: it is one too many; says when to return.
        """
        item = self._items.get(rule.limit)
        if item is None:
            item = self._items[rule.limit] = parse(rule.limit)
        try:
            if await self._limiter.hit(item, rule.name, *identity):
                return
            reset_at = (await self._limiter.get_window_stats(item, rule.name, *identity)).reset_time
        except Exception:
            log.exception("rate_limit.unavailable", rule=rule.name)
            return
        wait_s = max(1, math.ceil(reset_at - time.time()))
        raise TooMany(f"{rule.sentence} Try again in {wait_s} seconds.", retry_after_s=wait_s)

"""Ways to settle a claim in Redis: a Lua script that checks the key, the limit and the stock, and keeps order and event.

`redis_lua_aof` sends one claim a call, `redis_lua_pipelined` what has gathered while the last pipeline was under way. The server
has `appendfsync always`, so that an answer means that it is on the disk, as on the databases.
"""

import asyncio
from collections import deque

import ground
import redis.asyncio as redis

CALLS = 64
MOST_AT_ONCE = 500
SCRIPT = """
local deal = KEYS[1]
local attempt = ARGV[1] .. ':' .. ARGV[2]
if redis.call('HGET', deal .. ':keys', attempt) then return 1 end
if tonumber(redis.call('HGET', deal .. ':buyers', ARGV[1]) or '0') >= 1 then return 0 end
local sold = tonumber(redis.call('HGET', deal, 'sold'))
if sold >= tonumber(redis.call('HGET', deal, 'stock')) then return 0 end
redis.call('HINCRBY', deal, 'sold', 1)
redis.call('HINCRBY', deal .. ':buyers', ARGV[1], 1)
local order = redis.call('XADD', deal .. ':orders', '*', 'buyer', ARGV[1], 'key', ARGV[2],
  'title', 'Enamel mug', 'quantity', 1, 'unit_price_minor', 1990, 'currency', 'EUR', 'status', 'awaiting_payment')
redis.call('HSET', deal .. ':keys', attempt, order)
return 1
"""


class LuaOneByOne:
    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, max_connections=CALLS + 4)
        self._slots = asyncio.Semaphore(CALLS)

    async def start(self) -> None:
        self._script = await self._redis.script_load(SCRIPT)

    async def claim(self, deal: str, person: str, key: str) -> bool:
        async with self._slots:
            return bool(await self._redis.evalsha(self._script, 1, f"deal:{deal}", person, key))

    async def close(self) -> None:
        await self._redis.aclose()


class LuaPipelined(LuaOneByOne):
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._waiting: deque[tuple[tuple[str, str, str], asyncio.Future[bool]]] = deque()
        self._pump: asyncio.Task[None] | None = None

    async def claim(self, deal: str, person: str, key: str) -> bool:
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((deal, person, key), answer))
        if self._pump is None:
            self._pump = asyncio.create_task(self._send_all())
        return await answer

    async def _send_all(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            async with self._redis.pipeline(transaction=False) as pipeline:
                for (deal, person, key), _ in batch:
                    pipeline.evalsha(self._script, 1, f"deal:{deal}", person, key)
                answers = await pipeline.execute()
            for (_, waiting), answer in zip(batch, answers, strict=True):
                waiting.set_result(bool(answer))
        self._pump = None


async def seed(url: str) -> None:
    client = redis.Redis.from_url(url)
    await client.flushall()
    deal = f"deal:{ground.id_of(0)}"
    await client.hset(deal, mapping={"stock": ground.STOCK, "sold": 0})  # type: ignore[misc]
    await client.aclose()


async def faults(url: str, won: int) -> list[str]:
    """What is not as it must be: nothing, unless the way is wrong."""
    client = redis.Redis.from_url(url)
    deal = f"deal:{ground.id_of(0)}"
    sold = int(await client.hget(deal, "sold"))  # type: ignore[misc, arg-type]
    kept = await client.xlen(f"{deal}:orders")
    await client.aclose()
    return [] if sold == kept == won else [f"{won} won, {sold} sold, {kept} orders"]


WAYS = {"redis_lua_aof": LuaOneByOne, "redis_lua_pipelined": LuaPipelined}

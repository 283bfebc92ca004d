"""Limits count in all processes together, and in each by itself while the counter is out of reach."""

import asyncio

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from kit import rate_limit
from kit.errors import TooMany
from kit.ids import new_id
from kit.rate_limit import RateLimiter, Rule
from tests.support.ports import HOST, free_port

THREE = Rule("test.three", "3/minute", "That was too often.")


class SilentServer:
    """Takes connections and never says a word."""

    async def __aenter__(self) -> str:
        self._writers: list[asyncio.StreamWriter] = []
        self._server = await asyncio.start_server(self._take, HOST, 0)
        return f"redis://{HOST}:{self._server.sockets[0].getsockname()[1]}/0"

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def _take(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)


async def _passed(limiter: RateLimiter, identity: str, tries: int) -> int:
    passed = 0
    for _ in range(tries):
        try:
            await limiter.hit(THREE, identity)
            passed += 1
        except TooMany:
            break
    return passed


async def test_one_too_many_is_told_when_to_return_and_others_pass() -> None:
    limiter = RateLimiter()
    assert await _passed(limiter, "mira", 5) == 3
    with pytest.raises(TooMany, match=r"That was too often\. Try again in \d+ seconds") as refused:
        await limiter.hit(THREE, "mira")
    assert 1 <= (refused.value.retry_after_s or 0) <= 120
    assert await _passed(limiter, "noor", 3) == 3


@pytest.mark.parametrize("kind", ["redis_url", "redis_cluster_url", "redis_sentinel_url"])
async def test_processes_that_share_a_redis_count_together(
    request: pytest.FixtureRequest, kind: str
) -> None:
    url = request.getfixturevalue(kind)
    one, other = RateLimiter(url), RateLimiter(url)
    mira, noor = new_id(), new_id()
    assert await _passed(one, mira, 2) == 2
    assert await _passed(other, mira, 2) == 1
    assert await _passed(other, noor, 2) == 2
    await asyncio.gather(one.close(), other.close())


@pytest.mark.parametrize(
    "form", ["redis://{}/0", "redis+cluster://{0},{0}", "redis+sentinel://{}/rooms"]
)
async def test_without_redis_a_process_counts_by_itself_and_nobody_waits(form: str) -> None:
    limiter = RateLimiter(form.format(f"{HOST}:{free_port()}"))
    with capture_logs() as logs:
        async with asyncio.timeout(5):
            assert await _passed(limiter, "mira", 5) == 3
            assert await _passed(limiter, "noor", 3) == 3
    assert [entry["event"] for entry in logs] == ["rate_limit.redis_unreachable"]
    await limiter.close()


async def test_when_redis_is_back_processes_count_together_again(
    empty_redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "ASK_AGAIN_AFTER_S", 0.05)
    one, other = RateLimiter(empty_redis_url), RateLimiter(empty_redis_url)
    with capture_logs(), monkeypatch.context() as outage:
        outage.setattr(rate_limit, "ANSWER_WITHIN_S", 0.0)
        assert await _passed(one, "mira", 3) == 3
    await asyncio.sleep(0.06)
    assert await _passed(other, "mira", 2) == 2
    assert await _passed(one, "mira", 2) == 1
    await asyncio.gather(one.close(), other.close())


async def test_a_redis_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limit, "ANSWER_WITHIN_S", 0.1)
    async with SilentServer() as url:
        limiter = RateLimiter(url)
        async with asyncio.timeout(5):
            assert await _passed(limiter, "mira", 1) == 1
        await limiter.close()


async def test_a_burst_shares_a_few_connections(empty_redis_url: str) -> None:
    limiter = RateLimiter(empty_redis_url)
    await asyncio.gather(*(limiter.hit(THREE, str(number)) for number in range(500)))
    async with Redis.from_url(empty_redis_url) as redis:
        assert len(await redis.client_list()) <= rate_limit.MAX_CONNECTIONS + 5
    await limiter.close()

"""Waiting for a condition instead of sleeping for luck."""

import asyncio
from collections.abc import Awaitable, Callable

TIMEOUT_S = 120
"""Long, since it only matters where something is wrong, or the machine is very busy."""


async def until(is_met: Callable[[], bool]) -> None:
    """Return as soon as the condition holds. Raises TimeoutError if it does not within `TIMEOUT_S`."""
    async with asyncio.timeout(TIMEOUT_S):
        while not is_met():  # noqa: ASYNC110 - conditions of any kind, not only our own events
            await asyncio.sleep(0.005)


async def until_told(is_met: Callable[[], Awaitable[bool]]) -> None:
    """The same for a condition that is asked of another process."""
    async with asyncio.timeout(TIMEOUT_S):
        while not await is_met():  # noqa: ASYNC110 - nothing tells us
            await asyncio.sleep(0.05)

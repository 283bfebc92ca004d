"""Waiting for a condition instead of sleeping for luck."""

import asyncio
from collections.abc import Callable

TIMEOUT_S = 30


async def until(is_met: Callable[[], bool]) -> None:
    """Return as soon as the condition holds. Raises TimeoutError if it does not within 30 s."""
    async with asyncio.timeout(TIMEOUT_S):
        while not is_met():  # noqa: ASYNC110 - conditions of any kind, not only our own events
            await asyncio.sleep(0.005)

"""Steps of background work that a shutdown does not cut in two."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def whole(step: Coroutine[Any, Any, T]) -> T:
    """Await a step to its end. Cancelled meanwhile, the cancellation is passed on afterwards: a statement that is
    cut off leaves its database connection in a state that nobody knows, and a thread that answers to a closed loop.
    And a step that talks to Redis may lose a cancellation: it sends through `asyncio.wait_for`, which on Python 3.11
    returns what was ready instead of raising it. A loop around such a step would never end."""
    task = asyncio.create_task(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise

"""Steps of background work that a shutdown does not cut in two."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def whole(step: Coroutine[Any, Any, T]) -> T:
    """Await a step to its end. Cancelled meanwhile, the cancellation is passed on afterwards: a statement that is
    cut off leaves its database connection in a state that nobody knows, and a thread that answers to a closed loop."""
    task = asyncio.create_task(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise

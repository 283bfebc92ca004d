"""Processes that one started beside itself end with it, killed or not."""

import asyncio
import os
import signal

LOOKED_FOR_EVERY_S = 1.0


async def end_with(parent: int) -> None:
    """End this process in its usual way when the parent is gone."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(LOOKED_FOR_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)

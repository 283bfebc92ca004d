"""What must happen without anyone asking: the features' chores, as holds that expire, payments of which nothing was heard, and
events that were not delivered.

Each chore runs on its own beat and is safe to run in several workers at once. A chore that fails is logged and tried
again at its next beat; one row that fails keeps no other from being done (`kit.one_by_one`).
"""

import asyncio
from collections.abc import Iterable

import structlog

from kit import metrics
from kit.steps import whole
from server.features.feature import Chore, Feature

log = structlog.get_logger()


class Worker:
    def __init__(self, features: Iterable[Feature]) -> None:
        self.chores = tuple(chore for feature in features for chore in feature.chores())
        for chore in self.chores:  # what begins at 1 would not be seen to grow
            metrics.chore_failures.labels(chore.name, "row")
            metrics.chore_failures.labels(chore.name, "chore")

    async def run(self) -> None:
        """Do all chores on their beats, until cancelled."""
        await repeat(self.chores)


async def repeat(chores: Iterable[Chore]) -> None:
    """Do each chore on its beat, until cancelled."""
    async with asyncio.TaskGroup() as tasks:
        for chore in chores:
            tasks.create_task(_repeat(chore), name=chore.name)


async def _repeat(chore: Chore) -> None:
    while True:
        try:
            goes_on = await whole(chore.do()) is True
        except Exception:
            log.exception("worker.chore_failed", chore=chore.name)
            metrics.chore_failures.labels(chore.name, "chore").inc()
            goes_on = False
        if not goes_on:
            await asyncio.sleep(chore.every_s)

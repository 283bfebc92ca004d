"""A broker that runs, and somebody who listens to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from structlog.testing import capture_logs

from kit.broker import Broker, Entry, Unsubscribe
from kit.broker_redis import RedisBroker


@dataclass
class Ear:
    """What a subscriber was told."""

    entries: list[Entry] = field(default_factory=list)
    lost: int = 0
    line: list[bool] = field(default_factory=list)

    async def subscribe(self, broker: Broker, room: str) -> Unsubscribe:
        return await broker.subscribe(room, self.entries.append, self._lose, self.line.append)

    def _lose(self) -> None:
        self.lost += 1


@asynccontextmanager
async def running(url: str) -> AsyncIterator[RedisBroker]:
    broker = RedisBroker(url)
    with capture_logs():
        await broker.start()
        try:
            yield broker
        finally:
            await broker.close()

"""What this process is doing, taken every second from its metrics, and whether what it stands on answers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from sqlalchemy import text

from kit import metrics
from kit.broker import Broker
from kit.db import Database
from kit.outbox import Backlog, Relay
from kit.steps import whole
from server.hub import Hub
from server.loop_lag import LoopLag
from server.operator_views import ProcessView, RoomSize

log = structlog.get_logger()
T = TypeVar("T")

LOOK_EVERY_S = 2.0
BACKLOG_EVERY_S = 5.0
ANSWER_WITHIN_S = 2.0
LARGEST_ROOMS = 50
"""Rooms that a process tells of; the page shows the largest of all."""

COUNTED = {
    "handshakes_per_s": metrics.handshakes,
    "events_per_s": metrics.room_events,
    "deliveries_per_s": metrics.deliveries,
    "bytes_per_s": metrics.written_bytes,
    "dropped_per_s": metrics.dropped,
}


class Vitals:
    def __init__(self, hub: Hub, broker: Broker, database: Database, relay: Relay) -> None:
        self._hub = hub
        self._broker = broker
        self._database = database
        self._relay = relay
        self._lag = LoopLag()
        self._started_at_ms = time.time() * 1000
        self._totals = (time.perf_counter(), _totals())
        self._is_broker_up = self._is_database_up = True
        self._backlog = Backlog(0, 0.0, 0)
        self._is_worker = False

    async def run(self, *, is_worker: bool) -> None:
        """Look at everything on its beat, until cancelled."""
        self._is_worker = is_worker
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._lag.run())
            tasks.create_task(_repeat(LOOK_EVERY_S, self._look_at_broker))
            tasks.create_task(_repeat(LOOK_EVERY_S, self._look_at_database))
            tasks.create_task(_repeat(BACKLOG_EVERY_S, self._look_at_outbox))

    def take(self) -> ProcessView:
        """The state of now; what is counted is per second since the last call."""
        metrics.database_connections.set(self._database.in_use)
        return ProcessView(
            process=self._hub.process,
            is_worker=self._is_worker,
            started_at_ms=self._started_at_ms,
            connections=int(metrics.total(metrics.connections)),
            viewers=int(metrics.total(metrics.viewers)),
            rooms=int(metrics.total(metrics.rooms)),
            paused_viewers=int(metrics.total(metrics.paused_viewers)),
            **self._rates(),
            loop_lag_p99_ms=self._lag.p99_s() * 1000,
            gc_longest_ms=metrics.gc_pauses.take_longest_s() * 1000,
            database_connections=self._database.in_use,
            is_database_up=self._is_database_up,
            is_broker_up=self._is_broker_up,
            outbox_backlog=self._backlog.waiting,
            outbox_oldest_age_s=self._backlog.oldest_age_s,
            outbox_given_up=self._backlog.given_up,
            largest_rooms=[
                RoomSize(show_id=show_id, viewers=viewers)
                for show_id, viewers in self._hub.largest_rooms(LARGEST_ROOMS)
            ],
        )

    def _rates(self) -> dict[str, float]:
        then, before = self._totals
        now, after = self._totals = (time.perf_counter(), _totals())
        seconds = max(now - then, 0.001)
        return {name: (after[name] - before[name]) / seconds for name in COUNTED}

    async def _look_at_broker(self) -> None:
        self._is_broker_up = await _answer(self._broker.is_ready(), otherwise=False)
        metrics.broker_up.set(self._is_broker_up)

    async def _look_at_database(self) -> None:
        self._is_database_up = await _answer(self._select(), otherwise=False)
        metrics.database_up.set(self._is_database_up)

    async def _select(self) -> bool:
        async with self._database.reading() as connection:
            await connection.execute(text("SELECT 1"))
        return True

    async def _look_at_outbox(self) -> None:
        backlog = await _answer(self._relay.backlog(), otherwise=None)
        if backlog is not None:
            self._backlog = backlog
            metrics.outbox_backlog.set(backlog.waiting)
            metrics.outbox_oldest_seconds.set(backlog.oldest_age_s)
            metrics.outbox_given_up.set(backlog.given_up)


def _totals() -> dict[str, float]:
    return {name: metrics.total(counter) for name, counter in COUNTED.items()}


async def _answer(question: Awaitable[T], otherwise: T) -> T:
    """The answer, or `otherwise` if there is none in time."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await question
    except Exception as error:
        log.debug("vitals.no_answer", error=repr(error))
        return otherwise


async def _repeat(every_s: float, look: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        await whole(look())
        await asyncio.sleep(every_s)

"""All recordings of this media process: those that grow, those that nobody finished, and those whose time is over."""

import asyncio
from datetime import timedelta

import structlog

from kit.one_by_one import OneByOne
from kit.steps import whole
from streams.broadcast.broadcast import Broadcast
from streams.replay.finishing import finish
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects
from streams.replay.recorder import Recorder

log = structlog.get_logger()

LOOK_EVERY_S = 30.0
BATCH = 20
CLOSE_WITHIN_S = 5.0


class Recorders:
    def __init__(self, ledger: Ledger, objects: Objects, keep_for: timedelta) -> None:
        self._ledger = ledger
        self._objects = objects
        self._keep_for = keep_for
        self._unfinished = OneByOne[str]("finish_replays")
        self._worn_out = OneByOne[str]("remove_recordings")
        self._running: set[asyncio.Task[None]] = set()

    def record(self, broadcast: Broadcast) -> None:
        """Keep it from now on, until it has ended."""
        task = asyncio.create_task(Recorder(broadcast, self._ledger, self._objects).run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def run(self) -> None:
        """Look after what nobody else does, until cancelled."""
        while True:
            try:
                await whole(self.finish_abandoned())
                await whole(self.remove_worn_out())
            except Exception:
                log.exception("recordings.not_looked_after")
            await asyncio.sleep(LOOK_EVERY_S)

    async def finish_abandoned(self) -> int:
        """Make the replays of shows whose recorder was killed; how many."""
        show_ids = await self._ledger.unfinished(self._unfinished.reach(BATCH))
        return len(await self._unfinished.each(show_ids, self._finish))

    async def remove_worn_out(self) -> int:
        """Remove what was discarded and what is too old; how many recordings. Another process may do the same."""
        show_ids = await self._ledger.worn_out(self._keep_for, self._worn_out.reach(BATCH))
        return len(await self._worn_out.each(show_ids, self._remove))

    async def _finish(self, show_id: str) -> None:
        await finish(show_id, self._ledger, self._objects)

    async def _remove(self, show_id: str) -> None:
        await self._objects.remove_all(show_id)
        await self._ledger.forget(show_id)

    async def close(self) -> None:
        """Let those finish that can, for broadcasts that have ended."""
        if self._running:
            await asyncio.wait(self._running, timeout=CLOSE_WITHIN_S)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

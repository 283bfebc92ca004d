"""All recordings of this media process: those that grow, those that nobody finished, and those whose time is over."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from kit.steps import whole
from streams.broadcast.broadcast import Broadcast
from streams.replay.finishing import finish
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects, StoreDown
from streams.replay.recorder import Recorder

log = structlog.get_logger()

LOOK_EVERY_S = 30.0
CLOSE_WITHIN_S = 5.0


class Recorders:
    def __init__(self, ledger: Ledger, objects: Objects, keep_for: timedelta) -> None:
        self._ledger = ledger
        self._objects = objects
        self._keep_for = keep_for
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
        return await self._each(
            await self._ledger.unfinished(),
            lambda show_id: finish(show_id, self._ledger, self._objects),
        )

    async def remove_worn_out(self) -> int:
        """Remove what was discarded and what is too old; how many recordings. Another process may do the same."""
        return await self._each(await self._ledger.worn_out(self._keep_for), self._remove)

    async def _remove(self, show_id: str) -> None:
        await self._objects.remove_all(show_id)
        await self._ledger.forget(show_id)

    async def _each(self, show_ids: list[str], do: Callable[[str], Awaitable[None]]) -> int:
        """For how many of the shows it could be done; the others are tried again."""
        done = 0
        for show_id in show_ids:
            try:
                await do(show_id)
                done += 1
            except StoreDown as error:
                log.warning("recordings.store_down", show_id=show_id, error=str(error))
        return done

    async def close(self) -> None:
        """Let those finish that can, for broadcasts that have ended."""
        if self._running:
            await asyncio.wait(self._running, timeout=CLOSE_WITHIN_S)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

"""Telling rooms how something is, at most once a second each by this process, however often it changes. What is told last is always
the last.

board = Seldom(show)
board.note(challenge_id)       # at once if it was quiet, else when the second is over
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kit.broker import BrokerDown

log = structlog.get_logger()

EVERY_S = 1.0


class Seldom:
    def __init__(self, show: Callable[[str], Awaitable[None]], every_s: float = EVERY_S) -> None:
        self._show = show
        self._every_s = every_s
        self._noted: set[str] = set()
        self._telling: dict[str, asyncio.Task[None]] = {}

    def note(self, subject_id: str) -> None:
        """Something of it has changed."""
        self._noted.add(subject_id)
        if subject_id not in self._telling:
            self._telling[subject_id] = asyncio.create_task(self._tell(subject_id))

    async def drain(self) -> None:
        """Tell what is noted, and wait for nothing more."""
        telling = [*self._telling.values()]
        for task in telling:
            task.cancel()
        await asyncio.gather(*telling, return_exceptions=True)
        for subject_id in tuple(self._noted):
            await self._show_noted(subject_id)

    async def _tell(self, subject_id: str) -> None:
        try:
            while subject_id in self._noted:
                await self._show_noted(subject_id)
                await asyncio.sleep(self._every_s)
        finally:
            del self._telling[subject_id]

    async def _show_noted(self, subject_id: str) -> None:
        self._noted.discard(subject_id)
        try:
            await self._show(subject_id)
        except BrokerDown:
            self._noted.add(subject_id)
        except Exception:
            # The next change says it, and whoever comes in is given the present state.
            log.warning("seldom.not_told", subject_id=subject_id, exc_info=True)

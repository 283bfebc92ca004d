"""What thousands change at once is told at most once a second each by this process. What is told last is always the last.

board = OnceASecond("leaders", show)
board.note(show_id)         # at once if it was quiet, else when the second is over
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kit.broker import BrokerDown

log = structlog.get_logger()

EVERY_S = 1.0


class OnceASecond:
    def __init__(
        self, name: str, tell: Callable[[str], Awaitable[None]], every_s: float = EVERY_S
    ) -> None:
        self._name = name
        self._tell = tell
        self._every_s = every_s
        self._noted: set[str] = set()
        self._telling: dict[str, asyncio.Task[None]] = {}

    def note(self, key: str) -> None:
        """Something of it has changed."""
        self._noted.add(key)
        if key not in self._telling:
            self._telling[key] = asyncio.create_task(self._tell_while_noted(key))

    async def drain(self) -> None:
        """Tell what is noted, and wait for nothing more."""
        telling = [*self._telling.values()]
        for task in telling:
            task.cancel()
        await asyncio.gather(*telling, return_exceptions=True)
        for key in tuple(self._noted):
            await self._tell_noted(key)

    async def _tell_while_noted(self, key: str) -> None:
        try:
            while key in self._noted:
                await self._tell_noted(key)
                await asyncio.sleep(self._every_s)
        finally:
            del self._telling[key]

    async def _tell_noted(self, key: str) -> None:
        self._noted.discard(key)
        try:
            await self._tell(key)
        except* BrokerDown:
            self._noted.add(key)
        except* Exception:
            # The next change says it, and whoever comes in is given the present state.
            log.warning("once_a_second.not_told", name=self._name, key=key, exc_info=True)

"""What share links brought, told to their sharers once a second by this process, so that a link that thousands follow does
not make thousands of frames. What is told last is always the last.

board.note(link_ids)         # told when the second is over
"""

import asyncio
from collections.abc import Collection

import structlog

from kit.steps import whole
from server.hub import Hub
from server.wire import MyLinkChanged
from share.linking import Linking

log = structlog.get_logger()

EVERY_S = 1.0
MOST_AT_ONCE = 200
MOST_NOTED = 10_000
"""What is noted beyond that is told with the link's next click, or when its sharer looks."""


class LinkBoard:
    def __init__(self, linking: Linking, hub: Hub, base_url: str) -> None:
        self._linking = linking
        self._hub = hub
        self._base_url = base_url
        self._noted: dict[str, None] = {}
        self._telling: asyncio.Task[None] | None = None

    def note(self, link_ids: Collection[str]) -> None:
        """Something came of these links."""
        for link_id in link_ids:
            if len(self._noted) < MOST_NOTED:
                self._noted[link_id] = None
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    async def drain(self) -> None:
        """Tell what is noted, and wait for nothing more."""
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        while self._noted:
            await self._tell_some()

    async def _tell(self) -> None:
        try:
            while self._noted:
                await whole(self._tell_some())
                await asyncio.sleep(EVERY_S)
        finally:
            self._telling = None

    async def _tell_some(self) -> None:
        ids = list(self._noted)[:MOST_AT_ONCE]
        for link_id in ids:
            del self._noted[link_id]
        try:
            for account_id, links in (await self._linking.views(ids, self._base_url)).items():
                for link in links:
                    await self._hub.tell(account_id, MyLinkChanged(link=link))
        except Exception:
            # The next click says it, and whoever opens the desk is given the present state.
            log.warning("link_board.not_told", links=len(ids), exc_info=True)

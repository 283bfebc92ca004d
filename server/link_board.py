"""What share links brought, told to their sharers once a second by this process, so that a link that thousands follow does
not make thousands of frames. What is told last is always the last.

board.note(link_ids)         # told when the second is over
board.note_rewards(reward_ids, link_ids)
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Collection, Sequence

import structlog

from kit.steps import whole
from server.hub import Hub
from server.wire import MyLinkChanged
from share.linking import Linking

log = structlog.get_logger()

EVERY_S = 1.0
MOST_AT_ONCE = 200
MOST_REWARDS = 20
"""Of a link that are told at once; all are on its sharer's desk."""
MOST_NOTED = 10_000
"""What is noted beyond that is told with the link's next click, or when its sharer looks."""


class LinkBoard:
    def __init__(self, linking: Linking, hub: Hub, base_url: str) -> None:
        self._linking = linking
        self._hub = hub
        self._base_url = base_url
        self._noted: dict[str, deque[str]] = {}
        """Links, with their newest rewards."""
        self._telling: asyncio.Task[None] | None = None

    def note(self, link_ids: Collection[str]) -> None:
        """Something came of these links."""
        for link_id in link_ids:
            self._noted_of(link_id)
        if self._telling is None:
            self._telling = asyncio.create_task(self._tell())

    def note_rewards(self, reward_ids: Sequence[str], link_ids: Sequence[str]) -> None:
        """The rewards were earned, each by the link that stands at the same place."""
        for reward_id, link_id in zip(reward_ids, link_ids, strict=True):
            self._noted_of(link_id).append(reward_id)
        self.note(())

    def _noted_of(self, link_id: str) -> deque[str]:
        if link_id in self._noted or len(self._noted) < MOST_NOTED:
            return self._noted.setdefault(link_id, deque(maxlen=MOST_REWARDS))
        return deque()

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
        noted = {link_id: self._noted.pop(link_id) for link_id in list(self._noted)[:MOST_AT_ONCE]}
        try:
            ids = await self._looked_at(noted)
            reward_ids = [each for link_id in ids for each in noted[link_id]]
            earned = defaultdict(list)
            for reward in await self._linking.rewards(reward_ids) if reward_ids else ():
                earned[reward.link_code].append(reward)
            views = await self._linking.views(ids, self._base_url) if ids else {}
            for account_id, links in views.items():
                for link in links:
                    for each in earned.get(link.code) or (None,):
                        await self._hub.tell(account_id, MyLinkChanged(link=link, reward=each))
        except Exception:
            # The next click says it, and whoever opens the desk is given the present state.
            log.warning("link_board.not_told", links=len(noted), exc_info=True)

    async def _looked_at(self, link_ids: Collection[str]) -> list[str]:
        """Those whose sharers are here: to count what a link has brought takes the longer the more that is."""
        sharers = await self._linking.sharers(link_ids)
        present = await self._hub.present(set(sharers.values()))
        return [link_id for link_id, account_id in sharers.items() if account_id in present]

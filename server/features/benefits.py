"""What tiers bring: deals that open to them first; and tiers that managers give by hand."""

import asyncio
from collections.abc import Sequence

from commerce.opening import Opening
from kit.http import Endpoint
from membership.tiers.deciding import Deciding
from membership.tiers.routes import TierRoutes
from server.features.feature import Chore, Feature
from server.ground import Ground

BEAT_S = 0.5
LOOKS_AHEAD_S = 0.7
"""More than a beat, so that whatever is due before the next one is waited for and done at its time, not at the beat."""


class BenefitsFeature(Feature):
    def __init__(self, ground: Ground) -> None:
        self.opening = Opening(ground.work)
        self.deciding = Deciding(ground.work)

    def endpoints(self) -> Sequence[Endpoint]:
        return TierRoutes(self.deciding).endpoints()

    def chores(self) -> Sequence[Chore]:
        return (Chore("open_deals_further", BEAT_S, self._open_in_time),)

    async def _open_in_time(self) -> None:
        due_in_s = await self.opening.due_in_s()
        while due_in_s is not None and due_in_s <= LOOKS_AHEAD_S:
            await asyncio.sleep(max(0.0, due_in_s))
            if not await self.opening.open_due():
                return
            due_in_s = await self.opening.due_in_s()

"""The line for a deal that is sold out. Its length is told with the deal's stock (`deals`)."""

from collections.abc import Sequence

from commerce.waiting.routes import WaitlistRoutes
from commerce.waiting.waitlist import Waitlist
from kit.http import Endpoint
from server.features.feature import Chore, Feature
from server.ground import Ground
from streams.shows import Shows


class WaitlistFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows) -> None:
        self._waitlist = Waitlist(ground.work, shows.venue, ground.limiter)
        self._referral_of = ground.cookies.referral_of

    def endpoints(self) -> Sequence[Endpoint]:
        return WaitlistRoutes(self._waitlist, self._referral_of).endpoints()

    def chores(self) -> Sequence[Chore]:
        return (Chore("close_lines", 5.0, self._waitlist.close_lines),)

    async def close(self) -> None:
        await self._waitlist.close()

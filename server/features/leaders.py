"""Who brings most friends to a show: noted as they come in, and told to the room once a second at most."""

from collections.abc import Mapping, Sequence

from kit.events import Event
from kit.http import Endpoint
from server import wire
from server.features.feature import Feature, Reaction, each
from server.ground import Ground
from server.once_a_second import OnceASecond
from share import events as share
from share.journeys import Journeys
from share.leaders import events as leaders
from share.leaders.bringing import Bringing
from share.leaders.doubting import Doubting
from share.leaders.routes import LeaderRoutes
from share.leaders.showing import Showing
from share.review import events as review
from streams.shows import Shows


class LeadersFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows, journeys: Journeys) -> None:
        self.showing = Showing(ground.work, shows.venue)
        self._bringing = Bringing(ground.work, shows.venue)
        self._doubting = Doubting(ground.work)
        self._journeys = journeys
        self._hub = ground.hub
        self._board = OnceASecond("leaders", self._show)

    def endpoints(self) -> Sequence[Endpoint]:
        return LeaderRoutes(self.showing).endpoints()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            leaders.FriendsCame: (self._note, self._tell_sharers),
            leaders.ListingChanged: (self._note_all,),
            review.RewardHeld: (self._doubt,),
            review.RewardReleased: (self._doubt,),
            share.RewardCorrected: (self._doubt,),
        }

    async def watched(
        self, referral_token: str, account_id: str | None, brand_id: str, show_id: str
    ) -> None:
        """Somebody who followed a link came into a show of the brand."""
        await self._journeys.watch(referral_token, account_id, brand_id)
        await self._bringing.come(referral_token, account_id, show_id)

    async def close(self) -> None:
        await self._bringing.close()

    async def drain(self) -> None:
        await self._board.drain()

    async def _note(self, event: leaders.FriendsCame) -> None:
        self._board.note(event.show_id)

    async def _doubt(
        self, event: review.RewardHeld | review.RewardReleased | share.RewardCorrected
    ) -> None:
        await self._doubting.look_again(event.reward_id)

    async def _note_all(self, event: leaders.ListingChanged) -> None:
        for show_id in event.show_ids:
            self._board.note(show_id)

    async def _show(self, show_id: str) -> None:
        frame = wire.LeadersChanged(leaders=await self.showing.top(show_id))
        await self._hub.publish(show_id, frame)

    async def _tell_sharers(self, event: leaders.FriendsCame) -> None:
        leads = await self.showing.leads(event.show_id, event.account_ids)
        await each(
            self._hub.tell(account_id, wire.MyLeadChanged(lead=lead))
            for account_id, lead in leads.items()
        )

"""The leaderboard over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from share.leaders.errors import NoBoard
from share.leaders.showing import Showing
from share.leaders.views import LeadersView, NewListing


class LeaderRoutes:
    def __init__(self, showing: Showing) -> None:
        self._showing = showing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/shows/{show_id}/leaders", Role.GUEST, self.board,
                     "Who brings most friends to a show, and where I stand",
                     returns=LeadersView, refusals=(NoBoard,)),
            Endpoint("PUT", "/api/me/listing", Role.MEMBER, self.set_listed,
                     "Be shown on leaderboards, or not", body=NewListing, returns=NewListing),
        ]  # fmt: skip

    async def board(self, call: Call[None]) -> LeadersView:
        return await self._showing.board(call.principal, call.path("show_id"))

    async def set_listed(self, call: Call[NewListing]) -> NewListing:
        return await self._showing.set_listed(call.principal, call.body)

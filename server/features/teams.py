"""Teams that buy together: joined in batches, completed as soon as all have paid, ended by the worker, and everyone is told."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.deals_query import Deals
from commerce.teams import events as teams
from commerce.teams.filling import Filling
from commerce.teams.finding import Finding
from commerce.teams.forming import Forming
from commerce.teams.routes import TeamRoutes
from kit.events import Event
from kit.http import Endpoint
from membership.accounts import Accounts
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction, each
from server.ground import Ground
from streams.shows import Shows
from web.page import Page
from web.team_page import TeamPage


class TeamsFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        shows: Shows,
        deals: Deals,
        brands: Brands,
        accounts: Accounts,
    ) -> None:
        self.finding = Finding(ground.work)
        self._forming = Forming(ground.work, shows.venue, ground.limiter)
        self.filling = Filling(ground.work)
        self._page = TeamPage(ground.rendering, brands, accounts, deals, self.finding)
        self._hub = ground.hub
        self._referral_of = ground.cookies.referral_of

    def endpoints(self) -> Sequence[Endpoint]:
        return TeamRoutes(self._forming, self.finding, self._referral_of).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            commerce.PlacePaid: (self._fill,),
            teams.TeamChanged: (self._tell_members,),
            teams.TeamCompleted: (self._tell_members,),
            teams.TeamEnded: (self._tell_members,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("settle_teams", 0.5, self.filling.settle_due),)

    async def close(self) -> None:
        await self._forming.close()

    async def _fill(self, event: commerce.PlacePaid) -> None:
        team_id = await self.filling.settle_team_of(event.order_id)
        if team_id is not None:
            await self._tell(team_id)

    async def _tell_members(self, event: teams.TeamEvent) -> None:
        await self._tell(event.team_id)

    async def _tell(self, team_id: str) -> None:
        team, orders = await self._forming.members(team_id)
        await each(
            self._hub.tell(account_id, wire.MyTeamChanged(team=team, order_id=order_id))
            for account_id, order_id in orders.items()
        )

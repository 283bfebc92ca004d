"""A team's page, which friends come to by its link: who leads, what it is about, how many places and how much time are left."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.deals_query import Deals
from commerce.teams.finding import Finding
from kit.auth import Principal, Role
from membership.accounts import Accounts
from membership.brands import Brands
from web.page import Page
from web.rendering import Rendering


class TeamPage:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        accounts: Accounts,
        deals: Deals,
        finding: Finding,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._accounts = accounts
        self._deals = deals
        self._finding = finding

    def pages(self) -> list[Page]:
        return [Page("/t/{team_id}", Role.GUEST, self.team)]

    async def team(self, request: Request, principal: Principal) -> Response:
        team = await self._finding.seen_by(principal, request.path_params["team_id"])
        return self._rendering.page(
            request,
            "team.html",
            entries=("team",),
            team=team,
            deal=await self._deals.get(team.deal_id),
            brand=await self._brands.by_id(team.brand_id),
            me=None if principal.is_guest else await self._accounts.me(principal),
        )

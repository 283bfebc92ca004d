"""A challenge's page: its teams with their scores, what came of the pot, and the rules. By a team's link (`?team=`) friends join it here."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from kit.clock import to_ms, utc_now
from kit.ids import is_id
from membership.accounts import Accounts
from membership.brands import Brands
from share.challenges.challenging import Challenging
from share.explaining import Explaining
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering


class ChallengePage:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        accounts: Accounts,
        challenging: Challenging,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._accounts = accounts
        self._challenging = challenging
        self._explaining = explaining

    def pages(self) -> list[Page]:
        return [Page("/challenges/{challenge_id}", Role.GUEST, self.challenge)]

    async def challenge(self, request: Request, principal: Principal) -> Response:
        challenge = await self._challenging.get(request.path_params["challenge_id"])
        team_id = request.query_params.get("team", "")
        offers = await self._explaining.offers_of(challenge.brand_id)
        return self._rendering.page(
            request,
            "challenge.html",
            entries=("challenge",),
            challenge=challenge,
            team_id=team_id if is_id(team_id) else None,
            show=await self._shows.get(challenge.show_id),
            brand=await self._brands.by_id(challenge.brand_id),
            offers=offers.get(challenge.brand_id, {}),
            me=None if principal.is_guest else await self._accounts.me(principal),
            now_ms=to_ms(utc_now()),
        )

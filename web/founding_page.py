"""The festival's brands for its operators, who found them."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from membership.founding.countries import countries
from web.finding_pages import PAGE, paged
from web.page import Page
from web.rendering import Rendering


class FoundingPage:
    def __init__(self, rendering: Rendering, brands: Brands) -> None:
        self._rendering = rendering
        self._brands = brands

    def pages(self) -> list[Page]:
        return [Page("/operator/brands", Role.OPERATOR, self.brands)]

    async def brands(self, request: Request, principal: Principal) -> Response:
        q, after = request.query_params.get("q", ""), request.query_params.get("after")
        found = await self._brands.find(q, after, PAGE + 1)
        return self._rendering.page(
            request,
            "brands.html",
            entries=("brands",),
            brands=found[:PAGE],
            **paged(found, {"q": q}, after),
            currencies={code: country.currency for code, country in countries().items()},
        )

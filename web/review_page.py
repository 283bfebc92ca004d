"""Held rewards: for each brand's managers, and those of all brands for operators."""

from starlette.requests import Request
from starlette.responses import Response

from kit.auth import Principal, Role
from membership.brands import Brands
from share.review.reviewing import Reviewing
from share.review.rulemaking import Rulemaking
from web.page import Page
from web.rendering import Rendering


class ReviewPage:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        reviewing: Reviewing,
        rulemaking: Rulemaking,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._reviewing = reviewing
        self._rulemaking = rulemaking

    def pages(self) -> list[Page]:
        return [
            Page("/host/brands/{slug}/review", Role.MANAGER, self.of_brand),
            Page("/operator/review", Role.OPERATOR, self.of_all),
        ]

    async def of_brand(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_slug(request.path_params["slug"])
        return self._rendering.page(
            request,
            "review.html",
            entries=("review",),
            brand=brand,
            page=await self._reviewing.cases(principal, brand.slug),
            rulebook=await self._rulemaking.rules(principal, brand.slug),
        )

    async def of_all(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "review.html",
            entries=("review",),
            brand=None,
            page=await self._reviewing.cases(principal, None),
            rulebook=None,
        )

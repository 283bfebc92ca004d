"""Rewards on pages: a brand's terms and payouts for its managers, a sharer's statement."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.vouchers.issuing import Issuing
from kit.auth import Principal, Role
from membership.brands import Brands
from share.payees.giving import Payees
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.statements import Statements
from web.grants import grants
from web.page import Page
from web.rendering import Rendering


class RewardPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        issuing: Issuing,
        offering: Offering,
        paying: Paying,
        payees: Payees,
        statements: Statements,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._issuing = issuing
        self._offering = offering
        self._paying = paying
        self._payees = payees
        self._statements = statements

    def pages(self) -> list[Page]:
        brand = "/host/brands/{slug}"
        return [
            Page("/links/earnings", Role.MEMBER, self.earnings),
            Page(f"{brand}/rewards", Role.MANAGER, self.rewards),
            Page(f"{brand}/payouts", Role.MANAGER, self.payouts),
        ]

    async def earnings(self, request: Request, principal: Principal) -> Response:
        before = request.query_params.get("before")
        return self._rendering.page(
            request,
            "earnings.html",
            entries=("earnings",),
            payee=await self._payees.mine(principal),
            statement=await self._statements.mine(principal, before),
            is_first=before is None,
        )

    async def rewards(self, request: Request, principal: Principal) -> Response:
        slug = request.path_params["slug"]
        terms = await self._offering.terms(principal, slug)
        return self._rendering.page(
            request,
            "rewards.html",
            entries=("rewards",),
            brand=await self._brands.by_slug(slug),
            terms=terms,
            vouchers=await grants(self._issuing, principal, slug),
        )

    async def payouts(self, request: Request, principal: Principal) -> Response:
        slug = request.path_params["slug"]
        payouts = await self._paying.all(principal, slug)
        return self._rendering.page(
            request,
            "payouts.html",
            entries=("payouts",),
            brand=await self._brands.by_slug(slug),
            payouts=payouts,
        )

"""Membership's pages: the member's wallet, and the programme for a brand's managers."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.vouchers.issuing import Issuing
from kit.auth import Principal, Role
from membership.brands import Brands
from membership.points.wallets import Wallets
from membership.tiers.editing import Editing
from web.grants import grants
from web.page import Page
from web.rendering import Rendering


class MemberPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        wallets: Wallets,
        editing: Editing,
        issuing: Issuing,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._wallets = wallets
        self._editing = editing
        self._issuing = issuing

    def pages(self) -> list[Page]:
        return [
            Page("/wallet", Role.MEMBER, self.wallet),
            Page("/host/brands/{slug}/programme", Role.MANAGER, self.programme),
        ]

    async def wallet(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "wallet.html",
            entries=("wallet",),
            wallets=await self._wallets.mine(principal),
        )

    async def programme(self, request: Request, principal: Principal) -> Response:
        slug = request.path_params["slug"]
        programme = await self._editing.programme(principal, slug)
        return self._rendering.page(
            request,
            "programme.html",
            entries=("programme",),
            brand=await self._brands.by_slug(slug),
            programme=programme,
            vouchers=await grants(self._issuing, principal, slug),
        )

"""For a brand's staff: the desk with its shows and people, and a show's control panel."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from commerce.catalogue import Catalogue
from commerce.deals_query import Deals
from commerce.presale.scheduling import Scheduling
from commerce.views import DealView, ProductView
from commerce.vouchers.issuing import Issuing
from kit.auth import Principal, Role
from membership.accounts import Accounts
from membership.brands import Brands
from membership.ranks import STAFF_RANK
from membership.staff import Staff
from membership.views import BrandView
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering

MOST_DESKS = 12


class HostPages:
    def __init__(
        self,
        rendering: Rendering,
        accounts: Accounts,
        brands: Brands,
        staff: Staff,
        shows: Shows,
        catalogue: Catalogue,
        deals: Deals,
        issuing: Issuing,
        scheduling: Scheduling,
    ) -> None:
        self._rendering = rendering
        self._accounts = accounts
        self._brands = brands
        self._staff = staff
        self._shows = shows
        self._catalogue = catalogue
        self._deals = deals
        self._issuing = issuing
        self._scheduling = scheduling

    def pages(self) -> list[Page]:
        return [
            Page("/host", Role.MODERATOR, self.desk),
            Page("/host/shows/{show_id}", Role.MODERATOR, self.control),
        ]

    async def desk(self, request: Request, principal: Principal) -> Response:
        mine = await self._desks_brands(principal, request.query_params.get("brand"))
        return self._rendering.page(
            request,
            "desk.html",
            entries=("desk",),
            handle=principal.handle,
            desks=[await self._desk_of(principal, brand) for brand in mine[:MOST_DESKS]],
            is_cut=len(mine) > MOST_DESKS,
        )

    async def control(self, request: Request, principal: Principal) -> Response:
        show = await self._shows.get(request.path_params["show_id"])
        principal.require(Role.MODERATOR, show.brand_id)
        is_host = principal.role_for(show.brand_id) >= Role.HOST
        return self._rendering.page(
            request,
            "control.html",
            entries=("control",),
            has_video=True,
            show=show,
            brand=await self._brands.by_id(show.brand_id),
            me=await self._accounts.me(principal),
            products=await self._products(show.brand_slug) if is_host else [],
            deals=await self._deals_of(show.id),
            windows=await self._scheduling.windows(show.brand_slug) if is_host else [],
        )

    async def _desks_brands(self, principal: Principal, slug: str | None) -> Sequence[BrandView]:
        """The brand that was asked for, or all for whom the caller works; operators work for every brand."""
        if slug:
            brand = await self._brands.by_slug(slug)
            principal.require(Role.MODERATOR, brand.id)
            return [brand]
        if principal.is_operator:
            return await self._brands.find(limit=MOST_DESKS + 1)
        return await self._brands.those(principal.roles)

    async def _desk_of(self, principal: Principal, brand: BrandView) -> dict[str, Any]:
        role = principal.role_for(brand.id)
        is_manager = role >= Role.MANAGER
        return {
            "brand": brand,
            "role": min(role, Role.MANAGER).name.lower(),
            "shows": await self._shows.find(brand_slug=brand.slug),
            "staff": await self._staff.list(principal, brand.slug) if is_manager else None,
            "vouchers": await self._issuing.issued(principal, brand.slug) if is_manager else None,
            "windows": await self._scheduling.windows(brand.slug) if is_manager else None,
        }

    async def _products(self, slug: str) -> Sequence[ProductView]:
        return await self._catalogue.products(slug)

    async def _deals_of(self, show_id: str) -> Sequence[DealView]:
        return await self._deals.of_show(show_id, STAFF_RANK)

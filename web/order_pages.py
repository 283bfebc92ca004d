"""A brand's orders, for its hosts, and by which share link each came."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from commerce.order_filter import STATUSES, OrderFilter, parsed
from commerce.order_search import OrderSearch
from commerce.views import OrderPageView
from kit.auth import Principal, Role
from kit.errors import Invalid
from kit.http import words_of
from membership.brands import Brands
from membership.views import BrandView
from share.explaining import Explaining
from streams.shows import Shows
from web.page import Page
from web.rendering import Rendering

FILTERS = ("q", "status", "show", "from", "to")
NOTHING = OrderPageView(orders=[], next=None)


class OrderPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        order_search: OrderSearch,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._order_search = order_search
        self._explaining = explaining

    def pages(self) -> list[Page]:
        orders = "/host/brands/{slug}/orders"
        return [
            Page(orders, Role.HOST, self.orders),
            Page(f"{orders}/{{order_id}}/link", Role.HOST, self.order_link),
        ]

    async def orders(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal)
        chosen = {name: request.query_params.get(name, "") for name in FILTERS}
        page, wrong = await self._found(request, principal, brand.slug)
        query = {name: value for name, value in chosen.items() if value}
        return self._rendering.page(
            request,
            "brand_orders.html",
            status=422 if wrong else 200,
            brand=brand,
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            shows=await self._shows.find(brand_slug=brand.slug),
            statuses=STATUSES,
            chosen=chosen,
            is_filtered=bool(query),
            is_first="after" not in request.query_params,
            orders=page.orders,
            wrong=wrong,
            query=urlencode(query),
            older=urlencode({**query, "after": page.next}) if page.next else None,
        )

    async def order_link(self, request: Request, principal: Principal) -> Response:
        """Why an order was credited to a share link, or was not."""
        brand = await self._brand(request, principal)
        order = await self._order_search.one(principal, brand.slug, request.path_params["order_id"])
        return self._rendering.page(
            request,
            "order_link.html",
            brand=brand,
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            order=order,
            found=await self._explaining.order(principal, order.id, brand.id),
        )

    async def _brand(self, request: Request, principal: Principal) -> BrandView:
        brand = await self._brands.by_slug(request.path_params["slug"])
        principal.require(Role.HOST, brand.id)
        return brand

    async def _found(
        self, request: Request, principal: Principal, slug: str
    ) -> tuple[OrderPageView, Mapping[str, str]]:
        """What the form asks for, or what is wrong with it, by field."""
        try:
            wanted: OrderFilter = parsed(request.query_params)
            after = request.query_params.get("after")
            return await self._order_search.page(principal, slug, wanted, after), {}
        except Invalid as refusal:
            return NOTHING, refusal.said(words_of(request)).fields

"""For a brand's staff: its orders for hosts, its webhooks for managers."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from commerce.order_filter import STATUSES, OrderFilter, parsed
from commerce.order_search import OrderSearch
from commerce.views import OrderPageView
from commerce.webhooks.kinds import CHOICES
from commerce.webhooks.managing import Managing
from commerce.webhooks.replaying import Replaying
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


class BrandPages:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        shows: Shows,
        order_search: OrderSearch,
        managing: Managing,
        replaying: Replaying,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._shows = shows
        self._order_search = order_search
        self._managing = managing
        self._replaying = replaying
        self._explaining = explaining

    def pages(self) -> list[Page]:
        brand = "/host/brands/{slug}"
        return [
            Page(f"{brand}/orders", Role.HOST, self.orders),
            Page(f"{brand}/orders/{{order_id}}/link", Role.HOST, self.order_link),
            Page(f"{brand}/webhooks", Role.MANAGER, self.webhooks),
            Page(f"{brand}/webhooks/{{webhook_id}}", Role.MANAGER, self.webhook),
        ]

    async def orders(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal, Role.HOST)
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
        brand = await self._brand(request, principal, Role.HOST)
        order = await self._order_search.one(principal, brand.slug, request.path_params["order_id"])
        return self._rendering.page(
            request,
            "order_link.html",
            brand=brand,
            is_manager=principal.role_for(brand.id) >= Role.MANAGER,
            order=order,
            found=await self._explaining.order(principal, order.id, brand.id),
        )

    async def webhooks(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal, Role.MANAGER)
        return self._rendering.page(
            request,
            "webhooks.html",
            entries=("webhooks",),
            brand=brand,
            webhooks=await self._managing.all(principal, brand.slug),
            kinds=[kind.value for kind in CHOICES],
        )

    async def webhook(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal, Role.MANAGER)
        webhook_id = request.path_params["webhook_id"]
        return self._rendering.page(
            request,
            "webhook.html",
            entries=("webhook",),
            brand=brand,
            webhook=await self._managing.get(principal, brand.slug, webhook_id),
            deliveries=await self._replaying.deliveries(principal, brand.slug, webhook_id),
            kinds=[kind.value for kind in CHOICES],
        )

    async def _brand(self, request: Request, principal: Principal, role: Role) -> BrandView:
        brand = await self._brands.by_slug(request.path_params["slug"])
        principal.require(role, brand.id)
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

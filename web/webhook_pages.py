"""A brand's webhooks, for its managers, and what each was sent."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.webhooks.kinds import CHOICES
from commerce.webhooks.managing import Managing
from commerce.webhooks.replaying import Replaying
from kit.auth import Principal, Role
from membership.brands import Brands
from membership.views import BrandView
from web.page import Page
from web.rendering import Rendering


class WebhookPages:
    def __init__(
        self, rendering: Rendering, brands: Brands, managing: Managing, replaying: Replaying
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._managing = managing
        self._replaying = replaying

    def pages(self) -> list[Page]:
        webhooks = "/host/brands/{slug}/webhooks"
        return [
            Page(webhooks, Role.MANAGER, self.all),
            Page(f"{webhooks}/{{webhook_id}}", Role.MANAGER, self.one),
        ]

    async def all(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal)
        return self._rendering.page(
            request,
            "webhooks.html",
            entries=("webhooks",),
            brand=brand,
            webhooks=await self._managing.all(principal, brand.slug),
            kinds=[kind.value for kind in CHOICES],
        )

    async def one(self, request: Request, principal: Principal) -> Response:
        brand = await self._brand(request, principal)
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

    async def _brand(self, request: Request, principal: Principal) -> BrandView:
        brand = await self._brands.by_slug(request.path_params["slug"])
        principal.require(Role.MANAGER, brand.id)
        return brand

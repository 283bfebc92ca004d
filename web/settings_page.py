"""What holds for all that a brand sells, for its managers to choose."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.protection.promising import Promising
from commerce.shipping.setting import ShippingTerms
from kit.auth import Principal, Role
from membership.brands import Brands
from share.explaining import Explaining
from web.page import Page
from web.rendering import Rendering


class SettingsPage:
    def __init__(
        self,
        rendering: Rendering,
        brands: Brands,
        promising: Promising,
        shipping_terms: ShippingTerms,
        explaining: Explaining,
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._promising = promising
        self._shipping_terms = shipping_terms
        self._explaining = explaining

    def pages(self) -> list[Page]:
        return [Page("/host/brands/{slug}/settings", Role.MANAGER, self.settings)]

    async def settings(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_slug(request.path_params["slug"])
        principal.require(Role.MANAGER, brand.id)
        return self._rendering.page(
            request,
            "settings.html",
            entries=("settings",),
            brand=brand,
            promise=await self._promising.promise(brand.slug),
            shipping_terms=await self._shipping_terms.terms(brand.slug),
            share_terms=await self._explaining.terms(brand.slug),
        )

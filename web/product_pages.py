"""A brand's products for its managers."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.catalogue import Catalogue
from kit.auth import Principal, Role
from membership.brands import Brands
from web.page import Page
from web.rendering import Rendering


class ProductPages:
    def __init__(self, rendering: Rendering, brands: Brands, catalogue: Catalogue) -> None:
        self._rendering = rendering
        self._brands = brands
        self._catalogue = catalogue

    def pages(self) -> list[Page]:
        return [Page("/host/brands/{slug}/products", Role.MANAGER, self.products)]

    async def products(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_slug(request.path_params["slug"])
        principal.require(Role.MANAGER, brand.id)
        return self._rendering.page(
            request,
            "products.html",
            entries=("products",),
            brand=brand,
            products=await self._catalogue.products(brand.slug),
        )

"""A brand's products for its managers, and the pictures of products for everyone."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from commerce.catalogue import Catalogue
from commerce.pictures.picturing import Picturing
from kit.auth import Principal, Role
from membership.brands import Brands
from web.page import Page
from web.picture_pages import drawn
from web.pictures import KINDS, product_picture
from web.rendering import Rendering

FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}
FOR_A_MINUTE = {"cache-control": "public, max-age=60"}


class ProductPages:
    def __init__(
        self, rendering: Rendering, brands: Brands, catalogue: Catalogue, picturing: Picturing
    ) -> None:
        self._rendering = rendering
        self._brands = brands
        self._catalogue = catalogue
        self._picturing = picturing

    def pages(self) -> list[Page]:
        pictures = "/pictures/products/{product_id}"
        return [
            Page("/host/brands/{slug}/products", Role.MANAGER, self.products),
            Page(f"{pictures}.svg", Role.GUEST, self.drawn_picture),
            Page(f"{pictures}/{{name}}.jpg", Role.GUEST, self.uploaded_picture),
        ]

    async def products(self, request: Request, principal: Principal) -> Response:
        brand = await self._brands.by_slug(request.path_params["slug"])
        return self._rendering.page(
            request,
            "products.html",
            entries=("products",),
            brand=brand,
            kinds=sorted(KINDS),
            products=await self._catalogue.all_products(principal, brand.slug),
        )

    async def drawn_picture(self, request: Request, principal: Principal) -> Response:
        """For who knows a product by no more than its id this leads to the picture that was uploaded."""
        product = await self._catalogue.product(request.path_params["product_id"])
        if product.has_picture:
            return RedirectResponse(product.image_url, 302, FOR_A_MINUTE)
        brand = await self._brands.by_id(product.brand_id)
        return drawn(request, product_picture(product.category, brand.hue, product.id))

    async def uploaded_picture(self, request: Request, principal: Principal) -> Response:
        """What is under a name never changes. A name that was replaced leads to the picture of now."""
        product_id, name = request.path_params["product_id"], request.path_params["name"]
        jpeg = await self._picturing.picture(product_id, name)
        if jpeg is None:
            product = await self._catalogue.product(product_id)
            return RedirectResponse(product.image_url, 302, FOR_A_MINUTE)
        return Response(jpeg, headers=FOR_GOOD, media_type="image/jpeg")

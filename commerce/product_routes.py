"""A brand's catalogue over HTTP, for its managers."""

from commerce.catalogue import Catalogue
from commerce.describing import Describing
from commerce.errors import ListPriceStands, NoSuchProduct
from commerce.views import NewProduct, ProductChange, ProductView
from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand


class ProductRoutes:
    def __init__(self, catalogue: Catalogue, describing: Describing) -> None:
        self._catalogue = catalogue
        self._describing = describing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", "/api/brands/{slug}/catalogue", Role.MANAGER, self.all_products,
                     "A brand's products, with those that are not listed",
                     returns=list[ProductView], refusals=(NoSuchBrand,),
                     query={"q": "A part of the title"}),
            Endpoint("POST", "/api/brands/{slug}/products", Role.MANAGER, self.add,
                     "Put a product into a brand's catalogue", body=NewProduct,
                     returns=ProductView, status=201, refusals=(NoSuchBrand,)),
            Endpoint("PATCH", "/api/products/{product_id}", Role.MANAGER, self.change,
                     "Say something else of a product", body=ProductChange, returns=ProductView,
                     refusals=(NoSuchProduct, ListPriceStands)),
        ]  # fmt: skip

    async def all_products(self, call: Call[None]) -> list[ProductView]:
        return await self._catalogue.all_products(
            call.principal, call.path("slug"), call.query("q") or ""
        )

    async def add(self, call: Call[NewProduct]) -> ProductView:
        return await self._describing.add(call.principal, call.path("slug"), call.body)

    async def change(self, call: Call[ProductChange]) -> ProductView:
        return await self._describing.change(call.principal, call.path("product_id"), call.body)

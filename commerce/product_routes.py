"""Describing products over HTTP."""

from commerce.describing import Describing
from commerce.errors import NoSuchProduct
from commerce.views import ProductChange, ProductView
from kit.auth import Role
from kit.http import Call, Endpoint


class ProductRoutes:
    def __init__(self, describing: Describing) -> None:
        self._describing = describing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("PATCH", "/api/products/{product_id}", Role.MANAGER, self.change,
                     "Say something else of a product", body=ProductChange, returns=ProductView,
                     refusals=(NoSuchProduct,)),
        ]  # fmt: skip

    async def change(self, call: Call[ProductChange]) -> ProductView:
        return await self._describing.change(call.principal, call.path("product_id"), call.body)

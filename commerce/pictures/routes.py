"""Products' pictures over HTTP."""

from commerce.errors import NoSuchProduct
from commerce.pictures.errors import BadPicture
from commerce.pictures.picturing import Picturing
from commerce.pictures.recoding import MOST_SENT_BYTES
from commerce.views import ProductView
from kit.auth import Role
from kit.errors import TooMany
from kit.http import Call, Endpoint, Upload

PICTURE = Upload(("image/jpeg", "image/png", "image/webp"), MOST_SENT_BYTES)


class PictureRoutes:
    def __init__(self, picturing: Picturing) -> None:
        self._picturing = picturing

    def endpoints(self) -> list[Endpoint]:
        path = "/api/products/{product_id}/picture"
        return [
            Endpoint("PUT", path, Role.MANAGER, self.show, "Show a picture of a product",
                     upload=PICTURE, returns=ProductView,
                     refusals=(NoSuchProduct, BadPicture, TooMany)),
            Endpoint("DELETE", path, Role.MANAGER, self.draw,
                     "Show the picture that is drawn of a product's category",
                     returns=ProductView, refusals=(NoSuchProduct,)),
        ]  # fmt: skip

    async def show(self, call: Call[bytes]) -> ProductView:
        return await self._picturing.show(call.principal, call.path("product_id"), call.body)

    async def draw(self, call: Call[None]) -> ProductView:
        return await self._picturing.draw(call.principal, call.path("product_id"))

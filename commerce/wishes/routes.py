"""The wish list over HTTP."""

from commerce.errors import NoSuchDeal, NoSuchProduct
from commerce.wishes.errors import WishlistFull
from commerce.wishes.views import WishView
from commerce.wishes.wishing import Wishing
from kit.auth import Role
from kit.errors import NotFound
from kit.http import Call, Endpoint

WISHES = "/api/wishes"


class WishRoutes:
    def __init__(self, wishing: Wishing) -> None:
        self._wishing = wishing

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("GET", WISHES, Role.MEMBER, self.wishes, "My wish list, newest first",
                     returns=list[WishView]),
            Endpoint("GET", f"{WISHES}/ids", Role.MEMBER, self.item_ids,
                     "What is on my wish list, by the ids alone", returns=list[str]),
            Endpoint("PUT", f"{WISHES}/products/{{product_id}}", Role.MEMBER, self.keep_product,
                     "Keep a product on my wish list", status=204,
                     refusals=(NoSuchProduct, WishlistFull)),
            Endpoint("PUT", f"{WISHES}/deals/{{deal_id}}", Role.MEMBER, self.keep_deal,
                     "Keep a deal on my wish list", status=204, refusals=(NoSuchDeal, WishlistFull)),
            Endpoint("DELETE", f"{WISHES}/products/{{product_id}}", Role.MEMBER, self.let_product_go,
                     "Take a product from my wish list", status=204, refusals=(NotFound,)),
            Endpoint("DELETE", f"{WISHES}/deals/{{deal_id}}", Role.MEMBER, self.let_deal_go,
                     "Take a deal from my wish list", status=204, refusals=(NotFound,)),
        ]  # fmt: skip

    async def wishes(self, call: Call[None]) -> list[WishView]:
        return await self._wishing.wishes(call.principal)

    async def item_ids(self, call: Call[None]) -> list[str]:
        return await self._wishing.item_ids(call.principal)

    async def keep_product(self, call: Call[None]) -> None:
        await self._wishing.keep(call.principal, "product", call.path("product_id"))

    async def keep_deal(self, call: Call[None]) -> None:
        await self._wishing.keep(call.principal, "deal", call.path("deal_id"))

    async def let_product_go(self, call: Call[None]) -> None:
        await self._wishing.let_go(call.principal, call.path("product_id"))

    async def let_deal_go(self, call: Call[None]) -> None:
        await self._wishing.let_go(call.principal, call.path("deal_id"))

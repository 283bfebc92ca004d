"""A person's wish list, what somebody shared of theirs, and a gift."""

from starlette.requests import Request
from starlette.responses import Response

from commerce.gifts.accepting import Accepting
from commerce.shared_carts.sharing import SharedCarts
from commerce.wishes.wishing import Wishing
from kit.auth import Principal, Role
from web.page import Page
from web.rendering import Rendering


class CartPages:
    def __init__(
        self,
        rendering: Rendering,
        wishing: Wishing,
        shared_carts: SharedCarts,
        accepting: Accepting,
    ) -> None:
        self._rendering = rendering
        self._wishing = wishing
        self._shared_carts = shared_carts
        self._accepting = accepting

    def pages(self) -> list[Page]:
        return [
            Page("/wishlist", Role.MEMBER, self.wishlist),
            Page("/carts/{shared_cart_id}", Role.GUEST, self.shared_cart),
            Page("/gifts/{secret}", Role.GUEST, self.gift),
        ]

    async def wishlist(self, request: Request, principal: Principal) -> Response:
        return self._rendering.page(
            request,
            "wishlist.html",
            entries=("wishlist",),
            wishes=await self._wishing.wishes(principal),
            shared=await self._shared_carts.mine(principal),
        )

    async def shared_cart(self, request: Request, principal: Principal) -> Response:
        cart_id = request.path_params["shared_cart_id"]
        return self._rendering.page(
            request,
            "shared_cart.html",
            entries=("shared-cart",),
            cart=await self._shared_carts.get(principal, cart_id),
        )

    async def gift(self, request: Request, principal: Principal) -> Response:
        secret = request.path_params["secret"]
        return self._rendering.page(
            request,
            "gift.html",
            entries=("gift",),
            gift=await self._accepting.look(principal, secret),
            secret=secret,
        )

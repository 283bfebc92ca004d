"""Shared carts over HTTP."""

from collections.abc import Callable

from starlette.requests import Request

from commerce.errors import NoSuchDeal, NoSuchProduct
from commerce.shared_carts.adding import Adding
from commerce.shared_carts.errors import (
    NoSuchSharedCart,
    SeveralBrands,
    SharedCartOver,
    TooManySharedCarts,
)
from commerce.shared_carts.sharing import SharedCarts
from commerce.shared_carts.views import (
    AdditionsView,
    NewAdditions,
    NewSharedCart,
    SharedCartChange,
    SharedCartView,
)
from kit.auth import Role
from kit.http import Call, Endpoint

ReferralOf = Callable[[Request], str | None]
CARTS = "/api/shared-carts"
CART = f"{CARTS}/{{shared_cart_id}}"


class SharedCartRoutes:
    def __init__(self, carts: SharedCarts, adding: Adding, referral_of: ReferralOf) -> None:
        self._carts = carts
        self._adding = adding
        self._referral_of = referral_of

    def endpoints(self) -> list[Endpoint]:
        lines = (NoSuchProduct, NoSuchDeal, SeveralBrands)
        return [
            Endpoint("POST", CARTS, Role.MEMBER, self.share,
                     "Share chosen lines of my cart or wish list; make a link to it next",
                     body=NewSharedCart, returns=SharedCartView, status=201,
                     refusals=(*lines, TooManySharedCarts)),
            Endpoint("GET", CARTS, Role.MEMBER, self.mine, "What I share now",
                     returns=list[SharedCartView]),
            Endpoint("GET", CART, Role.GUEST, self.get, "What is shared, for who has its address",
                     returns=SharedCartView, refusals=(NoSuchSharedCart,)),
            Endpoint("PUT", CART, Role.MEMBER, self.change, "Share other lines instead",
                     body=SharedCartChange, returns=SharedCartView,
                     refusals=(NoSuchSharedCart, SharedCartOver, *lines)),
            Endpoint("POST", f"{CART}/withdrawal", Role.MEMBER, self.withdraw,
                     "Share nothing of it any more", returns=SharedCartView,
                     refusals=(NoSuchSharedCart,)),
            Endpoint("POST", f"{CART}/additions", Role.MEMBER, self.add_all,
                     "Claim for me what is shared, line by line; what cannot be claimed now goes to my wish list",
                     body=NewAdditions, returns=AdditionsView, is_idempotent_by_key=True,
                     refusals=(NoSuchSharedCart, SharedCartOver)),
        ]  # fmt: skip

    async def share(self, call: Call[NewSharedCart]) -> SharedCartView:
        return await self._carts.share(call.principal, call.body)

    async def mine(self, call: Call[None]) -> list[SharedCartView]:
        return await self._carts.mine(call.principal)

    async def get(self, call: Call[None]) -> SharedCartView:
        return await self._carts.get(call.principal, call.path("shared_cart_id"))

    async def change(self, call: Call[SharedCartChange]) -> SharedCartView:
        return await self._carts.change(call.principal, call.path("shared_cart_id"), call.body)

    async def withdraw(self, call: Call[None]) -> SharedCartView:
        return await self._carts.withdraw(call.principal, call.path("shared_cart_id"))

    async def add_all(self, call: Call[NewAdditions]) -> AdditionsView:
        return await self._adding.add_all(
            call.principal,
            call.path("shared_cart_id"),
            call.body,
            call.idempotency_key,
            self._referral_of(call.request),
            call.words,
        )

"""Gifts over HTTP. The address of a gift has its secret."""

from commerce.errors import NoSuchOrder
from commerce.gifts.accepting import Accepting
from commerce.gifts.errors import (
    GiftAccepted,
    GiftOver,
    GiftTaken,
    NoSuchGift,
    NotGiftable,
    OwnGift,
)
from commerce.gifts.views import GiftOfferView, GiftView, NewGift, OrderGiftView, ReceivedGiftView
from commerce.gifts.wrapping import Wrapping
from kit.auth import Role
from kit.http import Call, Endpoint

OF_ORDER = "/api/orders/{order_id}/gift"
BY_SECRET = "/api/gifts/{secret}"  # noqa: S105 (a path)


class GiftRoutes:
    def __init__(self, wrapping: Wrapping, accepting: Accepting) -> None:
        self._wrapping = wrapping
        self._accepting = accepting

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint("PUT", OF_ORDER, Role.MEMBER, self.wrap, "Give my order to a friend, once it is paid",
                     body=NewGift, returns=GiftView,
                     refusals=(NoSuchOrder, NotGiftable, GiftAccepted)),
            Endpoint("GET", OF_ORDER, Role.MEMBER, self.gift,
                     "Whether my order is a gift, and what became of it",
                     returns=OrderGiftView, refusals=(NoSuchOrder,)),
            Endpoint("POST", f"{OF_ORDER}/withdrawal", Role.MEMBER, self.withdraw,
                     "Keep the order that I wanted to give", returns=GiftView,
                     refusals=(NoSuchOrder, NoSuchGift, GiftAccepted)),
            Endpoint("GET", BY_SECRET, Role.GUEST, self.look, "A gift, for who has its link",
                     returns=GiftOfferView, refusals=(NoSuchGift,)),
            Endpoint("POST", f"{BY_SECRET}/acceptance", Role.MEMBER, self.accept, "Accept a gift",
                     returns=ReceivedGiftView, refusals=(NoSuchGift, OwnGift, GiftTaken, GiftOver)),
        ]  # fmt: skip

    async def wrap(self, call: Call[NewGift]) -> GiftView:
        return await self._wrapping.wrap(call.principal, call.path("order_id"), call.body)

    async def gift(self, call: Call[None]) -> OrderGiftView:
        return OrderGiftView(gift=await self._wrapping.gift(call.principal, call.path("order_id")))

    async def withdraw(self, call: Call[None]) -> GiftView:
        return await self._wrapping.withdraw(call.principal, call.path("order_id"))

    async def look(self, call: Call[None]) -> GiftOfferView:
        return await self._accepting.look(call.principal, call.path("secret"))

    async def accept(self, call: Call[None]) -> ReceivedGiftView:
        return await self._accepting.accept(call.principal, call.path("secret"))

"""Wish lists, shared carts and gifts in a shop."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pytest

from commerce.gifts.accepting import Accepting
from commerce.gifts.wrapping import Wrapping
from commerce.shared_carts.adding import Adding
from commerce.shared_carts.sharing import SharedCarts
from commerce.shared_carts.views import (
    AdditionsView,
    NewAdditions,
    NewLine,
    NewSharedCart,
    SharedCartView,
    SharedLineView,
    WantedLine,
)
from commerce.views import DealView, OrderView
from commerce.wishes.showing import NextShow, Showing
from commerce.wishes.wishing import Wishing
from kit.auth import Principal
from kit.unit_of_work import Tx
from tests.support.slices import Unlimited

from ..conftest import GOOD_CARD, Shop


@dataclass
class Carts:
    shop: Shop
    wishing: Wishing
    sharing: SharedCarts
    adding: Adding
    wrapping: Wrapping
    accepting: Accepting
    next_shows: dict[str, NextShow] = field(default_factory=dict)

    async def share(
        self, sharer: Principal, *deals: DealView, quantity: int = 1, days: int = 30
    ) -> SharedCartView:
        lines = [NewLine(kind="deal", id=deal.id, quantity=quantity) for deal in deals]
        return await self.sharing.share(sharer, NewSharedCart(kind="cart", lines=lines, days=days))

    async def add_all(
        self, friend: Principal, cart: SharedCartView, key: str | None = "press"
    ) -> AdditionsView:
        """As the page does it: what a friend sees is what they send."""
        seen = await self.sharing.get(friend, cart.id)
        new = NewAdditions(lines=[*map(_wanted, seen.lines)])
        return await self.adding.add_all(friend, cart.id, new, key, None)

    async def bought(self, buyer: Principal, deal: DealView | None = None) -> OrderView:
        order = await self.shop.claim(buyer, deal or await self.shop.live_deal())
        return await self.shop.paying.pay(buyer, order.id, GOOD_CARD, None)

    async def gift_path(self, buyer: Principal, order: OrderView) -> str:
        gift = await self.wrapping.gift(buyer, order.id)
        assert gift is not None
        return gift.path


def _wanted(line: SharedLineView) -> WantedLine:
    offer = line.item.offer
    return WantedLine(
        item_id=line.item.id,
        deal_id=offer.id if offer else None,
        price_minor=offer.price_minor if offer else None,
    )


@pytest.fixture
async def carts(shop: Shop) -> Carts:
    work = shop.world.work
    shows: dict[str, NextShow] = {}

    async def next_shows(_tx: Tx, brand_ids: Collection[str]) -> Mapping[str, NextShow]:
        return {brand_id: shows[brand_id] for brand_id in brand_ids if brand_id in shows}

    showing = Showing(shop.find_stage, next_shows)
    return Carts(
        shop,
        Wishing(work, showing),
        SharedCarts(work, showing, Unlimited()),
        Adding(work, shop.checkout, Unlimited()),
        Wrapping(work),
        Accepting(work),
        shows,
    )

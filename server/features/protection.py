"""Prices that fall after someone bought: buyers get the difference, and brands' promises of their lowest price are kept."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from commerce.protection.announcing_lowest import LowestPrices
from commerce.protection.promising import Promising
from commerce.protection.protecting import Protecting
from commerce.protection.routes import ProtectionRoutes
from kit.events import Event
from kit.http import Endpoint
from server import wire
from server.features.feature import Chore, Feature, Reaction, Together
from server.ground import Ground


class ProtectionFeature(Feature):
    def __init__(self, ground: Ground, checkout: Checkout) -> None:
        self.promising = Promising(ground.work)
        self._protecting = Protecting(ground.work)
        self._lowest_prices = LowestPrices(ground.work)
        self._checkout = checkout
        self._hub = ground.hub

    def endpoints(self) -> Sequence[Endpoint]:
        return ProtectionRoutes(self.promising).endpoints()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            commerce.DealDropped: (self._recheck_lowest_prices,),
            commerce.DealOpened: (self._recheck_lowest_prices,),
            commerce.DealRepriced: (self._recheck_lowest_prices,),
            commerce.OrderPaid: (Together(self._protect_prices),),
            commerce.PriceProtected: (self._tell_of_lower_price,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("protect_prices", 0.5, self._protecting.sweep),)

    async def _recheck_lowest_prices(
        self, event: commerce.DealDropped | commerce.DealRepriced
    ) -> None:
        await self._lowest_prices.recheck(event.deal_id)

    async def _protect_prices(self, events: Sequence[commerce.OrderPaid]) -> None:
        """A cheaper deal may have dropped while the order waited for its payment."""
        await self._protecting.protect_orders([event.order_id for event in events])

    async def _tell_of_lower_price(self, event: commerce.PriceProtected) -> None:
        order = (await self._checkout.order_facts(event.order_id)).order
        frame = wire.MyPriceLowered(order=order, refund_id=event.refund_id)
        await self._hub.tell(event.account_id, frame)

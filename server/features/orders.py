"""Orders: claimed in rooms, held until they are paid or their time is up, and shown to their buyers and the show's hosts."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.hosting import Hosting
from commerce.moments import Moments
from commerce.order_routes import OrderRoutes
from commerce.order_search import OrderSearch
from commerce.orders import MAX_ORDERS_SHOWN
from commerce.payments.paying import Paying
from commerce.routes import CommerceRoutes
from commerce.views import OrderView
from kit.events import Event
from kit.http import Endpoint
from server import wire
from server.features.feature import Chore, Feature, Together, each
from server.ground import Ground
from streams.shows import Shows

ANNOUNCED = (
    commerce.PaymentBegun,
    commerce.PaymentFailed,
    commerce.DepositPaid,
    commerce.PlacePaid,
    commerce.OrderPaid,
    commerce.OrderForfeited,
    commerce.OrderExpired,
    commerce.OrderCancelled,
    commerce.RefundChanged,
    commerce.OrderRefunded,
    commerce.PriceProtected,
    commerce.OrderFulfilled,
    commerce.OrderGiven,
)
"""All that happens to an order, except that its buyer is reminded."""


class OrdersFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        shows: Shows,
        catalogue: Catalogue,
        hosting: Hosting,
        moments: Moments,
        paying: Paying,
    ) -> None:
        self.checkout = Checkout(ground.work, shows.venue, shows.is_open, ground.limiter, paying)
        self.search = OrderSearch(ground.work)
        self._hosting = hosting
        self._hub = ground.hub
        self._commerce = CommerceRoutes(
            catalogue, hosting, self.checkout, moments, ground.cookies.referral_of
        )

    def endpoints(self) -> Sequence[Endpoint]:
        return [*self._commerce.endpoints(), *OrderRoutes(self.search).endpoints()]

    def reactions(self) -> Mapping[type[Event], tuple[Together, ...]]:
        return dict.fromkeys(ANNOUNCED, (Together(self._announce_orders),))

    def chores(self) -> Sequence[Chore]:
        return (Chore("expire_holds", 1.0, self.checkout.expire_holds),)

    async def close(self) -> None:
        await self.checkout.close()

    async def _announce_orders(self, events: Sequence[commerce.OrderEvent]) -> None:
        order_ids = [event.order_id for event in events]
        await self._announce(order_ids, {event.show_id: event.brand_id for event in events})

    async def _announce(self, order_ids: Sequence[str], shows: Mapping[str, str]) -> None:
        """To each buyer; and to the hosts of a show the newest, as many as they are shown, with the sums of all."""
        found = await self.checkout.those(order_ids)
        boards = await self._hosting.boards_of(shows)
        by_show: dict[str, list[OrderView]] = {show_id: [] for show_id in shows}
        for facts in found:
            by_show[facts.order.show_id].append(facts.order)
        await each(
            (
                *(self._hub.publish(show_id, wire.OrderChanged(order=order, board=boards[show_id]), wire.HOST_RANK)
                  for show_id, orders in by_show.items() for order in orders[-MAX_ORDERS_SHOWN:]),
                *(self._hub.tell(facts.account_id, wire.MyOrderChanged(order=facts.order))
                  for facts in found),
            )
        )  # fmt: skip

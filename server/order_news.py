"""What people are told of orders: buyers who are there at once, and the hosts of a show the newest, with the sums of all, once a
second at most, however many change.

await news.tell(events)                          # orders have changed: they are read again for who is told
await news.tell_of_placed(show_id, brand_id, placed)
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commerce.checkout import Checkout, OrderFacts
from commerce.events import OrderEvent
from commerce.hosting import Hosting
from commerce.orders import MAX_ORDERS_SHOWN
from commerce.views import OrderView
from kit.broker import BrokerDown
from membership.ranks import HOST_RANK
from server import wire
from server.features.feature import each
from server.hub import Hub
from server.once_a_second import OnceASecond

ALL = "all shows"


@dataclass(slots=True)
class Noted:
    """What the hosts of a show are yet to be told of."""

    brand_id: str
    orders: OrderedDict[str, OrderView | None] = field(default_factory=OrderedDict)
    """The newest, by id; None if it is to be read first."""

    def add(self, order_id: str, view: OrderView | None) -> None:
        self.orders[order_id] = view
        self.orders.move_to_end(order_id)
        if len(self.orders) > MAX_ORDERS_SHOWN:
            self.orders.popitem(last=False)


class OrderNews:
    def __init__(self, checkout: Checkout, hosting: Hosting, hub: Hub) -> None:
        self._checkout = checkout
        self._hosting = hosting
        self._hub = hub
        self._board = OnceASecond("orders", self._show)
        self._noted: dict[str, Noted] = {}

    async def tell(self, events: Sequence[OrderEvent]) -> None:
        """Something became of these orders."""
        for event in events:
            self._noted.setdefault(event.show_id, Noted(event.brand_id)).add(event.order_id, None)
        self._board.note(ALL)
        present = await self._hub.present({event.account_id for event in events})
        order_ids = [event.order_id for event in events if event.account_id in present]
        if order_ids:
            await self._tell_buyers(await self._checkout.those(order_ids))

    async def tell_of_placed(
        self, show_id: str, brand_id: str, placed: Iterable[OrderFacts]
    ) -> None:
        """These were placed together, and are as they were then."""
        noted = self._noted.setdefault(show_id, Noted(brand_id))
        for facts in placed:
            noted.add(facts.order.id, facts.order)
        self._board.note(ALL)
        await self._tell_buyers(placed)

    async def drain(self) -> None:
        await self._board.drain()

    async def _tell_buyers(self, changed: Iterable[OrderFacts]) -> None:
        await each(
            self._hub.tell(facts.account_id, wire.MyOrderChanged(order=facts.order))
            for facts in changed
        )

    async def _show(self, _all: str) -> None:
        noted, self._noted = self._noted, {}
        try:
            await self._show_hosts(noted)
        except* BrokerDown:
            newer, self._noted = self._noted, noted
            for show_id, of_show in newer.items():
                before = self._noted.setdefault(show_id, of_show)
                for order_id, view in of_show.orders.items():
                    before.add(order_id, view)
            raise

    async def _show_hosts(self, noted: Mapping[str, Noted]) -> None:
        boards = await self._hosting.boards_of(
            {show_id: of_show.brand_id for show_id, of_show in noted.items()}
        )
        unread = [
            order_id
            for of_show in noted.values()
            for order_id, view in of_show.orders.items()
            if view is None
        ]
        read = await self._checkout.those(unread) if unread else ()
        views = {facts.order.id: facts.order for facts in read}
        await each(
            self._hub.publish(show_id, wire.OrderChanged(order=order, board=boards[show_id]), HOST_RANK)
            for show_id, of_show in noted.items()
            for order_id, view in of_show.orders.items()
            if (order := view or views.get(order_id)) is not None
        )  # fmt: skip

"""Orders that were placed together: their buyers are told, who came by a link is noted, and hosts see the newest, once a second at most."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout, OrderFacts
from commerce.hosting import Hosting
from commerce.orders import MAX_ORDERS_SHOWN
from commerce.views import OrderView
from kit.broker import BrokerDown
from kit.events import Event
from server import wire
from server.features.feature import Feature, Reaction, each
from server.hub import Hub
from server.once_a_second import OnceASecond
from share.journeys import Journeys, Taken


class PlacedOrdersFeature(Feature):
    def __init__(self, checkout: Checkout, hosting: Hosting, journeys: Journeys, hub: Hub) -> None:
        self._checkout = checkout
        self._hosting = hosting
        self._journeys = journeys
        self._hub = hub
        self._board = OnceASecond("orders", self._show)
        self._newest: dict[str, deque[OrderView]] = defaultdict(
            lambda: deque(maxlen=MAX_ORDERS_SHOWN)
        )
        """What the hosts of each show are yet to be told of."""

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {commerce.OrdersPlaced: (self._react,)}

    async def drain(self) -> None:
        await self._board.drain()

    async def _react(self, event: commerce.OrdersPlaced) -> None:
        placed = await self._checkout.placed(event.order_ids)
        self._newest[event.show_id].extend(facts.order for facts in placed)
        self._board.note(event.show_id)
        await each((self._tell_buyers(placed), self._note_steps(event.brand_id, placed)))

    async def _tell_buyers(self, placed: Sequence[OrderFacts]) -> None:
        await each(
            self._hub.tell(facts.account_id, wire.MyOrderChanged(order=facts.order))
            for facts in placed
        )

    async def _note_steps(self, brand_id: str, placed: Sequence[OrderFacts]) -> None:
        await self._journeys.take_of_many(
            [Taken("claimed", facts.referral_token, facts.account_id, brand_id) for facts in placed]
        )

    async def _show(self, show_id: str) -> None:
        """The newest, as many as hosts are shown, with the sums of all."""
        newest = self._newest.pop(show_id, None)
        if not newest:
            return
        try:
            boards = await self._hosting.boards_of({show_id: newest[-1].brand_id})
            await each(
                self._hub.publish(
                    show_id, wire.OrderChanged(order=order, board=boards[show_id]), wire.HOST_RANK
                )
                for order in newest
            )
        except* BrokerDown:
            newest.extend(self._newest[show_id])
            self._newest[show_id] = newest
            raise

"""Orders that were placed together: their buyers and hosts are told, and who came by a link is noted."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout, OrderFacts
from kit.events import Event
from server.features.feature import Feature, Reaction, each
from server.order_news import OrderNews
from share.journeys import Journeys, Taken


class PlacedOrdersFeature(Feature):
    def __init__(self, checkout: Checkout, journeys: Journeys, news: OrderNews) -> None:
        self._checkout = checkout
        self._journeys = journeys
        self._news = news

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {commerce.OrdersPlaced: (self._react,)}

    async def _react(self, event: commerce.OrdersPlaced) -> None:
        placed = await self._checkout.placed(event.order_ids)
        await each(
            (
                self._news.tell_of_placed(event.show_id, event.brand_id, placed),
                self._note_steps(event.brand_id, placed),
            )
        )

    async def _note_steps(self, brand_id: str, placed: Sequence[OrderFacts]) -> None:
        await self._journeys.take_of_many(
            [Taken("claimed", facts.referral_token, facts.account_id, brand_id) for facts in placed]
        )

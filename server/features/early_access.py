"""Early access that campaigns give: who has it is shown the deals that are not open to others yet, and nobody else hears of them."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from msgspec import json, structs

from commerce import events as commerce
from commerce.deals_query import Deals
from commerce.errors import NoSuchDeal
from commerce.views import DealView
from kit.batching import Batched
from kit.events import Event
from membership.campaigns.early_access import NONE, Early, early_deals
from membership.campaigns.events import EarlyAccessGiven
from membership.ranks import STAFF_RANK
from server import early_news
from server.features.feature import Feature, Reaction, each
from server.ground import Ground
from server.once_a_second import OnceASecond
from server.visits import Visit
from server.wire import DealChanged

Place = tuple[str, str]
"""A show and a person."""
OF_ONE = (
    commerce.DealChanged,
    commerce.DealDropped,
    commerce.DealOpened,
    commerce.DealPinned,
    commerce.DealUnpinned,
    commerce.DealEnded,
    commerce.DealRepriced,
)


class EarlyAccessFeature(Feature):
    def __init__(self, ground: Ground, deals: Deals) -> None:
        self._work = ground.work
        self._deals = deals
        self._hub = ground.hub
        self._early = Batched(self._load)
        self._stock = OnceASecond("early_deals", self._tell)

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            **dict.fromkeys(OF_ONE, (self._tell_of_deal,)),
            commerce.StockChanged: (self._note_stock,),
            commerce.LineMoved: (self._note_stock,),
            commerce.UnitsTaken: (self._note_stocks,),
            EarlyAccessGiven: (self._let_in,),
        }

    async def drain(self) -> None:
        await self._stock.drain()

    async def show_in(self, visit: Visit) -> None:
        """Show someone who was just greeted what they see early. What is told from here on reaches them."""
        if visit.show_id is None or visit.account_id is None or visit.rank >= STAFF_RANK:
            return
        found = await self._early.get((visit.show_id, visit.account_id))
        if not found:
            return
        visit.early |= found
        seen = await self._deals.seen_early(visit.show_id, visit.early, visit.rank)
        if visit.is_greeted and seen:
            visit.say(*map(_frame, seen))

    async def _load(self, places: Sequence[Place]) -> Mapping[Place, Early]:
        found: dict[Place, Early] = {}
        async with self._work.read() as tx:
            for show_id in {show_id for show_id, _ in places}:
                here = [account_id for at, account_id in places if at == show_id]
                early = await early_deals(tx, show_id, here)
                found |= {(show_id, account_id): deals for account_id, deals in early.items()}
        return found

    async def _tell_of_deal(self, event: commerce.DealEvent) -> None:
        await self._tell(event.deal_id)

    async def _note_stock(self, event: commerce.StockChanged | commerce.LineMoved) -> None:
        self._stock.note(event.deal_id)

    async def _note_stocks(self, event: commerce.UnitsTaken) -> None:
        for deal_id in event.deal_ids:
            self._stock.note(deal_id)

    async def _let_in(self, event: EarlyAccessGiven) -> None:
        """Who is in the room already sees at once what is open early."""
        given = early_news.Given(account_ids={*event.account_ids}, deal_id=event.deal_id)
        await self._hub.tell_room(event.show_id, early_news.written(given))
        seen = await self._deals.seen_early(event.show_id, NONE | {event.deal_id})
        await each(self._show(deal) for deal in seen)

    async def _tell(self, deal_id: str) -> None:
        with suppress(NoSuchDeal):  # removed before it was told
            deal = await self._deals.get(deal_id)
            if deal.steps and deal.min_tier_rank > deal.steps[-1].min_tier_rank:
                await self._show(structs.replace(deal, is_early=True))

    async def _show(self, deal: DealView) -> None:
        news = early_news.shown(deal, json.encode(_frame(deal)))
        await self._hub.tell_room(deal.show_id, early_news.written(news))


def _frame(deal: DealView) -> DealChanged:
    return DealChanged(deal=deal, at_ms=round(time.time() * 1000))

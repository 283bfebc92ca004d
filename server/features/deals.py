"""Deals of a show: announced to whoever may see them, and ended with their show or when their time is up."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from commerce import events as commerce
from commerce.catalogue import Catalogue
from commerce.deals_query import Deals
from commerce.errors import NoSuchDeal
from commerce.hosting import Hosting
from commerce.views import DealView
from kit.events import Event
from membership.ranks import HOST_RANK, STAFF_RANK
from server import wire
from server.features.feature import Chore, Feature, Reaction, each
from server.ground import Ground
from streams import events as streams
from streams.shows import Shows


class DealsFeature(Feature):
    def __init__(self, ground: Ground, shows: Shows) -> None:
        self.catalogue = Catalogue(ground.work)
        self.deals = Deals(ground.work)
        self.hosting = Hosting(ground.work, shows.venue)
        self._shows = shows
        self._hub = ground.hub

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            streams.ShowEnded: (self._end_deals,),
            commerce.DealAdded: (self._announce_deal,),
            commerce.DealChanged: (self._announce_deal,),
            commerce.DealDropped: (self._announce_deal, self._end_if_show_is_over),
            commerce.DealOpened: (self._announce_deal,),
            commerce.DealPinned: (self._announce_deal,),
            commerce.DealUnpinned: (self._announce_deal,),
            commerce.DealEnded: (self._announce_deal,),
            commerce.DealRemoved: (self._announce_removal,),
            commerce.DealRepriced: (self._announce_deal,),
            commerce.StockChanged: (self._announce_stock,),
            commerce.LineMoved: (self._announce_stock,),
            commerce.UnitsTaken: (self._announce_stocks,),
            commerce.WaitlistChanged: (self._announce_line,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("close_lapsed_deals", 0.5, self.hosting.close_lapsed),)

    async def _end_deals(self, event: streams.ShowEnded) -> None:
        await self.hosting.end_deals_of(event.show_id)

    async def _announce_deal(self, event: commerce.DealChanged) -> None:
        with suppress(NoSuchDeal):  # removed before it was announced
            deal = await self.deals.get(event.deal_id)
            await self._hub.publish(event.show_id, wire.DealChanged(deal=deal), _rank_to_see(deal))

    async def _end_if_show_is_over(self, event: commerce.DealDropped) -> None:
        """A drop and the show's end may pass each other; whichever commits last, the deal ends."""
        if (await self._shows.get(event.show_id)).status != "live":
            await self.hosting.end_deals_of(event.show_id)

    async def _announce_removal(self, event: commerce.DealRemoved) -> None:
        frame = wire.DealRemoved(deal_id=event.deal_id)
        await self._hub.publish(event.show_id, frame, STAFF_RANK)

    async def _announce_stock(self, event: commerce.StockChanged | commerce.LineMoved) -> None:
        deal = await self.deals.get(event.deal_id)
        await self._hub.publish(event.show_id, _stock(deal), _rank_to_see(deal))

    async def _announce_stocks(self, event: commerce.UnitsTaken) -> None:
        deals = await self.deals.those(event.deal_ids)
        await each(
            self._hub.publish(event.show_id, _stock(deal), _rank_to_see(deal)) for deal in deals
        )

    async def _announce_line(self, event: commerce.WaitlistChanged) -> None:
        """To the hosts alone: thousands may join a line, and tell each other of each."""
        deal = await self.deals.get(event.deal_id)
        await self._hub.publish(event.show_id, _stock(deal), HOST_RANK)


def _stock(deal: DealView) -> wire.StockChanged:
    return wire.StockChanged(
        deal_id=deal.id,
        stock_left=deal.stock_left,
        waiting=deal.waiting,
        line_served=deal.line_served,
        version=deal.version,
    )


def _rank_to_see(deal: DealView) -> int:
    return STAFF_RANK if deal.status == "queued" else deal.min_tier_rank

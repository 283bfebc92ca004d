"""Checking "lowest price": before a host announces it, once more at the drop, and as long as the deal is live."""

from datetime import datetime

from commerce import deals as rules
from commerce import events
from commerce.announcing import save_deal
from commerce.deals import Deal
from commerce.protection.lowest_price import LOOKS_BACK, refuse_after, refuse_before
from commerce.protection.public_price import PublicPrice
from commerce.protection.store import announced as store_announced
from commerce.protection.store import prices as store_prices
from commerce.refusing import refuse
from commerce.store import deals as store_deals
from commerce.venue import FindVenue, venue_of
from kit.unit_of_work import Tx, UnitOfWork
from membership.people import Brand


async def refuse_unless_lowest(tx: Tx, find_venue: FindVenue, deal: Deal, brand: Brand) -> None:
    """Refuse a deal that is announced as the lowest price and is not, when it drops: now, or when its show begins.

    Raises:
        NoSuchShow, NotLowestPrice
    """
    if not deal.is_lowest_price:
        return
    venue = await venue_of(tx, find_venue, deal.show_id)
    at = tx.now if venue.is_live else max(tx.now, venue.scheduled_at)
    refuse(refuse_after(deal, brand, await _lowest(tx, deal, at), at))
    for queued in await store_announced.cheaper_queued(tx, deal):
        other = await find_venue(tx, queued.show_id)
        if other is not None and not other.is_over:
            refuse(refuse_before(deal, brand, queued))


class LowestPrices:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def recheck(self, deal_id: str) -> int:
        """A deal dropped: announce no longer what is not the lowest price of its product any more; of how many deals.

        Also of the deal itself, because a cheaper one may have dropped at the same moment.
        """
        async with self._work.read() as tx:
            deal = await store_deals.deal(tx, deal_id)
            live = await store_announced.live_ids(tx, deal.product_id) if deal else []
        if not live:
            return 0
        async with self._work.write() as tx:
            return sum(
                [await _withdrawn(tx, deal) for deal in await store_deals.lock_deals(tx, live)]
            )


async def _withdrawn(tx: Tx, deal: Deal) -> bool:
    lowest = await _lowest(tx, deal, tx.now)
    is_lowest = lowest is None or lowest.price_minor >= deal.cost_minor
    if is_lowest or not deal.is_lowest_price:
        return False
    await save_deal(tx, rules.withdraw_lowest_price(deal), events.DealChanged)
    return True


async def _lowest(tx: Tx, deal: Deal, at: datetime) -> PublicPrice | None:
    since = at - LOOKS_BACK
    return await store_prices.lowest_since(tx, deal.product_id, deal.currency, since, deal.id)

"""A show's deals, as far as someone may see them."""

from collections.abc import Collection

from commerce.deals import DealStatus, in_order
from commerce.errors import NoSuchDeal
from commerce.presenting import deal_view, deal_views
from commerce.store import deals as store_deals
from commerce.views import DealView
from kit.unit_of_work import Tx, UnitOfWork
from membership.ranks import STAFF_RANK


class Deals:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def of_show(self, show_id: str, rank: int) -> list[DealView]:
        """What a viewer of this rank may see, in the order in which pages list it."""
        async with self._work.read() as tx:
            return await shown_deals(tx, show_id, rank)

    async def get(self, deal_id: str) -> DealView:
        """One deal, whoever may see it.

        Raises:
            NoSuchDeal
        """
        async with self._work.read() as tx:
            deal = await store_deals.deal(tx, deal_id)
            if deal is None:
                raise NoSuchDeal("It may have been removed from the show.")
            return await deal_view(tx, deal)

    async def those(self, deal_ids: Collection[str]) -> list[DealView]:
        """The same for many."""
        async with self._work.read() as tx:
            return await deal_views(tx, await store_deals.deals_by_id(tx, deal_ids))


async def shown_deals(tx: Tx, show_id: str, rank: int) -> list[DealView]:
    """Staff see all; others what has dropped and is not for a higher tier than theirs."""
    deals = await store_deals.deals_of_show(tx, show_id)
    seen = [
        deal
        for deal in deals
        if rank >= STAFF_RANK
        or (deal.status is not DealStatus.QUEUED and deal.min_tier_rank <= rank)
    ]
    return await deal_views(tx, in_order(seen))

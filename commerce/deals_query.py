"""A show's deals, as far as someone may see them."""

from collections.abc import Collection

from commerce.deals import DealStatus, in_order
from commerce.early_places import early_ids
from commerce.errors import NoSuchDeal
from commerce.presenting import deal_view, deal_views
from commerce.store import deals as store_deals
from commerce.views import DealView
from kit.auth import GUEST, Principal
from kit.unit_of_work import Tx, UnitOfWork
from membership.campaigns.early_access import Early, is_among
from membership.ranks import STAFF_RANK


class Deals:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def of_show(self, show_id: str, rank: int) -> list[DealView]:
        """What a viewer of this rank may see, in the order in which pages list it."""
        async with self._work.read() as tx:
            return await shown_deals(tx, show_id, rank)

    async def seen_early(
        self, show_id: str, early: Early, rank: int | None = None
    ) -> list[DealView]:
        """What someone of this rank, or of any, sees of a show's deals only because a campaign gave them early access to `early`."""
        async with self._work.read() as tx:
            found = await store_deals.deals_of_show(tx, show_id)
            ahead = [
                deal
                for deal in found
                if (deal.is_early if rank is None else deal.for_rank <= rank < deal.min_tier_rank)
            ]
            shown = [deal for deal in ahead if is_among(deal.id, early)]
            return await deal_views(tx, in_order(shown), {deal.id for deal in shown})

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


async def shown_deals(
    tx: Tx, show_id: str, rank: int, principal: Principal = GUEST
) -> list[DealView]:
    """Staff see all; others what has dropped and is not for a higher tier than theirs, or open to them early."""
    deals = await store_deals.deals_of_show(tx, show_id)
    if rank < STAFF_RANK:
        dropped = [deal for deal in deals if deal.status is not DealStatus.QUEUED]
        early = await early_ids(tx, principal, dropped, rank)
        deals = [deal for deal in dropped if deal.min_tier_rank <= rank or deal.id in early]
    else:
        early = frozenset()
    return await deal_views(tx, in_order(deals), early)

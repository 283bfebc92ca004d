"""How a show's deals were at each moment, kept for its replay.

What changes a deal is noted when it has been committed. Stock is noted once a second and deal, however many claim at once: a replay
shows what viewers saw, not each unit.
"""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime

import structlog
from sqlalchemy import RowMapping

from commerce.deals import Deal, DealStatus
from commerce.store import deals as store_deals
from commerce.store import moments as store
from commerce.venue import FindVenue, venue_of
from commerce.views import DealMomentsView, DealMomentView
from kit.auth import Principal
from kit.clock import from_ms, to_ms
from kit.unit_of_work import UnitOfWork
from membership.ranks import rank_of

log = structlog.get_logger()

EVERY_S = 1.0
PAGE = 500


class Moments:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue
        self._noted: dict[str, datetime] = {}

    async def keep(self, deal_id: str, at: datetime) -> None:
        """Keep how the deal is now; as of then. The same state is kept once."""
        await self._keep({deal_id: at})

    def note(self, deal_id: str, at: datetime) -> None:
        """The same within a second, and only the last of several."""
        self._noted[deal_id] = at

    async def run(self) -> None:
        """Keep what is noted, until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.drain()

    async def drain(self) -> None:
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            await self._keep(noted)
        except Exception:
            # The next change of the stock says it.
            log.warning("moments.not_kept", deals=len(noted), exc_info=True)

    async def around(self, principal: Principal, show_id: str, at_ms: int) -> DealMomentsView:
        """How the deals that the caller may see were at that time, and what happened to them then, up to a page.

        Raises:
            NoSuchShow
        """
        at = from_ms(at_ms)
        async with self._work.read() as tx:
            venue = await venue_of(tx, self._find_venue, show_id)
            rank = await rank_of(tx, principal, venue.brand_id)
            deals = await store_deals.deals_of_show(tx, show_id)
            seen = [deal.id for deal in deals if deal.min_tier_rank <= rank]
            before = await store.last_until(tx, show_id, seen, rank, at)
            after = await store.after(tx, show_id, seen, rank, at, PAGE + 1)
        is_more = len(after) > PAGE
        return DealMomentsView(
            before=[_view(row) for row in before],
            after=[_view(row) for row in after[:PAGE]],
            until_ms=max(at_ms, to_ms(after[PAGE]["at"]) - 1) if is_more else None,
        )

    async def _keep(self, noted: Mapping[str, datetime]) -> None:
        async with self._work.write() as tx:
            deals = await store_deals.deals_by_id(tx, noted.keys())
            await store.add(tx, _dropped(deals), noted)


def _dropped(deals: Collection[Deal]) -> list[Deal]:
    """Nobody saw the others."""
    return [deal for deal in deals if deal.status is not DealStatus.QUEUED]


def _view(row: RowMapping) -> DealMomentView:
    return DealMomentView(
        deal_id=row["deal_id"],
        at_ms=to_ms(row["at"]),
        status=row["status"],
        price_minor=row["price_minor"],
        stock=row["stock"],
        stock_left=row["stock_left"],
        is_pinned=row["is_pinned"],
    )
